"""What stands at an article's address and is not taken for the article: another text, or a page that breaks off."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from compare.config import Config
from compare.outcomes import Outcome
from compare.pipeline import Options, run
from compare.store.database import transaction, writer
from tests.test_versions import ASKED, KEY, PARAGRAPHS, TITLE, TWO
from tests.web import Web, page

pytestmark = pytest.mark.model

INDEX = page(
    "Veldhaven Courier: all the day's news",
    [
        f"{what} {place} on Monday, as residents gathered to listen to musicians from abroad."
        for what in ("Carnival opens in", "Orchestra plays in", "Swimmers race through", "Cyclists cross")
        for place in ("Oudekerk", "Lindenborg", "Hazelmeer", "Zwanenburg", "Noordwijk")
    ],
)
REWRITTEN = page(
    "Cranes stand still as crews walk out",
    [
        "Lorries queued for nine kilometres along the motorway before noon.",
        "A spokeswoman for shippers warned of empty supermarket shelves within days.",
        "Police asked drivers to leave their engines off and to keep the hard shoulder free.",
    ],
)


class Newsroom:
    """A story that is run again and again while one of its pages changes."""

    def __init__(self, db: Database, options: Options, here: Executor, newsstand: Web) -> None:
        self._db, self._options, self._here, self._newsstand = db, options, here, newsstand

    def shows(self, html: str) -> Outcome:
        """The page as it is now, and the run that fetches it."""
        self._newsstand.pages[KEY] = html
        (outcome,) = run(self._db, [ASKED], self._options, executor=self._here).stories
        return outcome

    def a_day_passes(self) -> None:
        """All that was fetched was fetched a day earlier."""
        with transaction(self._db):
            self._db.execute(
                "update pages set fetched_at = strftime('%Y-%m-%dT%H:%M:%SZ', fetched_at, '-1 day'),"
                " checked_at = strftime('%Y-%m-%dT%H:%M:%SZ', checked_at, '-1 day')"
            )

    def changes(self) -> set[str]:
        """How claims changed, in all that was told."""
        return {row["change"] for row in self._db.query("select change from text_changes")}

    def newest(self) -> dict[str, Any]:
        """The last page that was fetched at the address."""
        return next(self._db.query("select * from pages where url = ? order by id desc limit 1", [TWO]))


@pytest.fixture
def newsroom(tmp_path: Path, config: Config, newsstand: Web, here: Executor) -> Iterator[Newsroom]:
    options = Options(
        replace(config, settings=replace(config.settings, retries=0)),
        discover=False,
        delay=0,
        connect_to=(newsstand.connect_to,),
    )
    with writer(tmp_path / "a.db") as db:
        made = Newsroom(db, options, here, newsstand)
        made.shows(page(TITLE, PARAGRAPHS))
        yield made


CANONICAL = '<head><link rel="canonical" href="http://two.example/news/all">'


@pytest.mark.parametrize("other", [INDEX, REWRITTEN, INDEX.replace("<head>", CANONICAL)])
def test_another_text_at_the_address_is_no_withdrawal_and_shuts_nothing_out(
    newsroom: Newsroom, other: str
) -> None:
    """Longer or shorter, and whatever address it gives as its own, it is told as a failure.

    The article that comes back later is taken at once, as it is then.
    """
    outcome = newsroom.shows(other)
    assert [f.url for f in outcome.failures] == [TWO]
    assert "another text stands in its place: “" in outcome.failures[0].reason
    assert newsroom.changes() == set()
    outcome = newsroom.shows(page(TITLE, [p.replace("1,700", "2,100") for p in PARAGRAPHS]))
    assert outcome.failures == []
    assert newsroom.changes() == {"reworded"}


@pytest.mark.parametrize("other", [REWRITTEN, REWRITTEN.replace("<head>", CANONICAL)])
def test_a_text_that_stays_for_a_day_is_read_as_a_part(newsroom: Newsroom, other: str) -> None:
    """It is compared, but what it does not tell is unknown, not withdrawn; and the article is welcome back as a whole."""
    own = newsroom.newest()["article_id"]
    assert newsroom.shows(other).failures
    newsroom.a_day_passes()
    assert newsroom.shows(other).failures == []
    assert (newsroom.newest()["access"], newsroom.newest()["article_id"]) == ("partial", own)
    assert "removed" not in newsroom.changes()
    assert newsroom.shows(other.replace("nine kilometres", "twelve kilometres")).failures == []
    assert (newsroom.newest()["access"], newsroom.newest()["article_id"]) == ("partial", own)
    assert newsroom.shows(page(TITLE, PARAGRAPHS)).failures == []
    assert newsroom.newest()["access"] == "full"
    assert newsroom.shows(REWRITTEN).failures  # what was once suffered is still no text of the article's


def test_a_page_that_breaks_off_is_no_withdrawal(newsroom: Newsroom) -> None:
    """A body that ends within the article, where it had its closing tag before, fails as a page that did not load."""
    whole = page(TITLE, PARAGRAPHS)
    for at in (whole.index(PARAGRAPHS[-1]), whole.index(PARAGRAPHS[-1]) + 20):
        outcome = newsroom.shows(whole[:at])
        assert ["breaks off before its end" in f.reason for f in outcome.failures] == [True]
        assert newsroom.changes() == set()
    newsroom.a_day_passes()
    assert newsroom.shows(whole[: whole.index(PARAGRAPHS[-1])]).failures == []
    assert newsroom.newest()["access"] == "partial"
    assert "removed" not in newsroom.changes()
