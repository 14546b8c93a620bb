"""The two tellings of an aligned pair as the rules look at them: their words, and where these run alike.

Words are compared by lemma, so that "vowed" and "vowing" are one word. Nothing here judges.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from compare.contrast.sources import names
from compare.contrast.spans import WORD, listed
from compare.records import Claim, Span

# Words that say nothing about what is told; pronouns, articles, auxiliaries, prepositions.
_GRAMMAR = listed(
    "a an the this that these those it its he him his she her hers they them their we us our i me my you your who whom "
    "which what whose be am is are was were been being have has had having do does did doing will would shall should can "
    "could may might must to of in on at for from by with as into about over under after before during between through "
    "against and or but nor so if than then there here when while where because since not no n't s up out down off also "
    "just more most other such own same very too all any both each only"
)


# "HALVERNE, Dec. 6 (Tern) —"
_DATELINE = re.compile(r"[A-Z][A-Z .'’-]{3,}[^—–]{0,40}\s[—–-]\s")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
STEM = 5  # letters that two forms of one word share: "threat", "threaten"
DENIED = (
    9  # words behind a denial that hold what is denied: "denied that President Dorian Pask had suggested"
)


@lru_cache(maxsize=50_000)
def lemma(word: str) -> str:
    """The dictionary form of an English word, in lower case."""
    import simplemma

    plain = word.replace("’", "'").removesuffix("'s").removesuffix("'")
    return str(simplemma.lemmatize(plain.lower(), "en")).lower() if plain else word.lower()


@lru_cache(maxsize=50_000)
def is_known(word: str) -> bool:
    """Whether a word in lower case stands in the dictionary of English."""
    import simplemma

    return bool(simplemma.is_known(word, "en"))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a claim."""

    span: Span
    lower: str
    lemma: str
    quoted: bool  # stands inside a quotation
    capital: bool  # begins with a capital and does not open the sentence

    @property
    def content(self) -> bool:
        """Whether it says something about what is told."""
        return self.lower not in _GRAMMAR and self.lemma not in _GRAMMAR


@dataclass(frozen=True)
class Telling:
    """A claim and its words, in order."""

    claim: Claim
    words: tuple[Word, ...]
    source: frozenset[str] = (
        frozenset()
    )  # what can tell its source from others, a pronoun resolved; see sources.py

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """The lemmas of the words that say something."""
        return frozenset(word.lemma for word in self.words if word.content)

    @cached_property
    def all_lemmas(self) -> frozenset[str]:
        """The lemmas of all words."""
        return frozenset(word.lemma for word in self.words)

    @cached_property
    def bare(self) -> frozenset[str]:
        """All words in lower case, without genitives; what names are looked up in; "U.S." is "us" too."""
        initials = (m[0].replace(".", "").lower() for m in _INITIALS.finditer(self.claim.text))
        return frozenset((*(word.lower.removesuffix("'s") for word in self.words), *initials))

    @property
    def begins(self) -> int:
        """Where it begins, without its dateline."""
        dateline = _DATELINE.match(self.claim.text)
        return self.claim.start + (dateline.end() if dateline else 0)

    @cached_property
    def open_marks(self) -> bool:
        """Whether it has a quotation mark without its partner, as a sentence of a longer quotation has."""
        text = self.claim.text
        return text.count('"') % 2 == 1 or text.count("“") != text.count("”")

    @cached_property
    def quoted_share(self) -> float:
        """How much of the claim stands inside quotation marks, 0 to 1."""
        return sum(word.quoted for word in self.words) / max(len(self.words), 1)

    def behind(self, span: Span, reach: int) -> list[Word]:
        """Those of the next ``reach`` words behind ``span`` that say something."""
        inside = self.within(span)
        return [w for w in self.words[inside[-1] + 1 :][:reach] if w.content] if inside else []

    def within(self, span: Span) -> list[int]:
        """The indices of the words inside ``span``."""
        return [i for i, w in enumerate(self.words) if span.start <= w.span.start and w.span.end <= span.end]


def is_akin(word: str, other: Telling) -> bool:
    """Whether a telling has a word of the same stem: "threat" and "threaten", "conspiracy" and "conspired"."""
    if len(word) < STEM:
        return False
    stem = word[: max(STEM, len(word) - 2)]
    return any(
        w.lemma.startswith(stem)
        or (len(w.lemma) > STEM and (word.startswith(w.lemma) or word.startswith(w.lemma[:-1])))
        for w in other.words
    )


def telling(claim: Claim, source: frozenset[str] | None = None) -> Telling:
    """The claim with its words, their lemmas and what is known of each; ``source`` where others' claims tell it."""
    found: list[Word] = []
    quotes = claim.quotations
    for match in WORD.finditer(claim.text):
        start, end = claim.start + match.start(), claim.start + match.end()
        quoted = any(q.start <= start and end <= q.end for q in quotes)
        capital = bool(found) and match[0][0].isupper()
        found.append(
            Word(
                Span(match[0], start, end),
                match[0].lower().replace("’", "'"),
                lemma(match[0]),
                quoted,
                capital,
            )
        )
    if source is None:
        source = names(claim.speaker.text) if claim.speaker else frozenset()
    return Telling(claim, tuple(found), source)


@dataclass(frozen=True)
class Pair:
    """Two tellings side by side."""

    a: Telling
    b: Telling

    @cached_property
    def _opcodes(self) -> list[tuple[str, int, int, int, int]]:
        from rapidfuzz.distance import Levenshtein

        left, right = [w.lemma for w in self.a.words], [w.lemma for w in self.b.words]
        return [
            (op.tag, op.src_start, op.src_end, op.dest_start, op.dest_end)
            for op in Levenshtein.opcodes(left, right)
        ]

    @cached_property
    def likeness(self) -> float:
        """How alike the two run, word for word: 1 for the same words in the same order."""
        return 2 * self.same / max(len(self.a.words) + len(self.b.words), 1)

    @cached_property
    def same(self) -> int:
        """How many words stand in both, in the same order."""
        return sum(end - start for tag, start, end, _, _ in self._opcodes if tag == "equal")

    @cached_property
    def shared(self) -> frozenset[str]:
        """The lemmas of content that stand in both."""
        return self.a.lemmas & self.b.lemmas

    @cached_property
    def overlap(self) -> float:
        """The shared lemmas against all of the shorter telling, 0 to 1."""
        return len(self.shared) / max(min(len(self.a.lemmas), len(self.b.lemmas)), 1)

    @cached_property
    def union(self) -> float:
        """The shared lemmas against those of both, 0 to 1."""
        return len(self.shared) / max(len(self.a.lemmas | self.b.lemmas), 1)

    @cached_property
    def edits(self) -> int:
        """At how many places the two differ."""
        return sum(tag != "equal" for tag, *_ in self._opcodes)

    def only_in(self, side: Telling) -> frozenset[Span]:
        """The words of ``side`` that stand at no place of the other telling, in its order of words."""
        first = side is self.a
        return frozenset(
            word.span
            for tag, i, j, k, m in self._opcodes
            if tag != "equal"
            for word in (self.a.words[i:j] if first else self.b.words[k:m])
        )

    def stretch(self, side: Telling, word: Word) -> tuple[Sequence[Word], Sequence[Word]]:
        """The words of ``side`` around ``word`` that the other has in no such order, and what it has in their place."""
        first, at = side is self.a, side.words.index(word)
        mine: list[Word] = []
        theirs: list[Word] = []
        found = False
        for tag, i, j, k, m in self._opcodes:
            if tag == "equal":
                if found:
                    break
                mine, theirs = [], []
                continue
            here, there = ((i, j), (k, m)) if first else ((k, m), (i, j))
            mine.extend(side.words[here[0] : here[1]])
            theirs.extend((self.b if first else self.a).words[there[0] : there[1]])
            found |= here[0] <= at < here[1]
        return (mine, theirs) if found else ((), ())

    def replaced(self, alone: bool = False) -> list[tuple[Sequence[Word], Sequence[Word]]]:
        """The stretches that stand at the same place of both tellings in other words.

        ``alone``: only where both tellings run alike before and behind, with nothing put in or left out beside.
        """
        tags = ["equal", *(tag for tag, *_ in self._opcodes), "equal"]
        return [
            (self.a.words[i:j], self.b.words[k:m])
            for at, (tag, i, j, k, m) in enumerate(self._opcodes)
            if tag == "replace" and not (alone and (tags[at] != "equal" or tags[at + 2] != "equal"))
        ]

    def around(self, side: Telling, other: Telling, span: Span, reach: int = 4) -> float:
        """How many of the words of content around ``span`` the other telling has too, 0 to 1."""
        inside = side.within(span)
        if not inside:
            return 0.0
        near = [
            w
            for w in (
                *side.words[max(0, inside[0] - reach) : inside[0]],
                *side.words[inside[-1] + 1 :][:reach],
            )
            if w.content
        ]
        return sum(w.lemma in other.all_lemmas for w in near) / max(len(near), 1)
