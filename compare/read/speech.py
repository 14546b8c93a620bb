"""Who speaks through an article: attributions sentence by sentence, carried over quotations that run on.

A quotation of several sentences has one source, named before it, behind it, or in the middle; a quotation without
a source of its own goes on with the speaker before it in the paragraph, and a paragraph that is all quotation
with the speaker before the paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from compare.read.attribution import Attribution, Cues, attributions, colon_attribution
from compare.read.quotation import Quotation

Spans = Sequence[tuple[int, int]]


def attribute(
    text: str, paragraphs: Sequence[Spans], quoted: Sequence[Sequence[Quotation]], cues: Cues
) -> list[list[list[Attribution]]]:
    """For each sentence of each paragraph its attributions, the main one first; none when the outlet speaks.

    ``paragraphs`` are the spans of the sentences by paragraph, ``quoted`` the quotations by paragraph. An
    attribution whose spans lie outside the sentence was carried over from where the speaker was named.
    """
    result: list[list[list[Attribution]]] = []
    speaking: Attribution | None = None  # who spoke at the end of the paragraph before
    for sentences, quotes in zip(paragraphs, quoted, strict=True):
        own = [_own(text, sentence, quotes, cues) for sentence in sentences]
        owners = _owners(text, sentences, quotes, own, speaking)
        result.append(
            [
                attributed or _carried(sentence, quotes, owners)
                for sentence, attributed in zip(sentences, own, strict=True)
            ]
        )
        speaking = _last_speaker(text, sentences, quotes, own, owners)
    return result


def _own(text: str, sentence: tuple[int, int], quotes: Sequence[Quotation], cues: Cues) -> list[Attribution]:
    inside = [(quote.outer_start, quote.outer_end) for quote in quotes if _overlap(quote, sentence)]
    found = attributions(text, sentence, inside, cues)
    return found or colon_attribution(text, sentence, inside)


def _overlap(quote: Quotation, sentence: tuple[int, int]) -> bool:
    return quote.outer_start < sentence[1] and quote.outer_end > sentence[0]


def _owners(
    text: str,
    sentences: Spans,
    quotes: Sequence[Quotation],
    own: Sequence[Sequence[Attribution]],
    speaking: Attribution | None,
) -> list[Attribution | None]:
    """The source of each quotation of a paragraph."""
    owners: list[Attribution | None] = []
    current = speaking if quotes and _opens(text, sentences, quotes[0]) else None
    for number, quote in enumerate(quotes):
        touching = [index for index, sentence in enumerate(sentences) if _overlap(quote, sentence)]
        named = next((own[index][0] for index in touching if own[index]), None)
        if named is None and touching and touching[0] and own[touching[0] - 1] and number == 0:
            named = own[touching[0] - 1][-1]
        if named is None and current is None:
            named = next((own[index][0] for index in range(len(own)) if own[index] and touching), None)
        current = named or current
        owners.append(current)
    return owners


def _opens(text: str, sentences: Spans, quote: Quotation) -> bool:
    return bool(sentences) and not text[sentences[0][0] : quote.outer_start].strip()


def _carried(
    sentence: tuple[int, int], quotes: Sequence[Quotation], owners: Sequence[Attribution | None]
) -> list[Attribution]:
    """The owner of the quotation that covers most of the sentence."""
    for quote, owner in zip(quotes, owners, strict=True):
        covered = min(quote.outer_end, sentence[1]) - max(quote.outer_start, sentence[0])
        if owner is not None and covered * 2 > sentence[1] - sentence[0]:
            return [replace(owner, carried=True)]
    return []


def _last_speaker(
    text: str,
    sentences: Spans,
    quotes: Sequence[Quotation],
    own: Sequence[Sequence[Attribution]],
    owners: Sequence[Attribution | None],
) -> Attribution | None:
    """Who goes on when the next paragraph opens with a quotation mark and names nobody."""
    if sentences and own[-1]:
        return own[-1][0]
    if owners and sentences and quotes[-1].outer_end >= sentences[-1][1] - 1:
        return owners[-1]
    return None
