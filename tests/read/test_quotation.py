"""Quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.read.quotation import quotations


def quoted(*paragraphs: str) -> list[list[str]]:
    text, spans = "", []
    for paragraph in paragraphs:
        spans.append((len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    return [[text[q.start : q.end] for q in inside] for inside in quotations(text, spans)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We go,” she said. “We go now.”", ["We go,", "We go now."]),
        ('"We go," she said. "We go now."', ["We go,", "We go now."]),
        ("''We go,'' she said, and didn't. ''Now.''", ["We go,", "Now."]),
        ("‘It’s over’, he said. ‘The workers’ hall is shut.’", ["It’s over", "The workers’ hall is shut."]),
        ("'It's over', he said of the '90s band", ["It's over"]),
        ("«We go», she said", ["We go"]),
        ("The dogs' home, Ruiz's, isn't “open”", ["open"]),
        ("“He said ‘go’ to us,” she said", ["He said ‘go’ to us,"]),
        ('A 12" pipe and a 5\'10" man. "Right", he said', ["Right"]),
        ('"We go,” she said of the “mess"', ["We go,", "mess"]),
        ('("Yes," he said.)', ["Yes,"]),
        ("“”", []),
    ],
)
def test_marks_of_every_kind(text: str, expected: list[str]) -> None:
    """Curly, straight, doubled, single and angled marks open and close; apostrophes and inches do not."""
    assert quoted(text) == [expected]


def test_a_speech_runs_over_paragraphs() -> None:
    """A mark left open counts to the end of its paragraph when the next paragraph opens with a mark again."""
    first, second = "She said: “We go on. And on.", "“And then we stop,” she said."
    assert quoted(first, second) == [["We go on. And on."], ["And then we stop,"]]
    text = f"{first}\n\n{second}"
    spans = [(0, len(first)), (len(first) + 2, len(text))]
    assert [[q.continues for q in inside] for inside in quotations(text, spans)] == [[False], [True]]


def test_a_mark_never_closed_swallows_nothing() -> None:
    """An open mark inside a paragraph is dropped, and the next paragraph is read by itself."""
    assert quoted("He called it “a mess and left.", "The next day he said “no” again.") == [[], ["no"]]
    assert quoted("“A mess, he said.", "The next day.") == [["A mess, he said."], []]


def test_a_quotation_that_the_next_paragraph_closes_runs_on() -> None:
    """Where a page parts the sentences of one quotation, both parts are quoted."""
    assert quoted("He said: “We go on.", "And then we stop,” and left.") == [
        ["We go on."],
        ["And then we stop,"],
    ]
    assert quoted("He called it “a mess and left.", "She is 6' tall, he said.") == [[], []]


@given(st.lists(st.text(alphabet="“”\"'’‘«»„` ab.s,\ud800\x00", max_size=30), max_size=4))
def test_quotations_stay_inside_their_paragraph(paragraphs: list[str]) -> None:
    """On any marks the quotations are ordered, apart and within their paragraph, and hold something."""
    text, spans = "", []
    for paragraph in paragraphs:
        spans.append((len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    for (start, end), inside in zip(spans, quotations(text, spans), strict=True):
        position = start
        for quote in inside:
            assert position <= quote.outer_start <= quote.start < quote.end <= quote.outer_end <= end
            assert quote.continues or quote.outer_start < quote.start  # what runs on needs no mark again
            assert text[quote.start : quote.end].strip()
            position = quote.outer_end


@pytest.mark.parametrize("unit", ["‘a ", "'a ", "a' ", '" a', "''", "“", "“a ” ", "'"])
def test_time_is_linear_on_hostile_marks(unit, grows_linearly) -> None:
    """Text that is all marks is read once."""
    assert grows_linearly(lambda text: quotations(text, [(0, len(text))]), unit)
