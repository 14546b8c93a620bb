"""The page in a real browser: quiet, whole without a network, and no wider than a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from compare.show.html import html
from tests.show.story import RATES, alone_report, empty_report, full_report
from tests.show.test_injection import hostile_report

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """An installed Chromium; never one that is downloaded."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next(
        (
            found
            for name in ("chromium", "chromium-browser", "google-chrome")
            if (found := shutil.which(name))
        ),
        None,
    )
    if path is None:
        pytest.skip("no Chromium on this machine: install chromium to run the browser tests")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield started
        started.close()


def reports() -> dict[str, dict[str, Any]]:
    """The stories to look at, by name."""
    return {
        "full": full_report(),
        "alone": alone_report(),
        "empty": empty_report(),
        "script": hostile_report("<script>alert(1)</script><img src=x onerror=alert(1)>"),
        "attribute": hostile_report('" autofocus onfocus="alert(1)'),
        "long": hostile_report("x" * 400),
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", list(reports()))
def test_page_is_quiet_and_fits(browser: Any, tmp_path: Path, name: str, width: int, scheme: str) -> None:
    """No console message, no request beyond the file, no dialog, and nothing to scroll sideways."""
    file = tmp_path / "report.html"
    file.write_text(html(reports()[name], RATES), encoding="utf-8", newline="")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: (said.append("dialog"), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    wide = page.evaluate("document.documentElement.scrollWidth")
    title = page.evaluate("document.title")
    styled = page.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight")
    context.close()
    assert said == []
    assert asked == [file.as_uri()]
    assert wide <= width
    assert title.endswith("outlet comparison")
    assert styled == "600"


def test_cell_reveals_its_text_to_the_keyboard(browser: Any, tmp_path: Path) -> None:
    """A cell of the coverage picture shows the outlet's words when the keyboard reaches it, and leads to the card."""
    file = tmp_path / "report.html"
    file.write_text(html(full_report()), encoding="utf-8", newline="")
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(file.as_uri())
    page.locator(".matrix tbody th a").first.focus()
    page.keyboard.press("Tab")
    tip = page.locator(".matrix td a .tip").first
    shown = tip.is_visible(), tip.inner_text()
    page.keyboard.press("Enter")
    target = page.evaluate("document.querySelector(':target').id")
    page.close()
    assert shown[0] and "A passenger ferry struck" in shown[1]
    assert target == "claim-1-1"
