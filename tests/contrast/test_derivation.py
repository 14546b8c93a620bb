"""What a retelling did to each claim of its original, with why; nothing is said of an original that was not read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.contrast.derivation import derivations
from compare.contrast.differences import contrast
from compare.read.claims import claims
from compare.records import Alignment, Article, Citation, Derivation, Group, Member, Relation, Span
from tests.articles import text_article
from tests.claims import words


def article_of(sentences: list[str], outlet: str) -> Article:
    """An article of ``outlet`` with a paragraph for each sentence."""
    return text_article(f"http://{outlet}.example/a", "A headline", sentences, outlet)


def together(*claims: str) -> Group:
    """A group of these claims of two outlets."""
    return Group("-".join(claims), claims, ("meridian", "kesk"), 2, None, None)


def derive(
    original: list[str],
    citing: list[str],
    aligned: list[tuple[int, int]],
    access: str = "full",
    *,
    sure: Mapping[tuple[int, int], float] | None = None,
    groups: list[tuple[list[int], list[int]]] | None = None,
    relation: Relation = "same",
) -> Derivation:
    """A derivation of two articles whose sentences ``aligned`` (by index) say the same, each pair in a group of its own.

    ``sure`` gives other probabilities than 0.9, ``groups`` other groups: the sentences of each article in them.
    """
    first = replace(article_of(original, "meridian"), access=access)
    second = article_of(citing, "kesk")
    told = (
        [*claims(first, words()), *claims(second, words())]
        if first.comparable
        else list(claims(second, words()))
    )
    of = {a.id: [c for c in told if c.article == a.id and c.kind != "headline"] for a in (first, second)}
    pairs = [
        Alignment(of[first.id][i].id, of[second.id][j].id, (sure or {}).get((i, j), 0.9), relation)
        for i, j in aligned
    ]
    homes = [
        together(*(of[first.id][i].id for i in here), *(of[second.id][j].id for j in there))
        for here, there in (groups if groups is not None else [([i], [j]) for i, j in aligned])
    ]
    contrasted = contrast(pairs, {c.id: c for c in told}, words())
    members = [Member(second, "seed"), Member(first, "cited_original")]
    cited = [
        Citation(second.id, "meridian", "text", Span("", 0, 0)),
        Citation(second.id, "meridian", "link", Span("", 0, 0), first.url),
    ]
    (derivation,) = derivations(members, told, contrasted, cited, words(), homes)
    return derivation


LATER = {"published_at": "2031-05-15T09:00:00Z", "published_precision": "minute"}
EARLIER = {"published_at": "2031-05-14T09:00:00Z", "published_precision": "minute"}


@pytest.mark.parametrize(
    ("role", "link", "shared", "dates", "meant"),
    [
        ("report", False, [(0, 0)], (EARLIER, LATER), True),
        ("report", False, [(1, 1)], (EARLIER, LATER), True),
        ("report", False, [], (EARLIER, LATER), False),
        ("report", False, [(0, 0)], (LATER, EARLIER), False),
        ("report", True, [], (EARLIER, LATER), True),
        ("interview", False, [(0, 0)], (EARLIER, LATER), True),
        ("interview", False, [(1, 1)], (EARLIER, LATER), False),
        ("report", False, [(0, 0)], (LATER, {}), True),
    ],
)
def test_an_original_is_never_guessed(
    role: Literal["report", "interview"],
    link: bool,
    shared: list[tuple[int, int]],
    dates: tuple[dict[str, Any], dict[str, Any]],
    meant: bool,
) -> None:
    """An article of the cited outlet is the original if a link leads to it or it tells what is cited, and not later.

    Of what somebody said to the outlet it must tell the very sentence.
    """
    sentences = ["The talks failed, Ilse Brandt told the Meridian.", "Herring was served."]
    first = replace(article_of(sentences, "meridian"), **dates[0])
    second = replace(article_of(sentences, "kesk"), **dates[1])
    told = [*claims(first, words()), *claims(second, words())]
    of = {a.id: [c for c in told if c.article == a.id and c.kind != "headline"] for a in (first, second)}
    homes = [together(of[first.id][i].id, of[second.id][j].id) for i, j in shared]
    pairs = [Alignment(of[first.id][i].id, of[second.id][j].id, 0.9, "same") for i, j in shared]
    at = second.text.index("Meridian")
    cited = [Citation(second.id, "meridian", "text", Span("Meridian", at, at + 8), role=role)]
    if link:
        cited.append(Citation(second.id, "meridian", "link", Span("", 0, 0), first.url))
    members = [Member(second, "seed"), Member(first, "coverage")]
    (derivation,) = derivations(members, told, pairs, cited, words(), homes)
    assert (derivation.original == first.id) is meant
    assert bool(derivation.claims) is meant
    assert meant or derivation.original_state == "not_retrieved"


@pytest.mark.parametrize(
    ("original", "citing", "change", "why"),
    [
        ("The talks failed on Monday.", "The talks failed on Monday.", "kept", "same words"),
        ("The talks on the harbour broke down on Monday.", "On Monday, negotiators parted without a deal.", "paraphrased", "other words"),
        ("The talks failed on Monday, officials said.", "The talks failed on Monday.", "hardened", "officials"),
        ("The talks may have failed.", "The talks have failed.", "hardened", "may"),
        ("The mayor asked for help.", "The mayor begged for help.", "hardened", "begged"),
        ("The talks have failed.", "The talks have possibly failed.", "softened", "possibly"),
        ("The talks failed, Ilse Brandt said.", "The talks failed, observers said.", "reattributed", "observers"),
    ],
)  # fmt: skip
def test_each_change_is_named_with_why(original: str, citing: str, change: str, why: str) -> None:
    """The words on which the verdict rests are in the reason."""
    (derived,) = derive([original], [citing], [(0, 0)]).claims
    assert derived.change == change
    assert why in derived.why


@pytest.mark.parametrize(
    ("original", "citing"),
    [
        ("The talks may have failed.", "The talks have certainly failed."),
        ("Mayor Brandt denied that the talks had failed.", "The talks failed, Mayor Brandt said."),
        ("The talks will resume on Monday, officials said.", "The talks resumed on Monday."),
        ("The talks are said to have failed, two officials said.", "The talks failed, two officials said."),
    ],
)
def test_a_change_rests_on_a_difference_of_the_pair(original: str, citing: str) -> None:
    """What is told as hardened or softened is told as a difference of the two sentences too, on the same words."""
    first = text_article("http://meridian.example/a", "Help asked for", [original], "meridian")
    second = text_article("http://kesk.example/b", "Help begged for", [citing], "kesk")
    a, b = (claims(article, words())[-1] for article in (first, second))
    (pair,) = contrast([Alignment(b.id, a.id, 0.9, "same")], {a.id: a, b.id: b}, words())
    (derived,) = derive([original], [citing], [(0, 0)]).claims
    spans = [span.text for d in pair.differences for span in (d.a, d.b) if span.text]
    assert derived.change in ("kept", "paraphrased") or any(text in derived.why for text in spans)
    if not pair.differences:
        assert derived.change in ("kept", "paraphrased")


def test_to_name_the_original_gives_nothing_to_another_source() -> None:
    """The outlet that is retold is no new source of what it tells in its own voice; any other would be."""
    original = text_article("http://meridian.example/a", "Help asked for", ["The talks failed."], "meridian")
    citing = text_article(
        "http://kesk.example/b", "Help begged for", ["The talks failed, according to the Meridian."], "kesk"
    )
    told = [*claims(original, words()), *claims(citing, words())]
    pair = contrast([Alignment(told[1].id, told[3].id, 0.9, "same")], {c.id: c for c in told}, words())
    members = [Member(citing, "seed"), Member(original, "cited_original")]
    start = citing.text.index("according to the Meridian")
    changes = {}
    for name, at in (("named", start), ("elsewhere", 0)):
        citation = Citation(citing.id, "meridian", "text", Span("according to the Meridian", at, at + 25))
        (derivation,) = derivations(
            members, told, pair, [citation], words(), [together(told[1].id, told[3].id)]
        )
        changes[name] = derivation.claims[0].change
    assert changes["named"] in ("kept", "paraphrased")
    assert changes["elsewhere"] == "reattributed"


def test_what_has_no_counterpart_is_added_or_dropped() -> None:
    """Both only because the original was read whole."""
    derivation = derive(
        ["The talks failed.", "The mayor wept."], ["The talks failed.", "Herring was served."], [(0, 0)]
    )
    assert [d.change for d in derivation.claims] == ["kept", "added", "dropped"]
    assert derivation.original_state == "retrieved"


def test_a_partial_match_is_not_the_same_claim() -> None:
    """Where the two share only a part, no more than that is said to be told in other words."""
    texts = (
        ["The talks on the harbour broke down on Monday."],
        ["On Monday, negotiators parted without a deal."],
    )
    same, partial = (
        derive(*texts, [(0, 0)], relation=relation).claims[0] for relation in ("same", "partial")
    )
    assert (same.why, partial.why) == ("the same claim in other words", "a part of it in other words")


SENTENCES = ["One.", "Two.", "Three.", "Four."]


def places(
    original: int,
    citing: int,
    sure: Mapping[tuple[int, int], float],
    groups: list[tuple[list[int], list[int]]],
) -> list[tuple[int | None, int | None, str, str]]:
    """For each step the numbers of the sentences of original and retelling, the change, and why.

    Both articles have so many of the same sentences.
    """
    texts = SENTENCES[:original], SENTENCES[:citing]
    number = {
        c.id: c.position - 1
        for text, outlet in zip(texts, ("meridian", "kesk"), strict=True)
        for c in claims(article_of(text, outlet), words())
    }
    return [
        (number.get(d.original_claim or ""), number.get(d.citing_claim or ""), d.change, d.why)
        for d in derive(*texts, list(sure), sure=sure, groups=groups).claims
    ]


def test_what_shares_no_group_is_only_a_possible_match() -> None:
    """However likely, it is not told as retold; the reason says where it may stand."""
    found = places(2, 2, {(0, 0): 0.9, (1, 1): 0.99}, [([0], [0])])
    assert [step[:3] for step in found] == [(0, 0, "kept"), (None, 1, "added"), (1, None, "dropped")]
    assert [why for *_, why in found[1:]] == [
        "only a possible match was found in the original, in paragraph 2",
        "only a possible match was found in the retelling, in paragraph 2",
    ]


def test_a_match_that_shares_a_group_goes_before_a_likelier_one_that_does_not() -> None:
    """The lead is not paired with a sentence that the coverage picture keeps apart from it."""
    found = places(2, 1, {(0, 0): 0.6, (1, 0): 0.9}, [([0], [0])])
    assert [step[:3] for step in found] == [(0, 0, "kept"), (1, None, "dropped")]


def test_rivals_in_a_group_are_paired_one_to_one() -> None:
    """Two sentences that could both be told by one are each given their own, where there are two."""
    found = places(2, 2, {(0, 0): 0.95, (0, 1): 0.9, (1, 0): 0.8, (1, 1): 0.5}, [([0, 1], [0, 1])])
    assert [step[:2] for step in found] == [(0, 0), (1, 1)]


def test_two_sentences_merged_in_one_are_both_retold() -> None:
    """And one that is split in two is told of both its parts; nothing is left without a fate."""
    merged = places(2, 1, {(0, 0): 0.9, (1, 0): 0.8}, [([0, 1], [0])])
    assert sorted(step[:2] for step in merged) == [(0, 0), (1, 0)]
    split = places(1, 2, {(0, 0): 0.9, (0, 1): 0.8}, [([0], [0, 1])])
    assert sorted(step[:2] for step in split) == [(0, 0), (0, 1)]


@given(
    st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 3)), st.floats(0.01, 1.0), max_size=9),
    st.lists(st.integers(0, 2), min_size=8, max_size=8),
)
@settings(max_examples=40, deadline=None)
def test_every_sentence_has_one_fate(pairs: dict[tuple[int, int], float], home: list[int]) -> None:
    """Each of the original is retold or dropped, each of the retelling retells or is added, never both.

    Nothing is told as retold but pairs of one group.
    """
    groups = [
        ([i for i in range(4) if home[i] == g], [i for i in range(4) if home[4 + i] == g]) for g in (1, 2)
    ]
    told = places(4, 4, pairs, groups)
    for side, lone in ((0, "dropped"), (1, "added")):
        for number in range(4):
            fates = [step[2] for step in told if step[side] == number]
            assert fates and (fates == [lone] or lone not in fates)
    joined = [(i, j) for i, j, *_ in told if i is not None and j is not None]
    assert all(pair in pairs and home[pair[0]] == home[4 + pair[1]] != 0 for pair in joined)
    assert len(joined) == len(set(joined))


def test_nothing_is_added_to_an_original_that_was_read_in_part() -> None:
    """It may stand in the part that was not read."""
    derivation = derive(
        ["The talks failed."], ["The talks failed.", "Herring was served."], [(0, 0)], "partial"
    )
    assert [d.change for d in derivation.claims] == ["kept"]
    assert derivation.original_state == "partial"


def test_an_original_that_was_not_read_tells_nothing_of_its_claims() -> None:
    """The citation stands with its evidence, and the state says why there is no more."""
    derivation = derive(["The talks failed."], ["The talks failed."], [], "paywalled")
    assert derivation.original_state == "not_retrieved"
    assert derivation.claims == ()
    assert derivation.evidence


def paths(*cited: tuple[str, str]) -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    """The path and chain of each derivation among one-sentence articles that cite each other so."""
    outlets = sorted({outlet for pair in cited for outlet in pair})
    articles = {
        k: text_article(f"http://{k}.example/a", "A headline", ["The talks failed."], k) for k in outlets
    }
    told = [c for a in articles.values() for c in claims(a, words())]
    found = derivations(
        [Member(a, "coverage") for a in articles.values()],
        told,
        [],
        [Citation(articles[x].id, y, "text", Span("", 0, 0)) for x, y in cited],
        words(),
        [],
    )
    of = {a.id: k for k, a in articles.items()}
    return {(of[d.citing], d.cited_outlet): (d.path, d.chain) for d in found}


def test_a_citation_of_one_who_cites_is_chained() -> None:
    """The outlets on the way are named, as far as the chain goes."""
    found = paths(("kesk", "post"), ("post", "meridian"))
    assert found["kesk", "post"] == ("chained", ("kesk", "post", "meridian"))
    assert found["post", "meridian"] == ("direct", ())


def test_a_hedge_added_beside_a_charged_word_softens() -> None:
    """How surely it is told says more than in which words."""
    derived = derive(
        ["Drovia has sent 14 ships to the islands, the ministry said."],
        ["Drovia may have sent 14 ships to the islands, the ministry claims."],
        [(0, 0)],
    )
    assert [c.change for c in derived.claims] == ["softened"]


def test_many_outlets_that_cite_one_another_cost_no_time() -> None:
    """Each outlet is met once, however many ways lead to it: nearly two million of them between ten outlets."""
    names = [f"o{n:02}" for n in range(20)]
    found = paths(*((a, b) for a in names for b in names if a != b), ("x", "o00"), ("o19", "last"))
    assert found["x", "o00"] == ("chained", ("x", "o00", "o19", "last"))
    assert found["o00", "o01"] == ("circular", ("o00", "o01", "o00"))


def test_outlets_that_cite_each_other_are_circular() -> None:
    """Straight back, or by way of a third; one that only leads into the circle is chained."""
    found = paths(("kesk", "post"), ("post", "kesk"))
    assert {path for path, _ in found.values()} == {"circular"}
    found = paths(("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"))
    assert found["a", "b"] == ("circular", ("a", "b", "c", "a"))
    assert found["d", "a"] == ("chained", ("d", "a", "b", "c"))
