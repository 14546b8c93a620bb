"""What is said in a telling, apart from who says it."""

from __future__ import annotations

from compare.contrast.spans import inside, listed
from compare.contrast.telling import Pair, Telling, Word, is_akin

_LEAST = 3  # words of content, below which what is said tells too little to be compared
_NAMING = 4  # words of content that are more than a name
_HOW = listed("say tell repeat add warn statement interview") | listed(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today"
)


def say_other_things(pair: Pair) -> bool:
    """Whether the same source says something else in each: no word in common but those that tell at length who it is."""
    if not pair.a.source & pair.b.source or len(pair.shared) < _NAMING:
        return False
    a, b = said(pair.a), said(pair.b)
    if min(len(a), len(b)) < _LEAST:
        return False
    return not any(w.lemma in pair.b.all_lemmas or is_akin(w.lemma, pair.b) for w in a) and not any(
        w.lemma in pair.a.all_lemmas or is_akin(w.lemma, pair.a) for w in b
    )


def said(telling: Telling) -> list[Word]:
    """The words of content of what is said: those quoted, or those on the side of the cue where no source stands."""
    claim = telling.claim
    if claim.cue is None or claim.speaker is None or not claim.start <= claim.cue.start < claim.end:
        return []
    told = [w for w in telling.words if w.content and not inside(w.span, (claim.speaker, claim.cue))]
    quoted = [w for w in told if w.quoted]
    if not quoted:
        behind = [w for w in told if w.span.start >= claim.cue.end]
        before = [w for w in told if w.span.end <= min(claim.speaker.start, claim.cue.start)]
        quoted = behind if len(behind) >= len(before) else before
    return [w for w in quoted if w.lemma not in _HOW]
