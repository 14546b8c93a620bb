"""How strongly somebody asks: an order in one telling, a suggestion in the other."""

from __future__ import annotations

from collections.abc import Iterator

from compare.contrast.candidate import Candidate
from compare.contrast.spans import covering, listed
from compare.contrast.telling import Pair, Telling, Word
from compare.records import Difference

_ORDERING = listed("order instruct command")
_SUGGESTING = listed("suggest propose recommend hint")
_WHOM = 4  # words between "told" and "to": whom
_ALIKE = 3  # words of content that both tellings share, from which on the two may be one asking


def asking(pair: Pair) -> Iterator[Candidate]:
    """At most one candidate. Rule: ordered-or-suggested."""
    if len(pair.shared) < _ALIKE:
        return
    for side, other in ((pair.a, pair.b), (pair.b, pair.a)):
        order, mild = _order(side), [w for w in other.words if w.lemma in _SUGGESTING and not w.quoted]
        if not order or len(mild) != 1 or _order(other) or any(w.lemma in _SUGGESTING for w in side.words):
            continue
        ordered = covering(side.claim, [w.span for w in order])
        suggested = mild[0].span
        a, b = (ordered, suggested) if side is pair.a else (suggested, ordered)
        note = f"{ordered.text!r} is an order, {suggested.text!r} leaves it open"
        yield Candidate(Difference("wording", a, b, "ordered-or-suggested", note), {"order": 1.0})


def _order(telling: Telling) -> tuple[Word, ...]:
    """The words of the one order of a telling: "told her to", "ordered"."""
    found: list[tuple[Word, ...]] = []
    words = telling.words
    for at, word in enumerate(words):
        if word.quoted:
            continue
        to = next(
            (i for i in range(at + 2, at + 2 + _WHOM) if i < len(words) and words[i].lower == "to"), None
        )
        if word.lemma == "tell" and to is not None and to + 1 < len(words):
            verb = words[to + 1]
            if verb.content and not verb.capital:
                found.append(words[at : to + 1])
        elif word.lemma in _ORDERING and word.lower.endswith("ed"):  # "factory orders" are none
            found.append((word,))
    return found[0] if len(found) == 1 else ()
