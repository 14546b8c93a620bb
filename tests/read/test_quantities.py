"""Figures with unit and precision."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.read.quantities import quantities

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=80)
FIGURES = st.lists(
    st.sampled_from(
        ["$", "€", "1", "12", "1,700", "1.234,5", "9" * 400, "-", "–", " ", "to", "and", "between", "million", "bn", "m",
         "%", "per", "cent", "May", "Nov", ".", "7", "2025", ",", "th", "two", "hundred", "dozen", "third", "a", "of",
         "about", "p.m.", ":", "30", "/", "US", "\ud800", "\x00", "Friday", "٣"]
    ),
    max_size=14,
)  # fmt: skip


def read(text: str) -> list[tuple[str, str, float | None, str, bool]]:
    return [(q.text, q.kind, q.value, q.unit, q.approximate) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("about 1,700 people left", ("about 1,700 people", "number", 1700, "person", True)),
        ("nearly $44 million in aid", ("nearly $44 million", "money", 44e6, "USD", True)),
        ("€3.5bn was lost", ("€3.5bn", "money", 3.5e9, "EUR", False)),
        ("US$5 a day", ("US$5", "money", 5, "USD", False)),
        ("$US51 billion", ("$US51 billion", "money", 51e9, "USD", False)),
        ("on $3-million bail", ("$3-million", "money", 3e6, "USD", False)),
        ("1.1 millions", ("1.1 millions", "number", 1.1e6, "", False)),
        ("17 kilos", ("17 kilos", "number", 17, "kg", False)),
        ("a 10-mile run", ("10-mile", "number", 10, "mi", False)),
        ("A$20m", ("A$20m", "money", 20e6, "AUD", False)),
        ("five million dollars", ("five million dollars", "money", 5e6, "USD", False)),
        ("12% of voters", ("12%", "percent", 12, "%", False)),
        ("5 percent", ("5 percent", "percent", 5, "%", False)),
        ("3 per cent", ("3 per cent", "percent", 3, "%", False)),
        ("25 basis points", ("25 basis points", "percent", 25, "basis point", False)),
        ("more than a dozen ships", ("more than a dozen ships", "number", 12, "ship", True)),
        ("two hundred and five soldiers", ("two hundred and five soldiers", "number", 205, "soldier", False)),
        ("twenty-three boats", ("twenty-three boats", "number", 23, "boat", False)),
        ("the third vote", ("third", "ordinal", 3, "", False)),
        ("the 21st century", ("21st", "ordinal", 21, "", False)),
        ("a 10-year plan", ("10-year", "number", 10, "year", False)),
        ("a ten-year-old boat", ("ten-year-old", "number", 10, "year", False)),
        ("one person died", ("one person", "number", 1, "person", False)),
        ("a third of it", ("a third", "number", pytest.approx(1 / 3), "fraction", False)),
        ("at 5:30 p.m. they left", ("5:30 p.m.", "number", 17.5, "o'clock", False)),
        ("44m people", ("44m people", "number", 44e6, "person", False)),
        ("9223372036854775808 people", ("9223372036854775808 people", "number", 2.0**63, "person", False)),
        ("the 100m race", ("100m", "number", 100, "m", False)),
        ("1.234,5", ("1.234,5", "number", 1234.5, "", False)),
        ("2025-11-07", ("2025-11-07", "date", None, "2025-11-07", False)),
        ("November 7", ("November 7", "date", None, "--11-07", False)),
        ("Nov. 7, 2025", ("Nov. 7, 2025", "date", None, "2025-11-07", False)),
        ("7 November 2025", ("7 November 2025", "date", None, "2025-11-07", False)),
        ("in May", ("May", "date", None, "--05", False)),
        ("in 2025.", ("2025", "date", None, "2025", False)),
        ("the 1980s", ("1980s", "date", None, "198", False)),
        ("in 2017 that he paid", ("2017", "date", None, "2017", False)),
        ("the 2016 election", ("2016", "date", None, "2016", False)),
        ("the mayor’s 2016 campaigns", ("2016", "date", None, "2016", False)),
        ("since at least 1980", ("1980", "date", None, "1980", False)),
        ("2016 votes", ("2016 votes", "number", 2016, "vote", False)),
        ("about 2000 people", ("about 2000 people", "number", 2000, "person", True)),
        ("a 2010-foot wall", ("2010-foot", "number", 2010, "ft", False)),
        ("22 Norlanders came", ("22 Norlanders", "number", 22, "norlander", False)),
        ("5 Texas counties", ("5 Texas counties", "number", 5, "county", False)),
        ("a peak of 356 in the spring", ("356", "number", 356, "", False)),
        ("5 in of rain", ("5 in", "number", 5, "in", False)),
        ("the 2.4-GHz band", ("2.4-GHz", "number", 2.4, "GHz", False)),
        ("on Friday", ("Friday", "date", None, "weekday:friday", False)),
    ],
)
def test_one_figure(text: str, expected: tuple[str, str, float | None, str, bool]) -> None:
    """A figure is read with its approximating words, kind, value and unit."""
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["dozens died", "no one knows", "One of them left", "COVID-19", "a 5G phone", "the F-16", "since 9/11", "May was warm",
     "They may go", "March on", "9" * 400, "$1.2.3", "the second-hand", "hundreds of them"],
)  # fmt: skip
def test_no_figure(text: str) -> None:
    """Vague numbers, names with digits, verbs that look like months and numbers past all bounds give nothing."""
    assert read(text) == []


def test_a_span_of_years_is_two_dates() -> None:
    """Whichever words join them; what is too old for a year is a count."""
    for text in ("from 1993 to 2002, it rose", "between 1993 and 2002 it rose", "from 1993–2002 it rose"):
        assert [(q.kind, q.unit) for q in quantities(text)] == [("date", "1993"), ("date", "2002")]
    assert [q.kind for q in quantities("from 1200 to 1500 people")] == ["number", "number"]


def test_a_count_before_a_date_is_no_part_of_it() -> None:
    """The 19 of "the 19 Sept. 11 hijackers" counts them."""
    figures = [(q.kind, q.value, q.unit) for q in quantities("the 19 Sept. 11 hijackers")]
    assert figures == [("number", 19, ""), ("date", None, "--09-11")]
    assert [q.unit for q in quantities("on 19 September")] == ["--09-19"]


def test_two_figures_of_unlike_kinds_are_no_range() -> None:
    """The percentage of "rose 26 percent to $817 million" is no number of millions."""
    assert [q.value for q in quantities("revenue rose 26 percent to $817 million")] == [26, 817e6]


def test_a_range_is_two_figures_of_one_kind() -> None:
    """Both ends of a range have the unit and scale that only one of them names."""
    assert read("3 to 5 million people") == [
        ("3", "number", 3e6, "person", False),
        ("5 million people", "number", 5e6, "person", False),
    ]
    assert [q[1:4] for q in read("between $3 and 5 billion")] == [
        ("money", 3e9, "USD"),
        ("money", 5e9, "USD"),
    ]
    assert [q[1:4] for q in read("3–5%")] == [("percent", 3, "%"), ("percent", 5, "%")]
    assert [q[2] for q in read("500 to 1 million")] == [500, 1e6]


@given(st.one_of(ANY_TEXT, FIGURES.map(" ".join), FIGURES.map("".join)))
def test_figures_are_slices_with_finite_values(text: str) -> None:
    """On any text figures are exact slices, ordered and apart, with finite values, and dates without one."""
    position = 0
    for figure in quantities(text):
        assert position <= figure.start < figure.end
        assert figure.text == text[figure.start : figure.end]
        assert (figure.value is None) == (figure.kind == "date")
        assert figure.value is None or math.isfinite(figure.value)
        position = figure.end


@pytest.mark.parametrize("unit", ["1", "1,", "$", "a ", "one ", "1-", "about ", "May 1 ", "two hundred and "])
def test_time_is_linear_on_hostile_figures(unit, grows_linearly) -> None:
    """Digits and number words without end are read once."""
    assert grows_linearly(quantities, unit)


@pytest.mark.parametrize(
    "text",
    [f"{'9' * 299} trillion dockers", f"${'9' * 250}bn", f"{'9' * 299} to {'9' * 299} million", "9" * 5000],
)
def test_a_number_beyond_all_counting_is_no_figure(text: str) -> None:
    """Infinity is nobody's count, and could not be written to a report."""
    assert all(q.value is not None and q.value < 1e21 for q in quantities(text))
