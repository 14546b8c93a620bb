"""In which sense a charged word stands: as a verb or as the noun of the same letters, as a crime's name, as an addition."""

from __future__ import annotations

from compare.contrast.spans import PARTING, listed
from compare.contrast.telling import Pair, Telling, Word

VERBAL = listed("speech act")  # the categories whose words are verbs
_BEFORE_NOUN = listed(
    "a an the this that these those his her their its our my your no any some each every another "
    "of on in for with from by about after before over against under into at during between amid among without"
)
# What a verb in its plain form stands behind, beside a plural: "to attack", "would attack", "they attack".
_BEFORE_VERB = listed(
    "to will would can could may might must should shall do does did not never also and or but let help i you we they who "
    "that which people police"
)
_PARTICLES = listed("up down out off away aside over through apart together")
_BEHIND_VERB = listed(
    "a an the this that these those his her their its our my your him them it us me into past through over across in on at "
    "from to with by for off up down out away along around"
)
_SUBJECTS = listed("it he she they we i you who which")
_PREDICATE = listed("is are was were be been being am very so too more most less how as seem seems seemed")
_CRIMES = listed(
    "abuse assault conspiracy conspire corruption bribe bribery collude collusion fraud murder obstruct rob steal strangle "
    "treason riot rioter sabotage loot slander tampering kidnap plot extort terror terrorism"
)
_LAW = listed(
    "accuse acquit allegation arraign arrest charge conviction convict count court face guilty indict indictment jury "
    "offence offense plead prison prosecute prosecutor sentence suspect trial"
)
_LAW_NEAR = 8  # words between a crime's name and the word of law that makes it one
_NEAR = 3  # words of content on each side that show what a word is said of
_NOUNS = listed("clash government people motive emotion")


def is_noun(telling: Telling, word: Word) -> bool:
    """Whether a word that the lexicon has as a verb stands as a noun: "the attack", "a raid on", "murder charges"."""
    at = telling.words.index(word)
    if word.lower not in (word.lemma, word.lemma + "s", word.lemma + "es"):
        return False
    if not at or parted(telling, telling.words[at - 1], word):
        return word.lower == word.lemma and at > 0
    before = telling.words[at - 1]
    if before.lower in _BEFORE_NOUN or before.lower.endswith(("'s", "s'")):
        return True
    plural = before.lower.endswith("s") and before.lower != before.lemma
    return word.lower == word.lemma and not (
        before.lower in _BEFORE_VERB or plural or before.lower.endswith("ly")
    )


def is_other_word(telling: Telling, words: tuple[Word, ...], entry: str, category: str) -> bool:
    """Whether what has the letters of an entry is another word: "snapped up", "sweeping past the gate", "rioted"."""
    last = words[-1]
    at = telling.words.index(last)
    following = telling.words[at + 1] if at + 1 < len(telling.words) else None
    if following is not None and parted(telling, last, following):
        following = None
    if category in VERBAL:
        return following is not None and following.lower in _PARTICLES
    formed = last.lower.endswith(("ing", "ed"))
    if category in _NOUNS and formed and not entry.endswith(("ing", "ed")):
        return True
    before = telling.words[at - len(words)] if at >= len(words) else None
    if formed and category not in _NOUNS and before is not None and before.lower in _SUBJECTS:
        return True  # "it failed"
    if not formed or following is None or category in _NOUNS:
        return False
    return following.lower in _BEHIND_VERB and (before is None or before.lower not in _PREDICATE)


def is_crime(telling: Telling, words: tuple[Word, ...]) -> bool:
    """Whether it names what somebody is charged with or sentenced for: what the law calls it, and not how it is told."""
    if not any(w.lemma in _CRIMES for w in words):
        return False
    first, last = telling.words.index(words[0]), telling.words.index(words[-1])
    near = (*telling.words[max(0, first - _LAW_NEAR) : first], *telling.words[last + 1 :][:_NEAR])
    return any(w.lemma in _LAW for w in near)


def parted(telling: Telling, first: Word, second: Word) -> bool:
    """Whether a comma, a dash or the like stands between two words."""
    start = telling.claim.start
    return not PARTING.isdisjoint(telling.claim.text[first.span.end - start : second.span.start - start])


def neighbours(telling: Telling, words: tuple[Word, ...]) -> tuple[list[str], list[str]]:
    """The lemmas of the words of content before and behind ``words``, the next of them first."""
    first, last = telling.words.index(words[0]), telling.words.index(words[-1])
    before = [w.lemma for w in reversed(telling.words[:first]) if w.content]
    return before[:_NEAR], [w.lemma for w in telling.words[last + 1 :] if w.content][:_NEAR]


def addition(pair: Pair, side: Telling, words: tuple[Word, ...]) -> int:
    """How many words of content more than the other ``side`` has in the stretch around ``words`` where the two part."""
    mine, theirs = pair.stretch(side, words[0])
    return sum(w.content for w in mine) - sum(w.content for w in theirs)
