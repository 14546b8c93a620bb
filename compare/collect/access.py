"""Whether a page gives the whole article, a part of it, or something that stands in its way.

A page that is recognised as a wall is never compared: its sentences would align with each other across
outlets, and what it hides would look like something that the outlet did not tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from compare.records import Access

SHORT = 150  # words; an extracted text under this may be a stub, a longer one is no mere wall
NOT_FOUND = "not-found page answered as if it were the article"
TINY = 25  # words; under this there is no article to compare

_CONSENT = re.compile(
    r"before you continue|we (?:value|care about|respect) your privacy|(?:we and )?our \d* ?partners|"
    r"accept (?:all|cookies)|manage (?:your )?(?:cookie|privacy|consent)|your (?:privacy|consent) choices|"
    r"consent to (?:the )?(?:use of )?cookies",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|are you a robot|unusual traffic from your|"
    r"enable javascript and cookies|complete the captcha|access to this page has been denied|attention required",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"(?:sign|log) in to (?:continue|read|your account|view)|please (?:sign|log) in|create (?:a free|an) account to",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:continue|read|unlock|keep reading)|subscribers? only|"
    r"already a subscriber|to (?:continue|keep) reading|unlock this article|"
    r"this article is for (?:subscribers|members)|register to (?:continue|read)|"
    r"(?<!\d)\d{1,6} (?:free )?articles? (?:left|remaining)",
    re.IGNORECASE,
)
# What begins a sentence so asks the reader to pay or to log in for the rest; a newsletter's "subscribe" does not.
_REQUEST = re.compile(
    r"(?:^|(?<=[.!?…:>] ))(?:please )?(?:"
    r"(?:subscribe|sign up|sign in|log in|register|become an? (?:member|subscriber))(?: now| today| here|,? or \w+(?: \w+)?){0,3}"
    r" to (?:continue(?: reading)?\b|keep reading|read (?:more|on|the (?:full|rest|whole)|this|full)|unlock|access (?:this|the full))|"
    r"to (?:continue|keep) reading\b|(?:already|are you) (?:an? (?:\w+ )?(?:subscriber|member)|subscribed)\s?\?|"
    r"already have an? (?:\w+ )?(?:subscription|account)\s?\?|unlock (?:this|the (?:full|rest of this)) (?:article|story)|"
    r"(?:to )?(?:read|unlock|see) (?:the (?:rest|full)|this|full) (?:of (?:this|the) )?(?:article|story),? .{0,20}(?:subscribe|sign|register|log in)|"
    r"(?:this|the rest of this) (?:article|story|content|post) is (?:only |exclusively )?(?:for|available to|reserved for|exclusive to)"
    r" (?:our |paying |paid |registered |premium |\w+ )?(?:subscribers|members)|"
    r"you(?:['’]ve| have) (?:reached|used|read) (?:your|all|the) .{0,20}(?:limit|free articles?))",
    re.IGNORECASE,
)
_LAST = (6, 80)  # blocks and words at the end of a text among which a request ends it
_MISSING = re.compile(
    r"(?:error )?404(?: .{0,20}not found)?|.{0,20}\b(?:page|article|story) (?:not found|no longer available|does not exist).{0,20}",
    re.IGNORECASE,
)

_ERROR = (
    r"(?:(?:the|this) )?(?:page|article|story|content|file|url|resource|document)(?: you \w+(?: \w+){0,2})?(?: (?:is|was|has been|could|can))?"
    r"(?: ?not| no longer) (?:be )?(?:found|available|exists?)|(?:internal )?server error|proxy error|database error|"
    r"(?:service|site|server|website)(?: is)? (?:temporarily |currently )?(?:unavailable|down for maintenance)|bad gateway|"
    r"gateway time-?out|request time-?out|connection timed out|too many requests|bad request|access (?:is |was )?denied|"
    r"not found|an? (?:\w+ )?error (?:has )?occurred|something went wrong|just a moment|attention required!?|are you a robot|"
    r"under (?:construction|maintenance)|(?:your )?request (?:was |has been )?blocked|(?:please )?(?:enable|turn on) javascript(?: and cookies)?"
    r"(?: to continue)?|(?:invalid|missing|expired) (?:api|access) (?:key|token)|(?:(?:this|your) )?account (?:is |was |has been )?(?:suspended|disabled)|"
    r"rate limit (?:reached|exceeded)|(?:subscribe|sign in|log in) to (?:continue(?: reading)?|keep reading)"
)
_ERROR_TITLE = re.compile(
    rf"(?i:(?:(?:oops|(?:we(?:['’]re| are) )?sorry|http|error|status|code)[\s:!,#.-]{{0,4}}){{0,4}}"
    rf"(?:error|[45]\d\d(?: error)?(?:[\s:–—|.(-]{{0,4}}(?:{_ERROR}|forbidden|unauthori[sz]ed|gone))?|{_ERROR}))[\s.!?…)]{{0,4}}1?"
    r"(?: ?[|–—-] (?:[A-Z]\S{0,30}|the|of|[\w-]+(?:\.\w+)+)(?: (?:[A-Z]\S{0,30}|the|of|and)){0,4})?"
)
INDEX = "index page: a list of other articles, not an article"
ERROR_PAGE = "error page answered as if it were the article"


def names_an_error(title: str) -> bool:
    """Whether a headline is that of an error page: "Error 503", "Page not found | The Tern"; not "503 saved at sea"."""
    return bool(_ERROR_TITLE.fullmatch(title.strip()[:200]))


@dataclass(frozen=True, slots=True)
class Reading:
    """What the access rules look at, gathered from one page."""

    url: str
    title: str
    words: int  # in the extracted body
    body: str  # the extracted body
    visible: str  # the page's visible text, from its beginning
    listing: bool  # whether it lists other articles
    password_field: bool
    is_article: bool  # says the page of itself
    free: bool | None  # isAccessibleForFree
    cut: bool  # whether the text ended in a request to subscribe
    saved: bool  # a person saw the page and saved it


def judge(page: Reading) -> tuple[Access, str]:
    """The access state and the reason for it (empty for ``full``); the first rule that fits decides.

    What a page says in its own text counts; what stands around a text that is there, banner, menu or footer, counts
    only where the text is hardly one.
    """
    short = page.words < SHORT
    own = f"{page.title}\n{page.body}" if page.words >= TINY else page.visible
    if short and _CHALLENGE.search(own):
        return "failed", "challenge page: the site asks to prove that a person is reading"
    if short and _MISSING.fullmatch(page.title.strip()):
        return "failed", NOT_FOUND
    if short and names_an_error(page.title):
        return "failed", ERROR_PAGE
    consent = len(_CONSENT.findall(own))
    if (short and consent >= 2) or (page.words < 4 * SHORT and consent >= 5):
        return "failed", "consent wall: the page shows only a privacy notice"
    if page.words < SHORT // 2 and page.password_field and _LOGIN.search(own):
        return "failed", "login page: the site asks for an account"
    if short and page.free is False:
        return "paywalled", "stub: the page says of itself that it is not free, and gives only a teaser"
    if short and (
        page.cut or _PAYWALL.search(own) or (page.words < SHORT // 2 and _PAYWALL.search(page.visible))
    ):
        return "paywalled", "stub: the page asks for a subscription after a teaser"
    if page.listing:
        return "failed", INDEX
    if page.words < TINY:
        return "failed", "no article text found"
    if not urlsplit(page.url).path.strip("/") and not page.is_article:
        return "failed", INDEX
    if page.cut:
        return "partial", "the text ends in a request to subscribe and may be cut there"
    if page.free is False and not page.saved and _PAYWALL.search(page.visible):
        return (
            "partial",
            "the page says of itself that it is not free, and asks for a subscription; it may be cut",
        )
    return "full", ""


def without_request(blocks: Sequence[str]) -> tuple[list[str], bool]:
    """``blocks`` up to the request to subscribe that they end in, and whether they do."""
    for number in range(max(0, len(blocks) - _LAST[0]), len(blocks)):
        for match in _REQUEST.finditer(blocks[number]):
            rest = " ".join([blocks[number][match.start() :], *blocks[number + 1 :]])
            if len(rest.split()) <= _LAST[1]:
                before = blocks[number][: match.start()].rstrip()
                return [*blocks[:number], *([before] if before else [])], True
    return list(blocks), False
