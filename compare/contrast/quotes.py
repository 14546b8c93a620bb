"""Direct quotation against paraphrase, and quotations that were cut or changed."""

from __future__ import annotations

from collections.abc import Iterator

from compare.contrast.spans import WORD, nothing
from compare.records import Claim, Difference, Span

MIN_WORDS = 3  # a shorter quotation is a term in quotation marks, not somebody's sentence
SHARED = 0.5  # of the quotation's words, from which on the other side tells the same words


def quotes(a: Claim, b: Claim) -> Iterator[Difference]:
    """One difference for each quotation that the other side paraphrases, cuts or changes.

    Rules: quotation-or-paraphrase, quotation-changed.
    """
    long_a, long_b = _long(a), _long(b)
    if bool(long_a) != bool(long_b):
        for quote in long_a or long_b:
            here, there = (quote, nothing(b)) if long_a else (nothing(a), quote)
            yield Difference("quote", here, there, "quotation-or-paraphrase", "quoted by one, told in other words by the other")  # fmt: skip
        return
    for quote in long_a:
        other = max(long_b, key=lambda q: _likeness(quote, q))
        if SHARED <= _likeness(quote, other) < 1:
            yield Difference(
                "quote", quote, other, "quotation-changed", "the same quotation in other words or length"
            )


def _long(claim: Claim) -> list[Span]:
    return [q for q in claim.quotations if len(WORD.findall(q.text)) >= MIN_WORDS]


def _likeness(a: Span, b: Span) -> float:
    from rapidfuzz.distance import Indel

    words_a = [w.lower().replace("’", "'") for w in WORD.findall(a.text)]
    words_b = [w.lower().replace("’", "'") for w in WORD.findall(b.text)]
    return float(Indel.normalized_similarity(words_a, words_b))
