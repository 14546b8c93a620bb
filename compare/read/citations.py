"""Which other outlets an article names as where its report comes from, and which it links to.

An outlet's name alone is no citation: it may be the subject of the story. It counts where the words around it
make it a source: "the Meridian Times reports", "according to Tern", "told the Harbour Post".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from urllib.parse import urlsplit

from compare.records import Article, Citation, Outlet, Span

_SAYS = r"(?:report(?:s|ed|ing)?|sa(?:ys|id)|writes?|wrote|reveal(?:s|ed)|disclosed?|quot(?:es|ed)|cit(?:es|ed)|learn(?:s|ed)|noted?|first reported|has reported|had reported)"  # fmt: skip
_AFTER = re.compile(
    rf"(?:[’']s)?(?:,? (?:which|who))?(?: (?:first|also|has|had|earlier|later|exclusively))*,? {_SAYS}\b"
)
_REPORT_OF = re.compile(r"(?:[’']s)? (?:report|story|article|interview|investigation|dispatch)\b")
_BEFORE = re.compile(
    r"(?:according to|as reported by|reported by|report (?:by|in|from)|citing|quoted by|told|tells|telling|"
    r"(?:an?|in|to|with) interview (?:with|to)|speaking to|spoke to|seen by|obtained by|published (?:by|in)|cited by|"
    r"comments to|statement to|source: ?|via)(?: (?:the|a report in the|a report by|reporters from))? ?(?:newspaper|daily|agency|news agency|broadcaster)? ?$",
    re.IGNORECASE,
)
NEAR = 60  # characters before a name in which its cue must stand


def citations(article: Article, outlets: Sequence[Outlet]) -> tuple[Citation, ...]:
    """The citations of other known outlets, in the order of the text, then the links."""
    others = [o for o in outlets if o.key != article.outlet]
    named = sorted(_named(article, others), key=lambda c: (c.span.start, c.outlet))
    return (*named, *_linked(article, others))


def _named(article: Article, outlets: Sequence[Outlet]) -> Iterator[Citation]:
    names = {name: o.key for o in outlets for name in (o.name, *o.aliases)}
    if not names:
        return
    taken = -1
    for match in _pattern(tuple(sorted(names, key=lambda n: (-len(n), n)))).finditer(article.text):
        start, end = match.span(1)
        if start < taken:
            continue
        before, after = article.text[max(0, start - NEAR) : start], article.text[end : end + NEAR]
        if _AFTER.match(after) or _REPORT_OF.match(after) or _BEFORE.search(before):
            taken = end
            yield Citation(article.id, names[match[1]], "text", Span(match[1], start, end))


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    # Case counts: "the Times" is a paper, "the times" are not.
    return re.compile(r"(?<![\w-])(" + "|".join(re.escape(name) for name in names) + r")(?![\w-])")


def _linked(article: Article, outlets: Sequence[Outlet]) -> Iterator[Citation]:
    seen = set()
    for url in article.links:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
        for outlet in outlets:
            if (
                any(host == d or host.endswith("." + d) for d in outlet.domains)
                and len(urlsplit(url).path) > 1
            ):
                if outlet.key not in seen:
                    yield Citation(article.id, outlet.key, "link", Span("", 0, 0), url)
                seen.add(outlet.key)
                break
