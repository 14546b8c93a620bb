"""Who says a sentence: the source, the cue that says so, and speech that goes on without naming its source again.

Rules over the closed classes of English and a lexicon of reporting cues, in the frame of the Penn and PolNeAR
annotation of attribution (source, cue, content). benchmarks/attribution.py prints how far they reach.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from compare.read.cues import ANY_VERB, NOUN, POSSESSIVES, Cue, Cues, find_cue, reads_as_noun
from compare.read.inflect import Form
from compare.read.phrases import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    PRONOUNS,
    QUOTE,
    Token,
    is_adverb,
    is_word,
    phrase_after,
    phrase_before,
    skip_time_before,
    tokens,
)
from compare.read.plausible import claims_a_thing, measures, posts_words, source_of, starts_with_verb
from compare.read.words import listed


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source and the cue that ties it to what is said; spans are offsets into the article's text.

    ``mention`` is the word by which the cue itself has its source: "who" of "the minister, who said", else the same
    as ``speaker``. ``entry`` is the cue in the lexicon, empty where it is not from there. ``carried`` says that they stand in another sentence, whose speaker goes on in this one.
    """

    speaker: tuple[int, int]
    cue: tuple[int, int]
    mention: tuple[int, int]
    entry: str
    carried: bool = False


_SOURCE_FOLLOWS = listed("according in as per")  # first words of cues such as "according to"
_RELATIVES = listed("who which that")
_INVERTING = listed(
    "say add write ask note announce report state explain continue reply respond answer tweet argue insist warn declare "
    "recall conclude joke quip shout yell claim stress observe remark suggest acknowledge admit concede"
)
# What stands before a colon without being a speaker.
_LABELS = listed(
    "update related photo photos video watch read correction note editor analysis opinion exclusive breaking live more "
    "see also source sources contributing story by q a image images credit topics tags about the this how why what "
    "where when here but and"
)
_ADVERBIALS = listed(
    "in on at after before during when while as with since despite for from by to under over if though "
    "unlike amid among without within behind following including around across besides shortly soon"
)
# What follows the first comma of "X, the minister, said" and cannot open the words that are said.
_APPOSITION = listed(
    "who which whose though however meanwhile too a an the now then of formerly also himself herself like for in at "
    "an's one whom"
)
_BEFORE_VERB = AUXILIARIES | {"likely"}
_WHO_BEHIND = listed("from by among")
_BEFORE_OWNER = listed("over at from with in on to by under against between behind near")
_OPENERS = listed("however meanwhile instead moreover nevertheless nonetheless still")
_OWN_VOICE = listed("i we you")  # outside quotation marks, the writer and the reader


_ANONYMOUS_HEADS = listed(
    "source sources official officials people person persons insider insiders aide aides adviser advisers advisor advisors "
    "diplomat diplomats executive executives employee employees staffer staffers operative operatives individual "
    "individuals someone associate associates whistleblower informant informants negotiator negotiators"
)
# "two of the people", "some of his aides": they are whom they are of.
_OF_THEM = re.compile(
    r"(?:one|two|three|four|five|six|several|some|many|most|both|\d{1,6}) of (?:the|those|these|his|her|their|its) ",
    re.I,
)
_HEAD_ENDS = listed("of for at in from with on who that familiar close briefed to by inside within near")


def attributions(
    text: str, sentence: tuple[int, int], quoted: Sequence[tuple[int, int]], cues: Cues
) -> list[Attribution]:
    """The attributions of one sentence, in the order of their cues.

    ``quoted`` are the quotations (marks included) that overlap the sentence; what they say is not searched.
    """
    words = tokens(text, *sentence, quoted)
    found: list[Attribution] = []
    subject: tuple[int, int] | None = None
    index = 0
    while index < len(words):
        cue = find_cue(words, index, cues)
        # Behind a cue that is known, "told reporters", no further word is taken for an unknown one.
        if cue is None or (cue.entry == ANY_VERB and found):
            index += 1
            continue
        speaker = _speaker(words, index, cue, subject)
        if speaker is not None:
            speaker = source_of(words, *speaker)
        if cue.entry == "claim" and claims_a_thing(words, cue.last):
            speaker = None
        if cue.entry == "post" and not posts_words(words, cue.last):
            speaker = None
        if cue.entry == "put at" and speaker is not None and not measures(words, speaker[0], cue.last):
            speaker = None
        if speaker is not None and words[speaker[0]].lower not in _OWN_VOICE:
            subject = speaker
            span = words[speaker[0]].start, words[speaker[1]].end - _genitive(words[speaker[1]], cue)
            relative = _relative(words, index)
            mention = span if relative is None else (relative.start, relative.end)
            entry = "" if cue.entry in (NOUN, ANY_VERB) else cue.entry
            found.append(Attribution(span, (words[index].start, words[cue.last].end), mention, entry))
        index = cue.last + 1
    return found


def colon_attribution(
    text: str, sentence: tuple[int, int], quoted: Sequence[tuple[int, int]]
) -> list[Attribution]:
    """The attribution of "Minister: no deal" and of "She was blunt: “No.”", where the cue is the colon."""
    words = tokens(text, *sentence, quoted)
    for index, token in enumerate(words[1:-1], 1):
        if token.word != ":":
            continue
        before, after = words[:index], words[index + 1]
        named = len(before) <= 4 and all(word.word[0].isupper() and is_word(word) for word in before)
        if named and not _LABELS.intersection(word.lower for word in before):
            speaker: tuple[int, int] | None = (0, index - 1)
        elif after.lower == QUOTE:
            speaker = _opening_phrase(words, index)
        else:
            return []
        if speaker is None or words[speaker[0]].lower in _OWN_VOICE:
            return []
        span = words[speaker[0]].start, words[speaker[1]].end
        return [Attribution(span, (token.start, token.end), span, "")]
    return []


def _speaker(
    words: Sequence[Token], index: int, cue: Cue, subject: tuple[int, int] | None
) -> tuple[int, int] | None:
    """The source of ``cue``, which starts at ``words[index]``, as indices of its first and last token."""
    last, entry, form = cue
    first_word = entry.split()[0]
    if first_word in _SOURCE_FOLLOWS:
        return phrase_after(words, last + 1)
    if entry == NOUN:
        return _owner(words, index - 1)
    left = index - 1
    helpers: list[str] = []
    while left >= 0 and (is_adverb(words[left]) or words[left].lower in _BEFORE_VERB):
        helpers.append(words[left].lower)
        left -= 1
    left = skip_time_before(words, left)
    before = words[left] if left >= 0 else None
    if before is not None and before.word.endswith(("’s", "'s", "s’", "s'")):
        return None  # "Tan’s proposed budget"
    reduced = form == "past" and not helpers and last + 2 < len(words) and words[last + 1].lower == "by"
    if reduced and first_word not in ("reply", "respond", "begin", "start", "end"):
        return _agent(words, last)
    if form == "past" and helpers and _voice(helpers) == "passive":
        return _agent(words, last)
    if form == "ing" and not BE.intersection(helpers):
        return _participle_subject(words, left, before, subject)
    if before is not None and before.lower == "to":
        return None
    if not helpers and reads_as_noun(words, index, cue, before):
        return None
    if _inverted(words, left, last, first_word, form, before, helpers):
        after = phrase_after(words, last + 1)
        if after is not None:
            return after
    found = _subject(words, left, before, subject)
    plain = form == "past" and not helpers and first_word not in ("say", "tell")
    return None if plain and _is_adverbial(words, found, left) else found


def _is_adverbial(words: Sequence[Token], phrase: tuple[int, int] | None, last: int) -> bool:
    """Whether ``phrase`` follows a preposition: of "under the deal announced on Tuesday", the deal announces nothing."""
    if phrase is None or phrase[0] == 0 or phrase[1] != last:
        return False
    return words[phrase[0]].lower in ("the", "a", "an") and words[phrase[0] - 1].lower in _BEFORE_OWNER


def _owner(words: Sequence[Token], index: int) -> tuple[int, int] | None:
    """The owner of a noun cue: "his", or the phrase that ends in a genitive."""
    if words[index].lower in POSSESSIVES:
        return index, index
    phrase = phrase_before(words, index)
    if phrase is None:
        return None
    # "the standoff over Brandt’s demand": what owns stands behind the last preposition but "of".
    behind = (i + 1 for i in range(index, phrase[0], -1) if words[i].lower in _BEFORE_OWNER)
    return next(behind, phrase[0]), index


def _genitive(token: Token, cue: Cue) -> int:
    """How many characters at the end of the owner of a noun cue are its genitive, and no part of the name."""
    if cue.entry != NOUN or token.lower in POSSESSIVES:
        return 0
    return 2 if token.word.endswith(("’s", "'s")) else 1


def _relative(words: Sequence[Token], index: int) -> Token | None:
    """The "who" or "which" right before a cue, but for adverbs and auxiliaries."""
    left = index - 1
    while left >= 0 and (is_adverb(words[left]) or words[left].lower in AUXILIARIES):
        left -= 1
    return words[left] if left >= 0 and words[left].lower in _RELATIVES else None


def _voice(helpers: Sequence[str]) -> str:
    nearest = next((word for word in helpers if word in AUXILIARIES), "")
    return "passive" if nearest in BE else "active"


def _agent(words: Sequence[Token], last: int) -> tuple[int, int] | None:
    """The noun phrase after "by" in a passive."""
    for index in range(last + 1, min(last + 8, len(words))):
        if words[index].lower == "by":
            return phrase_after(words, index + 1)
        if not is_word(words[index]):
            return None
    return None


def _participle_subject(
    words: Sequence[Token], left: int, before: Token | None, subject: tuple[int, int] | None
) -> tuple[int, int] | None:
    """Whose "saying" it is: the source before it in the sentence, else the subject that opens the sentence."""
    if before is None or not (
        before.word in ",—–-" or before.lower in ("by", "while", "and", QUOTE, "after", "before")
    ):
        return None
    return subject or _opening_phrase(words, left)


def _opening_phrase(words: Sequence[Token], limit: int) -> tuple[int, int] | None:
    """The subject that opens the sentence, behind "In Ohio on Monday," or "After the vote,"."""
    start = _behind_dateline(words)
    if words and words[0].lower in _ADVERBIALS:
        start = next((index + 1 for index in range(min(limit, 15)) if words[index].word == ","), 0)
    for index in range(start, min(limit, start + 6)):
        token = words[index]
        opens = token.lower in DETERMINERS or token.lower in PRONOUNS or token.word[0].isupper()
        if is_word(token) and opens and token.lower not in CONJUNCTIONS and token.lower not in ADVERBS:
            return phrase_after(words, index)
    return None


def _behind_dateline(words: Sequence[Token]) -> int:
    """Where the sentence starts behind "VELDHAVEN, Norland (Tern) —"."""
    if not words or len(words[0].word) < 4 or not words[0].word.isupper():
        return 0
    return next((i + 1 for i in range(1, min(len(words), 10)) if words[i].word in ("—", "–", "-")), 0)


def _inverted(
    words: Sequence[Token],
    left: int,
    last: int,
    verb: str,
    form: Form,
    before: Token | None,
    helpers: Sequence[str],
) -> bool:
    """Whether the source stands behind its verb: “...,” said the minister."""
    if verb not in _INVERTING or form == "ing" or helpers:
        return False
    following = words[last + 1] if last + 1 < len(words) else None
    if following is None or not is_word(following) or following.lower in ("that", "it", "in", "on", "there"):
        return False
    if before is None or before.lower == QUOTE:
        return True
    if before.word != "," or _before_apposition(words, left, sure=True) is not None:
        return False
    end = phrase_after(words, last + 1)
    if end is None:
        return False
    stop = words[end[1] + 1] if end[1] + 1 < len(words) else None
    return stop is None or not is_word(stop) or stop.lower in ("in", "on", "at", "who", "during", "after")


def _subject(
    words: Sequence[Token], left: int, before: Token | None, subject: tuple[int, int] | None
) -> tuple[int, int] | None:
    """The noun phrase before a finite verb, past an apposition, a relative pronoun or a co-ordination."""
    if before is None:
        return None
    if before.lower in ("and", "but", "or", "then"):
        return subject or _opening_phrase(words, left)
    if before.lower in _RELATIVES:
        left -= 1
        if left >= 0 and words[left].word == ",":
            left -= 1
        if left > 1 and words[left].word.isdigit() and words[left - 1].word == ",":
            left -= 2  # an age: "Ilse Brandt, 58, who said"
        phrase = phrase_before(words, left)
        # "praise from dockers, who said": whoever speaks stands behind the preposition.
        behind = (
            (i for i in range(left, phrase[0], -1) if words[i - 1].lower in _WHO_BEHIND)
            if phrase
            else iter(())
        )
        return (next(behind, phrase[0]), left) if phrase and before.lower == "who" else phrase
    if before.word in (",", ")", "—", "–", "-"):
        return _before_apposition(words, left)
    if not is_word(before):
        return None
    return phrase_before(words, left)


def _before_apposition(words: Sequence[Token], mark: int, sure: bool = False) -> tuple[int, int] | None:
    """X of "X, the minister, said": the phrase before the mark that opens what ``words[mark]`` closes.

    ``sure`` asks that what stands between reads as an apposition and not as words that are said.
    """
    if words[mark].word == "," and mark > 0 and words[mark - 1].word == ")":
        mark -= 1
    opener = "(" if words[mark].word == ")" else words[mark].word
    for index in range(mark - 1, max(mark - 25, 0), -1):
        if words[index].word == opener:
            first = words[index + 1]
            party = first.word[:2] in ("R-", "D-", "I-") or first.word.isdigit()
            if sure and not (opener == "(" or party or first.lower in _APPOSITION):
                continue
            # "However, a spokesman, said": what opens the sentence speaks no words.
            phrase = phrase_before(words, mark - 1 if words[index - 1].lower in _OPENERS else index - 1)
            if phrase is not None and starts_with_verb(words[phrase[0] : phrase[1] + 1]):
                continue  # "Tan, speaking Saturday in Veldhaven, Norland, said"
            return _named_before(words, phrase) or phrase
    return None


def _named_before(words: Sequence[Token], phrase: tuple[int, int] | None) -> tuple[int, int] | None:
    """X of "X, the sister of Liz Ruiz, a candidate, said", where ``phrase`` is the sister."""
    if phrase is None or phrase[0] < 2 or words[phrase[0] - 1].word != ",":
        return None
    if words[phrase[0]].lower not in DETERMINERS or not words[phrase[0]].word.islower():
        return None
    name = phrase_before(words, phrase[0] - 2)
    if (
        name is None
        or words[name[0]].lower in _OPENERS
        or not all(token.word[0].isupper() for token in words[name[0] : name[1] + 1])
    ):
        return None
    return name


def is_anonymous(speaker: str) -> bool:
    """Whether ``speaker`` stands for a person who is not named: "people familiar with the talks", "a senior official".

    A spokesman, an institution, a crowd ("critics", "voters") and a pronoun are not anonymous sources.
    """
    words = _OF_THEM.sub("", speaker).replace(",", " , ").split()
    for index, word in enumerate(words):
        if word.lower() in _ANONYMOUS_HEADS:
            following = words[index + 1] if index + 1 < len(words) else ","
            return not following[0].isupper() or following.lower() in _HEAD_ENDS
        if word.lower() in _HEAD_ENDS:
            return False
    return False
