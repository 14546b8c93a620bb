"""One text by itself: how a text file's lines are read, whose text it is, and what is no text."""

from __future__ import annotations

from pathlib import Path

import pytest

from compare.config import find_folder, load
from compare.errors import SeedError
from compare.single import read_article, read_citations, unknown_publisher

CONFIG = load(find_folder(Path(__file__).parent.parent / "config"))


def cited(folder: Path, text: str, publisher: str = "") -> list[str]:
    (folder / "a.txt").write_text(text, encoding="utf-8")
    _, found = read_citations(str(folder / "a.txt"), publisher, CONFIG, ())
    return [c.outlet for c in found]


@pytest.mark.parametrize(
    ("text", "outlets"),
    [
        ("The talks have failed. Reuters\nreported that the port was sold.\nNobody answered.", ["reuters"]),
        ("The talks have failed. The Financial\nTimes reported that the port was sold.", ["ft"]),
        ("Nobody answered, according to\nReuters. The mayor was away.", ["reuters"]),
        (
            "The port is sold\nThe mayor has sold the port, she said, and the Wall Street\n"
            "Journal reported the price on Monday, according to\nReuters.",
            ["wsj", "reuters"],
        ),
    ],
)
def test_a_line_that_breaks_for_width_goes_on(tmp_path: Path, text: str, outlets: list[str]) -> None:
    """In a short text without blank lines, names and their cues are found across the break."""
    assert cited(tmp_path, text) == outlets


def test_a_headline_and_a_byline_stay_lines_of_their_own(tmp_path: Path) -> None:
    """A text with a paragraph a line is read as such: the headline's own forms hold."""
    text = (
        "Port is sold to a fund: Reuters\nBy Ada Holm\nThe mayor has sold the port. She told the Guardian so."
    )
    assert cited(tmp_path, text) == ["reuters", "guardian"]


def test_a_url_names_the_publisher_by_its_host(tmp_path: Path) -> None:
    """Where the URL of the article is at hand it will do."""
    text = "The port is sold, the FT reported, citing Reuters."
    assert cited(tmp_path, text, "https://www.ft.com/content/1") == ["reuters"]
    assert unknown_publisher("https://www.ft.com/content/1", CONFIG) == ""
    assert "has the name" in unknown_publisher("https://nobody.example/1", CONFIG)


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe\x00bad",
        b"\xff\xfe\x00b\x61dj\x01\x02\x05\x06\x03\x07\x04\x08\x0e",
        b"\x9a\x03\xf1\x17\x80\xc4\x0b\x92\x1d\xe8\x5b\x7f\xa6\x01\xd3\x11",
        "dmÖjî…wV*çi èXü°".encode("cp1252"),
        b"\xd7\xf7\xb1\xac\xa7\xb6\xbf\xae\x7e\x7c\x5e\x5d\xa9\xb0\xd0\x23",
    ],
)
def test_bytes_that_are_no_text_are_told_as_that(tmp_path: Path, body: bytes) -> None:
    """One clear error, and no empty list that looks like an answer."""
    (tmp_path / "a.txt").write_bytes(body)
    with pytest.raises(SeedError, match="neither HTML nor text"):
        read_citations(str(tmp_path / "a.txt"), "", CONFIG, ())
    with pytest.raises(SeedError, match="neither HTML nor text"):
        read_article(str(tmp_path / "a.txt"), CONFIG, ())


def test_a_text_with_a_few_odd_bytes_or_in_another_script_is_text(tmp_path: Path) -> None:
    """A slip of an encoding, an emoji or Hindi does not shut a text out."""
    assert cited(tmp_path, "港口已售出。") == []
    assert cited(tmp_path, "बंदरगाह बिक गया, Reuters reported. 😀") == ["reuters"]
    (tmp_path / "b.txt").write_bytes(
        b"The deal is dead, the FT reports.\x81\x90 So it was said in the town on Monday."
    )
    _, found = read_citations(str(tmp_path / "b.txt"), "", CONFIG, ())
    assert [c.outlet for c in found] == ["ft"]
