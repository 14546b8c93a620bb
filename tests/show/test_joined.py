"""What stands on a card of many tellings is true of all of them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from compare.records import Alignment, Claim, Comparison, ConflictEvidence, Group, Member, Source, Story
from compare.show import words
from compare.show.model import Card, DifferenceView
from compare.show.report_json import report
from compare.show.view import view
from tests.show.crowd import copies_report
from tests.show.story import RUN, Line, difference, telling, within

WEIGHTS = Path(words.__file__).parent.parent / "contrast" / "weights.toml"


def card(tellings: dict[str, list[str]], found: list[tuple[str, str, str, str, str, str]]) -> Card:
    """The card of a group of outlets' sentences; ``found`` are kind, rule, and outlet.number and words of both sides."""
    articles, named = [], {}
    for outlet, sentences in tellings.items():
        article, claims = telling(
            outlet,
            f"Headline of {outlet}",
            [[Line(f"{outlet}.{n}", s)] for n, s in enumerate(sentences)],
            None,
        )
        articles.append(article)
        named |= {name: claim for name, claim in claims.items() if claim.kind != "headline"}
    pairs: dict[tuple[str, str], list[Any]] = {}
    for kind, rule, a, a_words, b, b_words in found:
        made = difference(kind, named[a], a_words, named[b], b_words, rule, "only one gives it")  # type: ignore[arg-type]
        pairs.setdefault((a, b), []).append(made)
    alignments = tuple(
        Alignment(named[a].id, named[b].id, 0.9, "same", None, tuple(own)) for (a, b), own in pairs.items()
    )
    ids = tuple(claim.id for claim in named.values())
    group = Group("g", ids, tuple(tellings), len(tellings), None, None)
    whole = Comparison(
        tuple(Member(a, "coverage") for a in articles), tuple(named.values()), alignments, (group,)
    )
    (made_card,) = view(report(Story("s", "S", Source("https://a.example/", "seed")), RUN, whole, ())).cards
    return made_card


def sides(found: DifferenceView) -> dict[str, tuple[str, ...]]:
    return {side.words or side.missing: side.outlets for side in found.sides}


def test_figures_in_one_place_are_lacked_once() -> None:
    """Where several tellings give a figure and one does not, no note says that only one gives it."""
    told = card(
        {"a": ["It sent 14 ships."], "b": ["It sent 11 ships."], "c": ["It sent ships."]},
        [
            ("number", "figure-differs", "a.0", "14", "b.0", "11"),
            ("number", "figure-only-one-side", "a.0", "14", "c.0", ""),
            ("number", "figure-only-one-side", "b.0", "11", "c.0", ""),
        ],
    )
    (lack,) = [d for d in told.differences if d.rule == "figure-only-one-side"]
    assert sides(lack) == {"14": ("a",), "11": ("b",), "no figure": ("c",)}
    assert lack.explained == "some of these tellings give a figure, others do not"


def test_an_outlet_does_not_lack_what_it_tells_in_its_next_sentence() -> None:
    """Neither the same figure nor another in its place, if it stands in another of its sentences on the card."""
    told = card(
        {"a": ["A deal was signed in October.", "It is worth $6 billion."], "b": ["The deal of October is worth $5 billion."]},
        [
            ("number", "figure-only-one-side", "a.1", "", "b.0", "October"),
            ("number", "figure-only-one-side", "a.0", "", "b.0", "$5 billion"),
            ("number", "figure-differs", "a.1", "$6 billion", "b.0", "$5 billion"),
        ],
    )  # fmt: skip
    assert [d.rule for d in told.differences] == ["figure-differs"]


def test_an_outlet_of_two_tellings_is_named_with_the_place() -> None:
    """So that a lack is read of the sentence and not of the outlet."""
    told = card(
        {"a": ["Police said it fell.", "It fell at night."], "b": ["It fell, officials said."]},
        [("attribution", "own-voice-or-attributed", "a.1", "", "b.0", "officials")],
    )
    assert [side.who for side in told.differences[0].sides] == [("b",), ("a, paragraph 2",)]
    assert [side.outlets for side in told.differences[0].sides] == [("b",), ("a",)]


@pytest.mark.parametrize("rule", [*words.RULES])
def test_every_rule_is_told_otherwise_of_many(rule: str) -> None:
    """What is said of two tellings, such as "one" and "the other", is not said of three."""
    of_many = words.explained(rule, "a note", 3)
    assert of_many != words.explained(rule, "a note", 2)
    assert "the other" not in of_many.replace("the others", "") and "only one" not in of_many


def test_every_rule_of_the_contrast_has_words() -> None:
    """A rule that is told by its pair's note alone would say of a card what holds for one pair."""
    weighed = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))
    rules = {
        name
        for kind in weighed.values()
        for name in kind.get("weights", {})
        if "-" in name and " " not in name
    }
    known = words.RULES.keys() | words.CLASHES.keys() | {"charged-word", "charged-word-alone", "charged-both"}
    assert {rule for rule in rules if rule.count("-") > 1} <= known


def test_two_days_are_not_one_date_for_what_is_vague_beside_both() -> None:
    """A year is less exact than a month in it and than a day in it; the month and the day are not one date for that."""
    said = card(
        {"a": ["In 2016."], "b": ["In March 2016."], "c": ["On September 2, 2016."]},
        [
            ("number", "date-less-exact", "a.0", "2016", "b.0", "March 2016"),
            ("number", "date-less-exact", "a.0", "2016", "c.0", "September 2, 2016"),
        ],
    )
    assert [sides(found) for found in said.differences] == [
        {"2016": ("a",), "March 2016": ("b",)},
        {"2016": ("a",), "September 2, 2016": ("c",)},
    ]


def clash(a: Claim, a_words: str, b: Claim, b_words: str) -> Alignment:
    evidence = ConflictEvidence(
        within(a.text, 0, a_words),
        within(b.text, 0, b_words),
        "other-figure",
        f"{a_words!r} against {b_words!r}",
    )
    return Alignment(a.id, b.id, 0.9, "same", "number", (), evidence)


def test_what_stands_against_a_third_does_not_conflict_with_each_other() -> None:
    """The evidence names each pair of words in conflict, and joins only the outlets that use them."""
    made = {o: telling(o, f"Headline of {o}", [[Line(o, s)]], None) for o, s in (("a", "It sent 14."), ("b", "It sent 11."), ("c", "It sent fourteen."), ("d", "It sent 14."))}  # fmt: skip
    claims = {o: own[o] for o, (_, own) in made.items()}
    pairs = (clash(claims["a"], "14", claims["b"], "11"), clash(claims["b"], "11", claims["c"], "fourteen"), clash(claims["b"], "11", claims["d"], "14"))  # fmt: skip
    group = Group("g", tuple(c.id for c in claims.values()), tuple(claims), 4, None, None)
    whole = Comparison(
        tuple(Member(a, "coverage") for a, _ in made.values()), tuple(claims.values()), pairs, (group,)
    )
    (told,) = view(report(Story("s", "S", Source("https://a.example/", "seed")), RUN, whole, ())).cards
    assert [sides(found) for found in told.evidence] == [
        {"14": ("a", "d"), "11": ("b",)},
        {"fourteen": ("c",), "11": ("b",)},
    ]
    assert {found.explained for found in told.evidence} == {"figures that do not agree"}


def test_prints_that_differ_in_their_signs_are_one_telling() -> None:
    """Curly marks in one print and straight ones in the other are no two wordings; another word is."""
    whole = copies_report(3)
    copies = [a["id"] for a in whole["articles"]][:2]
    first, second = (
        next(c for c in whole["claims"] if c["article"] == copy and c["kind"] != "headline")
        for copy in copies
    )
    shown = []
    for text, other in (("“It’s late – go.”", '"It\'s late - go."'), ("“It’s late.”", "“It’s over.”")):
        for claim, said in ((first, text), (second, other)):
            claim["text"], claim["end"] = said, claim["start"] + len(said)
        (made,) = (
            c for c in view(whole).cards if first["id"] in {s.claim for p in c.pairs for s in (p.a, p.b)}
        )
        shown.append(len(made.tellings))
    assert shown == [2, 3]
