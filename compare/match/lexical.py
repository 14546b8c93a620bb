"""What the words of a sentence say to a matcher: content lemmas, word sequences, names, figures, quoted words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import scipy.sparse  # type: ignore[import-untyped]  # ships no type information
import simplemma

from compare.match.story_types import Floats, Ints


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


STOP = _listed(
    """
    a an the and or but if of to in on at by for with from as that this these those it its he she they
    them his her their him i you we our my your who which what when where while is are was were be been
    being has have had do does did will would could should may might can not no so than then there also
    after before about into over out up more said says say told tell mr mrs ms s t
    """
)
SAY = _listed(
    """
    said say says told tell tells saying wrote tweeted added according asked called argued noted
    insisted claimed stated announced
    """
)
PRONOUNS = frozenset(["he", "she", "they", "it", "his", "her", "their"])
_FROM_TWO = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
NUMBER_WORDS = {word: str(value) for value, word in enumerate(_FROM_TWO.split(" "), start=2)}
_WORD = re.compile(r"[A-Za-z][A-Za-z’'.\-]*[A-Za-z]|[A-Za-z]|\$?\d[\d,.]*\d|\d")
# a closed quotation, one that opens and fills the sentence, or one that runs on into the next sentence
_QUOTE = re.compile(r'[“"]([^“”"]{2,})[”"]|^[“"]([^“”"]+)$|[“"]([^“”"]{8,})$')


@dataclass(frozen=True)
class Words:
    """The words of one sentence.

    Attributes:
        count: number of words.
        lemmas: all of them, in order.
        content: lemmas without function words and figures.
        names: lower-cased words that carry a capital for another reason than opening a sentence.
        figures: numbers, digits only; small number words count.
        quoted: lemmas inside quotation marks, without function words.
        says: whether a verb of saying occurs.
        pronoun: whether the sentence opens with a pronoun.
        has_quote: whether anything is quoted.
    """

    count: int
    lemmas: tuple[str, ...]
    content: tuple[str, ...]
    names: tuple[str, ...]
    figures: tuple[str, ...]
    quoted: tuple[str, ...]
    says: bool
    pronoun: bool
    has_quote: bool


@lru_cache(maxsize=100_000)
def _lemma(word: str) -> str:
    return simplemma.lemmatize(word, lang="en")


def _bare(word: str) -> str:
    """Return the word without a possessive ending and without punctuation around it."""
    word = word.replace("’", "'")
    if word.lower().endswith("'s"):
        word = word[:-2]
    return word.strip("'.-")


def _is_name(word: str, opens: bool) -> bool:
    if not word[0].isupper() or word.lower() in STOP:
        return False
    inner_capital = any(c.isupper() for c in word[1:])
    if not opens or len(word) == 1 or inner_capital:
        return True
    # at the start of a sentence every word has a capital: a name is what no dictionary knows in lower case
    return not simplemma.is_known(word.lower(), lang="en")


def read_words(text: str) -> Words:
    """Return what the words of one sentence say."""
    found = [(_bare(m.group()), m.start()) for m in _WORD.finditer(text)]
    found = [(word, start) for word, start in found if word]
    lower = [word.lower() for word, _ in found]
    lemmas = [_lemma(word) for word in lower]
    names = [
        word.lower()
        for k, (word, start) in enumerate(found)
        if _is_name(word, opens=k == 0 or text[max(0, start - 2) : start].strip()[-1:] in (".", '"', "“"))
    ]
    digits = [re.sub(r"[$,]", "", word).rstrip(".") for word in lower if word[0].isdigit() or word[0] == "$"]
    spelled = [NUMBER_WORDS[word] for word in lower if word in NUMBER_WORDS]
    quoted: list[str] = []
    for match in _QUOTE.finditer(text):
        inside = next(group for group in match.groups() if group)
        quoted += [_bare(m.group()).lower() for m in _WORD.finditer(inside)]
    return Words(
        count=len(found),
        lemmas=tuple(lemmas),
        content=tuple(
            lemma
            for word, lemma in zip(lower, lemmas, strict=True)
            if word not in STOP and len(word) > 1 and not word[0].isdigit()
        ),
        names=tuple(names),
        figures=tuple(digits + spelled),
        quoted=tuple(_lemma(word) for word in quoted if word and word not in STOP),
        says=any(word in SAY for word in lower),
        pronoun=bool(lower) and lower[0] in PRONOUNS,
        has_quote=bool(quoted),
    )


@dataclass(frozen=True)
class Bags:
    """The sentences of a story as weighted sets of one kind of term.

    Attributes:
        root: sparse sentences x terms, the square root of each term's weight, so that a product of two rows is the
            weight they share.
        total: float32, the weight of each sentence.
    """

    root: scipy.sparse.csr_matrix
    total: Floats

    def shared(self, rows: Ints, columns: Ints) -> Floats:
        """Return the weight shared by each pair of sentences, rows x columns."""
        product = self.root[rows] @ self.root[columns].T
        return np.asarray(product.toarray(), dtype=np.float32)


def bags(sentences: Sequence[Sequence[Hashable]], rare: bool) -> Bags:
    """Return the sentences as sets of terms; with `rare`, a term weighs more the fewer sentences have it."""
    spread = Counter(term for sentence in sentences for term in set(sentence))
    column = {term: k for k, term in enumerate(sorted(spread, key=repr))}
    n = len(sentences)
    rows: list[int] = []
    columns: list[int] = []
    weights: list[float] = []
    for k, sentence in enumerate(sentences):
        for term in sorted(set(sentence), key=repr):
            rows.append(k)
            columns.append(column[term])
            weights.append(float(np.log((n + 1) / spread[term])) if rare else 1.0)
    matrix = scipy.sparse.csr_matrix(
        (np.array(weights, np.float32), (np.array(rows, np.int64), np.array(columns, np.int64))),
        shape=(n, max(1, len(column))),
    )
    return Bags(root=matrix.sqrt(), total=np.asarray(matrix.sum(axis=1), dtype=np.float32).ravel())
