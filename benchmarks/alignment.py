"""Alignments, conflicts and differences of 12 annotated stories, run through the command, scored against gold.

Usage: python benchmarks/alignment.py [DATA_DIR]   (default: ../shared/data beside the repository)

The gold's labels were made by language models under a written guide, by two annotators independently of each
other; pairs on which they disagree count neither way. They agree with each other with F1 0.91.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from gate import hold
from web import ROOT, data_folder, served, tool


def main(data: Path) -> int:
    """Prints the scorer's figures; 1 when one is below its floor."""
    files = sorted((data / "alignment-gold" / "dev").glob("*.json"))
    scorer = data.parent / "tools" / "score_report.py"
    if not files or not tool(data).is_file() or not scorer.is_file():
        print(f"alignment: no gold, server or scorer beside {data}; nothing measured")
        return 0
    with tempfile.TemporaryDirectory() as folder, served(data) as port:
        pairs = [path for file in files for path in (file, _report(file, Path(folder), port))]
        scored = subprocess.run(
            [sys.executable, scorer, *pairs], capture_output=True, text=True, check=True
        ).stdout
    print(scored, end="")
    line = next(line for line in scored.splitlines() if line.startswith("aligned pairs"))
    match = re.search(r"F1 ([\d.]+)", line)
    assert match
    return hold("alignment", {"aligned pairs: F1": float(match[1])}, [data / "alignment-gold" / "dev"])


def _report(file: Path, folder: Path, port: int) -> Path:
    """Runs the command on one gold story's URLs and gives the path of its report.json."""
    story = json.loads(file.read_text(encoding="utf-8"))
    urls = [article["url"] for article in story["articles"]]
    name = file.stem.lower()
    subprocess.run(
        [
            Path(sys.executable).with_name("outlet-compare"), "run", *urls, "--story", name, "--no-discover",
            "--delay", "0", "--connect-to", f"::127.0.0.1:{port}", "--db", folder / "gold.db", "--out", folder,
            "--config", ROOT / "config",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return folder / name / "report.json"


if __name__ == "__main__":
    sys.exit(main(data_folder()))
