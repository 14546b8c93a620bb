"""Marks, visible text and links: the pieces that every format rests on."""

from __future__ import annotations

import pytest

from compare.show import words
from compare.show.links import link_to, safe_url
from compare.show.marks import Mark, Segment, segments
from compare.show.summary import named
from compare.show.visible import shortened, visible


def test_words_are_marked_exactly() -> None:
    """A mark covers its words and nothing else, in the offsets of the article."""
    assert segments("ferry hit wall", 100, [Mark(106, 109, "wording", 1)]) == (
        Segment("ferry "),
        Segment("hit", ("wording",), (1,)),
        Segment(" wall"),
    )


def test_overlapping_marks_are_parted() -> None:
    """Where two marks overlap, the piece carries both kinds, and each number stands at its own end."""
    pieces = segments("abcdef", 0, [Mark(0, 4, "actor", 1), Mark(2, 6, "number", 2)])
    assert pieces == (
        Segment("ab", ("actor",), ()),
        Segment("cd", ("actor", "number"), (1,)),
        Segment("ef", ("number",), (2,)),
    )


@pytest.mark.parametrize(
    ("mark", "marked"),
    [((0, 12), "ab"), ((11, 99), "bcdef"), ((0, 99), "abcdef"), ((0, 5), ""), ((16, 20), ""), ((12, 12), ""), ((14, 12), "")],
)  # fmt: skip
def test_marks_are_clipped_to_the_claim(mark: tuple[int, int], marked: str) -> None:
    """What reaches beyond the claim is cut, and an empty or reversed span marks nothing."""
    pieces = segments("abcdef", 10, [Mark(*mark, "wording", 1)])
    assert "".join(piece.text for piece in pieces if piece.kinds) == marked
    assert "".join(piece.text for piece in pieces) == "abcdef"


def test_empty_claim_has_no_pieces() -> None:
    """A claim without text gives nothing to mark."""
    assert segments("", 5, [Mark(0, 9, "wording", 1)]) == ()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a[U+202E]b"),
        ("a\u2066b\u2069", "a[U+2066]b[U+2069]"),
        ("a\u200f\u200b\u00ad\ufeffb", "ab"),
        ("a\x00\x1b[31mb", "a\ufffd\ufffd[31mb"),
        ("a\nb\u2028c\td", "a b c d"),
        ("half \ud800", "half \ufffd"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_nothing_stays_hidden(text: str, shown: str) -> None:
    """Controls are shown or dropped; the joiners that scripts need stay."""
    assert visible(text) == shown


def test_shortened_cuts_between_words() -> None:
    """A long text ends at a word with an ellipsis, and never exceeds its length."""
    assert shortened("one two three four", 12) == "one two…"
    assert len(shortened("x" * 50, 10)) == 10


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "JaVaScRiPt://a.example/%0aalert(1)", "java\nscript:alert(1)", "data:text/html,x", "file:///etc/passwd",
     "//a.example/", "a.example", "", " https://a.example", "https://good.example@evil.example/", "http://", "https://a b/", "http://[::1",
     "https://a.example/\u202e".replace("/", "\n"), "https://a<b>.example/", "vbscript:x", "https:a.example"],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str) -> None:
    """Whatever is not plainly http or https with a host stays text."""
    assert safe_url(url) == ""


def test_links_are_encoded() -> None:
    """Signs that could end an attribute or a Markdown link are percent-encoded, and what is encoded stays."""
    assert safe_url('HTTPS://A.example/x y"'.replace(" ", "")) == "https://a.example/xy%22"
    assert safe_url("https://a.example/%C3%A9?q=(1)&r=é#s") == "https://a.example/%C3%A9?q=%281%29&r=%C3%A9#s"
    assert safe_url("https://bücher.example/") == "https://xn--bcher-kva.example/"


def test_link_opens_at_the_sentence() -> None:
    """A short text is named whole, a long one by its two ends, with the signs of the syntax encoded."""
    assert link_to("https://a.example/p", "A well-known, small fact.") == (
        "https://a.example/p#:~:text=A%20well%2Dknown%2C%20small%20fact."
    )
    long = " ".join(f"w{number}" for number in range(20))
    assert link_to("https://a.example/p#top", long) == (
        "https://a.example/p#top:~:text=w0%20w1%20w2%20w3%20w4,w15%20w16%20w17%20w18%20w19"
    )
    assert link_to("javascript:alert(1)", "text") == ""


@pytest.mark.parametrize(
    ("precision", "said"),
    [("minute", "3 May 2031, 09:05 UTC"), ("day", "3 May 2031"), ("month", "May 2031"), ("year", "2031"), ("unknown", "3 May 2031")],
)  # fmt: skip
def test_times_are_no_more_precise_than_known(precision: str, said: str) -> None:
    """A date known to the day never shows an hour."""
    assert words.time("2031-05-03T09:05:00Z", precision) == said


def test_time_that_cannot_be_read_is_shown_as_it_is() -> None:
    """A strange time is not dropped, and a missing one is said to be missing."""
    assert words.time("yesterday") == "yesterday"
    assert words.time(None) == "no date given"


@pytest.mark.parametrize(
    ("speaker", "said"),
    [
        ("The people", "the people"),
        ("The government", "the government"),
        ("A senior official", "a senior official"),
        ("Some officials", "some officials"),
        ("Two Rivers", "Two Rivers"),
        ("Yeva Strohm", "Yeva Strohm"),
        ("A", "A"),
    ],
)
def test_a_speaker_within_a_sentence_has_no_capital_of_its_beginning(speaker: str, said: str) -> None:
    """An article or the like is written small; a name keeps its capitals."""
    assert words.within(speaker) == said


def test_many_outlets_are_counted_as_outlets() -> None:
    """After numbers of claims, "2 more" would read as claims."""
    listed = named([f"Outlet {n} (3 claims)" for n in range(5)])
    assert listed.endswith("Outlet 2 (3 claims) and 2 more outlets")
