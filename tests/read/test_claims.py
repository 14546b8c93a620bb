"""The claims of an article."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from compare.configured import Lexicon
from compare.read.claims import claims
from compare.records import Article


def test_headline_then_sentences(make_article: Callable[..., Article], lexicon: Lexicon) -> None:
    """The headline is claim 0 of its own kind; then every sentence follows in order, with its paragraph."""
    article = make_article("Bridge to close", "The bridge will close. Ships will wait.", "Nobody knows why.")
    read = claims(article, lexicon)
    assert [(claim.position, claim.paragraph, claim.kind, claim.text) for claim in read] == [
        (0, -1, "headline", "Bridge to close"),
        (1, 0, "body", "The bridge will close."),
        (2, 0, "body", "Ships will wait."),
        (3, 1, "body", "Nobody knows why."),
    ]
    assert [claim.id for claim in read] == [f"{article.version_id}.{number:03d}" for number in range(4)]
    assert {claim.article for claim in read} == {article.id}


def test_no_title_no_headline(make_article: Callable[..., Article], lexicon: Lexicon) -> None:
    """Without a title the first sentence is claim 0; without any text there is no claim."""
    assert [claim.kind for claim in claims(make_article("", "It rained."), lexicon)] == ["body"]
    assert claims(make_article(""), lexicon) == ()


def test_kinds_of_quoting_sentences(make_article: Callable[..., Article], lexicon: Lexicon) -> None:
    """A sentence is a quote when only its attribution stands outside the marks, whichever comes first."""
    article = make_article(
        "",
        "“The bridge is safe,” said Ana Ruiz, the minister. “We checked it. It may sway a bit.”",
        "“And we will check again,” she said Tuesday.",
        "Tan said: “I am done.”",
        "He called it “a mess” on Friday.",
        "The “safe” bridge fell.",
    )
    assert [claim.kind for claim in claims(article, lexicon)] == ["quote"] * 5 + ["body"] * 2


def test_speaker_cue_and_quotation_spans(make_article: Callable[..., Article], lexicon: Lexicon) -> None:
    """Each sentence of a quotation has the speaker of the whole, and its own part of the quotation."""
    article = make_article("", "“We lost. We tried,” said Ana Ruiz. The hall was empty.")
    first, second, third = claims(article, lexicon)
    assert first.speaker is not None
    assert second.cue is not None
    assert (first.speaker.text, second.cue.text) == ("Ana Ruiz", "said")
    assert [span.text for span in first.quotations + second.quotations] == ["We lost.", "We tried,"]
    assert (third.speaker, third.cue, third.quotations) == (None, None, ())


def test_certainty_and_figures_are_read(make_article: Callable[..., Article], lexicon: Lexicon) -> None:
    """A claim carries its certainty, the words it rests on and its figures."""
    (only,) = claims(make_article("", "About 1,700 ships allegedly left on Friday."), lexicon)
    assert (only.certainty, [hedge.text for hedge in only.hedges]) == ("alleged", ["allegedly"])
    assert [(figure.value, figure.unit) for figure in only.quantities] == [
        (1700, "ship"),
        (None, "weekday:friday"),
    ]


PARAGRAPH = st.lists(
    st.sampled_from(
        ["“", "”", '"', "'", "‘", "’", ". ", "? ", " ", ", ", "Ruiz", " said ", "The ", "may ", "5 ", "$3 million ", "May ",
         "who ", "was ", ": ", "(", ")", "\x00", "\u2028", "… ", "denied ", "according to ", "A. "]
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(title=PARAGRAPH, paragraphs=st.lists(PARAGRAPH, max_size=4))
def test_claims_cover_the_article(
    make_article: Callable[..., Article], lexicon: Lexicon, title: str, paragraphs: list[str]
) -> None:
    """On any article claims are exact slices in order, leave out only white space, and all spans are slices."""
    article = make_article(title, *paragraphs)
    read = claims(article, lexicon)
    assert [claim.position for claim in read] == list(range(len(read)))
    position = 0
    for claim in read:
        assert not article.text[position : claim.start].strip()
        assert claim.text and claim.text == article.text[claim.start : claim.end]
        spans = [claim.speaker, claim.cue, *claim.hedges, *claim.quotations, *claim.quantities]
        assert all(span.text == article.text[span.start : span.end] for span in spans if span)
        inner = [*claim.hedges, *claim.quotations, *claim.quantities]
        assert all(claim.start <= span.start < span.end <= claim.end for span in inner)
        position = claim.end
    assert not article.text[position:].strip()


def test_time_is_linear_in_a_paragraph(make_article, lexicon: Lexicon, grows_linearly) -> None:
    """An article that is one long paragraph of quotations is read in linear time."""
    assert grows_linearly(
        lambda text: claims(make_article("", text), lexicon),
        '"It may be 5. So," said Ruiz. Tan left. ',
        10_000,
    )
