"""How surely it is told. Hedges inside a quotation belong to the speaker and are left out."""

from __future__ import annotations

from collections.abc import Iterator

from compare.configured import Lexicon
from compare.contrast.candidate import Candidate
from compare.contrast.sources import SAYING
from compare.contrast.spans import WORD, inside, listed, nothing
from compare.contrast.telling import DENIED, Pair, Telling, Word, is_akin, lemma
from compare.records import Difference, Span

_MODALS = listed("may might could would should")
_OPEN = listed("may might could")  # one as open as the other
_SEEMING = listed("appears appear appeared seems seem seemed apparently seemingly evidently")
_HEARSAY = listed(
    "reportedly allegedly alleged purportedly purported supposedly rumored rumoured unconfirmed"
)
_PLANS = listed(
    "expected expects plan plans planned planning intends intend set scheduled hopes prepared preparing preparing "
    "poised likely considering mulling weighing aims"
)
_DENYING = listed("deny dispute refute contradict")
# Each under its names; of what one alleges the other may say that it is claimed.
_ALLEGING = listed("allege alleged allegation accusation assertion claim contention")
_REFUSING = listed("reject deny refuse decline rebuff")
_URGING = listed("recommend propose advise urge")
_NOT = listed("not no never without")
_EMPTY = listed("a an the to of that be have with as in it by")
_FUTURE = listed("will he'll she'll they'll would")
_MANNER = listed(
    "firmly strongly vigorously flatly categorically"
)  # stress what is said, beside a word of saying
_CERTAIN = _MANNER | listed("certainly definitely clearly undoubtedly absolutely")
_COMPARING = listed("more most less least so as too very how")
_ASSERTING = listed(
    "deny reject dispute refute contradict say state tell insist believe assert declare maintain oppose rule"
)


def certainty(pair: Pair, lexicon: Lexicon) -> Iterator[Candidate]:
    """Candidates for each hedge that the other side lacks, or for one side's plan that is done on the other.

    Rules: hedge-only-one-side, hedges-of-other-strength, denied-only-one-side, planned-or-done, stressed-only-one-side.
    """
    # A word that both have is no hedge of one: "Orvell rejected it" and "it was rejected".
    hedges_a, hedges_b = (
        [h for h in _own(side) if not _has(other, h)] for side, other in ((pair.a, pair.b), (pair.b, pair.a))
    )
    denial = _denial(pair)
    for side, other, own, others in (
        (pair.a, pair.b, hedges_a, hedges_b),
        (pair.b, pair.a, hedges_b, hedges_a),
    ):
        if denial and denial[0] is not side and any(h == denial[1] for h in others):
            continue  # that it is denied is told from the other side, and says more
        for hedge in own:
            if any(h.text.lower() == hedge.text.lower() for h in others) or _is_open_too(hedge, other):
                continue
            denied = denial is not None and hedge == denial[1]
            if others and side is pair.b and denial is None:
                continue  # told from the other side
            counterpart = others[0] if others else nothing(other.claim)
            rule = (
                "denied-only-one-side"
                if denied
                else "hedges-of-other-strength"
                if others
                else "hedge-only-one-side"
            )
            told, missing = (hedge.text, counterpart.text)
            note = f"{told!r} against {missing!r}" if missing else f"only one telling has {told!r}"
            yield _candidate(
                pair,
                side,
                hedge,
                counterpart,
                rule,
                note,
                _evidence(pair, side, other, hedge, others, lexicon),
            )
        for word in side.words:
            if (
                word.quoted
                or word.lower not in _CERTAIN | _PLANS | _FUTURE
                or any(inside(word.span, (h,)) for h in own)
            ):
                continue
            if word.lemma in other.all_lemmas or (
                word.lower in ("set", "likely") and not _before_to(side, word)
            ):
                continue
            if word.lower in _CERTAIN and not _stresses(side, word):
                continue
            if word.lower in _PLANS | _FUTURE and _is_told_there(side, other, word):
                continue
            rule = "stressed-only-one-side" if word.lower in _CERTAIN else "planned-or-done"
            yield _candidate(
                pair, side, word.span, nothing(other.claim), rule, f"only one telling has {word.lower!r}",
                _evidence(pair, side, other, word.span, others, lexicon) | {rule: 1.0},
            )  # fmt: skip


def _is_open_too(hedge: Span, other: Telling) -> bool:
    """Whether the other telling leaves open too what may be: "could delay" beside "may delay", or "whether to delay"."""
    return hedge.text.lower() in _OPEN and any(
        (w.lower in _OPEN or w.lower == "whether") and not w.quoted and not w.capital for w in other.words
    )


def _denial(pair: Pair) -> tuple[Telling, Span] | None:
    """The telling that reports a denial where the other reports none, and the word that says so."""
    for side, other in ((pair.a, pair.b), (pair.b, pair.a)):
        if side.claim.certainty == "denied" != other.claim.certainty:
            cue = side.claim.cue
            hedges = _own(side)
            return (side, cue if cue in hedges else hedges[-1]) if hedges else None
    return None


def _denied_there(side: Telling, other: Telling, hedge: Span) -> float:
    """How much of what ``side`` says is denied the other telling has, 0 to 1; a refused offer is no denial."""
    at = side.within(hedge)
    if not at or side.words[at[-1]].lemma not in _DENYING:
        return 0.0
    denied = side.behind(hedge, DENIED)
    return sum(w.lemma in other.all_lemmas for w in denied) / max(len(denied), 1)


def _has(other: Telling, hedge: Span) -> bool:
    """Whether the other telling has the hedge's words in whatever form or under another name.

    "Suggested that" and "suggests", "speculation" and "speculated", "not clear" and "no clear plan", "allegations" and
    "accusations", "rejected" and "denied" of a request; and "suggests that" somebody do what the other says is urged.
    """
    said = [lemma(w) for w in WORD.findall(hedge.text)]
    core = [w for w in said if w not in _EMPTY] or said
    for names in (_ALLEGING, _REFUSING):
        if names.intersection(core):
            return not names.isdisjoint(other.all_lemmas)
    if "suggest" in core and not _URGING.isdisjoint(other.all_lemmas):
        return True
    denied = not _NOT.isdisjoint(other.all_lemmas)
    # "Reportedly" is another word than "report".
    return all(
        w in other.all_lemmas or (not w.endswith("ly") and is_akin(w, other)) or (w in _NOT and denied)
        for w in core
    )


def _candidate(
    pair: Pair, side: Telling, here: Span, there: Span, rule: str, note: str, evidence: dict[str, float]
) -> Candidate:
    a, b = (here, there) if side is pair.a else (there, here)
    return Candidate(Difference("certainty", a, b, rule, note), evidence)


def _stresses(side: Telling, word: Word) -> bool:
    """Whether the adverb says how certain it is: "firmly denied", not "more firmly", nor "firmly on its side"."""
    at = side.within(word.span)[0]
    beside = side.words[max(0, at - 1) : at] + side.words[at + 1 : at + 2]
    if any(w.lower in _COMPARING for w in side.words[max(0, at - 1) : at]):
        return False
    return word.lower not in _MANNER or any(w.lemma in _ASSERTING for w in beside)


def _before_to(side: Telling, word: Word) -> bool:
    at = side.within(word.span)[0] + 1
    return at < len(side.words) and side.words[at].lower == "to"


def _is_told_there(side: Telling, other: Telling, word: Word) -> bool:
    """Whether the other telling has what is to come as going on, or as nothing at all.

    "Will seek" and "is seeking" are no plan and deed, nor is "before the vote is scheduled to begin" beside nothing.
    """
    behind = side.behind(word.span, 5)
    if word.lower in _PLANS:
        return not any(w.lemma in other.all_lemmas for w in behind)
    verb = behind[0].lemma if behind else ""
    there = [w for w in other.words if w.lemma == verb]
    return any(w.lower.endswith(("ing", "s")) or w.lower == verb for w in there) and not _done(verb, other)


def _done(verb: str, other: Telling) -> bool:
    """Whether the other telling has the verb in the past: "pleaded" against "is expected to plead"."""
    return any(
        w.lemma == verb and w.lower != verb and w.lower.endswith(("ed", "d", "t", "n", "e"))
        for w in other.words
    )


def _own(telling: Telling) -> list[Span]:
    claim = telling.claim
    return [
        h
        for h in claim.hedges
        if not inside(h, claim.quotations) and claim.start <= h.start and h.end <= claim.end
    ]


def _evidence(
    pair: Pair, side: Telling, other: Telling, hedge: Span, others: list[Span], lexicon: Lexicon
) -> dict[str, float]:
    words = hedge.text.lower().split()
    at = side.within(hedge)
    behind = side.behind(hedge, 5)
    scope = sum(w.lemma in other.all_lemmas for w in behind) / max(len(behind), 1)
    first = words[0]
    category = lexicon.hedges.get(hedge.text.lower(), "")
    known = bool(_MODALS & {first}) or first in _SEEMING or first in _HEARSAY or first in _PLANS
    done = [w for w in behind[:3] if _done(w.lemma, other)]
    return {
        "done there": float(bool(done)),
        "future, done there": float(bool(done) and first in _FUTURE),
        "plan, done there": float(bool(done) and bool(_PLANS & set(words))),
        "undone there": float(not done and (first in _FUTURE or bool(_PLANS & set(words)))),
        "denied, words met": _denied_there(side, other, hedge),
        "modal": float(first in _OPEN),
        "modal against will": float(
            first in _OPEN
            and any(w.lower in _FUTURE and not w.quoted for w in other.words)
            and not any(w.lower in _FUTURE for w in side.words)
        ),
        "seems": float(first in _SEEMING),
        "hearsay": float(first in _HEARSAY),
        "plan": float(bool(_PLANS & set(words))),
        "alleged": float(category == "alleged" and first not in _HEARSAY),
        "cue": float(not category),
        "another hedge": float(not known and bool(category)),
        "scope shared": scope,
        "next shared": float(bool(behind) and behind[0].lemma in other.all_lemmas),
        "around": pair.around(side, other, hedge),
        "other hedged": float(bool(others)),
        "other certain": float(bool(_CERTAIN & {w.lower for w in other.words})),
        "other quoted": float(other.quoted_share > 0.5),
        "own quoted": float(side.quoted_share > 0.5),
        "early": float(bool(at) and at[0] < 12),
        "other says": float(any(w.lower in SAYING for w in other.words)),
        "only one side speaks": float((side.claim.speaker is None) != (other.claim.speaker is None)),
        "one of many": 1.0 / max(len(_own(side)), 1),
    }
