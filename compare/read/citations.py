"""Which other outlets an article relies on, by name or by a link.

An outlet's name alone is no citation: it may be the subject of the story. It counts where the words around it
make it a source: "the Meridian Times reports", "according to Tern", "told the Harbour Post".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import urlsplit

from compare.configured import Outlet
from compare.read.citing import cue_of
from compare.read.headline import CUE, cue_in_headline
from compare.read.people import names_a_person
from compare.read.quotation import quotations
from compare.read.segment import sentences
from compare.records import Article, Citation, Span

# Between two names of one list: "NBC, CNN and the AP", "Post-ABC", "neither Reuters nor the BBC".
_JOINED = re.compile(
    r"(?:[’']s?)?(?:,|,? (?:and|or|nor|as well as|along with|&)|/|-|–)? ?(?:both )?(?:[Tt]he )?"
)
_ON = re.compile(r"\b[Oo]n $")  # Capitol Hill
# "The Journal of Virology" is not the Journal; but "told the Journal of Lake's plan".
_COMMON = re.compile(
    r"(?:[Tt]he )?(?:Journal|Times|Post|Herald|Tribune|Dawn|Age|Star|Sun|Mirror|Mail|Observer|Independent|Economist|"
    r"Atlantic|Hill|Nation|Standard|Chronicle|Globe|Forward|Week)"
)
_OF = re.compile(r" of (?:the )?[A-Z]")
_TOLD = re.compile(r"\b(?:told|tells|telling|informed) (?:[Tt]he )?$")
_SAID = r"(?:said|says|saying|told|tells|added|adds|insist(?:ed|s)|argue[ds]|claim(?:ed|s)|tweeted|complained|replied|declared|warned|shouted)"
_SPEAKER_BEHIND = re.compile(rf",? (?:[\w’'.-]+ ){{0,5}}?{_SAID}\b")
_SPEAKER_IN_FRONT = re.compile(rf"\b{_SAID}(?: [\w’'.-]+){{0,4}}[:,]? $")


@dataclass(frozen=True, slots=True)
class _Named:
    """An outlet's name in a sentence; ``borne`` when a person of that name is in the article too."""

    outlet: str
    start: int
    end: int
    borne: bool


def citations(article: Article, outlets: Sequence[Outlet]) -> tuple[Citation, ...]:
    """The citations of other known outlets, in the order of the text, then the links."""
    others = [o for o in outlets if o.key != article.outlet]
    return (*_by_name(article, outlets), *_linked(article, others))


def _by_name(article: Article, outlets: Sequence[Outlet]) -> Iterator[Citation]:
    names = _Names(outlets)
    spoken = _spoken(article)
    for start, end in _sentences(article):
        sentence = article.text[start:end]
        for group in _lists(sentence, list(names.find(sentence, article.text))):
            before, after = start + group[0].start, start + group[-1].end
            cue = cue_of(article.text[start:before], article.text[after:end])
            if cue is None and after <= article.title_end:
                cue = cue_in_headline(article.text[:before], article.text[after : article.title_end])
            if cue is None:
                continue
            speech = next(((s, e) for s, e in spoken if s <= before < e), None)
            if speech and cue_of(
                article.text[max(start, speech[0]) : before], article.text[after : min(end, speech[1])]
            ):
                continue  # the speaker's own source
            for named in group:
                if named.outlet == article.outlet or (named.borne and cue.text in ("said", "says", CUE)):
                    continue
                span = Span(sentence[named.start : named.end], start + named.start, start + named.end)
                yield Citation(article.id, named.outlet, "text", span, role=cue.role, cue=cue.text)


def _spoken(article: Article) -> list[tuple[int, int]]:
    """The quotations that a speaker stands beside: "“CNN reported lies,” he said"."""
    return [
        (q.start, q.end)
        for paragraph in quotations(article.text, article.paragraphs)
        for q in paragraph
        if _SPEAKER_BEHIND.match(article.text, q.outer_end)
        or _SPEAKER_IN_FRONT.search(article.text[max(0, q.outer_start - 60) : q.outer_start])
    ]


def _sentences(article: Article) -> Iterator[tuple[int, int]]:
    if article.title_end:
        yield from sentences(article.text, 0, article.title_end)
    for paragraph in article.paragraphs:
        yield from sentences(article.text, *paragraph)


class _Names:
    """The names of all outlets, longest first. Case counts: "the Times" is a paper, "the times" are not.

    An article before a name makes no difference and is no part of it, but for two kinds: "The Hill", one word with
    a capital article, since anyone may be on the hill; and "the Journal", an alias that is listed with a small one.
    """

    def __init__(self, outlets: Sequence[Outlet]) -> None:
        self._outlets = {name: o.key for o in outlets for name in (o.name, *o.aliases)}
        for name, key in list(self._outlets.items()):
            if name.startswith("The ") and " " in name[4:]:
                self._outlets.setdefault(name[4:], key)
            if name.startswith("the "):
                self._outlets.setdefault(f"The {name[4:]}", key)
        for name in [n for n in self._outlets if n.startswith(("The ", "the ")) and n[4:] in self._outlets]:
            del self._outlets[name]  # the article makes no difference, and is no part of the name

    def find(self, sentence: str, text: str) -> Iterator[_Named]:
        """The names in ``sentence``, but for parts of longer words and for people of that name."""
        if not self._outlets:
            return
        for match in _pattern(tuple(sorted(self._outlets, key=lambda n: (-len(n), n)))).finditer(sentence):
            name, before = match[1], sentence[max(0, match.start(1) - 40) : match.start(1)]
            if name == "The Hill" and _ON.search(before):
                continue
            if _COMMON.fullmatch(name) and _OF.match(sentence, match.end(1)) and not _TOLD.search(before):
                continue
            if re.search(r"(?:^|[^\w])[a-z][\w’']{0,40}-$", before):  # "pro-Tern"
                continue
            surname = name.isalpha() and name.istitle()
            if surname and names_a_person(before):
                continue
            yield _Named(self._outlets[name], match.start(1), match.end(1), surname and _borne(name, text))


@lru_cache(maxsize=64)
def _borne(name: str, text: str) -> bool:
    """Whether ``text`` also names a person of that name."""
    places = (m.start() for m in re.finditer(rf"\b{name}\b", text))
    return any(names_a_person(text[max(0, place - 40) : place]) for place in places)


def _lists(sentence: str, found: Sequence[_Named]) -> Iterator[list[_Named]]:
    """The names, with those that stand in one list together."""
    group: list[_Named] = []
    for named in found:
        if group and not _JOINED.fullmatch(sentence, group[-1].end, named.start):
            yield group
            group = []
        group.append(named)
    if group:
        yield group


@cache
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    # Case counts: "the Times" is a paper, "the times" are not.
    return re.compile(r"(?<!\w)(" + "|".join(re.escape(name) for name in names) + r")(?!\w|-[a-z])")


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
