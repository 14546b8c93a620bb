"""The pairs of a story as a table that a person edits, and as an annotated story."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from compare.errors import InputError
from compare.match.reviewed import reviewed_pairs
from compare.records import Claim, Comparison, Review
from compare.show.csv import cell

VERDICTS = ("accept", "reject", "note", "clear", "")
RELATIONS = ("same", "partial", "")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what a person says of a pair, then what is known of it. ``place`` is where it stands in a table."""

    verdict: str = ""
    relation: str = ""
    note: str = ""
    probability: str = ""
    decided_by: str = ""
    outlet_a: str = ""
    text_a: str = ""
    outlet_b: str = ""
    text_b: str = ""
    a: str = ""
    b: str = ""
    place: str = ""


COLUMNS = tuple(field.name for field in fields(Entry) if field.name != "place")


def entries(comparison: Comparison, reviews: Sequence[Review]) -> list[Entry]:
    """A row for each aligned pair, with what was said of it, then for each that was rejected."""
    said = reviewed_pairs(comparison.members, comparison.claims, reviews)
    by_id = {claim.id: claim for claim in comparison.claims}
    outlet = {m.article.id: m.article.outlet for m in comparison.members}
    rows = []
    for x in comparison.alignments:
        review = said.pop(frozenset((x.a, x.b)), None)
        rows.append(
            Entry(
                review.verdict if review else "",
                x.relation,
                review.note if review else "",
                f"{x.probability:.4f}",
                x.decided_by,
                *_sides(by_id[x.a], by_id[x.b], outlet),
            )
        )
    order = {claim.id: k for k, claim in enumerate(comparison.claims)}
    for pair, review in sorted(said.items(), key=lambda item: sorted(order[c] for c in item[0])):
        a, b = sorted(pair, key=order.__getitem__)
        rows.append(
            Entry(
                review.verdict,
                review.relation or "",
                review.note,
                "",
                "person",
                *_sides(by_id[a], by_id[b], outlet),
            )
        )
    return rows


def _sides(a: Claim, b: Claim, outlet: dict[str, str]) -> tuple[str, str, str, str, str, str]:
    return outlet[a.article], a.text, outlet[b.article], b.text, a.id, b.id


def as_csv(rows: Sequence[Entry]) -> str:
    """The table: RFC 4180, every cell quoted, none of them a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([cell(getattr(row, name)) for name in COLUMNS])
    return out.getvalue()


def from_csv(path: Path) -> list[Entry]:
    """The rows of a table that a person edited. Raises InputError with file and line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}); save the table as CSV in UTF-8") from None
    first = text.partition("\n")[0]
    # A spreadsheet writes what its locale parts cells with.
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ","
    )
    missing = {"verdict", "a", "b"} - set(reader.fieldnames or ())
    if missing:
        raise InputError(
            f"{path}: has no column {sorted(missing)[0]!r}; keep the first line of the table as it was"
        )
    try:
        return list(_rows(path, reader))
    except csv.Error as error:
        raise InputError(f"{path}:{reader.line_num}: not a CSV table ({error})") from None


def _rows(path: Path, reader: csv.DictReader[str]) -> Iterator[Entry]:
    for row in reader:
        place = f"{path}:{reader.line_num}"
        # A text with a leading apostrophe was guarded against being a formula.
        values = {name: (row.get(name) or "").removeprefix("'").strip() for name in COLUMNS}
        if not any(values.values()):
            continue
        entry = Entry(
            **{**values, "verdict": values["verdict"].lower(), "relation": values["relation"].lower()},
            place=place,
        )
        check(entry)
        yield entry


def check(entry: Entry) -> None:
    """Raises InputError for a verdict or a relation that is none."""
    if entry.verdict not in VERDICTS:
        raise InputError(
            f"{entry.place}: verdict {entry.verdict!r}: give accept, reject, note, clear, or nothing"
        )
    if entry.relation not in RELATIONS:
        raise InputError(f"{entry.place}: relation {entry.relation!r}: give same, partial, or nothing")


def gold(story: str, comparison: Comparison, reviews: Sequence[Review]) -> dict[str, Any]:
    """The story as ``calibrate`` reads it: accepted pairs, and as ``ambiguous`` those that only the machine aligned.

    What was rejected, and what neither machine nor person aligned, counts as not aligned.
    """
    members = [m for m in comparison.members if m.article.comparable]
    told: dict[str, list[Claim]] = {m.article.id: [] for m in members}
    for claim in comparison.claims:
        if claim.kind != "headline":
            told[claim.article].append(claim)
    letters = {m.article.id: _letter(number) for number, m in enumerate(members)}
    name = {c.id: f"{letters[a]}{k}" for a, claims in told.items() for k, c in enumerate(claims)}
    said = reviewed_pairs(comparison.members, comparison.claims, reviews)
    pairs, ambiguous = [], []
    for x in comparison.alignments:
        if x.a not in name or x.b not in name:
            continue
        review = said.get(frozenset((x.a, x.b)))
        if review is not None and review.verdict == "accept":
            pairs.append({"x": name[x.a], "y": name[x.b], "rel": x.relation, "conflict": x.conflict or "none",
                          "diff": [], "words": []})  # fmt: skip
        else:
            ambiguous.append([name[x.a], name[x.b]])
    rejected = [
        sorted(name[c] for c in pair)
        for pair, review in said.items()
        if review.verdict == "reject" and all(c in name for c in pair)
    ]
    return {
        "story": story,
        "source": "outlet-compare review",
        "annotators": 1,
        "articles": [
            {"letter": letters[m.article.id], "url": m.article.url, "outlet": m.article.outlet,
             "title": m.article.title, "date": (m.article.published_at or "")[:10],
             "sentences": [c.text for c in told[m.article.id]]}
            for m in members
        ],
        "pairs": pairs,
        "ambiguous": ambiguous,
        "rejected": sorted(rejected),
    }  # fmt: skip


def _letter(number: int) -> str:
    """A to Z, then AA: sentences are named by letter and number."""
    return (_letter(number // 26 - 1) if number >= 26 else "") + chr(ord("A") + number % 26)
