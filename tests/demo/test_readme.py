"""What the README shows of the bundled example, held to a run of it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner

from compare.cli import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.model
def test_what_the_readme_shows_is_the_present_example(tmp_path: Path) -> None:
    """The claims in its picture, in order, and the lines that it quotes; `docs/make_screenshots.py` draws it anew."""
    run = CliRunner().invoke(main, ["demo", "--db", str(tmp_path / "demo.db"), "--out", str(tmp_path)])
    assert run.exit_code == 0, run.output
    page, markdown = ((tmp_path / "demo" / f"report.{kind}").read_text("utf-8") for kind in ("html", "md"))

    rows = re.findall(r'<th scope="row"><a [^>]*><span class="no">(\d+)</span> <bdi>(.*?)</bdi>', page)
    pictured = (ROOT / "docs" / "report-desktop.txt").read_text("utf-8").splitlines()
    assert len(pictured) > 5
    assert [f"{number} {unescape(title)}" for number, title in rows[: len(pictured)]] == pictured

    readme = (ROOT / "README.md").read_text("utf-8")
    (counted,) = [line for line in run.output.splitlines() if "articles read" in line]
    assert counted in readme.splitlines()
    (quoted,) = re.findall(r"--format md\n(.*?)```", readme, re.DOTALL)
    told = " ".join(markdown.split())
    assert [part for part in quoted.split("...") if " ".join(part.split()) not in told] == []
