"""Claims that stand beside the story: credits and captions, boilerplate, subheadings, pointers to other articles.

Outlets print the same agency photo, the same notice and the same headlines of other stories. That makes the sentences
equal and says nothing about how the event is told, so such claims are read and shown but never aligned.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from compare.records import Claim

_AGENCY = r"(?:AP|AFP|EPA(?:-EFE)?|Reuters|REUTERS|Getty(?: Images)?|Bloomberg|Shutterstock|Alamy|PA|UPI|Xinhua|TASS|Associated Press)"
# A credit at the end of a paragraph makes all of it a caption.
_CREDIT = re.compile(
    rf"""(?:
        \((?:[^()]{{0,80}}[\s/–-])?{_AGENCY}(?:[\s/–-][^()]{{0,60}})?\)
      | \b{_AGENCY}\s?(?:Photo|Images?|file photo)?\s?/\s?[A-Z][\w.'’ -]{{2,40}}
      | [A-Z][\w.'’ -]{{2,40}}/\s?(?:{_AGENCY}|Pool|File)(?:\s(?:via|Images?|News|Photos?|Images)\b.{{0,40}})?
      | \((?:Photo|Photograph|Picture|Image|Video|Credit|File)s?\b[^()]{{0,80}}\)
      | \b(?:Photo(?:graph)?|Picture|Image|Video)(?:\sby|\scredit|\ssource)?:?\s[A-Z][\w.'’/ -]{{2,60}}
    )\.?$""",
    re.VERBOSE,
)  # fmt: skip
_LABEL = re.compile(
    r"(?:FILE|File photo|Caption|Pictured|In this (?:file|undated|handout) (?:photo|image|picture))\b"
)
_NAMES = r"[A-Z][\w.'’-]*(?:,? (?:and |in |for |of |the |de |van |von |al-){0,2}[A-Z][\w.'’-]*){0,20}"
# "Reporting by A and B in Veldhaven; Editing by C", and nothing else.
_BY = re.compile(
    rf"\(?(?:(?:(?:[Aa]dditional|[Ff]urther) )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Tt]ranslation|[Ww]ritten|[Ee]dited|[Cc]ompiled|[Rr]eported)"
    rf"(?: and (?:reporting|writing|editing))? by {_NAMES}[;,.]?\s?){{1,5}}\)?\.?"
)
_BOILERPLATE = re.compile(
    r"""
        ^\W*(?:copyright\s(?:©|\(c\)|\d{4}|by\b)|©|\(c\)\s)
      | \ball\srights\sreserved\b
      | \bmay\snot\sbe\s(?:published|reproduced|redistributed)\b
      | ^our\sstandards:
      | \bcontributed\sto\sthis\s(?:report|story|article|post)\b
      | ^this\s(?:story|article|report|post|piece)\s(?:has\sbeen|was)\s(?:updated|corrected|edited|first\spublished|originally\spublished|produced)\b
      | ^(?:click|tap)\s(?:here|on)\b
      | ^(?:please\s)?(?:sign\sup|subscribe|register)\b.{0,60}\b(?:newsletters?|here|today|now|updates|inbox|channel|app)\b
      | ^(?:get|download)\b.{0,40}\b(?:app|newsletter|inbox)\b
      | ^(?:follow|like|find)\s.{1,60}\bon\s(?:twitter|facebook|instagram|youtube|x)\b
      | ^(?:follow|email|contact|reach)\s(?:us|him|her|them|the\s(?:author|reporter))\b.{0,40}(?:@|\bon\b|\bat\b)
      | ^(?:watch|listen|view|see)\b.{0,40}\b(?:above|below)\b
      | \b(?:affiliate|advertis\w+)\s(?:links?|disclosure|policy)\b
      | \bterms\sof\s(?:use|service)\b | \bprivacy\s(?:policy|notice)\b
      | ^(?:have|got)\sa\s(?:news\s)?tip\b
    """,
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip
_POINTER = re.compile(
    r"(?:\W*(?:read\s(?:more|also|next|the\sfull)|also\sread|see\salso|related(?:\s\w+)?|more\s(?:on|from|in)\b[^:]{0,40}|"
    r"recommended|most\sread|don['’]t\smiss|up\snext|watch(?:\snow)?|listen|in\spictures|photos|video)\s?[:|>»–—-])",
    re.IGNORECASE,
)  # fmt: skip
_ENDS = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
_POINTER_WORDS = 20
_LINK_WORDS = (3, 16)  # of a headline
_LINKS = 3  # lines in a row that read as headlines; two may be subheadings


def asides(claims: Sequence[Claim], subheadings: Collection[int] = ()) -> frozenset[str]:
    """The ids of those of an article's claims that stand beside its story; ``subheadings`` are paragraphs' numbers."""
    paragraphs: dict[int, list[Claim]] = {}
    for claim in claims:
        if claim.kind != "headline":
            paragraphs.setdefault(claim.paragraph, []).append(claim)
    found: set[str] = set()
    run: list[str] = []
    for number in sorted(paragraphs):
        inside = paragraphs[number]
        if number in subheadings or _CREDIT.search(inside[-1].text) or _LABEL.match(inside[0].text):
            found |= {claim.id for claim in inside}
        found |= {
            c.id for c in inside if _BOILERPLATE.search(c.text) or _BY.fullmatch(c.text) or _points(c.text)
        }
        if len(inside) == 1 and _reads_as_link(inside[0].text):
            run.append(inside[0].id)
            if len(run) >= _LINKS:
                found |= set(run)
        else:
            run = []
    return frozenset(found)


def _points(text: str) -> bool:
    """Whether a claim is no more than a pointer; a longer one has run into a sentence of the article."""
    return len(text.split()) <= _POINTER_WORDS and _POINTER.match(text) is not None


def _reads_as_link(text: str) -> bool:
    """A headline: a few words without a full stop that is no list item in lower case."""
    words = text.split()
    if not _LINK_WORDS[0] <= len(words) <= _LINK_WORDS[1] or _ENDS.search(text):
        return False
    return text[:1].isupper() or text[:1].isdigit() or text[:1] in "“‘\"'"
