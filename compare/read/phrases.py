"""Words of a sentence and the noun phrases among them, found without a parser.

The closed classes of English (determiners, prepositions, conjunctions, auxiliaries) mark where a noun phrase
ends; everything between may belong to it. Phrases are capped in length, so that the work per cue is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from compare.read.words import listed

_LONGEST = 14  # tokens of one noun phrase

_TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Rev|Prof|St|Jr|Sr|Inc|Corp|Co|Ltd)\."
    r"|(?:[A-Za-z]\.){1,6}|\w+(?:[’'&.\-]\w+)*(?:[’'](?=\s))?|[^\w\s]"
)

QUOTE = "\0quote"  # ``lower`` of a token that stands for a whole quotation

PRONOUNS = listed(
    "he she they we i it you one who someone somebody everyone everybody nobody this these those"
)
DETERMINERS = listed(
    "the a an his her their its our my your this that these those some any every each another no both all many most "
    "several few more other two three four five six seven eight nine ten"
)
_HEAD_PREPOSITIONS = listed(
    "of for at from with in on to by under against about familiar close between behind near"
)
_RIGHT_PREPOSITIONS = listed("of for at from with")
AUXILIARIES = listed(
    "is are was were be been being am has have had having do does did will would can could may might must shall should "
    "isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't "
    "isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t don’t doesn’t didn’t won’t wouldn’t can’t couldn’t cannot"
)
BE = listed("is are was were be been being am wasn't weren't isn't aren't")
CONJUNCTIONS = listed(
    "that which who whom whose what when where why how because although though while if whether as since unless until "
    "but or nor so than after before once and yet then"
)
ADVERBS = listed(
    "also never not then later now once again still even just only often always sometimes repeatedly recently "
    "previously however first already further soon himself herself themselves both all has have had n't since instead "
    "long further too ever thus"
)
TIME_WORDS = listed(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight earlier later "
    "january february march april june july august september october november december last next recently "
    "afterward afterwards meanwhile then week month year morning evening afternoon night ago"
)
_FINITE = listed(
    "went came took made gave got left held ran began became won lost kept met rose fell grew led put set "
    "happened remains remained goes comes takes makes gives says said told believes thinks wants hopes"
)


# Participles that stand behind the noun they belong to: "people briefed on the talks".
_REDUCED = listed(
    "briefed based named called known informed involved released obtained published conducted provided filed seen "
    "commissioned asked affected injured accused charged elected appointed hired assigned posted reviewed"
)
_NOT_JOINING_BEFORE = CONJUNCTIONS | AUXILIARIES | _FINITE | (PRONOUNS - DETERMINERS)
_NOT_JOINING_AFTER = (
    _NOT_JOINING_BEFORE | TIME_WORDS | {"during", "into", "over", "under", "about", "against"}
)
_NOT_LAST = CONJUNCTIONS | _HEAD_PREPOSITIONS | listed("the a an his her their its our my your every no")
_NOT_FIRST = CONJUNCTIONS | AUXILIARIES | _HEAD_PREPOSITIONS | {"there"}
_TAILS = TIME_WORDS | _RIGHT_PREPOSITIONS | {"and"}
_OBJECT_STARTS = DETERMINERS | PRONOUNS | _HEAD_PREPOSITIONS | {"him", "them", "us", "me"}


class Token(NamedTuple):
    """A word or mark of a sentence; ``lower`` is its lower case, or ``QUOTE`` for a quotation."""

    start: int
    end: int
    word: str
    lower: str


def tokens(text: str, start: int, end: int, quoted: Sequence[tuple[int, int]] = ()) -> list[Token]:
    """The tokens of ``text[start:end]``; each span of ``quoted`` (in order, marks included) is one token."""
    found: list[Token] = []
    position = start
    for quote_start, quote_end in [*quoted, (end, end)]:
        low, high = max(quote_start, start), min(quote_end, end)
        if low > end or (high < start):
            continue
        for match in _TOKEN.finditer(text, position, max(low, position)):
            found.append(Token(match.start(), match.end(), match[0], match[0].lower()))
        if high > low:
            found.append(Token(low, high, text[low:high], QUOTE))
        position = max(position, high)
    return found


def is_word(token: Token) -> bool:
    """Whether ``token`` is a word, and neither a mark nor a quotation."""
    return token.lower != QUOTE and token.word[0].isalnum()


def is_adverb(token: Token) -> bool:
    """Whether ``token`` may stand between a subject and its verb without being part of either."""
    return token.lower in ADVERBS or (
        token.lower.endswith("ly") and token.word[0].islower() and len(token.word) > 4
    )


def phrase_before(words: Sequence[Token], last: int, nested: bool = False) -> tuple[int, int] | None:
    """The noun phrase whose last token is ``words[last]``: indices of its first and last token, or None.

    ``nested`` is set on the one step over a relative clause ("people who were briefed on it"), not to take another.
    """
    if last < 0 or not is_word(words[last]):
        return None
    if words[last].lower in PRONOUNS:
        return last, last
    if words[last].lower in _NOT_LAST:
        return None
    first = last
    while first > 0 and last - first < _LONGEST and _joins_before(words, first - 1):
        first -= 1
    relative = None if nested else _relative_before(words, first)
    if relative is not None:
        return phrase_before(words, relative - 1, nested=True)
    return _trim_front(words, first, last)


def phrase_after(words: Sequence[Token], first: int) -> tuple[int, int] | None:
    """The noun phrase whose first token is ``words[first]``: indices of its first and last token, or None."""
    if first >= len(words) or not is_word(words[first]):
        return None
    partitive = words[first].lower == "one" and first + 1 < len(words) and words[first + 1].lower == "of"
    if words[first].lower in PRONOUNS - DETERMINERS and not partitive:
        return first, first
    if words[first].lower in _NOT_FIRST or words[first].lower in TIME_WORDS:
        return None
    last = first
    while last + 1 < len(words) and last - first < _LONGEST and _joins_after(words, last + 1):
        last += 1
    while last > first and (words[last].lower in _TAILS or is_adverb(words[last])):
        last -= 1
    return first, last


def skip_time_before(words: Sequence[Token], index: int) -> int:
    """The index before "on Tuesday", "last week", "yesterday" when they end at ``index``, else ``index``."""
    if index > 0 and is_word(words[index]) and words[index].lower in TIME_WORDS:
        lead = words[index - 1].lower
        if lead in ("on", "in", "last", "this", "late", "early", "next"):
            return index - 2
        if words[index].lower in (
            "yesterday",
            "today",
            "tuesday",
            "monday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
        ):
            return index - 1
    return index


def _relative_before(words: Sequence[Token], first: int) -> int | None:
    """The index of "who" in "two people who were briefed on it", where the phrase so far is "briefed on it"."""
    index = first - 1
    while (
        index > 0
        and first - index < 4
        and (words[index].lower in AUXILIARIES | _FINITE or is_adverb(words[index]))
    ):
        index -= 1
    if index <= 0 or words[index].lower not in ("who", "which", "that") or words[index - 1].word == ",":
        return None
    follower = words[index + 1]
    is_subject = follower.lower in DETERMINERS | PRONOUNS or follower.word[0].isupper()
    return None if is_subject or words[index].lower != "who" else index


def _joins_before(words: Sequence[Token], index: int) -> bool:
    """Whether ``words[index]`` can stand inside a noun phrase that goes on to its right."""
    token = words[index]
    if not is_word(token):
        return token.word == "&" or _is_initial_comma(words, index)
    if token.lower == "and":
        return _links_names(words, index)
    if token.lower in _NOT_JOINING_BEFORE or (
        is_adverb(token) and token.lower not in ("more", "all", "both")
    ):
        return False
    return not _is_verb_with_object(words, index)


def _is_verb_with_object(words: Sequence[Token], index: int) -> bool:
    """Whether ``words[index]`` looks like a verb in the past before its object: "revealed its", "campaigned with"."""
    token, following = words[index], words[index + 1]
    if (
        not token.lower.endswith("ed")
        or token.word[0].isupper()
        or token.lower in _REDUCED
        or following.lower == "by"
    ):
        return False
    return following.lower in _OBJECT_STARTS or (
        following.word[0].isupper() and words[index - 1].lower not in DETERMINERS
    )


def _joins_after(words: Sequence[Token], index: int) -> bool:
    """Whether ``words[index]`` can stand inside a noun phrase that comes from its left."""
    token, previous = words[index], words[index - 1]
    if not is_word(token):
        return token.word == "&"
    if token.lower == "and":
        return _links_names(words, index)
    if token.lower in ("in", "on", "by", "to"):
        if token.lower == "by" and previous.lower.endswith("ed"):
            return True
        return token.lower != "in" and previous.lower in _REDUCED
    # "China reacted": a word in "ed" that stands behind its noun is the verb.
    is_verb = token.lower.endswith("ed") and token.word.islower() and previous.lower not in DETERMINERS
    return token.lower not in _NOT_JOINING_AFTER and (not is_verb or token.lower in _REDUCED)


def _links_names(words: Sequence[Token], index: int) -> bool:
    if not 0 < index < len(words) - 1:
        return False
    before, after = words[index - 1], words[index + 1]
    return before.word[0].isupper() and (after.word[0].isupper() or after.lower in DETERMINERS)


def _is_initial_comma(words: Sequence[Token], index: int) -> bool:
    """The comma of "Bliley, Jr."."""
    return words[index].word == "," and words[index + 1].lower in ("jr.", "sr.", "jr", "sr", "inc.")


def _trim_front(words: Sequence[Token], first: int, last: int) -> tuple[int, int] | None:
    """Take away what stands before the phrase in its clause: "On Tuesday", "In Ohio", "Last week", "Earlier"."""
    while first < last and (
        words[first].lower in TIME_WORDS | {"and", "of"}
        or is_adverb(words[first])
        or words[first].word == ","
    ):
        first += 1
    if words[first].lower in _HEAD_PREPOSITIONS | {"during", "despite", "like", "following"}:
        first = _after_adverbial(words, first, last)
    return (first, last) if is_word(words[first]) and words[last].lower not in TIME_WORDS else None


def _after_adverbial(words: Sequence[Token], first: int, last: int) -> int:
    """Where the subject starts behind a preposition and its noun: at a second determiner or a new name."""
    starts = (
        index
        for index in range(first + 2, last + 1)
        if words[index - 1].lower not in _HEAD_PREPOSITIONS | DETERMINERS
        and (
            words[index].lower in DETERMINERS
            or (words[index].word[0].isupper() and not words[index - 1].word[0].isupper())
        )
    )
    start = next(starts, min(first + 1, last))
    while start < last and words[start].lower in TIME_WORDS:
        start += 1
    return start
