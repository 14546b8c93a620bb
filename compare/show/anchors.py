"""Where in a report each sentence stands, so that a sentence named elsewhere can lead to it."""

from __future__ import annotations

from collections.abc import Sequence

from compare.show.model import Card, Lone

SHOWN = 40  # possible matches that a page prints; more would bury them, and all are in report.json


def anchors(claims: Sequence[Card], possible: Sequence[Card], lone: Sequence[Lone]) -> dict[str, str]:
    """The anchor of each claim id: in the card that holds it, else under its outlet, else in a possible match."""
    found = {telling.claim: telling.anchor for card in possible[:SHOWN] for telling in card.tellings}
    found |= {telling.claim: telling.anchor for one in lone for telling in one.tellings}
    # A claim in one line has an anchor as a whole.
    found |= {t.claim: card.anchor if card.brief else t.anchor for card in claims for t in card.tellings}
    return found
