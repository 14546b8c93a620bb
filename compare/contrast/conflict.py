"""Whether two tellings can both be true: other figures or dates, other names or places, an affirmation denied.

Like the differences, a conflict is proposed by a rule and told by the weight of what speaks for it; the conflict of a
pair is its weightiest. A rounding is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compare.contrast.candidate import Clash
from compare.contrast.opposites import are_opposite
from compare.contrast.other_figures import other_figures
from compare.contrast.renamed import renamed
from compare.contrast.spans import listed, nothing
from compare.contrast.telling import DENIED, Pair, Telling, Word, is_known
from compare.records import Conflict, Span

NEGATIONS = listed(
    "not no never neither nor none nothing nobody without unless cannot can't won't didn't doesn't don't isn't"
)
# With the word behind it, it negates nothing: "nothing but praise", "not only".
_NO_NEGATION = frozenset({("nothing", "but"), ("not", "only"), ("no", "doubt"), ("no", "matter")})
_DENIED_BEFORE = 2  # words between a negation and the denial that it undoes: "did not deny"
_NEGATED = ("n't",)
MOSTLY = 0.6  # of the words that are denied, from which on the other telling says just that
_NEGATED_REACH = 5  # words behind a negation that it negates
_CONDITIONS = listed("if unless whether until till")
_CLAUSE_END = re.compile(r"[,;:—–]|\b(?:then|but)\b")
_SHORTEST_BUILT_IN = 7  # letters: shorter ones are "until", "under", "unit"
_DENIALS = listed(
    "deny dispute reject refute contradict disagree debunk false falsely untrue wrong fail refuse decline"
)


def clashes(pair: Pair, same: bool) -> Iterator[Clash]:
    """All that could be a conflict; ``same`` says that the two make the very same claim."""
    shared = {"same claim": float(same)}
    yield from other_figures(pair, shared)
    yield from _negation(pair, shared)
    yield from _names(pair, shared)
    yield from _opposites(pair, shared)


def _negation(pair: Pair, shared: dict[str, float]) -> Iterator[Clash]:
    for side, other in ((pair.a, pair.b), (pair.b, pair.a)):
        if _built_in(other, side):
            continue
        own = pair.only_in(side)
        negated_there = {w.lemma for word in _negations(other) for w in _scope(other, word)}
        for word in (w for w in _negations(side) if w.span in own):
            scope = _scope(side, word)
            if not scope or any(w.lemma in negated_there for w in scope):
                continue
            met = [w for w in scope if w.lemma in other.all_lemmas]
            # Of what is denied the deed says more than the name: "suggested", and not who did.
            deed = next((w for w in met if not w.capital), met[0]).lemma if met else None
            there = next((w.span for w in other.words if w.lemma == deed), nothing(other.claim))
            if _is_condition(side, word.span) and not (met and _is_condition(other, there)):
                continue
            a, b = (word.span, there) if side is pair.a else (there, word.span)
            yield Clash(
                "polarity",
                a,
                b,
                "denied-by-one",
                {
                    **shared,
                    "polarity": 1.0,
                    "negated word met": float(scope[0] in met),
                    # Of "no boats were found" and "not abated" the deed is what the other telling must have.
                    "deed met": float(
                        all(w in met for w in scope[: 2 if word.lower in ("no", "none") else 1])
                    ),
                    "negated words met": len(met) / len(scope),
                    "denial": float(word.lemma in _DENIALS),
                    "denial, words met": float(word.lemma in _DENIALS) * len(met) / len(scope),
                    "outright": float(
                        word.lemma == "deny"
                        and side.claim.certainty == "denied" != other.claim.certainty
                        and len(met) >= MOSTLY * len(scope)
                    ),
                    "around met": pair.around(side, other, word.span),
                    "polarity in one sentence": pair.likeness**2,
                },
            )


def _scope(telling: Telling, negation: Word) -> list[Word]:
    """The words of content that a negation negates, as far as their order tells: the next few."""
    return telling.behind(negation.span, DENIED if negation.lemma in _DENIALS else _NEGATED_REACH)


def _negations(telling: Telling) -> list[Word]:
    """The words that negate; of "neither … nor" the first, and of a denial that is itself negated the negation."""
    words = telling.words
    found: list[int] = []
    last = -_DENIED_BEFORE - 1
    for at, word in enumerate(words):
        following = words[at + 1].lower if at + 1 < len(words) else ""
        if (word.lower, following) in _NO_NEGATION or (
            word.lower == "not" and following.endswith("ly") and not at
        ):
            continue  # "nothing but praise"; "Not surprisingly, it fell"
        if word.lower == "nor" and any(words[i].lower == "neither" for i in found):
            last = at
            continue
        if word.lemma in _DENIALS and at - last <= _DENIED_BEFORE:
            continue
        if word.lower in NEGATIONS or word.lower.endswith(_NEGATED) or word.lemma in _DENIALS:
            found.append(at)
            last = at
    return [words[at] for at in found]


def _is_condition(telling: Telling, span: Span) -> bool:
    """Whether a word stands in a clause that asserts nothing: "strike if shifts are not paid", "unless", "until"."""
    at = telling.within(span)[-1]
    opens = [w for w in telling.words[: at + 1] if w.lower in _CONDITIONS]
    start = telling.claim.start
    return bool(opens) and not _CLAUSE_END.search(
        telling.claim.text[opens[-1].span.end - start : span.start - start]
    )


def _built_in(telling: Telling, other: Telling) -> list[Word]:
    """Words that negate by their beginning, where the other telling has not the same: "unpenalised", "unknown"."""
    return [
        w
        for w in telling.words
        if w.lower.startswith("un")
        and len(w.lower) >= _SHORTEST_BUILT_IN
        and w.lemma not in other.all_lemmas
        and (is_known(w.lower[2:]) or is_known(w.lemma[2:]))
    ]


def _names(pair: Pair, shared: dict[str, float]) -> Iterator[Clash]:
    for names in renamed(pair):
        kind: Conflict = "place" if names.place else "actor"
        around = (pair.around(pair.a, pair.b, names.a) + pair.around(pair.b, pair.a, names.b)) / 2
        yield Clash(
            kind,
            names.a,
            names.b,
            "other-place" if names.place else "other-agent",
            {
                **shared,
                "name": 1.0,
                kind: 1.0,
                "name place": around,
                "name in one sentence": pair.likeness**2,
            },
        )


def _opposites(pair: Pair, shared: dict[str, float]) -> Iterator[Clash]:
    """Opposite words of which neither telling has the other's: "rose" and "fell"."""
    only_a, only_b = pair.only_in(pair.a), pair.only_in(pair.b)
    for mine in (w for w in pair.a.words if w.span in only_a and w.lemma not in pair.b.all_lemmas):
        for theirs in (w for w in pair.b.words if w.span in only_b and w.lemma not in pair.a.all_lemmas):
            if are_opposite(mine, theirs):
                around = pair.around(pair.a, pair.b, mine.span) + pair.around(pair.b, pair.a, theirs.span)
                yield Clash(
                    "other",
                    mine.span,
                    theirs.span,
                    "opposite-words",
                    {
                        **shared,
                        "opposite": 1.0,
                        "opposite place": around / 2,
                        "opposite in one sentence": pair.likeness**2,
                        "opposite, same": shared["same claim"],
                        "opposite quoted": float(mine.quoted or theirs.quoted),
                        # With another subject too, both may be so: "fuel rose", "fish fell".
                        "alone": float(pair.edits == 1),
                    },
                )
