"""The plugin's pages in a real browser, over a story with hostile text beside an ordinary one."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import run_demo_apart, visit
from tests.show.datasette.instance import Instance, store, stored_form
from tests.show.datasette.test_injection import poisoned
from tests.show.story import comparison, story
from tests.show.test_browser import DROPPED

pytestmark = pytest.mark.browser

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"
STORIES = ("port-ellery-ferry", "hostile")
GROUP = re.compile(r"/-/group/[0-9a-f]+")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a Datasette with both stories listens."""
    path = tmp_path_factory.mktemp("browsed") / "compare.db"
    store(path, stored_form(comparison()), story())
    store(
        path,
        stored_form(poisoned(comparison(), HOSTILE)),
        replace(poisoned(story(), HOSTILE), name="hostile"),
    )
    with listening(path) as base:
        yield base


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a Datasette with the bundled example, run for real, listens."""
    with listening(run_demo_apart(tmp_path_factory.mktemp("demo")) / "demo.db") as base:
        yield base


@contextmanager
def listening(path: Path) -> Iterator[str]:
    """A Datasette on a database, at an address of its own on loopback."""
    import uvicorn

    with Instance(path) as served, socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(
            uvicorn.Config(served.datasette.app(), log_level="error", loop="asyncio", ws="none")
        )
        ended = served.start(server.serve([door]))
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = True
        ended.result(30)


def first_claim(browser: Any, base: str, name: str) -> str:
    """The address of the first claim's page that a story's page leads to."""
    with visit(browser, f"{base}/compare/-/story/{name}") as found:
        return str(found.page.locator("a[href*='/-/group/']").first.get_attribute("href"))


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
@pytest.mark.parametrize("name", STORIES)
def test_pages_are_quiet_narrow_and_accessible(
    browser: Any, address: str, name: str, width: int, scheme: str
) -> None:
    """No console message, no dialog, no request but for the page, nothing to scroll sideways, no violation of axe-core's."""
    for path in (f"/compare/-/story/{name}", first_claim(browser, address, name)):
        with visit(browser, address + path, width, scheme) as found:
            found.unfold()
            assert found.said == []
            assert found.asked == [address + path]
            assert found.width() <= width
            assert found.violations() == []


@pytest.mark.parametrize(
    "path", ["alignments", "derived_claims", "differences", "articles", "alignments/1", "conflicts"]
)
def test_tables_fit_a_phone(browser: Any, address: str, path: str) -> None:
    """Datasette's own pages of our tables have nothing to scroll sideways at 360 px either."""
    with visit(browser, f"{address}/compare/{path}", 360) as found:
        assert found.width() <= 360
        assert found.said == []


SENTENCES = ("text", "text_a", "text_b", "with_source", "without_source")


@pytest.mark.parametrize(
    "path",
    [
        "dropped_attribution", "conflicts_on_figures", "all_conflicts", "hedges_dropped", "charged_words", "claims/3",
        "wording_side_by_side",
    ],
)  # fmt: skip
def test_sentences_have_room(browser: Any, address: str, path: str) -> None:
    """On a desktop at least 16 rem; offsets take none; the page has nothing to scroll sideways, on a phone neither."""
    with visit(browser, f"{address}/compare/{path}") as found:
        cells = found.page.eval_on_selector_all(
            ".rows-and-columns tbody tr:first-child td",
            "all => all.map(cell => [cell.className.split(' ')[0].slice(4), cell.offsetWidth])",
        )
        widths = dict(cells)
        assert [width for column, width in widths.items() if column in SENTENCES and width < 256] == []
        assert {width for column, width in widths.items() if column.startswith(("at_", "marked"))} <= {0}
        assert set(widths) & set(SENTENCES)
        assert found.width() <= 1280
    with visit(browser, f"{address}/compare/{path}", 360) as found:
        assert found.width() <= 360


def test_each_card_leads_to_the_page_of_its_claim(browser: Any, address: str) -> None:
    """On a story's page, from the card itself; and from there back to the card, and on to the next claim."""
    with visit(browser, f"{address}/compare/-/story/port-ellery-ferry") as found:
        cards = found.page.locator(".card").count()
        assert cards == found.page.locator(".card a.own").count() > 5
        found.page.locator(".card a.own").first.click()
        expect(found.page).to_have_url(GROUP)
        first = found.page.url
        found.page.click("text=The next claim")
        expect(found.page).to_have_url(GROUP)
        expect(found.page).not_to_have_url(first)
        found.page.click("text=In the story’s report")
        expect(found.page.locator(".card:target")).to_be_visible()


def test_three_clicks_to_who_dropped_the_attribution(browser: Any, address: str) -> None:
    """From the start page: the database, the question, and the pair, on the page of the claim with all its tellings."""
    with visit(browser, f"{address}/") as found:
        found.page.click("a[href='/compare']")
        found.page.click("text=Which outlet dropped the attribution?")
        row = found.page.locator("tr", has_text="Daily Beacon").first
        expect(row).to_contain_text("Harbour Wire")
        row.locator("td.col-alignment a").click()
        expect(found.page).to_have_url(GROUP)  # the pair's address leads on to the claim's
        for outlet in ("Daily Beacon", "Harbour Wire"):
            expect(found.page.locator(".card")).to_contain_text(outlet)
        assert found.said == []


@pytest.mark.model
@pytest.mark.parametrize(("source", "told"), [planted[:2] for planted in DROPPED])
def test_three_clicks_to_each_attribution_that_the_demo_dropped(
    browser: Any, demo: str, source: str, told: str
) -> None:
    """From the start page: the database, the question, and the pair; the answer stands in the question's rows already."""
    with visit(browser, f"{demo}/") as found:
        page = found.page
        page.click("a[href='/demo']")
        page.click("text=Which outlet dropped the attribution?")
        rows = page.locator("tbody tr")
        first_two = " ".join(rows.nth(place).inner_text() for place in (0, 1))
        assert source in first_two  # the retelling's come first
        row = rows.filter(has_text=source).first
        assert (
            "Kesk Signal" in row.inner_text()
            and f"the attribution to {source} was dropped" in row.inner_text()
        )
        row.locator("td.col-alignment a").click()
        ours = page.locator(".card .tellings > li", has_text="Kesk Signal").filter(has_text=told)
        original = page.locator(".card .tellings > li", has_text="The Meridian Times").filter(has_text=source)
        expect(ours).to_contain_text("in its own voice")
        expect(original).to_be_visible()
        assert found.said == []
