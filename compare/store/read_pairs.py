"""Reading what was found of aligned pairs, and the counts that rest on them, back into records."""

from __future__ import annotations

import json
from typing import Any

from sqlite_utils import Database

from compare.records import Alignment, Collapsed, ConflictEvidence, Difference, Rate, Span, Verdict


def alignments(db: Database, name: str, keys: dict[int, str]) -> tuple[Alignment, ...]:
    """The aligned pairs of story ``name`` with all that was found of each; ``keys`` are the claims' by number."""
    differences: dict[int, list[Difference]] = {}
    for row in _of_pairs(db, "differences", name):
        difference = Difference(row["kind"], *_ends(row), row["rule"], row["note"])
        differences.setdefault(row["alignment_id"], []).append(difference)
    evidence = {
        row["alignment_id"]: ConflictEvidence(*_ends(row), row["rule"], row["note"], row["later"])
        for row in _of_pairs(db, "conflict_evidence", name)
    }
    verdicts = {
        row["alignment_id"]: Verdict(row["model"], row["label"], row["probability"])
        for row in _of_pairs(db, "verdicts", name)
    }
    return tuple(
        Alignment(
            keys[row["a"]],
            keys[row["b"]],
            row["probability"],
            row["relation"],
            row["conflict"],
            tuple(differences.get(row["id"], ())),
            evidence.get(row["id"]),
            verdicts.get(row["id"]),
            row["decided_by"],
            row["remark"],
        )
        for row in db.query("select * from alignments where story_id = ? order by id", [name])
    )


def collapsed(db: Database, name: str) -> dict[str, tuple[Collapsed, ...]]:
    """Which outlets of each group of story ``name`` count as one, by the group's id."""
    found: dict[str, tuple[Collapsed, ...]] = {}
    for row in db.query(
        """select c.* from collapsed c join groups g on g.id = c.group_id
           where g.story_id = ? order by c.id""",
        [name],
    ):
        one = Collapsed(tuple(json.loads(row["outlets"])), row["shared"], row["why"])
        found[row["group_id"]] = (*found.get(row["group_id"], ()), one)
    return found


def rates(db: Database, name: str) -> tuple[Rate, ...]:
    """The rates of the outlets of story ``name``, in the order in which they were computed."""
    return tuple(
        Rate(r["outlet_id"], r["measure"], r["count"], r["total"], r["low"], r["high"])
        for r in db.query("select * from rates where story_id = ? order by id", [name])
    )


def _of_pairs(db: Database, table: str, name: str) -> list[dict[str, Any]]:
    return list(
        db.query(
            f"""select t.* from {table} t join alignments l on l.id = t.alignment_id
                where l.story_id = ? order by t.rowid""",  # noqa: S608 - table names are ours
            [name],
        )
    )


def _ends(row: dict[str, Any]) -> tuple[Span, Span]:
    a = Span(row["a_text"], row["a_start"], row["a_end"])
    b = Span(row["b_text"], row["b_start"], row["b_end"])
    return a, b
