"""Who says a sentence: the source, the cue that says so, and speech that goes on without naming its source again.

Rules over the closed classes of English and a lexicon of reporting cues, in the frame of the Penn and PolNeAR
annotation of attribution (source, cue, content). benchmarks/attribution.py prints how far they reach.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compare.read.inflect import Form, phrase_forms
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
from compare.read.words import listed


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source and the cue that ties it to what is said; spans are offsets into the article's text.

    ``mention`` is the word by which the cue itself has its source: "who" of "the minister, who said", else the same
    as ``speaker``. ``carried`` says that they stand in another sentence, whose speaker goes on in this one.
    """

    speaker: tuple[int, int]
    cue: tuple[int, int]
    mention: tuple[int, int]
    carried: bool = False


Cues = Mapping[str, Sequence[tuple[tuple[str, ...], str, Form]]]

_SOURCE_FOLLOWS = listed("according in as per")  # first words of cues such as "according to"
_RELATIVES = listed("who which that")
_INVERTING = listed(
    "say add write ask note announce report state explain continue reply respond answer tweet argue insist warn declare "
    "recall conclude joke quip shout yell claim stress observe remark suggest acknowledge admit concede"
)
_NOUN_TOO = listed(
    "report claim call plan show note comment question challenge attack blast slam support promise pledge offer hope "
    "fear worry wish aim demand hint joke charge dispute doubt estimate forecast rule release request order guess "
    "view vow protest appeal answer reply quote post tweet email list name praise blame threat warn talk concern urge "
    "cry laugh shout chant scream whisper push signal demand back favor favour love order cast address request vote "
    "suspect state detail details thank echo rebuff stress highlight tout post label portray reject read remark name feel find see"
)
_AFTER_VERB = listed(
    "that the a an his her their its how why what whether if it he she they we i there these those some no to him them "
    "us me any this"
)
_NOUN, _ANY_VERB = "\0noun", "\0verb"
_POSSESSIVES = listed("his her their")
_NOUN_CUES = listed(
    "claim claims assertion assertions argument allegation allegations statement remark remarks comment comments warning "
    "promise promises pledge vow proposal demand demands criticism contention suggestion accusation accusations denial "
    "insistence conclusion estimate prediction belief complaint explanation"
)
_AFTER_NOUN = listed("that to for of on about against")
_NO_VERBS = listed("is was has does as this his its unless across perhaps less plus versus its us")
# What stands before a colon without being a speaker.
_LABELS = listed(
    "update related photo photos video watch read correction note editor analysis opinion exclusive breaking live more "
    "see also source sources contributing story by q a image images credit topics tags about the this how why what "
    "where when here but and"
)
_ADVERBIALS = listed(
    "in on at after before during when while as with since despite for from by to under over if though"
)
# What follows the first comma of "X, the minister, said" and cannot open the words that are said.
_APPOSITION = listed(
    "who which whose though however meanwhile too a an the now then of formerly also himself herself like for in at "
    "an's one whom"
)
_OWN_VOICE = listed("i we you")  # outside quotation marks, the writer and the reader


def cue_index(reporting: Mapping[str, str]) -> Cues:
    """The reporting lexicon by every form in which its cues can stand in a text."""
    return phrase_forms(reporting)


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
        hit = _cue_at(words, index, cues) or _noun_cue(words, index) or _verb_after_quote(words, index)
        if hit is None:
            index += 1
            continue
        last, entry, form = hit
        speaker = _speaker(words, index, last, entry, form, subject)
        if speaker is not None and words[speaker[0]].lower not in _OWN_VOICE:
            subject = speaker
            span = words[speaker[0]].start, words[speaker[1]].end
            relative = _relative(words, index)
            mention = span if relative is None else (relative.start, relative.end)
            found.append(Attribution(span, (words[index].start, words[last].end), mention))
        index = last + 1
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
        return [Attribution(span, (token.start, token.end), span)]
    return []


def _cue_at(words: Sequence[Token], index: int, cues: Cues) -> tuple[int, str, Form] | None:
    for rest, entry, form in cues.get(words[index].lower, ()):
        last = index + len(rest)
        if all(
            token.lower == word for token, word in zip(words[index + 1 : last + 1], rest, strict=False)
        ) and last < len(words):
            return last, entry, form
    return None


def _noun_cue(words: Sequence[Token], index: int) -> tuple[int, str, Form] | None:
    """The noun of "the minister's claim that", which is a cue where its owner and what is said surround it."""
    if words[index].lower not in _NOUN_CUES or index == 0 or index + 1 >= len(words):
        return None
    owned = words[index - 1].lower in _POSSESSIVES or words[index - 1].word.endswith(("’s", "'s", "s’", "s'"))
    return (index, _NOUN, "base") if owned and words[index + 1].lower in _AFTER_NOUN else None


def _verb_after_quote(words: Sequence[Token], index: int) -> tuple[int, str, Form] | None:
    """The verb of “...,” the minister fumed: any verb can be a cue there, whether the lexicon has it or not."""
    token = words[index]
    if (
        index < 2
        or not token.word.islower()
        or not token.lower.endswith(("ed", "s"))
        or token.lower in _NO_VERBS
    ):
        return None
    phrase = phrase_before(words, index - 1)
    if phrase is None or phrase[0] == 0 or words[phrase[0] - 1].lower != QUOTE:
        return None
    if words[phrase[0] - 1].word.rstrip("\"'”’»")[-1:] not in tuple(",?!"):
        return None
    return index, _ANY_VERB, "past"


def _speaker(
    words: Sequence[Token], index: int, last: int, entry: str, form: Form, subject: tuple[int, int] | None
) -> tuple[int, int] | None:
    """The source of the cue ``words[index..last]``, as indices of its first and last token."""
    first_word = entry.split()[0]
    if first_word in _SOURCE_FOLLOWS:
        return phrase_after(words, last + 1)
    if entry == _NOUN:
        return _owner(words, index - 1)
    left = index - 1
    helpers: list[str] = []
    while left >= 0 and (is_adverb(words[left]) or words[left].lower in AUXILIARIES):
        helpers.append(words[left].lower)
        left -= 1
    left = skip_time_before(words, left)
    before = words[left] if left >= 0 else None
    if form == "past" and helpers and _voice(helpers) == "passive":
        return _agent(words, last)
    if form == "ing" and not BE.intersection(helpers):
        return _participle_subject(words, left, before, subject)
    if before is not None and before.lower == "to":
        return None
    if first_word in _NOUN_TOO and not helpers and _reads_as_noun(words, index, last, form, before):
        return None
    if _inverted(words, left, last, first_word, form, before, helpers):
        after = phrase_after(words, last + 1)
        if after is not None:
            return after
    return _subject(words, left, before, subject)


def _owner(words: Sequence[Token], index: int) -> tuple[int, int] | None:
    """The owner of a noun cue: "his", or the phrase that ends in a genitive."""
    return (index, index) if words[index].lower in _POSSESSIVES else phrase_before(words, index)


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
    start = 0
    if words and words[0].lower in _ADVERBIALS:
        start = next((index + 1 for index in range(min(limit, 15)) if words[index].word == ","), 0)
    for index in range(start, min(limit, start + 6)):
        token = words[index]
        opens = token.lower in DETERMINERS or token.lower in PRONOUNS or token.word[0].isupper()
        if is_word(token) and opens and token.lower not in CONJUNCTIONS and token.lower not in ADVERBS:
            return phrase_after(words, index)
    return None


def _reads_as_noun(words: Sequence[Token], index: int, last: int, form: Form, before: Token | None) -> bool:
    """Whether "report", "claims", "call" is a noun where it stands."""
    after = words[last + 1] if last + 1 < len(words) else None
    if form in ("past", "ing"):
        return False
    if before is None or not is_word(before):
        return before is None or before.word != ","
    if before.lower in PRONOUNS:
        return before.lower in ("this", "that", "these", "those", "one")
    if before.lower in DETERMINERS or before.word.endswith(("’s", "'s", "s’", "s'")):
        return True
    if form == "base":
        return not before.lower.endswith("s") and before.lower not in (
            "people",
            "men",
            "women",
            "who",
            "police",
        )
    return after is None or not (
        after.lower in _AFTER_VERB or after.lower == QUOTE or after.word[0].isupper()
    )


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
        return phrase_before(words, left)
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
            return phrase_before(words, index - 1)
    return None
