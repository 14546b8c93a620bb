"""Hostile text in every field of a story, through every page and cell of ours: none of it acts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from typing import Any

import pytest

from compare.records import Story, digest
from compare.show.csv import cell
from tests.show.datasette.instance import Instance, store, stored_form
from tests.show.hostile import HOSTILE
from tests.show.story import comparison, story

# What the records themselves fix; everything else is whatever the web said.
FIXED = {
    "access", "certainty", "change", "conflict", "decided_by", "kind", "label", "later", "measure", "original_state", "path",
    "provenance", "published_precision", "relation", "role", "shared", "state",
}  # fmt: skip
# Made by the project from digests; only one story's must differ from another's.
IDS = {"article", "citing", "claim", "claims", "first_article", "group", "id", "original", "same_text_as", "a", "b", "citing_claim", "original_claim"}  # fmt: skip
HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
CELLS = (
    "alignments?story_id={}&_nofacet=1&_nocount=1",
    "wording_side_by_side?story={}&_nofacet=1&_nocount=1",
    "dropped_attribution?story={}",
)
EXPORTS = (
    "stories",
    "articles",
    "claims",
    "groups",
    "differences",
    "wording_side_by_side",
    "dropped_attribution",
    "all_conflicts",
)


def poisoned(value: Any, text: str, name: str = "") -> Any:
    """A record with ``text`` before every string in it; names that refer to each other still do."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{f.name: poisoned(getattr(value, f.name), text, f.name) for f in fields(value)}
        )
    if isinstance(value, tuple):
        return tuple(poisoned(inner, text, name) for inner in value)
    if not isinstance(value, str) or name in FIXED or (name == "text" and not value):  # no words stay none
        return value
    return digest(text) + value if name in IDS else text + value


def storable(text: str) -> str:
    """Halves of characters cannot be stored; they become what a decoder makes of them."""
    return text.encode("utf-8", "replace").decode()


class Shape(HTMLParser):
    """The elements, attributes and links of a page, or of its cells alone."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.parts: set[tuple[str, ...]] = set()
        self.links: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts |= {(tag,), *((tag, name) for name, _ in attrs)}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]

    def handle_comment(self, data: str) -> None:
        self.parts.add(("comment",))


def cells(text: str) -> str:
    """What stands in the cells of a table of Datasette's; the frame around them is not ours."""
    return "".join(re.findall(r"(?s)<td[ >].*?</td>", text))


@pytest.fixture(scope="module")
def poisoned_stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Instance, dict[str, Story]]]:
    """An instance on a database with one story for each hostile string, and one without."""
    path = tmp_path_factory.mktemp("hostile") / "compare.db"
    stories = {}
    for text in ["", *map(storable, HOSTILE)]:
        told = stored_form(poisoned(comparison(), text))
        of = replace(poisoned(story(), text), name=f"{text}port-ellery-ferry")
        stories[text] = of
        store(path, told, of)
    with Instance(path, more={"settings": {"sql_time_limit_ms": 20000}}) as served:
        yield served, stories


def pages(served: Instance, of: Story) -> Iterator[tuple[str, str]]:
    """Each page of ours on the story, and the cells of each table, with a name for it."""
    from urllib.parse import quote_plus

    from datasette.utils import tilde_encode

    answer = served.get(f"/compare/-/story/{tilde_encode(of.name)}")
    assert answer.status_code == 200
    yield "story", answer.text
    group = re.search(r'href="(/compare/-/group/[^"]+)"', answer.text)
    assert group
    answer = served.get(group[1])
    assert answer.status_code == 200
    yield "group", answer.text
    for address in CELLS:
        answer = served.get("/compare/" + address.format(quote_plus(of.name)))
        assert answer.status_code == 200
        assert "port-ellery-ferry" in cells(answer.text)
        yield address.partition("?")[0], cells(answer.text)


@pytest.fixture(scope="module")
def plain(poisoned_stories: tuple[Instance, dict[str, Story]]) -> dict[str, Shape]:
    """The shape of each page of the story without hostile text."""
    served, stories = poisoned_stories
    return {name: Shape(text) for name, text in pages(served, stories[""])}


def test_there_are_enough_strings() -> None:
    """The list is not quietly emptied."""
    assert len(set(map(storable, HOSTILE))) >= 200


@pytest.mark.parametrize("text", HOSTILE)
def test_pages_and_cells_keep_their_shape(
    poisoned_stories: tuple[Instance, dict[str, Story]], plain: dict[str, Shape], text: str
) -> None:
    """No element, attribute or comment that our own templates do not write; links go to the web and to us alone."""
    served, stories = poisoned_stories
    for name, html in pages(served, stories[storable(text)]):
        shape = Shape(html)
        assert shape.parts <= plain[name].parts | {("a",), ("a", "href")}, name
        assert all(
            re.match(r"https?://[a-z0-9.-]+(:\d+)?([/?#]|$)|#|/(?!/)", link) for link in shape.links
        ), name
        assert not HIDDEN.search(html), name


@pytest.mark.parametrize("table", EXPORTS)
def test_csv_of_everything_holds_nothing_that_acts(
    poisoned_stories: tuple[Instance, dict[str, Story]], table: str
) -> None:
    """With every string in every field, no cell is a formula and none hides; the rows and columns are as they were."""
    served, _ = poisoned_stories
    answer = served.get(f"/compare/{table}.csv?_stream=1&_dl=1&_labels=on")
    assert answer.status_code == 200
    rows = list(csv.reader(io.StringIO(answer.text, newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    values = [value for row in rows for value in row]
    assert any(value.startswith("'=1+1") for value in values)
    for value in values:
        assert value == cell(value) or re.fullmatch(r"-?\d+(\.\d+)?(e-?\d+)?", value)
        assert not HIDDEN.search(value)
