"""Who speaks through an article: attributions sentence by sentence, carried over quotations that run on.

A quotation of several sentences has one source, named before it, behind it, or in the middle; a quotation without
a source of its own goes on with the speaker before it in the paragraph, and a paragraph that is all quotation
with the speaker before the paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from compare.read.attribution import Attribution, attributions, colon_attribution
from compare.read.cues import Cues
from compare.read.quotation import Quotation

_SET_OFF = re.compile(
    r"[,?!—–][\"'”’»]?\s*\Z|[\"'”’»]\s\Z"
)  # what parts a closing "X said" from what is said
_TAIL = 14  # characters behind a closing attribution: a full stop, "on Tuesday."
_OCCASION = re.compile(
    r"\s+(?:in|during|on|at) (?:an? |the |his |her |their )?(?:\w+ ){0,3}"
    r"(?:statement|interview|e-?mail|letter|tweet|memo|report|speech|conference|call|briefing|news release)"
    r"(?: (?:on )?(?:\w+day|yesterday|\w+ \w+day))?[.\"'”’]*\Z"
)

_HEARER = re.compile(
    r"\s+(?:(?:the|a|an|reporters|lawmakers|[A-Z][\w.’'-]*)\s?){1,6}(?:on \w+day)?[.\"'”’]*\Z"
)

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
        speaking = _last_speaker(sentences, quotes, own, owners)
    return result


def _own(text: str, sentence: tuple[int, int], quotes: Sequence[Quotation], cues: Cues) -> list[Attribution]:
    inside = [(quotes[number].outer_start, quotes[number].outer_end) for number in touching(quotes, sentence)]
    found = _outermost_first(text, sentence, attributions(text, sentence, inside, cues))
    return found or colon_attribution(text, sentence, inside)


def _outermost_first(text: str, sentence: tuple[int, int], found: list[Attribution]) -> list[Attribution]:
    """Put first the source of the whole sentence: "according to X", or the "X said" that closes it.

    Of "Tan accused Ruiz of fraud, officials said" that is the officials; else the first source is the outermost.
    """
    for attribution in reversed(found):
        first = min(attribution.speaker[0], attribution.cue[0])
        last = max(attribution.speaker[1], attribution.cue[1])
        closes = _SET_OFF.search(text, max(first - 4, sentence[0]), first) is not None
        if attribution.entry == "according to" or (closes and _is_end(text[last : sentence[1]])):
            return [attribution, *(other for other in found if other is not attribution)]
    # "The union, a body that opposes cuts, called it unsafe": what a relative clause says is the lesser part.
    return sorted(found, key=lambda one: one.mention != one.speaker)


def _is_end(rest: str) -> bool:
    """Whether what follows an attribution is no more than when or where it was said."""
    return len(rest) <= _TAIL or rest[:1] == "," or bool(_OCCASION.match(rest) or _HEARER.match(rest))


def touching(quotes: Sequence[Quotation], sentence: tuple[int, int]) -> range:
    """The numbers of the quotations that overlap a sentence."""
    first = bisect_right(quotes, sentence[0], key=lambda quote: quote.outer_end)
    return range(first, bisect_left(quotes, sentence[1], key=lambda quote: quote.outer_start))


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
    anyone = next((attributed[0] for attributed in own if attributed), None)
    for quote in quotes:
        first = bisect_right(sentences, quote.outer_start, key=lambda sentence: sentence[1])
        last = bisect_left(sentences, quote.outer_end, key=lambda sentence: sentence[0])
        named = next((own[index][0] for index in range(first, last) if own[index]), None)
        if named is None and not owners and 0 < first < last and own[first - 1]:
            named = own[first - 1][-1]
        current = named or current or anyone
        owners.append(current)
    return owners


def _opens(text: str, sentences: Spans, quote: Quotation) -> bool:
    return bool(sentences) and not text[sentences[0][0] : quote.outer_start].strip()


def _carried(
    sentence: tuple[int, int], quotes: Sequence[Quotation], owners: Sequence[Attribution | None]
) -> list[Attribution]:
    """The owner of the quotation that covers most of the sentence."""
    for number in touching(quotes, sentence):
        quote, owner = quotes[number], owners[number]
        covered = min(quote.outer_end, sentence[1]) - max(quote.outer_start, sentence[0])
        if owner is not None and covered * 2 > sentence[1] - sentence[0]:
            return [replace(owner, carried=True)]
    return []


def _last_speaker(
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
