"""Charged words of one telling where the other has other words, or the neutral one."""

from __future__ import annotations

from collections.abc import Iterator

from compare.contrast.spans import covering, words
from compare.records import Claim, Difference, Lexicon, Span

LONGEST_OTHER = 4  # words; a longer stretch is another statement, not another word for the same thing


def wording(a: Claim, b: Claim, lexicon: Lexicon) -> Iterator[Difference]:
    """One difference for each charged word or phrase that stands where the other telling has other words.

    Rule: charged-word. The words of the two claims are aligned by edit distance.
    """
    from rapidfuzz.distance import Levenshtein

    words_a, words_b = words(a), words(b)
    lower_a, lower_b = [w.text.lower() for w in words_a], [w.text.lower() for w in words_b]
    for op in Levenshtein.opcodes(lower_a, lower_b):
        if op.tag != "replace":
            continue
        part_a, part_b = words_a[op.src_start : op.src_end], words_b[op.dest_start : op.dest_end]
        charged_a, charged_b = _charged(part_a, lexicon), _charged(part_b, lexicon)
        if not charged_a and not charged_b:
            continue
        here = charged_a or part_a
        there = charged_b or part_b
        if len(here) > LONGEST_OTHER or len(there) > LONGEST_OTHER:
            continue
        span_a, span_b = covering(a, here), covering(b, there)
        if span_a.text.lower() == span_b.text.lower():
            continue
        yield Difference("wording", span_a, span_b, "charged-word", _note(charged_a, charged_b, lexicon))


def _charged(part: list[Span], lexicon: Lexicon) -> list[Span]:
    lower = [w.text.lower() for w in part]
    for length in range(min(LONGEST_OTHER, len(part)), 0, -1):
        for start in range(len(part) - length + 1):
            if " ".join(lower[start : start + length]) in lexicon.charged:
                return part[start : start + length]
    return []


def _note(a: list[Span], b: list[Span], lexicon: Lexicon) -> str:
    notes = []
    for part in (a, b):
        if part:
            text = " ".join(w.text for w in part)
            category, neutral = lexicon.charged[text.lower()]
            notes.append(f"{text!r} is {category}; neutral: {neutral}")
    return "; ".join(notes)
