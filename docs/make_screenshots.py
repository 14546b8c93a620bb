"""Draws the two pictures in docs/ from the bundled example: its report on a desktop and, in the dark, on a phone.

Beside the one on a desktop it writes the claims that the picture shows, a line each, so that a test can tell when the
report has become another.

Usage: python docs/make_screenshots.py   (needs an installed Chromium)
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SEEN = """() => [...document.querySelectorAll('.matrix th[scope=row]')]
  .filter(row => row.checkVisibility() && row.getBoundingClientRect().bottom <= innerHeight)
  .map(row => row.querySelector('a').textContent.trim())"""
ROOT = Path(__file__).resolve().parent.parent
CODE = "import sys; from pathlib import Path; from compare.demo.run import run_demo; run_demo(*map(Path, sys.argv[1:]))"


def main() -> None:
    """Runs the demo and draws its report."""
    sys.path.insert(0, str(ROOT))
    from tests.browser import launched

    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", CODE, f"{folder}/demo.db", f"{folder}/reports"]
        subprocess.run(command, check=True, cwd=ROOT)  # noqa: S603  # our own code
        url = (Path(folder) / "reports" / "demo" / "report.html").as_uri()
        with launched() as browser:
            seen = draw(browser, url, "report-desktop.png", 1280, 1000, "light", "#coverage")
            (ROOT / "docs" / "report-desktop.txt").write_text("\n".join([*seen, ""]), encoding="utf-8")
            draw(browser, url, "report-phone.png", 390, 1000, "dark", "#claim-4")


def draw(browser: Any, url: str, name: str, width: int, height: int, scheme: str, at: str) -> list[str]:
    """One window, scrolled to the element ``at``; the claims of the table in it, each with its number."""
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(url)
    page.evaluate("at => document.querySelector(at).scrollIntoView()", at)
    page.screenshot(path=ROOT / "docs" / name)
    seen: list[str] = page.evaluate(SEEN)
    page.close()
    return seen


if __name__ == "__main__":
    main()
