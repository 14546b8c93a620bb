"""report.json: the contract, its order and its text."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from compare.records import Comparison
from compare.show.report_json import dump, report, schema
from tests.show.story import FAILURES, RUN, alone_report, comparison, empty_report, full_report, story


def test_schema_is_valid_itself() -> None:
    """The published schema is a sound schema of draft 2020-12."""
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("made", [full_report, alone_report, empty_report])
def test_report_follows_the_schema(made: Any) -> None:
    """A full, a one-article and an empty story all give what the contract promises."""
    Draft202012Validator(schema()).validate(json.loads(dump(made())))


def test_schema_permits_additions_and_misses_nothing() -> None:
    """A further name is accepted anywhere, and every required name is demanded."""
    validator = Draft202012Validator(schema())
    whole = full_report()
    for part in (whole, whole["run"], whole["articles"][0], whole["claims"][0], whole["alignments"][0]):
        part["later"] = 1
    validator.validate(whole)
    for name in schema()["$defs"]["claim"]["required"]:
        broken = full_report()
        del broken["claims"][0][name]
        assert not validator.is_valid(broken), name


def test_absent_coverage_carries_no_claim() -> None:
    """A coverage row names a claim where the outlet tells it; of one unknown, what possibly matches it."""
    for state, valid in (("absent", False), ("not_retrieved", False), ("unknown", True), ("present", True)):
        changed = full_report()
        row = next(row for row in changed["coverage"] if row["state"] == "absent")
        row["state"], row["claim"] = state, changed["claims"][0]["id"]
        assert Draft202012Validator(schema()).is_valid(changed) is valid, state


def test_order_of_the_findings_does_not_matter() -> None:
    """The same findings in any order give the same bytes; only the articles keep theirs."""
    whole = comparison()
    mixed = random.Random(7)  # a fixed seed, so that a failure can be repeated

    def shuffled(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(mixed.sample(items, len(items)))

    other = Comparison(
        members=whole.members,
        claims=shuffled(whole.claims),
        alignments=tuple(replace(a, differences=shuffled(a.differences)) for a in shuffled(whole.alignments)),
        groups=tuple(replace(g, claims=shuffled(g.claims)) for g in shuffled(whole.groups)),
        coverage=shuffled(whole.coverage),
        derivations=shuffled(whole.derivations),
        rates=shuffled(whole.rates),
    )
    assert dump(report(story(), RUN, other, FAILURES[::-1])) == dump(full_report())


def test_articles_and_claims_keep_their_order() -> None:
    """Articles stand as in the comparison; claims by article, then by position."""
    whole = full_report()
    articles = [article["id"] for article in whole["articles"]]
    assert articles == [member.article.id for member in comparison().members]
    places = [(articles.index(claim["article"]), claim["position"]) for claim in whole["claims"]]
    assert places == sorted(places)
    pairs = [(alignment["a"], alignment["b"]) for alignment in whole["alignments"]]
    assert pairs == sorted(pairs)


def test_every_span_is_a_slice() -> None:
    """Each text with a start and an end is exactly that piece of its article."""
    texts = {member.article.id: member.article.text for member in comparison().members}
    whole = full_report()
    for claim in whole["claims"]:
        text = texts[claim["article"]]
        assert text[claim["start"] : claim["end"]] == claim["text"]
        if claim["speaker"]:
            assert text[claim["speaker_start"] : claim["speaker_end"]] == claim["speaker"]
        for span in (*claim["hedges"], *claim["quantities"]):
            assert text[span["start"] : span["end"]] == span["text"]


def test_lone_surrogate_is_replaced() -> None:
    """Half a character becomes U+FFFD, so that the file is valid UTF-8."""
    odd = report(replace(story(), title="half \ud83d end"), RUN, comparison(), ())
    assert json.loads(dump(odd).encode())["story"]["title"] == "half \ufffd end"


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused(number: float) -> None:
    """NaN and infinity are no JSON, and are refused rather than written."""
    whole = full_report()
    whole["alignments"][0]["probability"] = number
    with pytest.raises(ValueError, match="JSON"):
        dump(whole)
