"""What a story's comparison has otherwise than the one before: articles that came and went, differences too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from compare.records import Comparison
from compare.revisions import Revision
from compare.store.comparisons import save_comparison
from compare.store.damage import intact
from compare.store.versions import save_revisions

Key = tuple[int, int, str, str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """One difference (or conflict) between two claims, as the comparison of the moment tells it."""

    claims: tuple[int, int]  # rows of claims, the article with the smaller id first
    articles: tuple[str, str]
    texts: tuple[str, str]
    words: tuple[str, str]
    kind: str  # of the difference, or "conflict: " and over what
    rule: str
    note: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A comparison by what its changes are told from."""

    method: tuple[str, ...]  # program, model, its revision, settings
    articles: Mapping[str, tuple[str, str, int | None]]  # id -> access, reason, row of the version
    found: tuple[Found, ...]


def replace_comparison(
    db: Database,
    story: str,
    comparison: Comparison,
    revisions: Iterable[Revision],
    *,
    run: int,
    computed_at: str,
    **about: Any,
) -> None:
    """Puts a story's comparison in place of the one before, and keeps what it has otherwise than that one.

    ``about`` is what ``comparisons.save_comparison`` wants to know besides.
    """
    # Before the revisions are kept: they write claims anew on which the standing comparison rests.
    before = snapshot(db, story)
    save_revisions(db, run, revisions)
    save_comparison(db, story, comparison, run=run, computed_at=computed_at, **about)
    after = snapshot(db, story)
    assert after is not None
    save_changes(db, story, run, computed_at, before, after)


@intact
def snapshot(db: Database, story: str) -> Snapshot | None:
    """How the story's stored comparison stands; None before the first."""
    head = db.execute(
        """select r.version, c.model, c.model_revision, c.settings_sha256 from comparisons c
           join runs r on r.id = c.run_id where c.story_id = ?""",
        [story],
    ).fetchone()
    if head is None:
        return None
    members = db.execute(
        "select article_id, access, reason, version_id from story_articles where story_id = ?", [story]
    )
    return Snapshot(
        head, {row[0]: (row[1], row[2], row[3]) for row in members.fetchall()}, tuple(_found(db, story))
    )


def _found(db: Database, story: str) -> Iterable[Found]:
    rows = db.execute(
        """select l.a, l.b, a.article_id, b.article_id, a.text, b.text, d.a_text, d.b_text, d.kind, d.rule, d.note
           from alignments l join claims a on a.id = l.a join claims b on b.id = l.b
           join differences d on d.alignment_id = l.id where l.story_id = ?
           union all
           select l.a, l.b, a.article_id, b.article_id, a.text, b.text, '', '', 'conflict: ' || l.conflict, '', ''
           from alignments l join claims a on a.id = l.a join claims b on b.id = l.b
           where l.story_id = ? and l.conflict is not null""",
        [story, story],
    )
    for a, b, article_a, article_b, *rest in rows.fetchall():
        pairs = [(a, b), (article_a, article_b), (rest[0], rest[1]), (rest[2], rest[3])]
        if article_b < article_a:  # which article comes first may change from run to run
            pairs = [(y, x) for x, y in pairs]
        yield Found(*pairs, *rest[4:])  # type: ignore[arg-type]  # a row's columns have no types


def save_changes(
    db: Database, story: str, run: int, at: str, before: Snapshot | None, after: Snapshot
) -> None:
    """Stores what ``after`` has otherwise than ``before``. A story's first comparison changes nothing."""
    old = before.articles if before else {}
    for article in sorted(set(old) | set(after.articles)):
        was, now = old.get(article), after.articles.get(article)
        change = "new" if was is None else "gone" if now is None else "access"
        if change != "access" or (was and now and was[0] != now[0]):
            db.execute(
                """insert into article_changes (story_id, run_id, at, article_id, change, access_before,
                   access_after, reason) values (?, ?, ?, ?, ?, ?, ?, ?)""",
                [
                    story,
                    run,
                    at,
                    article,
                    change,
                    was and was[0],
                    now and now[0],
                    (now or was or ("", ""))[1],
                ],
            )
    if before is None:
        return
    came, went = _between(before.found, after.found, _heirs(db, before, after))
    rows = [("appeared", found) for found in came] + [("went", found) for found in went]
    db.conn.executemany(
        """insert into difference_changes (story_id, run_id, at, change, kind, a_article_id, b_article_id, a_text,
           b_text, a_words, b_words, rule, note, because) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            (story, run, at, change, f.kind, *f.articles, *f.texts, *f.words, f.rule, f.note,
             _because(before, after, f))
            for change, f in rows
        ],
    )  # fmt: skip


def _between(
    before: Sequence[Found], after: Sequence[Found], heirs: Mapping[int, int]
) -> tuple[list[Found], list[Found]]:
    """What is in ``after`` alone and in ``before`` alone, by claim, kind and words."""
    old = Counter(_key(f, heirs) for f in before)
    new = Counter(_key(f, {}) for f in after)
    came, went = new - old, old - new
    return [f for f in after if _take(came, _key(f, {}))], [f for f in before if _take(went, _key(f, heirs))]


def _key(found: Found, heirs: Mapping[int, int]) -> Key:
    a, b = (heirs.get(claim, claim) for claim in found.claims)
    words = [" ".join(w.lower().split()) for w in found.words]
    return a, b, found.kind, words[0], words[1]


def _take(counts: Counter[Key], key: Key) -> bool:
    if counts[key] > 0:
        counts[key] -= 1
        return True
    return False


def _heirs(db: Database, before: Snapshot, after: Snapshot) -> dict[int, int]:
    """For claims of texts that changed: the claim of the later text that is the same, perhaps in other words."""
    heirs: dict[int, int] = {}
    for article, (_, _, version) in after.articles.items():
        _, _, earlier = before.articles.get(article, ("", "", None))
        if version is None or earlier is None or version == earlier:
            continue
        query = "select text, id from claims where version_id = ? order by position desc"
        places = dict(db.execute(query, [version]).fetchall())
        for text, claim in db.execute(query, [earlier]).fetchall():
            if text in places:
                heirs[claim] = places[text]
        told = db.execute(
            """select c.old_claim_id, c.new_claim_id from claim_changes c join revisions r on r.id = c.revision_id
               where r.old_version_id = ? and r.new_version_id = ? and c.old_claim_id is not null
               and c.new_claim_id is not null order by c.id desc""",
            [earlier, version],
        )
        heirs |= dict(told.fetchall())
    return heirs


def _because(before: Snapshot, after: Snapshot, found: Found) -> str:
    if before.method != after.method:
        return "method"
    pairs = [(before.articles.get(a), after.articles.get(a)) for a in found.articles]
    if any(was is None or now is None or was[0] != now[0] for was, now in pairs):
        return "article"
    if any(was and now and was[2] != now[2] for was, now in pairs):
        return "text"
    return "context"
