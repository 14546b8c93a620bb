"""Words that deny each other without a "not": prices that rose and prices that fell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from compare.contrast.renamed import DAYS
from compare.contrast.spans import PARTING, listed
from compare.contrast.telling import Pair, Telling, Word, telling
from compare.records import Alignment, Claim

_PAIRS = (
    "rise fall", "rise drop", "rise decline", "increase decrease", "increase fall", "increase drop", "increase decline",
    "gain lose", "win lose", "accept reject", "approve reject", "approve block", "approve oppose", "allow ban",
    "allow forbid", "allow prohibit", "allow block", "support oppose", "favor oppose", "back oppose", "uphold overturn",
    "uphold reject", "pass fail", "begin end", "start stop", "open close", "arrive leave", "join leave", "enter leave",
    "alive dead", "guilty innocent", "guilty acquit", "convict acquit", "legal illegal", "lawful unlawful",
    "constitutional unconstitutional", "likely unlikely", "able unable", "safe unsafe", "true false", "public private",
    "before after", "more less", "more fewer", "most few", "most least", "first last", "high low", "higher lower",
    "strengthen weaken", "tighten loosen", "raise lower", "raise cut", "expand shrink", "expand cut", "hire fire",
    "confirm deny", "admit deny", "agree refuse", "agree disagree", "remember forget", "succeed fail", "majority minority",
    "yes no", "all none", "everyone nobody", "always never", "unanimous divided", "male female", "son daughter",
    "brother sister", "north south", "east west", "release detain", "free jail", "keep drop", "extend end", "include exclude",
)  # fmt: skip
# Forms that are spelt as another word's.
_FORMS = {
    "rose": "rise",
    "fell": "fall",
    "left": "leave",
    "won": "win",
    "lost": "lose",
    "kept": "keep",
    "began": "begin",
    "grew": "grow",
    "sank": "sink",
    "shrank": "shrink",
}
_OPPOSITE: dict[str, frozenset[str]] = {}
for _one, _other in (pair.split() for pair in _PAIRS):
    _OPPOSITE[_one] = _OPPOSITE.get(_one, frozenset()) | {_other}
    _OPPOSITE[_other] = _OPPOSITE.get(_other, frozenset()) | {_one}


# Which way a figure goes; of any other opposites both may be said of one thing in one sentence.
_MOVES = {
    **dict.fromkeys(listed("rise increase gain climb grow jump surge soar rocket"), "up"),
    **dict.fromkeys(
        listed("fall drop decline decrease lose sink shrink plunge tumble slump slide plummet"), "down"
    ),
}
_ALIKE = 0.5  # word-level likeness from which on two tellings without a common figure are of one pattern
_NEAR = 6  # words before a verb that hold what it is said of


def are_opposite(a: Word, b: Word) -> bool:
    """Whether the two words, in whatever form, cannot both be said of one thing."""
    return _plain(b) in _OPPOSITE.get(_plain(a), ())


def other_things(alignments: Sequence[Alignment], claims: Mapping[str, Claim]) -> frozenset[frozenset[str]]:
    """The pairs of claim ids that cannot be one claim: one thing goes up, and another one down.

    What a person accepted is left as it is.
    """
    return frozenset(
        frozenset((x.a, x.b))
        for x in alignments
        if x.decided_by != "person" and _of_other_things(Pair(telling(claims[x.a]), telling(claims[x.b])))
    )


def _of_other_things(pair: Pair) -> bool:
    """Whether one telling only goes up, the other only down, each with something that the other nowhere has.

    So it is asked of tellings of one pattern, or of one figure: others are unlike enough already.
    """
    ways_a, ways_b = _ways(pair.a), _ways(pair.b)
    if {way for way, _ in ways_a} | {way for way, _ in ways_b} != {"up", "down"}:
        return False
    if len({way for way, _ in ways_a}) != 1 or len({way for way, _ in ways_b}) != 1:
        return False
    figures = [{(q.kind, q.value) for q in t.claim.quantities if q.kind != "date"} for t in (pair.a, pair.b)]
    if pair.likeness < _ALIKE and not figures[0] & figures[1]:
        return False
    return all(
        _thing(mine, word) - other.lemmas
        for mine, other, ways in ((pair.a, pair.b, ways_a), (pair.b, pair.a, ways_b))
        for _, word in ways
    )


def _ways(telling: Telling) -> list[tuple[str, Word]]:
    """Which way each thing goes that moves, with the word that says so."""
    found = []
    for at, word in enumerate(telling.words):
        following = telling.words[at + 1].lower if at + 1 < len(telling.words) else ""
        if _plain(word) in _MOVES:
            found.append((_MOVES[_plain(word)], word))
        elif word.lower in ("up", "down") and (following == "by" or following[:1].isdigit()):
            found.append((word.lower, word))
    return found


def _thing(telling: Telling, mover: Word) -> frozenset[str]:
    """What goes up or down: the words before the verb, or those behind "a rise in"."""
    at = telling.words.index(mover)
    text, first = telling.claim.text, telling.claim.start
    following = [w.lower for w in telling.words[at + 1 : at + 2]]
    if following in (["in"], ["of"]) and at and telling.words[at - 1].lower in ("a", "an", "the"):
        near = list(telling.words[at + 2 : at + 2 + _NEAR])
    else:
        near = list(telling.words[max(0, at - _NEAR) : at])
        for here, following_word in pairwise([*near, mover]):
            if not PARTING.isdisjoint(text[here.span.end - first : following_word.span.start - first]):
                near = near[near.index(here) + 1 :]
    return frozenset(w.lemma for w in near if w.content and w.lower not in DAYS and not w.lower[0].isdigit())


def _plain(word: Word) -> str:
    return _FORMS.get(word.lower, word.lemma)
