"""What earlier runs read of the same days: costs no request, and still knows what a feed has dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compare.collect.score import DAYS
from compare.collect.ways import Found, Web
from compare.configured import Outlet
from compare.records import Article


@dataclass(frozen=True, slots=True)
class Archive:
    """The articles stored in the database."""

    def find(self, seed: Article, outlets: Sequence[Outlet], web: Web) -> Iterator[Found]:
        """Those published within days of the seed."""
        for entry in web.archived(DAYS + 1):
            yield Found(web.outlet_of(entry.url), entry, "archive of earlier runs")
