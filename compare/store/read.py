"""All reading from the database, back into records."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from compare.configured import Outlet
from compare.records import (
    Article,
    Citation,
    Claim,
    Comparison,
    Coverage,
    Derivation,
    DerivedClaim,
    Failure,
    Group,
    Member,
    Page,
    Precision,
    Quantity,
    Source,
    Span,
    Story,
)
from compare.store.damage import intact
from compare.store.read_pairs import alignments, collapsed, rates

GOES_ON = 3600  # seconds within which a run goes on with one that was broken off, and does not ask again for its pages


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page with what was read from it before, if anything was."""

    id: int
    page: Page
    checked_at: str  # when the server last gave it, or said that it still holds
    extractor: str  # which version of the reader made ``article``; empty when none did
    article: Article | None


@dataclass(frozen=True, slots=True)
class StoredComparison:
    """A story's comparison with the run that made it."""

    run_id: int
    started_at: str
    computed_at: str
    version: str
    model: str
    model_revision: str
    settings_sha256: str
    inputs_sha256: str
    matching: str  # which fitted file judged the pairs
    judge: tuple[str, str, str]  # model, version, what it did; empty when there was none
    comparison: Comparison
    failures: tuple[Failure, ...]


@intact
def pages(db: Database, url: str) -> dict[str, StoredPage]:
    """The newest page stored for ``url`` of each provenance: ``web``, ``saved``, ``snapshot``, ``seed``."""
    rows = db.query(
        "select * from pages where id in (select max(id) from pages where url = ? group by provenance)", [url]
    )
    return {row["provenance"]: stored_page(db, row) for row in rows}


@intact
def stored_page(db: Database, row: dict[str, Any]) -> StoredPage:
    """A row of pages, with the article that was read from it."""
    page = Page(
        url=row["url"],
        final_url=row["final_url"],
        status=row["status"],
        headers=tuple((k, v) for k, v in json.loads(row["headers"])),
        body=zlib.decompress(row["body"]),
        fetched_at=row["fetched_at"],
        provenance=row["provenance"],
    )
    article = _article_of_page(db, row, page) if row["article_id"] else None
    return StoredPage(row["id"], page, row["checked_at"], row["extractor"] or "", article)


def _article_of_page(db: Database, row: dict[str, Any], page: Page) -> Article:
    return replace(_article(db, row), url=page.url, fetched_at=page.fetched_at)


def _article(db: Database, row: dict[str, Any]) -> Article:
    """The article of a row that has its ``details`` and, where there is a text, its ``version_id``."""
    fields = json.loads(row["details"])
    fields["paragraphs"] = tuple((start, end) for start, end in fields["paragraphs"])
    fields["links"] = tuple(fields["links"])
    fields["subheadings"] = tuple(fields.get("subheadings", ()))
    version = (
        _one(db, "select text from versions where id = ?", [row["version_id"]]) if row["version_id"] else None
    )
    return Article(**{**fields, "text": version["text"] if version else ""})


@intact
def published_between(db: Database, since: str, until: str) -> list[tuple[str, str, str, str, Precision]]:
    """URL, title, opening, time and precision of each article that could be read and has a time in that span."""
    rows = db.query(
        """select a.url, a.title, substr(v.text, length(a.title) + 1, 600) as opening, a.published_at,
                  a.published_precision
           from articles a join versions v on v.id = a.version_id
           where a.access in ('full', 'partial') and a.published_at between ? and ? order by a.url""",
        [since, until],
    )
    return [
        (r["url"], r["title"], r["opening"].strip(), r["published_at"], r["published_precision"])
        for r in rows
    ]


@intact
def latest_comparable(db: Database, url: str) -> Article | None:
    """The article as it stood on the newest page of ``url`` that could be compared."""
    row = _one(
        db, "select * from pages where url = ? and version_id is not null order by id desc limit 1", [url]
    )
    return _article(db, row) if row else None


@intact
def story(db: Database, name: str) -> Story | None:
    """The story with the sources known for it."""
    row = _one(db, "select * from stories where id = ?", [name])
    if row is None:
        return None
    sources = [
        Source(url=s["url"], role=s["role"], found_by=s["found_by"])
        for s in db.query("select * from story_sources where story_id = ? order by rowid", [name])
    ]
    seed = next((s for s in sources if s.url == row["seed_url"]), Source(row["seed_url"], "seed"))
    return Story(
        name, row["title"], seed, tuple(s for s in sources if s.url != row["seed_url"]), row["published_at"]
    )


def story_of_seed(db: Database, article: str) -> str | None:
    """The name of the story that started from the article with this id."""
    row = _one(db, "select id from stories where seed_article = ?", [article])
    return str(row["id"]) if row else None


@intact
def outlets(db: Database) -> tuple[Outlet, ...]:
    """Every outlet with its name and owner; domains and feeds are the configuration's."""
    rows = db.query("select * from outlets order by id")
    return tuple(
        Outlet(r["id"], r["name"], (), owner=r["owner"], kind=r["kind"], country=r["country"],
               language=r["language"], paywall=bool(r["paywall"]))
        for r in rows
    )  # fmt: skip


def story_names(db: Database) -> list[str]:
    """Every story's name, sorted."""
    return [row["id"] for row in db.query("select id from stories order by id")]


@intact
def vectors(db: Database, model: str, revision: str, versions: Sequence[str]) -> dict[str, bytes]:
    """The cached vectors of the claims of these versions (their keys), by the hash of the text."""
    rows = db.execute(
        """select distinct e.text_sha256, e.vector from versions v join claims c on c.version_id = v.id
           join vectors e on e.text_sha256 = c.text_sha256 and e.model = ? and e.revision = ?
           where v.key in (select value from json_each(?))""",
        [model, revision, json.dumps(list(versions))],
    )
    return dict(rows.fetchall())


def inputs_of(db: Database, name: str) -> tuple[str, str] | None:
    """The digests of what the story's stored comparison was made from, and of the reviews it holds to."""
    row = _one(db, "select inputs_sha256, reviews_sha256 from comparisons where story_id = ?", [name])
    return (row["inputs_sha256"], row["reviews_sha256"]) if row else None


@intact
def broken_off(db: Database, run: int) -> str:
    """When the run began that ``run`` goes on with; empty when the last one before it ended well, or long ago.

    A run that goes on and is broken off in its turn counts to the same: the first of them is told.
    """
    row = db.execute(
        """select min(started_at) from runs where id < :run and started_at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', :back)
           and id > coalesce((select max(id) from runs where status = 'finished' and id < :run), 0)""",
        {"run": run, "back": f"-{GOES_ON} seconds"},
    ).fetchone()
    return str(row[0] or "")


@intact
def run_of(db: Database, name: str) -> int | None:
    """The run that made the story's stored comparison."""
    row = _one(db, "select run_id from comparisons where story_id = ?", [name])
    return int(row["run_id"]) if row else None


@intact
def comparison(db: Database, name: str) -> StoredComparison | None:
    """A story's comparison, as it was computed."""
    head = _one(
        db,
        """select c.*, r.started_at, r.version from comparisons c join runs r on r.id = c.run_id
           where c.story_id = ?""",
        [name],
    )
    if head is None:
        return None
    members = _members(db, name)
    claims = _claims(db, name)
    keys = {row["id"]: row["key"] for row in _claim_rows(db, name)}
    result = Comparison(
        members=members,
        claims=claims,
        alignments=alignments(db, name, keys),
        groups=_groups(db, name, keys),
        coverage=_coverage(db, name, keys),
        derivations=_derivations(db, name, keys),
        rates=rates(db, name),
    )
    failures = tuple(
        Failure(row["url"], row["stage"], row["reason"], row["at"])
        for row in db.query(
            "select * from failures where story_id = ? and run_id = ? order by id", [name, head["run_id"]]
        )
    )
    return StoredComparison(
        run_id=head["run_id"],
        started_at=head["started_at"],
        computed_at=head["computed_at"],
        version=head["version"],
        model=head["model"],
        model_revision=head["model_revision"],
        settings_sha256=head["settings_sha256"],
        inputs_sha256=head["inputs_sha256"],
        matching=head["matching"],
        judge=(head["judge"], head["judge_version"], head["judged"]),
        comparison=result,
        failures=failures,
    )


def _members(db: Database, name: str) -> tuple[Member, ...]:
    rows = db.query("select * from story_articles where story_id = ? order by position", [name])
    return tuple(Member(_article(db, row), row["role"], row["same_text_as"]) for row in rows)


def _claim_rows(db: Database, name: str) -> list[dict[str, Any]]:
    return list(
        db.query(
            """select c.* from story_articles m join claims c on c.version_id = m.version_id
               where m.story_id = ? order by m.position, c.position""",
            [name],
        )
    )


def _claims(db: Database, name: str) -> tuple[Claim, ...]:
    return tuple(
        Claim(
            id=row["key"],
            article=row["article_id"],
            position=row["position"],
            paragraph=row["paragraph"],
            text=row["text"],
            start=row["start"],
            end=row["end"],
            kind=row["kind"],
            speaker=_span(row, "speaker"),
            cue=_span(row, "cue"),
            anonymous=bool(row["anonymous"]),
            certainty=row["certainty"],
            hedges=tuple(Span(**h) for h in json.loads(row["hedges"])),
            quotations=tuple(Span(**q) for q in json.loads(row["quotations"])),
            quantities=tuple(Quantity(**q) for q in json.loads(row["quantities"])),
        )
        for row in _claim_rows(db, name)
    )


def _span(row: dict[str, Any], name: str) -> Span | None:
    if row[name] is None:
        return None
    return Span(row[name], row[f"{name}_start"], row[f"{name}_end"])


def _groups(db: Database, name: str, keys: dict[int, str]) -> tuple[Group, ...]:
    outlets = {
        row["id"]: row["outlet_id"]
        for row in db.query(
            """select c.id, x.outlet_id from story_articles m join claims c on c.version_id = m.version_id
               join articles x on x.id = m.article_id where m.story_id = ?""",
            [name],
        )
    }
    lost = collapsed(db, name)
    groups = []
    for row in db.query("select * from groups where story_id = ? order by position", [name]):
        ids = [
            k["claim_id"]
            for k in db.query(
                "select claim_id from group_claims where group_id = ? order by position", [row["id"]]
            )
        ]
        groups.append(
            Group(
                row["id"],
                tuple(keys[i] for i in ids),
                tuple(dict.fromkeys(outlets[i] for i in ids)),
                row["independent_outlets"],
                row["first_article_id"],
                row["first_at"],
                lost.get(row["id"], ()),
            )
        )
    return tuple(groups)


def _coverage(db: Database, name: str, keys: dict[int, str]) -> tuple[Coverage, ...]:
    rows = db.query(
        """select v.* from coverage v join groups g on g.id = v.group_id
           where g.story_id = ? order by g.position, v.rowid""",
        [name],
    )
    return tuple(
        Coverage(r["group_id"], r["outlet_id"], r["state"], keys[r["claim_id"]] if r["claim_id"] else None)
        for r in rows
    )


def _derivations(db: Database, name: str, keys: dict[int, str]) -> tuple[Derivation, ...]:
    found = []
    for row in db.query("select * from derivations where story_id = ? order by id", [name]):
        evidence = tuple(
            Citation(
                c["article_id"],
                c["outlet"],
                c["kind"],
                Span(c["text"], c["start"], c["end"]),
                c["url"],
                c["role"],
                c["cue"],
            )
            for c in db.query("select * from citations where derivation_id = ? order by id", [row["id"]])
        )
        claims = tuple(
            DerivedClaim(
                keys.get(c["citing_claim_id"]), keys.get(c["original_claim_id"]), c["change"], c["why"]
            )
            for c in db.query("select * from derived_claims where derivation_id = ? order by id", [row["id"]])
        )
        found.append(
            Derivation(
                row["citing_id"],
                row["original_id"],
                row["cited_outlet"],
                evidence,
                row["original_state"],
                claims,
                row["path"],
                tuple(json.loads(row["chain"])),
            )
        )
    return tuple(found)


def _one(db: Database, query: str, values: Sequence[Any]) -> dict[str, Any] | None:
    return next(iter(db.query(query, values)), None)


@intact
def counts(db: Database, name: str) -> dict[str, int]:
    """What a story's comparison holds, in numbers."""
    queries = {
        "articles": "select count(*) from story_articles where story_id = :story",
        "articles read": "select count(*) from story_articles where story_id = :story and version_id is not null",
        "claims": """select count(*) from story_articles m join claims c on c.version_id = m.version_id
                     where m.story_id = :story""",
        "alignments": "select count(*) from alignments where story_id = :story",
        "differences": """select count(*) from differences d join alignments l on l.id = d.alignment_id
                          where l.story_id = :story""",
        "conflicts": "select count(*) from alignments where story_id = :story and conflict is not null",
        # A pair that fits into no group is a possible match, not a claim; what outlets of one source tell is not shared.
        "shared claims": "select count(*) from groups where story_id = :story and independent_outlets > 1",
    }
    return {label: int(db.execute(query, {"story": name}).fetchone()[0]) for label, query in queries.items()}
