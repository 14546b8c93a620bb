"""Takes out of a page what changes from fetch to fetch before its text is looked for.

A time stamp or a pointer that stands in the middle of a quotation or a list would else be one paragraph with it, and
white space that no reader sees can make the extractor decide otherwise. What the extractor would join, two words on both
sides of a tag, is kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from compare.collect.furniture import LONGEST, is_furniture

MOST_PARTS = 30  # elements within one paragraph; furniture has few, a hostile page may nest them without end
_BLOCKS = frozenset({"article", "div", "figcaption", "section"})
_INLINE = frozenset({"a", "b", "em", "i", "span", "strong"})
_SPACE = (
    "\u2063 "  # not at the edge, where the extractor would take it; the mark goes with all that is invisible
)
_AS_WRITTEN = frozenset({"pre", "script", "style", "textarea"})
# Between two words only: at an edge, as after a line break, the extractor takes a new line for a new paragraph.
_SPACES = re.compile(r"(?<=\S)[ \t\r\n\f]+(?=\S)")
# What lxml reads and will not write; nobody sees it.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def tidy(tree: Any, anchors: set[str]) -> None:
    """Works on an lxml tree in its place; ``anchors`` are the texts of the page's links."""
    for paragraph in list(tree.iter("p")):
        text = _short_text(paragraph)
        if text and paragraph.getparent() is not None and is_furniture(text, anchors):
            paragraph.drop_tree()
    for node in tree.iter():
        parent = node.getparent()
        if isinstance(node.tag, str) and node.text and node.tag not in _AS_WRITTEN:  # no comment
            node.text = _spaced(node.text)
        if node.tail and (parent is None or parent.tag not in _AS_WRITTEN):
            node.tail = _spaced(node.tail)
        _keep_apart(node)


def _keep_apart(node: Any) -> None:
    """Keeps the words beside a tag apart where the extractor would take the tag, and the space, and join them."""
    if node.tag in _BLOCKS and (node.text or "").strip():
        node.text = f"\n{_SPACE}{node.text}"
    if node.tag in _BLOCKS and (node.tail or "").strip():
        node.tail = f"\n{_SPACE}{node.tail}"
    if node.tag in _INLINE and node.tail and node.tail[0].isspace() and node.tail.strip():
        node.tail = _SPACE + node.tail.lstrip()


def _spaced(text: str) -> str:
    return _SPACES.sub(" ", _UNWRITABLE.sub("", text))


def _short_text(paragraph: Any) -> str:
    """Its whole text with single spaces; empty when it is too long or too much for furniture."""
    parts: list[str] = []
    for number, part in enumerate(_parts(paragraph)):
        parts.append(part)
        if number > 2 * MOST_PARTS or sum(map(len, parts)) > 2 * LONGEST:
            return ""
    return " ".join("".join(parts).split())


def _parts(paragraph: Any) -> Iterator[str]:
    nodes = list(islice(paragraph.iter(), MOST_PARTS + 1))
    if len(nodes) > MOST_PARTS:
        return
    yield from islice(paragraph.itertext(), 2 * MOST_PARTS + 2)
