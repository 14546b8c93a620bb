"""Which phrases cannot be the source of what is said, whatever stands beside them: times, figures, pieces of a clause."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from compare.read.numerals import words_value
from compare.read.phrases import DETERMINERS, PRONOUNS, Token
from compare.read.words import listed

_NO_HEADS = listed(
    "time times minute minutes hour hours day days week weeks month months year years point points step steps "
    "way ways reason reasons lot number fact idea monday tuesday wednesday thursday friday saturday sunday yesterday "
    "today tomorrow"
)
_CLAUSES = listed("there there's it's that's including according regarding concerning")
# Words in "ing" and "ed" that open the name of a person or a group.
_PARTICIPLES = listed(
    "leading ruling sitting acting outgoing incoming existing remaining visiting opposing competing governing surviving "
    "investigating prosecuting supporting serving standing working lying dissenting retiring voting ranking presiding"
)
_FUNCTION = DETERMINERS | PRONOUNS | listed("of for at from with in on to by off out up about into")
_JOINS = listed(
    "of for at from with in on to by and or under against near behind between & , the a an across over through into "
    "around about during since after before like as than concerning"
)
_CLAIMED = listed("the his her its their a an all some more")
_CLAUSE_VERBS = listed(
    "is are was were has have had will would can could may might must should did does do be been"
)


def source_of(words: Sequence[Token], first: int, last: int) -> tuple[int, int] | None:
    """The source in ``words[first:last + 1]``: the whole phrase, its last part, or None where it can be none."""
    phrase = words[first : last + 1]
    if first > 0 and words[first - 1].lower == "than":  # "slower than they had hoped"
        return None
    if phrase[0].lower in _CLAUSES or any(t.lower in _CLAUSES for t in phrase[1:]):
        return None
    if phrase[-1].lower in _NO_HEADS and phrase[-1].word.islower():
        return None
    # "Ilse Brandt, 58, who said", "14,000 who said".
    if phrase[0].word.isdigit() and first > 0 and words[first - 1].word == ",":
        return None
    if _is_verb_first(phrase) or _has_infinitive(phrase) or _is_dateline(words, first, last):
        return None
    for index in range(last, first + 1, -1):
        # "a point the media office denied": what is denied stands before who denies it.
        opens = words[index].lower in ("the", "a", "an") and words[index - 1].lower not in _JOINS
        if opens and words[index - 1].lower not in DETERMINERS and words[index - 1].word[0].islower():
            return index, last
    return first, last


def measures(words: Sequence[Token], first: int, last: int) -> bool:
    """Whether the source at ``words[first]`` gives a figure behind ``words[last]``: "which the union puts at 40 crowns"."""
    relative = first > 0 and words[first - 1].lower in ("which", "that")
    behind = [token.lower for token in words[last + 1 : last + 5]]
    return relative and any(w[0].isdigit() or w[0] in "$€£" or words_value([w]) for w in behind)


def claims_a_thing(words: Sequence[Token], last: int) -> bool:
    """Whether "claims" at ``words[last]`` has a thing as its object and no clause: "claims the islands"."""
    if last + 2 >= len(words) or words[last + 1].lower not in _CLAIMED:
        return False
    for token in words[last + 2 : last + 12]:
        if token.lower in _CLAUSE_VERBS or (token.lower.endswith("ed") and token.word.islower()):
            return False
        if token.word in ",.;:" or token.lower in ("and", "which", "as", "who", "but"):
            return True
    return False


def _is_verb_first(phrase: Sequence[Token]) -> bool:
    """Whether it is a clause without a subject: "arranging payments", "signing off on any measure"."""
    head = phrase[0]
    if not head.word.islower() or head.lower in _PARTICIPLES or len(phrase) == 1:
        return False
    return head.lower.endswith("ing") and (phrase[1].lower in _FUNCTION or phrase[1].lower.endswith("s"))


def _has_infinitive(phrase: Sequence[Token]) -> bool:
    """Whether "to" leads to a verb: "enough votes to get"."""
    return any(
        here.lower == "to" and after.word.islower() and after.lower in _INFINITIVES
        for here, after in pairwise(phrase)
    )


_INFINITIVES = listed(
    "get be have make take give do go keep silence stop help sway pass vote block end win let put see say tell find"
)


def _is_dateline(words: Sequence[Token], first: int, last: int) -> bool:
    """Whether the phrase is the place in capitals, or before a dash, that opens a report."""
    if first > 0 or last + 1 >= len(words):
        return False
    follows = words[last + 1].word
    return follows in ("—", "–", "-", "(") and words[0].word.isupper() and len(words[0].word) > 3 and last < 4
