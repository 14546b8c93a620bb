"""Every regular expression of the package takes time in proportion to its text, whatever the text repeats."""

from __future__ import annotations

import ast
import functools
import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import compare
from compare.read.citing import cue_of

PACKAGE = Path(compare.__file__).parent
METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")
LENGTH = 100_000  # characters
SHORT = 16_000
SUSPECT = 0.03  # seconds on the short text, beyond which the long one is tried
SECONDS = 2.0  # for one pattern on one text of that length; linear ones take milliseconds
# Pieces that make a pattern begin again and again, beside those that are made of its own characters.
PIECES = (" ", "\n", "a", "A", "1", "-", "–", ".", ",", "’", '"', "“", "(", "<", "&", "@", "/", ":", "%", "$", "#", "_", "é", "1,", "a ", "A. ", "a-", "1 ", "a.a", "<a ", "://", "said ", "of the ", "Mr. ", "10:", "\t ", "x" * 40 + " ")  # fmt: skip


def cited(text: str) -> None:
    """Looks for what makes a name in the middle of the text a source."""
    cue_of(text, text)


# Modules whose patterns are only ever given a window of so many characters, with the door at which it is cut.
WINDOWED: dict[str, Callable[[str], None]] = {"compare.read.citing": cited}


def modules() -> list[str]:
    """Every module of the package."""
    return [m.name for m in pkgutil.walk_packages([str(PACKAGE)], "compare.")]


def patterns_in(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """The compiled patterns in a value, also inside containers."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif isinstance(value, dict) and depth < 3:
        for item in (*value.keys(), *value.values()):
            yield from patterns_in(item, depth + 1)
    elif isinstance(value, tuple | list | set | frozenset) and depth < 3:
        for item in value:
            yield from patterns_in(item, depth + 1)


def uses(tree: ast.Module, name: str) -> set[str]:
    """The methods that a module calls on the name of a pattern; all when it does anything else with it."""
    found: set[str] = set()
    called = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name:
            found.add(node.attr)
            called.add(node.value)
    others = [
        n
        for n in ast.walk(tree)
        if isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Load) and n not in called
    ]
    return found & set(METHODS) if found and not others else set(METHODS)


def inline(tree: ast.Module) -> Iterator[tuple[str, int, set[str]]]:
    """Patterns written into calls of ``re.…``: the pattern, its flags, the method."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "re"):
            continue
        method = node.func.attr
        if method not in (*METHODS, "compile"):
            continue
        pattern = node.args[0]
        if isinstance(pattern, ast.JoinedStr):  # what is put in is escaped words: any word will do
            text = "".join(
                str(part.value) if isinstance(part, ast.Constant) else "word" for part in pattern.values
            )
        elif isinstance(pattern, ast.Constant) and isinstance(pattern.value, str):
            text = pattern.value
        else:
            continue  # made of parts: found compiled, in a module or by the test that makes the tables
        flags = 0
        for part in ast.walk(node):
            if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id == "re":
                flags |= int(getattr(re, part.attr, 0)) if part.attr.isupper() else 0
        yield text, flags, set(METHODS) if method == "compile" else {method}


@functools.cache
def every_pattern() -> dict[tuple[str, str, int], set[str]]:
    """Where it is, the pattern and its flags, with the methods by which it is used."""
    found: dict[tuple[str, str, int], set[str]] = {}
    for name in modules():
        module = importlib.import_module(name)
        source = Path(module.__file__ or "").read_text(encoding="utf-8")
        tree = ast.parse(source)
        for variable, value in vars(module).items():
            for pattern in patterns_in(value):
                methods = uses(tree, variable)
                found.setdefault((name, pattern.pattern, pattern.flags), set()).update(methods)
        known = {p for (_, p, _) in found}
        for text, flags, methods in inline(tree):
            if text not in known:
                found.setdefault((name, text, flags), set()).update(methods)
    return found


def texts(pattern: str) -> list[str]:
    """Pieces to repeat: the usual ones, and the pattern's own words and signs."""
    own = re.findall(r"\w+|[^\w\s]", re.sub(r"\\[a-zA-Z]|\(\?[a-zA-Z:=!<]*", " ", pattern))[:25]
    return list(dict.fromkeys([*PIECES, *own, *(f"{word} " for word in own[:10])]))


def seconds(pattern: re.Pattern[str], method: str, text: str) -> float:
    """Processor time of one call."""
    start = time.process_time()
    getattr(pattern, method)(text)
    return time.process_time() - start


def too_slow(pattern: re.Pattern[str], methods: set[str]) -> str:
    """The text on which the pattern's time grows faster than the text; empty when there is none."""
    # A search begins a match at every place, as finding, replacing and splitting do; the others at the first alone.
    begin = "search" if methods - {"match", "fullmatch"} else "fullmatch"
    for piece in texts(pattern.pattern):
        for tail in ("", "\x00"):
            # The whole length only where a short text took long: a bad pattern is found before it takes hours.
            for length in (SHORT, LENGTH):
                text = (piece * (length // len(piece) + 1))[:length] + tail
                took = seconds(pattern, begin, text)
                if took < SUSPECT:
                    break
                if took > (SECONDS if length == LENGTH else SECONDS / 4):
                    return f"{begin}: {took:.2f} s on {length} characters of {piece!r} + {tail!r}"
    return ""


def test_patterns_are_found_wherever_they_are() -> None:
    """The search sees compiled ones, those in tables and those written into a call."""
    found = {pattern for _, pattern, _ in every_pattern()}
    assert len(found) > 60
    assert any("privacy" in p for p in found)  # collect/access.py, compiled
    assert any(p == r"<[^>]{0,1000}>" for p in found)  # collect/feeds.py, inline


@pytest.mark.parametrize("name", sorted({where for where, _, _ in every_pattern()} - set(WINDOWED)))
def test_every_pattern_is_linear(name: str) -> None:
    """On 100,000 characters of any repetition, no pattern of this module takes more than moments."""
    for (where, text, flags), methods in every_pattern().items():
        if where == name:
            found = too_slow(re.compile(text, flags), methods)
            assert not found, f"{name}: {text[:200]!r}: {found}"


def test_no_group_is_repeated_possessively() -> None:
    """Python before 3.11.5 matches such a group wrongly where it can give back (gh-106052): sentences were not parted."""
    possessive = re.compile(r"(?<!\\)\)(?:[*+?]|\{[\d,]+\})\+")
    assert [text for _, text, _ in every_pattern() if possessive.search(text)] == []


@pytest.mark.parametrize("name", WINDOWED)
def test_patterns_behind_a_window_see_no_more_than_that(name: str) -> None:
    """The one door to a module whose patterns look at a few words is as fast on 100,000 characters of anything."""
    pieces = {piece for _, text, _ in [k for k in every_pattern() if k[0] == name] for piece in texts(text)}
    start = time.process_time()
    for piece in sorted(pieces):
        text = (piece * (LENGTH // len(piece) + 1))[:LENGTH]
        WINDOWED[name](text)
    assert time.process_time() - start < 0.02 * len(pieces)
