"""The view model of a report, made from its report.json alone.

So a report can be shown again from the file, and no format knows more than another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from compare.show import words
from compare.show.anchors import SHOWN, anchors
from compare.show.answers import answers
from compare.show.cards import cards
from compare.show.coverage_picture import columns, rows
from compare.show.figures import overlaps, rates, timeline
from compare.show.index import Index, bare
from compare.show.links import safe_url
from compare.show.model import ArticleView, Card, FailureView, KindView, Lone, SourceView, View
from compare.show.names import with_names
from compare.show.retellings import retellings
from compare.show.summary import summary
from compare.show.visible import visible

Json = dict[str, Any]


def view(report: Json) -> View:
    """What there is to show of ``report``, a dict that report.schema.json accepts."""
    report = with_names(report)
    index = Index.of(report)
    articles = _articles(report, index)
    sources = _sources(articles)
    claims, possible = cards(report, index)
    outlets = columns(report, articles)
    kinds = _kinds(claims)
    lone = _lone(report, index, articles)
    derivations = retellings(report, index, articles)
    where = anchors(claims, possible, lone)
    failures = tuple(_failure(row) for row in report["failures"])
    compared = list(dict.fromkeys(article.outlet for article in articles if article.compared))
    shared = tuple(overlaps(report, index, compared))
    story = report["story"]
    return View(
        title=next(
            (name for name in (story["title"], story["id"]) if visible(name).strip()),
            "A story without a title",
        ),
        story=story["id"],
        seed_url=story["seed_url"],
        seed_href=safe_url(story["seed_url"]),
        run=_run(report),
        summary=summary(articles, sources, claims, derivations, failures),
        answers=answers(claims, possible, kinds, lone, derivations, shared, sources)
        if len(compared) > 1
        else (),
        articles=articles,
        sources=sources,
        outlets=outlets,
        rows=rows(report, index, claims, outlets, possible[:SHOWN], where),
        conflicts=tuple(card for card in claims if card.conflicts),
        differing=tuple(card for card in claims if card.differences and not card.conflicts),
        alike=tuple(card for card in claims if card.shared and not card.differences and not card.conflicts),
        single=tuple(card for card in claims if not card.shared),
        possible=tuple(possible),
        kinds=kinds,
        lone=lone,
        derivations=derivations,
        rates=tuple(rates(report, index)),
        overlaps=shared,
        anchors=where,
        timeline=timeline(report),
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
            reason=_own_reason(article, report["failures"]),
            role=words.ROLES[article["role"]],
            provenance=words.PROVENANCE[article.get("provenance", "web")],
            same_text_as=index.articles[article["same_text_as"]]["outlet"] if article["same_text_as"] else "",
            older_copy=_older_copy(article, report["failures"]),
            language=article["language"],
            # An article of which no sentence was found is as good as unread.
            compared=article["access"] in ("full", "partial") and sentences[article["id"]] > 0,
            sentences=sentences[article["id"]],
        )
        for article in report["articles"]
    )


def _own_reason(article: Json, failures: Sequence[Json]) -> str:
    """The article's reason without what failed since it was read, which ``_older_copy`` tells."""
    reason = str(article["reason"])
    for failure in _since(article, failures):
        reason = reason.removesuffix(str(failure["reason"])).removesuffix("; ")
    return reason


def _older_copy(article: Json, failures: Sequence[Json]) -> str:
    """When an article that was compared could not be had again later: the time of the copy, and what failed."""
    since = _since(article, failures)
    if not since:
        return ""
    return f"of {words.time(article['fetched_at'])}, since {since[0]['reason'].partition('; compared as ')[0]} ({words.time(since[0]['at'])})"


def _since(article: Json, failures: Sequence[Json]) -> list[Json]:
    """What failed of the page since an article that was compared was read there."""
    web = article.get("provenance", "web") == "web"
    if not web or article["access"] not in ("full", "partial") or not article["fetched_at"]:
        return []
    return [
        failure
        for failure in failures
        if failure["stage"] in ("fetch", "extract")
        and failure["url"] in (article["url"], article["final_url"])
        and failure["at"] > article["fetched_at"]
    ]


def _sources(articles: Sequence[ArticleView]) -> tuple[SourceView, ...]:
    """Each article once: as a copy of the one with nearly the same text, or on its own."""
    by_original: dict[str, list[ArticleView]] = {}
    names = {article.outlet for article in articles if not article.same_text_as}
    for article in articles:
        if article.same_text_as in names:
            by_original.setdefault(article.same_text_as, []).append(article)
    own = [article for article in articles if article.same_text_as not in names]
    # Of two articles of one outlet, the copies stand with the first.
    return tuple(SourceView(article, tuple(by_original.pop(article.outlet, ()))) for article in own)


def _kinds(made: Sequence[Card]) -> tuple[KindView, ...]:
    kinds = []
    for kind, (label, meaning) in words.DIFFERENCES.items():
        entries = [(card, d) for card in made for d in card.differences if d.kind == kind]
        # What stands against nothing comes last, but for a source or a hedge that was left out: that is the point.
        entries.sort(key=lambda e: all(s.words for s in e[1].sides) == (kind in ("attribution", "certainty")))
        if entries:
            kinds.append((kind, label, meaning, tuple(entries)))
    most = max((len(entries) for *_, entries in kinds), default=1)
    return tuple(KindView(*kind, round(100 * len(kind[-1]) / most)) for kind in kinds)


def _lone(report: Json, index: Index, articles: Sequence[ArticleView]) -> tuple[Lone, ...]:
    """Sentences of read articles that stand in no claim; of a copy, those that the text it repeats does not have.

    A sentence with a possible match is among them and says so: a weak pair makes no claim.
    """
    matched = {claim for group in report["groups"] for claim in group["claims"]}
    maybe: dict[str, dict[str, None]] = {}
    for alignment in report["alignments"]:
        for side, other in (("a", "b"), ("b", "a")):
            maybe.setdefault(alignment[side], {})[index.outlet(alignment[other])] = None
    copied = {article["id"]: article["same_text_as"] for article in report["articles"]}
    printed: dict[str, set[tuple[str, ...]]] = {}
    for claim in report["claims"]:
        printed.setdefault(claim["article"], set()).add(bare(claim["text"]))
    own: dict[tuple[str, str], list[str]] = {}
    for claim in report["claims"]:
        article, original = index.articles[claim["article"]], copied[claim["article"]]
        read = article["access"] in ("full", "partial")
        if claim["kind"] == "headline" or not read or claim["id"] in matched:
            continue
        if original and bare(claim["text"]) in printed.get(original, ()):
            continue
        beyond = index.articles[original]["outlet"] if original else ""
        own.setdefault((article["outlet"], beyond), []).append(claim["id"])
    return tuple(
        Lone(
            outlet,
            ()
            if beyond
            else tuple(dict.fromkeys(a.outlet for a in articles if a.same_text_as == outlet != a.outlet)),
            tuple(
                index.telling(claim, f"lone-{number}-{place}", possibly=maybe.get(claim, ()))
                for place, claim in enumerate(claims, 1)
            ),
            beyond,
        )
        for number, ((outlet, beyond), claims) in enumerate(own.items(), 1)
    )


def _failure(row: Json) -> FailureView:
    return FailureView(
        url=row["url"],
        href=safe_url(row["url"]),
        stage=words.STAGES[row["stage"]],
        reason=row["reason"],
        at=words.time(row["at"]),
    )
