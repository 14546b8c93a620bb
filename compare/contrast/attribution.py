"""Who is named as the source: the outlet's own voice against a speaker, or one speaker against another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compare.contrast.candidate import Candidate
from compare.contrast.sources import (
    FIRST_PERSON,
    SAYING,
    bare,
    is_medium,
    is_pronoun,
    lacks_name,
    names,
)
from compare.contrast.spans import PARTING, WORD, listed, nothing
from compare.contrast.telling import Pair, Telling, lemma
from compare.records import Difference, Span

# What somebody does by speaking: told without a source, it is no other telling.
_ACTS = listed(
    "announce propose ask call vow pledge promise threaten demand request urge order agree decline refuse reject accept "
    "approve sign issue release declare nominate name pick choose resign apologize oppose support back endorse plan offer "
    "want seek invite thank praise vote decide rule block criticize condemn blast slam attack challenge deny admit aim hope "
    "push press object deem want withdraw join"
)
_OPINIONS = listed(
    "argue believe think contend insist claim feel fear worry suggest warn maintain assert accuse allege"
)
_DOCUMENTS = listed(
    "report letter statement memo document poll survey study email filing article book transcript record complaint lawsuit ruling bill guidance notice"
)
_SPOKESMEN = listed("spokesman spokeswoman spokesperson lawyer attorney aide adviser office representative")
_MANY = listed(
    "critic supporter democrat republican official expert advocate opponent lawmaker analyst leader group source people activist conservative liberal progressive many some"
)
# What stands for a name that was given before.
_BODIES = listed(
    "company firm group agency organization organisation corporation bank airline carrier manufacturer maker retailer "
    "network university hospital studio publisher bureau"
)
_LITTLE = listed("the a an of for and in on at to with mr ms mrs dr his her their its")
# "observers in Corvane"
_CROWD = re.compile(r"(?:some |many |several |other )?[a-z]+(?<![sui])s\b(?! [A-Z])")
_BESIDE = 3  # characters between an amount and its source: a comma and a blank
_SAID_ALIKE = 5  # words of a quotation that nobody says twice by chance
_COUNTING = listed("put estimate")
_ACTING = listed("called asked")  # of SAYING, what one does in what is told: "Norland called it a threat"
_ORDERS = listed("tell ask")
_TO = re.compile(r"\s+(?:[\w.’'-]+\s+){1,4}to\s")  # "told her to", "asked the two governments to"
_OPEN_ENDED = re.compile(r"[“”\"]")


def attribution(pair: Pair) -> Iterator[Candidate]:
    """At most one candidate. Rules: own-voice-or-attributed, different-sources."""
    a, b = pair.a.claim, pair.b.claim
    if counted := _only_counter(pair):
        yield _own_voice(pair, counted, of_the_amount=True)
    elif (a.speaker is None) != (b.speaker is None):
        told, other = (pair.a, pair.b) if a.speaker else (pair.b, pair.a)
        if not _is_act_of_both(told, other) and not _is_of_a_figure(told, other):
            yield _own_voice(pair, told)
    elif a.speaker and b.speaker and (teller := _only_teller(pair)):
        yield _own_voice(pair, teller)
    elif a.speaker and b.speaker and not _same_source(pair):
        note = f"attributed to {a.speaker.text} by one, to {b.speaker.text} by the other"
        yield Candidate(
            Difference("attribution", a.speaker, b.speaker, "different-sources", note), _two_sources(pair)
        )


def _same_source(pair: Pair) -> bool:
    """Whether the two sources may be one: the same words or name, or a pronoun and whom it may stand for."""
    a, b = pair.a.claim.speaker, pair.b.claim.speaker
    assert a is not None and b is not None
    if bare(a.text) == bare(b.text) or pair.a.source & pair.b.source:
        return True
    if is_pronoun(a.text) or is_pronoun(b.text):
        named = b.text if is_pronoun(a.text) else a.text
        return not (is_medium(named) or lacks_name(named))
    if _is_document(a) and _is_document(b):
        return True
    sides = ((pair.a, pair.b), (pair.b, pair.a))
    return any(_stands_for(one, other) or _is_beside(one, other) for one, other in sides)


def _is_document(speaker: Span) -> bool:
    """Whether it is no more than "the report", which the other may call the document."""
    said = bare(speaker.text)
    return len(said) == 1 and lemma(said[0]) in _DOCUMENTS


def _stands_for(one: Telling, other: Telling) -> bool:
    """Whether "the company" may be what the other telling has by its name."""
    assert one.claim.speaker is not None and other.claim.speaker is not None
    said = one.claim.speaker.text.lower().split()
    named = [w for w in WORD.findall(other.claim.speaker.text) if w.lower() not in _LITTLE]
    return len(said) == 2 and said[0] == "the" and said[1] in _BODIES and all(w[0].isupper() for w in named)


def _is_beside(one: Telling, other: Telling) -> bool:
    """Whether the other telling's speaker is called that too: "the head of the panel, Ilse Brandt, said"."""
    speaker, cue = one.claim.speaker, other.claim.cue
    assert speaker is not None
    if cue is None or not _is_own(other) or len(bare(speaker.text)) < 2:
        return False
    wanted = [w.replace("’", "'") for w in bare(speaker.text)]
    before = [w for w in other.words if w.span.end <= cue.start and w.lower not in ("a", "an", "the")]
    for at in range(len(before) - len(wanted) + 1):
        if [w.lower for w in before[at : at + len(wanted)]] != wanted:
            continue
        text, start = other.claim.text, other.claim.start
        mark = text[before[at + len(wanted) - 1].span.end - start :].lstrip()[:1]
        if mark in PARTING | {"-"} and (not at or before[at - 1].lower not in _LITTLE):
            return True
    return False


def _only_teller(pair: Pair) -> Telling | None:
    """The telling that names whom the outlet has it from, where the speaker of the other is no more than who acts.

    "He told her to lower her voice" is told in the outlet's own voice, as is "its envoy demanded a statement": beside
    "Mr. Pask suggested a quieter tone, according to an official" they name no source.
    """
    for told, other in ((pair.a, pair.b), (pair.b, pair.a)):
        if _names_source(told) and _speaks_as_an_act(other, told) and not told.source & other.bare:
            return told
    return None


def _names_source(telling: Telling) -> bool:
    """Whether somebody unnamed or a medium says it to the outlet: hardly one who acts in what is told."""
    claim = telling.claim
    assert claim.speaker is not None and claim.cue is not None
    first = claim.cue.text.lower().split()[0]
    outside = claim.anonymous or is_medium(claim.speaker.text)
    return outside and _is_own(telling) and (first == "according" or lemma(first) == "say")


def _speaks_as_an_act(telling: Telling, other: Telling) -> bool:
    """Whether somebody of whom both tell does something in it by speaking: demands, or tells another to do a thing."""
    claim, cue = telling.claim, telling.claim.cue
    if cue is None or not _is_own(telling):
        return False
    first = cue.text.lower().split()[0]
    orders = lemma(first) in _ORDERS and _TO.match(claim.text[cue.end - claim.start :])
    acts = lemma(first) in _ACTS and first not in SAYING  # who denies or announces is a source
    before = {w.lower.removesuffix("'s") for w in telling.words if w.capital and w.span.end <= cue.start}
    return bool((orders or acts) and before & other.bare - other.source)


def _is_own(telling: Telling) -> bool:
    """Whether the cue stands in the sentence itself, and not in one before it."""
    claim = telling.claim
    return claim.cue is not None and claim.start <= claim.cue.start < claim.end


def _is_act_of_both(told: Telling, other: Telling) -> bool:
    """Whether the cue is no word of saying and stands in both: "rejected the plan" and "the plan was rejected"."""
    cue = told.claim.cue
    first = cue.text.lower().split()[0] if cue else ""
    return first not in SAYING and lemma(first) in other.all_lemmas


def _is_of_a_figure(told: Telling, other: Telling) -> bool:
    """Whether the source is that of an amount which the other telling does not give: "worth $5 million, according to"."""
    claim, cue = told.claim, told.claim.cue
    if cue is None or claim.speaker is None or not _is_own(told):
        return False
    source = min(cue.start, claim.speaker.start)
    amounts = [
        q for q in claim.quantities if q.kind in ("money", "percent") and 0 <= source - q.end <= _BESIDE
    ]
    return bool(amounts) and not any(q.kind == amounts[0].kind for q in other.claim.quantities)


def _only_counter(pair: Pair) -> Telling | None:
    """The telling that says who puts the amount at that, where the other gives an amount of it without a source."""
    for told, other in ((pair.a, pair.b), (pair.b, pair.a)):
        cue, own = told.claim.cue, other.claim.cue
        if cue is None or lemma(cue.text.split()[0]) not in _COUNTING or not _is_own(told):
            continue
        first = own.text.lower().split()[0] if own else ""
        if first in SAYING - _ACTING or lemma(first) in _COUNTING:
            continue
        near = [q for q in told.claim.quantities if 0 <= q.start - cue.end <= _BESIDE]
        if any(q.kind == o.kind and q.unit == o.unit for q in near for o in other.claim.quantities):
            return told
    return None


def _own_voice(pair: Pair, told: Telling, of_the_amount: bool = False) -> Candidate:
    """``told`` names its source; the other telling is the outlet's own, whoever may speak in it."""
    first = told is pair.a
    speaker, other = told.claim.speaker, pair.b if first else pair.a
    assert speaker is not None
    side = "first" if first else "second"
    return Candidate(
        Difference(
            "attribution",
            speaker if first else nothing(pair.a.claim),
            nothing(pair.b.claim) if first else speaker,
            "own-voice-or-attributed",
            f"the {side} telling attributes it to {speaker.text}; the other tells it in the outlet's own voice",
        ),
        {
            "own voice": 1.0,
            "of the amount": float(of_the_amount),
            **_source("", told, other),
            **_silent(other, told),
        },
    )


def _source(prefix: str, told: Telling, other: Telling) -> dict[str, float]:
    """What is known of the side that names its source."""
    claim = told.claim
    assert claim.speaker is not None and claim.cue is not None
    speaker, cue = claim.speaker, claim.cue
    carried = not _is_own(told)
    tail = claim.end - cue.end if not carried else 0
    first = cue.text.lower().split()[0]
    saying = first in SAYING
    own = {
        w.lemma
        for w in told.words
        if w.content and not _overlaps(w.span, speaker) and not _overlaps(w.span, cue)
    }
    heads = {lemma(w) for w in WORD.findall(speaker.text)} - _LITTLE
    return {
        f"{prefix}carried": float(carried),
        f"{prefix}saying": float(saying),
        f"{prefix}according": float(first == "according"),
        f"{prefix}act": float(lemma(first) in _ACTS),
        f"{prefix}opinion": float(lemma(first) in _OPINIONS),
        f"{prefix}closing": float(not carried and saying and tail < 25 and speaker.start - claim.start > 25),
        f"{prefix}that": float(
            claim.text[cue.end - claim.start :].lstrip()[:5].lower() == "that " if not carried else 0
        ),
        f"{prefix}anonymous": float(lacks_name(speaker.text)),
        f"{prefix}medium": float(is_medium(speaker.text)),
        f"{prefix}document": float(bool(heads & _DOCUMENTS)),
        f"{prefix}spokesman": float(bool(heads & _SPOKESMEN)),
        f"{prefix}many": float(bool(heads & _MANY)),
        f"{prefix}pronoun": float(is_pronoun(speaker.text)),
        f"{prefix}named": float(bool(names(speaker.text))),
        f"{prefix}passes on": float(carried and told.quoted_share < 0.5),
        f"{prefix}closing medium": float(not carried and tail < 25 and is_medium(speaker.text)),
        f"{prefix}early source": float(speaker.start - claim.start < 15 and not carried),
        f"{prefix}long source": float(len(speaker.text.split()) > 5),
        f"{prefix}quote": float(told.quoted_share > 0.5),
        f"{prefix}cue in other": float(lemma(first) in other.all_lemmas),
        f"{prefix}source words in other": len(heads & other.all_lemmas) / max(len(heads), 1),
        f"{prefix}content in other": len(own & other.lemmas) / max(len(own), 1),
    }


def _overlaps(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _silent(other: Telling, told: Telling) -> dict[str, float]:
    """What is known of the side that names none."""
    text = other.claim.text
    said = [w for w in other.words if w.lower in SAYING and not w.quoted]
    opening = [w for w in other.words[:8] if w.content]
    return {
        "source in other": float(bool(told.source & other.bare)),
        "source opens other": float(any(w.lower.removesuffix("'s") in told.source for w in opening[:3])),
        "other opens with pronoun": float(
            bool(other.words) and other.words[0].lower in ("he", "she", "they", "it")
        ),
        "other quoted": float(other.quoted_share > 0.5),
        "other has marks": float(bool(_OPEN_ENDED.search(text))),
        "other open mark": float(len(_OPEN_ENDED.findall(text)) % 2),
        "other in first person": float(any(w.lower in FIRST_PERSON for w in other.words)),
        "other says": float(bool(said)),
        "other acts": float(any(w.lemma in _ACTS for w in other.words if not w.quoted)),
        "other on hearsay": float(other.claim.certainty == "alleged"),
        "other hedged": float(other.claim.certainty == "hedged"),
        "told hedged": float(told.claim.certainty in ("hedged", "alleged")),
        "other names a medium": float(any(w.capital and is_medium(w.lower) for w in other.words)),
        "other document": float(any(w.lemma in _DOCUMENTS for w in other.words)),
        "other people": float(any(w.lemma in _MANY or w.lemma in _SPOKESMEN for w in other.words)),
        "other short": float(len(other.words) < 12),
    }


def _two_sources(pair: Pair) -> dict[str, float]:
    first, second = _source("", pair.a, pair.b), _source("", pair.b, pair.a)
    both = {f"either {key}": max(first[key], second[key]) for key in first}
    both |= {f"both {key}": min(first[key], second[key]) for key in first}
    in_b, in_a = bool(pair.a.source & pair.b.bare), bool(pair.b.source & pair.a.bare)
    both["source in other"] = float(in_a or in_b)
    both["both sources in other"] = float(in_a and in_b)
    return {
        "two sources": 1.0,
        "many for one": float(_is_many_for_one(pair)),
        "unnamed elsewhere": float(_are_unnamed_elsewhere(pair)),
        **both,
    }


def _are_unnamed_elsewhere(pair: Pair) -> bool:
    """Whether each has it from people without a name in another place: "officials in Orvell", "diplomats in Velden"."""
    parts = []
    for claim in (pair.a.claim, pair.b.claim):
        assert claim.speaker is not None
        who, _, where = claim.speaker.text.partition(" in ")
        if not lacks_name(who) or not where[:1].isupper():
            return False
        parts.append((bare(who)[-1:], where))
    return parts[0][0] != parts[1][0] and parts[0][1] != parts[1][1]


def _is_many_for_one(pair: Pair) -> bool:
    """Whether the same words are quoted from one speaker and from several unnamed: "observers" for "Edda Rowe"."""
    sides = [telling.claim for telling in (pair.a, pair.b)]
    crowds = [bool(_CROWD.match(claim.speaker.text)) for claim in sides if claim.speaker]
    named = [
        bool(names(claim.speaker.text)) and not is_pronoun(claim.speaker.text)
        for claim in sides
        if claim.speaker
    ]
    if sum(crowds) != 1 or not named[crowds.index(False)]:
        return False
    first, second = ([bare(q.text) for q in claim.quotations] for claim in sides)
    return any(len(words) >= _SAID_ALIKE and words in second for words in first)
