"""The first user's seed document with two saved retellings, run offline through the command.

Usage: python benchmarks/own_seed.py [DATA_DIR]   (default: ../shared/data beside the repository; its neighbour
seeds/ holds the document)

The retellings are invented, by us; the seed's text is its user's and stays outside the project.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from web import ROOT, data_folder

RETELLINGS = sorted((ROOT / "benchmarks" / "retellings").glob("*.html"))
# Openings of sentences that say the same; a careful reader would grant each pair.
EXPECTED = (
    ("Shigeo Yamada, Japan’s ambassador", "Japan's ambassador to Washington"),
    ("The latest friction between China", "The row between China and Japan"),
    ("China reacted sharply", "China reminded Japan sharply"),
    ("Trump, for his part, advised", "President Donald Trump reportedly"),
    ("The dispute led to the indefinite", "The Japan–China–South Korea"),
    ("The dispute led to the indefinite", "A three-way summit"),
)


def main(data: Path) -> int:
    """Prints what was aligned; 1 when an expected pair is missing or a span is not exact."""
    seeds = sorted((data.parent / "seeds").glob("*.txt"))
    if not seeds:
        print(f"own seed: no document in {data.parent / 'seeds'}; nothing measured")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        command = [Path(sys.executable).with_name("outlet-compare"), "run", seeds[0], *RETELLINGS, "--offline", "--story", "own", "--db", f"{folder}/own.db", "--out", folder]  # fmt: skip
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        report = json.loads((Path(folder) / "own" / "report.json").read_text(encoding="utf-8"))
        connection = sqlite3.connect(f"{folder}/own.db")
        stored = dict(connection.execute("select article_id, text from versions"))
        connection.close()
    claims = {c["id"]: c for c in report["claims"]}
    pairs = [(claims[p["a"]]["text"], claims[p["b"]]["text"]) for p in report["alignments"]]
    found = [any(a.startswith(x) and b.startswith(y) for a, b in pairs) for x, y in EXPECTED]
    texts = [c["text"] for c in report["claims"] if c["article"] == report["articles"][0]["id"]]
    exact = all(stored[c["article"]][c["start"] : c["end"]] == c["text"] for c in claims.values())
    print(f"own seed: {len(texts)} claims of the seed, {len(pairs)} aligned pairs, {sum(found)} of {len(EXPECTED)} expected, each told once: {len(set(texts)) == len(texts)}")  # fmt: skip
    return 0 if all(found) and exact and len(set(texts)) == len(texts) else 1


if __name__ == "__main__":
    sys.exit(main(data_folder()))
