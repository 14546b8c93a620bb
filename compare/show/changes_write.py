"""A report of changes in every format."""

from __future__ import annotations

import csv as standard
import io
from collections.abc import Iterable
from typing import Any

from compare.errors import OutputError
from compare.show.changes_view import BECAUSE, ChangesView, ClaimRow, DifferenceRow, changes_view
from compare.show.csv import cell
from compare.show.html import standalone
from compare.show.markdown import escaped, link
from compare.show.report_json import dump
from compare.show.write import FORMATS

Json = dict[str, Any]
COLUMNS = ("story", "what", "change", "outlet", "other_outlet", "url", "between_at", "and_at", "before", "after", "words", "other_words", "note", "because", "run")  # fmt: skip
_LIMIT = 60_000  # characters of Markdown; a comment on a pull request holds 65,536


def render_changes(report: Json, format: str) -> str:
    """``report`` (of ``changes``) in one of the formats of a story's report; encode it as UTF-8."""
    if format == "html":
        return standalone("changes.html", changes_view(report))
    if format == "md":
        return _markdown(changes_view(report))
    if format == "json":
        return dump(report)
    if format == "csv":
        return _csv(report)
    raise OutputError(f"{format}: no such format; there are {', '.join(FORMATS)}")


def _markdown(shown: ChangesView) -> str:
    blocks: list[str] = []
    size = 0
    for block in _blocks(shown):
        size += len(block) + 2
        if size > _LIMIT:
            blocks.append("*The rest is in the other formats.*")
            break
        blocks.append(block)
    return "\n\n".join(blocks) + "\n"


def _blocks(shown: ChangesView) -> Iterable[str]:
    yield f"# What changed: {escaped(shown.title, 200)}"
    yield f"{escaped(shown.span)}."
    yield from map(escaped, shown.summary)
    if shown.articles:
        yield "## Articles"
        yield "\n".join(
            f"- {a.label}: **{escaped(a.outlet, 80)}** {link(a.href, escaped(a.title, 160))} "
            f"({escaped(a.when)}; {escaped(a.says, 240)})"
            for a in shown.articles
        )
    if shown.revisions:
        yield "## Changed texts"
        for r in shown.revisions:
            note = f"; {escaped(r.note, 200)}" if r.note else ""
            yield f"### {escaped(r.outlet, 80)}: {link(r.href, escaped(r.title, 160))}"
            lines = [f"Changed {escaped(r.between)}: {escaped(r.counts)}{note}."]
            yield "\n".join([*lines, "", *(f"- {_claim(c)}" for c in r.claims)]) if r.claims else lines[0]
    for label, rows in (
        ("Differences that appeared", shown.appeared),
        ("Differences that went", shown.went),
    ):
        if rows:
            yield f"## {label}"
            yield "\n".join(f"- {_difference(d)}" for d in rows)
    if shown.failures:
        yield "## What could not be had"
        yield "A failure says nothing about what the outlet reports."
        yield "\n".join(f"- {escaped(f.says, 300)} ({escaped(f.url, 300)})" for f in shown.failures)
    if shown.nothing:
        yield "Nothing changed: every article that could be read says what it said before."


def _claim(claim: ClaimRow) -> str:
    old, new = (f"“{escaped(text, 400)}”" if text else "" for text in (claim.old, claim.new))
    said = f"{old} to {new}" if claim.change == "reworded" else new or old
    return f"**{claim.label}**: {said}" + (f" ({escaped(claim.note, 240)})" if claim.note else "")


def _difference(row: DifferenceRow) -> str:
    sides = " against ".join(
        f"{escaped(outlet, 80)}: “{escaped(said or text, 240)}”" for outlet, said, text in row.sides
    )
    note = f" {escaped(row.note, 160)}." if row.note else ""
    return f"*{row.label}*: {sides}.{note} Because {row.because}."


def _csv(report: Json) -> str:
    out = io.StringIO(newline="")
    writer = standard.writer(out, quoting=standard.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(report):
        filled = {"story": report["story"]["id"], **row}
        writer.writerow([cell(str(filled.get(column) or "")) for column in COLUMNS])
    return out.getvalue()


def _rows(report: Json) -> Iterable[Json]:
    for a in report["articles"]:
        yield {
            "what": "article", "change": a["change"], "outlet": a["outlet"], "url": a["url"], "and_at": a["at"],
            "before": a["access_before"], "after": a["access_after"], "note": a["reason"], "run": a["run"],
        }  # fmt: skip
    for r in report["revisions"]:
        for c in r["claims"]:
            yield {
                "what": "claim", "change": c["change"], "outlet": r["outlet"], "url": r["url"],
                "between_at": r["last_seen_at"], "and_at": r["first_seen_at"], "before": c["old_text"],
                "after": c["new_text"], "note": c["note"], "run": r["run"],
            }  # fmt: skip
    for d in report["differences"]:
        a, b = d["a"], d["b"]
        yield {
            "what": d["kind"], "change": d["change"], "outlet": a["outlet"], "other_outlet": b["outlet"],
            "url": a["url"], "and_at": d["at"], "before": a["text"], "after": b["text"], "words": a["words"],
            "other_words": b["words"], "note": d["note"], "because": BECAUSE[d["because"]], "run": d["run"],
        }  # fmt: skip
    for f in report["failures"]:
        yield {
            "what": "failure", "change": "had since" if f["had_since"] else "not had", "url": f["url"],
            "between_at": f["first_at"], "and_at": f["last_at"], "note": f"{f['stage']}: {f['reason']}",
        }  # fmt: skip
