"""The CSV form: one row for each difference of each matched pair, or one for a pair without any.

RFC 4180, every cell quoted: a spreadsheet that parts cells at semicolons must not find new cells in a text.
"""

from __future__ import annotations

import csv as standard
import io
from typing import Any

from compare.show.cards import Index
from compare.show.names import with_names
from compare.show.visible import visible

COLUMNS = (
    "story",
    "group",
    "a_outlet",
    "b_outlet",
    "a_url",
    "b_url",
    "a_place",
    "b_place",
    "a_text",
    "b_text",
    "probability",
    "relation",
    "conflict",
    "kind",
    "a_words",
    "b_words",
    "rule",
    "note",
    "a_claim",
    "b_claim",
    "decided_by",
    "remark",
)
# A spreadsheet reads a cell that begins so as a formula; the wide forms are read the same in some locales.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv(report: dict[str, Any]) -> str:
    """The rows for ``report``, with a header line and CRLF line ends."""
    report = with_names(report)
    index = Index.of(report)
    homes: dict[str, set[str]] = {}
    for group in report["groups"]:
        for claim in group["claims"]:
            homes.setdefault(claim, set()).add(group["id"])
    out = io.StringIO(newline="")
    writer = standard.writer(out, quoting=standard.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for alignment in report["alignments"]:
        a, b = alignment["a"], alignment["b"]
        shared = homes.get(a, set()) & homes.get(b, set())
        differences: list[dict[str, Any]] = alignment["differences"] or [{}]
        for difference in differences:
            row = {
                "story": report["story"]["id"],
                "group": " ".join(sorted(shared)),
                "probability": f"{alignment['probability']:.4f}",
                "relation": alignment["relation"],
                "conflict": alignment["conflict"] or "",
                "kind": difference.get("kind", ""),
                "a_words": difference.get("a_text", ""),
                "b_words": difference.get("b_text", ""),
                "rule": difference.get("rule", ""),
                "note": difference.get("note", ""),
                "decided_by": alignment.get("decided_by", "scorer"),
                "remark": alignment.get("remark", ""),
            }
            for side, claim in (("a", a), ("b", b)):
                article = index.articles[index.claims[claim]["article"]]
                row[f"{side}_outlet"] = article["outlet"]
                row[f"{side}_url"] = article["final_url"] or article["url"]
                row[f"{side}_place"] = index.place(claim)
                row[f"{side}_text"] = index.claims[claim]["text"]
                row[f"{side}_claim"] = claim
            writer.writerow([cell(row[column]) for column in COLUMNS])
    return out.getvalue()


def cell(text: str) -> str:
    """``text`` as a spreadsheet may hold it: one line, and never a formula."""
    # The test comes first on the text as it is, for a leading tab; then on what the cleaning has left.
    safe = visible(text)
    return "'" + safe if text.startswith(_FORMULA) or safe.lstrip().startswith(_FORMULA) else safe
