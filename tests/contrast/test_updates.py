"""A later figure is an update only where the publication times show that it is later."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compare.contrast.differences import contrast
from compare.read.claims import claims
from compare.records import Alignment, ConflictEvidence
from tests.articles import text_article
from tests.claims import words


def evidence(
    a: str, b: str, times: tuple[str | None, str | None], precision: str = "minute"
) -> ConflictEvidence:
    """The evidence of the conflict between two one-sentence articles published at ``times``."""
    articles = [
        replace(
            text_article(f"http://{host}/a", "A headline", [sentence]),
            published_at=at,
            published_precision=precision,
        )
        for host, sentence, at in zip(("one.example", "two.example"), (a, b), times, strict=True)
    ]
    first, second = (next(c for c in claims(x, words()) if c.kind != "headline") for x in articles)
    (told,) = contrast(
        [Alignment(first.id, second.id, 0.9, "same")],
        {first.id: first, second.id: second},
        words(),
        {x.id: x for x in articles},
    )
    assert told.conflict and told.evidence
    return told.evidence


SENTENCES = ("The collapse of the quay killed 14 dockers.", "The collapse of the quay killed 21 dockers.")


def test_a_figure_published_hours_later_is_an_update() -> None:
    """The note names both times, and the evidence the words on both sides."""
    found = evidence(*SENTENCES, ("2025-12-06T08:00:00Z", "2025-12-06T12:00:00Z"))
    assert found.later == "b"
    assert (found.a.text, found.b.text, found.rule) == ("14 dockers", "21 dockers", "other-figure")
    assert "an update" in found.note and "2025-12-06T12:00:00Z" in found.note
    assert evidence(*SENTENCES[::-1], ("2025-12-07T08:00:00Z", "2025-12-06T12:00:00Z")).later == "a"


def test_a_smaller_figure_and_a_yearly_sum_are_no_updates() -> None:
    """Tolls rise and do not fall; what a trade is worth a year is told anew by another source."""
    times = ("2025-12-06T08:00:00Z", "2025-12-06T12:00:00Z")
    assert evidence(*SENTENCES[::-1], times).later is None
    assert (
        evidence(
            "The trade is worth 340 crowns a year.", "The trade is worth 410 crowns a year.", times
        ).later
        is None
    )


@pytest.mark.parametrize(
    ("times", "precision"),
    [
        (("2025-12-06T08:00:00Z", "2025-12-06T08:30:00Z"), "minute"),
        (("2025-12-06T00:00:00Z", "2025-12-06T00:00:00Z"), "day"),
        ((None, "2025-12-06T12:00:00Z"), "minute"),
        (("2025-11-01T00:00:00Z", "2025-12-01T00:00:00Z"), "month"),
        (("no date", "2025-12-06T12:00:00Z"), "minute"),
    ],
)
def test_without_times_that_tell_it_stays_a_contradiction(
    times: tuple[str | None, str | None], precision: str
) -> None:
    """Within one hour, within one day, or without a time, neither is known to be later."""
    assert evidence(*SENTENCES, times, precision).later is None


def test_another_date_of_one_event_is_no_update() -> None:
    """When it happened does not change with the hours."""
    found = evidence(
        "The summit was set for December 18.",
        "The summit was set for December 20.",
        ("2025-12-06T08:00:00Z", "2025-12-06T12:00:00Z"),
    )
    assert (found.later, found.rule) == (None, "other-date")
