"""An outlet's name is a citation where the words around it make it the source, and not elsewhere."""

from __future__ import annotations

import time

import pytest

from compare.configured import Outlet
from compare.read.citations import citations
from tests.articles import html_page, text_article
from tests.web import page

OUTLETS = (
    Outlet("meridian", "The Meridian Times", ("meridian.example",), ("Meridian Times", "the MT")),
    Outlet("tern", "Tern", ("tern.example",)),
    Outlet("post", "Harbour Post", ("post.example",)),
)


def cited(sentence: str, outlet: str = "other") -> list[tuple[str, str]]:
    article = text_article("http://other.example/a", "A headline", [sentence], outlet)
    return [(c.outlet, c.span.text) for c in citations(article, OUTLETS)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The government has asked for help, the Meridian Times reports.",
        "The Meridian Times reported on Friday that the government has asked for help.",
        "According to the Meridian Times, the government has asked for help.",
        "The request, first reported by the Meridian Times, was made twice.",
        "The minister told the Meridian Times that help was needed.",
        "In an interview with the Meridian Times she asked for help.",
        "Local media, including the Meridian Times, reported the strike.",
        "A Meridian Times report said that the government had asked for help.",
        "Help was asked for, the local press said, citing the Meridian Times.",
        "The Meridian Times has also learned that help was asked for.",
    ],
)
def test_a_source_is_a_citation(sentence: str) -> None:
    """However a journalist puts it."""
    assert [outlet for outlet, _ in cited(sentence)] == ["meridian"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The owner of the Meridian Times was fined on Friday.",
        "She joined the Meridian Times in 2010.",
        "A tern was seen in the harbour, according to the mayor.",
        "The Times of old reported otherwise.",
        "Readers of the Meridian Times marched through the town.",
        "Ilse Brandt, who owns the Meridian Times, said that she was proud.",
        "The Meridian Times said on Monday it would cut 200 jobs.",
    ],
)
def test_a_subject_is_no_citation(sentence: str) -> None:
    """An outlet that is talked about, or a word that only looks like one."""
    assert cited(sentence) == []


def test_the_article_s_own_outlet_is_not_cited() -> None:
    """What an outlet says of its own report is no citation of another."""
    assert cited("As the Meridian Times reported, help was asked for.", "meridian") == []


def test_several_outlets_are_each_found_once_a_place() -> None:
    """In the order of the text, with exact spans."""
    assert cited("Tern reported it on Monday; the minister told the Harbour Post that she knew.") == [
        ("tern", "Tern"),
        ("post", "Harbour Post"),
    ]


def test_what_is_told_to_an_outlet_is_an_interview() -> None:
    """The role and the words that say so come with each citation."""
    article = text_article(
        "http://other.example/a",
        "A headline",
        ["She told the Harbour Post, as Tern reported, that she knew."],
        "other",
    )
    found = [(c.outlet, c.role, c.cue) for c in citations(article, OUTLETS)]
    assert found == [("post", "interview", "told"), ("tern", "report", "reported")]


@pytest.mark.parametrize(
    "text",
    [
        "Tern could not independently verify the account.",
        "The account could not be independently verified by Tern.",
        "Tern did not report the name of the captain.",
        "The Harbour Post never published the story.",
        "Neither Tern nor the Harbour Post reported the arrest.",
        "The minister declined to comment to Tern.",
        "She refused to speak to the Harbour Post about the affair.",
        "He declined an interview with the Harbour Post.",
        "A spokesman did not respond to a request for comment from Tern.",
        "No one at the port was willing to talk to Tern.",
        "The mayor will be interviewed by the Harbour Post on Sunday.",
        "He is due to speak to the Harbour Post tomorrow.",
        "Ada Holm, who writes for the Harbour Post, moved to the island.",
        "Ada Holm reports for the Harbour Post and lives by the sea.",
    ],
)
def test_what_was_refused_not_done_or_is_still_to_come_is_no_citation(text: str) -> None:
    """Nor is the work of those who write for the outlet."""
    assert cited(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Citing Tern, the paper said that the talks had failed.",
        "Per Tern, the plan is dead.",
        "Tern understands that the talks failed.",
        "The minister denied to Tern that he had resigned.",
        "It was Tern that broke the news of the deal.",
        "It was Tern, which broke the news on Monday, that had the letter.",
        "An earlier Tern scoop named the buyer.",
        "An official who did not want to be named told Tern that the talks had failed.",
        "Brandt did not apologise in an interview with Tern.",
        "She declined to say more in comments to Tern.",
        "Officials refused to comment on a Tern report of the raid.",
        "She will run again, she told Tern.",
        "In an essay she wrote for Tern, Brandt argued for peace.",
        "As Ada Holm writes for Tern, the plan is dead.",
    ],
)
def test_what_is_denied_beside_a_citation_leaves_it_one(text: str) -> None:
    """A refusal of something else, and a source in each of the ways in which journalists name one."""
    assert [name for _, name in cited(text)] == ["Tern"]


def in_headline(headline: str, outlet: str = "other") -> list[tuple[str, str, str]]:
    """Outlet, role and place of each citation; the text below cites nobody."""
    article = text_article("http://other.example/a", headline, ["The ministry asked for help."], outlet)
    found = citations(article, OUTLETS)
    assert all(article.text[c.span.start : c.span.end] == c.span.text for c in found)
    return [(c.outlet, c.role, c.span.text) for c in found]


@pytest.mark.parametrize(
    "headline",
    [
        "Tern: Veldhaven seeks help from its neighbours",
        "EXCLUSIVE: Tern: Veldhaven seeks help",
        "Exclusive - Tern: Veldhaven seeks help",
        "Veldhaven seeks help from its neighbours - Tern",
        "Veldhaven seeks help from its neighbours – Tern report",
        "Veldhaven seeks help from its neighbours: Tern",
        "Veldhaven seeks help from its neighbours (Tern)",
        "Veldhaven in talks? No deal yet - Tern",
        "Veldhaven seeks help, Tern reports",
    ],
)
def test_a_headline_names_its_source_in_forms_of_its_own(headline: str) -> None:
    """In front with a colon, at the end with a dash, a colon or in brackets, and as any sentence does."""
    assert in_headline(headline) == [("tern", "report", "Tern")]


def test_a_headline_names_several_sources_and_to_whom_somebody_spoke() -> None:
    """A list shares what makes it a source; a quotation behind "to Tern" was said to it."""
    found = in_headline("The Meridian Times, Tern: Veldhaven seeks help")
    assert [outlet for outlet, *_ in found] == ["meridian", "tern"]
    assert in_headline("Ilse Brandt to Tern: ‘We are alone’") == [("tern", "interview", "Tern")]


@pytest.mark.parametrize(
    "headline",
    [
        "Tern: the rise and fall of an agency",
        "Tern: hosts knew that the claims were false",
        "Tern: job cuts in the newsroom",
        "Brandt’s new target: Tern",
        "Brandt goes after her old and favourite target: Tern",
        "At sea - Tern",
        "Brandt sues Tern",
        "Why Veldhaven - and Tern - were wrong",
        "Brandt sells her paper to Tern: a guide",
        "Ilse Tern: I will run",
    ],
)
def test_a_headline_about_an_outlet_cites_nobody(headline: str) -> None:
    """It is the subject there, or a person of that name."""
    assert in_headline(headline) == []


def test_a_headline_s_forms_hold_there_alone_and_not_for_the_outlet_itself() -> None:
    """A colon or dash in a sentence is no cue; what a site writes behind its headlines is no source."""
    assert cited("Tern: a small white bird.") == []
    assert in_headline("Veldhaven seeks help from its neighbours - Tern", "tern") == []
    article = text_article(
        "http://other.example/a", "Tern: I will run", ["Ilse Tern will run again."], "other"
    )
    assert citations(article, OUTLETS) == ()


def test_an_alias_with_a_small_article_needs_it() -> None:
    """ "the MT" is a name, "MT" alone is not."""
    assert cited("The MT reported it.") == [("meridian", "The MT")]
    assert cited("Model MT reported for repair.") == []


def test_a_person_of_an_outlet_s_name_is_no_outlet() -> None:
    """Nor is what the person, named again, said."""
    assert cited("Ilse Tern told the council so. Tern said that she was sure.") == []


@pytest.mark.parametrize(
    "text",
    [
        "South Korea's Tern news agency reported a launch.",
        "He told Japan's Tern that the talks had failed.",
        "According to South Korea's Tern, the talks had failed.",
        "Citing Japan's Tern, the paper said that the talks had failed.",
        "Germany's Tern newspaper reported the failure.",
        "Japan’s Tern said that the talks had failed. A day on, nobody knew more.",
        "State-run Tern said that the talks had failed.",
        "Official Tern reported the failure.",
        "Tabloid Tern reported the failure.",
        "Website Tern reported the failure.",
        "Later Tern reported the failure.",
        "Separately Tern reported the failure.",
    ],
)
def test_not_every_word_with_a_capital_is_a_first_name(text: str) -> None:
    """A possessive, an adverb or an outlet's kind before its name makes it no person's, there or anywhere else."""
    assert [name for _, name in cited(text)] == ["Tern"]
    assert [name for _, name in cited(f"{text} Tern said that it was sure.")] == ["Tern", "Tern"]


@pytest.mark.parametrize(
    "text",
    [
        "The Meridian Times Bureau of Statistics reported a rise.",
        "According to the Meridian Times Federal Police, nobody was hurt.",
        "The Meridian Times Review Board noted the failure.",
        "The Meridian Times MP wrote on Monday that she was sure.",
        "The Meridian Times Mahasabha wrote to the mayor.",
        "The Meridian Times Veldhaven reported the failure.",
        "The Meridian Times Square reported more visitors.",
        "If the Meridian Times reports the deal, shares will fall.",
        "Contrary to what the Meridian Times claimed, nobody was hurt.",
        "He had planned to give an interview to the Meridian Times.",
    ],
)
def test_a_longer_name_or_a_report_that_is_not_there_is_no_citation(text: str) -> None:
    """A body whose name begins with the outlet's, a condition, a contradiction, a plan."""
    assert cited(text) == []


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("The Meridian Times correspondent Ada Holm reported that nobody was hurt.", "report"),
        ("The Meridian Times Chief Correspondent Ada Holm reported that nobody was hurt.", "report"),
        ("Brandt told the Meridian Times Veldhaven would not pay.", "interview"),
        ("Economists surveyed by the Meridian Times expect a rise.", "report"),
        ("A Meridian Times journalist saw two boats burn.", "report"),
        ("A Meridian Times witness heard shots.", "report"),
        ("The Meridian Times's correspondent in Veldhaven said that nobody was hurt.", "report"),
    ],
)
def test_people_of_an_outlet_speak_for_it(text: str, role: str) -> None:
    """Its correspondents by name, and what its journalists saw; a clause without "that" is no longer name."""
    article = text_article("http://other.example/a", "A headline", [text], "other")
    assert [(c.outlet, c.role) for c in citations(article, OUTLETS)] == [("meridian", role)]


@pytest.mark.parametrize("name", ["Emily", "Jean-Paul", "Mr.", "Mark"])
def test_a_first_name_that_looks_like_another_word_is_one(name: str) -> None:
    """ "Emily" is no adverb, "Jean-Paul" no compound."""
    assert cited(f"{name} Tern told the council so. Tern said that she was sure.") == []


@pytest.mark.parametrize(
    "piece", ["a", "told ", "according to ", "Tern, ", "report in the ", "“", "Jon Vik/"]
)
def test_a_hundred_thousand_characters_take_no_longer_than_their_length(piece: str) -> None:
    """No pattern backtracks over the text."""
    start = time.perf_counter()
    cited((piece * 100_000)[:100_000])
    assert time.perf_counter() - start < 5


def test_a_link_to_another_outlet_is_a_citation() -> None:
    """A link in the body counts once for its outlet; a link to its home page does not."""
    from compare.collect.extract import extract

    paragraphs = [
        'The ministry <a href="http://www.meridian.example/a/help">asked for help</a> twice in the past two weeks, it is said in town.',
        'More is <a href="http://meridian.example/b">told here</a> and on the <a href="http://post.example/">front page</a> of another paper.',
        "The mayor said on Tuesday that the harbour would stay open for as long as the dockers wanted to work there.",
    ]
    article = extract(html_page("http://other.example/a", page("A headline of ours", paragraphs)), "other")
    found = [(c.outlet, c.kind, c.url) for c in citations(article, OUTLETS)]
    assert found == [("meridian", "link", "http://www.meridian.example/a/help")]
