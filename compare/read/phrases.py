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
    r"(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Sgt|Rev|Prof|St|Jr|Sr|Inc|Corp|Co|Ltd)\.(?:[’']s\b)?"
    r"|(?:[A-Za-z]\.){1,6}"
    r"|\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ww]e|I|[Yy]ou|[Ww]ho)(?=[’'](?:s|re|ll|d|ve|m)\b)"  # "he’s" is two words
    r"|[’'](?:s|re|ll|d|ve|m)\b"
    r"|\w+(?:[’'&.\-]\w+)*(?:[’'](?=\s))?|[^\w\s]"
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
    "isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t don’t doesn’t didn’t won’t wouldn’t can’t couldn’t cannot "
    "’s 's ’re 're ’ll 'll ’d 'd ’ve 've ’m 'm"
)
BE = listed(
    "is are was were be been being am wasn't weren't isn't aren't wasn’t weren’t isn’t aren’t ’re 're ’m 'm"
)
_HAVE = listed("has have had having hasn't haven't hadn't hasn’t haven’t hadn’t ’ve 've")
_SUBJECTS = listed("who which that he she they it we i you")
# A verb in its base form stands behind one of these.
_BEFORE_BASE = AUXILIARIES - BE - _HAVE - {"’s", "'s"}
CONJUNCTIONS = listed(
    "that which who whom whose what when where why how because although though while if whether as since unless until "
    "but or nor so than after before once and yet then"
)
ADVERBS = listed(
    "also never not then later now once again still even just only often always sometimes repeatedly recently "
    "previously however first already further soon himself herself themselves both all has have had n't since instead "
    "long further too ever thus rather"
)
TIME_WORDS = listed(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight earlier later "
    "january february march april june july august september october november december last next recently "
    "afterward afterwards meanwhile then week month year morning evening afternoon night ago"
)
_FINITE = listed(
    "went came took made gave got left held ran began became won lost kept met rose fell grew led put set "
    "happened remains remained goes comes takes makes gives says said told believes thinks wants hopes "
    "allows appear appears bought brought built caught chose drew drove forgot fought froze heard hid includes "
    "knew meant paid prevents prohibits quit requires rode sang sank sat saying seem seems sent shook sought "
    "sounds spent spoke stems stole stood stuck swept swore taught threw understood upset withdrew woke wore "
    "wrote"
)


# Participles that stand behind the noun they belong to: "people briefed on the talks".
_REDUCED = listed(
    "briefed based named called known informed involved released obtained published conducted provided filed seen "
    "commissioned asked affected injured accused charged elected appointed hired assigned posted reviewed"
)
# Words in "ly" that belong to the noun behind them.
_NO_ADVERBS = listed(
    "likely early elderly friendly daily weekly monthly nightly family ally supply unlikely costly deadly lonely orderly "
    "assembly monopoly anomaly unruly bully"
)
# What is left at the end of a phrase when its noun is cut off behind a participle: "a speech given", "the rules issued".
_PARTICIPLES_BEHIND = listed("given made taken held written brought seen known sent led")
_NOT_JOINING_BEFORE = CONJUNCTIONS | AUXILIARIES | _FINITE | (PRONOUNS - DETERMINERS)
_NOT_JOINING_AFTER = (
    _NOT_JOINING_BEFORE | TIME_WORDS | {"during", "into", "over", "under", "about", "against"}
)
_NOT_LAST = (
    CONJUNCTIONS
    | _HEAD_PREPOSITIONS
    | listed("the a an his her their its our my your every no into onto upon over despite amid than")
)
_ADVERBIAL_PREPOSITIONS = _HEAD_PREPOSITIONS | listed(
    "during despite like following around among amid plus into"
)
_NO_NOUNS = (DETERMINERS - {"other", "more"}) | PRONOUNS | CONJUNCTIONS | AUXILIARIES | _HEAD_PREPOSITIONS
_NOT_FIRST = CONJUNCTIONS | AUXILIARIES | _HEAD_PREPOSITIONS | {"there"}
_TAILS = _NOT_LAST | TIME_WORDS | _RIGHT_PREPOSITIONS | {"and", "late", "early"}
_PARTICLES = _HEAD_PREPOSITIONS | {"up", "out", "off", "down"}
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
    if token.lower in ADVERBS:
        return True
    is_in_ly = token.lower.endswith("ly") and token.word[0].islower() and len(token.word) > 4
    return is_in_ly and token.lower not in _NO_ADVERBS


def phrase_before(words: Sequence[Token], last: int, nested: bool = False) -> tuple[int, int] | None:
    """The noun phrase whose last token is ``words[last]``: indices of its first and last token, or None.

    ``nested`` is set on the one step over a relative clause ("people who were briefed on it"), not to take another.
    """
    if last < 0 or not is_word(words[last]):
        return None
    if words[last].lower in PRONOUNS:
        return last, last
    if last > 1 and words[last].lower in ("particular", "general") and words[last - 1].lower == "in":
        last -= 2  # "Tan and Ruiz in particular"
    while last > 0 and is_adverb(words[last]) and words[last].lower not in DETERMINERS:
        last -= 1
    if words[last].lower in _NOT_LAST or (words[last].word in _FINITE and words[last].word != "left"):
        return None
    last = _without_participle(words, 0, last)
    first = last
    while first > 0 and last - first < _LONGEST and _joins_before(words, first - 1):
        first -= 1
    relative = None if nested else _relative_before(words, first)
    if relative is not None:
        return phrase_before(words, relative - 1, nested=True)
    start = _behind_verb(words, first, last)
    return _trim_front(words, start, last) if start <= last else None


def _behind_verb(words: Sequence[Token], first: int, last: int) -> int:
    """Where the phrase starts when the words up to there are a verb and its particle: "did not [sway] lawmakers".

    Behind a modal or "to" stands a verb in its base form, behind a form of "be" or "have" perhaps a participle.
    """
    before = first - 1
    while before > 0 and is_adverb(words[before]) and words[before].lower not in AUXILIARIES:
        before -= 1
    helper = words[before].lower if before >= 0 else ""
    verb = words[first]
    if verb.word.islower() and verb.lower not in _OBJECT_STARTS:
        participle = verb.lower.endswith(("ed", "en", "ing", "wn", "ne")) and helper in BE | _HAVE
        past = verb.lower.endswith("ed") and helper in _SUBJECTS
        if helper in _BEFORE_BASE or participle or past:
            first += 1
            if first <= last and words[first].lower in _PARTICLES:
                first += 1
    for index in range(last, max(first - 1, 0), -1):
        token, lead = words[index], words[index - 1].lower
        infinitive = lead == "to" and token.word.islower() and not token.lower.endswith("s")
        if infinitive and token.lower not in _OBJECT_STARTS:
            return index + 1
    return first


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
    return first, _without_participle(words, first, last)


def _without_participle(words: Sequence[Token], first: int, last: int) -> int:
    """``last``, or the index before it where that is a noun and ``words[last]`` a participle whose own words are left out."""
    if last <= first or not words[last].word.islower():
        return last
    token, noun = words[last].lower, words[last - 1]
    participle = token in _PARTICIPLES_BEHIND or (token.endswith("ed") and len(token) > 4)
    is_noun = is_word(noun) and noun.word[0].isalpha() and noun.lower not in _NO_NOUNS
    goes_on = last + 1 < len(words) and words[last + 1].lower in _OBJECT_STARTS
    participle = participle or (token.endswith("ing") and goes_on)
    return last - 1 if participle and is_noun and not is_adverb(noun) else last


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
        owned = token.lower in ("’s", "'s") and index > 0 and words[index - 1].lower not in PRONOUNS
        return token.word == "&" or owned or _is_slash(words, index) or _is_initial_comma(words, index)
    following = words[index + 1]
    if token.lower == "one" or token.word == "That":
        return following.lower not in _NO_NOUNS
    if is_adverb(token) and following.lower.endswith("ed") and index > 0:  # "Tan’s densely worded memo"
        owner = words[index - 1]
        if owner.lower in DETERMINERS or owner.word.endswith(("’s", "'s")):
            return True
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
    before = words[index - 1] if index else None
    if before is not None and before.word.islower() and before.lower.endswith(("ion", "ment", "ity", "ies")):
        return True  # "the decision incited instant condemnation"
    return following.lower in _OBJECT_STARTS or (
        following.word[0].isupper() and words[index - 1].lower not in DETERMINERS
    )


def _joins_after(words: Sequence[Token], index: int) -> bool:
    """Whether ``words[index]`` can stand inside a noun phrase that comes from its left."""
    token, previous = words[index], words[index - 1]
    if not is_word(token):
        return token.word == "&" or (index + 1 < len(words) and _is_slash(words, index))
    if token.lower == "and":
        return _links_names(words, index)
    if token.lower in ("in", "on", "by", "to"):
        if token.lower == "by" and previous.lower.endswith("ed"):
            return True
        return token.lower != "in" and previous.lower in _REDUCED
    # "China reacted": a word in "ed" that stands behind its noun is the verb.
    is_verb = token.lower.endswith("ed") and token.word.islower() and previous.lower not in DETERMINERS
    if is_verb and index + 1 < len(words) and words[index + 1].lower in DETERMINERS:
        return False  # "Brandt released a statement"
    if token.lower.endswith("ing") and previous.lower in ("for", "from", "at"):
        return False  # "was criticized by members for saying little"
    return token.lower not in _NOT_JOINING_AFTER and (not is_verb or token.lower in _REDUCED)


def _is_slash(words: Sequence[Token], index: int) -> bool:
    """The slash of "a Herald/Lantern poll"."""
    joined = words[index].word == "/" and index > 0
    return joined and words[index - 1].word[0].isupper() and words[index + 1].word[0].isupper()


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
        or (
            is_adverb(words[first])
            and not _is_quantifier(words[first])
            and not words[first + 1].lower.endswith("ed")
        )
        or (words[first].lower in ("late", "early") and words[first + 1].lower in TIME_WORDS)
        or words[first].word == ","
    ):
        first += 1
    if words[first].lower in _ADVERBIAL_PREPOSITIONS:
        first = _after_adverbial(words, first, last)
    if words[first].lower in ("prior", "due", "thanks") and first < last and words[first + 1].lower == "to":
        first = min(first + 2, last)
    return (first, last) if is_word(words[first]) and words[last].lower not in TIME_WORDS else None


def _is_quantifier(token: Token) -> bool:
    return token.lower in ("both", "all", "more")


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
