"""The measured error rates, as README and every report show them.

docs/measures.md says which script printed each, and on what data.
"""

from __future__ import annotations

ERROR_RATES: tuple[tuple[str, str], ...] = (
    ("Pairs of claims aligned as annotators do, cross-validated over 112 stories: F1", "0.64 (0.61 to 0.66)"),
    ("Of the pairs that it aligns, right", "65 %"),
    ("Of those that make the very same claim, found", "85 %"),
    ("Same claim told from partly the same: macro-F1", "0.75"),
    ("Conflicts: right when told; found", "0 of 4; 0 of 24"),
    ("Differences in figures: right when told; of no account; found", "30 %; 35 %; 74 %"),
    ("Differences in attribution: right when told; of no account; found", "49 %; 25 %; 56 %"),
    ("Differences in certainty: right when told; of no account; found", "29 %; 19 %; 75 %"),
    ("Quotation against paraphrase: right when told; of no account; found", "54 %; 10 %; 81 %"),
    ("Charged wording: right when told; of no account; found", "35 %; 26 %; 22 %"),
    ("Actor left out or hidden: right when told; found", "1 of 6; 0 of 2"),
    ("The source of an attributed sentence: right when told; found", "79 %; 70 %"),
    ("Sentence boundaries: right when set; found", "92 %; 99 %"),
)
