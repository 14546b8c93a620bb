"""Where a sentence has a reporting cue: a verb or phrase of the lexicon, a noun that somebody owns, any verb
behind a quotation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from compare.read.inflect import Form, phrase_forms
from compare.read.phrases import AUXILIARIES, DETERMINERS, PRONOUNS, QUOTE, Token, is_word, phrase_before
from compare.read.words import listed

Cues = Mapping[str, Sequence[tuple[tuple[str, ...], str, Form]]]


class Cue(NamedTuple):
    """A cue from one token to ``last``; ``entry`` is what the lexicon calls it, ``NOUN`` or ``ANY_VERB``."""

    last: int
    entry: str
    form: Form


NOUN, ANY_VERB = "\0noun", "\0verb"  # stand for an entry where the lexicon has none
POSSESSIVES = listed("his her their")
_NOUN_CUES = listed(
    "claim claims assertion assertions argument allegation allegations statement remark remarks comment comments warning "
    "promise promises pledge vow proposal demand demands criticism contention suggestion accusation accusations denial "
    "insistence conclusion estimate prediction belief complaint explanation"
)
# What is said follows the noun behind one of these.
_AFTER_NOUN = listed("that to for of on about against")
_NO_VERBS = listed("is was has does as this his its unless across perhaps less plus versus its us")
# Verbs whose base form or form in "s" is as often a noun.
_NOUN_TOO = listed(
    "address aim answer appeal attack back blame blast call cast challenge chant charge claim comment "
    "concern cry demand detail details dispute doubt echo email estimate favor favour fear feel find "
    "forecast guess highlight hint hope joke label laugh list love name note offer order plan pledge "
    "portray post praise promise protest push question quote read rebuff reject release remark reply "
    "report request rule scream see shout show signal slam state stress support suspect talk thank threat "
    "tout tweet urge view vote vow warn whisper wish worry recall brief outline picture jump respect embrace recount protest"
)
_AFTER_NOUN_ONLY = AUXILIARIES | {"of", "among"}
_NEAR = 6  # words to each side that tell whether all are capitalised
_ANSWERS = listed("reply respond answer react")
# Of those, verbs that no infinitive follows: "urges states to act".
_NO_INFINITIVE = listed("state comment remark report email question")
# What follows such a word when it is the verb.
_AFTER_VERB = listed(
    "that the a an his her their its how why what whether if it he she they we i there these those some no to him them "
    "us me any this"
)


def cue_index(reporting: Mapping[str, str]) -> Cues:
    """The reporting lexicon by every form in which its cues can stand in a text."""
    return phrase_forms(reporting)


def find_cue(words: Sequence[Token], index: int, cues: Cues) -> Cue | None:
    """The cue that starts at ``words[index]``, if there is one."""
    return (
        _noun_cue(words, index)
        or _medium_cue(words, index)
        or _cue_at(words, index, cues)
        or _verb_after_quote(words, index)
    )


def _medium_cue(words: Sequence[Token], index: int) -> Cue | None:
    """What only media write of themselves: "..., per the Herald", "the Herald has learned"."""
    token, before = words[index], words[index - 1] if index else None
    if token.lower == "per" and before is not None and before.word == ",":
        named = words[index + 1 : index + 3]
        if named and (
            named[0].word[0].isupper() or (named[0].lower == "the" and named[-1].word[0].isupper())
        ):
            return Cue(index, "per", "base")
    learned = (
        token.lower == "learned" and before is not None and before.lower in ("has", "have") and index > 1
    )
    if learned and words[index - 2].word[0].isupper() and words[index - 2].lower not in PRONOUNS:
        return Cue(index, "learn", "past")
    return None


def _cue_at(words: Sequence[Token], index: int, cues: Cues) -> Cue | None:
    if _ends_name(words, index):
        return None
    for rest, entry, form in cues.get(words[index].lower, ()):
        last = index + len(rest)
        if entry in _ANSWERS and last + 1 < len(words) and words[last + 1].lower == "by":
            continue  # "replied by suspending imports" reports no words
        if all(
            token.lower == word for token, word in zip(words[index + 1 : last + 1], rest, strict=False)
        ) and last < len(words):
            return Cue(last, entry, form)
    return None


def _ends_name(words: Sequence[Token], index: int) -> bool:
    """Whether the word belongs to a name, outside a headline that capitalises its words: "the United States"."""
    if index == 0 or not (words[index].word[0].isupper() and words[index - 1].word[0].isupper()):
        return False
    near = words[max(0, index - _NEAR) : index + _NEAR + 1]
    return sum(token.word[0].isupper() for token in near) * 3 <= len(near) * 2


def _noun_cue(words: Sequence[Token], index: int) -> Cue | None:
    """The noun of "the minister's claim that", which is a cue where its owner and what is said surround it."""
    if words[index].lower not in _NOUN_CUES or index == 0 or index + 1 >= len(words):
        return None
    owned = words[index - 1].lower in POSSESSIVES or words[index - 1].word.endswith(("’s", "'s", "s’", "s'"))
    return Cue(index, NOUN, "base") if owned and words[index + 1].lower in _AFTER_NOUN else None


def _verb_after_quote(words: Sequence[Token], index: int) -> Cue | None:
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
    return Cue(index, ANY_VERB, "past")


def reads_as_noun(words: Sequence[Token], index: int, cue: Cue, before: Token | None) -> bool:
    """Whether "report", "claims", "call" is a noun where it stands, behind the token ``before``."""
    last, entry, form = cue
    if entry.split()[0] not in _NOUN_TOO:
        return False
    after = words[last + 1] if last + 1 < len(words) else None
    if form in ("past", "ing"):
        return False
    if before is None or not is_word(before):
        return before is None or before.word != ","
    if before.lower in PRONOUNS:
        return before.lower in ("this", "that", "these", "those", "one")
    if after is not None and after.lower in _AFTER_NOUN_ONLY and before.word.islower():
        return True
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
    if after is None or after.word in (".", "!", "?"):
        # "The talks failed, the Herald reports.": a phrase of its own behind a comma ends in its verb.
        phrase = phrase_before(words, index - 1)
        return phrase is None or phrase[0] == 0 or words[phrase[0] - 1].word != ","
    if entry in _NO_INFINITIVE and after.lower == "to":
        return True
    return not (after.lower in _AFTER_VERB or after.lower == QUOTE or after.word[0].isupper())
