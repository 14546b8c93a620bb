"""The claims of one article: its headline, then every sentence of every paragraph, with all that is read of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from compare.configured import Lexicon
from compare.read.attribution import Attribution, is_anonymous
from compare.read.certainty import Hedges, certainty, hedge_index
from compare.read.cues import Cues, cue_index
from compare.read.quantities import quantities
from compare.read.quotation import Quotation, quotations
from compare.read.segment import sentences
from compare.read.speech import attribute, touching
from compare.records import Article, Claim, ClaimKind, Span

_WORD = re.compile(r"\w")
_LONGEST_FRAME = 160  # characters outside the marks that may still be no more than "..., the minister said"


@dataclass(frozen=True)
class _Indexed:
    """The lexicon as the stages of this room look things up in it."""

    lexicon: Lexicon
    cues: Cues
    hedges: Hedges


def claims(article: Article, lexicon: Lexicon) -> tuple[Claim, ...]:
    """The claims of ``article`` in reading order; none when it has no text.

    ``text`` of each is exactly ``article.text[start:end]``. A quotation that runs over several sentences is as many
    claims, each with the speaker of the whole; the spans of a speaker and cue may then stand in another sentence.
    """
    indexed = _Indexed(lexicon, cue_index(lexicon.reporting), hedge_index(lexicon.hedges))
    found: list[Claim] = []
    title = _trimmed(article.text, 0, article.title_end)
    if title[0] < title[1]:
        marks = quotations(article.text, [title])
        attributed = attribute(article.text, [[title]], marks, indexed.cues)
        found.append(_claim(article, 0, -1, title, marks[0], attributed[0][0], indexed))
    marks = quotations(article.text, article.paragraphs)
    paragraphs = [sentences(article.text, start, end) for start, end in article.paragraphs]
    attributions = attribute(article.text, paragraphs, marks, indexed.cues)
    for number, spans in enumerate(paragraphs):
        for span, attributed_here in zip(spans, attributions[number], strict=True):
            found.append(_claim(article, len(found), number, span, marks[number], attributed_here, indexed))
    return tuple(found)


def _claim(
    article: Article,
    position: int,
    paragraph: int,
    sentence: tuple[int, int],
    marks: Sequence[Quotation],
    attributed: Sequence[Attribution],
    indexed: _Indexed,
) -> Claim:
    text = article.text
    start, end = sentence
    inside = [marks[number] for number in touching(marks, sentence)]
    main = attributed[0] if attributed else None
    here = [attribution for attribution in attributed if not attribution.carried]
    level, hedges = certainty(text, sentence, indexed.hedges, here, indexed.lexicon.reporting)
    quoted = (_trimmed(text, max(mark.start, start), min(mark.end, end)) for mark in inside)
    return Claim(
        id=f"{article.version_id}.{position:03d}",
        article=article.id,
        position=position,
        paragraph=paragraph,
        text=text[start:end],
        start=start,
        end=end,
        kind="headline" if paragraph < 0 else _kind(text, sentence, inside, main),
        speaker=_span(text, main.speaker) if main else None,
        cue=_span(text, main.cue) if main else None,
        anonymous=main is not None and is_anonymous(text[slice(*main.speaker)]),
        certainty=level,
        hedges=tuple(_span(text, hedge) for hedge in hedges),
        quotations=tuple(_span(text, span) for span in quoted if span[0] < span[1]),
        quantities=quantities(text, start, end),
    )


def _span(text: str, span: tuple[int, int]) -> Span:
    return Span(text[slice(*span)], *span)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its edges; empty where there is nothing else."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, max(start, start + len(piece.strip()))


def _kind(
    text: str, sentence: tuple[int, int], inside: Sequence[Quotation], main: Attribution | None
) -> ClaimKind:
    """``quote`` when nothing but an attribution stands outside the marks.

    What news writes as a whole quotation has its own punctuation next to the mark (“We go,” she said; He said:
    “We go.”); a few quoted words inside a sentence of the outlet's own do not.
    """
    outside = _outside(text, sentence, inside)
    if not inside or not outside:
        return "quote" if inside else "body"
    framed = (
        main is not None and not main.carried and sum(end - start for start, end in outside) <= _LONGEST_FRAME
    )
    if not framed or main is None or not any(s <= main.cue[0] and main.cue[1] <= e for s, e in outside):
        return "body"
    for start, end in outside:
        before = text[max(sentence[0], start - 2) : start + 1]
        opens_after_mark = start == sentence[0] or any(mark in before for mark in ",?!.…—–")
        closes_before_mark = end == sentence[1] or text[start:end].rstrip()[-1:] in (
            ",",
            ":",
            "—",
            "–",
            ".",
            ";",
        )
        if not (opens_after_mark and closes_before_mark):
            return "body"
    return "quote"


def _outside(text: str, sentence: tuple[int, int], inside: Sequence[Quotation]) -> list[tuple[int, int]]:
    """The pieces of a sentence between its quotations that hold a word."""
    edges = [sentence[0]]
    for mark in inside:
        edges += [max(mark.outer_start, sentence[0]), min(mark.outer_end, sentence[1])]
    edges.append(sentence[1])
    pieces = zip(edges[::2], edges[1::2], strict=True)
    return [(start, end) for start, end in pieces if _WORD.search(text, start, end)]
