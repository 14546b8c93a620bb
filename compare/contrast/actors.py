"""Who acts: an agent named by one telling, and left out, generalised or hidden in a passive by the other."""

from __future__ import annotations

from collections.abc import Iterator

from compare.contrast.candidate import Candidate
from compare.contrast.renamed import DAYS, Renamed, renamed
from compare.contrast.sense import is_noun
from compare.contrast.sources import SAYING, names
from compare.contrast.spans import PARTING, covering, inside, listed
from compare.contrast.telling import Pair, Telling, Word, is_akin, is_known, lemma
from compare.records import Difference

_BE = listed("is are was were be been being get got")
_BETWEEN = listed(
    "not also never already since then now later reportedly allegedly newly recently yesterday today earlier"
)
# Words that open a sentence or a clause and act in nothing.
_OPENERS = listed(
    "although though instead however meanwhile later still yet besides moreover afterwards today yesterday tomorrow tonight "
    "another despite unlike amid following according given once until unless whether whenever perhaps maybe even"
)
_MODALS = listed("will would can could may might must should shall to")
# Before a noun they say that it is somebody's, and not whose.
_VAGUE = listed(
    "foreign neighbouring neighboring unnamed unidentified unspecified unknown rival outside overseas"
)
_PRONOUNS = listed("they someone somebody others")
_HAVE = listed("has have had")
_WHERE = listed("in at near outside")
_LONGEST = 5  # words of a subject
_OBJECT = 4  # words behind a verb that hold its object
# Nouns that stand for an agent without saying who it is.
GROUPS = listed(
    "official officials administration government critics critic lawmaker lawmakers senator senators republicans democrats "
    "leaders leader authorities police prosecutors investigators aides aide experts analysts advocates activists opponents "
    "supporters backers allies insurers companies company firm group groups committee panel commission department agency "
    "office court judge lawyer lawyers attorney attorneys spokesman spokeswoman spokesperson party members member staffer "
    "team someone somebody they people man woman conservatives liberals governor secretary minister ministry chairman "
    "parties side sides others author authors reporter reporters strategists senate house congress congressman"
)


def actors(pair: Pair) -> Iterator[Candidate]:
    """Candidates for agents.

    Rules: agent-hidden-in-passive, agent-generalised, agent-left-out, agent-otherwise-named, agent-differs.
    """
    for side, other in ((pair.a, pair.b), (pair.b, pair.a)):
        yield from _passive(pair, side, other)
        yield from _generalised(pair, side, other)
        yield from _foreign(pair, side, other)
    for swap in renamed(pair):
        if not swap.place and not _is_speaker(pair, swap):
            note = f"{swap.a.text} in one telling, {swap.b.text} in the other"
            yield Candidate(
                Difference("actor", swap.a, swap.b, "agent-differs", note), {"agent-differs": 1.0}
            )


def _is_speaker(pair: Pair, swap: Renamed) -> bool:
    """Whether one of the names is a source, which is told as such."""
    return any(
        telling.claim.speaker is not None and inside(span, (telling.claim.speaker,))
        for telling, span in ((pair.a, swap.a), (pair.b, swap.b))
    )


def _passive(pair: Pair, side: Telling, other: Telling) -> Iterator[Candidate]:
    """``side`` has a passive without an agent where ``other`` has the same verb in the active."""
    for at in _agentless(side):
        verb = side.words[at]
        same = [i for i, w in enumerate(other.words) if w.lemma == verb.lemma]
        active = next((i for i in same if _is_finite(other, i)), None)
        if active is None:
            continue
        agent = _subject(other, active)
        if not agent or _undergoes(side, at, agent):
            continue
        helper = next(i for i in range(at - 1, -1, -1) if side.words[i].lower in _BE)
        hidden = covering(side.claim, [side.words[i].span for i in range(helper, at + 1)])
        told = covering(other.claim, [w.span for w in agent])
        here, there = (hidden, told) if side is pair.a else (told, hidden)
        yield Candidate(
            Difference("actor", here, there, "agent-hidden-in-passive", f"{told.text} acts in one telling; the passive {hidden.text!r} names no agent"),
            {"passive": 1.0, "same verb": 1.0, "same object": float(_is_same_object(side, helper, other, active)), **_agent(agent, other, side)},
        )  # fmt: skip


def _is_same_object(side: Telling, helper: int, other: Telling, verb: int) -> bool:
    """Whether what undergoes the passive is what the active verb is done to: "the matter was raised", "raised the matter"."""
    patient = next((w for w in reversed(side.words[:helper]) if w.content), None)
    there = [
        w for w in other.words[verb + 1 :][:_OBJECT] if w.content and patient and w.lemma == patient.lemma
    ]
    if patient is None or not there:
        return False
    counts = [_count_of(telling, word) for telling, word in ((side, patient), (other, there[0]))]
    return None in counts or counts[0] == counts[1]


def _count_of(side: Telling, noun: Word) -> float | None:
    """How many the noun is said to be: nine of "nine people"."""
    around = (q for q in side.claim.quantities if q.start <= noun.span.start and noun.span.end <= q.end)
    return next((q.value for q in around), None)


def _undergoes(side: Telling, verb: int, agent: list[Word]) -> bool:
    """Whether it stands before the passive too: of "the system is tuned for storage" the system tunes nothing."""
    before = {w.lemma for w in side.words[:verb]}
    return agent[-1].lemma in before


def _agentless(side: Telling) -> list[int]:
    return [i for i in range(1, len(side.words)) if _is_passive(side, i) and not side.words[i].quoted and "by" not in {w.lower for w in side.words[i + 1 : i + 6]}]  # fmt: skip


def _is_passive(side: Telling, index: int) -> bool:
    word = side.words[index]
    if not (word.lower.endswith(("ed", "en", "wn")) or word.lower in _PARTICIPLES) or word.capital:
        return False
    before = index - 1
    while before >= 0 and (side.words[before].lower in _BETWEEN or side.words[before].lower.endswith("ly")):
        before -= 1
    return before >= 0 and side.words[before].lower in _BE


def _is_finite(side: Telling, index: int) -> bool:
    """Whether the verb may have an agent before it: no passive, and no participle that hangs on another verb."""
    word = side.words[index]
    hangs = word.lower.endswith("ing") and not (index and side.words[index - 1].lower in _BE)
    helped = bool(index) and side.words[index - 1].lower in _HAVE
    alone = word.lower in _NEVER_PAST and not helped  # "a worm known as"
    noun = is_noun(side, word)
    return (
        not hangs and not alone and not noun and not _is_passive(side, index) and not _is_reduced(side, index)
    )


def _is_reduced(side: Telling, index: int) -> bool:
    """Whether it is a participle behind its noun and a comma: "the summit, originally planned for December"."""
    first = index
    while first and (side.words[first - 1].lower in _BETWEEN or side.words[first - 1].lower.endswith("ly")):
        first -= 1
    before = side.claim.text[: side.words[first].span.start - side.claim.start].rstrip()
    following = side.words[index + 1].lower if index + 1 < len(side.words) else ""
    return before.endswith(",") and following in ("for", "in", "by", "at", "on", "to", "from", "with", "as")


_PARTICIPLES = listed(
    "made held taken given known seen shown told sent put set cut built found brought bought sold paid shot struck hit won lost left met kept read cast done gone"
)


_NEVER_PAST = listed(
    "taken given known seen shown done gone written spoken broken chosen driven stolen drawn thrown grown worn torn fallen"
)


def _subject(side: Telling, verb: int) -> list[Word]:
    """The noun phrase before a verb, without its article: "harbour council" of "the harbour council has approved"."""
    last = verb - 1
    while last >= 0 and (side.words[last].lower in _BETWEEN | _HAVE or side.words[last].lower.endswith("ly")):
        last -= 1
    if last >= 0 and _is_parted(side, side.words[last], side.words[last + 1]):
        return _first(side, _opening(side))  # "Jan Cole, envoy in Orvell, raised it"
    first = last
    while (
        first >= 0
        and last - first < _LONGEST
        and side.words[first].content
        and side.words[first].lower not in DAYS | _OPENERS
    ):
        first -= 1
    if first >= 0 and side.words[first].lower in _MODALS:
        return []  # "will face murder charges": the verb stands before it
    found = list(side.words[first + 1 : last + 1])
    # A bare figure acts as nobody.
    return [] if any(w.lower.isdigit() for w in found[-1:]) else found


def _opening(side: Telling) -> list[Word]:
    """The names or the group that open the telling."""
    found: list[Word] = []
    words = [w for w in side.words if w.span.start >= side.begins]
    for word in words[:12]:
        if word.lower not in DAYS | _OPENERS and (
            word.capital or (word is words[0] and _opens_a_name(words)) or word.lower in GROUPS
        ):
            found.append(word)
        elif found:
            break
    return found


def _opens_a_name(words: list[Word]) -> bool:
    """Whether the first word, which has a capital whatever it is, is a name or a part of one: not "Separate footage"."""
    first = words[0]
    return first.content and (not is_known(first.lower) or (len(words) > 1 and words[1].capital))


def _first(side: Telling, opening: list[Word]) -> list[Word]:
    """The first that a comma or a dash parts from the others, but for a place: of "envoy in Ardmouth, Ilmar Teskey" him."""
    parts: list[list[Word]] = []
    for word in opening:
        if not parts or _is_parted(side, parts[-1][-1], word):
            parts.append([])
        parts[-1].append(word)
    return next((part for part in parts if not _is_place(side, part[0])), parts[0] if parts else [])


def _is_parted(side: Telling, first: Word, second: Word) -> bool:
    start = side.claim.start
    return not PARTING.isdisjoint(side.claim.text[first.span.end - start : second.span.start - start])


def _is_place(side: Telling, first: Word) -> bool:
    at = side.words.index(first)
    return at > 0 and side.words[at - 1].lower in _WHERE


def _generalised(pair: Pair, side: Telling, other: Telling) -> Iterator[Candidate]:
    """``side`` opens with names that ``other`` nowhere has; ``other`` opens with a group, or with somebody else."""
    mine, theirs = _opening(side), _opening(other)
    if not mine:
        return
    known = names(" ".join(w.span.text for w in mine))
    if not known or known & other.bare or {lemma(word) for word in known} & other.all_lemmas:
        return
    if known <= GROUPS and names(" ".join(w.span.text for w in theirs)) & side.bare:
        return  # "the government would not say whether Mr. Cole": who opens the other is named here too
    if theirs and (all(w.lower in _PRONOUNS for w in theirs) or _is_acted_on(other, theirs[-1])):
        return
    group = [w for w in theirs if w.lower in GROUPS]
    told = covering(side.claim, [w.span for w in _first(side, mine)])
    missing = covering(other.claim, [w.span for w in _first(other, group or theirs)])
    weighed = "agent-generalised" if group else "agent-left-out"
    rule = weighed if group or not theirs else "agent-otherwise-named"
    here, there = (told, missing) if side is pair.a else (missing, told)
    yield Candidate(
        Difference("actor", here, there, rule, f"{told.text} is named by one telling only" + (f"; the other has {missing.text}" if missing.text else "")),
        {weighed: 1.0, **_agent(mine, side, other)},
    )  # fmt: skip


def _is_acted_on(side: Telling, last: Word) -> bool:
    """Whether a passive follows: "a man was arrested" names nobody who acts."""
    at = side.words.index(last)
    return any(_is_passive(side, i) for i in range(at + 2, min(at + 4, len(side.words))))


def _foreign(pair: Pair, side: Telling, other: Telling) -> Iterator[Candidate]:
    """``side`` says whose they are, ``other`` no more than that they are somebody's: "Norland warships", "foreign warships"."""
    for at, word in enumerate(side.words[:-1]):
        noun = side.words[at + 1]
        if not word.capital or noun.capital or not noun.content or is_akin(word.lemma, other):
            continue
        for here in range(1, len(other.words)):
            vague = other.words[here - 1]
            if other.words[here].lemma != noun.lemma or vague.lower not in _VAGUE or word.lower in other.bare:
                continue
            told = covering(side.claim, [word.span, noun.span])
            hidden = covering(other.claim, [vague.span, other.words[here].span])
            spans = (told, hidden) if side is pair.a else (hidden, told)
            note = f"{told.text} in one telling are {hidden.text} in the other"
            yield Candidate(
                Difference("actor", *spans, "agent-generalised", note),
                {"same noun": 1.0, **_agent([word], side, other)},
            )


def _agent(agent: list[Word], side: Telling, other: Telling) -> dict[str, float]:
    text = " ".join(w.span.text for w in agent)
    return {
        "named": float(bool(names(text))),
        "group": float(any(w.lower in GROUPS for w in agent)),
        "in other": float(
            bool(names(text) & other.bare)
        ),
        "is source": float(side.claim.speaker is not None and side.claim.speaker.start < agent[-1].span.end <= side.claim.speaker.end),
        "other pronoun": float(bool(other.words) and any(w.lower in ("he", "she", "they", "it") for w in other.words[:4])),
        "other quoted": float(other.quoted_share > 0.5),
        "other source": float(other.claim.speaker is not None),
        "other says": float(any(w.lower in SAYING for w in other.words)),
    }  # fmt: skip
