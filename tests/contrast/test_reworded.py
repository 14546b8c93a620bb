"""A rewording is no difference: the rules on charged words and agents keep silent on it, and speak on its neighbour."""

from __future__ import annotations

import pytest

from compare.contrast.differences import candidates, contrast, differences
from compare.contrast.renamed import renamed
from compare.contrast.telling import Pair, telling
from compare.records import Alignment
from tests.claims import pair, words


def proposed(a: str, b: str, kind: str) -> set[tuple[str, str]]:
    """The words on both sides of what the rules of ``kind`` propose."""
    sides = Pair(*(telling(claim) for claim in pair(a, b)))
    found = (c.difference for c in candidates(sides, words()))
    return {(d.a.text, d.b.text) for d in found if d.kind == kind}


CHARGED: list[tuple[str, str, str, str]] = [
    # a, b where the word is charged, its words, b where it is not
    ("The mayor read out the plan for the lock.", "The mayor attacked the plan for the lock.", "attacked", "The mayor read out the plan for the lock after the attack."),
    ("The clerk was seen at the old lock.", "The clerk plotted at the old lock.", "plotted", "The clerk was seen at the old lock, and charged with conspiracy."),
    ("Buyers took all of the fish in Orvell.", "Buyers grabbed all of the fish in Orvell.", "grabbed", "Buyers grabbed up all of the fish in Orvell."),
    ("The boat went past the gate.", "The sweeping boat went past the gate.", "sweeping", "The boat went sweeping past the gate."),
    ("The town lost the old lock in May.", "The town lost the old lock in a defeat in May.", "defeat", "The town lost the old lock and was defeated in May."),
    ("The mayor sold the old lock in Orvell on Monday.", "The mayor sold the huge old lock in Orvell on Monday.", "huge", "The mayor, who heads a trust that owns ten huge ferries, sold the old lock in Orvell on Monday."),
    ("The port is run by right wing mayors.", "The port is run by left wing and far-left mayors.", "far-left", "The port is run by right-wing mayors."),
    ("The council conspired with the port.", "The council is in a collusion with the port.", "collusion", "The council is in a conspiracy with the port."),
    ("“We condemn the council,” the mayor said.", "“We defy the council,” the mayor said.", "defy", "“We condemn and denounce the council,” the mayor said."),
]  # fmt: skip


@pytest.mark.parametrize(("a", "speaks", "charged", "silent"), CHARGED)
def test_a_charged_word_is_another_word_for_the_same(a: str, speaks: str, charged: str, silent: str) -> None:
    """It is proposed there, and not where it is a noun, an addition, a crime's name, another verb or one of two."""
    assert charged in {b for _, b in proposed(a, speaks, "wording")}
    assert proposed(a, silent, "wording") == set()


@pytest.mark.parametrize(
    ("a", "b", "counterpart"),
    [
        # An adjective's plainer word has one form; a verb of the same stem is another word.
        ("The controversial plan was read.", "The disputed plan was read.", "disputed"),
        ("The controversial plan was read.", "The plan was read by one disputing it.", ""),
        # "Trying" says nothing without the verb behind it.
        (
            "The dockers are battling to keep the lock.",
            "The dockers are working to keep the lock.",
            "working",
        ),
        ("The dockers are battling to keep the lock.", "The dockers are trying to keep the lock.", ""),
        # With something left out beside it, nobody knows which word stands for which.
        ("The port saw a huge rise in fish.", "The port saw a strong rise in fish.", "strong"),
        ("The port saw a huge rise in fish.", "The port saw a jump in fish.", ""),
    ],
)
def test_what_stands_for_a_charged_word(a: str, b: str, counterpart: str) -> None:
    """The plainer word, or the one at its place where all else runs alike; else none."""
    assert {other for _, other in proposed(a, b, "wording")} == {counterpart}


AGENTS: list[tuple[str, str, tuple[str, str] | None]] = [
    ("The council approved the plan.", "The plan was approved on Monday.", ("council", "was approved")),
    ("Although approved late, the plan holds.", "The plan was approved late.", None),
    ("A boat tuned for storms left.", "The boat was tuned for storms.", None),
    ("The sloop was a boat known in town.", "The vessel was known in town.", None),
    ("Mr. Cole will face murder charges.", "Mr. Cole will be charged with murder.", None),
    ("The clerk was yesterday thanked by the council.", "The clerk was thanked yesterday.", None),
    ("Ilse Brandt opened the lock.", "Officials opened the lock.", ("Ilse Brandt", "Officials")),
    ("Ilse Brandt opened the lock.", "They opened the lock.", None),
    ("U.S. officials opened the lock.", "US officials opened the lock.", None),
    ("If the companies won't pay, it will close.", "If a company won't pay, it will close.", None),
    ("A closure by Norland ships is a threat.", "A closure by foreign ships is a threat.", ("Norland ships", "foreign ships")),
    ("Jan Cole, the envoy in Orvell, raised the matter.", "The matter was raised in May.", ("Jan Cole", "was raised")),
    ("The Velden Board seized a man on Monday.", "A man was arrested on Monday.", None),
    ("Instead, they fear the talks.", "Activists fear the talks.", None),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "said"), AGENTS)
def test_who_acts(a: str, b: str, said: tuple[str, str] | None) -> None:
    """An agent is one who does what is told: no patient, no opening word, no name in other letters."""
    assert (said in proposed(a, b, "actor")) if said else not proposed(a, b, "actor")


def test_whose_they_are_is_generalised_by_foreign_alone() -> None:
    """Another sort of the same thing is not somebody's, and who is named after all is not left out."""
    a = "A closure of the strait by Norland ships is a threat."
    for b, said in (("foreign ships", True), ("grain ships", False), ("foreign ships of Norlanders", False)):
        told = proposed(a, f"A closure of the strait by {b} is a threat.", "actor")
        assert any(left == "Norland ships" for left, _ in told) is said


@pytest.mark.parametrize(
    ("a", "b", "other"),
    [
        ("Sgt. Cole opened the lock.", "Corporal Cole opened the lock.", True),
        ("Sgt. Cole opened the lock.", "Sergeant Cole opened the lock.", False),
        ("Wal-Mart sold the lock.", "Fish-Mart sold the lock.", True),
        ("Wal-Mart sold the lock.", "Wal- Mart sold the lock.", False),
        ("It was sold to Veldhaven on Monday.", "It was sold to Orvell on Monday.", True),
        ("It was sold to Germans on Monday.", "It was sold to Americans on Monday.", False),
        ("The Norlander opened the lock.", "The Norlanders opened the lock.", False),
    ],
)
def test_another_name(a: str, b: str, other: bool) -> None:
    """A word cut short, a part of a name and what a people is called are no other name."""
    assert bool(list(renamed(Pair(*(telling(claim) for claim in pair(a, b)))))) is other


def test_a_statement_of_its_own_is_not_told_unweighed() -> None:
    """Where two sentences run alike, a charged word is told at once; in a longer addition it is weighed as elsewhere."""
    plain = "The mayor opened the lock in Orvell on Monday."
    charged = "The mayor opened the vast lock in Orvell on Monday."
    assert [d.a.text for d in differences(*pair(charged, plain), words())] == ["vast"]


FIGURES: list[tuple[str, str, set[tuple[str, str]]]] = [
    ("A 50-basis-point cut is likely.", "A 50 basis point cut is likely.", set()),
    ("A 50-basis-point cut is likely.", "A 25 basis point cut is likely.", {("50-basis-point", "25 basis point")}),
    ("It rose by 3.8-percent in all.", "It rose by 3.8 percent in all.", set()),
    ("It sends at 2.4-GHz.", "It sends at 2.4 GHz.", set()),
    ("The share is below 15 percent.", "The share is less than 15 percent.", set()),
    ("The share is below 15 percent.", "The share is 15 percent.", {("below 15 percent", "15 percent")}),
    ("The margin is 6.1 percentage points.", "The margin is 6.1 percent.", set()),
    ("The March downturn was the only break.", "A downturn in March was the only break.", set()),
    ("The late downturn was the only break.", "A downturn in March was the only break.", {("", "March")}),
    ("In 2002 it fell between May and October.", "It fell from May to October 2002.", set()),
    ("It fell between May and October.", "It fell from May to October 2002.", {("October", "October 2002")}),
    ("One old man wept.", "An old man wept.", set()),
    ("Two towns, Orvell and Velden, voted.", "Orvell and Velden voted.", set()),
    ("Two towns, Orvell and Velden, voted.", "The towns voted.", {("Two towns", "")}),
    ("Sales rose from the same week a year earlier.", "Sales rose from a year ago.", set()),
    ("Sales rose from a year earlier.", "Sales rose from a month ago.", {("a year earlier", "a month ago")}),
    ("The year-ago quarter was bad.", "The quarter a year ago was bad.", set()),
    ("It was sold earlier this month.", "It was sold this month.", set()),
    ("It was sold later this month.", "It was sold this month.", {("later this month", "this month")}),
    ("The accord that Orvell signed in October is dead.", "The sweeping pact is dead.", set()),
    ("The accord that Orvell signed in October is dead.", "The accord that Orvell signed is dead.", {("October", "")}),
    ("It was bad in the last week of May.", "It was bad in May, in its final week.", set()),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "differ"), FIGURES)
def test_a_figure_in_another_form_is_the_same(a: str, b: str, differ: set[tuple[str, str]]) -> None:
    """Behind a hyphen, under another name, in a compound or counted by name; another figure is told."""
    assert proposed(a, b, "number") == differ
    assert proposed(b, a, "number") == {(right, left) for left, right in differ}


SOURCES: list[tuple[str, str, bool]] = [
    ("The report says that the lock was shut.", "The document says that the lock was shut.", False),
    ("The report says that the lock was shut.", "The mayor says that the lock was shut.", True),
    ("The company said that the lock was shut.", "Velden Marine said that the lock was shut.", False),
    ("The mayor said that the lock was shut.", "Velden Marine said that the lock was shut.", True),
    ("The head of the panel -- Ilse Brandt, a former judge -- said that it failed.", "The head of the panel, Ilse Brandt, said that it failed.", False),
    ("The chair of the board, Ilse Brandt, said that it failed.", "The head of the panel said that it failed.", True),
    ("However, a Velden spokesman, said that it failed.", "However, Jan Cole, a Velden spokesman, said that it failed.", False),
    ("Velden Marine posted heavy losses in May.", "Velden Marine was among the lines with heavy losses in May.", False),
    ("Velden Marine posted that it lost much in May.", "It lost much in May.", True),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "differ"), SOURCES)
def test_a_source_under_another_name_is_the_same(a: str, b: str, differ: bool) -> None:
    """A document, a company without its name, what one is besides; and losses that are posted are nobody's words."""
    assert bool(proposed(a, b, "attribution")) is differ


HEDGES: list[tuple[str, str, str | None]] = [
    ("The allegation was made in May.", "The accusations were made in May.", None),
    ("The allegation was made in May.", "The plan was made in May.", "allegation"),
    ("The board rejected the plea in May.", "The board denied the plea in May.", None),
    ("Doctors speculated that it works.", "It was a speculation of doctors that it works.", None),
    ("The plan was reportedly dropped.", "The report was dropped.", "reportedly"),
    ("It suggests that the board be closed.", "It recommended that the board be closed.", None),
    ("It suggests that the board was closed.", "The board was closed.", "suggests that"),
    ("Who leads it is not clear.", "There is no clear leader.", None),
    ("The line will seek a loan.", "The line is seeking a loan.", None),
    ("The line will seek a loan.", "The line sought a loan.", "will"),
    ("They lack time before the vote is scheduled to begin.", "They lack time.", None),
    ("The vote is scheduled to begin.", "The vote began.", "scheduled"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "hedge"), HEDGES)
def test_a_hedge_in_another_word_is_the_same(a: str, b: str, hedge: str | None) -> None:
    """So is what is under way beside what will be; a plan and a deed are told."""
    told = {words for words, _ in proposed(a, b, "certainty")}
    assert (hedge in told) if hedge else not told


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("Crews said that some of the riders were thrown out of the open side of the bus.", "Crews said that no rider was hurt, but some were thrown out of the open side of the bus.", None),
        ("The rifts that grew before the war are deep.", "The rifts that did not abate since the war are deep.", None),
        ("Velden leads in the count of boats.", "Not surprisingly, Velden leads in the count of boats.", None),
        ("Velden leads in the count of boats.", "Velden never leads in the count of boats.", "polarity"),
    ],
)  # fmt: skip
def test_a_denial_is_of_what_the_other_tells(a: str, b: str, kind: str | None) -> None:
    """The deed denied must stand in the other telling."""
    first, second = pair(a, b)
    alignment = Alignment(first.id, second.id, 1.0, "same")
    (told,) = contrast([alignment], {first.id: first, second.id: second}, words())
    assert told.conflict == kind


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (
            "Ilse Brandt, a spokeswoman for the ministry in Orvell, said that relations with the island could not improve.",
            False,
        ),
        (
            "Ilse Brandt, a spokeswoman for the ministry in Orvell, said that such words would have an outcome.",
            True,
        ),
    ],
)
def test_one_speaker_who_says_another_thing_is_not_contrasted(second: str, told: bool) -> None:
    """What both share is who speaks, told at length; of what is said no word meets."""
    first = "“Words like these are reckless and wrong,” said Ilse Brandt, a spokeswoman for the ministry in Orvell."
    sides = pair(first, second)
    alignment = Alignment(*(claim.id for claim in sides), 1.0, "same")
    (contrasted,) = contrast([alignment], {claim.id: claim for claim in sides}, words())
    assert bool(contrasted.differences) is told


@pytest.mark.parametrize(
    ("a", "b", "kind", "told"),
    [
        ("The mayor told the envoy by telephone to lower the tone.", "The mayor suggested a lower tone to the envoy by telephone.", "wording", {("told the envoy by telephone to", "suggested")}),
        ("The mayor told the envoy by telephone that it failed.", "The mayor suggested a lower tone to the envoy by telephone.", "wording", set()),
        ("The harbour office also suggested a delay of the report.", "The harbour office also put off reports on factory orders.", "wording", set()),
        ("A gunman killed 22 people in Orvell on Monday.", "In Velden, where the mayor spoke, 22 people were killed.", "actor", {("gunman", "were killed")}),
        ("A gunman killed 22 people in Orvell on Monday.", "In Velden, where the mayor spoke, nine people were killed.", "actor", set()),
        ("The storm could delay the report.", "The port has not said whether the storm will delay the report.", "certainty", set()),
        ("The storm could delay the report.", "The storm may delay the report.", "certainty", set()),
        ("WASHINGTON — The port office announced on Sunday that the team will go.", "A new team of clerks takes over, the port office said.", "actor", set()),
        ("Separate footage showed a crowd at the lock.", "A police officer saw a crowd at the lock.", "actor", set()),
        ("The storm could delay the report.", "In May the storm will delay the report.", "certainty", {("could", "")}),
        ("Norland stopped buying fish, a trade worth 340 million crowns.", "Norland stopped buying fish, which the union puts at 410 million crowns.", "attribution", {("", "the union")}),
        ("Norland stopped buying fish, which the ministry puts at 340 million crowns.", "Norland stopped buying fish, which the ministry puts at 410 million crowns.", "attribution", set()),
        ("Norland wants help with the fish, officials in Orvell said on Monday.", "Norland has need of a friend, two diplomats in Velden told the Ledger.", "attribution", {("officials in Orvell", "two diplomats in Velden")}),
    ],
)  # fmt: skip
def test_what_is_told_without_weighing(a: str, b: str, kind: str, told: set[tuple[str, str]]) -> None:
    """An order against a suggestion, a killer against a passive, a source of one amount, unnamed people in two places."""
    found = {(d.a.text, d.b.text) for d in differences(*pair(a, b), words()) if d.kind == kind}
    assert found == told
