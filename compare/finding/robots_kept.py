"""Keeps each robots.txt in the database for the day that RFC 9309 allows, so that a repeated run asks for none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlite_utils import Database

from compare.records import Page
from compare.store import write
from compare.store.database import transaction
from compare.store.kept import answer_since

AGE = timedelta(hours=24)


class StoredRobots:
    """``collect.robots.Kept`` over the table of pages."""

    def __init__(self, db: Database, run: int) -> None:
        self._db, self._run = db, run

    def get(self, url: str) -> tuple[int, bytes] | None:
        """The status and body that ``url`` gave within the last day."""
        return answer_since(self._db, url, _stamp(datetime.now(UTC) - AGE))

    def put(self, url: str, status: int, body: bytes) -> None:
        """Keeps what ``url`` gave just now."""
        with transaction(self._db):
            write.save_page(self._db, Page(url, url, status, (), body, _stamp(datetime.now(UTC))), self._run)


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
