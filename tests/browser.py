"""An installed Chromium, driven as a person would, and what it had to say of a page."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Also what axe-core leaves off by default: the size of targets, which WCAG 2.2 AA asks for.
AXE_OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


@contextmanager
def launched() -> Iterator[Any]:
    """A Chromium of this machine; none is ever downloaded."""
    from playwright.sync_api import sync_playwright

    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path, "the browser tests drive Chromium: install it (Debian: apt-get install chromium)"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking"]
        )
        yield started
        started.close()


def run_demo_apart(folder: Path) -> Path:
    """The bundled example run for real: ``folder`` with demo.db and reports/demo in it."""
    code = "import sys; from pathlib import Path; from compare.demo.run import run_demo; run_demo(*map(Path, sys.argv[1:]))"
    # In a process of its own: the browser's driver holds this one's event loop.
    subprocess.run([sys.executable, "-c", code, folder / "demo.db", folder / "reports"], check=True)
    return folder


@dataclass
class Visit:
    """A page as it is open, with all that it said and asked for so far."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def width(self) -> int:
        """How wide the page is, also where it does not fit."""
        return int(self.page.evaluate("document.documentElement.scrollWidth"))

    def unfold(self) -> None:
        """Opens all that is folded away."""
        self.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")

    def violations(self) -> list[str]:
        """What axe-core finds, one line for each rule and element."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page, options=AXE_OPTIONS).response["violations"]
        return [f"{v['id']}: {node['html'][:200]}" for v in found for node in v["nodes"]]


@contextmanager
def visit(
    browser: Any, url: str, width: int = 1280, scheme: str = "light", height: int = 800
) -> Iterator[Visit]:
    """``url`` opened in a window of that size; console messages, errors, dialogs and requests are kept."""
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    made = Visit(context.new_page())
    made.page.on("console", lambda message: made.said.append(message.text))
    made.page.on("pageerror", lambda error: made.said.append(str(error)))
    made.page.on("dialog", lambda dialog: (made.said.append("dialog"), dialog.dismiss()))
    made.page.on("request", lambda request: made.asked.append(request.url))
    made.page.goto(url)
    yield made
    context.close()
