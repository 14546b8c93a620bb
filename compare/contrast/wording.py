"""Charged words of one telling where the other has other words, or the neutral one."""

from __future__ import annotations

from collections.abc import Iterator

from compare.configured import Lexicon
from compare.contrast.candidate import Candidate
from compare.contrast.charged import Charged, charged_words, is_of_a_thing, told_plainly
from compare.contrast.sense import VERBAL, addition, is_crime, is_noun, is_other_word, neighbours
from compare.contrast.sources import SAYING
from compare.contrast.spans import covering, inside, listed, nothing
from compare.contrast.telling import Pair, Telling, Word, is_akin, lemma
from compare.records import Difference, Span

_OBJECT = 4  # words between a verb of saying and what it shares with the other telling's
_ALIKE = 0.5  # word-level likeness from which on what one telling has more can be seen
_ADDED = 3  # words of content that one telling has more in one stretch: beyond, it is a statement of its own
_SAID = 8  # words behind a cue that are surely what is said
_SPEAKING = frozenset(lemma(word) for word in SAYING) | listed(
    "ask press urge want seek propose demand request recommend advise appeal call plead beg tell order invite criticise criticize reject praise"
)
# Verbs that say nothing without the one behind them.
_LIGHT = listed(
    "try cause make get let keep begin start go come continue seek help take give use become seem"
)
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
        lonely = [c for c in theirs if not _has(side, c) and not is_of_a_thing(other, c)]
        for charged in mine:
            if _is_no_other_wording(side, other, charged) or _is_one_of_two(other, charged, mine):
                continue
            how, words = _counterpart(pair, side, other, charged, lonely)
            here = covering(side.claim, [w.span for w in charged.words])
            if not words and _is_beside(pair, side, other, charged, here):
                continue
            there = covering(other.claim, [w.span for w in words]) if words else nothing(other.claim)
            a, b = (here, there) if side is pair.a else (there, here)
            if (a.start, b.start) in told:
                continue
            told.add((a.start, b.start))
            rule = {"charged": "charged-both", "": "charged-word-alone"}.get(how, "charged-word")
            note = f"{here.text!r} is {charged.category}; neutral: {charged.neutral}"
            yield Candidate(
                Difference("wording", a, b, rule, note),
                _evidence(pair, side, other, charged, how, len(mine), len(lonely), words),
            )


def _is_no_other_wording(side: Telling, other: Telling, charged: Charged) -> bool:
    """Whether it is no charged word here, or one that the other telling has too."""
    return (
        _has(other, charged)
        or _is_claim_to_a_thing(side, charged)
        or is_of_a_thing(side, charged)
        or is_other_word(side, charged.words, charged.entry, charged.category)
    )


def _is_beside(pair: Pair, side: Telling, other: Telling, charged: Charged, here: Span) -> bool:
    """Whether a charged word against none tells something else rather than the same in another tone.

    So does what the law calls a crime, and a statement that the other telling has not. Of a way of speaking, the other
    telling must speak of the same, in whatever words, and it must be a verb: "the demand for fish" asks for nothing.
    """
    if is_crime(side, charged.words):
        return True
    if pair.likeness >= _ALIKE and addition(pair, side, charged.words) > _ADDED:
        return True
    if charged.category != "speech":
        return False
    if not pair.around(side, other, here) or is_noun(side, charged.words[0]):
        return True
    cue = side.claim.cue
    is_said = charged.words[0].quoted or (cue is not None and _overlap(cue, charged))
    return not is_said and not any(
        w.lemma in _SPEAKING and w.lemma not in side.all_lemmas for w in other.words
    )


def _is_one_of_two(other: Telling, charged: Charged, mine: list[Charged]) -> bool:
    """Whether the telling has another word as strong for the same, and the other has that one: "condemned and denounced"."""
    return any(c is not charged and c.neutral == charged.neutral and _has(other, c) for c in mine)


def _has(other: Telling, charged: Charged) -> bool:
    parts = [part for w in charged.words for part in w.lower.split("-")]
    return all(w.lemma in other.all_lemmas or is_akin(w.lemma, other) for w in charged.words) or (
        len(parts) > len(charged.words) and all(part in other.bare for part in parts)
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
    plain = told_plainly(charged, other.words)
    free = [w for w in plain if w.lemma not in side.all_lemmas]
    if free or plain:
        return ("neutral" if free else "neutral shared"), tuple((free or plain)[:1])
    if charged.category == "speech" and (verb := _of_same_object(side, other, charged)):
        return "cue", (verb,)
    for one in lonely:
        if one.category == charged.category and _is_verb(side, charged) == _is_verb(other, one):
            return "charged", one.words
    for mine, theirs in pair.replaced(alone=True):
        left, right = (mine, theirs) if side is pair.a else (theirs, mine)
        # Word for word, or it is another statement and not another word for the same thing.
        for_word = charged.words[0] in left and len(left) == len(right) == len(charged.words)
        if (
            for_word
            and all(w.content and not w.capital and not w.lower[0].isdigit() for w in right)
            and right[-1].lemma not in _LIGHT
            and _form(charged.words[-1]) == _form(right[-1])
        ):
            return "same place", tuple(right)
    cue, own = other.claim.cue, side.claim.cue
    if (
        charged.category == "speech"
        and cue is not None
        and own is not None
        and _overlap(own, charged)
        and _of_same_words(pair, side, other)
        and (at := other.within(cue))
    ):
        return "cue", tuple(other.words[i] for i in at)
    return "", ()


def _is_verb(telling: Telling, charged: Charged) -> bool:
    return charged.category in VERBAL and not is_noun(telling, charged.words[0])


def _of_same_object(side: Telling, other: Telling, charged: Charged) -> Word | None:
    """The other telling's verb of saying that stands before the same words: "begging Corvane", "pressing Corvane"."""
    behind = side.behind(covering(side.claim, [w.span for w in charged.words]), _OBJECT)
    for word in behind:
        for at, same in enumerate(other.words):
            if same.lemma != word.lemma:
                continue
            near = other.words[max(0, at - _OBJECT) : at]
            verbs = [
                w for w in near if w.lemma in _SPEAKING and w.lemma not in side.all_lemmas and not w.capital
            ]
            if verbs:
                return verbs[-1]
    return None


def _of_same_words(pair: Pair, side: Telling, other: Telling) -> bool:
    """Whether both cues may bring the same words: of one source, both at the end, or before words that both have."""
    own, cue = side.claim.cue, other.claim.cue
    assert own is not None and cue is not None
    if pair.a.source & pair.b.source:
        return True
    mine, theirs = (
        {w.lemma for w in t.behind(c, _SAID) if not inside(w.span, (t.claim.speaker or c,))}
        for t, c in ((side, own), (other, cue))
    )
    return bool(mine & theirs) or not (mine or theirs)


def _form(word: Word) -> str:
    """Whether the word is a verb's participle or past; what stands in its place is one too."""
    return next((end for end in ("ing", "ed") if word.lower.endswith(end) and word.lower != word.lemma), "")


def _overlap(span: Span, charged: Charged) -> bool:
    return span.start < charged.words[-1].span.end and charged.words[0].span.start < span.end


def _evidence(
    pair: Pair,
    side: Telling,
    other: Telling,
    charged: Charged,
    how: str,
    number: int,
    lonely: int,
    counterpart: tuple[Word, ...],
) -> dict[str, float]:
    words = charged.words
    span = covering(side.claim, [w.span for w in words])
    cue = side.claim.cue
    noun = charged.category in VERBAL and is_noun(side, words[0])
    added = min(max(addition(pair, side, words), 0), 8) / 8
    before, behind = neighbours(side, words)
    there = {near for part in neighbours(other, counterpart) for near in part} if counterpart else set()
    next_shared, before_shared = (part[0] in other.all_lemmas if part else False for part in (behind, before))
    return {
        "verb as noun": float(noun),
        "addition": added,
        "alone, addition": added * (how == ""),
        "next shared": float(next_shared),
        "before shared": float(before_shared),
        "both shared": float(next_shared and before_shared),
        "found elsewhere": float(bool(counterpart) and there.isdisjoint((*before, *behind))),
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
