"""What stands among an article's paragraphs and is none of its text: time stamps, pointers elsewhere, counters.

It changes from fetch to fetch while the article says the same. Only what is nothing else but furniture is taken:
a date inside a sentence is part of what the sentence says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = 160  # characters; furniture is short
_EDGE = (3, 2)  # blocks at the beginning and at the end among which a date alone is the article's own

_LABEL = re.compile(
    r"(?:this (?:article|story|page|report|live blog) (?:was|has been) )?(?:first |last |originally )?"
    r"(?:updated?|published|posted|modified|edited|last update|last modified)\b",
    re.IGNORECASE,
)
_TOKEN = re.compile(
    r"""(?:
        \d{1,4}(?:[:.h/-]\d{1,4}){0,3}(?:st|nd|rd|th)?z?(?:t\d\d:\d\d(?::\d\d)?z?)?
      | (?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)\.?
      | january|february|march|april|june|july|august|september|october|november|december
      | (?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)\.?
      | monday|tuesday|wednesday|thursday|friday|saturday|sunday
      | [ap]\.?m\.? | noon | midnight | gmt | utc | bst | cet | cest | [ecmp][sd]?t | jst | ist | hkt | aest | msk
      | seconds? | secs? | minutes? | mins? | min\.? | hours? | hrs? | days? | weeks? | months? | years?
      | ago | today | yesterday | just | now | on | at | of | and | an? | about | time | local | read | for | in
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_AGO = re.compile(r"\b(?:ago|just now)\b", re.IGNORECASE)
_MOMENT = re.compile(r"\d{1,2}[:.h]\d\d|\b(?:19|20)\d\d\b", re.IGNORECASE)
_DAY = re.compile(
    r"\b\d{1,2}[ /.-](?:\d{1,2}[/.-]\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}\b|\b(?:today|yesterday|[a-z]{3,6}day)\b|"
    r"\b\d{1,2} ?[ap]\.?m\b",
    re.IGNORECASE,
)
_BYLINE_AGO = re.compile(
    r"(?P<by>by .{2,80}?)[\s,|·•–—-]+\d{1,3} (?:min(?:ute)?|hour|hr|day)s? ago", re.IGNORECASE
)
_POINTER = re.compile(
    r"(?:related(?: (?:articles?|stor(?:y|ies)|coverage|content|topics?|links?|news))?|read (?:more(?: here)?|also|next|this)|"
    r"also read|see also|more (?:on|from|about) [\w’' -]{2,40}|more stories|most read|recommended(?: for you)?|"
    r"don['’]t miss|what to read next|up next|watch|listen|in pictures|explainer|go deeper)\s?[:|>»–—-]*\s?",
    re.IGNORECASE,
)
_COUNTER = re.compile(
    r"(?:\d[\d,.]{0,12}\s?[km]?\s)?(?:comments?|shares?|likes?|views?|reactions?)(?:\s?\(?\d[\d,.]{0,12}\s?[km]?\)?)?",
    re.IGNORECASE,
)
_PROMPT = re.compile(
    r"(?:advertisement|sponsored|story continues below(?: advertisement)?|article continues (?:after|below).{0,40}|"
    r"share(?: this)?(?: article| story)?|copy link|print|save|"
    r"\d{1,3}[ -]min(?:ute)?s?[ -]read|listen to (?:this )?(?:article|story)(?:[\s·|(–-]{1,3}\d{1,3}(?::\d\d| ?min(?:ute)?s?)\)?)?|"
    r"sign up (?:for|to) .{0,80}newsletters?.{0,40}|follow us on .{0,60})[.:!]?",
    re.IGNORECASE,
)  # fmt: skip
_SPLIT = re.compile(r"[\s,;|()•·–—-]+")


def without_furniture(blocks: Sequence[str], anchors: set[str]) -> list[str]:
    """``blocks`` without those that are furniture; ``anchors`` are the texts of the page's links."""
    kept = []
    for place, block in enumerate(blocks):
        at_edge = place < _EDGE[0] or place >= len(blocks) - _EDGE[1]
        if not (is_stamp(block, bare=at_edge) or _is_pointer(block, anchors) or _is_counter(block)):
            kept.append(block)
    return kept


def is_furniture(block: str, anchors: set[str]) -> bool:
    """Whether ``block`` is furniture wherever it stands: a labelled time stamp, a pointer, a counter."""
    return is_stamp(block, bare=False) or _is_pointer(block, anchors) or _is_counter(block)


def is_stamp(text: str, *, bare: bool) -> bool:
    """Whether ``text`` says when it was published or changed and nothing else.

    It must name a time, a day, or how long ago. Without a label such as "Updated" it counts only where ``bare``, and
    not as a sentence: "About 20 years ago." is told.
    """
    if not text or len(text) > LONGEST:
        return False
    rest, labels = _LABEL.subn(" ", text)
    words = [word for word in _SPLIT.split(rest.strip(" :.")) if word]
    if not words or not all(_TOKEN.fullmatch(word.strip(":.")) for word in words if word.strip(":.")):
        return False
    ago, moment = _AGO.search(rest) is not None, _MOMENT.search(rest) is not None
    if labels:
        return ago or moment or _DAY.search(rest) is not None
    return bare and (moment or (ago and not text.endswith(".")))


def without_age(block: str) -> str:
    """A byline without how long ago it was: "By Ann Lee, 14 minutes ago" changes from fetch to fetch."""
    match = _BYLINE_AGO.fullmatch(block)
    return match["by"] if match else block


def _is_pointer(block: str, anchors: set[str]) -> bool:
    match = _POINTER.match(block)
    if match is None:
        return False
    rest = block[match.end() :]
    # Without the link that it points with, a sentence that begins so may be the article's own.
    return not rest or rest in anchors or (block in anchors and len(block) <= LONGEST)


def _is_counter(block: str) -> bool:
    return len(block) <= LONGEST and bool(_COUNTER.fullmatch(block) or _PROMPT.fullmatch(block))
