"""Claims as cards: the tellings side by side, each difference told once, the pairs with their probability."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from compare.show import words
from compare.show.index import Index, straight
from compare.show.joined import joined
from compare.show.model import Card, Clash, Pair, PairDifference
from compare.show.visible import visible

Json = dict[str, Any]


def cards(report: Json, index: Index) -> tuple[list[Card], list[Card]]:
    """A card for each group, the most prominent first; and one for each pair in no group, conflicts and the surest first."""
    home: dict[str, set[str]] = {}  # claim id -> its groups
    for group in report["groups"]:
        for claim in group["claims"]:
            home.setdefault(claim, set()).add(group["id"])
    inside: dict[str, list[Json]] = {}  # group id -> its alignments
    loose = []
    for alignment in report["alignments"]:
        shared = home.get(alignment["a"], set()) & home.get(alignment["b"], set())
        for group_id in shared:
            inside.setdefault(group_id, []).append(alignment)
        if not shared:
            loose.append(alignment)
    ranked = sorted(report["groups"], key=lambda group: _prominence(group, index))
    made = [
        _card("claim", number, group, inside.get(group["id"], []), index)
        for number, group in enumerate(ranked, 1)
    ]
    loose.sort(
        key=lambda a: (a["conflict"] is None, -a["probability"], index.order[a["a"]], index.order[a["b"]])
    )
    return made, [_possible(number, alignment, index) for number, alignment in enumerate(loose, 1)]


def _possible(number: int, alignment: Json, index: Index) -> Card:
    pair = [alignment["a"], alignment["b"]]
    outlets = list(dict.fromkeys(index.outlet(claim) for claim in pair))
    group = {"id": "", "claims": pair, "outlets": outlets, "independent_outlets": len(outlets)}
    return _card("possible", number, group, [alignment], index)


def _prominence(group: Json, index: Index) -> tuple[int, int, float, int]:
    """Told by more independent outlets first, then by more outlets, then nearer the top of the articles."""
    positions = [index.claims[claim]["position"] for claim in group["claims"]]
    return (
        -group["independent_outlets"],
        -len(group["outlets"]),
        sum(positions) / len(positions),
        min(index.order[claim] for claim in group["claims"]),
    )


def _card(what: str, number: int, group: Json, alignments: Sequence[Json], index: Index) -> Card:
    claims = sorted(group["claims"], key=index.order.__getitem__)
    alignments = sorted(alignments, key=lambda pair: (index.order[pair["a"]], index.order[pair["b"]]))
    differences, marks = joined(alignments, index, claims)
    first = group.get("first_reported") or {}
    first_article = index.articles.get(first.get("article") or "")
    lead = next((c for c in claims if index.claims[c]["article"] == first.get("article")), claims[0])
    probabilities = sorted({alignment["probability"] for alignment in alignments})
    return Card(
        number=number,
        label=f"{'Claim' if what == 'claim' else 'Possible match'} {number}",
        anchor=f"{what}-{number}",
        title=index.claims[lead]["text"]
        if visible(index.claims[lead]["text"]).strip()
        else "A claim without words",
        tellings=tuple(
            index.telling(claim, f"{what}-{number}-{place}", marks.get(claim, ()), map(index.outlet, copies))
            for place, (claim, copies) in enumerate(_copies(claims, index).items(), 1)
        ),
        differences=tuple(differences),
        pairs=tuple(_pair(alignment, index) for alignment in alignments),
        conflicts=tuple(
            dict.fromkeys(words.CONFLICT[a["conflict"]] for a in alignments if a["conflict"] is not None)
        ),
        evidence=tuple(joined(_clashes(alignments), index)[0]),
        outlets=tuple(group["outlets"]),
        independent=group["independent_outlets"],
        collapsed=tuple(dict.fromkeys(one["why"] for one in group.get("collapsed", ()))),
        first=_first(first_article, first.get("at")),
        probability=_range(probabilities),
        low=round(100 * probabilities[0]) if probabilities else 0,
        high=round(100 * probabilities[-1]) if probabilities else 0,
        kinds=tuple({d.kind: (d.kind, d.label) for d in differences}.values()),
        group=group["id"],
    )


def _clashes(alignments: Sequence[Json]) -> list[Json]:
    """The evidence of each conflict in the form of a difference, so that it is told once for all pairs."""
    return [
        {"a": a["a"], "b": a["b"], "differences": [{"kind": "number", **found, "note": _beyond_words(found)}]}
        for a in alignments
        if a["conflict"] is not None and (found := a.get("conflict_evidence"))
    ]


def _beyond_words(found: Json) -> str:
    """What the note of a conflict says beside its words: which figure is the later one."""
    words_alone = f"{found['a_text'] or 'nothing'!r} against {found['b_text'] or 'nothing'!r}"
    return str(found["note"]).removeprefix(words_alone).removeprefix("; ")


def _copies(claims: Sequence[str], index: Index) -> dict[str, list[str]]:
    """The claims to show, each with those that repeat it in an article of the same text."""
    shown: dict[str, list[str]] = {}
    originals: dict[tuple[str, str], str] = {}
    for claim in claims:
        article = index.articles[index.claims[claim]["article"]]
        text = straight(index.claims[claim]["text"])
        original = originals.get((article["same_text_as"] or "", text))
        if original is None:
            shown[claim] = []
            originals[article["id"], text] = claim
        else:
            shown[original].append(claim)
    return shown


def _first(article: Json | None, at: str | None) -> str:
    if article is None:
        return ""
    return f"{article['outlet']}, {words.time(at, article['published_precision'])}"


def _range(probabilities: Sequence[float]) -> str:
    edges = [f"{value:.2f}" for value in (*probabilities[:1], *probabilities[-1:])]
    return "–".join(dict.fromkeys(edges))


def _pair(alignment: Json, index: Index) -> Pair:
    return Pair(
        index.sentence(alignment["a"]),
        index.sentence(alignment["b"]),
        f"{alignment['probability']:.4f}",
        words.RELATION[alignment["relation"]],
        "" if alignment["conflict"] is None else words.CONFLICT[alignment["conflict"]],
        alignment["conflict"] or "",
        words.decided(alignment.get("decided_by", "scorer"), alignment.get("remark", "")),
        alignment.get("decided_by", "scorer"),
        alignment.get("remark", ""),
        tuple(
            PairDifference(d["kind"], d["a_text"], d["b_text"], d["rule"], d["note"])
            for d in alignment["differences"]
        ),
        _clash(alignment),
    )


def _clash(alignment: Json) -> Clash | None:
    found = alignment.get("conflict_evidence")
    if alignment["conflict"] is None or not found:
        return None
    return Clash(found["a_text"], found["b_text"], found["rule"], _beyond_words(found))
