"""Asks the GDELT DOC API for the seed's event; off unless config/settings.toml names its address.

One request for a story, five seconds from one to the next, 250 results: the limits that GDELT sets.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from compare.collect.feeds import entry
from compare.collect.score import DAYS, is_telling
from compare.collect.ways import Entry, Found, Web
from compare.configured import Outlet
from compare.errors import ExtractionError
from compare.records import Article, Page

PAUSE = 5.0  # seconds between two requests, which GDELT asks for
RESULTS = 250  # the most that GDELT gives
WORDS = 6  # of the headline; more, and nothing has them all

FEWEST = 3  # words; where the headline has fewer long ones, short ones are asked for too

_WORD = re.compile(r"[^\W\d_][\w’'-]+")
_LONG = 4  # letters of a word that is asked for without need
# Words of many headlines, beside those that no text is told by.
_OF_ANY = frozenset(["amid", "also", "an", "and", "as", "at", "by", "during", "for", "go", "he", "here", "if", "in", "is", "it", "just", "know", "known", "latest", "like", "live", "me", "my", "near", "no", "now", "of", "on", "only", "or", "per", "she", "so", "still", "there", "through", "to", "under", "until", "up", "update", "updates", "us", "via", "watch", "we", "while"])  # fmt: skip
_QUOTES_AND_SIGNS = re.compile(r"[\"“”()<>:]")


@dataclass(frozen=True, slots=True)
class Gdelt:
    """The GDELT DOC 2.0 API at ``address``."""

    address: str

    def find(self, seed: Article, outlets: Sequence[Outlet], web: Web) -> Iterator[Found]:
        """Articles in the seed's days that have the telling words of its headline."""
        words = query(seed)
        if not words:
            return
        asked = {
            "query": words,
            "mode": "artlist",
            "format": "json",
            "maxrecords": str(RESULTS),
            "sort": "hybridrel",
        }
        if seed.language == "en":
            asked["query"] += " sourcelang:english"
        asked |= _span(seed)
        url = f"{self.address}?{urlencode(asked)}"
        for item in web.read([url], read_gdelt, pause=PAUSE).get(url, ()):
            yield Found(web.outlet_of(item.url), item, "GDELT search")


def query(seed: Article) -> str:
    """The headline's telling words: names first, then the longest, in the order of the headline.

    Of two letters, only what has capitals is one, as "EU", and only where longer ones are too few: "US" is "U.S." elsewhere.
    """
    found = [w.rstrip("’'-") for w in _WORD.findall(_QUOTES_AND_SIGNS.sub(" ", seed.title))]
    shouted = seed.title.isupper()
    telling = [w for w in found if _tells(w, shouted)]
    words = [w for w in telling if len(w) >= _LONG]
    short = sorted((w for w in telling if len(w) < _LONG), key=len, reverse=True)
    enough = {*words, *short[: max(0, FEWEST - len(set(words)))]}
    words = [w for w in telling if w in enough]
    text = seed.text[seed.title_end :]
    # A headline may set every word in capitals: a name has its capital in the text too.
    names = [w for w in words if w[:1].isupper() and re.search(rf"[a-z,] {re.escape(w)}\b", text)]
    rest = sorted((w for w in words if w not in names), key=len, reverse=True)
    chosen = set([*dict.fromkeys(names), *rest][:WORDS])
    return " ".join(dict.fromkeys(w for w in words if w in chosen))


def _tells(word: str, shouted: bool) -> bool:
    if len(word) == 2 or word in ("US", "IT"):
        return word.isupper() and not shouted
    plain = re.sub(r"[’'].*", "", word.lower())  # "we're" tells no more than "we"
    return plain not in _OF_ANY and is_telling(plain) and is_telling(word)


def _span(seed: Article) -> dict[str, str]:
    if not seed.published_at:
        return {}
    at = dt.datetime.fromisoformat(seed.published_at)
    start, end = at - dt.timedelta(days=DAYS), at + dt.timedelta(days=DAYS)
    return {"startdatetime": f"{start:%Y%m%d%H%M%S}", "enddatetime": f"{end:%Y%m%d%H%M%S}"}


def read_gdelt(page: Page) -> list[Entry]:
    """The results. Raises ExtractionError with GDELT's own words, which it sends in a page of status 200."""
    try:
        data = json.loads(page.body, strict=False)
        rows = data.get("articles", []) if isinstance(data, dict) else None
    except (ValueError, RecursionError):
        said = " ".join(page.body[:200].decode("utf-8", "replace").split())
        raise ExtractionError(f"{page.url}: the search answered with no results but: {said}") from None
    if not isinstance(rows, list):
        raise ExtractionError(f"{page.url}: the search answered with JSON that is no list of articles")
    entries = []
    for row in rows[:RESULTS]:
        if not isinstance(row, dict):
            continue
        seen = re.sub(
            r"^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$",
            r"\1-\2-\3T\4:\5:\6Z",
            str(row.get("seendate") or ""),
        )
        url = str(row.get("url") or "")
        if not re.match(r"https?://", url):  # an address within the search's own site is none of an article
            continue
        made = entry(page, url, str(row.get("title") or ""), "", seen)
        entries += [made] if made else []
    if not entries:
        raise ExtractionError(f"{page.url}: the search found nothing for these words and days")
    return entries
