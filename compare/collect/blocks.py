"""The paragraphs of a page, out of the tree that trafilatura leaves of it, and what one element of a page reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Gap = Literal["parted", "line break", "after paragraph", "before paragraph"]

# Controls, zero-width and bidi characters: invisible, and able to hide or reorder what a reader sees.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ud800-\udfff]")  # fmt: skip
# trafilatura's names of what stands on lines of its own; the cells of a row share one.
_PARTS = frozenset({"div", "head", "item", "list", "p", "quote", "row", "table"})
_HTML_PARTS = frozenset({"article", "br", "dd", "div", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "section", "td", "th", "tr", "ul"})  # fmt: skip
_ENDS = re.compile(r"[.!?…][\"'”’)\]]*$")  # a sentence
_GOES_ON = re.compile(r"[,.;:)?!]|['’](?:s|re|ve|ll|d|m|t)\b")  # one that a link stands in


@dataclass(slots=True)
class Block:
    """A paragraph, a subheading, an item of a list or a row of a table."""

    text: str
    links: list[str] = field(default_factory=list)  # where the links in it lead
    head: bool = False  # whether it is a subheading
    gap: Gap = "parted"  # what stands between it and the block before


def clean(text: str) -> str:
    """NFC, invisible characters gone, each run of white space one space."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text.replace("\r", "\n")))
    return " ".join(text.split())


def words_of(node: Any) -> str:
    """What a reader sees of an element of HTML, on one line."""
    texts = []
    for starts, part in _walk(node):
        texts.append(" " if part.tag in _HTML_PARTS else "")
        texts.append(_text_of(part, starts) if starts or part is not node else "")
    return clean("".join(texts))


def blocks_of(body: Any) -> list[Block]:
    """The innermost blocks of trafilatura's tree, in the order of the page."""
    blocks = [Block("")]
    links: list[str] = []  # where the links lead that are open here
    heads = 0
    for starts, part in _walk(body):
        if part is body:
            continue
        gap: Gap | None = None
        if part.tag in _PARTS or part.getparent() is body:
            heads += (part.tag == "head") * (1 if starts else -1)
            gap = "parted"
            if part.tag == "p" and part.getparent().tag == "div":
                gap = "before paragraph" if starts else "after paragraph"
        elif part.tag == "lb" and starts:
            gap = "line break"
        elif part.tag == "cell":
            blocks[-1].text += " "
        if gap is not None:
            # What stands after nothing is parted: a second line break does what the end of a paragraph does.
            blocks.append(Block("", [*links], heads > 0, gap if clean(blocks[-1].text) else "parted"))
        if part.tag == "ref" and starts:
            links.append(part.get("target") or "")
            blocks[-1].links.append(links[-1])
        elif part.tag == "ref":
            links.pop()
        blocks[-1].text += _text_of(part, starts)
    return _joined(blocks)


def _joined(blocks: list[Block]) -> list[Block]:
    """Those that hold text; what is parted amid a sentence is one again."""
    joined: list[Block] = []
    for block in blocks:
        gap = block.gap
        # trafilatura folds white space itself; a line end that is left parts two blocks.
        for line in block.text.split("\n"):
            if not clean(line):
                continue
            if joined and _are_one(joined[-1].text, line, gap):
                joined[-1].text += f" {line}" if gap == "line break" else line
                joined[-1].links += block.links
            else:
                joined.append(Block(line, [*block.links], block.head))
            gap = "parted"
    for block in joined:
        block.text = clean(block.text)
    return joined


def _are_one(before: str, after: str, gap: Gap) -> bool:
    """Whether one sentence goes on over ``gap``.

    Of text, link, text in a <div> trafilatura makes a paragraph, a link, and a paragraph.
    """
    words = after.lstrip()
    if gap == "parted":
        return False
    if gap == "line break":
        return words[:2].islower() or before.rstrip().endswith(",")
    if before[-1].isalnum() and after[0].isalnum():
        return False
    goes_on = words[:2].islower() or _GOES_ON.match(words) is not None
    return goes_on or (gap == "after paragraph" and not _ENDS.search(before.rstrip()))


def _walk(node: Any) -> Iterator[tuple[bool, Any]]:
    """Each node within ``node`` twice, when it starts and when it ends; nested ever so deep."""
    from lxml import etree

    for event, part in etree.iterwalk(node, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            yield True, part
        yield event == "start", part


def _text_of(part: Any, starts: bool) -> str:
    if starts:
        return (part.text or "") if isinstance(part.tag, str) else ""
    return part.tail or ""
