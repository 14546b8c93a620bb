"""Retellings held against the originals that they cite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from compare.show import words
from compare.show.index import Index, bare
from compare.show.joined import pair_marks
from compare.show.links import safe_url
from compare.show.model import ArticleView, DerivationView, Evidence, Step

Json = dict[str, Any]
Near = dict[str, set[str]]
POSSIBLE = "possible"  # what became of it is not known
_ORDER = list(words.CHANGES)


def retellings(report: Json, index: Index, articles: Sequence[ArticleView]) -> tuple[DerivationView, ...]:
    """What became of each original's claims, the changes that matter most first.

    Twenty copies of one text are one retelling; what a copy tells beyond that text is told as its own.
    """
    shown = {article.id: article for article in articles}
    steps_of = (
        (c["original_claim"], c["citing_claim"]) for row in report["derivation"] for c in row["claims"]
    )
    marks = pair_marks(report, {pair for pair in steps_of if all(pair)})
    near = _near(report, index)
    own = {(row["citing"], row.get("cited_outlet", "")) for row in report["derivation"]}
    copies: dict[tuple[str, str], list[Json]] = {}
    for row in report["derivation"]:
        of = (index.articles[row["citing"]]["same_text_as"], row.get("cited_outlet", ""))
        if of in own:
            copies.setdefault(of, []).append(row)
    made = []
    for row in report["derivation"]:
        cited = row.get("cited_outlet", "")
        if (index.articles[row["citing"]]["same_text_as"], cited) in own:
            continue
        original = shown.get(row["original"] or "")
        repeated = copies.get((row["citing"], cited), [])
        held = _held(repeated, index)
        steps = [
            _step(claim, row, index, marks, near)
            for claim in row["claims"]
            if claim["change"] != "dropped" or claim["original_claim"] not in held
        ]
        steps += _beyond(row, repeated, index, marks, near)
        counts = Counter(step.change for step in steps)
        made.append(
            DerivationView(
                citing=shown[row["citing"]],
                original=original,
                original_name=row.get("cited_outlet") or (original.outlet if original else "its original"),
                state=row["original_state"],
                state_words=words.NOT_KNOWN
                if _is_unsure(row, index)
                else words.ORIGINAL[row["original_state"]],
                evidence=tuple(_evidence(found) for found in row["evidence"]),
                counts=tuple((c, label, counts[c]) for c, label in words.CHANGES.items() if counts[c]),
                # Within one change the order stays that of the article.
                steps=tuple(sorted(steps, key=lambda step: _ORDER.index(step.change))),
                chain=_chain(row),
                also=tuple(shown[copy["citing"]].outlet for copy in repeated),
                interview=_is_interview(row["evidence"]),
            )
        )
    return tuple(made)


def _is_unsure(row: Json, index: Index) -> bool:
    """Whether articles of the cited outlet were read of which none is shown to be the original."""
    read = {a["outlet"] for a in index.articles.values() if a["access"] in ("full", "partial")}
    return row["original"] is None and row.get("cited_outlet") in read


def _near(report: Json, index: Index) -> Near:
    """For each claim the articles in which it has a match, be it only a possible one."""
    near: Near = {}
    for pair in report["alignments"]:
        for mine, other in ((pair["a"], pair["b"]), (pair["b"], pair["a"])):
            near.setdefault(mine, set()).add(index.claims[other]["article"])
    return near


def _held(copies: Sequence[Json], index: Index) -> set[str]:
    """The original's claims that a copy of a retelling does not drop: what is told of all of them holds for all.

    A copy that was not read in full drops nothing for sure, and so says nothing here.
    """
    whole = [copy for copy in copies if index.articles[copy["citing"]]["access"] == "full"]
    dropped = [{c["original_claim"] for c in copy["claims"] if c["change"] == "dropped"} for copy in whole]
    return {claim for claim in index.claims if any(claim not in own for own in dropped)}


def _beyond(
    row: Json, copies: Sequence[Json], index: Index, marks: dict[tuple[str, str], Any], near: Near
) -> list[Step]:
    """What copies of a retelling tell that it does not have word for word, each with the outlet that tells it."""
    told = {bare(index.claims[c["citing_claim"]]["text"]) for c in row["claims"] if c["citing_claim"]}
    known = {(c["original_claim"], c["change"]) for c in row["claims"] if c["original_claim"]}
    made = []
    for copy in copies:
        outlet = str(index.articles[copy["citing"]]["outlet"])
        for claim in copy["claims"]:
            if claim["change"] in ("kept", "paraphrased", "dropped"):
                continue  # says no more than the text that it repeats
            if (claim["original_claim"], claim["change"]) in known:
                continue  # the same change, in a sentence that the copy cut or dated otherwise
            if bare(index.claims[claim["citing_claim"]]["text"]) not in told:
                made.append(_step(claim, copy, index, marks, near, outlet))
    return made


def _evidence(found: Json) -> Evidence:
    return Evidence(
        found["kind"],
        found["text"],
        safe_url(found.get("url", "")),
        found.get("role", "report") == "interview",
    )


def _is_interview(evidence: Sequence[Json]) -> bool:
    """Whether the words that name the other outlet all name what somebody told it; a link has no words."""
    roles = [found.get("role", "report") for found in evidence if found["kind"] == "text"]
    return bool(roles) and all(role == "interview" for role in roles)


def _chain(row: Json) -> str:
    path = words.PATHS.get(row.get("path", "direct"), "")
    return f"{path}: {', then '.join(row.get('chain', ()))}" if path and row.get("chain") else ""


def _step(
    claim: Json, row: Json, index: Index, marks: dict[tuple[str, str], Any], near: Near, by: str = ""
) -> Step:
    before, after = claim["original_claim"], claim["citing_claim"]
    on_before, on_after = marks.get((before, after), ([], []))
    change, where = claim["change"], row["citing"] if before else row["original"]
    possibly = []
    # Neither dropped nor added for sure: only a match that joins no claim was found.
    if not (before and after) and where in near.get(before or after, ()):
        change, possibly = POSSIBLE, [index.articles[where]["outlet"]]
    return Step(
        change=change,
        label=words.CHANGES[change],
        original=index.telling(before, "", on_before, possibly=possibly) if before else None,
        retelling=index.telling(after, "", on_after, possibly=possibly) if after else None,
        why=claim["why"],
        by=by,
    )
