"""The view model: what is shown, in which order, and what is never said."""

from __future__ import annotations

import json

import pytest

from compare.show.report_json import dump
from compare.show.view import view
from tests.show.story import alone_report, empty_report, full_report


def test_view_needs_nothing_but_the_file() -> None:
    """A report read back from its file gives the same view, and so does one without the additions."""
    whole = full_report()
    assert view(json.loads(dump(whole))) == view(whole)
    for article in whole["articles"]:
        for name in ("published_source", "provenance", "canonical_url", "title_end", "paragraphs"):
            del article[name]
    for claim in whole["claims"]:
        for name in ("paragraph", "hedges", "quotations", "speaker_start", "speaker_end"):
            del claim[name]
    shown = view(whole)
    assert len(shown.cards) == 8
    assert shown.cards[0].tellings[0].place == "sentence 1"


def test_conflicts_come_first_and_nothing_twice() -> None:
    """Every group is one card, and those in conflict stand first."""
    shown = view(full_report())
    assert [card.conflicts for card in shown.conflicts] == [("figures",), ("whether it is so",), ("dates",)]
    numbers = [card.number for card in shown.cards]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert not any(card.conflicts for card in shown.differing + shown.alike)


def test_difference_is_told_once() -> None:
    """The same words against the same words are one difference, whatever the case, with all outlets on its sides."""
    figure = view(full_report()).conflicts[0].differences[0]
    assert figure.label == "Figure"
    assert {side.words.casefold(): set(side.outlets) for side in figure.sides} == {
        "at least 14": {"harbour-wire.example", "ellery-post.example"},
        "21": {"daily-beacon.example"},
    }


def test_marks_are_the_words_of_the_difference() -> None:
    """In each telling the marked pieces are exactly the differing words."""
    tellings = {telling.outlet: telling for telling in view(full_report()).conflicts[0].tellings}
    marked = {
        (segment.text, segment.kinds)
        for segment in tellings["daily-beacon.example"].segments
        if segment.kinds
    }
    assert marked == {("A packed ferry ", ("wording",)), ("smashed into", ("wording",)), ("21", ("number",))}


def test_all_four_states_are_there() -> None:
    """A claim told, one not found, one not known and an article not retrieved are four different things."""
    cells = {(cell.outlet, cell.state) for row in view(full_report()).rows for cell in row.cells}
    assert {state for _, state in cells} == {"present", "absent", "unknown", "not_retrieved"}
    assert {state for outlet, state in cells if outlet == "island-times.example"} == {"not_retrieved"}
    assert {state for outlet, state in cells if outlet == "coast-review.example"} == {"unknown"}
    assert ("northern-ledger.example", "absent") not in cells


def test_missing_coverage_is_not_known() -> None:
    """Without a row for it, nothing is said about an outlet that does not tell a claim."""
    whole = full_report()
    whole["coverage"] = []
    states = {cell.state for row in view(whole).rows for cell in row.cells}
    assert states == {"present", "unknown"}


def test_repeated_text_is_told_once() -> None:
    """A copy stands beside its original, keeps its place in the coverage, and tells nothing alone."""
    shown = view(full_report())
    first = shown.conflicts[0]
    assert next(telling.also for telling in first.tellings) == ("metro-minute.example",)
    assert "metro-minute.example" not in {telling.outlet for telling in first.tellings}
    cell = next(cell for cell in shown.rows[0].cells if cell.outlet == "metro-minute.example")
    assert (cell.state, cell.anchor) == ("present", first.tellings[0].anchor)
    assert [lone.outlet for lone in shown.lone if "metro-minute.example" in lone.also] == [
        "harbour-wire.example"
    ]


def test_what_one_outlet_tells() -> None:
    """Unmatched body sentences are listed with place and speaker; headlines and matched pairs are not."""
    lone = {one.outlet: one.tellings for one in view(full_report()).lone}
    assert [(t.place, t.speaker) for t in lone["ellery-post.example"]] == [
        ("paragraph 5", "Tomas Ruel"),
        ("paragraph 7", ""),
    ]
    assert all("panic" not in t.text and t.kind != "headline" for own in lone.values() for t in own)


def test_pair_outside_any_group_is_shown() -> None:
    """A matched pair that no group holds is a card of its own, and no line of the coverage picture."""
    shown = view(full_report())
    loose = [card for card in shown.cards if not card.group]
    assert [card.outlets for card in loose] == [("ellery-post.example", "daily-beacon.example")]
    assert len(shown.rows) == len(shown.cards) - 1


def test_retelling_is_held_against_its_original() -> None:
    """Each step has its sides, marked as their alignment marks them; a lost original is said to be lost."""
    told, lost = view(full_report()).derivations
    assert {change: number for change, _, number in told.counts}["dropped"] == 2
    first = told.steps[0]
    assert first.original is not None and any(segment.kinds for segment in first.original.segments)
    assert [step.retelling for step in told.steps if step.change == "dropped"] == [None, None]
    assert lost.state == "not_retrieved" and not lost.steps
    assert "not retrieved" in lost.state_words


def test_summary_says_what_was_found() -> None:
    """The opening names the outlets compared, those left out and why, the conflicts and the retellings."""
    said = " ".join(view(full_report()).summary)
    for part in (
        "5 articles from 5 outlets were compared",
        "island-times.example (not retrieved: HTTP 503)",
        "what they say is not known",
        "in 3 of them the outlets conflict, over figures (1)",
        "“21” in daily-beacon.example",
        "daily-beacon.example retells harbour-wire.example",
        "the original was not retrieved",
    ):
        assert part in said


@pytest.mark.parametrize(
    ("made", "part"),
    [
        (alone_report, "nothing to compare ellery-post.example with: no other article could be read"),
        (empty_report, "nothing to compare: no article was retrieved; 2 attempts failed"),
    ],
)
def test_nothing_to_compare_is_said_with_its_reason(made: object, part: str) -> None:
    """A story of one article or none says so, and why, and claims nothing about agreement."""
    assert callable(made)
    shown = view(made())
    assert shown.nothing_to_compare
    assert part in " ".join(shown.summary)
    assert "conflict" not in " ".join(shown.summary)
    assert not shown.cards


def test_timeline_does_not_order_what_it_cannot() -> None:
    """An article dated to the day spans that day; one without a date is not on the line."""
    moments = view(full_report()).timeline
    ledger = next(moment for moment in moments if moment.outlet == "northern-ledger.example")
    assert ledger.width > 900
    assert "hour not given" in ledger.words
    assert all(moment.outlet != "island-times.example" for moment in moments)
    assert all(m.left >= 0 and m.left + m.width <= 1000 for m in moments)
