"""All typed differences of an aligned pair, and whether its two tellings can both be true."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from compare.configured import Lexicon
from compare.contrast.actors import actors
from compare.contrast.asking import asking
from compare.contrast.attribution import attribution
from compare.contrast.candidate import Candidate, Clash
from compare.contrast.certainty import certainty
from compare.contrast.conflict import clashes
from compare.contrast.introduced import sources
from compare.contrast.quantities import quantities
from compare.contrast.quotes import quotes
from compare.contrast.said import say_other_things
from compare.contrast.telling import Pair, telling
from compare.contrast.updates import grows, later
from compare.contrast.weigh import conflict, told
from compare.contrast.wording import wording
from compare.records import Alignment, Article, Claim, ConflictEvidence, Difference, Group, Quantity, Span

_PER = re.compile(r"\s+(?:an?|per|each|every) (?:day|week|month|year)\b|\s+annually\b")


def contrast(
    alignments: Sequence[Alignment],
    claims: Mapping[str, Claim],
    lexicon: Lexicon,
    articles: Mapping[str, Article] | None = None,
    groups: Sequence[Group] = (),
) -> tuple[Alignment, ...]:
    """``alignments`` with their differences and conflicts; ``claims`` and ``articles`` by id.

    Headlines are not contrasted: their grammar leaves out sources, articles and tenses. Nor are two tellings in which
    one speaker says two things: they share but who speaks. Without ``articles`` no figure is known to be a later one.
    What is told of two tellings of one of ``groups`` is told of all in it that have the very same words in the same
    role.
    """
    contrasted = []
    proposed: list[Sequence[Candidate]] = []
    articles = articles or {}
    known = sources(claims.values())
    for alignment in alignments:
        a, b = claims[alignment.a], claims[alignment.b]
        pair = Pair(telling(a, known.get(a.id)), telling(b, known.get(b.id)))
        if "headline" in (a.kind, b.kind) or say_other_things(pair):
            contrasted.append(alignment)
            proposed.append(())
            continue
        clash = conflict(pair, list(clashes(pair, alignment.relation == "same")), alignment.probability)
        proposed.append(list(candidates(pair, lexicon)))
        contrasted.append(
            replace(
                alignment,
                differences=told(pair, proposed[-1], alignment.relation, alignment.probability),
                conflict=clash.kind if clash else None,
                evidence=_evidence(clash, pair, articles) if clash else None,
            )
        )
    home = {claim: group.id for group in groups for claim in group.claims}
    return tuple(_alike(contrasted, proposed, home))


def _alike(
    alignments: Sequence[Alignment], proposed: Sequence[Sequence[Candidate]], home: Mapping[str, str]
) -> Iterator[Alignment]:
    """The alignments, with those of their candidates that another pair of the same group tells on the same words."""
    of = [home.get(x.a, x.a) if home.get(x.a, x.a) == home.get(x.b, x.b) else "" for x in alignments]
    known = {
        (group, _words(d)) for group, x in zip(of, alignments, strict=True) if group for d in x.differences
    }
    for alignment, found, group in zip(alignments, proposed, of, strict=True):
        differences = tuple(
            c.difference
            for c in found
            if c.difference in alignment.differences
            or (alignment.relation == "same" and (group, _words(c.difference)) in known)
        )
        yield replace(alignment, differences=differences) if group and found else alignment


def _words(difference: Difference) -> tuple[str, str, frozenset[str]]:
    words = frozenset((difference.a.text.casefold(), difference.b.text.casefold()))
    return difference.kind, difference.rule, words


def _evidence(clash: Clash, pair: Pair, articles: Mapping[str, Article]) -> ConflictEvidence:
    """The words of a conflict, and whether one telling's figure is an update."""
    note = f"{clash.a.text or 'nothing'!r} against {clash.b.text or 'nothing'!r}"
    a, b = articles.get(pair.a.claim.article), articles.get(pair.b.claim.article)
    side = later(a, b) if a and b and clash.kind == "number" else None
    if side is None or a is None or b is None:
        return ConflictEvidence(clash.a, clash.b, clash.rule, note)
    newer, older = (a, b) if side == "a" else (b, a)
    words, other = (clash.a, clash.b) if side == "a" else (clash.b, clash.a)
    figures = _figure(pair.a.claim, clash.a), _figure(pair.b.claim, clash.b)
    yearly = _PER.match(newer.text, words.end) or _PER.match(older.text, other.end)
    if yearly or not grows(*(figures[::-1] if side == "a" else figures)):
        return ConflictEvidence(clash.a, clash.b, clash.rule, note)
    note += f"; {words.text} is the later figure ({newer.published_at}, the other {older.published_at}): an update"
    return ConflictEvidence(clash.a, clash.b, clash.rule, note, side)


def _figure(claim: Claim, span: Span) -> Quantity | None:
    return next((q for q in claim.quantities if q.start == span.start), None)


def differences(a: Claim, b: Claim, lexicon: Lexicon) -> tuple[Difference, ...]:
    """How the two tellings differ, by kind, then by place in the first."""
    pair = Pair(telling(a), telling(b))
    return told(pair, list(candidates(pair, lexicon)))


def candidates(pair: Pair, lexicon: Lexicon) -> Iterator[Candidate]:
    """Every difference that a rule finds, whether it is worth telling or not, by kind."""
    yield from attribution(pair)
    yield from certainty(pair, lexicon)
    yield from wording(pair, lexicon)
    yield from asking(pair)
    yield from actors(pair)
    yield from quotes(pair)
    yield from quantities(pair)
