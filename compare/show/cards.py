"""Claims as cards: the tellings side by side, each difference told once, the pairs with their probability."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from compare.show import words
from compare.show.links import link_to, safe_url
from compare.show.marks import Mark, segments
from compare.show.model import Card, DifferenceView, Pair, Side, Telling

Json = dict[str, Any]
Words = tuple[str, str, str, str]  # kind, rule, note, the words in lower case


@dataclass(slots=True)
class Index:
    """The lists of a report.json by id, each in its order."""

    articles: dict[str, Json] = field(default_factory=dict)
    claims: dict[str, Json] = field(default_factory=dict)
    order: dict[str, int] = field(default_factory=dict)  # claim id -> its place in the report

    @classmethod
    def of(cls, report: Json) -> Index:
        """The index of one report."""
        claims = report["claims"]
        return cls(
            {article["id"]: article for article in report["articles"]},
            {claim["id"]: claim for claim in claims},
            {claim["id"]: number for number, claim in enumerate(claims)},
        )

    def outlet(self, claim: str) -> str:
        """The outlet that makes a claim."""
        return str(self.articles[self.claims[claim]["article"]]["outlet"])

    def place(self, claim: str) -> str:
        """Where in its article a claim stands, in words."""
        found = self.claims[claim]
        return words.place(found.get("paragraph"), found["position"])

    def telling(
        self, claim: str, anchor: str = "", marks: Iterable[Mark] = (), also: Iterable[str] = ()
    ) -> Telling:
        """A claim as its outlet tells it."""
        found = self.claims[claim]
        article = self.articles[found["article"]]
        url = article["final_url"] if safe_url(article["final_url"]) else article["url"]
        return Telling(
            claim=claim,
            anchor=anchor,
            outlet=article["outlet"],
            place=self.place(claim),
            text=found["text"],
            segments=segments(found["text"], found["start"], marks),
            kind=found["kind"],
            speaker=found["speaker"] or "",
            cue=found["cue"] or "",
            certainty=found["certainty"],
            certainty_words=words.CERTAINTY[found["certainty"]],
            href=link_to(url, found["text"]),
            language=article["language"],
            also=tuple(also),
        )


def cards(report: Json, index: Index) -> list[Card]:
    """A card for each group, the most prominent first, then one for each pair that is in no group."""
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
        _card(number, group, inside.get(group["id"], []), index) for number, group in enumerate(ranked, 1)
    ]
    for alignment in loose:
        pair = [alignment["a"], alignment["b"]]
        outlets = list(dict.fromkeys(index.outlet(claim) for claim in pair))
        group = {"id": "", "claims": pair, "outlets": outlets, "independent_outlets": len(outlets)}
        made.append(_card(len(made) + 1, group, [alignment], index))
    return made


def _prominence(group: Json, index: Index) -> tuple[int, int, float, int]:
    """Told by more independent outlets first, then by more outlets, then nearer the top of the articles."""
    positions = [index.claims[claim]["position"] for claim in group["claims"]]
    return (
        -group["independent_outlets"],
        -len(group["outlets"]),
        sum(positions) / len(positions),
        min(index.order[claim] for claim in group["claims"]),
    )


def _card(number: int, group: Json, alignments: Sequence[Json], index: Index) -> Card:
    claims = sorted(group["claims"], key=index.order.__getitem__)
    alignments = sorted(alignments, key=lambda pair: (index.order[pair["a"]], index.order[pair["b"]]))
    differences, marks = _differences(alignments, index)
    first = group.get("first_reported") or {}
    first_article = index.articles.get(first.get("article") or "")
    lead = next((c for c in claims if index.claims[c]["article"] == first.get("article")), claims[0])
    probabilities = sorted({alignment["probability"] for alignment in alignments})
    return Card(
        number=number,
        anchor=f"claim-{number}",
        title=index.claims[lead]["text"],
        tellings=tuple(
            index.telling(claim, f"claim-{number}-{place}", marks.get(claim, ()), map(index.outlet, copies))
            for place, (claim, copies) in enumerate(_copies(claims, index).items(), 1)
        ),
        differences=tuple(differences),
        pairs=tuple(_pair(alignment, index) for alignment in alignments),
        conflicts=tuple(
            dict.fromkeys(words.CONFLICT[a["conflict"]] for a in alignments if a["conflict"] is not None)
        ),
        outlets=tuple(group["outlets"]),
        independent=group["independent_outlets"],
        first=_first(first_article, first.get("at")),
        probability=_range(probabilities),
        group=group["id"],
    )


def _copies(claims: Sequence[str], index: Index) -> dict[str, list[str]]:
    """The claims to show, each with those that repeat it in an article of the same text."""
    shown: dict[str, list[str]] = {}
    originals: dict[tuple[str, str], str] = {}
    for claim in claims:
        article = index.articles[index.claims[claim]["article"]]
        text = index.claims[claim]["text"]
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
        index.outlet(alignment["a"]),
        index.outlet(alignment["b"]),
        f"{alignment['probability']:.2f}",
        words.RELATION[alignment["relation"]],
        "" if alignment["conflict"] is None else words.CONFLICT[alignment["conflict"]],
        words.decided(alignment.get("decided_by", "scorer"), alignment.get("remark", "")),
    )


def _differences(
    alignments: Sequence[Json], index: Index
) -> tuple[list[DifferenceView], dict[str, list[Mark]]]:
    """Each difference once, with all outlets on its sides, and the marks that it makes in the tellings.

    Twenty outlets make 190 pairs. Where one word stands against a second and the second against a third,
    by the same rule and with the same note, that is one difference of three sides.
    """
    ranked = sorted(
        ((difference, alignment) for alignment in alignments for difference in alignment["differences"]),
        key=lambda item: list(words.DIFFERENCES).index(item[0]["kind"]),  # stable: report order within a kind
    )
    joined = _joined([difference for difference, _ in ranked])
    views: dict[Words, tuple[Json, dict[str, tuple[str, dict[str, None]]]]] = {}
    numbers: dict[Words, int] = {}
    marks: dict[str, dict[Mark, None]] = {}
    for difference, alignment in ranked:
        a, b = _ends(difference)
        key = joined[a if a[-1] else b]
        number = numbers.setdefault(key, len(numbers) + 1)
        _, sides = views.setdefault(key, (difference, {}))
        for side, end in (("a", a), ("b", b)):
            claim = alignment[side]
            # Words that differ in case alone are one side; the first spelling is shown.
            _, outlets = sides.setdefault(end[-1], (difference[f"{side}_text"], {}))
            outlets[index.outlet(claim)] = None
            mark = Mark(difference[f"{side}_start"], difference[f"{side}_end"], difference["kind"], number)
            marks.setdefault(claim, {})[mark] = None
    made = [
        DifferenceView(
            number=numbers[key],
            kind=first["kind"],
            label=words.DIFFERENCES[first["kind"]][0],
            sides=tuple(Side(text, tuple(outlets)) for text, outlets in sides.values()),
            rule=first["rule"],
            note=first["note"],
        )
        for key, (first, sides) in views.items()
    ]
    return made, {claim: list(own) for claim, own in marks.items()}


def _ends(difference: Json) -> tuple[Words, Words]:
    """The words of both sides, each with what else must be equal for two differences to be one."""
    kind, rule, note = difference["kind"], difference["rule"], difference["note"]
    return (
        (kind, rule, note, difference["a_text"].casefold()),
        (kind, rule, note, difference["b_text"].casefold()),
    )


def _joined(differences: Sequence[Json]) -> dict[Words, Words]:
    """For all words, one of those that they stand against directly or through others."""
    sets: dict[Words, list[Words]] = {}
    for difference in differences:
        # That a side has no words joins nothing: many differences lack them.
        ends = [end for end in _ends(difference) if end[-1]] or [_ends(difference)[0]]
        members = [one for end in ends for one in sets.get(end, [end])]
        members = list(dict.fromkeys(members))
        for one in members:
            sets[one] = members
    return {one: members[0] for one, members in sets.items()}


def alignment_marks(report: Json) -> dict[tuple[str, str], tuple[list[Mark], list[Mark]]]:
    """For each matched pair of claims, in either order, the marks on the first and on the second."""
    made: dict[tuple[str, str], tuple[list[Mark], list[Mark]]] = {}
    for alignment in report["alignments"]:
        a, b = (
            [Mark(d[f"{side}_start"], d[f"{side}_end"], d["kind"], 0) for d in alignment["differences"]]
            for side in ("a", "b")
        )
        made[alignment["a"], alignment["b"]] = (a, b)
        made[alignment["b"], alignment["a"]] = (b, a)
    return made
