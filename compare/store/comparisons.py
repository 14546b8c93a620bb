"""Writing a story's comparison and its claims, whole, inside the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from sqlite_utils import Database

from compare.records import Claim, Comparison, Span
from compare.store.write import details_of


def save_comparison(
    db: Database,
    story: str,
    comparison: Comparison,
    *,
    run: int,
    computed_at: str,
    inputs_sha256: str,
    model: str,
    model_revision: str,
    settings_sha256: str,
    reviews_sha256: str,
    matching: str,
    judge: tuple[str, str, str] = ("", "", ""),  # model, version, what it did
) -> None:
    """Puts a story's comparison in place of the one before, whole."""
    for table in ("alignments", "groups", "derivations", "rates", "story_articles", "comparisons"):
        db.execute(f"delete from {table} where story_id = ?", [story])  # noqa: S608 - table names are ours
    versions = dict(
        db.execute(
            "select key, id from versions where article_id in (select value from json_each(?))",
            [json.dumps([m.article.id for m in comparison.members])],
        ).fetchall()
    )
    claim_ids = save_claims(db, comparison.claims)
    db.table("story_articles").insert_all(
        {"story_id": story, "article_id": m.article.id, "role": m.role, "position": position,
         "version_id": versions[m.article.version_id] if m.article.comparable else None,
         "access": m.article.access, "reason": m.article.reason, "details": details_of(m.article),
         "same_text_as": m.same_text_as}
        for position, m in enumerate(comparison.members)
    )  # fmt: skip
    _save_alignments(db, story, comparison, claim_ids)
    _save_groups(db, story, comparison, claim_ids)
    _save_derivations(db, story, comparison, claim_ids)
    db.table("rates").insert_all(
        {"story_id": story, "outlet_id": r.outlet, "measure": r.measure, "count": r.count, "total": r.total,
         "low": r.low, "high": r.high}
        for r in comparison.rates
    )  # fmt: skip
    db.table("comparisons").insert(
        {"story_id": story, "run_id": run, "computed_at": computed_at, "inputs_sha256": inputs_sha256, "model": model,
         "model_revision": model_revision, "settings_sha256": settings_sha256, "reviews_sha256": reviews_sha256,
         "matching": matching, "judge": judge[0], "judge_version": judge[1], "judged": judge[2]}
    )  # fmt: skip


def save_claims(db: Database, claims: Iterable[Claim]) -> dict[str, int]:
    """Claims are written once a version, whichever stories it is in; gives the number of each claim by its key.

    ``claims`` are all those of each version that any of them belongs to, and the versions are stored.
    """
    given = {c.id: c for c in claims}
    keys = {c.id: c.id.rpartition(".")[0] for c in given.values()}
    versions = dict(
        db.execute(
            "select key, id from versions where key in (select value from json_each(?))",
            [json.dumps(sorted(set(keys.values())))],
        ).fetchall()
    )
    rows = {key: _claim_row(claim, versions[keys[key]]) for key, claim in given.items()}
    used = json.dumps(sorted({row["version_id"] for row in rows.values()}))
    known = {
        row["key"]: row
        for row in db.query(
            "select * from claims where version_id in (select value from json_each(?))", [used]
        )
    }
    changed = [row for key, row in rows.items() if key not in known or (known[key] | row) != known[key]]
    # A version read anew may have fewer claims than before; what pointed at the old ones goes with them.
    gone = [row["id"] for key, row in known.items() if key not in rows]
    if gone or any(row["key"] in known for row in changed):
        # Another story that holds the same text was compared from what the claims said before: it is due again.
        db.execute(
            """update comparisons set inputs_sha256 = '' where story_id in (select story_id from story_articles
               where version_id in (select value from json_each(?)))""",
            [used],
        )
    for claim_id in gone:
        _drop_claim(db, claim_id)
    if changed:
        names = list(changed[0])
        columns, marks = ", ".join(f'"{n}"' for n in names), ", ".join("?" * len(names))
        updates = ", ".join(f'"{n}" = excluded."{n}"' for n in names if n != "key")
        db.conn.executemany(
            f"insert into claims ({columns}) values ({marks}) on conflict (key) do update set {updates}",  # noqa: S608 - names are ours
            [tuple(row.values()) for row in changed],
        )
    stored = db.execute(
        "select key, id from claims where version_id in (select value from json_each(?))", [used]
    )
    return dict(stored.fetchall())


def _drop_claim(db: Database, claim_id: int) -> None:
    db.execute("delete from alignments where a = ? or b = ?", [claim_id, claim_id])
    db.execute("delete from group_claims where claim_id = ?", [claim_id])
    db.execute("update coverage set claim_id = null, state = 'unknown' where claim_id = ?", [claim_id])
    db.execute(
        "delete from derived_claims where citing_claim_id = ? or original_claim_id = ?", [claim_id, claim_id]
    )
    db.execute("delete from claims where id = ?", [claim_id])


def _claim_row(claim: Claim, version: int) -> dict[str, Any]:
    speaker, cue = claim.speaker, claim.cue
    return {
        "key": claim.id, "article_id": claim.article, "version_id": version, "position": claim.position,
        "paragraph": claim.paragraph, "text": claim.text, "start": claim.start, "end": claim.end, "kind": claim.kind,
        "speaker": speaker and speaker.text, "speaker_start": speaker and speaker.start,
        "speaker_end": speaker and speaker.end, "cue": cue and cue.text, "cue_start": cue and cue.start,
        "cue_end": cue and cue.end, "anonymous": int(claim.anonymous),
        "certainty": claim.certainty, "hedges": json.dumps([asdict(h) for h in claim.hedges]),
        "quotations": json.dumps([asdict(q) for q in claim.quotations]),
        "quantities": json.dumps([asdict(q) for q in claim.quantities]), "text_sha256": claim.text_sha256,
    }  # fmt: skip


def _save_alignments(db: Database, story: str, comparison: Comparison, ids: Mapping[str, int]) -> None:
    for alignment in comparison.alignments:
        row = db.execute(
            """insert into alignments (story_id, a, b, probability, relation, conflict, decided_by, remark)
               values (?, ?, ?, ?, ?, ?, ?, ?) returning id""",
            [
                story,
                ids[alignment.a],
                ids[alignment.b],
                alignment.probability,
                alignment.relation,
                alignment.conflict,
                alignment.decided_by,
                alignment.remark,
            ],
        ).fetchone()
        db.conn.executemany(
            """insert into differences (alignment_id, kind, a_text, a_start, a_end, b_text, b_start, b_end, rule, note)
               values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [
                (row[0], d.kind, d.a.text, d.a.start, d.a.end, d.b.text, d.b.start, d.b.end, d.rule, d.note)
                for d in alignment.differences
            ],
        )
        if evidence := alignment.evidence:
            db.execute(
                """insert into conflict_evidence (alignment_id, a_text, a_start, a_end, b_text, b_start, b_end, rule,
                   note, later) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    row[0],
                    *_ends(evidence.a),
                    *_ends(evidence.b),
                    evidence.rule,
                    evidence.note,
                    evidence.later,
                ],
            )
        if verdict := alignment.verdict:
            db.execute(
                "insert into verdicts (alignment_id, model, label, probability) values (?, ?, ?, ?)",
                [row[0], verdict.model, verdict.label, verdict.probability],
            )


def _ends(span: Span) -> tuple[str, int, int]:
    return span.text, span.start, span.end


def _save_groups(db: Database, story: str, comparison: Comparison, ids: Mapping[str, int]) -> None:
    claims = {claim.id: claim for claim in comparison.claims}
    for position, group in enumerate(comparison.groups):
        told = [claims[claim] for claim in group.claims]
        first = next((claim for claim in told if claim.article == group.first_article), told[0])
        db.execute(
            """insert into groups (id, story_id, position, title, independent_outlets, first_article_id, first_at)
               values (?, ?, ?, ?, ?, ?, ?)""",
            [
                group.id,
                story,
                position,
                first.text,
                group.independent_outlets,
                group.first_article,
                group.first_at,
            ],
        )
        db.conn.executemany(
            "insert into group_claims (group_id, claim_id, position) values (?, ?, ?)",
            [(group.id, ids[claim], i) for i, claim in enumerate(group.claims)],
        )
        db.conn.executemany(
            "insert into collapsed (group_id, outlets, shared, why) values (?, ?, ?, ?)",
            [(group.id, json.dumps(c.outlets), c.shared, c.why) for c in group.collapsed],
        )
    db.conn.executemany(
        "insert into coverage (group_id, outlet_id, state, claim_id) values (?, ?, ?, ?)",
        [(c.group, c.outlet, c.state, ids[c.claim] if c.claim else None) for c in comparison.coverage],
    )


def _save_derivations(db: Database, story: str, comparison: Comparison, ids: Mapping[str, int]) -> None:
    for derivation in comparison.derivations:
        row = db.execute(
            """insert into derivations (story_id, citing_id, original_id, cited_outlet, original_state, path, chain)
               values (?, ?, ?, ?, ?, ?, ?) returning id""",
            [
                story,
                derivation.citing,
                derivation.original,
                derivation.cited_outlet,
                derivation.original_state,
                derivation.path,
                json.dumps(derivation.chain),
            ],
        ).fetchone()
        db.conn.executemany(
            """insert into citations (derivation_id, article_id, outlet, kind, text, start, "end", url, role, cue)
               values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [
                (
                    row[0],
                    c.article,
                    c.outlet,
                    c.kind,
                    c.span.text,
                    c.span.start,
                    c.span.end,
                    c.url,
                    c.role,
                    c.cue,
                )
                for c in derivation.evidence
            ],
        )
        db.conn.executemany(
            """insert into derived_claims (derivation_id, citing_claim_id, original_claim_id, change, why)
               values (?, ?, ?, ?, ?)""",
            [
                (row[0], ids.get(d.citing_claim or ""), ids.get(d.original_claim or ""), d.change, d.why)
                for d in derivation.claims
            ],
        )
