"""Each rule speaks where it must and keeps silent where it must, on spans that are exact slices."""

from __future__ import annotations

import pytest

from compare.contrast.differences import contrast, differences
from compare.records import Alignment, Difference
from tests.claims import pair, words


def found(a: str, b: str, rule: str) -> list[tuple[str, str]]:
    """The words on both sides of the differences by ``rule``, after a check of every span."""
    first, second = pair(a, b)
    told = differences(first, second, words())
    for d in told:
        assert first.text[d.a.start - first.start : d.a.end - first.start] == d.a.text
        assert second.text[d.b.start - second.start : d.b.end - second.start] == d.b.text
        assert d.note and d.rule
    return [(d.a.text, d.b.text) for d in told if d.rule == rule]


SPEAKS: list[tuple[str, str, str, tuple[str, str]]] = [
    ("own-voice-or-attributed", "The talks failed on Monday, the ministry said.", "The talks failed on Monday.", ("the ministry", "")),
    ("own-voice-or-attributed", "The talks failed.", "According to Ilse Brandt, the talks failed.", ("", "Ilse Brandt")),
    ("different-sources", "The talks failed, Ilse Brandt said.", "The talks failed, dockers said.", ("Ilse Brandt", "dockers")),
    ("hedge-only-one-side", "The dockers may strike on Thursday.", "The dockers will strike on Thursday.", ("may", "")),
    ("hedge-only-one-side", "The plan was scrapped.", "The plan was reportedly scrapped.", ("", "reportedly")),
    ("charged-word", "The mayor slammed the plan.", "The mayor criticised the plan.", ("slammed", "criticised")),
    ("quotation-or-paraphrase", "She called it “a gift to the shipping lines” on Monday.", "She called it a present for shippers on Monday.", ("a gift to the shipping lines", "")),
    ("figure-only-one-side", "1,700 dockers will strike.", "The dockers will strike.", ("1,700 dockers", "")),
    ("figure-rounded", "About 1,700 dockers will strike.", "1,685 dockers will strike.", ("About 1,700 dockers", "1,685 dockers")),
    ("figure-differs", "1,700 dockers will strike.", "2,400 dockers will strike.", ("1,700 dockers", "2,400 dockers")),
    ("figure-differs", "The summit was set for December 18.", "The summit was set for December 20.", ("December 18", "December 20")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "a", "b", "spans"), SPEAKS)
def test_a_rule_speaks(rule: str, a: str, b: str, spans: tuple[str, str]) -> None:
    """The difference is told, on these words."""
    assert spans in found(a, b, rule)


@pytest.mark.parametrize(("rule", "a", "b", "spans"), SPEAKS)
def test_a_rule_says_the_same_from_the_other_side(rule: str, a: str, b: str, spans: tuple[str, str]) -> None:
    """Which outlet comes first does not matter."""
    assert spans[::-1] in found(b, a, rule)


@pytest.mark.parametrize(
    ("rule", "a", "b"),
    [
        (
            "own-voice-or-attributed",
            "The talks failed, the ministry said.",
            "The ministry said that the talks had failed.",
        ),
        (
            "different-sources",
            "The talks failed, Ilse Brandt said.",
            "Mayor Brandt said that the talks had failed.",
        ),
        ("different-sources", "The talks failed, Ilse Brandt said.", "The talks failed, she said."),
        ("hedge-only-one-side", "The dockers may strike.", "The dockers might strike."),
        (
            "hedge-only-one-side",
            "She said: “We may strike on Thursday.”",
            "She said: “We may strike on Thursday.”",
        ),
        ("charged-word", "The mayor slammed the plan.", "The mayor slammed the plan."),
        ("charged-word", "The mayor read the plan.", "The mayor studied the plan."),
        ("quotation-or-paraphrase", "He called it “cheap” on Monday.", "He called it a bargain on Monday."),
        (
            "quotation-or-paraphrase",
            "She called it “a gift to the lines”.",
            "It was “a gift to the lines”, she said.",
        ),
        ("quotation-changed", "“We will not give up,” she said.", "“We will not give up,” Ms. Brandt said."),
        (
            "figure-only-one-side",
            "1,700 dockers will strike.",
            "Seventeen hundred dockers, or 1,700, will strike.",
        ),
        ("figure-rounded", "1,700 dockers will strike.", "2,400 dockers will strike."),
        ("figure-differs", "About 1,700 dockers will strike.", "1,685 dockers will strike."),
        ("figure-differs", "The summit was set for December 18.", "The summit was set for 18 December 2025."),
        ("figure-differs", "1,700 dockers will strike.", "12 ships will wait."),
    ],
)
def test_a_rule_keeps_silent(rule: str, a: str, b: str) -> None:
    """Nothing is told where a careful reader would grant nothing."""
    assert found(a, b, rule) == []


def test_the_same_sentence_differs_in_nothing() -> None:
    """Whatever it holds."""
    sentence = (
        "“We may strike,” said Ilse Brandt, who leads 1,700 dockers and slammed the regime on December 7."
    )
    first, second = pair(sentence, sentence)
    assert differences(first, second, words()) == ()


def conflict(a: str, b: str, relation: str = "same") -> tuple[str | None, tuple[Difference, ...]]:
    first, second = pair(a, b)
    alignment = Alignment(first.id, second.id, 0.9, relation)  # type: ignore[arg-type]
    (told,) = contrast([alignment], {first.id: first, second.id: second}, words())
    return told.conflict, told.differences


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("1,700 dockers will strike.", "2,400 dockers will strike.", "number"),
        ("The summit was set for December 18.", "The summit was set for December 20.", "date"),
        ("About 1,700 dockers will strike.", "1,685 dockers will strike.", None),
        ("1,700 dockers will strike.", "1,700 dockers and 40 clerks will strike.", None),
        ("It costs 5 crowns.", "It costs 7 euros.", None),
    ],
)
def test_figures_conflict_only_when_both_cannot_be_true(a: str, b: str, kind: str | None) -> None:
    """The same quantity of the same thing; a rounding or another thing is no conflict."""
    assert conflict(a, b)[0] == kind
