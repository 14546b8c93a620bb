"""The counted side of a report: how each outlet writes, where outlets meet, when articles appeared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

from compare.show import words
from compare.show.cards import Index
from compare.show.model import Card, Moment, Overlap, Rate

Json = dict[str, Any]
_WIDTHS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "day": timedelta(days=1),
    "month": timedelta(days=30),
    "year": timedelta(days=365),
}


def rates(report: Json, index: Index) -> list[Rate]:
    """Shares of each outlet's sentences, headlines aside; outlets with none are left out."""
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
            "with a figure": sum(bool(c["quantities"]) for c in claims),
        }
        shares = tuple((label, round(100 * number / len(claims))) for label, number in counted.items())
        made.append(Rate(outlet, len(claims), shares))
    return made


def overlaps(cards: Sequence[Card], outlets: Sequence[str]) -> list[Overlap]:
    """For each outlet, the number of claims that it and each other outlet tell; nothing below two outlets."""
    if len(outlets) < 2:
        return []
    shared = {(a, b): 0 for a in outlets for b in outlets if a != b}
    for card in cards:
        telling = list(dict.fromkeys(name for one in card.tellings for name in (one.outlet, *one.also)))
        for a, b in combinations([outlet for outlet in telling if outlet in outlets], 2):
            shared[a, b] += 1
            shared[b, a] += 1
    return [
        Overlap(outlet, tuple((other, shared[outlet, other]) for other in outlets if other != outlet))
        for outlet in outlets
    ]


def timeline(report: Json) -> list[Moment]:
    """Articles by time of publication; empty unless two of them say when, at least to the day."""
    dated: list[tuple[datetime, datetime, Json]] = []
    for article in report["articles"]:
        start = words.moment(article["published_at"])
        width = _WIDTHS.get(article["published_precision"])
        if start is not None and width is not None and width <= timedelta(days=1):
            if article["published_precision"] == "day":
                start = start.replace(hour=0, minute=0, second=0, microsecond=0)
            dated.append((start, start + width, article))
    if len(dated) < 2:
        return []
    dated.sort(key=lambda item: (item[0], item[1]))
    first = min(start for start, _, _ in dated)
    whole = max(end for _, end, _ in dated) - first
    made = []
    for start, end, article in dated:
        left = min(int(1000 * ((start - first) / whole)), 990)
        wide = max(int(1000 * ((end - start) / whole)), 10)
        said = words.time(article["published_at"], article["published_precision"])
        if article["published_precision"] == "day":
            said += ", hour not given"
        made.append(Moment(article["outlet"], said, left, min(wide, 1000 - left)))
    return made
