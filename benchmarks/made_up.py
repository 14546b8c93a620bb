"""A large database of made-up stories, written straight into the tables of the store."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from compare.store.database import transaction, writer
from compare.store.migrations import migrations

OUTLETS, CLAIMS, GROUPS, TOLD_BY = 20, 50, 60, 5
WORDS = [a + b for a in ("har", "ves", "mol", "ter", "quin", "sed", "lor", "pan", "dri", "bel") for b in ("bour", "tan", "ic", "ment", "ly", "or", "asa", "ing", "ed", "um")]  # fmt: skip
DIFFERENCES = ("attribution", "certainty", "wording", "actor", "quote", "number")


def fill(path: Path, stories: int) -> None:
    """Makes the database, the same for the same number of stories but for the times, which end now."""
    chance = random.Random(7)
    now = datetime.now(UTC).replace(microsecond=0)
    with writer(path) as db:
        with transaction(db):
            insert(db, "runs", [{"id": 1, "started_at": at(now), "version": "0.1.0", "status": "finished"}])
            insert(
                db,
                "outlets",
                [
                    {"id": f"outlet-{n}", "name": f"Outlet {n}", "owner": f"Owner {n // 2}", "kind": "press",
                     "country": "XX", "language": "en", "paywall": 0}
                    for n in range(OUTLETS)
                ],
            )  # fmt: skip
        for number in range(stories):
            with transaction(db):
                for table, rows in story(number, now - timedelta(hours=number), chance):
                    insert(db, table, rows)
        with transaction(db):
            db.execute(
                "update articles set version_id = (select id from versions where article_id = articles.id)"
            )


def at(when: datetime) -> str:
    """A time as the store writes it."""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")


@cache
def must(table: str) -> dict[str, Any]:
    """The columns of a table that must have a value and have no default, each with an empty one."""
    db = Database(memory=True)
    migrations.apply(db)
    return {
        row[1]: "" if row[2].lower() == "text" else 0
        for row in db.execute(f"pragma table_info({table})")
        if row[3] and row[4] is None and not row[5]
    }


def insert(db: Database, table: str, rows: list[dict[str, Any]]) -> None:
    """All rows at once, what a row does not say left empty; all have the same columns."""
    if rows:
        rows = [must(table) | row for row in rows]
        names = ", ".join(f'"{name}"' for name in rows[0])
        marks = ", ".join("?" * len(rows[0]))
        db.conn.executemany(
            f"insert into {table} ({names}) values ({marks})", [tuple(row.values()) for row in rows]
        )


def story(number: int, when: datetime, chance: random.Random) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The rows of one story, table after table."""
    name, time = f"story-{number}", at(when)
    articles = [f"a{number}-{n}" for n in range(OUTLETS)]
    versions = [number * OUTLETS + n + 1 for n in range(OUTLETS)]
    yield "stories", [{"id": name, "title": sentence(chance), "seed_url": f"https://outlet-0.example/{number}", "seed_article": f"a{number}-0", "published_at": time, "created_at": time}]  # fmt: skip
    claims: list[list[dict[str, Any]]] = []
    texts = []
    for n, version in enumerate(versions):
        own, text = [], ""
        for position in range(CLAIMS):
            words = sentence(chance)
            start = len(text)
            text += words + " "
            spoken = chance.random() < 0.4
            own.append(
                {"id": (version - 1) * CLAIMS + position + 1, "key": f"{version:016x}.{position:03d}", "article_id": articles[n],
                 "version_id": version, "position": position, "paragraph": position // 3 - 1, "text": words, "start": start,
                 "end": start + len(words), "kind": "body" if position else "headline", "speaker": words.split()[0] if spoken else None,
                 "speaker_start": start if spoken else None, "speaker_end": start + len(words.split()[0]) if spoken else None,
                 "cue": words.split()[1] if spoken else None, "cue_start": start + len(words.split()[0]) + 1 if spoken else None,
                 "cue_end": start + len(" ".join(words.split()[:2])) if spoken else None, "anonymous": int(spoken and chance.random() < 0.15),
                 "certainty": chance.choice(("flat", "flat", "hedged", "alleged")), "hedges": "[]", "quotations": "[]", "quantities": "[]",
                 "text_sha256": f"{version * 1000 + position:064x}"}
            )  # fmt: skip
        claims.append(own)
        texts.append(text)
    details = [
        {"id": a, "url": f"https://outlet-{n}.example/{number}", "final_url": f"https://outlet-{n}.example/{number}",
         "canonical_url": f"https://outlet-{n}.example/{number}", "outlet": f"outlet-{n}", "title": claims[n][0]["text"],
         "byline": "", "published_at": time, "published_precision": "minute", "published_source": "made up", "fetched_at": time,
         "language": "en", "text": "", "title_end": len(claims[n][0]["text"]), "paragraphs": [[0, len(texts[n])]], "access": "full",
         "reason": "", "provenance": "web", "content_sha256": f"{versions[n]:064x}", "links": []}
        for n, a in enumerate(articles)
    ]  # fmt: skip
    yield "articles", [
        {key.replace("outlet", "outlet_id"): value for key, value in d.items() if key not in ("text", "title_end", "paragraphs", "links")}
        for d in details
    ]  # fmt: skip
    yield "versions", [
        {"id": versions[n], "key": f"{versions[n]:016x}", "article_id": a, "title": claims[n][0]["text"], "text": texts[n],
         "text_sha256": f"{versions[n]:064x}", "access": "full", "reason": "", "content_sha256": f"{versions[n]:064x}",
         "first_seen_at": time, "run_id": 1}
        for n, a in enumerate(articles)
    ]  # fmt: skip
    yield "claims", [claim for own in claims for claim in own]
    yield "comparisons", [{"story_id": name, "run_id": 1, "computed_at": time, "inputs_sha256": "x", "model": "none", "model_revision": "none", "settings_sha256": "x", "reviews_sha256": "x", "matching": "none", "judge": "", "judge_version": "", "judged": ""}]  # fmt: skip
    yield "story_articles", [
        {"story_id": name, "article_id": a, "version_id": versions[n], "role": "coverage" if n else "seed", "position": n,
         "access": ("paywalled", "partial", "full")[min(n, 2)], "reason": "", "details": json.dumps(details[n]), "same_text_as": None}
        for n, a in enumerate(articles)
    ]  # fmt: skip
    yield from shared(number, name, time, claims, chance)


def shared(
    number: int, name: str, time: str, claims: list[list[dict[str, Any]]], chance: random.Random
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """What the outlets share: groups of claims, pairs in them, differences, coverage, and one retelling."""
    groups, members, coverage, alignments, differences, conflicts = [], [], [], [], [], []
    free = [list(range(1, CLAIMS)) for _ in claims]
    for own in free:
        chance.shuffle(own)
    per_story = GROUPS * TOLD_BY * (TOLD_BY - 1) // 2
    for g in range(GROUPS):
        outlets = chance.sample(range(OUTLETS), TOLD_BY)
        told = {n: claims[n][free[n].pop()] for n in sorted(outlets)}
        first = next(iter(told.values()))
        groups.append({"id": f"g{number}-{g}", "story_id": name, "position": g, "title": first["text"], "independent_outlets": TOLD_BY, "first_article_id": first["article_id"], "first_at": time})  # fmt: skip
        members += [{"group_id": f"g{number}-{g}", "claim_id": c["id"], "position": i} for i, c in enumerate(told.values())]  # fmt: skip
        coverage += [
            {"group_id": f"g{number}-{g}", "outlet_id": f"outlet-{n}", "state": "present" if n in told else "absent",
             "claim_id": told[n]["id"] if n in told else None}
            for n in range(OUTLETS)
        ]  # fmt: skip
        for a, b in combinations(told.values(), 2):
            key = number * per_story + len(alignments) + 1
            conflict = chance.choice(("number", "date", "polarity")) if chance.random() < 0.05 else None
            alignments.append({"id": key, "story_id": name, "a": a["id"], "b": b["id"], "probability": 0.5 + chance.random() / 2, "relation": "same", "conflict": conflict, "decided_by": "scorer", "remark": ""})  # fmt: skip
            for kind in DIFFERENCES:
                if chance.random() < 0.2:
                    differences.append(difference(key, kind, a, b, chance))
            if conflict:
                found = difference(key, "number", a, b, chance)
                conflicts.append({k: v for k, v in found.items() if k not in ("kind",)} | {"later": None})
    yield "groups", groups
    yield "group_claims", members
    yield "coverage", coverage
    yield "alignments", alignments
    yield "differences", differences
    yield "conflict_evidence", conflicts
    yield "derivations", [{"id": number + 1, "story_id": name, "citing_id": f"a{number}-{number % OUTLETS}", "original_id": f"a{number}-{(number + 1) % OUTLETS}", "cited_outlet": f"outlet-{(number + 1) % OUTLETS}", "original_state": "retrieved", "path": "direct", "chain": "[]"}]  # fmt: skip
    yield "derived_claims", [
        {"derivation_id": number + 1, "citing_claim_id": claims[number % OUTLETS][i]["id"],
         "original_claim_id": claims[(number + 1) % OUTLETS][i]["id"],
         "change": chance.choice(("kept", "paraphrased", "hardened", "softened", "added", "dropped")), "why": "made up"}
        for i in range(1, 30)
    ]  # fmt: skip


def difference(
    key: int, kind: str, a: dict[str, Any], b: dict[str, Any], chance: random.Random
) -> dict[str, Any]:
    """Two words of either claim; an attribution may be missing on one side."""
    row: dict[str, Any] = {"alignment_id": key, "kind": kind}
    for side, claim in (("a", a), ("b", b)):
        words = "" if kind == "attribution" and side == "b" and chance.random() < 0.5 else " ".join(claim["text"].split()[2:4])  # fmt: skip
        start = claim["start"] + (claim["text"].index(words) if words else 0)
        row |= {f"{side}_text": words, f"{side}_start": start, f"{side}_end": start + len(words)}
    return row | {"rule": f"{kind}-rule", "note": "made up"}


def sentence(chance: random.Random) -> str:
    """Some twenty words."""
    return " ".join(chance.choices(WORDS, k=chance.randint(12, 28))).capitalize() + "."
