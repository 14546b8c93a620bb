"""Direct quotation against paraphrase, quotations that were cut or changed, and scare quotes."""

from __future__ import annotations

from collections.abc import Iterator

from compare.contrast.candidate import Candidate
from compare.contrast.spans import WORD, listed, nothing
from compare.contrast.telling import Pair, Telling, Word
from compare.records import Difference, Span

MIN_WORDS = 3  # a shorter quotation is a term in quotation marks, not somebody's sentence
_FIRST = listed("i we my our me us i'm we're i've i'll we'll")
_THIRD = listed("he she they his her their him them")
SHARED = 0.5  # of the quotation's words, from which on the other side tells the same words


def quotes(pair: Pair) -> Iterator[Candidate]:
    """One candidate for each quotation that the other side paraphrases, cuts or changes.

    Rules: quotation-or-paraphrase, quotation-changed, term-in-quotation-marks.
    """
    quotes_a, quotes_b = pair.a.claim.quotations, pair.b.claim.quotations
    for side, other, mine, theirs in (
        (pair.a, pair.b, quotes_a, quotes_b),
        (pair.b, pair.a, quotes_b, quotes_a),
    ):
        for quote in mine:
            best = max(theirs, key=lambda q: likeness(quote, q), default=None)
            alike = likeness(quote, best) if best else 0.0
            if alike == 1:
                continue
            size = len(WORD.findall(quote.text))
            if best is not None and alike >= SHARED:
                if side is pair.b:
                    continue
                yield _candidate(pair, side, quote, best, "quotation-changed", "the same quotation in other words or length", _evidence(pair, side, other, quote, alike))  # fmt: skip
            elif size >= MIN_WORDS:
                yield _candidate(pair, side, quote, nothing(other.claim), "quotation-or-paraphrase", "quoted by one, told in other words by the other", _evidence(pair, side, other, quote, alike))  # fmt: skip
            else:
                yield _candidate(pair, side, quote, nothing(other.claim), "term-in-quotation-marks", f"only one telling puts {quote.text!r} in quotation marks", _evidence(pair, side, other, quote, alike))  # fmt: skip


def _candidate(
    pair: Pair, side: Telling, here: Span, there: Span, rule: str, note: str, evidence: dict[str, float]
) -> Candidate:
    a, b = (here, there) if side is pair.a else (there, here)
    return Candidate(Difference("quote", a, b, rule, note), evidence | {rule: 1.0})


def _evidence(pair: Pair, side: Telling, other: Telling, quote: Span, alike: float) -> dict[str, float]:
    inside = [side.words[i] for i in side.within(quote)]
    content = {w.lemma for w in inside if w.content}
    told = content & other.lemmas
    plain = {w.lemma for w in other.words if w.content and not w.quoted}
    outside = {w.lemma for w in side.words if w.content and not w.quoted}
    mixed, both = _marked(side, other)
    verbatim = " ".join(w.lower for w in inside) in " ".join(w.lower for w in other.words)
    return {
        "verbatim": float(verbatim),
        "verbatim unmarked": float(verbatim and other.quoted_share < 0.2),
        "marked by one": mixed,
        "marked by both": both,
        "run": min(_run(inside, other), 10) / 10,
        "run plain": min(_run(inside, other, plain=True), 10) / 10,
        "same source": float(bool(side.source & other.source)),
        "other sources": float(bool(side.source and other.source and not side.source & other.source)),
        "source there": float(bool(side.source & other.bare)),
        "I becomes he": float(
            any(w.lower in _FIRST for w in inside)
            and any(w.lower in _THIRD and not w.quoted for w in other.words)
        ),
        "is all quote": float(side.claim.kind == "quote"),
        "other is a quote": float(other.claim.kind == "quote"),
        "own carried": float(side.claim.speaker is not None and not _names_its_source(side)),
        "other carried": float(other.claim.speaker is not None and not _names_its_source(other)),
        "other reports speech": float(_names_its_source(other) and other.quoted_share < 0.2),
        "term": float(len(inside) < MIN_WORDS),
        "term told": float(len(inside) < MIN_WORDS and bool(told)),
        "told much, plainly": float(len(content & plain) >= 3),
        "told": len(told) / max(len(content), 1),
        "told plainly": len(content & plain) / max(len(content), 1),
        "shared in quote": len(told) / max(len(pair.shared), 1),
        "shared outside": len(outside & pair.shared) / max(len(pair.shared), 1),
        "alike": alike,
        "own quoted": side.quoted_share,
        "other quoted": other.quoted_share,
        "gap": abs(side.quoted_share - other.quoted_share),
        "quote against none": float(side.quoted_share > 0.5 and other.quoted_share < 0.05),
        "part against none": float(0.05 <= side.quoted_share <= 0.5 and other.quoted_share < 0.05),
        "both quote": float(min(side.quoted_share, other.quoted_share) > 0.3),
        "quote against part": float(side.quoted_share > 0.6 and 0.05 <= other.quoted_share <= 0.4),
        "told in one voice": float(side.quoted_share > 0.5 and other.open_marks),
        "other has none": float(not other.claim.quotations),
        "other is all quote": float(other.quoted_share > 0.8),
        "other in first person": float(_first_person(other)),
        "length": min(len(inside), 20) / 20,
        "other open": float(other.open_marks),
        "own open": float(side.open_marks),
        "speakers": float(bool(side.claim.speaker) and bool(other.claim.speaker)),
        "no speaker there": float(not other.claim.speaker),
    }


def _marked(side: Telling, other: Telling) -> tuple[float, float]:
    """Of the words of content that both have, the share in quotation marks in one alone, and in both."""
    shared = side.lemmas & other.lemmas
    mine = {w.lemma for w in side.words if w.quoted} & shared
    theirs = {w.lemma for w in other.words if w.quoted} & shared
    size = max(len(shared), 1)
    return len(mine ^ theirs) / size, len(mine & theirs) / size


def _run(inside: list[Word], other: Telling, plain: bool = False) -> int:
    """The longest run of the quotation's words that the other telling has too; ``plain``: outside its own marks."""
    theirs = [w.lower if not (plain and w.quoted) else "\0" for w in other.words]
    longest = 0
    lengths = [0] * (len(theirs) + 1)
    for word in inside:
        row = [0] * (len(theirs) + 1)
        for i, their in enumerate(theirs, 1):
            if word.lower == their:
                row[i] = lengths[i - 1] + 1
                longest = max(longest, row[i])
        lengths = row
    return longest


def _names_its_source(telling: Telling) -> bool:
    cue = telling.claim.cue
    return cue is not None and telling.claim.start <= cue.start < telling.claim.end


def _first_person(telling: Telling) -> bool:
    return any(w.lower in ("i", "we", "my", "our", "i'm") and not w.quoted for w in telling.words)


def likeness(a: Span, b: Span) -> float:
    """How alike two quotations run word for word, 0 to 1."""
    from rapidfuzz.distance import Indel

    words_a = [w.lower().replace("’", "'") for w in WORD.findall(a.text)]
    words_b = [w.lower().replace("’", "'") for w in WORD.findall(b.text)]
    return float(Indel.normalized_similarity(words_a, words_b))
