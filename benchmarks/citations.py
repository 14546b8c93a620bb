"""Which outlets a sentence relies on, and whether by their report or by what a person told them.

Usage: python benchmarks/citations.py [DATA_DIR] [-v]   (default: ../shared/data beside the repository)

Each item is a sentence that names outlets, with its publisher and a role for each name. The rules were written
looking at one half of the items (by a hash of their ids) and at no item of the other. Names that the annotators
dispute count neither way. A name that config/outlets.toml does not know counts as an outlet of its own.
"""

from __future__ import annotations

import hashlib
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from gate import hold
from web import ROOT, data_folder

from compare.collect.extract import extract
from compare.config import Config, load
from compare.configured import Outlet
from compare.read.citations import citations
from compare.records import Page


def main(data: Path, verbose: bool) -> int:
    """Prints the figures of both halves and of all; 1 when all is below a bound."""
    files = sorted((data / "citation-gold").glob("*.json"))
    if not files:
        print(f"citations: no {data / 'citation-gold'}; nothing measured")
        return 0
    items = [item for file in files for item in json.loads(file.read_text(encoding="utf-8"))]
    halves = {"written on": [i for i in items if _half(i)], "held out": [i for i in items if not _half(i)]}
    for name, part in halves.items():
        _report(name, part, verbose and name == "written on")
    f1, role = _report("all", items, False)
    figures = {"relied on: F1": f1, "report or interview": role}
    return hold("citations", figures, [data / "citation-gold"])


def _half(item: dict[str, Any]) -> bool:
    return int(hashlib.sha256(item["id"].encode()).hexdigest(), 16) % 2 == 0


def _report(name: str, items: list[dict[str, Any]], verbose: bool) -> tuple[float, float]:
    right = found = wanted = same_role = 0
    for item in items:
        told = _told(item)
        for outlet, role in item["roles"].items():
            if role == "disputed":
                continue
            cited = role in ("report", "interview")
            found += outlet in told
            wanted += cited
            right += cited and outlet in told
            same_role += cited and told.get(outlet) == role
            if verbose and (told.get(outlet) or "none") != (role if cited else "none"):
                print(f"{item['id']} {outlet}: {role}, told {told.get(outlet)}: {item['sentence']}")
    precision, recall = right / max(1, found), right / max(1, wanted)
    f1, accuracy = 2 * right / max(1, found + wanted), same_role / max(1, right)
    print(
        f"{name}: {wanted} relied on, precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}; "
        f"report or interview {accuracy:.3f}"
    )
    return f1, accuracy


@cache
def _config() -> Config:
    return load(ROOT / "config")


def _told(item: dict[str, Any]) -> dict[str, str]:
    config = _config()
    known = {name: o.key for o in config.outlets for name in (o.name, *o.aliases)}
    extra = [Outlet(name, name, ()) for name in item["roles"] if name not in known]
    publisher = config.outlet_named(item["outlet"])
    text = f"Headline\n\n{item['before']}\n\n{item['sentence']}"
    page = Page(
        item["url"],
        item["url"],
        200,
        (("content-type", "text/plain"),),
        text.encode(),
        "2025-01-01T00:00:00Z",
    )
    article = extract(page, publisher.key)
    own = article.paragraphs[-1][0]  # the sentence before may name the outlet too
    told: dict[str, str] = {}
    for citation in citations(article, (*config.outlets, *extra)):
        for name in item["roles"]:
            if known.get(name, name) == citation.outlet and citation.span.start >= own:
                told.setdefault(name, citation.role)
    return told


if __name__ == "__main__":
    sys.exit(main(data_folder(), "-v" in sys.argv))
