"""Seed documents are read once, and malformed ones are told with file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from compare.errors import SeedError
from compare.seeds import looks_like_seed, read_seed, slug

HEAD = "date 2025-12-07 https://outlet.example/a.html\n"
FIRST = "The ministry said that talks had failed."
SECOND = "A strike may follow. Nobody knows when."


def write(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "seed.txt"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_date_url_headline_and_body_are_read(tmp_path: Path) -> None:
    """A document gives its date, URL, headline and paragraphs."""
    seed = read_seed(write(tmp_path, f" {HEAD}Talks fail\n{FIRST}\n\n{SECOND}\n"))
    assert (seed.date.isoformat(), seed.url) == ("2025-12-07", "https://outlet.example/a.html")
    assert seed.headline == "Talks fail"
    assert seed.paragraphs == (FIRST, SECOND)


@pytest.mark.parametrize("order", ["block first", "paragraphs first"])
def test_a_body_given_twice_is_told_once(tmp_path: Path, order: str) -> None:
    """The body as one block and again in paragraphs gives the paragraphs alone, whichever comes first."""
    block, paragraphs = f"{FIRST} {SECOND}", f"{FIRST}\n{SECOND}"
    body = f"{block}\n{paragraphs}" if order == "block first" else f"{paragraphs}\n{block}"
    seed = read_seed(write(tmp_path, f"{HEAD}Talks fail\nA standfirst stays.\n{body}"))
    assert seed.paragraphs == ("A standfirst stays.", FIRST, SECOND)


def test_facts_alone_are_enough(tmp_path: Path) -> None:
    """Date, URL and headline make a seed document."""
    assert read_seed(write(tmp_path, HEAD + "Talks fail")).paragraphs == ()


def test_the_document_stands_in_for_its_page(tmp_path: Path) -> None:
    """As a page it says that it is a seed document and carries the date."""
    page = read_seed(write(tmp_path, f"{HEAD}Talks fail\n{FIRST}")).as_page()
    assert page.provenance == "seed"
    assert page.header("x-published") == "2025-12-07"
    assert page.body.decode() == f"Talks fail\n\n{FIRST}"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "empty"),
        ("\n \n", 1, "empty"),
        ("Talks fail\n", 1, "expected a date and a URL"),
        ("date 7.12.2025 https://x.example/\nTalks", 1, "YYYY-MM-DD"),
        ("date 2025-12-07 outlet.example/a\nTalks", 1, "http://"),
        ("date 2025-12-07 https:///a\nTalks", 1, "host"),
        ("date 2025-12-07 https://[::1/a\nTalks", 1, "no URL"),
        (HEAD, 2, "headline"),
        (HEAD.encode() + b"Talks \xff fail", 2, "UTF-8"),
    ],
)
def test_a_malformed_document_names_file_line_and_remedy(
    tmp_path: Path, text: str | bytes, line: int, says: str
) -> None:
    """The error says where and what to do."""
    path = write(tmp_path, text)
    with pytest.raises(SeedError) as caught:
        read_seed(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_document_is_told(tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(SeedError, match="nowhere"):
        read_seed(tmp_path / "nowhere.txt")


def test_a_seed_is_told_from_a_page(tmp_path: Path) -> None:
    """A file that starts with the date line is a seed document, also behind a byte order mark."""
    assert looks_like_seed(write(tmp_path, b"\xef\xbb\xbf " + HEAD.encode()))
    assert not looks_like_seed(write(tmp_path, "<html>date 2025"))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Talks Fail: “No Deal”, Says Åse", "talks-fail-no-deal-says-ase"),
        ("../../etc/passwd", "etc-passwd"),
        ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word"),
        ("x" * 200, "x" * 60),
    ],
)
def test_a_headline_becomes_a_safe_name(title: str, name: str) -> None:
    """Names are short and made of letters, digits and hyphens."""
    assert slug(title) == name


@pytest.mark.parametrize("title", ["", "你好", "CON", "\x00"])
def test_a_headline_without_usable_letters_still_gets_a_name(title: str) -> None:
    """The name is then made from a digest, the same each time."""
    assert slug(title).startswith("story-")
    assert slug(title) == slug(title)
