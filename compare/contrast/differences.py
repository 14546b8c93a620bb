"""All typed differences of an aligned pair, and whether its two tellings can both be true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from compare.contrast.attribution import attribution
from compare.contrast.certainty import certainty
from compare.contrast.quantities import figure_conflict, quantities
from compare.contrast.quotes import quotes
from compare.contrast.wording import wording
from compare.records import Alignment, Claim, Difference, Lexicon


def contrast(
    alignments: Sequence[Alignment], claims: Mapping[str, Claim], lexicon: Lexicon
) -> tuple[Alignment, ...]:
    """``alignments`` with their differences and conflicts; ``claims`` by id.

    Headlines are not contrasted: their grammar leaves out sources, articles and tenses.
    """
    contrasted = []
    for alignment in alignments:
        a, b = claims[alignment.a], claims[alignment.b]
        if "headline" in (a.kind, b.kind):
            contrasted.append(alignment)
            continue
        found = differences(a, b, lexicon)
        conflict = figure_conflict(a, b, found) if alignment.relation == "same" else None
        contrasted.append(replace(alignment, differences=found, conflict=conflict))
    return tuple(contrasted)


def differences(a: Claim, b: Claim, lexicon: Lexicon) -> tuple[Difference, ...]:
    """How the two tellings differ, by kind, then by place in the first."""
    found = [*attribution(a, b), *certainty(a, b), *wording(a, b, lexicon), *quotes(a, b), *quantities(a, b)]
    return tuple(found)
