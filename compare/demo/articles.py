"""Reads what each invented outlet prints, from sites/."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from compare.configured import Outlet
from compare.demo.story import FOLDER, load_toml, outlets

Paragraphs = tuple[tuple[str, ...], ...]  # paragraphs of sentences
STRAIGHT = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True, slots=True)
class Printed:
    """One article as an outlet prints it; ``paragraphs`` without the standfirst."""

    url: str
    path: str
    title: str
    byline: str
    published: str  # as the page gives it: ISO 8601, to the minute or the second, with its offset
    paragraphs: Paragraphs
    standfirst: str = ""
    amp: str = ""  # path of the AMP page, where there is one
    free: bool = True  # whether the page shows all of it to everyone
    links: dict[str, str] = field(default_factory=dict)  # words in the text that link, and where to

    @property
    def slug(self) -> str:
        """The last part of the path, for naming its pictures."""
        return self.path.rstrip("/").rsplit("/", 1)[-1].removesuffix(".html")

    @property
    def moment(self) -> datetime:
        """When it was published, in UTC."""
        return datetime.fromisoformat(self.published).astimezone(UTC)

    @property
    def shown(self) -> str:
        """The date as the page words it."""
        local = datetime.fromisoformat(self.published)
        return f"{local.day} {local:%B %Y, %H:%M}"

    @property
    def sentences(self) -> tuple[str, ...]:
        """Every sentence in order, with the standfirst first and the headline left out."""
        lead = (self.standfirst,) if self.standfirst else ()
        return lead + tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)


@dataclass(frozen=True, slots=True)
class Site:
    """One outlet's site."""

    outlet: Outlet
    host: str
    articles: tuple[Printed, ...]  # the latest first
    feed_path: str
    feed_format: Literal["rss", "atom"]
    sitemap: str  # path, or empty
    charset: str
    disallow: tuple[str, ...]  # what robots.txt forbids
    wall: bool  # whether a consent wall stands before every article

    def url(self, path: str) -> str:
        """The absolute URL of a path on this site."""
        return f"http://{self.host}{path}"


def sites() -> tuple[Site, ...]:
    """All the sites, in the order of outlets.toml."""
    return tuple(_site(outlet) for outlet in outlets())


def _site(outlet: Outlet) -> Site:
    table = load_toml(FOLDER / "sites" / f"{outlet.key}.toml")
    host = outlet.domains[0]
    articles = sorted(
        (_printed(host, entry) for entry in table["articles"]),
        key=lambda article: article.moment,
        reverse=True,
    )
    return Site(
        outlet=outlet,
        host=host,
        articles=tuple(articles),
        feed_path=table["feed"]["path"],
        feed_format=table["feed"]["format"],
        sitemap=table.get("sitemap", ""),
        charset=table.get("charset", "utf-8"),
        disallow=tuple(table["disallow"]),
        wall=table.get("wall", False),
    )


def _printed(host: str, entry: dict[str, Any]) -> Printed:
    if agency := entry.get("prints"):
        entry = load_toml(FOLDER / "sites" / f"{agency}.toml") | entry
    return Printed(
        url=f"http://{host}{entry['path']}",
        path=entry["path"],
        title=entry["title"],
        byline=entry.get("byline", ""),
        published=entry["published"],
        paragraphs=tuple(
            tuple(_edited(sentence, entry) for sentence in paragraph) for paragraph in entry["paragraphs"]
        ),
        standfirst=entry.get("standfirst", ""),
        amp=entry.get("amp", ""),
        free=entry.get("free", True),
        links=entry.get("links", {}),
    )


def _edited(sentence: str, entry: dict[str, Any]) -> str:
    for edit in entry.get("edits", ()):
        sentence = sentence.replace(edit["old"], edit["new"])
    return sentence.translate(STRAIGHT) if entry.get("straight_quotes") else sentence
