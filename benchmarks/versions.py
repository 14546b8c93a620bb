"""Versions of real articles: noise must make none, a changed figure always one, and edits must be told as what they are.

Usage: python benchmarks/versions.py [DATA_DIR]   (default: ../shared/data beside the repository)

On the pages of the article extraction benchmark. Noise is put into the HTML: a time stamp, a pointer to another
article, other white space. Figures are changed in the HTML, one digit of a paragraph at a time, and in a short sentence put at a paragraph's end. Edits are made in the
text: a sentence taken out, put in from another article, moved to the end, or with one figure changed.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from pathlib import Path

from extraction import _page as page_of
from web import ROOT, data_folder

from compare.collect.extract import extract
from compare.collect.noise import tells_the_same
from compare.config import load
from compare.configured import Lexicon
from compare.match.versions import claim_changes
from compare.read.claims import claims
from compare.read.embed import SentenceTransformerEmbedder
from compare.records import Article, Page

QUIET = 0.99  # of noisy fetches make no version, at least
TOLD = 1.0  # of changed figures make one
RIGHT = 0.95  # of edits are told as what they are, and nothing beside them
EDITED = 90  # articles: enough, and a model has to read what is left over of each
STAMPS = (
    "Updated 14:05 GMT",
    "Last updated: Mon 24 Nov 2026, 14.05 GMT",
    "Published 3 hours ago",
    "4 min read",
    "This article was updated at 14:05 GMT.",
    "Listen to this article (5:32)",
)
SHORT = ((" It was quiet. About 20 years ago.", "20", "21"), (" It covers 10² hectares.", "10²", "102"))
POINTER = '<p>Read more: <a href="/other">The other story, with its 12 points</a></p>'


def main(data: Path) -> int:
    """Prints the figures; 1 when one is beyond its bound."""
    truth = data / "article_extraction" / "ground-truth.json"
    if not truth.is_file():
        print(f"versions: no {truth}; nothing measured")
        return 0
    chance = random.Random(5)
    noisy: Counter[str] = Counter()
    figures: Counter[bool] = Counter()
    articles: list[Article] = []
    for key, entry in json.loads(truth.read_text(encoding="utf-8")).items():
        page = page_of(entry["url"], truth.parent / "html" / f"{key}.html.gz")
        before = extract(page, "outlet")
        if not before.comparable:
            continue
        articles.append(before)
        for kind, html in _noise(page, before, chance):
            same = tells_the_same(before.text, extract(_with(page, html), "outlet").text)
            noisy[f"{kind}: {'quiet' if same else 'a version'}"] += 1
        for html in _figures(page, before, chance):
            figures[not tells_the_same(before.text, extract(_with(page, html), "outlet").text)] += 1
        for one, other in _short_figures(page, before, chance):
            told_by = [extract(_with(page, html), "outlet").text for html in (one, other)]
            figures[not tells_the_same(*told_by)] += 1
    quiet = sum(n for k, n in noisy.items() if k.endswith("quiet")) / max(1, sum(noisy.values()))
    told = figures[True] / max(1, sum(figures.values()))
    print(f"noisy fetches of {len(articles)} articles: {sum(noisy.values())}, no version from {quiet:.3f} (bound {QUIET}): {dict(sorted(noisy.items()))}")  # fmt: skip
    print(f"changed figures: {sum(figures.values())}, a version from {told:.3f} (bound {TOLD})")
    right = _edits(articles[:EDITED], load(ROOT / "config").lexicon, chance)
    return 0 if quiet >= QUIET and told >= TOLD and right >= RIGHT else 1


def _with(page: Page, html: str) -> Page:
    kind = (("content-type", "text/html; charset=utf-8"),)
    return Page(page.url, page.final_url, 200, kind, html.encode("utf-8"), page.fetched_at)


def _html(page: Page) -> str:
    return page.body.decode("utf-8", "replace")


def _paragraphs(page: Page, article: Article) -> list[tuple[str, int]]:
    """Paragraphs of the article that stand in the HTML as they are, with their places there."""
    html = _html(page)
    found = []
    for start, end in article.paragraphs:
        text = article.text[start:end]
        at = html.find(text) if len(text) > 60 and html.count(text) == 1 else -1
        in_script = html.rfind("<script", 0, at) > html.rfind("</script", 0, at)
        # A copy in the page's data is not what the article says.
        if at >= 0 and not in_script and html[:at].rstrip().endswith(">"):
            found.append((text, at))
    return found


def _noise(page: Page, article: Article, chance: random.Random) -> list[tuple[str, str]]:
    html, places = _html(page), _paragraphs(page, article)
    made = []
    for kind in ("stamp", "pointer", "white space"):
        if not places:
            break
        text, at = chance.choice(places)
        end = html.find("</p>", at + len(text))
        if kind == "white space":
            made.append((kind, html[:at] + text.replace(" ", " \n\t ", 5) + html[at + len(text) :]))
        elif end >= 0:
            more = f"<p>{chance.choice(STAMPS)}</p>" if kind == "stamp" else POINTER
            made.append((kind, html[: end + 4] + more + html[end + 4 :]))
    return made


def _figures(page: Page, article: Article, chance: random.Random) -> list[str]:
    html = _html(page)
    digits = [at + m.start() for text, at in _paragraphs(page, article) for m in re.finditer(r"\d", text)]
    made = []
    for at in chance.sample(digits, min(5, len(digits))):
        other = chance.choice([d for d in "123456789" if d != html[at]])
        made.append(html[:at] + other + html[at + 1 :])
    return made


def _short_figures(page: Page, article: Article, chance: random.Random) -> list[tuple[str, str]]:
    """The page with a short sentence at a paragraph's end, and with another figure in it."""
    html, places = _html(page), _paragraphs(page, article)
    if not places:
        return []
    text, at = chance.choice(places)
    end = at + len(text)
    return [
        tuple(html[:end] + sentence.replace(figure, said) + html[end:] for said in (figure, other))
        for sentence, figure, other in SHORT
    ]


def _edits(articles: list[Article], lexicon: Lexicon, chance: random.Random) -> float:
    embed = SentenceTransformerEmbedder().embed
    right: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    strangers = [a for a in articles if len(a.paragraphs) > 3]
    for article in articles:
        texts = [article.text[s:e] for s, e in article.paragraphs]
        if len(texts) < 5 or len(set(texts)) < len(texts):
            continue
        place = chance.randrange(1, len(texts) - 1)
        other = chance.choice([a for a in strangers if a.id != article.id])
        stranger = other.text[slice(*other.paragraphs[1])]
        figures = [i for i, t in enumerate(texts) if re.search(r"[1-9]\d", t)]
        edits = {
            "removed": [*texts[:place], *texts[place + 1 :]],
            "added": [*texts[:place], stranger, *texts[place:]],
            "moved": [*texts[:place], *texts[place + 1 :], texts[place]],
        }
        if figures:
            at = chance.choice(figures)
            changed = re.sub(r"[1-9](?=\d)", lambda m: str(int(m[0]) % 9 + 1), texts[at], count=1)
            edits["reworded"] = [*texts[:at], changed, *texts[at + 1 :]]
        old = claims(article, lexicon)
        for kind, after in edits.items():
            changes = claim_changes(old, claims(_edited(article, after), lexicon), embed)
            tried[kind] += 1
            right[kind] += bool(changes) and {c.change for c in changes} == {kind}
    share = sum(right.values()) / max(1, sum(tried.values()))
    print(f"edits told as what they are: {share:.3f} of {sum(tried.values())} (bound {RIGHT}): " + ", ".join(f"{k} {right[k]} of {tried[k]}" for k in sorted(tried)))  # fmt: skip
    return share


def _edited(article: Article, paragraphs: list[str]) -> Article:
    from dataclasses import replace

    parts, spans = [article.text[: article.title_end]] if article.title_end else [], []
    at = article.title_end + 2 if article.title_end else 0
    for text in paragraphs:
        parts.append(text)
        spans.append((at, at + len(text)))
        at += len(text) + 2
    return replace(article, text="\n\n".join(parts), paragraphs=tuple(spans))


if __name__ == "__main__":
    sys.exit(main(data_folder()))
