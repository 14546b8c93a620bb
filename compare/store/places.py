"""Where a row belongs: the story, and the group of claims, that a pair, a claim or a retelling is part of."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Place:
    """A story by its name and, where the row is part of one, a group by its id."""

    story: str
    group: str | None


_OF = {
    # A pair stands in the group that holds both its claims; a pair outside any group has only its story.
    "pair": """select l.story_id, (
            select g.id from group_claims a join group_claims b on b.group_id = a.group_id
            join groups g on g.id = a.group_id
            where a.claim_id = l.a and b.claim_id = l.b and g.story_id = l.story_id limit 1)
        from alignments l where l.id = ?""",
    # A claim of a text that several stories share: the story compared last is meant.
    "claim": """select m.story_id, (
            select g.id from group_claims k join groups g on g.id = k.group_id
            where k.claim_id = c.id and g.story_id = m.story_id limit 1)
        from claims c join story_articles m on m.version_id = c.version_id
        join comparisons s on s.story_id = m.story_id
        where c.id = ? order by s.computed_at desc limit 1""",
    "retelling": "select story_id, null from derivations where id = ?",
    "group": "select story_id, id from groups where id = ?",
}
KINDS = tuple(_OF)


def place(db: Database, kind: str, key: str) -> Place | None:
    """Where the ``pair``, ``claim``, ``retelling`` or ``group`` with this number or id belongs; None when there is none."""
    row = db.execute(_OF[kind], [key]).fetchone()
    return Place(row[0], row[1]) if row else None


def sides(db: Database, pair: str) -> tuple[str, str] | None:
    """The ids in a report of the two claims of a pair; None when there is none."""
    row = db.execute(
        "select a.key, b.key from alignments l join claims a on a.id = l.a join claims b on b.id = l.b where l.id = ?",
        [pair],
    ).fetchone()
    return (row[0], row[1]) if row else None


def claim(db: Database, number: str) -> tuple[str, str] | None:
    """The id in a report and the text of the claim in this row; None when there is none."""
    row = db.execute("select key, text from claims where id = ?", [number]).fetchone()
    return (row[0], row[1]) if row else None


def numbers_of(db: Database, keys: list[str]) -> dict[str, int]:
    """The row of each claim in ``claims``, by its id in a report."""
    found: dict[str, int] = {}
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        marks = ", ".join("?" * len(part))
        rows = db.execute(f"select key, id from claims where key in ({marks})", part)  # noqa: S608 - marks alone
        found |= dict(rows.fetchall())
    return found


def beside(db: Database, group: str) -> tuple[str | None, str | None]:
    """The groups before and after this one in its story."""
    row = db.execute("select story_id, position from groups where id = ?", [group]).fetchone()
    if row is None:
        return None, None
    before = db.execute(
        "select id from groups where story_id = ? and position < ? order by position desc limit 1", tuple(row)
    ).fetchone()
    after = db.execute(
        "select id from groups where story_id = ? and position > ? order by position limit 1", tuple(row)
    ).fetchone()
    return before and before[0], after and after[0]
