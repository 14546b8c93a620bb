"""Where an article quotes: the spans between quotation marks, in curly, straight, single and angled marks.

Only the outermost marks count; a quotation inside a quotation belongs to it. An apostrophe is not a mark. A mark
that is never closed does not swallow the article: it counts only where the news convention explains it (a speech
that goes on in the next paragraph, which opens with a mark again), where the next paragraph closes it, or where it
opens the paragraph, and then to the end of that paragraph only.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

_MARK = re.compile(r"''|[\"“”„«»‘’'`]")
_OPENS_WITH_MARK = re.compile(r"\s*+(?:[\"“«‘]|''|')")
# Writers mix straight and curly marks; what may close a quotation is looked up by what opened it.
_PAIRS = {"“": ("”", '"', "“"), "«": ("»",), "„": ("“", "”"), '"': ('"', "”"), "''": ("''",)}
_SINGLE_CLOSERS = {"‘": "’", "'": "'"}
_APOSTROPHES = frozenset("‘’'`")
_DECADE_OR_ELISION = re.compile(r"['’‘](?:\d0s|em\b|til\b|tis\b|twas\b|cause\b|n\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """What stands between two marks: ``start`` and ``end`` without the marks, ``outer_*`` with them.

    ``continues`` says that its first words carry on the speech of the paragraph before.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    continues: bool = False


def quotations(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[list[Quotation]]:
    """The quotations of each paragraph, in order, as offsets into ``text``; none reaches past its paragraph."""
    found: list[list[Quotation]] = []
    unclosed = closes = False
    for index, (start, end) in enumerate(paragraphs):
        following = paragraphs[index + 1] if index + 1 < len(paragraphs) else None
        reopened = following is not None and _OPENS_WITH_MARK.match(text, *following) is not None
        inside, open_at = _in_paragraph(text, start, end)
        closed_at = _closed_early(text, start, end) if closes else None
        if closed_at is not None and (not inside or inside[0].outer_start > closed_at):
            inside.insert(0, Quotation(start, closed_at, start, closed_at + 1, continues=True))
        closes = open_at is not None and following is not None and _closed_early(text, *following) is not None
        if open_at is not None and (reopened or closes or not text[start : open_at.start()].strip()):
            inside.append(Quotation(open_at.end(), end, open_at.start(), end))
        else:
            open_at = None
        if unclosed and inside and not text[start : inside[0].outer_start].strip():
            first = inside[0]
            inside[0] = Quotation(first.start, first.end, first.outer_start, first.outer_end, continues=True)
        unclosed = open_at is not None and reopened
        found.append([quotation for quotation in inside if text[quotation.start : quotation.end].strip()])
    return found


def _closed_early(text: str, start: int, end: int) -> int | None:
    """Where a paragraph closes a quotation that it did not open: its first mark can only be a closing one."""
    first = next((m for m in _MARK.finditer(text, start, end) if m[0] not in _APOSTROPHES), None)
    if first is None or first.start() == start or first[0] not in ("”", "»", '"'):
        return None
    after = text[first.end()] if first.end() < end else " "
    if first[0] == '"' and (text[first.start() - 1].isspace() or not after.isspace()):
        return None
    return first.start()


def _in_paragraph(text: str, start: int, end: int) -> tuple[list[Quotation], re.Match[str] | None]:
    """The closed quotations of one paragraph, and the last mark if it was left open."""
    marks = list(_MARK.finditer(text, start, end))
    ends_of = _single_ends(text, marks, end)
    found: list[Quotation] = []
    opened: re.Match[str] | None = None
    position = start
    for index, mark in enumerate(marks):
        if mark.start() < position:
            continue
        if opened is not None and mark[0] in _PAIRS[opened[0]] and _can_close(text, opened, mark, end):
            found.append(Quotation(opened.end(), mark.start(), opened.start(), mark.end()))
            opened = None
        elif mark[0] in _PAIRS and _can_open(text, mark, start, end):
            # The same mark again before the first was closed: the first was a slip.
            opened = mark if opened is None or opened[0] == mark[0] else opened
        elif opened is None and index in ends_of:
            close = ends_of[index]
            found.append(Quotation(mark.end(), close, mark.start(), close + 1))
            position = close + 1
    return found, opened


def _can_open(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """An opening mark stands at the start of a word: after white space, a bracket, a dash or another mark."""
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    if mark[0] in ("“", "«", "„"):
        return True
    return not after.isspace() and not before.isalnum() and before not in ".,!?%;)]’”"


def _can_close(text: str, opened: re.Match[str], mark: re.Match[str], end: int) -> bool:
    """A straight mark that stands before a word, after a space, opens; every other one closes.

    An opening curly mark closes only as a slip of the pen: after a word and before a space.
    """
    if mark[0] in ("”", "»") or (mark[0] == "“" and opened[0] == "„"):
        return True
    before = text[mark.start() - 1]
    after = text[mark.end()] if mark.end() < end else " "
    if mark[0] == "“":
        return after.isspace() and not before.isspace()
    return not (before.isspace() and after.isalnum()) and mark.start() > opened.end()


def _single_ends(text: str, marks: list[re.Match[str]], end: int) -> dict[int, int]:
    """For each single mark that opens a quotation, by its index in ``marks``: where that quotation closes.

    The close is looked for before the next single mark that could open, so that each mark is looked at once.
    An apostrophe after a plural ("the workers' demand") closes only when nothing better does.
    """
    closers: dict[str, list[int]] = {"’": [], "'": []}
    openers: list[tuple[int, int, str]] = []
    for index, mark in enumerate(marks):
        at = mark.start()
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < end else " "
        if (
            mark[0] in _SINGLE_CLOSERS
            and not before.isalnum()
            and before not in ".,!?’"
            and not after.isspace()
        ):
            if not _DECADE_OR_ELISION.match(text, at, end):
                openers.append((index, at, _SINGLE_CLOSERS[mark[0]]))
        elif mark[0] in closers and not after.isalnum() and not before.isspace():
            closers[mark[0]].append(at)
    ends: dict[int, int] = {}
    for number, (index, at, closer) in enumerate(openers):
        limit = openers[number + 1][1] if number + 1 < len(openers) else end
        places = closers[closer]
        within = places[bisect_left(places, at + 2) : bisect_left(places, limit)]
        if within:
            ends[index] = next((place for place in within if text[place - 1] not in "sS"), within[-1])
    return ends
