"""What changed in a story since a run, as JSON (schema "outlet-compare/changes/1"), made from the store's rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from compare.records import Story

SCHEMA = "outlet-compare/changes/1"
Json = dict[str, Any]
_OTHER = {"appeared": "went", "went": "appeared"}


def changes(
    story: Story,
    since: Json,
    until: Json,
    *,
    first: bool,
    articles_read: int,
    articles: Sequence[Json],
    revisions: Sequence[Json],
    differences: Sequence[Json],
    failures: Sequence[Json],
) -> Json:
    """The dict of changes.json. ``first`` says that the story was not compared before ``since``; ``articles_read`` is now."""
    standing, passing = _net(differences)
    return {
        "schema": SCHEMA,
        "story": {"id": story.name, "title": story.title, "seed_url": story.seed.url},
        "since": since,
        "until": until,
        "first_compared_since": first,
        "articles_read": articles_read,
        "articles": [_article(row) for row in articles],
        "revisions": [_revision(row) for row in revisions],
        "differences": [_difference(row) for row in standing],
        "differences_that_came_and_went": passing,
        "failures": [_failure(row, until["run"]) for row in failures],
    }


def _net(rows: Sequence[Json]) -> tuple[list[Json], int]:
    """The changes that still hold at the end, and how many pairs of them took each other back."""
    waiting: dict[tuple[Any, ...], list[int]] = {}
    dropped: set[int] = set()
    for index, row in enumerate(rows):
        words = (row["a_words"].lower(), row["b_words"].lower())
        # Without words the sentences tell one from another.
        same = (row["a_article_id"], row["b_article_id"], row["kind"], *words)
        key = same if any(words) else (*same, row["a_text"], row["b_text"])
        earlier = waiting.get((*key, _OTHER[row["change"]]))
        if earlier:
            dropped |= {earlier.pop(), index}
        else:
            waiting.setdefault((*key, row["change"]), []).append(index)
    return [row for index, row in enumerate(rows) if index not in dropped], len(dropped) // 2


def _article(row: Json) -> Json:
    return {
        "change": row["change"],
        "id": row["id"],
        "outlet": row["outlet"],
        "url": row["url"],
        "title": row["title"],
        "published_at": row["published_at"],
        "published_precision": row["published_precision"],
        "access_before": row["access_before"],
        "access_after": row["access_after"],
        "reason": row["reason"],
        "run": row["run_id"],
        "at": row["at"],
    }


def _revision(row: Json) -> Json:
    names = ("change", "old_text", "new_text", "old_position", "new_position", "note")
    return {
        "article": row["article"],
        "outlet": row["outlet"],
        "url": row["url"],
        "title": row["title"],
        "last_seen_at": row["last_seen_at"],
        "first_seen_at": row["first_seen_at"],
        "run": row["run_id"],
        "read_whole": bool(row["whole"]),
        "note": row["note"],
        "claims": [{name: claim[name] for name in names} for claim in row["claims"]],
    }


def _difference(row: Json) -> Json:
    sides: Mapping[str, Json] = {
        side: {
            "outlet": row[f"{side}_outlet"],
            "url": row[f"{side}_url"],
            "text": row[f"{side}_text"],
            "words": row[f"{side}_words"],
        }
        for side in ("a", "b")
    }
    return {
        "change": row["change"],
        "kind": row["kind"],
        "because": row["because"],
        **sides,
        "rule": row["rule"],
        "note": row["note"],
        "run": row["run_id"],
        "at": row["at"],
    }


def _failure(row: Json, last_run: int | None) -> Json:
    return {
        "url": row["url"],
        "stage": row["stage"],
        "reason": row["reason"],
        "times": row["times"],
        "first_at": row["first_at"],
        "last_at": row["last_at"],
        "had_since": last_run is not None and row["run_id"] < last_run,
    }
