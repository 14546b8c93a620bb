"""Sentence boundaries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.read.segment import sentences

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)
NEWSY = st.lists(
    st.sampled_from(
        ["“", "”", '"', "'", "’", ".", "...", "…", "?", "!", " ", "  ", "\n", "Mr.", "U.S.", "p.m.", "A.", "No.", "5",
         "3.5", "Inc.", "he", "said", "Ruiz", "The", ")", "(", "—", ",", ":", "\u00a0", "\ud800", "\x00"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["Ms. Ode met Dr. Tan.", "They spoke for an hour."],
        ["J. K. Marlow wrote it.", "Nobody read it."],
        ["U.S. officials left Harbor City at 5 p.m. Monday.", "They came back."],
        ["The train left at 5 p.m. The bus did not.".replace(" The bus", ""), "The bus did not."],
        ["Glow Inc. said it would close.", "It did not say when."],
        ["The firm, Glow! Inc., fell.", "So did Which? Ltd."],
        ["They asked: why now?", "Co-founder Ana Ruiz left."],
        ["She works for Glow Inc.", "He does not."],
        ["Ward No. 5 was shut.", "Ward 6 was not."],
        ["Prices rose 3.5 percent.", "Wages fell 0.2 percent."],
        ["“We waited.", "We waited for days.", "Nobody came,” said Ana Ruiz."],
        ["“Nobody came.”", "She left."],
        ['"Is it over?" he asked.', '"I hope so."'],
        ["“Why now?” Ms. Ode asked.", "No one spoke."],
        ["“Go home!” shouted Tan.", "They went."],
        ["(He was not there.)", "She was."],
        ["It was ... a start.", "It was not enough."],
        ["It goes on…", "The council meets in May."],
        ["They lost in Marlow v. Harbor City.", "They will appeal."],
        ["Sen. Lee Park (R-Calif.) voted no.", "Gov. Tan agreed."],
        ["HARBOR CITY, Calif. — The port is shut.", "Ships wait."],
        ["The vote is on Nov. 7.", "Turnout is low."],
        ["He said: ‘It is done.’", "She said: ‘It isn’t.’"],
        ["Is it true?", "Yes!", "It is."],
    ],
)
def test_boundaries_of_news_sentences(expected: list[str]) -> None:
    """Titles, initials, abbreviations and figures do not end a sentence; quotations of several sentences do."""
    assert split(" ".join(expected)) == expected


def test_offsets_are_into_the_whole_text() -> None:
    """A span inside a larger text is read by itself, with offsets into that text."""
    text = "Headline\n\nOne came. Two left.\n\nLast. Line."
    assert [text[a:b] for a, b in sentences(text, 10, 29)] == ["One came.", "Two left."]


def test_blank_text_has_no_sentences() -> None:
    """White space alone gives nothing; marks alone are kept as they stand."""
    assert sentences(" \n\t ") == []
    assert split(" ... ") == ["..."]


@given(st.one_of(ANY_TEXT, NEWSY))
def test_spans_partition_the_text(text: str) -> None:
    """On any text the spans are ordered, apart, trimmed, and leave out nothing but white space."""
    spans = sentences(text)
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(text)
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


@pytest.mark.parametrize("unit", [".", '"', "A.", " ", "A. ", "? Aa ", ".”", "Mr. ", "... ", "“", ".\u00a0”"])
def test_time_is_linear_on_hostile_text(unit, grows_linearly) -> None:
    """A hundred thousand characters of one pattern take about four times as long as a quarter of them."""
    assert grows_linearly(sentences, unit)
