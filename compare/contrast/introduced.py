"""Whom an article means by "the senator", or "the newspaper": what it says itself of those whom it names.

A name is introduced by what stands before it ("White House counsel Robert Bauer") or behind it ("Glenn Beck, a host at
Fox News,"). A later description is that of the last name whose introduction has all its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from compare.contrast.renamed import DAYS
from compare.contrast.sources import SAYING, is_medium, names
from compare.contrast.spans import WORD, listed
from compare.records import Claim

_NAME = re.compile(r"\b[A-Z][\w’'&-]*\.?(?: (?:of |for |the |de |van |von |bin )?[A-Z][\w’'&-]*\.?){0,7}")
_TITLE = re.compile(r"(?<!\S)(?:[a-z][\w’'-]* ){1,5}$")
_NEAR = 80  # characters before a name in which its title stands
_BEHIND = re.compile(r"(?:,|\s?[—–(]| --) ?(?:\d+, )?([a-z][^,;:—–()“”\"]{3,90}?)(?=[,;—–)]| --|\.$)")
_PARTY = re.compile(r",? ?\(?([RDI])-[A-Z]")
_PARTIES = {"R": "republican", "D": "democrat democratic", "I": "independent"}
_CLAUSE = SAYING | listed(
    "is are was were has have had will would who which that whose when where and but did does do"
)
# What opens a sentence with a capital and is no name; what parts a title from what stands before it.
_FUNCTION = listed(
    "the a an this that these those he she they it his her their its we i you there here but and or so yet in on at after "
    "before when while as if for with since by from to over under during despite according however meanwhile also some many "
    "most both no not who what last next one two three now then still even though although because until"
)
_PLACED = listed("in at on from near to")
_AKIN = {
    "rep": "representative congressman congresswoman lawmaker legislator",
    "representative": "congressman congresswoman lawmaker legislator",
    "sen": "senator lawmaker legislator", "senator": "lawmaker legislator", "gov": "governor", "ceo": "chief executive",
    "democratic": "democrat", "lawyer": "attorney", "attorney": "lawyer", "spokesman": "spokesperson",
    "spokeswoman": "spokesperson", "adviser": "aide", "congressman": "lawmaker", "congresswoman": "lawmaker",
}  # fmt: skip
_MEDIUM = listed(
    "newspaper paper outlet publication magazine site website network broadcaster agency news daily"
)
_DEFINITE = listed("the his her its their that")
_EMPTY = listed("the his her its their that of for and at in to s a an mr mrs ms former top senior own then")


@dataclass
class _Named:
    """A name of an article, with all words that introduce it."""

    names: frozenset[str]
    said: set[str] = field(default_factory=set)
    places: list[int] = field(default_factory=list)  # numbers of the claims that have it


def sources(claims: Iterable[Claim]) -> dict[str, frozenset[str]]:
    """By claim what can tell its source from others, in lower case: its names, and those of whom it describes."""
    articles: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.kind != "headline":
            articles.setdefault(claim.article, []).append(claim)
    found: dict[str, frozenset[str]] = {}
    for told in articles.values():
        told.sort(key=lambda claim: claim.position)
        known = _known(told)
        for number, claim in enumerate(told):
            found[claim.id] = _source(claim, number, known)
    return found


def _known(claims: list[Claim]) -> list[_Named]:
    """All names of an article, each by its last word."""
    found: dict[str, _Named] = {}
    for number, claim in enumerate(claims):
        for match in _NAME.finditer(claim.text):
            words = [w.lower() for w in WORD.findall(match[0])]
            opening = words[0] if words and not match.start() and words[0] in _FUNCTION else ""
            words = words[bool(opening) :]
            own = names(" ".join(words))
            if not own - DAYS:
                continue
            entry = found.setdefault(_plain(words[-1]), _Named(own))
            entry.names |= own if len(words) < 4 else frozenset()
            entry.places.append(number)
            entry.said |= _introduced(claim.text, match, words, opening)
    return list(found.values())


def _introduced(text: str, match: re.Match[str], words: list[str], opening: str) -> set[str]:
    """The words that stand with a name and say who it is; ``opening`` is what stands before it in its own match."""
    said = {_plain(w) for w in words}
    near = max(0, match.start() - _NEAR)
    title = _TITLE.search(text, near, match.start())
    for word in reversed(title[0].split() if title else []):
        if word in _FUNCTION | _CLAUSE:
            break
        said.add(_plain(word))
    party = _PARTY.match(text, match.end())
    if party:
        said |= {*_PARTIES[party[1]].split(), "lawmaker"}
    behind = _BEHIND.match(text, match.end())
    before = opening or "".join(WORD.findall(text[near : match.start()])[-1:])
    if behind and before.lower() not in _PLACED:  # "In Ohio, the senator,"
        added = {_plain(w.lower()) for w in WORD.findall(behind[1])}
        said |= added if not _CLAUSE & added else set()
    if is_medium(match[0]):
        said |= _MEDIUM
    for word in tuple(said):
        said |= set(_AKIN.get(word, "").split())
    return said


def _source(claim: Claim, number: int, known: list[_Named]) -> frozenset[str]:
    if claim.speaker is None:
        return frozenset()
    words = [_plain(word.lower()) for word in WORD.findall(claim.speaker.text)]
    own, asked = names(claim.speaker.text), set(words) - _EMPTY
    fitting = [entry for entry in known if asked and asked <= entry.said]
    if words[0] not in _DEFINITE or not fitting:
        return own
    return own | max(fitting, key=lambda entry: _latest(entry, number)).names


def _latest(entry: _Named, number: int) -> int:
    """The claim that has the name last before claim ``number``, or a negative number for one behind it."""
    return max((place for place in entry.places if place <= number), default=-min(entry.places, default=0))


def _plain(word: str) -> str:
    return word.removesuffix("’s").removesuffix("'s")
