"""Reports in a real browser and at their largest: quiet, whole, narrow, accessible, small and soon there.

Usage: python benchmarks/report_pages.py [DATA_DIR]   (default: ../shared/data beside the repository)

Ten stories of the loopback web are run through the command's pipeline; each report is opened in headless Chromium at
360 and 1280 pixels, light and dark: console messages, requests beyond the file, width, what axe-core finds. Then a
made-up story of 20 outlets and 60 claims, each told by all, is rendered: bytes and seconds of processor time.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from newsweb import _stories
from web import ROOT, articles, data_folder, served, tool

sys.path.insert(0, str(ROOT))  # the tests' browser and their made-up story

STORIES = 10
BYTES = 2_000_000
SECONDS = 1.0


def main(data: Path) -> int:
    """Prints the figures; 1 when one is beyond its bound."""
    good = large()
    if not tool(data).is_file():
        print(f"report_pages: no {tool(data)}; no story of the loopback web was looked at")
        return 0 if good else 1
    with tempfile.TemporaryDirectory() as folder:
        pages = run(data, Path(folder))
        good = looked_at(pages) and good
    return 0 if good else 1


def large() -> bool:
    """Renders the largest story; the view and the page together, templates compiled before."""
    from compare.error_rates import ERROR_RATES
    from compare.show.html import html
    from tests.show.crowd import crowd_report
    from tests.show.story import full_report

    html(full_report(), ERROR_RATES)
    report = crowd_report(20, 60)
    spent = []
    for _ in range(3):
        before = time.process_time()
        text = html(report, ERROR_RATES)
        spent.append(time.process_time() - before)
    size = len(text.encode())
    print(
        f"20 outlets x 60 claims: {size:,} bytes, at most {BYTES:,}; {min(spent):.2f} s of processor time, at most {SECONDS}"
    )
    return size < BYTES and min(spent) < SECONDS


def run(data: Path, folder: Path) -> list[Path]:
    """The reports of ten stories, spread over all."""
    from compare.collect.guard import ConnectTo
    from compare.config import load
    from compare.pipeline import Asked, Options, run
    from compare.progress import Progress
    from compare.records import Source
    from compare.store.database import writer

    stories = _stories(articles(data))
    names = list(stories)[:: max(len(stories) // STORIES, 1)][:STORIES]
    asked = [
        Asked(
            Source(stories[name][0], "seed"),
            tuple(Source(url, "coverage") for url in stories[name][1:]),
            name,
        )
        for name in names
    ]
    with served(data) as port, writer(folder / "news.db") as db:
        options = Options(
            load(ROOT / "config"), out=folder / "reports", discover=False, delay=0.0,
            connect_to=(ConnectTo.parse(f"::127.0.0.1:{port}"),),
        )  # fmt: skip
        run(db, asked, options, progress=Progress(shown=False))
    return sorted((folder / "reports").glob("*/report.html"))


def looked_at(pages: list[Path]) -> bool:
    """Opens each report in every way; prints what is wrong with it."""
    from tests.browser import launched

    found: dict[str, int] = {"console messages": 0, "requests": 0, "too wide": 0, "axe-core violations": 0}
    with launched() as browser:
        for page in pages:
            for width in (360, 1280):
                for scheme in ("light", "dark"):
                    one = look(browser, page, width, scheme)
                    for what, number in one.items():
                        found[what] += number
                        if number:
                            print(f"  {page.parent.name} at {width} px, {scheme}: {number} {what}")
    print(
        f"{len(pages)} reports, each in 4 ways: "
        + ", ".join(f"{number} {what}" for what, number in found.items())
    )
    return len(pages) == STORIES and not any(found.values())


def look(browser: Any, page: Path, width: int, scheme: str) -> dict[str, int]:
    """One report in one way, all that is folded away opened."""
    from tests.browser import visit

    with visit(browser, page.as_uri(), width, scheme) as seen:
        seen.unfold()
        violations = seen.violations()
        for line in violations[:3]:
            print("   ", line)
        return {
            "console messages": len(seen.said),
            "requests": len(seen.asked) - 1,
            "too wide": int(seen.width() > width),
            "axe-core violations": len(violations),
        }


if __name__ == "__main__":
    sys.exit(main(data_folder()))
