"""The expectations hold together and agree with the texts that they speak of."""

from __future__ import annotations

import html
import re
from itertools import product
from typing import Any, get_args

import pytest

from compare.demo.articles import sites
from compare.demo.sites import pages
from compare.demo.story import EXPECTED, NOTICE, load_toml, outlets, story
from compare.records import Access, Change, Conflict, DifferenceKind, OriginalState, Relation

EXPECTATIONS = load_toml(EXPECTED)
LABELS: dict[str, tuple[str, str]] = {
    label: (outlet, piece)
    for outlet, table in EXPECTATIONS["sentences"].items()
    for label, piece in table.items()
}
PAIRS: list[dict[str, Any]] = EXPECTATIONS["pairs"]


def saved_sentences() -> list[str]:
    """The sentences of the saved copy: one a line, inside the paragraphs of the story's body."""
    (_, file), *_ = story().saved
    body = file.read_text("utf-8").partition('<div class="story-body">')[2].partition("</div>")[0]
    paragraphs = re.findall(
        r"<p>(.*?)</p>", re.sub(r"<aside.*?</aside>", "", body, flags=re.DOTALL), re.DOTALL
    )
    return [html.unescape(line) for paragraph in paragraphs for line in paragraph.splitlines()]


def sentences(outlet: str) -> list[str]:
    """The sentences of the outlet's article on the event, the saved copy's for the paper behind a paywall."""
    if outlet == "meridian_times":
        return saved_sentences()
    url = EXPECTATIONS["articles"][outlet]["url"]
    return next(list(entry.sentences) for one in sites() for entry in one.articles if entry.url == url)


TEXTS = {outlet: sentences(outlet) for outlet in EXPECTATIONS["articles"] if outlet != "northgate_news"}


def sentence(label: str) -> str:
    """The whole sentence that a label names."""
    outlet, piece = LABELS[label]
    (found,) = (entry for entry in TEXTS[outlet] if piece in entry)
    return found


def edge(a: str, b: str) -> frozenset[str]:
    """A pair without its order."""
    return frozenset((a, b))


ALIGNED = {edge(pair["a"], pair["b"]) for pair in PAIRS}
OPEN = {
    edge(a, b)
    for entry in EXPECTATIONS["open"]
    for a, b in product(entry["a"], entry["b"])
    if LABELS[a][0] != LABELS[b][0]
}


def test_every_sentence_has_its_label() -> None:
    """The labels name every sentence of the four texts, in order, each by a piece found once in its article."""
    for outlet, table in EXPECTATIONS["sentences"].items():
        whole = "\n".join(TEXTS[outlet])
        assert [whole.count(piece) for piece in table.values()] == [1] * len(table), outlet
        assert [sentence(label) for label in table] == TEXTS[outlet]
        letter = next(iter(table))[0]
        assert list(table) == [f"{letter}{place}" for place in range(1, len(table) + 1)]


def test_saved_copy_is_a_full_article() -> None:
    """The saved copy has 14 to 18 sentences and opens with those of the stub."""
    stub = next(entry for one in sites() for entry in one.articles if entry.url == story().coverage[0])
    assert 14 <= len(saved_sentences()) <= 18
    assert saved_sentences()[:2] == list(stub.sentences)


def test_articles_are_those_of_the_story() -> None:
    """The expected articles are the story's URLs, with the titles and the times of their pages, one per outlet."""
    articles = EXPECTATIONS["articles"]
    assert [entry["url"] for entry in articles.values()] == [story().seed_url, *story().coverage]
    assert list(articles) == [outlet.key for outlet in outlets()]
    printed = {entry.url: entry for one in sites() for entry in one.articles}
    for entry in articles.values():
        assert entry["access"] in get_args(Access)
        assert entry.get("access_without_saved", "full") in get_args(Access)
        if entry["access"] == "full":
            found = printed[entry["url"]]
            assert (entry["title"], entry["published_at"]) == (
                found.title,
                f"{found.moment:%Y-%m-%dT%H:%M:%SZ}",
            )
            has_seconds = len(found.published.removesuffix("Z").partition("+")[0]) == len(
                "2025-12-06T11:20:00"
            )
            assert entry["published_precision"] == ("second" if has_seconds else "minute")


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['a']}-{pair['b']}")
def test_pair_quotes_its_sentences(pair: dict[str, Any]) -> None:
    """A pair joins two texts, uses the kinds of the records, and each difference quotes words of both sentences."""
    a, b = pair["a"], pair["b"]
    assert LABELS[a][0] != LABELS[b][0]
    assert pair["relation"] in get_args(Relation)
    assert pair.get("conflict", "number") in get_args(Conflict)
    kinds = [difference["kind"] for difference in pair["differences"]]
    assert set(kinds) | set(pair.get("maybe", ())) <= set(get_args(DifferenceKind))
    assert not set(kinds) & set(pair.get("maybe", ()))
    assert len(kinds) == len(set(kinds))
    for difference in pair["differences"]:
        assert set(difference) == {"kind", a, b}
        assert difference[a] or difference[b]
        assert difference[a] != difference[b]
        for label in (a, b):
            assert sentence(label).count(difference[label]) == 1 or not difference[label], (label, difference)


def test_pairs_are_told_apart() -> None:
    """No pair is listed twice, nor both as aligned and as open or alike, and all their labels exist."""
    negatives = [edge(entry["a"], entry["b"]) for entry in EXPECTATIONS["negatives"]]
    assert len(ALIGNED) == len(PAIRS)
    assert len(set(negatives)) == len(negatives)
    assert not ALIGNED & OPEN
    assert not ALIGNED & set(negatives)
    assert not OPEN & set(negatives)
    for pair in ALIGNED | OPEN | set(negatives):
        a, b = pair
        assert LABELS[a][0] != LABELS[b][0]


def test_every_sentence_has_its_place() -> None:
    """A sentence is aligned, open or told by one text alone, and what one alone tells is in no pair."""
    alone = {label for entry in EXPECTATIONS["only"] for label in entry["sentences"]}
    paired = {label for pair in ALIGNED for label in pair}
    assert not alone & (paired | {label for pair in OPEN for label in pair})
    assert alone | paired | {"T2"} == set(LABELS)
    for entry in EXPECTATIONS["only"]:
        assert {LABELS[label][0] for label in entry["sentences"]} == {entry["outlets"][0]}


def test_groups_are_the_same_pairs() -> None:
    """The groups hold exactly the pairs called the same, one sentence of a text each."""
    inside = {
        edge(a, b)
        for group in EXPECTATIONS["groups"]
        for a, b in product(group["sentences"], repeat=2)
        if a != b
    }
    assert inside == {edge(pair["a"], pair["b"]) for pair in PAIRS if pair["relation"] == "same"}
    for group in EXPECTATIONS["groups"]:
        assert len({LABELS[label][0] for label in group["sentences"]}) == group["independent"]


def test_partial_pairs_are_partly_told() -> None:
    """A partial pair leads from a group to an outlet that the group names as telling a part."""
    partly = {
        (label, outlet)
        for group in EXPECTATIONS["groups"]
        for label in group["sentences"]
        for outlet in group.get("partly", ())
    }
    assert partly == {(pair["a"], LABELS[pair["b"]][0]) for pair in PAIRS if pair["relation"] == "partial"}


def test_derivation_tells_every_claim_once() -> None:
    """Every claim of the retelling and of the original has one fate, and those kept or changed are aligned."""
    (derivation,) = EXPECTATIONS["derivation"]
    claims = derivation["claims"]
    assert [claim["citing"] for claim in claims if claim["citing"]] == list(
        EXPECTATIONS["sentences"]["kesk_signal"]
    )
    assert sorted(claim["original"] for claim in claims if claim["original"]) == sorted(
        EXPECTATIONS["sentences"]["meridian_times"]
    )
    assert {derivation["original_state"], derivation["original_state_without_saved"]} <= set(
        get_args(OriginalState)
    )
    for claim in claims:
        assert {claim["change"], claim.get("also", claim["change"])} <= set(get_args(Change))
        assert (claim["change"] == "added") is (not claim["original"])
        assert (claim["change"] == "dropped") is (not claim["citing"])
        if claim["citing"] and claim["original"]:
            assert edge(claim["citing"], claim["original"]) in ALIGNED
    assert {claim["change"] for claim in claims} == set(get_args(Change))


def test_citations_stand_in_their_articles() -> None:
    """Each citation's words, and those that are none, stand once in the article; a link's target is on the page."""
    for entry in EXPECTATIONS["citations"] + EXPECTATIONS["not_citations"]:
        assert "\n".join(TEXTS[entry["article"]]).count(entry["text"]) == 1
        if url := entry.get("url"):
            assert f'<a href="{url}">{entry["text"]}</a>' in raw_page(entry["article"])


def test_attributions_and_figures_quote_their_sentences() -> None:
    """Speakers, cues, hedges and figures are words of the sentence they are given for."""
    for entry in EXPECTATIONS["said"]:
        for name in {"speaker", "cue", "hedge"} & set(entry):
            assert entry[name] in sentence(entry["sentence"]), entry
    for entry in EXPECTATIONS["figures"]:
        assert entry["words"] in sentence(entry["sentence"]), entry


def raw_page(outlet: str) -> str:
    """The page that is read for an outlet: as served, or the saved copy."""
    url = EXPECTATIONS["articles"][outlet]["url"]
    for saved, file in story().saved:
        if saved == url:
            return html.unescape(file.read_text("utf-8"))
    host, _, path = url.removeprefix("http://").partition("/")
    _, kind, body = pages()[host, f"/{path}"]
    return html.unescape(body.decode(kind.partition("charset=")[2]))


def test_clutter_is_on_the_page_and_in_no_sentence() -> None:
    """Clutter stands on the raw page of its outlet and in no sentence of any text."""
    clutter = dict(EXPECTATIONS["clutter"])
    assert clutter.pop("everywhere") == [NOTICE]
    assert list(clutter) == list(EXPECTATIONS["articles"])
    everything = "\n".join(line for text in TEXTS.values() for line in text)
    for outlet, strings in clutter.items():
        for string in [NOTICE, *strings]:
            assert string in raw_page(outlet), (outlet, string)
            assert string not in everything, (outlet, string)


def test_discovery_speaks_of_every_listed_article() -> None:
    """The URLs to take and to leave are all that the sites list but the seed, and robots.txt forbids those it should."""
    discovery = EXPECTATIONS["discovery"]
    left = {entry["url"]: entry["why"] for entry in discovery["leave"]}
    listed = {entry.url for one in sites() for entry in one.articles}
    assert set(discovery["take"]) | set(left) | {story().seed_url} == listed
    assert discovery["take"] == list(story().coverage)
    forbidden = {
        entry.url for one in sites() for entry in one.articles if entry.path.startswith(one.disallow)
    }
    assert forbidden == {url for url, why in left.items() if "robots.txt" in why}
