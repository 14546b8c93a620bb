"""The picture of who tells what: what its cells say and where they lead."""

from __future__ import annotations

import re
from typing import Any

from compare.show.html import page
from compare.show.markdown import markdown
from compare.show.model import Cell
from compare.show.view import view
from tests.show.crowd import crowd_report
from tests.show.story import full_report


def cell_of(report: dict[str, Any], group: str, outlet: str) -> Cell:
    """The cell of one outlet in the line of one claim."""
    row = next(row for row in view(report).rows if row.card.group == group)
    return next(cell for cell in row.cells if cell.outlet == outlet)


def weakened(report: dict[str, Any]) -> tuple[str, str, str]:
    """Takes one telling out of a claim of many, so that only possible matches join it; its group, outlet and id."""
    group = next(g for g in report["groups"] if len(g["outlets"]) > 2)
    outlets = {a["id"]: a["outlet"] for a in report["articles"]}
    where = {c["id"]: outlets[c["article"]] for c in report["claims"]}
    claim = next(
        c for c in group["claims"] if any(c in (a["a"], a["b"]) for a in report["alignments"])
        and [where[x] for x in group["claims"]].count(where[c]) == 1
    )  # fmt: skip
    group["claims"].remove(claim)
    group["outlets"].remove(where[claim])
    for row in report["coverage"]:
        if (row["group"], row["outlet"]) == (group["id"], where[claim]):
            row["state"], row["claim"] = "unknown", claim
    return group["id"], where[claim], claim


def test_a_possible_match_shows_its_sentence_and_leads_to_the_pair() -> None:
    """A cell that is not known on account of a possible match has the sentence, and a link to both."""
    whole = full_report()
    group, outlet, claim = weakened(whole)
    cell = cell_of(whole, group, outlet)
    assert (cell.state, cell.words) == ("unknown", "possible match")
    assert cell.text == next(c["text"] for c in whole["claims"] if c["id"] == claim)
    target = next(card for card in view(whole).possible if card.anchor == cell.anchor)
    assert claim in {t.claim for t in target.tellings}
    text = page(view(whole))
    assert f' id="{cell.anchor}"' in text
    assert re.search(rf'<td class="s-unknown"><a href="#{cell.anchor}">.*possible match.*class="tip"', text)
    assert "? possible match" in markdown(whole)


def test_every_possible_match_has_its_place_on_the_page() -> None:
    """Not the first ten alone: the cells and Datasette lead to them."""
    whole = full_report()
    (pair,) = [
        a
        for a in whole["alignments"]
        if not [g for g in whole["groups"] if {a["a"], a["b"]} <= {*g["claims"]}]
    ]
    whole["alignments"] += [pair] * 24
    assert page(view(whole)).count(' id="possible-') == 25 * 3  # each with its two sentences


def test_a_denial_is_no_telling() -> None:
    """Who says that it is not so is shown as denying it, in every form, where others tell it."""
    whole = full_report()
    group = next(g for g in whole["groups"] if len(g["claims"]) == len(g["outlets"]) > 2)
    article = next(a for a in whole["articles"] if a["outlet"] == (outlet := "daily-beacon.example"))
    claim = next(c for c in whole["claims"] if c["article"] == article["id"] and c["id"] in group["claims"])
    before = cell_of(whole, group["id"], outlet)
    assert (before.denied, before.symbol) == (False, "●")
    claim["certainty"] = "denied"
    cell = cell_of(whole, group["id"], outlet)
    assert (cell.state, cell.denied, cell.symbol) == ("present", True, "⊖")
    assert cell.said.startswith("denied, ")
    text = page(view(whole))
    assert '<td class="s-denied">' in text and "told only as what somebody denies" in text
    assert "⊖ denied" in markdown(whole)
    assert "told only as what somebody denies" not in page(view(full_report()))


def test_what_is_told_in_its_own_voice_names_no_source() -> None:
    """Who speaks in a sentence that a difference calls the outlet's own is not shown as its source."""
    whole = full_report()
    found = [
        (pair[side], d)
        for pair in whole["alignments"]
        for d in pair["differences"]
        for side in ("a", "b")
        if d["kind"] == "attribution" and not d[f"{side}_text"]
    ]
    found[0][1]["rule"] = "own-voice-or-attributed"
    claim = next(c for c in whole["claims"] if c["id"] == found[0][0])
    claim |= {"speaker": "he", "cue": "told"}
    tellings = [t for card in view(whole).cards for t in card.tellings if t.claim == claim["id"]]
    assert [t.speaker for t in tellings] == [""]
    assert "source: <bdi>he</bdi>" not in page(view(whole))


def test_a_claim_that_is_a_denial_is_told() -> None:
    """Where every outlet tells the denial, the denial is the claim."""
    whole = full_report()
    group = next(g for g in whole["groups"] if len(g["outlets"]) > 2)
    for claim in whole["claims"]:
        if claim["id"] in group["claims"]:
            claim["certainty"] = "denied"
    row = next(row for row in view(whole).rows if row.card.group == group["id"])
    assert {cell.denied for cell in row.cells} == {False}


def test_a_long_picture_says_how_much_more_there_is() -> None:
    """The first lines stand open; how many follow is said, with a link, and every claim has its line."""
    shown = view(crowd_report(8, 30))
    number = len(shown.rows)
    text = page(shown)
    assert number > 24
    assert f"These are the first 12 of {number} claims." in text
    assert f'<a href="#coverage-13">{number - 12} more claims' in text
    assert ' id="coverage-13"' in text and ' id="coverage-25"' in text
    lines = re.findall(r'<th scope="row"><a href="#(claim-\d+)">', text)
    assert lines == [row.card.anchor for row in shown.rows]
    assert "These are the first" not in page(view(full_report()))


def test_what_a_copy_may_tell_was_not_dropped_by_both() -> None:
    """One number: of two outlets of one text, what only one of them drops is not among what they drop."""
    whole = full_report()
    first = next(d for d in whole["derivation"] if any(c["change"] == "dropped" for c in d["claims"]))
    citing = next(a for a in whole["articles"] if a["id"] == first["citing"])
    copy = next(a for a in whole["articles"] if a["same_text_as"])
    dropped = [c for c in first["claims"] if c["change"] == "dropped"]
    copy["same_text_as"] = citing["id"]
    kept = [c for c in first["claims"] if c is not dropped[0]]
    whole["derivation"].append({**first, "citing": copy["id"], "claims": kept})
    shown = view(whole)
    told = next(d for d in shown.derivations if d.citing.id == citing["id"])
    number = len(dropped) - 1
    assert told.also == (copy["outlet"],)
    assert len(told.of("dropped")) == number
    assert ("dropped", "dropped", number) in told.counts
    became = next(a for a in shown.answers if a.target == "retellings")
    assert f"{number} dropped" in became.text and f"leaves out {number}" in shown.summary
