"""Retellings held against the originals that they cite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from compare.show import words
from compare.show.index import Index
from compare.show.joined import pair_marks
from compare.show.links import safe_url
from compare.show.model import ArticleView, DerivationView, Evidence, Step

Json = dict[str, Any]
_ORDER = list(words.CHANGES)


def retellings(report: Json, index: Index, articles: Sequence[ArticleView]) -> tuple[DerivationView, ...]:
    """What became of each original's claims, the changes that matter most first.

    Twenty copies of one text are one retelling.
    """
    shown = {article.id: article for article in articles}
    steps_of = (
        (c["original_claim"], c["citing_claim"]) for row in report["derivation"] for c in row["claims"]
    )
    marks = pair_marks(report, {pair for pair in steps_of if all(pair)})
    copies: dict[tuple[str, str], list[str]] = {}
    own = {(row["citing"], row.get("cited_outlet", "")) for row in report["derivation"]}
    made = []
    for row in report["derivation"]:
        same, cited = index.articles[row["citing"]]["same_text_as"], row.get("cited_outlet", "")
        if (same, cited) in own:
            copies.setdefault((same, cited), []).append(shown[row["citing"]].outlet)
    for row in report["derivation"]:
        cited = row.get("cited_outlet", "")
        if (index.articles[row["citing"]]["same_text_as"], cited) in own:
            continue
        original = shown.get(row["original"] or "")
        steps = [_step(claim, index, marks) for claim in row["claims"]]
        counts = Counter(step.change for step in steps)
        made.append(
            DerivationView(
                citing=shown[row["citing"]],
                original=original,
                original_name=row.get("cited_outlet") or (original.outlet if original else "its original"),
                state=row["original_state"],
                state_words=words.ORIGINAL[row["original_state"]],
                evidence=tuple(
                    Evidence(found["kind"], found["text"], safe_url(found.get("url", "")))
                    for found in row["evidence"]
                ),
                counts=tuple((c, label, counts[c]) for c, label in words.CHANGES.items() if counts[c]),
                # Within one change the order stays that of the article.
                steps=tuple(sorted(steps, key=lambda step: _ORDER.index(step.change))),
                chain=_chain(row),
                also=tuple(copies.get((row["citing"], cited), ())),
            )
        )
    return tuple(made)


def _chain(row: Json) -> str:
    path = words.PATHS.get(row.get("path", "direct"), "")
    return f"{path}: {', then '.join(row.get('chain', ()))}" if path and row.get("chain") else ""


def _step(claim: Json, index: Index, marks: dict[tuple[str, str], Any]) -> Step:
    before, after = claim["original_claim"], claim["citing_claim"]
    on_before, on_after = marks.get((before, after), ([], []))
    return Step(
        change=claim["change"],
        label=words.CHANGES[claim["change"]],
        original=index.telling(before, "", on_before) if before else None,
        retelling=index.telling(after, "", on_after) if after else None,
        why=claim["why"],
    )
