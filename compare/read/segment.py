"""Sentence boundaries inside one paragraph of news English, by rules and a list of abbreviations.

Rules of our own, because they do better on news than the libraries that were measured (sentencex, syntok,
pysbd), which miss titles and quotations of several sentences; benchmarks/segmentation.py prints the figures.
The text is walked once, end mark by end mark, and looks ahead and behind are capped: the time is linear in
the length of the text.
"""

from __future__ import annotations

import re

from compare.read.words import listed

_LOOK = 100  # how many characters before and after an end mark can bear on it

# End marks with the quotes and brackets that close after them. It matches wherever an end mark stands, and what
# follows is judged in code: a pattern that asked for a space behind would read a long run of dots again and again.
_END = re.compile(r"[.!?…]++[\"'”’»)\]]*+(?:[ \u00a0\u2009\u202f][”’»]++)*")
_OPENING_ELLIPSIS = re.compile(r"(?:\.{3,4}|…)[ \u00a0]?[A-Z]")
_DASHES = "—–-"
_OPENERS = "\"'“‘«([" + _DASHES
_QUOTES = "\"'“‘«"
_WORD = re.compile(r"\w[\w’']*")

# A name or more of the title follows: never the last word of a sentence.
_TITLES = listed(
    "mr mrs ms mx messrs dr drs prof profs sen sens rep reps gov govs gen gens lt col maj sgt cpl pvt capt cmdr adm ",
    "brig rev fr hon pres amb supt det insp ste mme mlle msgr atty asst assoc",
)
_MIDDLES = listed("v vs i.e e.g viz cf")  # the same, though written small
_BEFORE_FIGURE = listed(
    "no nos pp p fig figs vol art sec ch jan feb mar apr jun jul aug sept sep oct nov dec"
)
# They may end a sentence or not: the next word decides. All that looks like "u.s" is one of them too.
_OPEN_ENDED = listed(
    "inc co corp ltd llc plc bros cos jr sr etc al esq dept est approx ave blvd rd st mt ft univ assn gov ",
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri ",
    "ala ariz ark calif colo conn del fla ga ill ind kan ky la md me mass mich minn miss mo mont neb nev okla ore pa ",
    "tenn tex va vt wash wis wyo ph.d",
)
_DOTTED = re.compile(r"(?:\w\.)+\w\Z")
_CLOCK = frozenset({"a.m", "p.m"})
_AFTER_CLOCK = listed(
    "monday tuesday wednesday thursday friday saturday sunday eastern central pacific mountain et est edt ct cst cdt ",
    "pt pst pdt gmt utc bst cet january february march april may june july august september october november ",
    "december jan feb mar apr jun jul aug sept sep oct nov dec",
)
# Of a company whose name ends in a mark: Yahoo! Inc.
_COMPANY = re.compile(r"(?:Inc|Ltd|Corp|Co|LLC|PLC|Plc)(?![\w-])")
# With a capital, they open a sentence more often than they go on with a name.
_STARTERS = listed(
    "a about according after all also although among an and another any are as asked at back because before both but ",
    "by can could despite did do does during each earlier either even every few finally first following for former ",
    "from given had has have he her here hers his how however i if in instead is it its just last later like ",
    "many maybe meanwhile more moreover most much my neither never nevertheless no nor not nothing now of on once one ",
    "only or other others our over perhaps please right several she should since so some soon still such than ",
    "that the their them then there these they this those though through thus to today together tomorrow two under ",
    "unlike until was we well were what when where whether which while who why will with without would yes yesterday ",
    "yet you your",
)

# “Why now?” Ms. Ode asked. A capital after a quoted question may open its attribution.
_SAYS = (
    r"(?:said|says|asked|asks|added|adds|replied|replies|wrote|writes|tweeted|tweets|wondered|wonders|exclaimed|"
    r"shouted|shouts|yelled|yells|chanted|chants|cried|demanded|responded|declared|continued|quipped|joked|queried|"
    r"read|reads|recalled|retorted|warned|told)\b"
)
_NAME = r"[A-Z][\w.’'-]{0,25}(?: (?:[A-Z][\w.’'-]{0,25}|of|the|de|van|von|al|bin)){0,5}"
_ASKER = re.compile(
    rf"{_SAYS}|(?:I|he|she|they|we|{_NAME})(?:, [^!?\"“”]{{1,60}},)? (?:{_SAYS}|was quoted|is heard|could be heard)"
)


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The spans of the sentences in ``text[start:end]``, one paragraph, as offsets into ``text``.

    The spans are in order, do not overlap, have no white space at their edges and leave nothing out but white
    space. Sentences inside one quotation are sentences of their own; quotes and brackets that close after an end
    mark belong to the sentence that they close.
    """
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    begin = _skip_space(text, start, end)
    read = begin
    worded = False  # a sentence needs a word: "..." alone belongs to what follows
    for mark in _END.finditer(text, begin, end):
        worded = worded or _WORD.search(text, read, mark.start()) is not None
        read = mark.end()
        after = _skip_space(text, read, end)
        if worded and read < after < end and _is_boundary(text, begin, mark, after, end):
            spans.append((begin, read))
            begin, worded = after, False
    last = len(text[begin:end].rstrip())
    return [*spans, (begin, begin + last)] if last else spans


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _is_boundary(text: str, begin: int, mark: re.Match[str], after: int, end: int) -> bool:
    """Whether a sentence that opened at ``begin`` ends with ``mark``, where the next text starts at ``after``."""
    ahead = text[after : min(after + _LOOK, end)]
    if ahead[0] in ".…":
        return _OPENING_ELLIPSIS.match(ahead) is not None
    following = ahead.lstrip(_OPENERS).lstrip()
    word = _WORD.match(following)
    if word is None:
        return ahead[0] not in ",;:)]/&"
    if word[0][0].islower():
        return False
    marks = mark[0].rstrip("\"'”’»)] \u00a0\u2009\u202f")
    if "?" in marks or "!" in marks:
        return (mark[0] == marks or _ASKER.match(ahead) is None) and _COMPANY.match(ahead) is None
    if len(marks) > 1 or marks == "…":
        return mark[0] != marks or ahead[0] in _QUOTES or word[0].lower() in _STARTERS
    return _ends_at_stop(text, begin, mark, ahead, word[0])


def _ends_at_stop(text: str, begin: int, mark: re.Match[str], ahead: str, following: str) -> bool:
    """Judge a single full stop by the word before it and the capitalised word or figure after it."""
    before = text[max(begin, mark.start() - _LOOK) : mark.start()].split()
    token = before[-1].lstrip(_OPENERS) if before else ""
    word = re.split("[-–—]", token)[-1]
    lower = word.lower()
    if lower in _BEFORE_FIGURE and following[0].isdigit():
        return False
    if lower in _MIDDLES or (lower in _TITLES and word[0].isupper()):
        return False
    if word.isdigit() and len(before) == 1 and mark.start() - len(word) <= begin + 1:
        return False  # "1. The plan": a number that counts items of a list
    if any(quote in mark[0] for quote in '"”»'):
        return True
    if lower in _CLOCK and ahead[0] not in _DASHES:
        return following.lower() not in _AFTER_CLOCK
    if _may_go_on(word):
        opens = ahead[0] in _QUOTES or following.lower() in _STARTERS or following.endswith("ing")
        return opens and ahead[0] not in _DASHES
    return True


def _may_go_on(word: str) -> bool:
    """Whether ``word`` before a full stop is an abbreviation or initial that can stand inside a sentence."""
    if word.lower() == "etc" or _DOTTED.match(word):
        return True
    return word[:1].isupper() and (len(word) == 1 or word.lower() in _OPEN_ENDED)
