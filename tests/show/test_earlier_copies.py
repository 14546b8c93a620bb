"""What the formats say of an article that was compared from an earlier copy."""

from __future__ import annotations

import re

from compare.show.html import page
from compare.show.markdown import markdown
from compare.show.view import view
from tests.show.story import full_report


def test_an_earlier_copy_is_marked_as_such() -> None:
    """An article that could not be had again since it was read says of when its copy is, and what failed since."""
    whole = full_report()
    assert not any(article.older_copy for article in view(whole).articles)
    url = "https://daily-beacon.example/2031/05/ferry"
    whole["failures"].append(
        {"url": url, "stage": "fetch", "reason": "HTTP 410", "at": "2031-05-15T08:00:00Z"}
    )
    shown = view(whole)
    marked = "of 14 May 2031, 20:02 UTC, since HTTP 410 (15 May 2031, 08:00 UTC)"
    assert {a.outlet: a.older_copy for a in shown.articles if a.older_copy} == {
        "daily-beacon.example": marked
    }
    assert f"daily-beacon.example was compared from an earlier copy {marked}." in shown.summary
    assert all(f"earlier copy {marked}" in text or marked in text for text in (page(shown), markdown(whole)))


def test_why_an_earlier_copy_was_compared_is_said_once() -> None:
    """The row of the article says what was read then and, once, what failed since; nothing else is lost."""
    whole = full_report()
    beacon = next(a for a in whole["articles"] if a["outlet"] == "daily-beacon.example")
    stub = "stub: the page asks to subscribe; compared as it was read on 2031-05-14T20:02:00Z"
    beacon["reason"] = f"cut after 9 characters; {stub}"
    whole["failures"].append(
        {"url": beacon["url"], "stage": "extract", "reason": stub, "at": "2031-05-15T08:00:00Z"}
    )
    shown = view(whole)
    (article,) = (a for a in shown.articles if a.outlet == "daily-beacon.example")
    assert article.reason == "cut after 9 characters"
    told = "from an earlier copy of 14 May 2031, 20:02 UTC, since stub: the page asks to subscribe"
    (html,) = (row for row in re.findall("<tr>.*?</tr>", page(shown), re.DOTALL) if 'class="older"' in row)
    (row,) = (
        line for line in markdown(whole).splitlines() if "earlier copy of" in line and line.startswith("|")
    )
    for text in (html, row):
        assert told in text
        assert text.count("the page asks to subscribe") == 1
