"""Who is named as the source: the outlet's own voice against a speaker, or one speaker against another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compare.contrast.candidate import Candidate
from compare.contrast.sources import (
    FIRST_PERSON,
    SAYING,
    bare,
    is_anonymous,
    is_medium,
    is_pronoun,
    names,
)
from compare.contrast.spans import nothing
from compare.contrast.telling import Pair, Telling, lemma
from compare.records import Claim, Difference

_OPEN_ENDED = re.compile(r"[“”\"]")


def attribution(pair: Pair) -> Iterator[Candidate]:
    """At most one candidate. Rules: own-voice-or-attributed, different-sources."""
    a, b = pair.a.claim, pair.b.claim
    if (a.speaker is None) != (b.speaker is None):
        if not _is_act_of_both(pair):
            yield _own_voice(pair)
    elif a.speaker and b.speaker:
        names_a, names_b = names(a.speaker.text), names(b.speaker.text)
        # A bare pronoun or title does not say that it is somebody else.
        same = bare(a.speaker.text) == bare(b.speaker.text)
        if (
            not same
            and not names_a & names_b
            and not is_pronoun(a.speaker.text)
            and not is_pronoun(b.speaker.text)
        ):
            yield Candidate(
                Difference(
                    "attribution",
                    a.speaker,
                    b.speaker,
                    "different-sources",
                    f"attributed to {a.speaker.text} and to {b.speaker.text}",
                ),
                _two_sources(pair),
            )


def _is_act_of_both(pair: Pair) -> bool:
    """Whether the cue is no word of saying and stands in both: "rejected the plan" and "the plan was rejected"."""
    told, other = (pair.a, pair.b) if pair.a.claim.speaker else (pair.b, pair.a)
    cue = told.claim.cue
    first = cue.text.lower().split()[0] if cue else ""
    return first not in SAYING and lemma(first) in other.all_lemmas


def _own_voice(pair: Pair) -> Candidate:
    told, other = (pair.a, pair.b) if pair.a.claim.speaker else (pair.b, pair.a)
    speaker = told.claim.speaker
    assert speaker is not None
    side = "first" if told is pair.a else "second"
    return Candidate(
        Difference(
            "attribution",
            pair.a.claim.speaker or nothing(pair.a.claim),
            pair.b.claim.speaker or nothing(pair.b.claim),
            "own-voice-or-attributed",
            f"the {side} telling attributes it to {speaker.text}; the other tells it in the outlet's own voice",
        ),
        {"own voice": 1.0, **_source("", told), **_silent(other, told)},
    )


def _source(prefix: str, told: Telling) -> dict[str, float]:
    """What is known of the side that names its source."""
    claim = told.claim
    assert claim.speaker is not None and claim.cue is not None
    speaker, cue = claim.speaker, claim.cue
    carried = not (claim.start <= cue.start < claim.end)
    tail = claim.end - cue.end if not carried else 0
    saying = cue.text.lower().split()[0] in SAYING
    return {
        f"{prefix}carried": float(carried),
        f"{prefix}saying": float(saying),
        f"{prefix}according": float(cue.text.lower().startswith("according")),
        f"{prefix}closing": float(not carried and saying and tail < 25 and speaker.start - claim.start > 25),
        f"{prefix}that": float(
            claim.text[cue.end - claim.start :].lstrip()[:5].lower() == "that " if not carried else 0
        ),
        f"{prefix}anonymous": float(is_anonymous(speaker.text)),
        f"{prefix}medium": float(is_medium(speaker.text)),
        f"{prefix}pronoun": float(is_pronoun(speaker.text)),
        f"{prefix}named": float(bool(names(speaker.text))),
        f"{prefix}passes on": float(carried and told.quoted_share < 0.5),
        f"{prefix}closing medium": float(not carried and tail < 25 and is_medium(speaker.text)),
        f"{prefix}early source": float(speaker.start - claim.start < 15 and not carried),
        f"{prefix}long source": float(len(speaker.text.split()) > 5),
        f"{prefix}quote": float(told.quoted_share > 0.5),
    }


def _silent(other: Telling, told: Telling) -> dict[str, float]:
    """What is known of the side that names none."""
    text = other.claim.text
    assert told.claim.speaker is not None
    known = names(told.claim.speaker.text)
    said = [w for w in other.words if w.lower in SAYING and not w.quoted]
    return {
        "source in other": float(bool(known & other.bare)),
        "other quoted": float(other.quoted_share > 0.5),
        "other has marks": float(bool(_OPEN_ENDED.search(text))),
        "other open mark": float(len(_OPEN_ENDED.findall(text)) % 2),
        "other in first person": float(any(w.lower in FIRST_PERSON for w in other.words)),
        "other says": float(bool(said)),
    }


def _two_sources(pair: Pair) -> dict[str, float]:
    first, second = _source("", pair.a), _source("", pair.b)
    both = {f"either {key}": max(first[key], second[key]) for key in first}
    both |= {f"both {key}": min(first[key], second[key]) for key in first}
    a, b = pair.a.claim, pair.b.claim
    assert a.speaker and b.speaker
    both["source in other"] = float(_mentions(pair.b, a) or _mentions(pair.a, b))
    return {"two sources": 1.0, **both}


def _mentions(telling: Telling, claim: Claim) -> bool:
    assert claim.speaker is not None
    return bool(names(claim.speaker.text) & telling.bare)
