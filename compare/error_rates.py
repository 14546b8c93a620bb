"""The measured error rates, as README and every report show them.

docs/measures.md says which script printed each, and on what data.
"""

from __future__ import annotations

ERROR_RATES: tuple[tuple[str, str], ...] = (
    ("Of the pairs of claims that it aligns, right", "59 %"),
    ("Of the pairs that annotators aligned, found", "54 %"),
    ("Of those that make the very same claim, found", "73 %"),
    ("Of the conflicts that annotators marked, found", "0 of 24; 6 told that are none"),
    ("Differences in figures: right when told; found", "53 %; 100 %"),
    ("Differences in attribution: right when told; found", "21 %; 91 %"),
    ("Differences in certainty: right when told; found", "12 %; 75 %"),
    ("Quotation against paraphrase: right when told; found", "21 %; 46 %"),
    ("Charged wording: found", "0 of 16"),
    ("The source of an attributed sentence: right when told; found", "78 %; 70 %"),
    ("Sentence boundaries: right when set; found", "92 %; 99 %"),
)
