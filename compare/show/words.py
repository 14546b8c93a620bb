"""The plain words for every state, kind and time that a report shows; the same in every format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

ACCESS = {
    "full": "read in full",
    "partial": "read in part",
    "paywalled": "behind a paywall",
    "failed": "not retrieved",
}
ROLES = {"seed": "where the story starts", "cited_original": "cited original", "coverage": "coverage"}
PROVENANCE = {
    "web": "",
    "saved": "from a copy that was saved by hand",
    "snapshot": "from a web archive's snapshot",
    "seed": "from the text of the seed document",
}
# state -> symbol, words, what it means
COVERAGE = {
    "present": ("●", "told", "a matching claim was found"),
    "absent": ("○", "not found", "the whole article was read and no matching claim was found"),
    "unknown": ("?", "not known", "only part of the article could be read"),
    "not_retrieved": ("×", "not retrieved", "the article could not be had; what it says is not known"),
}
CERTAINTY = {"flat": "stated flatly", "hedged": "hedged", "alleged": "alleged", "denied": "denied"}
RELATION = {"same": "the same", "partial": "partly the same"}
CONFLICT = {
    "number": "figures",
    "date": "dates",
    "actor": "who acted",
    "polarity": "whether it is so",
    "place": "places",
    "other": "facts",
}
# kind -> label, what it means
DIFFERENCES = {
    "number": ("Figure", "the outlets give different figures"),
    "actor": ("Actor", "who acts, or whether anyone is named as acting"),
    "attribution": ("Attribution", "who is named as the source, or that no source is named"),
    "certainty": ("Certainty", "how surely it is said"),
    "quote": ("Quotation", "the words inside quotation marks, or what is left out of them"),
    "wording": ("Wording", "words that carry a different colour"),
}
CHANGES = {
    "hardened": "hardened",
    "softened": "softened",
    "reattributed": "given to another source",
    "added": "added",
    "dropped": "dropped",
    "paraphrased": "told in other words",
    "kept": "kept",
}
ORIGINAL = {
    "retrieved": "the original was read",
    "partial": "the original was read only in part",
    "not_retrieved": "the original was not retrieved, so the retelling cannot be checked against it",
}
STAGES = {
    "discover": "looking for coverage",
    "fetch": "fetching",
    "extract": "finding the article on its page",
    "read": "reading",
    "judge": "asking the pair judge",
    "compare": "comparing",
}
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def moment(at: str | None) -> datetime | None:
    """The time that ``at`` writes, or None when there is none or it cannot be read."""
    try:
        parsed = datetime.fromisoformat(at or "")
    except ValueError:
        return None
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)


def time(at: str | None, precision: str = "minute") -> str:
    """A time as a person writes it, no more precise than it is known; never empty."""
    when = moment(at)
    if when is None:
        return at or "no date given"
    month = f"{_MONTHS[when.month - 1]} {when.year}"
    if precision == "year":
        return str(when.year)
    if precision == "month":
        return month
    if precision in ("day", "unknown"):
        return f"{when.day} {month}"
    return f"{when.day} {month}, {when:%H:%M} UTC"


def place(paragraph: int | None, position: int) -> str:
    """Where in its article a claim stands."""
    if paragraph is None:
        return "headline" if position == 0 else f"sentence {position}"
    if paragraph < 0:
        return "headline"
    return "lead" if paragraph == 0 else f"paragraph {paragraph + 1}"


def decided(by: str, remark: str) -> str:
    """Who decided a pair, where it was not the scorer; a person's note to a pair is told in any case."""
    if by == "person":
        return f"accepted by a person: {remark}" if remark else "accepted by a person"
    if by == "judge":
        return f"decided by the pair judge {remark}"
    return f"noted by a person: {remark}" if remark else ""


def count(number: int, one: str, many: str = "") -> str:
    """``1 claim``, ``2 claims``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(items: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
