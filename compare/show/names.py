"""Outlets by the names that readers know, in place of the keys by which they are stored."""

from __future__ import annotations

from collections import Counter
from typing import Any

Json = dict[str, Any]


def with_names(report: Json) -> Json:
    """A copy of ``report`` in which every outlet goes by its name; two of one name keep their keys beside it."""
    listed = {outlet["id"]: outlet["name"] or outlet["id"] for outlet in report.get("outlets", ())}
    often = Counter(listed.values())
    names = {key: name if often[name] == 1 else f"{name} ({key})" for key, name in listed.items()}

    def named(row: Json) -> Json:
        changed: Json = {k: names.get(row[k], row[k]) for k in ("outlet", "cited_outlet") if k in row}
        for listed in ("outlets", "chain"):
            if listed in row:
                changed[listed] = [names.get(key, key) for key in row[listed]]
        if "evidence" in row:
            changed["evidence"] = [named(evidence) for evidence in row["evidence"]]
        return row | changed

    return report | {
        part: [named(row) for row in report[part]]
        for part in ("articles", "groups", "coverage", "derivation", "rates")
        if part in report
    }
