"""Which phrases cannot be the source of what is said, whatever stands beside them: times, figures, pieces of a clause."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from compare.read.numerals import words_value
from compare.read.phrases import DETERMINERS, PRONOUNS, TIME_WORDS, Token
from compare.read.words import listed

_NO_HEADS = listed(
    "time times minute minutes hour hours day days week weeks month months year years point points step steps "
    "way ways reason reasons lot number fact idea monday tuesday wednesday thursday friday saturday sunday yesterday "
    "today tomorrow"
)
_CLAUSES = listed("there there's it's that's including according regarding concerning")
_NO_STARTS = _CLAUSES | {"here", "seeking", "moreover"}
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
_OPENERS = listed("the a an his her its their our my")
# How adjectives end, nouns that end so too, and adjectives that end otherwise.
_ADJECTIVES = ("al", "ic", "ous", "ive", "ful", "able", "ible", "less", "ed", "ing", "ary", "ish")
_NOUNS_LIKE_ADJECTIVES = listed(
    "academic accused admiral adversary advertising alternative animal anything appeal approval archive arrival "
    "being beneficiary bible briefing building cable capital captive cardinal clinic collective comic commentary "
    "conservative contemporary corporal criminal critic cynic deal denial detective dictionary directive "
    "documentary editorial everything executive feeling festival filing finding five fugitive gathering general "
    "goal greed hearing heretic hireling hopeful hospital individual initiative intellectual journal judiciary king "
    "liberal library logic loyal luminary mailing manual marshal material mechanic medic meeting memorial military "
    "missionary missive moral music narrative national native need newlywed nothing objective official offspring "
    "opening operative perspective planning polling posting primary principal professional progressive proposal "
    "public radical ranking reading recording rehearsal relative removal renewal reporting representative republic "
    "rhetoric rival ruling salary secretary seed sibling siding signal skeptic something statistic string "
    "subsidiary summary survival table teaching terminal testimonial thing topic traffic training trial tribunal "
    "underling understanding warning wedding withdrawal writing"
)
_OTHER_ADJECTIVES = listed(
    "broad final last-ditch hard-fought own new big major recent several top most more least much well multiple various "
    "frank unemployment"
)
# Single words in lower case that may be a source, and how the names of those end who do something: "analyst says".
_LONE_SOURCES = listed(
    "police people men women children someone somebody everyone everybody anyone nobody none half counsel management "
    "congress parliament staff prosecution defense defence leadership data evidence research testimony polling footage video television radio "
    "media company court council government opposition whoever neither either history experience poll study report survey "
    "him them me her us",
    *PRONOUNS,
    *DETERMINERS,
)
_AGENTS = ("er", "or", "ist", "ian", "ant", "yst", "ert", "official", "candidate")
# How nouns end that are no titles of persons.
_THINGS = ("s", "tion", "sion", "ment", "ness", "ity", "ance", "ence", "ship", "ism", "age", "ure", "thing")
_POSTED = listed(
    "that on in to about saying how why it this earlier later monday tuesday wednesday thursday friday saturday sunday"
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
    if phrase[0].lower in _NO_STARTS or any(t.lower in _CLAUSES for t in phrase[1:]):
        return None
    if phrase[-1].lower in _NO_HEADS and phrase[-1].word.islower():
        return None
    # "Ilse Brandt, 58, who said", "14,000 who said".
    if phrase[0].word.isdigit() and first > 0 and words[first - 1].word == ",":
        return None
    if starts_with_verb(phrase) or _has_infinitive(phrase) or _is_dateline(words, first, last):
        return None
    if _ends_in_adjective(phrase) or _is_no_noun(phrase):
        return None
    for index in range(last, first, -1):
        # "a point the media office denied": what is denied stands before who denies it.
        opens = words[index].lower in _OPENERS and words[index - 1].lower not in _JOINS
        if opens and words[index - 1].lower not in DETERMINERS and words[index - 1].word[0].islower():
            return index, last
    return first + _subject_behind_noun(phrase), last


def _ends_in_adjective(phrase: Sequence[Token]) -> bool:
    """Whether its last word belongs to a noun that follows: "the final" of "the final say"."""
    last = phrase[-1]
    if len(phrase) == 1 or not last.word.islower() or last.lower in _NOUNS_LIKE_ADJECTIVES:
        return False
    before = phrase[-2].lower
    if before in ("those", "people") or (last.lower.endswith("ing") and before == "the"):
        return False  # "those surveyed", "people briefed on the planning"
    return last.lower.endswith(_ADJECTIVES) or last.lower in _OTHER_ADJECTIVES


def _is_no_noun(phrase: Sequence[Token]) -> bool:
    """Whether a single word in lower case is neither a pronoun nor a plural: "taken", "well"."""
    if len(phrase) > 1 or not phrase[0].word.islower():
        return False
    word = phrase[0].lower
    if word in _LONE_SOURCES or word.endswith(("s", *_AGENTS)):
        return False
    return word.isascii() and "." not in word


def _subject_behind_noun(phrase: Sequence[Token]) -> int:
    """Where a name starts behind a noun that is no title: "the jobs Brandt", "a contention Ms. Brandt’s lawyer", else 0."""
    for index in range(1, len(phrase)):
        noun, name = phrase[index - 1], phrase[index]
        if not (name.word[0].isupper() and noun.word.islower() and noun.lower.endswith(_THINGS)):
            continue
        if noun.word.endswith(("’s", "'s")):
            continue
        names = all(token.word[0].isupper() for token in phrase[index:])
        owner = any(token.word.endswith(("’s", "'s")) for token in phrase[index:])
        if (names and index + 1 < len(phrase)) or (
            phrase[0].lower in DETERMINERS and index > 1 and (names or owner)
        ):
            return index
    return 0


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


def posts_words(words: Sequence[Token], last: int) -> bool:
    """Whether "posted" at ``words[last]`` brings words and no thing: "posted a loss", "posted bail"."""
    after = words[last + 1] if last + 1 < len(words) else None
    return after is None or after.lower in _POSTED or not after.word[0].isalnum()


def starts_with_verb(phrase: Sequence[Token]) -> bool:
    """Whether it is a clause without a subject: "arranging payments", "signing off on any measure"."""
    head = phrase[0]
    if not head.word.islower() or head.lower in _PARTICIPLES or len(phrase) == 1:
        return False
    after = phrase[1].lower
    return head.lower.endswith("ing") and (after in _FUNCTION | TIME_WORDS or after.endswith("s"))


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
