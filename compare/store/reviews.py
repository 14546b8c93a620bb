"""What persons and pair judges said of pairs of claims, in and out of the database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlite_utils import Database

from compare.records import PairVerdict, Review, digest


def save_reviews(db: Database, story: str, reviews: Iterable[Review]) -> None:
    """Each in place of what was said of its pair before, whichever side came first then."""
    for review in reviews:
        a, b = sorted(((review.a_article, review.a_text), (review.b_article, review.b_text)))
        db.execute(
            """insert into reviews (story_id, a_article_id, a_text, b_article_id, b_text, verdict, relation, note,
               reviewed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
               on conflict (story_id, a_article_id, a_text, b_article_id, b_text) do update set
               verdict = excluded.verdict, relation = excluded.relation, note = excluded.note,
               reviewed_at = excluded.reviewed_at""",
            [story, *a, *b, review.verdict, review.relation, review.note, review.at],
        )


def drop_reviews(db: Database, story: str, pairs: Iterable[tuple[tuple[str, str], tuple[str, str]]]) -> None:
    """Forgets what was said of these pairs; a side is an article's id and the sentence."""
    for pair in pairs:
        a, b = sorted(pair)
        db.execute(
            """delete from reviews where story_id = ? and a_article_id = ? and a_text = ? and b_article_id = ?
               and b_text = ?""",
            [story, *a, *b],
        )


def reviews(db: Database, story: str) -> tuple[Review, ...]:
    """All that was said of pairs of this story, in a fixed order."""
    rows = db.query(
        "select * from reviews where story_id = ? order by a_article_id, a_text, b_article_id, b_text",
        [story],
    )
    return tuple(
        Review(r["a_article_id"], r["a_text"], r["b_article_id"], r["b_text"], r["verdict"], r["relation"],
               r["note"], r["reviewed_at"])
        for r in rows
    )  # fmt: skip


def reviews_digest(found: Sequence[Review]) -> str:
    """Names what the reviews say, whenever they were made."""
    return digest(*(repr(replace(review, at="")) for review in found))


def save_verdicts(
    db: Database, judge: str, version: str, verdicts: Mapping[str, tuple[str, PairVerdict]], at: str
) -> None:
    """Caches a judge's verdicts by the digest of what it was shown, each with the hash of one sentence of the pair.

    ``version`` names the judge's weights, where they are known, and its prompt.
    """
    db.conn.executemany(
        """insert or replace into judgements (question_sha256, judge, version, text_sha256, aligned, relation, judged_at)
           values (?, ?, ?, ?, ?, ?, ?)""",
        [
            (key, judge, version, text, v.aligned, v.relation, at)
            for key, (text, v) in sorted(verdicts.items())
        ],
    )


def verdicts(db: Database, judge: str, version: str, versions: Sequence[str]) -> dict[str, PairVerdict]:
    """The cached verdicts of one version of a judge on claims of these versions of articles (their keys)."""
    rows = db.query(
        """select distinct e.question_sha256, e.aligned, e.relation from versions v
           join claims c on c.version_id = v.id
           join judgements e on e.text_sha256 = c.text_sha256 and e.judge = ? and e.version = ?
           where v.key in (select value from json_each(?))""",
        [judge, version, json.dumps(list(versions))],
    )
    return {r["question_sha256"]: PairVerdict(r["aligned"], r["relation"]) for r in rows}
