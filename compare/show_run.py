"""What a command prints: the summary of a run, the claims of one text; in words and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from compare.collect.guard import NO_SUCH_HOST
from compare.collect.rank import Candidate
from compare.collect.urls import host
from compare.outcomes import Outcome, Summary
from compare.records import Article, Citation, Claim, Failure

_NOT = {
    "discover": "while looking for coverage",
    "fetch": "not fetched",
    "extract": "not read",
    "read": "not read",
    "judge": "not judged",
    "compare": "not compared",
}


def as_text(summary: Summary, db: Path, verbose: bool) -> str:
    """The summary of a run: what was found, what failed, and where to look."""
    lines = []
    for outcome in summary.stories:
        lines += [*_story_lines(outcome, verbose), ""]
    if len(summary.stories) > 1:
        states: dict[str, int] = {}
        for outcome in summary.stories:
            states[outcome.state] = states.get(outcome.state, 0) + 1
        lines.append(
            f"{len(summary.stories)} stories: " + ", ".join(f"{n} {s}" for s, n in sorted(states.items()))
        )
    if verbose:
        lines += [f"  {stage}: {seconds:.2f} s" for stage, seconds in sorted(summary.seconds.items())]
    return "\n".join([*lines, f"Database: {db}  (run {summary.run})"])


def pages_failed(outcome: Outcome) -> str:
    """How many pages of a story could not be had or read, and what was the matter with the first of them."""
    failed = outcome.pages_failed
    first = f"{failed[0].url}: {failed[0].reason}"
    return (
        f"1 page failed: {first}" if len(failed) == 1 else f"{len(failed)} pages failed, the first: {first}"
    )


def nothing_due(db: Path, *, as_json: bool) -> str:
    """What ``run --due`` says when there is nothing to do."""
    return (
        json.dumps({"run": None, "db": str(db), "stories": [], "seconds": {}})
        if as_json
        else "Nothing is due."
    )


def _story_lines(outcome: Outcome, verbose: bool) -> list[str]:
    counts = outcome.counts
    name = f"  [{outcome.story}]" if outcome.story else ""
    lines = [f"{outcome.title}{name}: {outcome.state}"]
    if _is_named_after_its_url(outcome):
        # The name stays when the headline is known: its reports lie under it, and people run it by it.
        lines.append(
            f"  no headline is known; to name the story yourself: outlet-compare forget {outcome.story}, "
            "then run the URL with --story NAME"
        )
    if outcome.reason:
        lines.append(f"  {outcome.reason}")
    if outcome.state == "nothing to compare":
        lines.append(
            f"  {counts['articles read']} of {counts['articles']} articles read, {counts['claims']} claims"
        )
    elif counts.get("articles"):
        lines.append(
            f"  {counts['articles read']} of {counts['articles']} articles read, {counts['claims']} claims, "
            f"{counts['shared claims']} matched in several independent outlets, {counts['alignments']} aligned pairs, "
            f"{counts['differences']} differences in them, {counts['conflicts']} in conflict"
        )
    lines += [f"  the same article: {url} and {read}, counted once" for url, read in outcome.same_articles]
    # What became of the articles first; how far coverage was looked for is the longer list.
    failures = sorted(outcome.failures, key=lambda f: f.stage == "discover")
    shown = failures if verbose else failures[:5]
    lines += [f"  {_NOT[f.stage]}: {_where(f)}: {f.reason}" for f in shown]
    if len(failures) > len(shown):
        lines.append(f"  and {len(failures) - len(shown)} more; -v shows all")
    if any(f.reason.startswith(NO_SUCH_HOST) and _made_up(f.url) for f in failures):
        lines.append("  hosts under .example are made up; the bundled example is run by: outlet-compare demo")
    lines += [f"  Report: {path}" for path in outcome.reports if path.suffix == ".html"]
    return lines


def _is_named_after_its_url(outcome: Outcome) -> bool:
    """Whether no headline is known, and the name nobody's choice."""
    title = outcome.title.lower()
    words = outcome.story.split("-") if outcome.story else []
    return title.startswith(("http://", "https://")) and bool(words) and all(word in title for word in words)


def _made_up(url: str) -> bool:
    return host(url).endswith(".example")


def as_json(summary: Summary, db: Path) -> str:
    """The same for programs."""
    stories = [
        {
            "story": o.story,
            "title": o.title,
            "state": o.state,
            "reason": o.reason,
            "counts": o.counts,
            "same_articles": [{"url": url, "read": read} for url, read in o.same_articles],
            "failures": [asdict(f) for f in o.failures],
            "reports": [str(path) for path in o.reports],
        }
        for o in summary.stories
    ]
    seconds = {stage: round(value, 3) for stage, value in sorted(summary.seconds.items())}
    return json.dumps({"run": summary.run, "db": str(db), "stories": stories, "seconds": seconds}, indent=2)


def claims_text(article: Article, claims: Sequence[Claim]) -> str:
    """One claim a line, with who says it."""
    lines = [
        f"{article.title or article.url}  ({article.access}{', ' + article.reason if article.reason else ''})"
    ]
    for claim in claims:
        said = f"  [{claim.speaker.text}]" if claim.speaker else ""
        sure = "" if claim.certainty == "flat" else f"  ({claim.certainty})"
        lines.append(f"{claim.position:>4}  {claim.kind:<8}  {claim.text}{said}{sure}")
    return "\n".join(lines)


def claims_json(article: Article, claims: Sequence[Claim]) -> str:
    """The claims with their offsets into the article's text, which is given too."""
    return json.dumps(
        {
            "url": article.url,
            "title": article.title,
            "access": article.access,
            "reason": article.reason,
            "text": article.text,
            "claims": [_claim(claim) for claim in claims],
        },
        indent=2,
        ensure_ascii=True,
    )


def candidates_text(candidates: Sequence[Candidate], failures: Sequence[Failure], verbose: bool) -> str:
    """Those taken, then the best of those left, each with its reason; what could not be asked or read."""
    lines = []
    taken = [c for c in candidates if c.taken]
    left = [c for c in candidates if not c.taken]
    for c in [*taken, *(left if verbose else left[:10])]:
        cited = "  cited by the seed" if c.role == "cited_original" else ""
        lines.append(f"{'take ' if c.taken else 'leave'}  {c.score:.2f}  {c.outlet}  {_date(c)}{cited}")
        lines += [f"       {line}" for line in (c.title, c.url, f"{c.reason} ({c.found_by})") if line]
    lines.append(f"{len(taken)} to take, {len(left)} left{'' if verbose else '; -v shows all'}")
    silent = [f for f in failures if f.stage == "discover"]
    # No article but the seed is asked for: what was not fetched or read is its page, and no source of coverage.
    lines += [f"the seed's page: {f.url}: {f.reason}" for f in failures if f.stage != "discover"]
    if silent:
        sources = len({f.outlet or f.url for f in silent})
        lines.append(
            f"{sources} source{'' if sources == 1 else 's'} gave nothing, or not all; what they list is not known, and it"
            " is no evidence that nobody else covered the event:"
        )
    for f in sorted(silent, key=lambda f: f.had):
        lines.append(f"{'had in part' if f.had else 'not had'}: {_where(f)}: {f.reason}")
    return "\n".join(lines)


def _where(failure: Failure) -> str:
    return f"{failure.outlet}: {failure.url}" if failure.outlet else failure.url


def _date(candidate: Candidate) -> str:
    """As exact as its list told it: a day has no midnight."""
    length = {"day": 10, "month": 7, "year": 4}.get(candidate.published_precision)
    return (candidate.published_at or "no date")[:length]


def candidates_json(candidates: Sequence[Candidate], failures: Sequence[Failure]) -> str:
    """All candidates, best first, and what could not be had."""
    found = [
        {
            "url": c.url,
            "outlet": c.outlet,
            "title": c.title,
            "published_at": c.published_at,
            "published_precision": c.published_precision,
            "score": c.score,
            "taken": c.taken,
            "reason": c.reason,
            "found_by": c.found_by,
        }
        for c in candidates
    ]
    return json.dumps({"candidates": found, "failures": [asdict(f) for f in failures]}, indent=2)


def citations_text(article: Article, citations: Sequence[Citation]) -> str:
    """One citation a line: the outlet, what it is relied on for, and the words that say so."""
    lines = [f"{article.title or article.url}  ({len(citations)} found)"]
    for c in citations:
        lines.append(f"{c.span.start:>6}  {c.role:<9}  {c.outlet:<20}  {c.span.text} ({c.cue})")
    return "\n".join(lines)


def citations_json(article: Article, citations: Sequence[Citation]) -> str:
    """The citations with their offsets into the article's text, which is given too."""
    found = [
        {
            "outlet": c.outlet,
            "role": c.role,
            "text": c.span.text,
            "start": c.span.start,
            "end": c.span.end,
            "cue": c.cue,
        }
        for c in citations
    ]
    return json.dumps({"url": article.url, "text": article.text, "citations": found}, indent=2)


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "position": claim.position,
        "text": claim.text,
        "start": claim.start,
        "end": claim.end,
        "kind": claim.kind,
        "speaker": claim.speaker and claim.speaker.text,
        "anonymous": claim.anonymous,
        "cue": claim.cue and claim.cue.text,
        "certainty": claim.certainty,
        "quantities": [asdict(q) for q in claim.quantities],
    }
