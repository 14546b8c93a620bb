"""A web archive's answers are taken for what they are, and for nothing that they only claim to be."""

from __future__ import annotations

import json

import pytest

from compare.collect.wayback import answer, is_of, question, taken_at
from compare.errors import ExtractionError
from compare.records import Page

GONE = "http://two.example/a?b=1"
RAW = "http://web.archive.example/web/20251206101500id_/http://two.example/a?b=1"


def said(body: object) -> Page:
    url = "http://archive.example/wayback/available?url=x"
    data = body if isinstance(body, str) else json.dumps(body)
    return Page(url, url, 200, (), data.encode(), "2025-12-08T00:00:00Z")


def closest(**changes: object) -> dict[str, object]:
    snapshot = {
        "available": True,
        "url": f"http://web.archive.example/web/20251206101500/{GONE}",
        "timestamp": "20251206101500",
        "status": "200",
    }
    return {"archived_snapshots": {"closest": snapshot | changes}}


def test_the_snapshot_is_asked_for_as_it_was_archived() -> None:
    """Without the archive's own frame around it; its time and its page are told by its address."""
    assert answer(said(closest())) == RAW
    assert taken_at(RAW) == "2025-12-06T10:15:00Z"
    assert is_of(RAW, GONE) and not is_of(RAW, "http://two.example/other")


def test_the_question_names_the_page_and_its_time() -> None:
    """The snapshot nearest to the publication is wanted, else the latest."""
    assert question("http://archive.example/available", GONE, "2025-12-06T10:00:00Z").endswith(
        "?url=http%3A%2F%2Ftwo.example%2Fa%3Fb%3D1&timestamp=20251206100000"
    )
    assert "timestamp" not in question("http://archive.example/available", GONE, None)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"archived_snapshots": {}}, "no snapshot"),
        (closest(available=False), "no snapshot"),
        (closest(status="404"), "no snapshot"),
        (
            closest(url="http://evil.example/web/20251206101500/http://two.example/a"),
            "no snapshot of its own",
        ),
        (closest(url="http://web.archive.example/about"), "no snapshot of its own"),
        (closest(url="javascript:alert(1)"), "no snapshot of its own"),
        ("<html>Too many requests</html>", "Too many requests"),
        ("", "did not answer"),
        ("[" * 100_000, "did not answer"),
        ({"archived_snapshots": {"closest": 3}}, "did not answer"),
    ],
)
def test_an_answer_that_is_none_is_told(body: object, says: str) -> None:
    """An error page, an empty answer, a snapshot on another site."""
    with pytest.raises(ExtractionError, match=says):
        answer(said(body))
