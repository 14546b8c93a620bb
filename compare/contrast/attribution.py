"""Who is named as the source: the outlet's own voice against a speaker, or one speaker against another."""

from __future__ import annotations

from collections.abc import Iterator

from compare.contrast.spans import WORD, nothing
from compare.records import Claim, Difference

# Words that name nobody by themselves: pronouns, titles, and what any institution may be called.
_EMPTY = frozenset(
    [
        "he",
        "she",
        "they",
        "it",
        "his",
        "her",
        "their",
        "who",
        "the",
        "a",
        "an",
        "mr",
        "mrs",
        "ms",
        "dr",
        "sir",
        "president",
        "minister",
        "senator",
        "official",
        "officials",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "and",
        "of",
        "for",
        "in",
        "on",
        "at",
        "to",
        "from",
        "former",
    ]
)


def attribution(a: Claim, b: Claim) -> Iterator[Difference]:
    """At most one difference. Rules: own-voice-or-attributed, different-sources."""
    if (a.speaker is None) != (b.speaker is None):
        told = a.speaker or b.speaker
        assert told is not None
        side = "first" if a.speaker else "second"
        yield Difference(
            "attribution",
            a.speaker or nothing(a),
            b.speaker or nothing(b),
            "own-voice-or-attributed",
            f"the {side} telling attributes it to {told.text}; the other tells it in the outlet's own voice",
        )
    elif a.speaker and b.speaker:
        names_a, names_b = _names(a.speaker.text), _names(b.speaker.text)
        # A bare pronoun or title does not say that it is somebody else.
        if names_a and names_b and not names_a & names_b:
            yield Difference(
                "attribution",
                a.speaker,
                b.speaker,
                "different-sources",
                f"attributed to {a.speaker.text} and to {b.speaker.text}",
            )


def _names(speaker: str) -> set[str]:
    return {w.lower().removesuffix("’s").removesuffix("'s") for w in WORD.findall(speaker)} - _EMPTY
