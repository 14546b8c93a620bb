"""Whether the words before an outlet's name make it a person's: "Michael Bloomberg", but not "Japan's Kyodo".

A first name is a word with a capital that nothing shows to be another kind of word: no possessive, no adverb, no
day, month or people, no word for an outlet's kind. Dictionaries do not tell, since they hold first names too.
"""

from __future__ import annotations

import re
from functools import lru_cache

from compare.read.words import listed

_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep)\.? $")
_WORD = re.compile(r"(?<![\w’'-])([A-Z][\w’'-]+) $")
_POSSESSIVE = re.compile(r"[’']s?$")
# "State-run", "Beijing-based": of compounds, only those with a second capital are names, as "Jean-Paul" is.
_COMPOUND = re.compile(r"-[a-z]")
_PEOPLES = re.compile(r"(?:day|ese|ish|ian|an|ing)$")
_NO_FIRST_NAMES = listed(
    # Prepositions, conjunctions, articles and the like.
    "a an the this that these those his her its their our my no some all any each every another other per via from to",
    "at for with without within since unlike like only even neither nor not both either in on as by but and or if though",
    "although because when while whereas where after before until once during despite through under over against about",
    "between among what which who how why whether so yet",
    # Adverbs that have no -ly.
    "earlier later now then there here meanwhile afterwards afterward thereafter today yesterday tomorrow tonight",
    "overnight still also again instead however moreover furthermore besides nevertheless nonetheless otherwise therefore",
    "thus indeed perhaps maybe soon often sometimes always never elsewhere abroad first second last next previously",
    # Kinds of outlets and of people at them.
    "agency broadcaster channel daily magazine network newspaper newswire outlet paper periodical portal press",
    "programme program publication publisher radio site station tabloid broadsheet television tv weekly monthly website",
    "web blog wire service media news newsmagazine competitor rival peer partner sister parent owner",
    # What is said of them.
    "official unofficial semiofficial state national local public private government opposition conservative liberal",
    "progressive independent influential centrist pro-government financial business regional provincial foreign",
    "domestic international former leading popular respected major global fellow exiled banned online digital",
    "french greek swiss dutch iraqi israeli pakistani saudi qatari emirati kuwaiti yemeni azerbaijani thai czech",
    # Months.
    "january february march april may june july august september october november december",
)  # fmt: skip
_SHORTEST_STEM = 4  # of an adverb in -ly: "Emily", "Sally" and "Kelly" have shorter ones


def names_a_person(before: str) -> bool:
    """Whether ``before``, which ends just before a name of one word, ends with a title or a first name."""
    if _TITLE.search(before):
        return True
    match = _WORD.search(before)
    return match is not None and _may_be_first_name(match[1])


@lru_cache(maxsize=4096)
def _may_be_first_name(word: str) -> bool:
    if _POSSESSIVE.search(word) or _COMPOUND.search(word) or _PEOPLES.search(word):
        return False
    lower = word.lower()
    return lower not in _NO_FIRST_NAMES and not _is_adverb(lower)


def _is_adverb(word: str) -> bool:
    import simplemma

    stem = word.removesuffix("ly")
    return stem != word and len(stem) >= _SHORTEST_STEM and bool(simplemma.is_known(stem, "en"))
