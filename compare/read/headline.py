"""The short ways in which a headline names its source: "FT: Japan seeks backing", "Japan seeks backing - FT".

They hold in a headline alone: in a sentence a colon or a dash says nothing of the kind. A headline that is about the
outlet itself has the same form, so words that outlets are written about with keep it from being a citation.
"""

from __future__ import annotations

import re

from compare.read.citing import Cue

CUE = "in the headline"  # a colon or a dash is no word to show
_SHORTEST = 3  # words that stand before a name set off by a dash
_CLAUSE = 5  # and by a colon, where fewer name a thing and then the outlet: "Trump's new target: CNN"

_FIRST = re.compile(r"^(?:(?:exclusive|breaking|report|update \d+|wrapup \d+)(?: ?[:|–—-]) ?)?(?:the )?$", re.IGNORECASE)  # fmt: skip
_TELLS = re.compile(r"^(?: (?:exclusive|report|sources))?: ?(?=[\w“\"‘'$€£¥])", re.IGNORECASE)
_LAST = re.compile(r"(?: [–—-]|:| \() ?(?:the )?$", re.IGNORECASE)
_ENDS = re.compile(r"^(?: (?:report|exclusive|sources))?[.)]?$", re.IGNORECASE)
_SPEAKS_TO = re.compile(r"^(?:[A-Z][\w.’'-]+ ){1,4}(?P<cue>to) (?:the )?$")
_QUOTE = re.compile(r"^: ?[“\"‘'«]")
_ABOUT_IT = re.compile(
    r"\b(?:newsrooms?|licen[cs]e fee|director[- ]general|lay-?offs|job cuts|redundanc\w+|staff(?:ers)?|paywall|ratings|"
    r"subscribers|viewers|readers|anchors|presenters|hosts|its (?:own|journalists|editors?|future|history)|"
    r"(?:the|this) (?:network|broadcaster|paper|newspaper|channel|agency|corporation))\b|"
    r"^: ?(?:what went wrong|(?:an? |the )?(?:short |brief )?(?:history|rise|fall|story|inside|crisis|future)\b)",
    re.IGNORECASE,
)
_A_THING = re.compile(
    r"\b(?:targets?|channels?|networks?|outlets?|papers?|newspapers?|broadcasters?|magazines?|sources?|enem(?:y|ies)|foes?|"
    r"rivals?|homes?|jobs?|employers?|winners?|losers?|favou?rites?|choices?|brands?|compan(?:y|ies)|owners?|buyers?|sites?|media)$",
    re.IGNORECASE,
)


def cue_in_headline(before: str, after: str) -> Cue | None:
    """The cue that makes a name in a headline a source, given the headline before and after it; None when there is none."""
    if _FIRST.match(before):
        return Cue("report", CUE) if _TELLS.match(after) and not _ABOUT_IT.search(after) else None
    if (match := _SPEAKS_TO.match(before)) and _QUOTE.match(after):
        return Cue("interview", match["cue"])
    if not _ENDS.match(after) or not (match := _LAST.search(before)):
        return None
    said = before[: match.start()]
    words = len(said.split())
    if match[0].startswith(":"):
        return Cue("report", CUE) if words >= _CLAUSE and not _A_THING.search(said) else None
    return Cue("report", CUE) if words >= _SHORTEST else None
