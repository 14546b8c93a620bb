"""The counted side of a report: how each outlet writes, where outlets meet, when articles appeared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

from compare.show import words
from compare.show.figures_model import Moment, Overlap, Rate, Shared, Span, Timeline
from compare.show.index import Index

Json = dict[str, Any]
_WIDTHS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "day": timedelta(days=1),
    "month": timedelta(days=30),
    "year": timedelta(days=365),
}
_MOMENT = timedelta(minutes=1)


def rates(report: Json, index: Index) -> list[Rate]:
    """Shares of each outlet's aligned claims, or, in a report without them, of its sentences, headlines aside."""
    if report.get("rates"):
        return _measured(report["rates"])
    bodies: dict[str, list[Json]] = {}
    for claim in report["claims"]:
        if claim["kind"] != "headline":
            bodies.setdefault(index.outlet(claim["id"]), []).append(claim)
    made = []
    for outlet, claims in bodies.items():
        counted = {
            "attributed to a source": sum(c["speaker"] is not None for c in claims),
            "in quotation marks": sum(c["kind"] == "quote" for c in claims),
            "hedged or alleged": sum(c["certainty"] in ("hedged", "alleged") for c in claims),
            "with a figure": sum(any(map(_is_figure, c["quantities"])) for c in claims),
        }
        percents = {label: round(100 * number / len(claims)) for label, number in counted.items()}
        shares = tuple((label, percent, percent, percent) for label, percent in percents.items())
        made.append(Rate(outlet, len(claims), shares))
    return made


def _is_figure(quantity: Json) -> bool:
    """Whether it counts or measures something; a weekday or a month alone does not."""
    return quantity["kind"] != "date" or any(c.isdigit() for c in quantity["text"])


def _measured(rows: Sequence[Json]) -> list[Rate]:
    """The shares of outlets' aligned claims, with the intervals that the comparison gives them."""
    own: dict[str, list[Json]] = {}
    for row in rows:
        own.setdefault(row["outlet"], []).append(row)
    return [
        Rate(
            outlet,
            max(row["total"] for row in counted),
            tuple(
                (
                    words.MEASURES.get(str(row["measure"]), str(row["measure"])),
                    round(100 * row["count"] / max(row["total"], 1)),
                    round(100 * row["low"]),
                    round(100 * row["high"]),
                )
                for row in counted
            ),
        )
        for outlet, counted in own.items()
    ]


def overlaps(report: Json, index: Index, outlets: Sequence[str]) -> list[Overlap]:
    """For each outlet, how much of its text each other outlet tells too; nothing below two outlets."""
    if len(outlets) < 2:
        return []
    sentences = {
        claim["id"]: index.outlet(claim["id"]) for claim in report["claims"] if claim["kind"] != "headline"
    }
    totals = Counter(sentences.values())
    groups: Counter[tuple[str, str]] = Counter()
    matched: dict[tuple[str, str], set[str]] = {}
    for group in report["groups"]:
        telling: dict[str, list[str]] = {}
        for claim in group["claims"]:
            telling.setdefault(index.outlet(claim), []).append(claim)
        for one, other in permutations(telling, 2):
            groups[one, other] += 1
            matched.setdefault((one, other), set()).update(c for c in telling[one] if c in sentences)

    def shared(one: str, other: str) -> Shared:
        number = len(matched.get((one, other), ()))
        return Shared(other, groups[one, other], number, round(100 * number / max(totals[one], 1)))

    return [
        Overlap(one, totals[one], tuple(None if one == other else shared(one, other) for other in outlets))
        for one in outlets
    ]


def timeline(report: Json) -> Timeline | None:
    """When articles were published and fetched; None unless two of them say when they were published."""
    published: dict[str, tuple[datetime, datetime]] = {}
    fetched: dict[str, tuple[datetime, datetime]] = {}
    for article in report["articles"]:
        start = words.moment(article["published_at"])
        width = _WIDTHS.get(article["published_precision"])
        if start is not None and width is not None and width <= timedelta(days=1):
            if article["published_precision"] == "day":
                start = start.replace(hour=0, minute=0, second=0, microsecond=0)
            published[article["id"]] = (start, start + width)
        at = words.moment(article["fetched_at"] or None)
        if at is not None:
            fetched[article["id"]] = (at, at)
    if len(published) < 2:
        return None
    never = (datetime.max.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
    ordered = sorted(report["articles"], key=lambda article: published.get(article["id"], never))
    on_first, on_second = _spans(published), _spans(fetched)
    moments = tuple(
        Moment(
            article["outlet"],
            on_first.get(article["id"]),
            _published(article),
            on_second.get(article["id"]),
            words.time(article["fetched_at"]) if article["fetched_at"] else "not fetched",
        )
        for article in ordered
    )
    return Timeline(moments, _ends(published), _ends(fetched), _said(ordered, published, fetched))


def _published(article: Json) -> str:
    said = words.time(article["published_at"], article["published_precision"])
    return said + ", hour not given" if article["published_precision"] == "day" else said


def _spans(times: dict[str, tuple[datetime, datetime]]) -> dict[str, Span]:
    """Each time's place on a line from the first to the last; in the middle when there is but one moment."""
    if not times:
        return {}
    first = min(start for start, _ in times.values())
    whole = max(end for _, end in times.values()) - first
    if whole <= _MOMENT:  # a bar would say that only the day is known
        return dict.fromkeys(times, Span(494, 12))
    made = {}
    for one, (start, end) in times.items():
        left = int(1000 * ((start - first) / whole))
        wide = max(int(1000 * ((end - start) / whole)), 12)
        left = min(left, 1000 - min(wide, 1000))
        made[one] = Span(left, min(wide, 1000 - left))
    return made


def _ends(times: dict[str, tuple[datetime, datetime]]) -> tuple[str, str]:
    if not times:
        return "", ""
    first, last = min(start for start, _ in times.values()), max(end for _, end in times.values())
    return words.time(first.isoformat()), words.time(last.isoformat())


def _said(
    ordered: Sequence[Json],
    published: dict[str, tuple[datetime, datetime]],
    fetched: dict[str, tuple[datetime, datetime]],
) -> str:
    dated = [article for article in ordered if article["id"] in published]
    first, last = dated[0], dated[-1]
    said = f"Published from {_published(first)} ({first['outlet']}) to {_published(last)} ({last['outlet']})"
    said += (
        f"; {words.count(len(ordered) - len(dated), 'article')} without a time"
        if len(dated) < len(ordered)
        else ""
    )
    begin, end = _ends(fetched)
    if begin:
        said += f". Fetched on {begin}" if begin == end else f". Fetched from {begin} to {end}"
    return said + "."
