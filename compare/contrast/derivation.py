"""What a retelling did to the original that it cites, claim by claim."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from compare.configured import Lexicon
from compare.contrast.charged import is_charged
from compare.contrast.spans import WORD
from compare.records import (
    Alignment,
    Change,
    Citation,
    CitationPath,
    Claim,
    Derivation,
    DerivedClaim,
    Difference,
    Group,
    Member,
    OriginalState,
    Span,
)

KEPT = 0.85  # word-level similarity from which on a claim is the same sentence
SURE = {"flat": 0, "hedged": 1, "alleged": 1, "denied": 2}
Told = tuple[Change, str]
_Match = tuple[str, str, Alignment]  # a claim of the retelling, one of the original
# rule of a difference in certainty -> what it is when the original alone has the words, and when the retelling has
_CERTAINTY: dict[str, tuple[Told, Told]] = {
    "hedge-only-one-side": (("hardened", "the hedge was dropped"), ("softened", "a hedge was added")),
    "hedges-of-other-strength": (("hardened", "the hedge was dropped"), ("softened", "a hedge was added")),
    "denied-only-one-side": (("hardened", "the denial was dropped"), ("softened", "now told as a denial")),
    "stressed-only-one-side": (("softened", "the stress was dropped"), ("hardened", "a stress was added")),
    "planned-or-done": (
        ("hardened", "what was planned is told as done"),
        ("softened", "what was done is told as planned"),
    ),
}


def derivations(
    members: Sequence[Member],
    claims: Sequence[Claim],
    alignments: Sequence[Alignment],
    citations: Sequence[Citation],
    lexicon: Lexicon,
    groups: Sequence[Group],
) -> tuple[Derivation, ...]:
    """One derivation for each article and each other outlet that it cites, in the order of ``members``.

    Only what shares a group is told as retold, as in ``coverage``; an alignment that joins no group is a possible match.
    """
    home = {claim: group.id for group in groups for claim in group.claims}
    told: dict[str, list[Claim]] = {}
    for claim in claims:
        told.setdefault(claim.article, []).append(claim)
    relied = _relied(members, citations)
    found = []
    for member in members:
        cited: dict[str, list[Citation]] = {}
        for citation in citations:
            if citation.article == member.article.id and citation.outlet != member.article.outlet:
                cited.setdefault(citation.outlet, []).append(citation)
        for outlet, evidence in cited.items():
            if all(citation.kind == "link" for citation in evidence):
                continue  # a link alone says that there is more to read, not where this was taken from
            original = _original(members, outlet, member, evidence, told, home)
            state = _state(original)
            changes: tuple[DerivedClaim, ...] = ()
            if original is not None and state != "not_retrieved" and member.article.comparable:
                changes = _changes(
                    told.get(original.article.id, []),
                    told.get(member.article.id, []),
                    alignments,
                    home,
                    lexicon,
                    state,
                    [citation.span for citation in evidence if citation.kind == "text"],
                    whole=member.article.access == "full",
                )
            path, chain = _path(member.article.outlet, outlet, relied)
            found.append(
                Derivation(
                    citing=member.article.id,
                    original=original.article.id if original else None,
                    cited_outlet=outlet,
                    evidence=tuple(evidence),
                    original_state=state,
                    claims=changes,
                    path=path,
                    chain=chain,
                )
            )
    return tuple(found)


def _relied(members: Sequence[Member], citations: Sequence[Citation]) -> dict[str, tuple[str, ...]]:
    """The outlets on whose report each outlet relies by its words, in the order of telling."""
    outlet_of = {m.article.id: m.article.outlet for m in members}
    relied: dict[str, dict[str, None]] = {}
    for citation in citations:
        citing = outlet_of.get(citation.article)
        if citing and citation.kind == "text" and citation.outlet != citing:
            relied.setdefault(citing, {})[citation.outlet] = None
    return {outlet: tuple(cited) for outlet, cited in relied.items()}


def _path(
    citing: str, cited: str, relied: Mapping[str, Sequence[str]]
) -> tuple[CitationPath, tuple[str, ...]]:
    """How the citation goes on: back to the citing outlet, on to others, or to no other; and the outlets on the way."""
    ways: dict[str, tuple[str, ...]] = {
        cited: (citing, cited)
    }  # the shortest way to each outlet, nearest first
    waiting = deque([cited])
    while waiting:
        way = ways[waiting.popleft()]
        for further in relied.get(way[-1], ()):
            if further == citing:
                return "circular", (*way, citing)
            if further not in ways:
                ways[further] = (*way, further)
                waiting.append(further)
    farthest = max(ways.values(), key=len)
    return ("chained", farthest) if len(farthest) > 2 else ("direct", ())


def _original(
    members: Sequence[Member],
    outlet: str,
    citing: Member,
    evidence: Sequence[Citation],
    told: Mapping[str, Sequence[Claim]],
    home: Mapping[str, str],
) -> Member | None:
    """The article that is meant: the one marked as the cited original, else one that was read, else any of the outlet.

    None when nothing shows that it is meant: it appeared later; or it was read, no link leads to it, and it tells
    nothing of the retelling (where that relies on what somebody said to the outlet: of the very sentence).
    """
    links = {citation.url for citation in evidence if citation.kind == "link"}
    spans = [c.span for c in evidence if c.kind == "text"]
    anywhere = any(c.names_a_report for c in evidence)
    naming = {
        home[claim.id]
        for claim in told.get(citing.article.id, ())
        if claim.id in home and (anywhere or any(s.start < claim.end and claim.start < s.end for s in spans))
    }

    def meant(member: Member) -> bool:
        article = member.article
        if article.appeared_after(citing.article):
            return False
        linked = links & {article.url, article.final_url, article.canonical_url}
        if linked or not article.comparable or not citing.article.comparable:
            return True
        return any(home.get(claim.id) in naming for claim in told.get(article.id, ()))

    of_outlet = [m for m in members if m.article.outlet == outlet and meant(m)]
    return min(of_outlet, key=lambda m: (m.role != "cited_original", not m.article.comparable), default=None)


def _state(original: Member | None) -> OriginalState:
    if original is None or not original.article.comparable:
        return "not_retrieved"
    return "retrieved" if original.article.access == "full" else "partial"


def _changes(
    original: Sequence[Claim],
    citing: Sequence[Claim],
    alignments: Sequence[Alignment],
    home: Mapping[str, str],
    lexicon: Lexicon,
    state: OriginalState,
    naming: Sequence[Span],
    *,
    whole: bool,
) -> tuple[DerivedClaim, ...]:
    ours = {c.id: c for c in citing if c.kind != "headline"}
    theirs = {c.id: c for c in original if c.kind != "headline"}
    sure: list[_Match] = []
    possible: dict[str, Claim] = {}  # claim id -> the likeliest counterpart that shares no group with it
    for alignment in sorted(alignments, key=lambda x: (-x.probability, x.a, x.b)):
        mine, other = (alignment.a, alignment.b)[:: 1 if alignment.a in ours else -1]
        if mine not in ours or other not in theirs:
            continue
        if home.get(mine, mine) == home.get(other, other):
            sure.append((mine, other, alignment))
        else:
            possible.setdefault(mine, theirs[other])
            possible.setdefault(other, ours[mine])
    matched = _matched(sure)
    retold, used = {mine for mine, _, _ in matched}, {other for _, other, _ in matched}
    changes = []
    for claim in ours.values():
        for _, other, alignment in (match for match in matched if match[0] == claim.id):
            change, why = _change(theirs[other], claim, alignment, lexicon, naming)
            changes.append(DerivedClaim(claim.id, other, change, why))
        if (
            claim.id not in retold and state == "retrieved"
        ):  # in a part that was not read, it may stand after all
            changes.append(DerivedClaim(claim.id, None, "added", _lost("original", possible.get(claim.id))))
    for claim in theirs.values():
        # Of a retelling that was read in part, what seems dropped may stand in the rest.
        if whole and claim.id not in used:
            changes.append(
                DerivedClaim(None, claim.id, "dropped", _lost("retelling", possible.get(claim.id)))
            )
    return tuple(changes)


def _matched(sure: Sequence[_Match]) -> list[_Match]:
    """The matches to tell, of those given from the surest on.

    Where several sentences compete they are paired one to one; one that is left over was merged or split, and
    goes with its surest counterpart.
    """
    one_to_one: list[_Match] = []
    rest: list[_Match] = []
    told: set[str] = set()
    for match in sure:
        (rest if told & {match[0], match[1]} else one_to_one).append(match)
        if match is one_to_one[-1]:
            told |= {match[0], match[1]}
    for match in rest:
        if not told >= {match[0], match[1]}:
            one_to_one.append(match)
            told |= {match[0], match[1]}
    return one_to_one


def _lost(where: str, possible: Claim | None) -> str:
    if possible is None:
        return f"no match was found in the {where}"
    return f"only a possible match was found in the {where}, in paragraph {possible.paragraph + 1}"


def _change(
    original: Claim, citing: Claim, alignment: Alignment, lexicon: Lexicon, naming: Sequence[Span]
) -> Told:
    """What became of a claim, by the differences that the pair tells and by no others: so they cannot disagree.

    ``naming`` are the words by which the retelling names its original: to name it gives nothing to another source.
    """
    from rapidfuzz.distance import Indel

    found: list[Told] = []
    for kind in ("attribution", "certainty", "wording"):
        for difference in (d for d in alignment.differences if d.kind == kind):
            mine, theirs = (difference.a, difference.b)[:: 1 if alignment.a == citing.id else -1]
            if not theirs.text and any(n.start < mine.end and mine.start < n.end for n in naming):
                continue
            told = _told_by(
                difference, theirs.text, mine.text, SURE[citing.certainty] - SURE[original.certainty]
            )
            cue = citing.cue
            if kind == "wording" and found and cue and mine.start < cue.end and cue.start < mine.end:
                continue  # the verb belongs to the other source
            if kind == "wording" and is_charged(mine.text, lexicon.charged):
                told = ("hardened", f"a charged word: {mine.text}")
            if told:
                found.append(told)
    # How surely it is told says more than in which words; another source is told where nothing else changed.
    if found:
        return min(found, key=lambda told: told[0] == "reattributed")
    words = [[w.lower() for w in WORD.findall(c.text)] for c in (original, citing)]
    if Indel.normalized_similarity(*words) >= KEPT:
        return "kept", "nearly the same words"
    part = "a part of it" if alignment.relation == "partial" else "the same claim"
    return "paraphrased", f"{part} in other words"


def _told_by(difference: Difference, theirs: str, mine: str, less_sure: int) -> Told | None:
    """What one difference makes of a claim, by the words of the original and those of the retelling."""
    rule = difference.rule
    if rule == "different-sources":
        return "reattributed", difference.note
    if rule == "own-voice-or-attributed":
        if theirs:
            return "hardened", f"the attribution to {theirs} was dropped"
        return "reattributed", f"now attributed to {mine}"
    if rule == "hedges-of-other-strength" and theirs and mine:
        if less_sure:
            change: Change = "softened" if less_sure > 0 else "hardened"
            return change, f"{theirs!r} became {mine!r}"
        return None
    if rule in _CERTAINTY:
        gone, new = _CERTAINTY[rule]
        change, why = gone if theirs else new
        return change, f"{why}: {theirs or mine}"
    return None
