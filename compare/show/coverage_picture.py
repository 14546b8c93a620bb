"""The coverage picture: claims down, outlets across, and in each cell whether, and how far down, it is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from compare.show import words
from compare.show.index import Index
from compare.show.model import ArticleView, Card, Cell, OutletView, Row, View

Json = dict[str, Any]
_BEST_FIRST = ("full", "partial", "paywalled", "failed")
# Twenty columns of one text would bury the outlets that wrote their own: from so many copies on, one column.
_FOLD = 4


def columns(report: Json, articles: Sequence[ArticleView]) -> tuple[OutletView, ...]:
    """Outlets in the order of their articles, then those that only the coverage names; many copies in one."""
    access: dict[str, list[str]] = {}
    own_text: set[str] = set()
    for article in articles:
        access.setdefault(article.outlet, []).append(article.access)
        if not article.same_text_as:
            own_text.add(article.outlet)
    for row in report["coverage"]:
        access.setdefault(row["outlet"], [])
    copies: dict[str, list[str]] = {}
    for article in articles:
        if article.same_text_as and article.outlet not in own_text:
            copies.setdefault(article.same_text_as, []).append(article.outlet)
    folded = {name: list(dict.fromkeys(own)) for name, own in copies.items() if len(set(own)) >= _FOLD}
    away = {outlet for own in folded.values() for outlet in own}
    made = []
    for name, states in access.items():
        if name in away:
            continue
        best = min(states, key=_BEST_FIRST.index) if states else "none"
        said = words.ACCESS.get(best, "no article retrieved")
        members = (name, *folded.get(name, ()))
        if len(members) > 1:
            said = f"and {len(members) - 1} with nearly the same text"
        made.append(OutletView(name, best, said, members))
    return tuple(made)


def rows(
    report: Json,
    index: Index,
    made: Sequence[Card],
    outlets: Sequence[OutletView],
    possible: Sequence[Card] = (),
    anchors: Mapping[str, str] | None = None,
) -> tuple[Row, ...]:
    """One row for each claim, in the order of ``made``; ``anchors`` say where else a sentence stands."""
    near = {
        (t.claim, o.claim): card.anchor for card in possible for t in card.tellings for o in card.tellings
    }
    states: dict[tuple[str, str], list[Json]] = {}
    for row in report["coverage"]:
        states.setdefault((row["group"], row["outlet"]), []).append(row)
    return tuple(
        Row(
            card,
            tuple(
                _folded(outlet, [_cell(card, name, states.get((card.group, name), []), index, near, anchors or {}) for name in outlet.members])
                for outlet in outlets
            ),
        )
        for card in made
    )  # fmt: skip


def legend(shown: View) -> dict[str, tuple[str, str, str]]:
    """Symbol, name and meaning of each state, and of the mark of a denial where there is one."""
    denied = any(cell.denied for row in shown.rows for cell in row.cells)
    return words.COVERAGE | ({"denied": words.DENIED} if denied else {})


def _folded(outlet: OutletView, cells: Sequence[Cell]) -> Cell:
    """The cell of a column: the first outlet's that tells the claim, with how many of them do."""
    if len(cells) == 1:
        return cells[0]
    telling = [cell for cell in cells if cell.state == "present"]
    maybe = [cell for cell in cells if cell.text]
    first = (sorted(telling, key=lambda cell: cell.denied) or maybe or cells)[0]
    tellers = f"{len(telling)} of {len(cells)}" if telling else ""
    return replace(first, outlet=outlet.name, tellers=tellers)


def _cell(
    card: Card,
    outlet: str,
    found: Sequence[Json],
    index: Index,
    near: Mapping[tuple[str, str], str],
    anchors: Mapping[str, str],
) -> Cell:
    own = [t for t in card.tellings if outlet == t.outlet] or [t for t in card.tellings if outlet in t.also]
    # Without a row nothing is known; to say "not found" needs the word of the comparison itself.
    state = "present" if own else next((row["state"] for row in found), "unknown")
    symbol, said, _ = words.COVERAGE[state]
    claim = next((row["claim"] for row in found if row["claim"]), own[0].claim if own else None)
    if state == "unknown" and claim is not None:
        pairs = (near.get((claim, t.claim)) for t in card.tellings)
        anchor = next(filter(None, pairs), anchors.get(claim, "possible"))
        text = index.claims[claim]["text"]
        return Cell(
            outlet, state, symbol, "possible match", index.place(claim), index.at(claim), anchor, text, ""
        )
    if state != "present" or claim is None:
        return Cell(outlet, state, symbol, said, "", 0, "", "", "")
    # Where every outlet tells a denial, that is the claim; where others tell the thing itself, it is a denial of it.
    denied = all(t.certainty == "denied" for t in own) and any(t.certainty != "denied" for t in card.tellings)
    if denied:
        symbol, said, _ = words.DENIED
    telling = next((t for t in own if t.claim == claim), own[0] if own else None)
    anchor = card.anchor if telling is None or card.brief else telling.anchor
    text = index.claims[claim]["text"]
    return Cell(outlet, state, symbol, said, index.place(claim), index.at(claim), anchor, text, "", denied)
