"""Text from the web made safe to look at: nothing in it can hide, reorder or break what stands around it."""

from __future__ import annotations

import re


def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    # What can act on a terminal or end a string, and what is no character at all.
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF):
        table[code] = "\ufffd"
    for code in (0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029):
        table[code] = " "
    # Invisible and without meaning in a report: soft hyphen, zero-width space, word joiner, BOM, marks of
    # direction, tag characters. The joiners U+200C and U+200D stay, because scripts and emoji need them.
    for code in (0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x2060, 0x2065), 0xFEFF):
        table[code] = ""
    for code in range(0xE0000, 0xE0080):
        table[code] = ""
    # These reorder what follows. A reader should see that they were there.
    for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A)):
        table[code] = f"[U+{code:04X}]"
    return table


_TABLE = _table()
_SUSPECT = re.compile("[" + "".join(map(re.escape, map(chr, _TABLE))) + "]")


def visible(text: str) -> str:
    """``text`` on one line, without control characters; a control that reorders text is shown as its number."""
    return text.translate(_TABLE) if _SUSPECT.search(text) else text


def shortened(text: str, length: int) -> str:
    """``text`` in one line of at most ``length`` characters, cut between words where it can be."""
    line = " ".join(visible(text).split())
    if len(line) <= length:
        return line
    head = line[: length - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > length // 2 else head).rstrip(" ,;:") + "…"
