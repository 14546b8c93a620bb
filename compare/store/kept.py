"""What one run keeps for the next: answers of the web that still hold, vectors of texts."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence

from sqlite_utils import Database


def answer_since(db: Database, url: str, since: str) -> tuple[int, bytes] | None:
    """Status and body of the page at ``url``, if it came from the web or was asked about again since that time."""
    row = db.execute(
        """select status, body from pages where url = ? and provenance = 'web' and checked_at >= ?
           order by id desc limit 1""",
        [url, since],
    ).fetchone()
    return (row[0], zlib.decompress(row[1])) if row else None


def vectors_of(db: Database, model: str, revision: str, hashes: Sequence[str]) -> dict[str, bytes]:
    """The vectors that are known of these texts, by the hash of the text."""
    rows = db.execute(
        """select text_sha256, vector from vectors
           where text_sha256 in (select value from json_each(?)) and model = ? and revision = ?""",
        [json.dumps(list(hashes)), model, revision],
    )
    return dict(rows.fetchall())
