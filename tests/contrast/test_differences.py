"""Each rule speaks where it must and keeps silent where it must, on spans that are exact slices."""

from __future__ import annotations

import pytest

from compare.contrast.differences import contrast, differences
from compare.records import Alignment, Difference, Group
from tests.claims import claim, pair, words


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
    ("own-voice-or-attributed", "When Mr. Cole spoke to Ms. Brandt by telephone on Monday, he told her to lower her voice.", "Mr. Cole spoke to Ms. Brandt by telephone on Monday and suggested that a quieter tone might help, according to a senior harbour official who asked not to be named.", ("", "a senior harbour official")),
    ("own-voice-or-attributed", "Its envoy in Velden, Jan Cole, pressed the matter twice in the past two weeks and demanded a statement by the mayor.", "Jan Cole, the envoy in Velden, raised the matter twice in the past two weeks, two of the people said, and asked for a statement by the mayor.", ("", "two of the people")),
    ("own-voice-or-attributed", "The accord that Orvell signed in October is worth $5 million, according to the customs office.", "The accord that Orvell signed in October is worth $6 million.", ("the customs office", "")),
    ("different-sources", "“Velden tries to keep two promises at once,” observers in Norland admit.", "“Velden tries to keep two promises at once,” said Ilse Brandt, who teaches law.", ("observers in Norland", "Ilse Brandt")),
    ("different-sources", "The talks failed, Ilse Brandt said.", "The talks failed, dockers said.", ("Ilse Brandt", "dockers")),
    ("hedge-only-one-side", "The dockers may strike on Thursday.", "The dockers will strike on Thursday.", ("may", "")),
    ("hedge-only-one-side", "The plan was scrapped.", "The plan was reportedly scrapped.", ("", "reportedly")),
    ("hedges-of-other-strength", "The plan for the port was reportedly scrapped.", "The plan for the port was allegedly scrapped.", ("reportedly", "allegedly")),
    ("denied-only-one-side", "The ministry said that the lock was unsafe.", "The ministry denied that the lock was unsafe.", ("", "denied")),
    ("denied-only-one-side", "Mr. Cole spoke to Ms. Brandt on Monday and suggested that a quieter tone might help.", "Ms. Brandt's office denied that Mr. Cole had suggested a quieter tone.", ("might", "denied")),
    ("planned-or-done", "The dockers will hold a vote in the old hall.", "The dockers held a vote in the old hall.", ("will", "")),
    ("stressed-only-one-side", "The ministry categorically denied that the lock was unsafe.", "The ministry denied that the lock was unsafe.", ("categorically", "")),
    ("stressed-only-one-side", "The plan has certainly failed.", "The plan has failed.", ("certainly", "")),
    ("charged-word", "The mayor slammed the plan.", "The mayor criticised the plan.", ("slammed", "criticised")),
    ("charged-word", "The regime in Orvell asked for help.", "The government in Orvell asked for help.", ("regime", "government")),
    ("charged-word", "Orvell is begging Norland for help.", "Orvell is pressing its ally Norland to help.", ("begging", "pressing")),
    ("charged-word", "The envoy raised it twice and demanded a statement by the mayor.", "The envoy raised it twice, two clerks said, and suggested that a statement by the mayor would help.", ("demanded", "suggested")),
    ("charged-word", "Two dockers threatened a strike.", "Two dockers spoke of a strike.", ("threatened", "spoke of")),
    ("charged-both", "The mayor slammed the plan.", "The mayor ripped into the plan.", ("slammed", "ripped into")),
    ("charged-word-alone", "The mayor announced a massive cut for the port.", "The mayor announced a cut for the port.", ("massive", "")),
    ("agent-hidden-in-passive", "The harbour council approved the plan on Monday.", "The plan was approved on Monday.", ("harbour council", "was approved")),
    ("agent-generalised", "Prime Minister Maren Orvell asked for two more patrol boats.", "The administration wants two more patrol boats.", ("Prime Minister Maren Orvell", "administration")),
    ("agent-otherwise-named", "Senator Ilse Brandt of Norland said the plan had failed.", "The Velden Port Authority said that the plan was dead.", ("Senator Ilse Brandt", "Velden Port Authority")),
    ("agent-otherwise-named", "In Norland, Senator Ilse Brandt said the plan had failed.", "The Velden Port Authority said that the plan was dead.", ("Senator Ilse Brandt", "Velden Port Authority")),
    ("agent-differs", "Ilse Brandt opened the new lock on Monday.", "Jan Cole opened the new lock on Monday.", ("Ilse Brandt", "Jan Cole")),
    ("term-in-quotation-marks", "She called the plan a “gift” to the shipping lines.", "She called the plan a gift to the shipping lines.", ("gift", "")),
    ("quotation-or-paraphrase", "She called it “a gift to the shipping lines” on Monday.", "She called it a present for shippers on Monday.", ("a gift to the shipping lines", "")),
    ("figure-only-one-side", "1,700 dockers will strike.", "The dockers will strike.", ("1,700 dockers", "")),
    ("figure-rounded", "About 1,700 dockers will strike.", "1,685 dockers will strike.", ("About 1,700 dockers", "1,685 dockers")),
    ("figure-differs", "1,700 dockers will strike.", "2,400 dockers will strike.", ("1,700 dockers", "2,400 dockers")),
    ("figure-differs", "The summit was set for December 18.", "The summit was set for December 20.", ("December 18", "December 20")),
    ("figure-differs", "Fourteen Drovian coast guard vessels were sent to the islands.", "11 coast guard ships were sent to the islands.", ("Fourteen Drovian coast guard vessels", "11 coast guard ships")),
    ("date-less-exact", "The summit was set for December 18, 2025.", "The summit was set for December 2025.", ("December 18, 2025", "December 2025")),
    ("time-only-one-side", "The dockers voted last week.", "The dockers voted.", ("last week", "")),
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
        (
            "hedges-of-other-strength",
            "The plan was reportedly scrapped.",
            "Reportedly the plan was scrapped.",
        ),
        (
            "denied-only-one-side",
            "The ministry rejected the offer of the dockers on Monday.",
            "The offer of the dockers was rejected on Monday.",
        ),
        ("planned-or-done", "The dockers will hold a vote.", "A vote will be held by the dockers."),
        (
            "agent-otherwise-named",
            "The council would not say whether Jan Cole had put it in writing.",
            "The envoy in Orvell, Jan Cole, put it in writing.",
        ),
        (
            "stressed-only-one-side",
            "Orvell asked Norland to speak more firmly on its side.",
            "Orvell asked Norland to speak on its side.",
        ),
        ("stressed-only-one-side", "The door was firmly shut.", "The door was shut."),
        ("stressed-only-one-side", "The ministry firmly denied it.", "It was firmly denied by the ministry."),
        ("charged-word", "The mayor slammed the plan.", "The mayor slammed the plan."),
        ("charged-word", "The Slam Inn in Orvell was sold.", "The old Inn in Orvell was sold."),
        ("charged-both", "The mayor slammed the plan.", "The mayor was slamming the plan."),
        ("charged-word-alone", "The mayor read the plan.", "The mayor read the whole plan."),
        (
            "agent-hidden-in-passive",
            "The council approved the plan on Monday.",
            "The plan was approved by the council on Monday.",
        ),
        ("agent-hidden-in-passive", "The plan was approved on Monday.", "On Monday the plan was approved."),
        ("agent-differs", "Mr. Brandt opened the new lock.", "Ilse Brandt opened the new lock."),
        ("agent-differs", "The talks were held in Orvell.", "The talks were held in Veldhaven."),
        ("agent-generalised", "Ilse Brandt opened the lock.", "The mayor, Ilse Brandt, opened the lock."),
        ("agent-left-out", "Ilse Brandt opened the lock.", "The lock was opened by Ilse Brandt."),
        ("term-in-quotation-marks", "She called it a “gift” to them.", "It was a “gift” to them, she said."),
        ("charged-word", "The mayor read the plan.", "The mayor studied the plan."),
        (
            "charged-word-alone",
            "The envoy demanded a statement by the mayor.",
            "The council is silent on whether Jan Cole has written.",
        ),
        (
            "own-voice-or-attributed",
            "The accord that Orvell signed in October is worth $5 million, according to the customs office, and lowers duties.",
            "Orvell signed an accord in October, and it lowers duties.",
        ),
        (
            "charged-word-alone",
            "The closing of the lock by foreign ships would threaten the town’s trade.",
            "The town’s trade could be at stake if foreign ships shut the lock.",
        ),
        (
            "charged-word",
            "Orvell is begging for help in the strike.",
            "Orvell is ready for help in the strike.",
        ),
        (
            "charged-word",
            "The envoy demanded a statement by the mayor.",
            "The clerk said that the letter was late, and the envoy hoped for a statement by the mayor.",
        ),
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
        ("figure-differs", "Prices rose by 13 percent.", "Prices rose by 13.3 percent."),
        ("figure-differs", "More than 300 dockers signed it.", "370 dockers signed it."),
        ("figure-differs", "About 1,700 dockers will strike.", "1,685 dockers will strike."),
        ("figure-differs", "The summit was set for December 18.", "The summit was set for 18 December 2025."),
        ("figure-differs", "1,700 dockers will strike.", "12 ships will wait."),
        ("figure-only-one-side", "VELDHAVEN, Dec. 6 (Tern) — The talks failed.", "The talks failed."),
        ("date-less-exact", "The summit was set for December 18.", "The summit was set for December 18."),
        (
            "figure-only-one-side",
            "The port reported 35 new infections.",
            "The port reported 35 probable cases.",
        ),
        ("figure-differs", "She had lost 17 kilograms.", "She had lost 17 kilos."),
        ("figure-differs", "He was freed on $3-million bail.", "He was freed on $3 million bail."),
        (
            "time-only-one-side",
            "The council passed the bill this morning.",
            "The council passed the bill today.",
        ),
        ("agent-differs", "The lock stands in Amherst, New York.", "The lock stands in Amherst, N.Y."),
        ("agent-hidden-in-passive", "He is one of two mayors.", "Brandt, one of two mayors, has left."),
        ("hedge-only-one-side", "The study suggested that it works.", "The study suggests it works."),
        ("time-only-one-side", "The dockers voted last week.", "Last week the dockers voted."),
        ("charged-word", "The speech was a threat to the town.", "The speech would threaten the town."),
        ("charged-word-alone", "Orvell, which claims the islands, sent a boat.", "Orvell sent a boat."),
        (
            "agent-hidden-in-passive",
            "A summit of the three, originally planned for December, was moved.",
            "A summit of the three, which had been planned for December, was moved.",
        ),
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


def test_the_same_words_of_one_group_get_the_same_mark() -> None:
    """What is told of two tellings is told of a third with the very same words; of one outside the group it is not."""
    hedged, flat = pair(
        "The quarrel began in May, when Mayor Brandt told the council that a closure of the lock could be a threat to the town.",
        "The dockers lit the fuse in May, when Mayor Brandt told the council that a closure of the lock would be a threat to the town.",
    )
    third = claim(
        "Tension rose after the mayor said that trade could be at stake if the lock were shut.",
        "three.example",
    )
    told = {c.id: c for c in (hedged, flat, third)}
    pairs = [Alignment(hedged.id, flat.id, 0.9, "same"), Alignment(flat.id, third.id, 0.1, "same")]
    group = Group("g", tuple(told), ("a", "b", "c"), 3, None, None)
    alone = contrast(pairs, told, words())
    joined = contrast(pairs, told, words(), groups=[group])
    could = [[d.rule for d in x.differences if "could" in (d.a.text, d.b.text)] for x in (*alone, *joined)]
    assert could == [["hedge-only-one-side"], [], ["hedge-only-one-side"], ["hedge-only-one-side"]]


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
        ("1,700 dockers and 300 dockers from abroad will strike.", "2,400 dockers will strike.", None),
        ("More than 300 dockers signed the letter.", "370 dockers signed the letter.", None),
        ("Prices in the town rose by 13 percent.", "Prices in the town rose by 13.3 percent.", None),
        ("It costs 5 crowns.", "It costs 7 euros.", None),
        (
            "The plan costs 410 million euros, 60 million euros more than last year, the ministry said.",
            "The plan will cost 450 million euros, the ministry said.",
            "number",
        ),
        ("The plan costs 410 million euros.", "It costs between 380 million and 450 million euros.", None),
    ],
)
def test_figures_conflict_only_when_both_cannot_be_true(a: str, b: str, kind: str | None) -> None:
    """The same quantity of the same thing; a rounding or another thing is no conflict."""
    assert conflict(a, b)[0] == kind


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("The lock was unsafe.", "The lock was not unsafe.", "polarity"),
        ("The dockers accepted the offer.", "The dockers did not accept the offer of the ministry.", "polarity"),
        ("The ministry said that the lock was unsafe.", "The ministry denied that the lock was unsafe.", "polarity"),
        ("Mr. Cole spoke to Ms. Brandt on Monday and suggested that a quieter tone might help, an aide said.", "Ms. Brandt's office denied that Mr. Jan Cole had suggested a quieter tone.", "polarity"),
        ("Mr. Cole spoke to Ms. Brandt on Monday by telephone, an aide said.", "Ms. Brandt's office denied that Mr. Cole had suggested a quieter tone.", None),
        ("The lock was not unsafe.", "The lock wasn’t unsafe.", None),
        ("The ministry denied that the lock was unsafe.", "It was denied by the ministry that the lock was unsafe.", None),
        ("Ilse Brandt opened the new lock on Monday.", "Jan Cole opened the new lock on Monday.", "actor"),
        ("Ilse Brandt opened the new lock on Monday.", "Ms. Brandt opened the new lock on Monday.", None),
        ("The talks were held in Veldhaven on Monday.", "The talks were held in Orvell on Monday.", "place"),
        ("The talks were held in Veldhaven on Monday.", "The talks were held in the town on Monday.", None),
        ("If the fees are not repealed, it will act.", "It will act unless the fees are repealed.", None),
        ("The mayor had nothing but praise for the crew.", "The mayor had warm praise for the crew.", None),
        ("The bank neither admitted nor denied a fault.", "The bank did not admit a fault.", None),
        ("The boat left without a licence.", "The boat left unlicensed.", None),
        ("The dockers threatened a strike if night shifts are not paid.", "The dockers threatened to strike over pay.", None),
        ("If the talks fail, the dockers will not strike on Thursday.", "The dockers will strike on Thursday.", "polarity"),
        ("The dockers will strike if the shifts are not paid.", "The dockers will strike if the shifts are paid.", "polarity"),
    ],
)  # fmt: skip
def test_names_and_denials_conflict_only_when_both_cannot_be_true(a: str, b: str, kind: str | None) -> None:
    """Another name at the same place, or the very claim denied."""
    assert conflict(a, b)[0] == kind


def test_a_date_of_another_sort_is_no_conflict() -> None:
    """A weekday and a day of the month may be one day."""
    assert conflict("The summit was set for Monday.", "The summit was set for December 20.")[0] is None


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("Prices in Veldhaven rose on Friday.", "Prices in Veldhaven fell on Friday.", "other"),
        ("The court upheld the plan for the lock.", "The court overturned the plan for the lock.", "other"),
        ("Fuel prices in Veldhaven rose on Friday.", "Fish prices in Veldhaven fell on Friday.", None),
        (
            "Prices in Veldhaven rose and fell on Friday.",
            "Prices in Veldhaven fell and rose on Friday.",
            None,
        ),
    ],
)
def test_opposite_words_conflict_where_all_else_is_the_same(a: str, b: str, kind: str | None) -> None:
    """Of one thing, both cannot be so; of another thing, or told of both, they can."""
    assert conflict(a, b)[0] == kind
