"""What came of a run and of each of its stories."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from compare.records import Failure


@dataclass
class Outcome:
    """What came of one story."""

    story: str
    title: str
    state: str = "compared"  # compared, unchanged, nothing to compare, failed
    reason: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    reports: list[Path] = field(default_factory=list)
    same_articles: list[tuple[str, str]] = field(default_factory=list)  # URL given, URL of the article read
    text_changes: int = 0  # articles whose text changed since the run before
    failing: bool = False  # it failed, or not one of its pages could be had: a schedule puts it off

    @property
    def pages_failed(self) -> list[Failure]:
        """The pages that could not be had or read, each with its first failure."""
        first: dict[str, Failure] = {}
        for failure in self.failures:
            if failure.stage in ("fetch", "extract"):
                first.setdefault(failure.url, failure)
        return list(first.values())

    @property
    def why(self) -> str:
        """The reason; of a story that stands as before because its pages failed, that of the first of them."""
        return self.reason or next((f"{f.url}: {f.reason}" for f in self.pages_failed), "")


@dataclass
class Summary:
    """What a run found, what failed, and where its time went (seconds by stage)."""

    run: int
    stories: list[Outcome] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)


def stored_summary(summary: Summary) -> dict[str, Any]:
    """What the row of a run keeps of it."""
    states: dict[str, int] = {}
    for outcome in summary.stories:
        states[outcome.state] = states.get(outcome.state, 0) + 1
    return {"stories": states, "failures": sum(len(o.failures) for o in summary.stories)}
