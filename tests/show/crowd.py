"""Stories of many outlets, made by rule: each with its own words, or all with one text."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from compare.records import (
    Alignment,
    Article,
    Citation,
    Claim,
    Comparison,
    Coverage,
    Derivation,
    DerivedClaim,
    Difference,
    Group,
    Member,
    Source,
    Span,
    Story,
    digest,
)
from compare.show.report_json import report
from tests.show.story import RUN, Line, difference, telling

FILLER = "in which the port authority, the operator and three unions gave their own account of the morning"
RETELLINGS = 4  # outlets that retell the first
CHANGES = ("kept", "paraphrased", "hardened", "softened", "reattributed", "dropped", "added")
Told = list[tuple[Article, dict[str, Claim]]]


def crowd_report(outlets: int, sentences: int) -> dict[str, Any]:
    """Every outlet tells every claim in words of its own, and each telling is matched with each; four retell the first."""
    told: Told = [
        telling(
            f"outlet-{o:02}.example",
            f"Headline of outlet {o}",
            [[_line(o, s)] for s in range(sentences)],
            f"2031-05-14T{o:02}:00:00Z",
        )
        for o in range(outlets)
    ]
    alignments = []
    for s in range(sentences):
        for (i, a), (j, b) in combinations([(o, claims[f"c{s}"]) for o, (_, claims) in enumerate(told)], 2):
            conflict = "number" if s % 10 == 0 and i == 0 else None
            alignments.append(Alignment(a.id, b.id, 0.9, "same", conflict, _differences(s, i, a, j, b)))
    groups, coverage = _groups(told, sentences, outlets)
    first = told[0]
    derivations = tuple(_derivation(first, citing, sentences) for citing in told[1 : 1 + RETELLINGS])
    return _report(told, alignments, groups, coverage, derivations)


def copies_report(outlets: int = 20, sentences: int = 12) -> dict[str, Any]:
    """All outlets but one have one text; the last tells half of it in its own words."""
    told: Told = [
        telling(
            f"outlet-{o:02}.example",
            "Ferry hits breakwater" if o < outlets - 1 else "Another headline",
            [[_line(0, s)] for s in range(sentences)] if o < outlets - 1 else [[_line(9, s)] for s in range(0, sentences, 2)],
            f"2031-05-14T{o:02}:00:00Z",
        )
        for o in range(outlets)
    ]  # fmt: skip
    last = told[-1][1]
    alignments = [
        Alignment(claims[f"c{s}"].id, last[f"c{s}"].id, 0.9, "same", None, _differences(s, 0, claims[f"c{s}"], 9, last[f"c{s}"]))
        for _, claims in told[:-1]
        for s in range(0, sentences, 2)
    ]  # fmt: skip
    groups, coverage = _groups(told, sentences, 2)
    return _report(told, alignments, groups, coverage, (), copies=outlets - 1)


def _line(outlet: int, number: int) -> Line:
    text = f"Sentence {number} has word{outlet} and {number * 7} people hurt, {FILLER}."
    if (outlet + number) % 3 == 0:
        return Line(f"c{number}", f"{text[:-1]}, source{outlet} said.", f"source{outlet}", "said")
    return Line(f"c{number}", text)


def _differences(s: int, i: int, a: Claim, j: int, b: Claim) -> tuple[Difference, ...]:
    made = [difference("wording", a, f"word{i}", b, f"word{j}", "charged-word", f"'word{i}' is charged")]
    sources = [f"source{o}" if claim.speaker else "" for o, claim in ((i, a), (j, b))]
    if any(sources):
        rule = "different-sources" if all(sources) else "own-voice-or-attributed"
        made.append(difference("attribution", a, sources[0], b, sources[1], rule, "sources"))
    if s % 10 == 0:
        made.append(
            difference("number", a, f"{s * 7} people", b, f"{s * 7} people", "figure-differs", "figures")
        )
    return tuple(made)


def _groups(told: Told, sentences: int, independent: int) -> tuple[list[Group], list[Coverage]]:
    groups, coverage = [], []
    for s in range(sentences):
        own = [(article, claims.get(f"c{s}")) for article, claims in told]
        ids = tuple(claim.id for _, claim in own if claim)
        names = tuple(article.outlet for article, claim in own if claim)
        groups.append(Group(digest(*ids), ids, names, independent, told[0][0].id, told[0][0].published_at))
        coverage += [
            Coverage(
                groups[-1].id, article.outlet, "present" if claim else "absent", claim.id if claim else None
            )
            for article, claim in own
        ]
    return groups, coverage


def _derivation(
    first: tuple[Article, dict[str, Claim]], citing: tuple[Article, dict[str, Claim]], sentences: int
) -> Derivation:
    (original, before), (article, after) = first, citing
    steps = []
    for s in range(sentences):
        change = CHANGES[s % len(CHANGES)]
        steps.append(
            DerivedClaim(
                None if change == "dropped" else after[f"c{s}"].id,
                None if change == "added" else before[f"c{s}"].id,
                change,  # type: ignore[arg-type]
                f"for a reason that has number {s}",
            )
        )
    evidence = Citation(article.id, original.outlet, "text", Span(article.text[:8], 0, 8))
    return Derivation(article.id, original.id, original.outlet, (evidence,), "retrieved", tuple(steps))


def _report(
    told: Told,
    alignments: list[Alignment],
    groups: list[Group],
    coverage: list[Coverage],
    derivations: tuple[Derivation, ...],
    copies: int = 0,
) -> dict[str, Any]:
    first = told[0][0].id
    whole = Comparison(
        tuple(
            Member(article, "coverage", first if 0 < number < copies else None)
            for number, (article, _) in enumerate(told)
        ),
        tuple(claim for _, claims in told for claim in claims.values()),
        tuple(alignments),
        tuple(groups),
        tuple(coverage),
        derivations,
    )
    return report(Story("large", "A large story", Source("https://a.example/", "seed")), RUN, whole, ())
