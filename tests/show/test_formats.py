"""HTML, Markdown and CSV of an ordinary story, and of a very large one."""

from __future__ import annotations

import base64
import csv as standard
import hashlib
import io
import re
import time
from html.parser import HTMLParser
from typing import Any

import pytest

from compare.show.csv import COLUMNS, csv
from compare.show.html import body_html, card_html, html, page, stylesheet
from compare.show.markdown import markdown
from compare.show.view import view
from compare.show.write import FORMATS, render
from tests.show.crowd import crowd_report
from tests.show.story import RATES, alone_report, empty_report, full_report


class Marks(HTMLParser):
    """Collects the text of each mark with its classes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._kind: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "mark":
            self._kind = dict(attrs)["class"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._kind = None

    def handle_data(self, data: str) -> None:
        if self._kind is not None:
            self.found.append((self._kind.strip(), data))


@pytest.mark.parametrize("format", FORMATS)
def test_same_inputs_same_bytes(format: str) -> None:
    """Rendering twice gives the same text, to the byte."""
    assert render(full_report(), format, RATES) == render(full_report(), format, RATES)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("made", [alone_report, empty_report])
def test_small_stories_render(made: Any, format: str) -> None:
    """A story of one article, or of none, has a report in every format."""
    assert render(made(), format)


def test_states_are_words_in_every_format() -> None:
    """The four states are told apart in words, not by colour or sign alone."""
    for text in (html(full_report()), markdown(full_report())):
        for said in ("told", "not found", "not known", "not retrieved"):
            assert said in text
    cells = re.findall(r'<td class="s-(\w+)">(.*?)</td>', html(full_report()), re.DOTALL)
    wanted = {
        "present": "told",
        "absent": "not found",
        "unknown": "not known",
        "not_retrieved": "not retrieved",
    }
    assert {state for state, _ in cells} == set(wanted)
    assert all(wanted[state] in body for state, body in cells)


def test_html_marks_the_differing_words() -> None:
    """The page's marks hold exactly the words of the differences, with their kind."""
    parser = Marks()
    parser.feed(html(full_report()))
    assert ("k-number", "21") in parser.found
    assert ("k-certainty", "may have") in parser.found
    assert ("k-quote", "too early to name a cause") in parser.found


def test_html_allows_no_script_and_no_request() -> None:
    """The policy forbids everything but our own style, whose hash it carries; nothing is loaded."""
    text = html(full_report())
    css = re.search(r"<style>(.*?)</style>", text, re.DOTALL)
    assert css is not None
    hashed = base64.b64encode(hashlib.sha256(css[1].encode()).digest()).decode()
    assert "default-src &#39;none&#39;" in text
    assert f"sha256-{hashed}" in text.replace("&#43;", "+").replace("&#47;", "/")
    assert not re.search(r"<(script|img|iframe|link|object|embed|form)\b|\ssrc=|\sstyle=|url\(|@import", text)


def test_html_shows_probability_rule_and_source() -> None:
    """Each match shows how sure it is, each difference its rule, each telling the way to its sentence."""
    text = html(full_report(), RATES)
    for part in ("0.91", "rule: <bdi>charged verb</bdi>", "#:~:text=", "0.71", "partly the same"):
        assert part in text


def test_html_ids_are_unique_and_links_lead_somewhere() -> None:
    """No id stands twice, and each link inside the page has its target."""
    text = html(full_report(), RATES)
    ids = re.findall(r'\sid="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^":]*)"', text)) <= set(ids)


def test_formats_agree_on_the_findings() -> None:
    """The opening sentences and the numbers of the claims are the same in HTML and Markdown."""
    page, text = html(full_report()), markdown(full_report())
    for part in (
        "7 claims are matched in more than one independent outlet",
        "conflict over figures",
        "0.88–0.97",
    ):
        assert part in page and part in text


def test_csv_has_a_row_for_each_difference() -> None:
    """A pair with three differences has three rows, a pair with none has one; lines end as RFC 4180 says."""
    whole = full_report()
    text = csv(whole)
    rows = list(standard.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == sum(len(a["differences"]) or 1 for a in whole["alignments"])
    assert rows[0]["claim"] == "Claim 1" and rows[-1]["claim"] == "Possible match 1"
    assert text.count("\r\n") == len(rows) + 1 == text.count("\n")
    row = next(row for row in rows if row["conflict"] == "number" and row["rule"] == "charged verb")
    assert (row["a_words"], row["b_words"], row["probability"]) == ("struck", "smashed into", "0.9100")
    assert row["a_url"] == "https://harbour-wire.example/2031/05/ferry"


def test_csv_and_markdown_hold_the_evidence_of_conflicts() -> None:
    """Both quotes, both addresses and the rule of each conflict whose words are known."""
    rows = list(standard.DictReader(io.StringIO(csv(full_report()), newline="")))
    found = {
        (row["conflict_a_words"], row["conflict_b_words"], row["conflict_rule"], row["a_url"], row["b_url"])
        for row in rows
        if row["conflict_rule"]
    }
    post, beacon = ("https://ellery-post.example/2031/05/ferry", "https://daily-beacon.example/2031/05/ferry")
    assert found == {("14", "21", "other-figure", post, beacon)}
    (line,) = [line for line in markdown(full_report()).splitlines() if line.startswith("- *Conflict over")]
    for part in ("“14”", "“21”", post, beacon, "Rule: other-figure", "21 is the later figure"):
        assert part in line


def test_long_markdown_keeps_what_matters_and_says_what_is_left_out() -> None:
    """The error rates and the notice stay; the cut is between whole claims, with their number and a command."""
    text = markdown(crowd_report(20, 60), RATES)
    assert len(text) < 65_536
    assert RATES[0][0] in text and "does not judge who is right" in text
    assert re.search(
        r"\*\*Left out here for length:\*\* .*\(\d+\).*`outlet-compare report large --format html`", text
    )
    shown = set(re.findall(r"^### Claim (\d+):", text, re.MULTILINE))
    left = re.search(r"claims of “Told differently” \((\d+)\)", text)
    assert left and len(shown) + int(left[1]) + 3 == 60
    assert "report.html" not in text and "report.json" not in text


def test_large_story_stays_light() -> None:
    """Twenty outlets of sixty claims, each matched with each, give a page below 2 MB soon; the benchmark holds it to a second."""
    whole = crowd_report(20, 60)
    html(full_report())  # templates are compiled once
    before = time.process_time()
    text = html(whole)
    spent = time.process_time() - before
    assert len(text.encode()) < 2_000_000
    assert spent < 3
    assert len(markdown(whole)) < 65_536


def test_body_and_card_stand_apart_from_the_page() -> None:
    """Another program gets the report, or one claim's card, without the page around it."""
    shown = view(full_report())
    body, whole = body_html(shown, RATES), page(shown, RATES)
    assert body.startswith('<div class="report" lang="en">')
    assert not re.search(r"<(html|head|body|main|style|meta)\b", body)
    assert all(line in whole for line in body.splitlines()[1:-1])
    assert card_html(shown.conflicts[0]) in body
    assert not re.search(r"^(html|body|main)\b", stylesheet(within=".report"), re.MULTILINE)
