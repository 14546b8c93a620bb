"""Charged words of one telling where the other has other words, or the neutral one."""

from __future__ import annotations

from collections.abc import Iterator

from compare.configured import Lexicon
from compare.contrast.candidate import Candidate
from compare.contrast.charged import Charged, charged_words, told_plainly
from compare.contrast.spans import covering, nothing
from compare.contrast.telling import Pair, Telling, Word
from compare.records import Difference, Span

STEM = 5  # letters that two forms of one word share: "threat", "threaten"
_CATEGORIES = (
    "speech",
    "act",
    "clash",
    "government",
    "ideology",
    "people",
    "evaluation",
    "scale",
    "emotion",
    "motive",
)


def wording(pair: Pair, lexicon: Lexicon) -> Iterator[Candidate]:
    """One candidate for each charged word or phrase of one telling that the other does not have.

    Rules: charged-word (the words of the other telling that stand for it are known), charged-both (two charged words
    for one thing), charged-word-alone.
    """
    found_a = charged_words(pair.a, lexicon.charged)
    found_b = charged_words(pair.b, lexicon.charged)
    told: set[tuple[int, int]] = set()
    for side, other, mine, theirs in ((pair.a, pair.b, found_a, found_b), (pair.b, pair.a, found_b, found_a)):
        lonely = [c for c in theirs if not _has(side, c)]
        for charged in mine:
            if _has(other, charged) or _is_claim_to_a_thing(side, charged):
                continue
            how, words = _counterpart(pair, side, other, charged, lonely)
            here = covering(side.claim, [w.span for w in charged.words])
            there = covering(other.claim, [w.span for w in words]) if words else nothing(other.claim)
            a, b = (here, there) if side is pair.a else (there, here)
            if (a.start, b.start) in told:
                continue
            told.add((a.start, b.start))
            rule = {"charged": "charged-both", "": "charged-word-alone"}.get(how, "charged-word")
            note = f"{here.text!r} is {charged.category}; neutral: {charged.neutral}"
            yield Candidate(
                Difference("wording", a, b, rule, note),
                _evidence(pair, side, other, charged, how, len(mine), len(lonely)),
            )


def _has(other: Telling, charged: Charged) -> bool:
    return all(w.lemma in other.all_lemmas or _is_akin(w, other) for w in charged.words)


def _is_akin(word: Word, other: Telling) -> bool:
    """Whether the other telling has a word of the same stem: "threat" and "threaten"."""
    stem = word.lemma[: max(STEM, len(word.lemma) - 2)]
    return len(word.lemma) >= STEM and any(
        w.lemma.startswith(stem) or (len(w.lemma) >= STEM + 1 and word.lemma.startswith(w.lemma))
        for w in other.words
    )


def _is_claim_to_a_thing(side: Telling, charged: Charged) -> bool:
    """Whether "claims" reports nobody's words: "Drovia, which claims the islands"."""
    if charged.entry not in ("claim", "claims", "claimed", "claiming"):
        return False
    cue = side.claim.cue
    return cue is None or not _overlap(cue, charged)


def _counterpart(
    pair: Pair, side: Telling, other: Telling, charged: Charged, lonely: list[Charged]
) -> tuple[str, tuple[Word, ...]]:
    """How the other telling's words for the same thing were found, and those words."""
    plain = told_plainly(charged.neutral, other.words)
    free = [w for w in plain if w.lemma not in side.all_lemmas]
    if free or plain:
        return ("neutral" if free else "neutral shared"), tuple((free or plain)[:1])
    for one in lonely:
        if one.category == charged.category:
            return "charged", one.words
    for mine, theirs in pair.replaced():
        left, right = (mine, theirs) if side is pair.a else (theirs, mine)
        # Word for word, or it is another statement and not another word for the same thing.
        for_word = charged.words[0] in left and len(left) == len(right) == len(charged.words)
        if for_word and all(w.content and not w.capital and not w.lower[0].isdigit() for w in right):
            return "same place", tuple(right)
    cue, own = other.claim.cue, side.claim.cue
    if charged.category == "speech" and cue is not None and own is not None and _overlap(own, charged):
        inside = other.within(cue)
        if inside:
            return "cue", tuple(other.words[i] for i in inside)
    return "", ()


def _overlap(span: Span, charged: Charged) -> bool:
    return span.start < charged.words[-1].span.end and charged.words[0].span.start < span.end


def _evidence(
    pair: Pair, side: Telling, other: Telling, charged: Charged, how: str, number: int, lonely: int
) -> dict[str, float]:
    words = charged.words
    span = covering(side.claim, [w.span for w in words])
    cue = side.claim.cue
    return {
        **{c: float(charged.category == c) for c in _CATEGORIES},
        **{
            f"by {h}": float(how == h)
            for h in ("neutral", "neutral shared", "same place", "charged", "cue", "")
        },
        "quoted": float(words[0].quoted),
        "other quoted": other.quoted_share,
        "phrase": float(len(words) > 1),
        "around": pair.around(side, other, span),
        "is cue": float(cue is not None and _overlap(cue, charged)),
        "more charged": min(number, 4) / 4,
        "other charged": min(lonely, 4) / 4,
        "early": float(side.within(span)[0] < 10),
        "both quoted": float(side.quoted_share > 0.5 and other.quoted_share > 0.5),
        "other names it so": float(any(w.lower in ("so-called", "what") for w in other.words)),
    }
