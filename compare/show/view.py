"""The view model of a report, made from its report.json alone.

So a report can be shown again from the file, and no format knows more than another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from compare.show import words
from compare.show.cards import Index, alignment_marks, cards
from compare.show.figures import overlaps, rates, timeline
from compare.show.links import safe_url
from compare.show.model import (
    ArticleView,
    Card,
    Cell,
    DerivationView,
    Evidence,
    FailureView,
    KindView,
    Lone,
    OutletView,
    Row,
    Step,
    View,
)
from compare.show.names import with_names
from compare.show.summary import summary

Json = dict[str, Any]
_BEST_FIRST = ("full", "partial", "paywalled", "failed")


def view(report: Json) -> View:
    """What there is to show of ``report``, a dict that report.schema.json accepts."""
    report = with_names(report)
    index = Index.of(report)
    articles = _articles(report, index)
    made = cards(report, index)
    outlets = _outlets(report, articles)
    lone = _lone(report, index, articles)
    derivations = _derivations(report, index, articles)
    failures = tuple(_failure(row) for row in report["failures"])
    compared = list(dict.fromkeys(article.outlet for article in articles if article.compared))
    story = report["story"]
    return View(
        title=story["title"] or story["id"],
        story=story["id"],
        seed_url=story["seed_url"],
        seed_href=safe_url(story["seed_url"]),
        run=_run(report),
        summary=tuple(summary(articles, made, lone, derivations, failures)),
        articles=articles,
        outlets=outlets,
        rows=_rows(report, index, made, outlets),
        conflicts=tuple(card for card in made if card.conflicts),
        differing=tuple(card for card in made if card.differences and not card.conflicts),
        alike=tuple(card for card in made if not card.differences and not card.conflicts),
        kinds=_kinds(made),
        lone=lone,
        derivations=derivations,
        rates=tuple(rates(report, index)),
        overlaps=tuple(overlaps(made, compared)),
        timeline=tuple(timeline(report)),
        failures=failures,
        nothing_to_compare=len(compared) < 2,
    )


def _run(report: Json) -> tuple[tuple[str, str], ...]:
    run = report["run"]
    named = (
        ("Run", run["id"]),
        ("Started", words.time(run["started_at"])),
        ("Finished", words.time(run["finished_at"]) if run["finished_at"] else "not yet"),
        ("Version", run["version"]),
        ("Model", run["model"]),
        ("Model revision", run["model_revision"]),
        ("Settings (SHA-256)", run["settings_sha256"]),
        ("Matching", run.get("matching", "")),
        ("Pair judge", run.get("judge", "") or "none"),
        ("Reviewed by a person", _reviewed(report.get("reviews", ()))),
    )
    return tuple((label, str(value) or "not given") for label, value in named)


def _reviewed(reviews: Sequence[Json]) -> str:
    said = Counter(review["verdict"] for review in reviews)
    named = (("accept", "accepted"), ("reject", "rejected"), ("note", "noted"))
    told = [f"{words.count(said[verdict], 'pair')} {word}" for verdict, word in named if said[verdict]]
    return ", ".join(told) or "nothing"


def _articles(report: Json, index: Index) -> tuple[ArticleView, ...]:
    sentences = Counter(claim["article"] for claim in report["claims"])
    return tuple(
        ArticleView(
            id=article["id"],
            outlet=article["outlet"],
            title=article["title"],
            byline=article["byline"],
            url=article["final_url"] or article["url"],
            href=safe_url(article["final_url"]) or safe_url(article["url"]),
            published=words.time(article["published_at"], article["published_precision"]),
            fetched=words.time(article["fetched_at"]) if article["fetched_at"] else "not fetched",
            access=article["access"],
            access_words=words.ACCESS[article["access"]],
            reason=article["reason"],
            role=words.ROLES[article["role"]],
            provenance=words.PROVENANCE[article.get("provenance", "web")],
            same_text_as=index.articles[article["same_text_as"]]["outlet"] if article["same_text_as"] else "",
            language=article["language"],
            # An article of which no sentence was found is as good as unread.
            compared=article["access"] in ("full", "partial") and sentences[article["id"]] > 0,
            sentences=sentences[article["id"]],
        )
        for article in report["articles"]
    )


def _outlets(report: Json, articles: Sequence[ArticleView]) -> tuple[OutletView, ...]:
    """Outlets in the order of their articles, then those that only the coverage names."""
    access: dict[str, list[str]] = {}
    for article in articles:
        access.setdefault(article.outlet, []).append(article.access)
    for row in report["coverage"]:
        access.setdefault(row["outlet"], [])
    made = []
    for name, states in access.items():
        best = min(states, key=_BEST_FIRST.index) if states else "none"
        made.append(OutletView(name, best, words.ACCESS.get(best, "no article retrieved")))
    return tuple(made)


def _rows(report: Json, index: Index, made: Sequence[Card], outlets: Sequence[OutletView]) -> tuple[Row, ...]:
    states: dict[tuple[str, str], list[Json]] = {}
    for row in report["coverage"]:
        states.setdefault((row["group"], row["outlet"]), []).append(row)
    rows = []
    for card in made:
        if card.group:
            cells = [
                _cell(card, outlet, states.get((card.group, outlet.name), []), index) for outlet in outlets
            ]
            rows.append(Row(card, tuple(cells)))
    return tuple(rows)


def _cell(card: Card, outlet: OutletView, found: Sequence[Json], index: Index) -> Cell:
    own = [t for t in card.tellings if outlet.name == t.outlet] or [
        t for t in card.tellings if outlet.name in t.also
    ]
    # Without a row nothing is known; to say "not found" needs the word of the comparison itself.
    state = "present" if own else next((row["state"] for row in found), "unknown")
    symbol, said, _ = words.COVERAGE[state]
    claim = next((row["claim"] for row in found if row["claim"]), own[0].claim if own else None)
    if state != "present" or claim is None:
        return Cell(outlet.name, state, symbol, said, "", "", "")
    anchor = next((t.anchor for t in own if t.claim == claim), own[0].anchor if own else card.anchor)
    return Cell(outlet.name, state, symbol, said, index.place(claim), anchor, index.claims[claim]["text"])


def _kinds(made: Sequence[Card]) -> tuple[KindView, ...]:
    kinds = []
    for kind, (label, meaning) in words.DIFFERENCES.items():
        entries = [(card, d) for card in made for d in card.differences if d.kind == kind]
        if entries:
            kinds.append(KindView(kind, label, meaning, tuple(entries)))
    return tuple(kinds)


def _lone(report: Json, index: Index, articles: Sequence[ArticleView]) -> tuple[Lone, ...]:
    """Sentences of read articles that were matched with no other outlet; copies are told once."""
    matched = {claim for group in report["groups"] for claim in group["claims"]}
    matched |= {alignment[side] for alignment in report["alignments"] for side in ("a", "b")}
    original = {article["id"] for article in report["articles"] if not article["same_text_as"]}
    own: dict[str, list[str]] = {}
    for claim in report["claims"]:
        read = index.articles[claim["article"]]["access"] in ("full", "partial")
        if (
            claim["kind"] != "headline"
            and read
            and claim["id"] not in matched
            and claim["article"] in original
        ):
            own.setdefault(index.outlet(claim["id"]), []).append(claim["id"])
    return tuple(
        Lone(
            outlet,
            tuple(dict.fromkeys(a.outlet for a in articles if a.same_text_as == outlet != a.outlet)),
            tuple(index.telling(claim) for claim in claims),
        )
        for outlet, claims in own.items()
    )


def _derivations(report: Json, index: Index, articles: Sequence[ArticleView]) -> tuple[DerivationView, ...]:
    shown = {article.id: article for article in articles}
    marks = alignment_marks(report)
    made = []
    for row in report["derivation"]:
        original = shown.get(row["original"] or "")
        steps = []
        for claim in row["claims"]:
            before, after = claim["original_claim"], claim["citing_claim"]
            on_before, on_after = marks.get((before, after), ([], []))
            steps.append(
                Step(
                    change=claim["change"],
                    label=words.CHANGES[claim["change"]],
                    original=index.telling(before, "", on_before) if before else None,
                    retelling=index.telling(after, "", on_after) if after else None,
                    why=claim["why"],
                )
            )
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
                steps=tuple(steps),
            )
        )
    return tuple(made)


def _failure(row: Json) -> FailureView:
    return FailureView(
        url=row["url"],
        href=safe_url(row["url"]),
        stage=words.STAGES[row["stage"]],
        reason=row["reason"],
        at=words.time(row["at"]),
    )
