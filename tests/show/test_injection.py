"""Hostile text in every field at once, through every format: none of it acts."""

from __future__ import annotations

import csv as standard
import io
import json
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from compare.show.csv import csv
from compare.show.html import html
from compare.show.markdown import markdown
from compare.show.report_json import dump
from tests.browser import visit
from tests.show.hostile import HOSTILE
from tests.show.story import RATES, full_report

# Fields whose values the contract fixes; everything else is whatever the web said.
FIXED = {
    "schema", "published_precision", "access", "role", "provenance", "kind", "certainty", "relation", "conflict", "state",
    "original_state", "change", "stage",
}  # fmt: skip
FORMULA_START = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def poisoned(value: Any, text: str, key: str = "") -> Any:
    """``value`` with ``text`` before every string; names that refer to each other still do."""
    if isinstance(value, dict):
        return {name: poisoned(inner, text, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [poisoned(inner, text, key) for inner in value]
    return text + value if isinstance(value, str) and key not in FIXED else value


class Shape(HTMLParser):
    """The elements and attributes of a page, and its links."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[tuple[str, str]] = set()
        self.links: list[str] = []
        self.comments = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_comment(self, data: str) -> None:
        self.comments += 1


@cache
def plain() -> Shape:
    """The page of the same story without the hostile text."""
    return Shape(html(full_report(), RATES))


def hostile_report(text: str) -> dict[str, Any]:
    """The full story with ``text`` in every field."""
    made: dict[str, Any] = poisoned(full_report(), text)
    return made


def test_there_are_enough_strings() -> None:
    """The list is not quietly emptied."""
    assert len(set(HOSTILE)) >= 200


@pytest.mark.parametrize("text", HOSTILE)
def test_html_keeps_its_shape(text: str) -> None:
    """No element, attribute or comment appears that our own templates do not write, and links go to the web only."""
    page = html(hostile_report(text), [(text, text)])
    shape = Shape(page)
    assert set(shape.tags) <= set(plain().tags)
    assert shape.attributes <= plain().attributes
    assert not shape.comments
    assert all(re.match(r"https?://[a-z0-9.-]+(:\d+)?([/?#]|$)|#", link) for link in shape.links)
    assert not any("@x.example" in link.split("/")[2] for link in shape.links if link.startswith("http"))
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ud800-\udfff\x00-\x09\x0b-\x1f\x7f-\x9f]", page)
    page.encode("utf-8")


@pytest.mark.browser
def test_nothing_acts_in_a_browser(browser: Any, tmp_path: Path) -> None:
    """With each text in every field, the open page stays quiet: no dialog, error, request, script, or other title."""
    file = tmp_path / "report.html"
    with visit(browser, "about:blank") as seen:
        for text in dict.fromkeys(HOSTILE):
            seen.asked.clear()
            file.write_text(html(hostile_report(text), [(text, text)]), encoding="utf-8", newline="")
            seen.page.goto(file.as_uri())
            seen.unfold()
            count = "document.querySelectorAll('script, img, iframe, object, embed, form, base, [onload], [onerror]').length"
            assert (seen.said, seen.asked) == ([], [file.as_uri()]), text
            assert seen.page.evaluate(count) == 0, text
            assert seen.page.title().endswith("outlet comparison"), text


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_keeps_its_shape(text: str) -> None:
    """No HTML, image, code, rule or heading of the text's own; every link is one that we made."""
    source = markdown(hostile_report(text), [(text, text)])
    ordinary = markdown(full_report(), [("a", "b")])
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(source)
    flat = [inner for token in tokens for inner in (token, *(token.children or ()))]
    # The command that shows what a long report leaves out is code, and it is ours.
    flat = [t for t in flat if t.type != "code_inline" or not t.content.startswith("outlet-compare report ")]
    assert not {token.type for token in flat} & {
        "html_block", "html_inline", "image", "code_inline", "code_block", "fence", "hr", "s_open", "blockquote_open",
    }  # fmt: skip
    usual = [token.type for token in parser.parse(ordinary)]
    kinds = [token.type for token in tokens]
    for kind in ("heading_open", "table_open", "tr_open", "td_open", "bullet_list_open", "ordered_list_open"):
        # A very long text is cut at a whole block; then there may be fewer, never more.
        assert kinds.count(kind) <= usual.count(kind)
    targets = [str(token.attrs.get("href", "")) for token in flat if token.type == "link_open"]
    assert all(re.match(r"https?://[a-z0-9.-]+(:\d+)?([/?#]|$)", target) for target in targets)
    shown = re.sub(r"\]\(<[^>]*>\)", "", source)
    assert not re.search(r"https?://|www\.\w|@\w|mailto:|#\d", shown)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ud800-\udfff\x00-\x09\x0b-\x1f\x7f-\x9f]", source)


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_holds_no_formula(text: str) -> None:
    """No cell begins as a formula, none spills into a row or a cell of its own, all are quoted."""
    written = csv(hostile_report(text))
    rows = list(standard.reader(io.StringIO(written, newline=""), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == len(list(standard.reader(io.StringIO(csv(full_report()), newline=""))))
    assert not any(cell.lstrip().startswith(FORMULA_START) for row in rows for cell in row)
    assert all(
        line.startswith('"') and line.endswith('"') for line in written.removesuffix("\r\n").split("\r\n")
    )
    assert not re.search(
        "[\u202a-\u202e\u2066-\u2069\ud800-\udfff\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]", written
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_json_holds_the_text_as_it_is(text: str) -> None:
    """The JSON gives back every field, but for halves of characters."""
    made = hostile_report(text)
    expected = re.sub("[\ud800-\udfff]", "\ufffd", made["story"]["title"])
    assert json.loads(dump(made).encode())["story"]["title"] == expected


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)//", "data:text/html,", "https://good.example@x.example/"]
)
def test_refused_address_is_shown_as_text(text: str) -> None:
    """An address that may not be a link is still there to read."""
    page = html(hostile_report(text))
    assert f"{text}https://ellery-post.example/2031/05/ferry" in page
    assert f'href="{text}' not in page
