"""Who says a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.read.attribution import attributions, colon_attribution, is_anonymous
from compare.read.cues import Cues
from compare.read.quotation import quotations
from compare.read.segment import sentences
from compare.read.speech import attribute


def found(text: str, cues: Cues) -> list[tuple[str, str]]:
    """Source and cue of each attribution in one sentence."""
    marks = [(q.outer_start, q.outer_end) for q in quotations(text, [(0, len(text))])[0]]
    result = attributions(text, (0, len(text)), marks, cues) or colon_attribution(text, (0, len(text)), marks)
    return [(text[slice(*one.speaker)], text[slice(*one.cue)]) for one in result]


@pytest.mark.parametrize(
    ("text", "speaker", "cue"),
    [
        ("Ana Ruiz said that the port would open.", "Ana Ruiz", "said"),
        ("The port would open in spring, Ana Ruiz said.", "Ana Ruiz", "said"),
        (
            "The deal is dead, according to people familiar with the talks.",
            "people familiar with the talks",
            "according to",
        ),
        ("According to the ministry, the deal is dead.", "the ministry", "According to"),
        ("Ruiz told reporters that it was over.", "Ruiz", "told"),
        ("Ana Ruiz, the minister, said the port would open.", "Ana Ruiz", "said"),
        ("Ruiz, who leads the party, has repeatedly said she will go.", "Ruiz", "said"),
        ("“We will win,” said Ana Ruiz, the minister.", "Ana Ruiz", "said"),
        ("“We will win,” a spokesman for the port said on Monday.", "a spokesman for the port", "said"),
        ("In a statement, the ministry denied the report.", "the ministry", "denied"),
        ("The Daily Lamp reports that the bank will close.", "The Daily Lamp", "reports"),
        ("The firm was accused by regulators of fraud.", "regulators of fraud", "accused"),
        ("Two people who were briefed on the matter said the vote was off.", "Two people", "said"),
        ("Police said on Tuesday that a man had died.", "Police", "said"),
        ("On Monday the council said no.", "the council", "said"),
        ("“It is over,” the coach fumed.", "the coach", "fumed"),
        ("The standoff over the mayor’s demand for a bridge went on.", "the mayor", "demand"),
        ("The mayor’s claim that the bridge is safe drew laughter.", "The mayor", "claim"),
        ("Minister: no deal with Ostland before spring", "Minister", ":"),
        ("Tan had a word for it: “Madness.”", "Tan", ":"),
        ("Fires spread as winds rise, officials say", "officials", "say"),
        ("It was, she said, “a mess”.", "she", "said"),
        ("The port, Ruiz said in an interview, will open.", "Ruiz", "said"),
        ("Ruiz and Tan said the vote was off.", "Ruiz and Tan", "said"),
        ("Gov. Lee Park (R-Calif.), said it was late.", "Gov. Lee Park", "said"),
        ("The firm cut a trade that the dockers’ union puts at 40 crowns.", "the dockers’ union", "puts at"),
        ("The toll, which the mayor put at about forty, rose.", "the mayor", "put at"),
    ],
)
def test_source_and_cue(text: str, speaker: str, cue: str, cues: Cues) -> None:
    """The patterns of news attribution give the source as it stands and its cue."""
    assert found(text, cues)[0] == (speaker, cue)


@pytest.mark.parametrize(
    "text",
    [
        "The report raises questions about the bridge.",
        "The bridge opened in May.",
        "A call came from the harbor at night.",
        "United States troops crossed the plain.",
        "I think that we are lost.",
        "“He said so.”",
        "Update: the bridge is open again.",
        "The mayor, who put at risk the town, left.",
        "The toll, which is put at 40, rose.",
        "The toll was put at 40.",
        "",
    ],
)
def test_no_source_where_nobody_speaks(text: str, cues: Cues) -> None:
    """Nouns that look like cues, the writer's own voice, labels and speech inside marks give no source."""
    assert found(text, cues) == []


def test_a_relative_pronoun_points_to_its_noun(cues: Cues) -> None:
    """Of "the minister, who said", the speaker is the minister and the mention is "who"."""
    text = "The vote was lost by the minister, who said she would resign."
    only = attributions(text, (0, len(text)), [], cues)[0]
    assert (text[slice(*only.speaker)], text[slice(*only.mention)]) == ("the minister", "who")


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        ("people familiar with the talks", True),
        ("a senior Treasury official", True),
        ("officials in Harbor City", True),
        ("two sources", True),
        ("two of the people", True),
        ("some of his aides", True),
        ("two of the ministries", False),
        ("a person who asked not to be named", True),
        ("White House official Jane Doe", False),
        ("Ana Ruiz", False),
        ("a spokesman for the officials", False),
        ("the ministry", False),
        ("she", False),
        ("critics", False),
        ("", False),
    ],
)
def test_anonymous_sources(speaker: str, expected: bool) -> None:
    """A person without a name is anonymous; an institution, a spokesman, a pronoun or a crowd is not."""
    assert is_anonymous(speaker) is expected


def spoken(paragraphs: list[str], cues: Cues) -> list[list[str | None]]:
    """The speaker of each sentence of each paragraph."""
    text, spans = "", []
    for paragraph in paragraphs:
        spans.append((len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    inside = [sentences(text, *span) for span in spans]
    result = attribute(text, inside, quotations(text, spans), cues)
    return [[text[slice(*one[0].speaker)] if one else None for one in row] for row in result]


def test_a_quotation_of_several_sentences_has_one_speaker(cues: Cues) -> None:
    """Sentences before and after the one that names the speaker are hers too; what follows is not."""
    assert spoken(
        ["“We tried. We lost,” Ruiz said. “We go home. It is late.” The hall was empty."], cues
    ) == [["Ruiz", "Ruiz", "Ruiz", "Ruiz", None]]


def test_a_speaker_goes_on_in_the_next_paragraph(cues: Cues) -> None:
    """Speech left open, and a bare quotation right behind speech, keep the speaker; plain text ends it."""
    paragraphs = ["“We tried,” said Ruiz. “We lost.", "“We go home.”", "The hall was empty.", "“Home.”"]
    assert spoken(paragraphs, cues) == [["Ruiz", "Ruiz"], ["Ruiz"], [None], [None]]


def test_a_quotation_introduced_by_the_sentence_before(cues: Cues) -> None:
    """A quotation of whole sentences behind an attributed sentence is that speaker's."""
    assert spoken(["Tan said the plan had failed. “It was too late. It was too dear.”"], cues) == [
        ["Tan"] * 3
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Tan accused Ruiz of fraud, officials said.", "officials"),
        (
            "Tan asked Ruiz to resign, according to people familiar with the talks.",
            "people familiar with the talks",
        ),
        ("Tan said Ruiz had denied the report.", "Tan"),
        ("The union, a body in Ostland that favors a vote, said the port would close.", "The union"),
        ("Ruiz met a clerk who had denied the report.", "a clerk"),
        ("Tan said on Monday, after Ruiz claimed victory, that it was over.", "Tan"),
    ],
)
def test_the_outermost_source_comes_first(text: str, speaker: str, cues: Cues) -> None:
    """Of several sources in one sentence, the one that vouches for the whole is its speaker."""
    assert spoken([text], cues) == [[speaker]]


@given(st.lists(st.sampled_from(
    ["said", "Ruiz", "who", "was", ",", " ", "“", "”", ":", "by", "to", "the", "according to", "claims", ".", "(", ")",
     "'s", "and", "\ud800", "\x00", "saying", "told", "It", "’s", "claim", "that"]
), max_size=30).map(" ".join))  # fmt: skip
def test_spans_are_slices_of_the_text(cues: Cues, text: str) -> None:
    """On any words the spans lie inside the sentence, are not empty, and the source is no white space."""
    for sentence in sentences(text):
        marks = quotations(text, [(0, len(text))])[0]
        overlapping = [
            (q.outer_start, q.outer_end)
            for q in marks
            if q.outer_start < sentence[1] and q.outer_end > sentence[0]
        ]
        for one in attributions(text, sentence, overlapping, cues):
            for start, end in (one.speaker, one.cue, one.mention):
                assert sentence[0] <= start < end <= sentence[1]
                assert text[start:end].strip()


@pytest.mark.parametrize(
    "unit", ["said ", "X, said ", "x who was ", '"a. B" said C. ', "A: “b” ", "has ", "said by ", ","]
)
def test_time_is_linear_on_hostile_words(unit, grows_linearly, cues: Cues) -> None:
    """Cues without end are judged one by one."""

    def work(text: str) -> object:
        whole = [(0, len(text))]
        return attribute(text, [sentences(text)], quotations(text, whole), cues)

    assert grows_linearly(work, unit, 10_000)
