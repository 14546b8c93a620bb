"""Short pieces that cite other outlets in as many ways as journalists do, chosen before the rules and kept fixed."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from compare.configured import Outlet
from compare.read.citations import citations
from tests.articles import text_article

PIECES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "citation_pieces.toml").read_text(encoding="utf-8")
)["pieces"]
OUTLETS = (
    Outlet("meridian", "The Meridian Times", ("meridian.example",)),
    Outlet("tern", "Tern", ("tern.example",), kind="agency"),
    Outlet("post", "Harbour Post", ("post.example",)),
    Outlet("seven", "Channel Seven", ("seven.example",), kind="broadcaster"),
    Outlet("lantern", "The Daily Lantern", ("lantern.example",)),
    Outlet("northgate", "Northgate News", ("northgate.example",), kind="broadcaster"),
)
PRECISION, RECALL, ROLES = 0.95, 0.90, 0.95


def told(piece: dict[str, Any]) -> dict[str, str]:
    """The outlets that the piece is found to rely on, with the role of the first place."""
    article = text_article("http://other.example/a", "A headline", piece["text"].split("\n\n"), "other")
    roles: dict[str, str] = {}
    for citation in citations(article, OUTLETS):
        assert article.text[citation.span.start : citation.span.end] == citation.span.text
        roles.setdefault(citation.outlet, citation.role)
    return roles


def test_what_the_pieces_rely_on_is_found_and_little_else() -> None:
    """Of the outlets told, nearly all are relied on; of those relied on, nearly all are told."""
    found = wanted = right = same = 0
    for piece in PIECES:
        roles = told(piece)
        found += len(roles)
        wanted += len(piece["cites"])
        right += len(roles.keys() & piece["cites"].keys())
        same += len(roles.items() & piece["cites"].items())
        if roles != piece["cites"]:
            print(piece["text"], "told", roles, "wanted", piece["cites"])
    assert len(PIECES) >= 30
    assert right / found >= PRECISION
    assert right / wanted >= RECALL
    assert same / right >= ROLES
