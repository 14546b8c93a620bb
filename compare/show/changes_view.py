"""The words of a report of changes, the same in HTML and Markdown, made from its JSON alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from compare.show import words
from compare.show.links import safe_url

Json = dict[str, Any]
FATES = {
    "added": "came",
    "removed": "left",
    "reworded": "reworded",
    "moved": "moved",
    "unknown": "not known",
}
BECAUSE = {
    "text": "a text changed",
    "article": "an article came, went or could no longer be read",
    "method": "the program, its model or its settings changed",
    "context": "other articles of the story changed",
}
_ARTICLES = {"new": "New", "gone": "No longer in the story", "access": "Read otherwise than before"}


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article that came, went, or is read otherwise."""

    label: str
    outlet: str
    title: str
    href: str
    when: str
    says: str  # what could be read of it, and why not more


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """What became of one claim."""

    change: str
    label: str
    old: str
    new: str
    note: str


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A text that changed."""

    outlet: str
    title: str
    href: str
    between: str  # "between 14:05 and 14:20 UTC", with days where they matter
    counts: str
    note: str
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A difference or conflict that appeared or went."""

    kind: str
    label: str
    sides: tuple[tuple[str, str, str], ...]  # outlet, words, sentence
    note: str
    because: str


@dataclass(frozen=True, slots=True)
class FailureRow:
    """A URL that could not be had."""

    url: str
    href: str
    says: str


@dataclass(frozen=True, slots=True)
class ChangesView:
    """All that a report of changes shows."""

    title: str
    seed_url: str
    seed_href: str
    span: str
    summary: tuple[str, ...]
    articles: tuple[ArticleRow, ...]
    revisions: tuple[RevisionRow, ...]
    appeared: tuple[DifferenceRow, ...]
    went: tuple[DifferenceRow, ...]
    failures: tuple[FailureRow, ...]
    read: bool  # whether any article of the story is

    @property
    def nothing(self) -> bool:
        """Whether what was read says what it said before."""
        return self.read and not (
            self.articles or self.revisions or self.appeared or self.went or self.failures
        )


def changes_view(report: Json) -> ChangesView:
    """What there is to show of ``report``, a dict that changes.schema.json accepts."""
    story = report["story"]
    rows = [(row["change"], _difference(row)) for row in report["differences"]]
    return ChangesView(
        title=story["title"] or story["id"],
        seed_url=story["seed_url"],
        seed_href=safe_url(story["seed_url"]),
        span=_span(report),
        summary=tuple(_summary(report)),
        articles=tuple(_article(row) for row in report["articles"]),
        revisions=tuple(_revision(row) for row in report["revisions"]),
        appeared=tuple(row for change, row in rows if change == "appeared"),
        went=tuple(row for change, row in rows if change == "went"),
        failures=tuple(_failure(row) for row in report["failures"]),
        read=report["articles_read"] > 0,
    )


def _span(report: Json) -> str:
    since, until = report["since"], report["until"]
    start = f"run {since['run']}" if since["run"] else "the beginning"
    start += f" ({words.time(since['at'])})" if since["at"] else ""
    end = f"run {until['run']} ({words.time(until['at'])})" if until["run"] else "now"
    return f"From {start} to {end}"


def _summary(report: Json) -> list[str]:
    if report["first_compared_since"]:
        found = words.count(sum(row["change"] == "new" for row in report["articles"]), "article")
        lines = [f"The story was first compared after that time, with {found}: its report tells all of it."]
    else:
        new = sum(row["change"] == "new" for row in report["articles"])
        claims = [claim["change"] for row in report["revisions"] for claim in row["claims"]]
        parts = [words.count(new, "new article"), words.count(len(report["revisions"]), "changed text")]
        fates = f"{words.count(claims.count('removed'), 'claim')} left, {claims.count('added')} came, {claims.count('reworded')} reworded"
        kinds = [row["change"] for row in report["differences"]]
        lines = [
            f"{words.listed(parts)}" + (f": {fates}." if claims else "."),
            f"{words.count(kinds.count('appeared'), 'difference')} between outlets appeared, {kinds.count('went')} went"
            + (
                f"; {report['differences_that_came_and_went']} more came and went."
                if report["differences_that_came_and_went"]
                else "."
            ),
        ]
    if not report["articles_read"]:
        lines.append("No article of the story has been read; what they say is not known.")
    out = [row for row in report["failures"] if not row["had_since"]]
    if out:
        lines.append(
            f"{words.count(len(out), 'address')} could not be had the last time; what stands there now is not known."
            if len(out) == 1
            else f"{len(out)} addresses could not be had the last time; what stands there now is not known."
        )
    return lines


def _article(row: Json) -> ArticleRow:
    after = words.ACCESS.get(row["access_after"] or "", "")
    before = words.ACCESS.get(row["access_before"] or "", "")
    says = f"{before}, now {after}" if row["change"] == "access" else after or before
    return ArticleRow(
        label=_ARTICLES[row["change"]],
        outlet=row["outlet"],
        title=row["title"] or row["url"],
        href=safe_url(row["url"]),
        when=words.time(row["published_at"], row["published_precision"]),
        says=says + (f": {row['reason']}" if row["reason"] else ""),
    )


def _revision(row: Json) -> RevisionRow:
    counts = []
    for change, label in FATES.items():
        number = sum(claim["change"] == change for claim in row["claims"])
        if number:
            counts.append(f"{number} {label}")
    return RevisionRow(
        outlet=row["outlet"],
        title=row["title"],
        href=safe_url(row["url"]),
        between=between(row["last_seen_at"], row["first_seen_at"]),
        counts=", ".join(counts) or "no sentence changed",
        note=row["note"],
        claims=tuple(
            ClaimRow(c["change"], FATES[c["change"]], c["old_text"] or "", c["new_text"] or "", c["note"])
            for c in row["claims"]
        ),
    )


def between(last_seen: str, first_seen: str) -> str:
    """``between 14:05 and 14:20 UTC on 24 November 2026``, or with both days."""
    start, end = words.moment(last_seen), words.moment(first_seen)
    if start and end and start.date() == end.date():
        form = "%H:%M" if start.strftime("%H:%M") != end.strftime("%H:%M") else "%H:%M:%S"
        return (
            f"between {start.strftime(form)} and {end.strftime(form)} UTC on {words.time(last_seen, 'day')}"
        )
    return f"between {words.time(last_seen)} and {words.time(first_seen)}"


def _difference(row: Json) -> DifferenceRow:
    kind, _, over = row["kind"].partition(": ")
    label = f"Conflict over {words.CONFLICT[over]}" if over else words.DIFFERENCES[kind][0]
    return DifferenceRow(
        kind="conflict" if over else kind,
        label=label,
        sides=tuple((row[s]["outlet"], row[s]["words"], row[s]["text"]) for s in ("a", "b")),
        note=row["note"],
        because=BECAUSE[row["because"]],
    )


def _failure(row: Json) -> FailureRow:
    times = f"{words.count(row['times'], 'time')}, last at {words.time(row['last_at'])}"
    since = "; had since" if row["had_since"] else ""
    return FailureRow(
        row["url"],
        safe_url(row["url"]),
        f"while {words.STAGES[row['stage']]}: {row['reason']} ({times}{since})",
    )
