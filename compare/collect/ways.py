"""What a way of finding coverage is, what it finds, and what of the web it may use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from compare.collect.allowance import Allowance
from compare.configured import Outlet
from compare.records import Article, Page, Precision

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a feed, a sitemap or a list of search results."""

    url: str
    title: str
    summary: str
    published_at: str | None
    precision: Precision = "second"
    publisher: str = ""  # address of the site that the item says it is from, where that is not the URL's


@dataclass(frozen=True, slots=True)
class Found:
    """An entry with the outlet that it is of and how it was found."""

    outlet: Outlet
    entry: Entry
    by: str
    cited: bool = False  # the seed itself points at it
    original: bool = False  # the seed's page says that it is a copy of it
    why_not: str = ""  # why it cannot be taken, whatever it tells


class Web(Protocol):
    """The guarded web and the archive as a way may use them. What fails is noted there, never raised."""

    def read(
        self,
        urls: Sequence[str],
        parse: Callable[[Page], T],
        *,
        pause: float = 0.0,
        allowances: Mapping[str, Allowance] | None = None,
        lists: Sequence[tuple[Outlet, str]] = (),
    ) -> dict[str, T]:
        """What ``parse``, run in a worker, made of each page; ``pause`` seconds between two such requests.

        ``allowances`` says by URL how many requests may be made for its sake;
        ``lists`` which outlets each URL is a list of.
        """

    def sitemaps(self, sites: Mapping[str, Allowance]) -> dict[str, tuple[str, ...]]:
        """The sitemaps that the robots.txt of each site names, as far as its requests last."""

    def archived(self, days: int) -> Sequence[Entry]:
        """The articles of earlier runs published within so many days of the seed."""

    def outlet_of(self, url: str) -> Outlet:
        """The outlet of that address, or one named after its host."""

    def failed(self, url: str, reason: str, outlet: Outlet | None = None, *, had: bool = False) -> None:
        """Notes that ``url``, a list of ``outlet`` or a search, gave nothing, or was ``had`` and leaves something out."""


class Way(Protocol):
    """One way to find coverage of the seed's event."""

    def find(self, seed: Article, outlets: Sequence[Outlet], web: Web) -> Iterable[Found]:
        """All that it finds; whether it is about the event is decided elsewhere."""
