"""The paragraphs of a page stay apart, however it marks them, and no paragraph comes apart."""

from __future__ import annotations

import pytest

from compare.collect.extract import extract
from compare.records import Article
from tests.articles import html_page

URL = "http://one.example/talks"
ONE = "The ministry said on Tuesday that the talks about the harbour had failed for the third time this year."
TWO = "Despite fluctuations in the national figures, the port of Veldhaven kept its place in every year since 2019."
THREE = "Officials of both towns will meet again in spring, with the harbour master and two members of the council."
QUOTE = (
    "“We are ready,” said Ilse Maren, who speaks for the harbour, “and we have been ready for a year by now.”"
)


def read(body: str) -> Article:
    """The article of a page with that body and enough text around it to be one."""
    rest = "".join(
        f"<p>{t} It was told by both sides, in that year {n}.</p>" for n, t in enumerate((ONE, TWO))
    )
    return extract(html_page(URL, f"<html><body><article><h1>Talks fail</h1>{body}{rest}</article></body></html>"), "one")  # fmt: skip


def paragraphs(article: Article) -> list[str]:
    """The paragraphs as they are stored."""
    return [article.text[start:end] for start, end in article.paragraphs]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<p>{ONE}<br><br>{QUOTE}<br>{TWO}</p>", [ONE, QUOTE, TWO]),
        (f"<p>{ONE}<br/>\n<br/>\n{TWO}</p><p>{THREE}</p>", [ONE, TWO, THREE]),
        (f"<blockquote><p>{ONE}</p><p>{TWO}</p></blockquote><p>{THREE}</p>", [ONE, TWO, THREE]),
        (f"<ul><li>{ONE}<ul><li>{TWO}</li></ul></li><li>{THREE}</li></ul>", [ONE, TWO, THREE]),
        (f"<ul><li><p>{ONE}</p><p>{TWO}</p></li></ul><p>{THREE}</p>", [ONE, TWO, THREE]),
        (f"<p>The ships<br>which lie in port, said<br>to be five,<br>Norwegian all.</p><p>{ONE}</p>", ["The ships which lie in port, said to be five, Norwegian all.", ONE]),
        (f"<p>{ONE}</p><table><tr><th>Port</th><th>Ships</th></tr><tr><td>Veldhaven</td><td>17</td></tr></table><p>{TWO}</p>", [ONE, "Port Ships", "Veldhaven 17", TWO]),
        (f"<p>The <b>har</b>bour of <a href='/v'>Veldhaven</a>, a port, was shut on Monday.</p><p>{ONE}</p>", ["The harbour of Veldhaven, a port, was shut on Monday.", ONE]),
    ],
)  # fmt: skip
def test_the_innermost_blocks_are_the_paragraphs(body: str, expected: list[str]) -> None:
    """Breaks, quotations, lists and tables part their text; a break amid a sentence does not."""
    assert paragraphs(read(body))[: len(expected)] == expected


def test_text_that_stands_bare_in_one_div_has_its_paragraphs() -> None:
    """Pages that part by line breaks alone, with links in the text, give whole sentences in paragraphs of their own."""
    dateline = "VELDHAVEN: "
    bare = f"{dateline}<a href='/topic'>The ministry</a>'s spokesman said that the talks had failed. <br/>{ONE} <br/>{TWO}<br/>{QUOTE} <br/>The figures were given by <a href='http://two.example/figures'>The Tern</a>, which has them from the council. <br/>{THREE} "
    html = f"<html><body><h1>Talks fail</h1><div><div class='story'>{bare}</div></div></body></html>"
    article = extract(html_page(URL, html), "one")
    first = "VELDHAVEN: The ministry's spokesman said that the talks had failed."
    told = "The figures were given by The Tern, which has them from the council."
    assert paragraphs(article) == [first, ONE, TWO, QUOTE, told, THREE]
    assert "http://two.example/figures" in article.links


def test_a_subheading_is_known_as_such() -> None:
    """A heading in the text is one, a question too; one that is a whole sentence is a standfirst and tells something."""
    article = read(f"<h2>{THREE}</h2><p>{ONE}</p><h2>What the mayor said</h2><p>{QUOTE}</p><h3>What comes next?</h3><p>{TWO}</p>")  # fmt: skip
    said = paragraphs(article)
    assert [said[number] for number in article.subheadings] == ["What the mayor said", "What comes next?"]
    assert said[0] == THREE


def test_links_belong_to_the_paragraph_that_they_stand_in() -> None:
    """What a pointer to another article leads to is no source of this one, though both stand in one element."""
    pointer = '<a href="http://two.example/other">Ministers meet again over fish quotas</a>'
    source = '<a href="http://two.example/figures">The Tern</a>'
    article = read(f"<blockquote><p>{ONE} It was first told by {source}.</p><p>{pointer}</p></blockquote>")
    assert article.links == ("http://two.example/figures",)
    assert "fish quotas" not in article.text


def test_a_headline_on_two_lines_keeps_its_words_apart() -> None:
    """A line break in the headline is a space."""
    html = f"<html><body><article><h1>Harbour talks<br>fail</h1><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></article></body></html>"
    assert extract(html_page(URL, html), "one").title == "Harbour talks fail"


def test_what_the_extractor_would_join_stays_apart() -> None:
    """A quotation of several boxes, a break made of an empty box, and a space after a link keep the words apart."""
    boxes = f"<blockquote><div>{ONE}</div><div><div>Lee Baker</div><div>Founder of a port</div></div></blockquote>"
    text = read(f"{boxes}<p>{TWO}</p>").text
    assert "year. Lee Baker Founder" in " ".join(text.split())
    empty = f"<html><body><h1>Talks fail</h1><div><div>{ONE}<div class='br'></div>{TWO} {THREE}</div></div></body></html>"
    assert "year.Despite" not in extract(html_page(URL, empty), "one").text
    linked = f"<html><body><h1>Talks fail</h1><div><div><a href='/m'>The ministry</a> said so. <br><a href='/p'>The port</a> and the town said more. <br>{ONE} <br>{TWO} {THREE}</div></div></body></html>"
    assert "The port and the town" in extract(html_page(URL, linked), "one").text
