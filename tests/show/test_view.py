"""The view model: what is shown, in which order, and what is never said."""

from __future__ import annotations

import json

import pytest

from compare.error_rates import ERROR_RATES
from compare.show import words
from compare.show.html import page
from compare.show.markdown import markdown
from compare.show.report_json import dump
from compare.show.view import view
from tests.show.crowd import copies_report
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
    assert len(shown.cards) == 7
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
    """Body sentences in no claim are listed with place and speaker; headlines and sentences of claims are not."""
    whole = full_report()
    lone = {one.outlet: one.tellings for one in view(whole).lone}
    assert [(t.place, t.speaker) for t in lone["ellery-post.example"]] == [
        ("paragraph 2", ""),
        ("paragraph 5", "Tomas Ruel"),
        ("paragraph 7", ""),
    ]
    assert all(t.kind != "headline" for own in lone.values() for t in own)
    matched = {claim for group in whole["groups"] for claim in group["claims"]}
    assert not matched & {t.claim for own in lone.values() for t in own}


def test_a_weak_pair_hides_no_sentence() -> None:
    """What is joined to another outlet by a possible match alone is told on both sides, with the other's name."""
    shown = view(full_report())
    (pair,) = shown.possible
    maybe = {t.claim: t.possibly for one in shown.lone for t in one.tellings if t.possibly}
    assert maybe == {
        pair.tellings[0].claim: ("daily-beacon.example",),
        pair.tellings[1].claim: ("ellery-post.example",),
    }
    assert "2 of these have a possible match" in shown.answers[0].text
    for text in (page(shown), markdown(full_report())):
        assert "possibly also in" in text


def test_what_a_copy_adds_is_its_own() -> None:
    """A sentence that stands in a copy and not in the text that it repeats is told under the copy's outlet."""
    whole = full_report()
    copy = next(a for a in whole["articles"] if a["same_text_as"])
    last = [c for c in whole["claims"] if c["article"] == copy["id"]][-1]
    added = last | {"id": "added", "position": 99, "text": "Metro readers found a shoe."}
    whole["claims"].append(added)
    shown = view(whole)
    (own,) = [one for one in shown.lone if one.outlet == copy["outlet"]]
    assert (own.beyond, [t.text for t in own.tellings]) == ("harbour-wire.example", [added["text"]])
    assert "beyond the text that it shares with" in page(shown) and "beyond the text" in markdown(whole)


def test_one_source_in_two_outlets_is_no_shared_claim() -> None:
    """Claims of outlets that count as one are counted apart, and never stand as alike."""
    whole = full_report()
    for group in whole["groups"]:
        group["independent_outlets"] = 1
    for alignment in whole["alignments"]:
        alignment["differences"], alignment["conflict"] = [], None
    shown = view(whole)
    assert (len(shown.single), shown.alike, shown.differing) == (7, (), ())
    assert "0 claims are matched in more than one independent outlet" in shown.summary
    assert "7 more stand only in outlets that count as one source" in shown.summary
    for text in (page(shown), markdown(whole)):
        assert "One source in several outlets" in text and "one source" in text
        assert "No difference of the kinds looked for" not in text


def test_a_stress_is_no_hedge() -> None:
    """The outlets that lack a hedge are those of hedges alone; who lacks a stress or a denial is not among them."""
    for rule, said in (("hedge-only-one-side", True), ("stressed-only-one-side", False)):
        whole = full_report()
        for alignment in whole["alignments"]:
            for difference in alignment["differences"]:
                if difference["kind"] == "certainty":
                    difference["rule"] = rule
        points = [point.label for answer in view(whole).answers for point in answer.points]
        assert ("No hedge, where another outlet has one" in points) is said


def test_what_was_told_to_an_outlet_is_not_that_outlets_report() -> None:
    """A citation of an interview says so wherever it is told, and is never called a retelling."""
    whole = full_report()
    for row in whole["derivation"][0]["evidence"]:
        row["role"] = "interview"
    shown = view(whole)
    said = "daily-beacon.example cites what was told to harbour-wire.example"
    assert shown.derivations[0].interview and said in shown.summary
    assert any(said in answer.text for answer in shown.answers)
    for text in (page(shown), markdown(whole)):
        assert "cites what was told to" in text
        assert "daily-beacon.example</bdi> retells" not in text


def test_pair_outside_any_group_is_a_possible_match() -> None:
    """A matched pair that no group holds is no claim: it is shown apart, and counted nowhere."""
    shown = view(full_report())
    assert all(card.group for card in shown.cards)
    assert len(shown.rows) == len(shown.cards) == 7
    (pair,) = shown.possible
    assert (pair.label, pair.outlets) == ("Possible match 1", ("ellery-post.example", "daily-beacon.example"))
    assert "7 claims are matched in more than one independent outlet" in shown.summary
    assert "1 further pair is shown as possible matches" in shown.answers[-1].text


def test_retelling_is_held_against_its_original() -> None:
    """Each step has its sides, marked as their alignment marks them; a lost original is said to be lost."""
    told, lost = view(full_report()).derivations
    assert {change: number for change, _, number in told.counts}["dropped"] == 2
    first = told.steps[0]
    assert first.original is not None and any(segment.kinds for segment in first.original.segments)
    assert [step.retelling for step in told.steps if step.change == "dropped"] == [None, None]
    assert lost.state == "not_retrieved" and not lost.steps
    assert "not retrieved" in lost.state_words


def test_a_possible_match_is_neither_dropped_nor_added() -> None:
    """What has only a match that joins no claim is told as not known, and counted as neither."""
    whole = full_report()
    steps = whole["derivation"][0]["claims"]
    (added,) = (step for step in steps if step["change"] == "added")
    first = next(step for step in steps if step["change"] == "dropped")
    pair = {**whole["alignments"][0], "a": first["original_claim"], "b": added["citing_claim"]}
    whole["alignments"].append(pair | {"conflict": None, "conflict_evidence": None, "differences": []})
    told = view(whole).derivations[0]
    counts = {change: number for change, _, number in told.counts}
    assert (counts["dropped"], counts.get("added"), counts["possible"]) == (1, None, 2)
    assert [bool(step.original) for step in told.steps if step.change == "possible"] == [False, True]
    assert "leaves out 1" in view(whole).summary
    for text in (page(view(whole)), markdown(whole)):
        assert "not for sure in the retelling" in text and "not for sure in the original" in text


def test_summary_says_what_was_found() -> None:
    """The opening names the outlets compared, those left out and why, the conflicts and the retellings."""
    said = view(full_report()).summary
    for part in (
        "5 articles from 5 outlets were compared",
        "island-times.example (not retrieved: HTTP 503)",
        "what they say is not known",
        "in 3 of them the outlets conflict, over figures (1)",
        "daily-beacon.example retells harbour-wire.example",
        "gives 1 to another source",
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
    assert part in shown.summary
    assert "conflict" not in shown.summary
    assert not shown.answers and not shown.possible
    assert not shown.cards


def test_answers_say_who_where_how_what_became_and_how_sure() -> None:
    """Each question has an answer that leads to its section, with examples that lead to their claims."""
    shown = view(full_report())
    found = {answer.question: answer for answer in shown.answers}
    assert [answer.target for answer in shown.answers] == [
        "coverage",
        "conflicts",
        "kinds",
        "retellings",
        "method",
    ]
    conflicts = found["Where do they conflict?"]
    assert conflicts.text == "In 3 of 7 claims."
    assert conflicts.points[0].anchor == "claim-1"
    assert "“14” (ellery-post.example)" in conflicts.points[0].text
    assert "“21” (daily-beacon.example)" in conflicts.points[0].text
    sources = next(point for point in found["How do the words differ?"].points if "source" in point.label)
    assert sources.anchor == "kind-attribution" and "daily-beacon.example" in sources.text
    became = found["What did a retelling do to its original?"]
    assert "2 hardened" in became.text
    assert "the source is gone" in became.points[0].text


def test_conflicts_sources_and_citations_say_on_what_they_rest() -> None:
    """The words of a conflict with rule and later figure, what was counted once and why, and where a citation leads back."""
    shown = view(full_report())
    (clash,) = shown.conflicts[0].evidence
    assert [(side.words, side.outlets) for side in clash.sides] == [
        ("14", ("ellery-post.example",)),
        ("21", ("daily-beacon.example",)),
    ]
    assert "21 is the later figure" in clash.explained
    assert shown.conflicts[0].collapsed == ("Metro Minute has nearly the same text as Harbour Wire",)
    assert shown.derivations[1].chain.startswith(
        "The citation leads back: northern-ledger.example, then island-times"
    )
    assert all(low <= share <= high for rate in shown.rates for _, share, low, high in rate.shares)
    text = page(shown)
    for part in (
        "The conflict rests on",
        "21 is the later figure",
        "counted once:",
        "The citation leads back",
        "95 % interval",
    ):
        assert part in text


def test_nothing_found_is_an_answer_too() -> None:
    """Where nothing was found the answers say so, and that this may be the method's fault."""
    whole = full_report()
    for part in ("alignments", "groups", "coverage", "derivation"):
        whole[part] = []
    said = {answer.question: answer.text for answer in view(whole).answers}
    assert "They miss many conflicts" in said["Where do they conflict?"]
    assert "No claim was found" in said["Who tells what?"]


def test_many_copies_of_one_text_are_one_column_and_one_sentence() -> None:
    """Nineteen outlets of one text are summed up, not listed nineteen times; how many tell a claim is kept."""
    shown = view(copies_report(20))
    assert (
        "outlet-01.example, outlet-02.example, outlet-03.example and 15 more outlets have nearly the same text as outlet-00.example"
        in shown.summary
    )
    assert len(shown.summary) < 700
    assert [outlet.name for outlet in shown.outlets] == ["outlet-00.example", "outlet-19.example"]
    assert shown.outlets[0].access_words == "and 18 with nearly the same text"
    assert shown.rows[0].cells[0].tellers == "19 of 19"
    assert [len(source.copies) for source in shown.sources] == [18, 0]


def test_one_text_in_all_outlets_is_one_telling() -> None:
    """When every outlet has the same text, the summary says that there is one telling."""
    whole = copies_report(6)
    last = whole["articles"][-1]
    whole["articles"] = whole["articles"][:-1]
    gone = {claim["id"] for claim in whole["claims"] if claim["article"] == last["id"]}
    whole["claims"] = [claim for claim in whole["claims"] if claim["id"] not in gone]
    whole["alignments"] = []
    whole["coverage"] = [row for row in whole["coverage"] if row["outlet"] != last["outlet"]]
    for group in whole["groups"]:
        group["claims"] = [claim for claim in group["claims"] if claim not in gone]
    assert "it is one telling, counted once" in view(whole).summary


def test_similarity_is_a_share_of_each_outlets_own_sentences() -> None:
    """Of an outlet's sentences, those with a match in the other are counted; a copy shares them all."""
    rows = {row.outlet: row for row in view(full_report()).overlaps}
    wire = {one.outlet: one for one in rows["harbour-wire.example"].others if one}
    assert wire["metro-minute.example"].claims == 7
    assert (wire["daily-beacon.example"].sentences, rows["harbour-wire.example"].sentences) == (5, 8)
    assert wire["daily-beacon.example"].percent == 62
    assert rows["harbour-wire.example"].others[0] is None


def test_every_kind_has_its_measured_rate() -> None:
    """The published error rates hold a row for conflicts and for each kind, which the sections repeat in words."""
    for kind in ("conflict", *words.DIFFERENCES):
        said = words.rate(kind, ERROR_RATES)
        assert ("right when told" in said or "none told" in said) and "found" in said, kind
        assert "told none told" not in said
    assert (
        words.rate("conflict", [("Conflicts: right when told; found", "1 of 5; 1 of 24")])
        == "right when told 1 of 5; found 1 of 24"
    )
    assert words.rate("conflict", [("Conflicts that are right", "0.64")]) == "Conflicts that are right: 0.64"
    assert words.rate("conflict", []) == ""


def test_timeline_does_not_order_what_it_cannot() -> None:
    """An article dated to the day spans that day; one without a date has no mark, but was fetched."""
    line = view(full_report()).timeline
    assert line is not None
    moments = {moment.outlet: moment for moment in line.moments}
    ledger, island = moments["northern-ledger.example"], moments["island-times.example"]
    assert ledger.published is not None and ledger.published.width > 900
    assert "hour not given" in ledger.published_words
    assert island.published is None and island.published_words == "no date given"
    assert island.fetched is not None
    spans = [span for m in line.moments for span in (m.published, m.fetched) if span]
    assert all(span.left >= 0 and span.left + span.width <= 1000 for span in spans)
    assert "1 article without a time" in line.said


def test_articles_of_one_moment_are_a_point_and_no_day() -> None:
    """Published at the same second, they stand as points in the middle; a wide bar would say that only the day is known."""
    whole = full_report()
    for article in whole["articles"]:
        article |= {"published_at": "2031-05-14T12:00:00Z", "published_precision": "second"}
    line = view(whole).timeline
    assert line is not None
    assert {(m.published.left, m.published.width) for m in line.moments if m.published} == {(494, 12)}


def test_a_weekday_alone_is_no_figure() -> None:
    """In a report without measured rates, the share with a figure counts numbers, amounts and dates with digits."""
    report = full_report()
    del report["rates"]
    outlet = report["articles"][0]["outlet"]
    own = [
        c for c in report["claims"] if c["article"] == report["articles"][0]["id"] and c["kind"] != "headline"
    ]
    for claim in report["claims"]:
        claim["quantities"] = [{"text": "Monday", "kind": "date"}, {"text": "since May", "kind": "date"}]
    own[0]["quantities"].append({"text": "5 May", "kind": "date"})
    own[1]["quantities"].append({"text": "two", "kind": "number"})
    shares = next(rate.shares for rate in view(report).rates if rate.outlet == outlet)
    assert [share for label, share, *_ in shares if label == "with a figure"] == [round(200 / len(own))]
