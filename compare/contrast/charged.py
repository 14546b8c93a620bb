"""Where a telling has charged words: entries of the lexicon, in any form of their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from compare.contrast.actors import GROUPS
from compare.contrast.spans import PARTING, WORD, listed
from compare.contrast.telling import Telling, Word, lemma

_CLAUSE = listed(
    "that which who whom whose because while when if after before as and but or so than although to"
)
_VERBAL = listed(
    "would could should may might will can must has have had is are was were be been not also never"
)
_OF = listed("of by in on at for from with over between against about")
_THINGS = (
    "ing",
    "ion",
    "ure",
    "ment",
    "ness",
    "ity",
    "ism",
    "age",
    "ance",
    "ence",
    "war",
    "law",
    "plan",
    "storm",
)
# Bodies that speak, though they end as things do.
_BODIES = listed(
    "opposition union delegation coalition organization organisation association federation corporation foundation "
    "institution mission division parliament movement regiment embassy university community authority majority minority "
    "alliance conference intelligence audience king"
)


@dataclass(frozen=True, slots=True)
class Charged:
    """A charged word or phrase where it stands, with its category and a plainer word."""

    words: tuple[Word, ...]
    entry: str
    category: str
    neutral: str


def charged_words(telling: Telling, lexicon: Mapping[str, tuple[str, str]]) -> list[Charged]:
    """The charged words of a telling, the longest phrase at each place, in order."""
    index = _index(tuple(lexicon))
    found: list[Charged] = []
    at = 0
    while at < len(telling.words):
        entry, behind = _entry_at(telling.words, at, index)
        if entry:
            category, neutral = lexicon[entry]
            found.append(Charged(telling.words[at:behind], entry, category, neutral))
        at = behind
    return found


def _entry_at(
    words: Sequence[Word], at: int, index: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
) -> tuple[str, int]:
    word = words[at]
    # A capital inside a sentence is a name: "Wall Street Crash", "Senator Boxer".
    if word.capital and not word.quoted:
        return "", at + 1
    for key in dict.fromkeys((word.lower, word.lemma)):
        for rest, entry in index.get(key, ()):
            behind = words[at + 1 : at + 1 + len(rest)]
            if len(behind) == len(rest) and all(
                w.lower == r or w.lemma == lemma(r) for w, r in zip(behind, rest, strict=True)
            ):
                return entry, at + 1 + len(rest)
    return "", at + 1


@lru_cache(maxsize=4)
def _index(entries: tuple[str, ...]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Entries by their first word: (further words, entry), the longest phrase first."""
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry in entries:
        first, *rest = (m.lower() for m in WORD.findall(entry))
        index.setdefault(first, []).append((tuple(rest), entry))
    for candidates in index.values():
        candidates.sort(key=lambda c: -len(c[0]))
    return index


def is_of_a_thing(telling: Telling, charged: Charged) -> bool:
    """Whether a thing does it, and so nobody says it: "the closing of the lock would threaten the town"."""
    if charged.category != "speech" or charged.words[0].quoted:
        return False
    text, start = telling.claim.text, telling.claim.start
    at = telling.words.index(charged.words[0])
    subject: list[Word] = []
    while at and (PARTING | {"“", '"'}).isdisjoint(
        text[telling.words[at - 1].span.end - start : telling.words[at].span.start - start]
    ):
        at -= 1
        if telling.words[at].lower in _CLAUSE:
            break
        subject.insert(0, telling.words[at])
    while subject and (subject[-1].lower in _VERBAL or subject[-1].lower.endswith("ly")):
        subject.pop()
    head = next((i for i, w in enumerate(subject) if i and w.lower in _OF), len(subject))
    noun = subject[head - 1] if 0 < head <= len(subject) else None
    return (
        noun is not None
        and not noun.capital
        and noun.lower not in GROUPS
        and noun.lemma not in _BODIES
        and noun.lower.removesuffix("s").endswith(_THINGS)
    )


def told_plainly(charged: Charged, words: Iterable[Word]) -> list[Word]:
    """Those of ``words`` that are the plainer word; an adjective's has one form only: "disputed", not "dispute"."""
    neutral = [w.lower() for w in WORD.findall(charged.neutral)]
    wanted = {lemma(w) for w in neutral}
    formed = {w for w in neutral if lemma(w) != w}
    return [w for w in words if w.lemma in wanted and w.content and (w.lower in formed or not formed)]


def is_charged(words: str, lexicon: Mapping[str, tuple[str, str]]) -> bool:
    """Whether these words are an entry of the lexicon, in whatever form."""
    forms = [w.lower() for w in WORD.findall(words)]
    return " ".join(forms) in lexicon or " ".join(lemma(w) for w in forms) in lexicon
