"""The page in a real browser: quiet, whole without a network, no wider than a phone, open to everybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from compare.error_rates import ERROR_RATES
from compare.show.html import body_html, html, stylesheet
from compare.show.view import view
from tests.browser import run_demo_apart, visit
from tests.show.crowd import copies_report, crowd_report
from tests.show.story import RATES, alone_report, empty_report, full_report
from tests.show.test_injection import hostile_report

pytestmark = pytest.mark.browser

REPORTS: dict[str, Callable[[], dict[str, Any]]] = {
    "full": full_report,
    "alone": alone_report,
    "empty": empty_report,
    "copies": copies_report,
    "crowd": lambda: crowd_report(20, 12),
    "script": lambda: hostile_report("<script>alert(1)</script><img src=x onerror=alert(1)>"),
    "long": lambda: hostile_report("x" * 400),
}

# Of the demo's expected.toml, K3 and K9: the source that the retelling drops, and the claim in both.
DROPPED = [
    ("two of the people", "pressed the matter twice", "raised the matter at least twice"),
    (
        "a senior Corvanian official",
        "lower her voice",
        "a quieter tone",
    ),
]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of each story, as a file."""
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for name, report in REPORTS.items():
        made[name] = folder / f"{name}.html"
        made[name].write_text(html(report(), RATES), encoding="utf-8", newline="")
    return made


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the bundled example, run for real."""
    return run_demo_apart(tmp_path_factory.mktemp("demo")) / "reports" / "demo" / "report.html"


def hold(browser: Any, file: Path, width: int, scheme: str) -> None:
    """Opens the page and all that is folded in it; it must be quiet, whole, narrow enough, and pass axe-core."""
    with visit(browser, file.as_uri(), width, scheme) as seen:
        styled = seen.page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight")
        title = seen.page.title()
        folded = seen.width()
        seen.unfold()
        assert seen.violations() == []
        assert (seen.said, seen.asked) == ([], [file.as_uri()])
        assert folded <= width and seen.width() <= width
        assert title.endswith("outlet comparison")
        assert styled == "600"


# The same style sheet paints all of them: the full one is seen in all four ways, the others in two.
WAYS = [("full", width, scheme) for width in (360, 1280) for scheme in ("light", "dark")]
WAYS += [(name, *way) for name in REPORTS if name != "full" for way in ((360, "dark"), (1280, "light"))]


@pytest.mark.parametrize(("name", "width", "scheme"), WAYS)
def test_page_holds(browser: Any, pages: dict[str, Path], name: str, width: int, scheme: str) -> None:
    """No console message, no request beyond the file, nothing to scroll sideways, no violation that axe-core finds."""
    hold(browser, pages[name], width, scheme)


@pytest.mark.model
def test_demo_holds(browser: Any, demo: Path) -> None:
    """The demo's own report, on a phone in the dark and on a wide window in the light."""
    hold(browser, demo, 360, "dark")
    hold(browser, demo, 1280, "light")


@pytest.mark.model
@pytest.mark.parametrize(("source", "told", "as_told_by_the_original"), DROPPED)
def test_a_dropped_attribution_takes_three_clicks(
    browser: Any, demo: Path, source: str, told: str, as_told_by_the_original: str
) -> None:
    """From the head of the demo's report to each claim whose source the retelling leaves out, as planted."""
    with visit(browser, demo.as_uri()) as seen:
        page = seen.page
        page.get_by_role("link", name="No source, where another outlet names one").click()
        entry = (
            page.locator(":target li", has_text="no source, in its own voice").filter(has_text=source).first
        )
        assert re.search(r"no source, in its own voice\s+[^“]*Kesk Signal", entry.inner_text())
        entry.get_by_role("link").click()
        card = page.locator(":target")
        ours = card.locator(".tellings > li", has_text="Kesk Signal").filter(has_text=told)
        original = card.locator(".tellings > li", has_text="The Meridian Times").filter(has_text=source)
        expect(ours).to_be_visible()
        expect(ours).to_contain_text("in its own voice")
        expect(original).to_contain_text(as_told_by_the_original)


@pytest.mark.model
def test_what_a_retelling_hardened_takes_one_click(browser: Any, demo: Path) -> None:
    """From the head of the demo's report to the two columns, each dropped attribution with its reason."""
    with visit(browser, demo.as_uri()) as seen:
        seen.page.get_by_role("link", name="hardened in a retelling").click()
        steps = seen.page.locator(".steps > li", has_text="hardened")
        for source, told, as_told_by_the_original in DROPPED:
            step = steps.filter(has_text=f"the attribution to {source} was dropped").filter(has_text=told)
            expect(step).to_be_visible()
            expect(step).to_contain_text(as_told_by_the_original)


@pytest.mark.model
@pytest.mark.parametrize("way", ["keyboard", "pointer"])
def test_a_possible_match_reveals_its_text(browser: Any, demo: Path, way: str) -> None:
    """In the demo's picture too: its cell shows the sentence, and leads to the two that may be one claim."""
    with visit(browser, demo.as_uri()) as seen:
        cell = seen.page.locator("td.s-unknown a").first
        cell.focus() if way == "keyboard" else cell.hover()
        if way == "keyboard":  # the browser shows the focus of the Tab key alone
            seen.page.keyboard.press("Shift+Tab")
            seen.page.keyboard.press("Tab")
        tip = cell.locator(".tip")
        expect(tip).to_be_visible()
        expect(tip).to_contain_text("possible match, ")
        words = tip.locator("bdi").inner_text()[:20]
        cell.press("Enter") if way == "keyboard" else cell.click()
        there = seen.page.locator(".maybe:target")
        expect(there).to_be_visible()
        expect(there).to_contain_text(words)


@pytest.mark.model
def test_the_rest_of_the_picture_is_one_click_away(browser: Any, demo: Path) -> None:
    """The demo's picture says how many claims follow, and the link opens them."""
    with visit(browser, demo.as_uri()) as seen:
        last = seen.page.locator(".matrix tbody tr").last
        assert not last.is_visible()
        seen.page.get_by_role("link", name="more claims").click()
        expect(last).to_be_visible()


@pytest.mark.parametrize("way", ["keyboard", "pointer"])
def test_cell_reveals_its_text(browser: Any, pages: dict[str, Path], way: str) -> None:
    """A cell of the coverage picture shows the outlet's words to keyboard and pointer, and leads to the telling."""
    with visit(browser, pages["full"].as_uri()) as seen:
        page = seen.page
        cell = page.locator(".matrix td a").first
        if way == "keyboard":
            page.locator(".matrix tbody th a").first.focus()
            page.keyboard.press("Tab")
        else:
            cell.hover()
        tip = cell.locator(".tip")
        expect(tip).to_be_visible()
        expect(tip).to_contain_text("A passenger ferry struck")
        cell.press("Enter") if way == "keyboard" else cell.click()
        expect(page.locator("#claim-1-1:target")).to_be_visible()


def reached(seen: Any, cell: Any, edge: str) -> None:
    """Tabs to a dot that lies, before the key is pressed, at that edge of the window."""
    cell.evaluate("e => e.focus({ preventScroll: true })")
    seen.page.keyboard.press("Shift+Tab")
    cell.evaluate("(e, edge) => e.scrollIntoView({ block: edge, behavior: 'instant' })", edge)
    # Not where the page's own margins for scrolling would have it, but right at the edge.
    cell.evaluate(
        "(e, edge) => { const r = e.getBoundingClientRect();"
        " scrollBy(0, edge === 'end' ? r.bottom - innerHeight : r.top) }",
        edge,
    )
    seen.page.keyboard.press("Tab")
    assert cell.evaluate("e => e === document.activeElement && e.matches(':focus-visible')")


def in_sight(page: Any, box: dict[str, float]) -> bool:
    """Whether the whole box lies within the window."""
    window = page.viewport_size
    across = box["x"] >= 0 and box["x"] + box["width"] <= window["width"]
    return across and box["y"] >= 0 and box["y"] + box["height"] <= window["height"]


def assert_tip_is_read(page: Any, cell: Any) -> None:
    """The dot's text, all of it, and the dot itself are within the window, and neither covers the other."""
    expect(cell.locator(".tip")).to_be_visible()
    tip, dot = cell.locator(".tip").bounding_box(), cell.locator(".g").bounding_box()
    assert tip and in_sight(page, tip) and in_sight(page, dot)
    assert dot["y"] + dot["height"] <= tip["y"] or tip["y"] + tip["height"] <= dot["y"]
    assert cell.locator(".tip").evaluate("e => e.scrollHeight <= e.clientHeight")
    # Nor does the column that stays while the table moves sideways.
    middle = [dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2]
    assert cell.evaluate("(e, [x, y]) => e.contains(document.elementFromPoint(x, y))", middle)


SIZES = [(1280, 800), (360, 640)]


@pytest.mark.parametrize("name", ["full", "crowd", "long"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_tip_is_in_sight(browser: Any, pages: dict[str, Path], name: str, width: int, height: int) -> None:
    """Wherever the dot lies when the Tab key reaches it, its text is in the window and leaves the dot to be seen."""
    with visit(browser, pages[name].as_uri(), width, height=height) as seen:
        seen.unfold()
        cells = seen.page.locator(".matrix td a")
        for cell in (cells.first, cells.last):
            for edge in ("start", "end"):
                reached(seen, cell, edge)
                assert_tip_is_read(seen.page, cell)
        assert seen.width() <= width


@pytest.mark.model
@pytest.mark.parametrize(("size", "scheme"), [(SIZES[0], "light"), (SIZES[1], "dark")])
def test_each_tip_of_the_demo_is_in_sight(
    browser: Any, demo: Path, size: tuple[int, int], scheme: str
) -> None:
    """From the head of the demo's picture, Tab by Tab, each dot and its text are in the window."""
    with visit(browser, demo.as_uri(), size[0], scheme, size[1]) as seen:
        page = seen.page
        page.evaluate("document.querySelector('#coverage').scrollIntoView()")
        picture = page.locator(".picture").first
        picture.locator("tbody th a").first.evaluate("e => e.focus({ preventScroll: true })")
        dots = picture.locator("td a").count()
        shown = 0
        while shown < dots:
            page.keyboard.press("Tab")
            cell = page.locator("td a:focus")
            if cell.count():  # else the claim's own link, at the head of its line
                assert_tip_is_read(page, cell)
                shown += 1
                if shown == 1:
                    assert seen.violations() == []
        assert dots > 20


def test_tip_hides_nothing(browser: Any, pages: dict[str, Path]) -> None:
    """Under the pointer too the text is in the window and not over the dot; it takes no room and catches no click."""
    with visit(browser, pages["full"].as_uri()) as seen:
        cell = seen.page.locator(".matrix td a").first
        before = seen.page.evaluate("document.documentElement.scrollHeight")
        cell.hover()
        assert_tip_is_read(seen.page, cell)
        assert seen.page.evaluate("document.documentElement.scrollHeight") == before
        tip = cell.locator(".tip").bounding_box()
        under = "([x, y]) => document.elementFromPoint(x, y).closest('.tip') === null"
        assert seen.page.evaluate(under, [tip["x"] + tip["width"] / 2, tip["y"] + tip["height"] / 2])


def test_tip_goes_when_the_dot_is_left(browser: Any, pages: dict[str, Path]) -> None:
    """At the telling that the dot leads to, by key or by click, nothing lies over the page any more."""
    for way in ("keyboard", "pointer"):
        with visit(browser, pages["full"].as_uri()) as seen:
            cell = seen.page.locator(".matrix td a").first
            if way == "keyboard":
                reached(seen, cell, "start")
                cell.press("Enter")
            else:
                cell.click()
                seen.page.mouse.move(1, 1)
            expect(seen.page.locator(":target")).to_be_visible()
            expect(seen.page.locator(".tip:visible")).to_have_count(0)


def test_on_paper_everything_is_there(browser: Any, pages: dict[str, Path]) -> None:
    """Printed, folded parts are open, ink is dark on white whatever the screen's scheme, and nothing is cut off."""
    with visit(browser, pages["full"].as_uri(), scheme="dark") as seen:
        page = seen.page
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.querySelector('.report')).color") == "rgb(29, 28, 26)"
        assert (
            page.evaluate("getComputedStyle(document.querySelector('.picture .scroll')).maxHeight") == "none"
        )
        assert page.locator("nav").is_hidden()
        assert page.locator(".pairs").first.is_visible()
        assert page.pdf()[:5] == b"%PDF-"


@pytest.mark.parametrize("name", ["full", "copies", "crowd"])
def test_paper_is_wide_enough(browser: Any, pages: dict[str, Path], name: str) -> None:
    """Printed on A4 with the browser's margins, no table runs over the edge, with six outlets or with twenty."""
    with visit(browser, pages[name].as_uri(), width=718) as seen:
        seen.page.emulate_media(media="print")
        assert seen.width() <= 718


WHOLE_WORDS = """() => [...document.querySelectorAll('.matrix:not(.many) thead bdi')].flatMap(name => {
  const text = name.firstChild;
  return [...text.data.matchAll(/[^\\s-]+/g)].filter(word => {
    const range = document.createRange();
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    return range.getClientRects().length > 1;
  }).map(word => word[0]);
})"""
LEFT_BEHIND = """() => [...document.querySelectorAll('section > h2, h3, summary, section > h2 + .measured, section > h2 + .note')]
  .filter(one => !one.closest('.answer, summary *') && getComputedStyle(one).breakAfter !== 'avoid')
  .map(one => one.outerHTML.slice(0, 80))"""


def test_paper_parts_no_name_and_leaves_no_heading_behind(browser: Any, pages: dict[str, Path]) -> None:
    """Printed, an outlet's name is broken between words alone; a heading and its note stay with what they stand above."""
    with visit(browser, pages["full"].as_uri(), width=718) as seen:
        seen.page.emulate_media(media="print")
        assert seen.page.locator(".matrix:not(.many) thead bdi").count() > 3
        assert seen.page.evaluate(WHOLE_WORDS) == []
        assert seen.page.evaluate(LEFT_BEHIND) == []


@pytest.mark.model
def test_the_demo_takes_a_few_sheets(browser: Any, demo: Path) -> None:
    """Printed on A4 with all that is folded away on the screen, its report has no more than 28 pages."""
    with visit(browser, demo.as_uri()) as seen:
        printed = seen.page.pdf(format="A4")
    assert 10 < len(re.findall(rb"/Type\s*/Page\b", printed)) <= 28


def test_body_inside_another_page(browser: Any, tmp_path: Path) -> None:
    """Inside another program's page the report keeps its looks and leaves the rest of that page alone."""
    file = tmp_path / "host.html"
    file.write_text(
        "<!doctype html><html lang=en><head><meta charset=utf-8><title>Host</title>"
        "<style>h1 { font-weight: 300 } a:link { color: rgb(1, 2, 3) } td { border: 9px solid red }</style>"
        f"<style>{stylesheet(within='.report')}</style></head><body><h1 id=host>Host</h1><a id=out href='#x'>x</a>"
        f"<main>{body_html(view(full_report()), ERROR_RATES)}</main></body></html>",
        encoding="utf-8",
    )
    with visit(browser, file.as_uri()) as seen:
        style = "e => { const s = getComputedStyle(e); return [s.fontWeight, s.color, s.borderLeftWidth] }"
        host = seen.page.locator("#host").evaluate(style)
        link = seen.page.locator("#out").evaluate(style)
        title = seen.page.locator(".report h1").evaluate(style)
        cell = seen.page.locator(".matrix td").first.evaluate(style)
    assert host[0] == "300" and link[1] == "rgb(1, 2, 3)"
    assert title[0] == "600" and cell[2] == "0px"
