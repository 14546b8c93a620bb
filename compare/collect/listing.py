"""Whether a page lists other articles instead of being one: a section front, an index, the results of a search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

from compare.collect.blocks import words_of

LINKED = 0.6  # of the characters, in blocks that are one link
FEWEST = 8  # links or teasers; an article may well point to fewer, one after the other
BLOCKS = (
    0.4  # of the blocks; of 1,171 real articles (docs/measures.md) none that has so many links reaches 0.35
)
TEASED = 0.5  # of the words, in teasers; none of these reaches 0.21
_TITLE_WORDS = 4  # of a headline; "Home" and "World news" are none
_LONGEST = 80  # words of a teaser with its headline; more is a text
_INLINE = frozenset({"a", "abbr", "b", "em", "font", "i", "img", "mark", "picture", "small", "span", "strong", "svg", "u"})  # fmt: skip
_MANY = "several"


def is_listing(blocks: Sequence[str], links: set[str], teasers: Sequence[str]) -> bool:
    """Whether the blocks of a page's text are for the most part links to other pages or teasers of these."""
    linked = [block for block in blocks if block in links]
    if sum(map(len, linked)) > LINKED * max(1, sum(map(len, blocks))):
        return True
    if len(linked) >= FEWEST and len(linked) >= BLOCKS * len(blocks):
        return True
    around = "\n".join(teasers)
    teased = sum(len(block.split()) for block in blocks if block in around)
    return len(teasers) >= FEWEST and teased >= TEASED * sum(len(block.split()) for block in blocks)


def links_of(tree: Any, url: str) -> set[str]:
    """The texts of the links that lead to another page than that at ``url``."""
    return {words_of(link) for link in tree.iter("a") if _leads_to(link, url)}


def teasers_of(tree: Any, url: str) -> list[str]:
    """The text of each part of a page that has one headline, which leads to another page, and a few lines at most."""
    held: dict[Any, str] = {}  # the one address that the headlines in an element lead to
    nodes = [node for node in tree.iter() if isinstance(node.tag, str)]
    for node in reversed(nodes):  # what is within an element comes before it
        own = _leads_to(node, url) if node.tag == "a" and _is_headline(node) else ""
        held[node] = _one(own, held.get(node, ""))
        parent = node.getparent()
        if parent is not None:
            held[parent] = _one(held[node], held.get(parent, ""))
    found = []
    for node in nodes:
        parent = node.getparent()
        if held[node] not in ("", _MANY) and (parent is None or held[parent] == _MANY):
            text = words_of(node)
            if len(text.split()) <= _LONGEST:
                found.append(text)
    return found


def _leads_to(link: Any, url: str) -> str:
    """The address of another page; empty where a link leads to a place on this one, as the headings of a live page do."""
    try:
        address = urljoin(url, link.get("href") or "")
        return address if urlsplit(address).path != urlsplit(url).path else ""
    except ValueError:  # no address
        return ""


def _one(left: str, right: str) -> str:
    return left if not right or left == right else right if not left else _MANY


def _is_headline(link: Any) -> bool:
    """Whether a link is all that stands on its line, and long enough for a headline."""
    text = words_of(link)
    if len(text.split()) < _TITLE_WORDS:
        return False
    line = link
    boxes = any(isinstance(part.tag, str) and part.tag not in _INLINE for part in link.iterdescendants())
    while not boxes and line.getparent() is not None and line.tag in _INLINE:
        line = line.getparent()
    return len(text) <= 1000 and words_of(line) == text
