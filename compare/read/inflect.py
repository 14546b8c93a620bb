"""The forms of English verbs, so that a lexicon lists a verb once, by its base form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

Form = Literal["base", "s", "past", "ing"]

# Past tense, and the participle where it is another word.
_IRREGULAR = {
    "say": "said", "tell": "told", "write": "wrote written", "speak": "spoke spoken", "think": "thought",
    "know": "knew known", "see": "saw seen", "feel": "felt", "find": "found", "show": "showed shown",
    "read": "read", "put": "put", "make": "made", "go": "went gone", "shoot": "shot", "hear": "heard",
    "seek": "sought", "swear": "swore sworn", "understand": "understood", "foresee": "foresaw foreseen",
    "lay": "laid", "set": "set", "hit": "hit", "cast": "cast", "hold": "held", "stand": "stood", "rule": "ruled",
    "plead": "pleaded pled", "learn": "learned learnt", "forecast": "forecast forecasted", "give": "gave given",
    "take": "took taken", "come": "came come", "fight": "fought", "get": "got gotten", "let": "let",
    "withdraw": "withdrew withdrawn", "mean": "meant", "bet": "bet", "break": "broke broken", "leave": "left",
}  # fmt: skip
# Verbs of more than one syllable with the stress on the last double their last letter, as short ones do.
_DOUBLING = frozenset(
    {"quip", "brag", "refer", "prefer", "admit", "rebut", "beg", "dub", "plan", "concur", "rip"}
)


def forms(verb: str) -> list[tuple[str, Form]]:
    """Every form of ``verb`` (its base form, lower case) with what form it is."""
    pasts = _IRREGULAR.get(verb, _past(verb)).split()
    return [
        (verb, "base"),
        (_third_person(verb), "s"),
        (_participle(verb), "ing"),
        *((p, "past") for p in pasts),
    ]


def phrase_forms(entries: Iterable[str]) -> dict[str, list[tuple[tuple[str, ...], str, Form]]]:
    """Index lexicon entries by each form of their first word: (further words, entry, form of the first word).

    The longest phrase of a first word comes first.
    """
    index: dict[str, list[tuple[tuple[str, ...], str, Form]]] = {}
    for entry in entries:
        first, *rest = entry.split()
        for word, form in forms(first):
            index.setdefault(word, []).append((tuple(rest), entry, form))
    for candidates in index.values():
        candidates.sort(key=lambda candidate: -len(candidate[0]))
    return index


def _third_person(verb: str) -> str:
    if _ends_in_consonant_and_y(verb):
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if _ends_in_consonant_and_y(verb):
        return verb[:-1] + "ied"
    return _doubled(verb) + "ed"


def _participle(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return _doubled(verb) + "ing"


def _doubled(verb: str) -> str:
    return verb + verb[-1] if verb in _DOUBLING else verb


def _ends_in_consonant_and_y(verb: str) -> bool:
    return verb.endswith("y") and verb[-2:-1] not in tuple("aeiou")
