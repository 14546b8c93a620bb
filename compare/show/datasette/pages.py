"""Our pages as HTML: the report, or one claim's card, in a frame with the way back to Datasette's rows."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup
from sqlite_utils import Database

from compare.error_rates import ERROR_RATES
from compare.reporting import report_of
from compare.show.anchors import SHOWN
from compare.show.coverage_picture import legend
from compare.show.datasette import addresses, kept
from compare.show.html import body_html, card_html, environment, stylesheet
from compare.show.index import bare
from compare.show.model import Card, Cell, Row, Telling, View
from compare.show.view import view
from compare.store import places

FRAMES = Path(__file__).with_name("frames")
# What is kept of a story beside its report, as table, label and the column that names the story.
_ROWS = (
    ("story_articles", "articles"),
    ("groups", "shared claims"),
    ("alignments", "pairs"),
    ("derivations", "retellings"),
    ("failures", "failures"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The instance and the database that a page stands in."""

    datasette: Any
    database: str

    def crumbs(self, *more: tuple[str, str]) -> list[tuple[str, str]]:
        """The way here: address and label."""
        return [
            (str(self.datasette.urls.instance()), "home"),
            (str(self.datasette.urls.database(self.database)), self.database),
            (addresses.table(self.datasette, self.database, "stories"), "stories"),
            *more,
        ]


def story(db: Database, frame: Frame, name: str) -> str | None:
    """The page of a story; None when it was never compared."""
    made = _made(db, frame, name)
    if made is None:
        return None
    shown = made.view
    datasette, database = frame.datasette, frame.database
    own = {card.group: addresses.group(datasette, database, card.group) for card in shown.cards}
    here = addresses.story(datasette, database, name)
    if here not in made.bodies:  # one process may serve a database under several names or paths
        made.bodies[here] = body_html(shown, ERROR_RATES, own)
    rows = [(addresses.row(datasette, database, "stories", name), "story")]
    rows += [(addresses.table(datasette, database, table, story_id=name), label) for table, label in _ROWS]
    return _render(
        "story.html",
        title=shown.title,
        crumbs=frame.crumbs(),
        rows=rows,
        body=Markup(made.bodies[here]),  # noqa: S704  # escaped where it was made
    )


def group(db: Database, frame: Frame, key: str) -> str | None:
    """The page of one claim with all its tellings; None when there is none."""
    place = places.place(db, "group", key)
    made = _made(db, frame, place.story) if place else None
    card = next((card for card in made.view.cards if card.group == key), None) if made else None
    if place is None or made is None or card is None:
        return None
    shown = made.view
    datasette, database = frame.datasette, frame.database
    numbers = places.numbers_of(db, [telling.claim for telling in card.tellings])
    before, after = places.beside(db, key)
    return _render(
        "group.html",
        title=card.title,
        crumbs=frame.crumbs((addresses.story(datasette, database, place.story), shown.title)),
        rows=[
            (addresses.row(datasette, database, "groups", key), "claim"),
            (addresses.table(datasette, database, "group_claims", group_id=key), "tellings"),
            (addresses.table(datasette, database, "coverage", group_id=key), "coverage"),
        ],
        card=Markup(card_html(card)),  # noqa: S704  # escaped where it was made
        outlets=[
            (
                cell,
                [
                    (addresses.row(datasette, database, "claims", str(numbers[t.claim])), t.place)
                    for t in _of(card, cell)
                    if t.claim in numbers
                ],
            )
            for cell in _row(shown, card).cells
        ],
        label=card.label,
        report=f"{addresses.story(datasette, database, place.story)}#{card.anchor}",
        before=before and addresses.group(datasette, database, before),
        after=after and addresses.group(datasette, database, after),
        states=legend(shown),
    )


def pair(db: Database, frame: Frame, story_name: str, key: str) -> str | None:
    """The page of a pair that no claim holds: a possible match; None when the story's report has none such."""
    sides = places.sides(db, key)
    made = _made(db, frame, story_name)
    if sides is None or made is None:
        return None
    number = next((n for n, c in enumerate(made.view.possible) if _claims(c) == sides), None)
    if number is None:
        return None
    card = made.view.possible[number]
    datasette, database = frame.datasette, frame.database
    numbers = places.numbers_of(db, list(sides))
    here = addresses.story(datasette, database, story_name)
    return _render(
        "pair.html",
        title=card.title,
        crumbs=frame.crumbs((here, made.view.title)),
        rows=[
            (addresses.row(datasette, database, "alignments", key), "pair"),
            (addresses.table(datasette, database, "differences", alignment_id=key), "differences"),
            *(
                (
                    addresses.row(datasette, database, "claims", str(numbers[t.claim])),
                    f"{t.outlet}’s sentence",
                )
                for t in card.tellings
            ),
        ],
        card=Markup(card_html(card)),  # noqa: S704  # escaped where it was made
        label=card.label,
        report=f"{here}#{card.anchor if number < SHOWN else 'possible'}",
    )


def anchor(db: Database, frame: Frame, story_name: str, number: str) -> str:
    """Where on its story's page the claim of this row stands; empty where it does not."""
    found, made = places.claim(db, number), _made(db, frame, story_name)
    if found is None or made is None:
        return ""
    key, text = found
    if key in made.view.anchors:
        return made.view.anchors[key]
    # A copy's sentence stands with the one that it repeats; a headline, with its article.
    same = (t for one in made.view.lone for t in one.tellings if bare(t.text) == bare(text))
    return next((t.anchor for t in same), "sources")


def missing(datasette: Any, why: str) -> str:
    """The page for what is not there."""
    home = [(str(datasette.urls.instance()), "home")]
    return _render("missing.html", title="Not there", crumbs=home, rows=[], why=why)


def headers() -> dict[str, str]:
    """What keeps a browser from doing anything with a page but showing it."""
    digest = base64.b64encode(hashlib.sha256(_css().encode()).digest()).decode()
    return {
        "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def _claims(card: Card) -> tuple[str, str]:
    return card.pairs[0].a.claim, card.pairs[0].b.claim


def _made(db: Database, frame: Frame, name: str) -> kept.Made | None:
    def make() -> View | None:
        report = report_of(db, name)
        return view(report) if report else None

    return kept.story(kept.stamp(frame.datasette.get_database(frame.database).path), name, make)


def _of(card: Card, cell: Cell) -> list[Telling]:
    """The tellings of the outlet of a cell; a copy's sentence stands with the one that it repeats."""
    return [t for t in card.tellings if t.outlet == cell.outlet or cell.outlet in t.also]


def _row(shown: View, card: Card) -> Row:
    return next(row for row in shown.rows if row.card.group == card.group)


@cache
def _css() -> str:
    return stylesheet(within=".report") + (FRAMES / "frame.css").read_text(encoding="utf-8")


@cache
def rows_css() -> str:
    """The style sheet for Datasette's own pages of our tables."""
    return (FRAMES / "rows.css").read_text(encoding="utf-8")


@cache
def _environment() -> Any:
    """The report's own environment, which escapes everything and shows what hides, on our frames."""
    from jinja2 import FileSystemLoader

    return environment().overlay(loader=FileSystemLoader(FRAMES))


def _render(template: str, **values: Any) -> str:
    css = Markup(_css())  # noqa: S704  # our own file
    return str(_environment().get_template(template).render(css=css, **values))
