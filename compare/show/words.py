"""The plain words for every state, kind and time that a report shows; the same in every format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

NOTICE = "This shows who says what, and how. It does not judge who is right."
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
    "present": ("●", "told", "a matching sentence was found; the dot stands where it is in the article"),
    "absent": ("○", "not found", "the whole article was read, and no matching sentence was found"),
    "unknown": (
        "?",
        "not known",
        "only part of the article could be read, or only a possible match was found",
    ),
    "not_retrieved": ("×", "not retrieved", "the article could not be had; what it says is not known"),
}
# Told, but only as what somebody says is not so.
DENIED = ("⊖", "denied", "told only as what somebody denies, where others tell the thing itself")
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
    "number": ("Figure", "other figures or dates, or a figure that one telling lacks"),
    "actor": ("Actor", "who acts, or whether anyone is named as acting"),
    "attribution": ("Attribution", "who is named as the source, or that no source is named"),
    "certainty": ("Certainty", "how surely it is said"),
    "quote": ("Quotation", "the words inside quotation marks, or that nothing is quoted"),
    "wording": ("Wording", "charged words, against others or against none"),
}
# The claims of which the rules tell no difference: that is no proof that there is none.
ALIKE = "No difference of the kinds looked for"
ALIKE_MEANS = (
    "Matched, and the rules find no difference in figures, actors, source, certainty, quotation or charged words. "
    "Told in other words, the tellings may differ in something else."
)
# rule -> what it says in plain words of two tellings; the name of the rule stands beside it
RULES = {
    "figure-differs": "another figure in the same place",
    "figure-rounded": "the same figure, rounded or made vague",
    "figure-only-one-side": "one telling gives the figure, the other does not",
    "date-less-exact": "the same date, less exact",
    "time-only-one-side": "a time told from the day of the report, which the other tells otherwise or not at all",
    "agent-differs": "another name in the same place",
    "agent-generalised": "one names who acts, the other only the kind",
    "agent-left-out": "one names who acts, the other does not",
    "agent-otherwise-named": "each begins with somebody else as who acts",
    "agent-hidden-in-passive": "a passive that names nobody, against a named actor",
    "different-sources": "each names another source",
    "own-voice-or-attributed": "a source against the outlet’s own voice",
    "ordered-or-suggested": "an order in one telling, a suggestion in the other",
    "hedge-only-one-side": "a hedge against none",
    "hedges-of-other-strength": "hedges of other strength",
    "denied-only-one-side": "told as a denial by one only",
    "stressed-only-one-side": "one stresses that it is certain",
    "planned-or-done": "planned in one telling, done in the other",
    "quotation-or-paraphrase": "quoted by one, told in other words by the other",
    "quotation-changed": "the same quotation in other words or cut",
    "term-in-quotation-marks": "only one puts the term in quotation marks",
}
# The same where more than two tellings stand joined: true of all of them, whichever pair of them showed it.
_OF_MANY = {
    "figure-differs": "not the same figure in all of these tellings",
    "figure-rounded": "one figure, rounded or made vague in some of these tellings",
    "figure-only-one-side": "some of these tellings give a figure, others do not",
    "date-less-exact": "one date, not equally exact in all of these tellings",
    "time-only-one-side": "a time told from the day of the report, which some of these tellings tell otherwise or not at all",
    "agent-differs": "not the same name in all of these tellings",
    "agent-generalised": "some of these tellings name who acts, others only the kind",
    "agent-left-out": "some of these tellings name who acts, others do not",
    "agent-otherwise-named": "not all of these tellings begin with the same one as who acts",
    "agent-hidden-in-passive": "a passive that names nobody in some of these tellings, a named actor in others",
    "different-sources": "not the same source in all of these tellings",
    "own-voice-or-attributed": "a source in some of these tellings, the outlet’s own voice in others",
    "ordered-or-suggested": "an order in some of these tellings, a suggestion in others",
    "hedge-only-one-side": "a hedge in some of these tellings, none in others",
    "hedges-of-other-strength": "hedges, not equally strong in all of these tellings",
    "denied-only-one-side": "told as a denial in some of these tellings only",
    "stressed-only-one-side": "some of these tellings stress that it is certain",
    "planned-or-done": "planned in some of these tellings, done in others",
    "quotation-or-paraphrase": "quoted in some of these tellings, told in other words in others",
    "quotation-changed": "one quotation, in other words or cut in some of these tellings",
    "term-in-quotation-marks": "only some of these tellings put the term in quotation marks",
}
# rule of a conflict -> what it says in plain words
CLASHES = {
    "other-figure": "figures that do not agree",
    "other-date": "dates that do not agree",
    "other-place": "places that do not agree",
    "other-agent": "not the same one is said to have acted",
    "denied-by-one": "what one tells, the other tells as not so, or as denied",
    "opposite-words": "words that say the opposite of each other",
}
# Differences in certainty in which a side without words has no hedge; in the others it lacks a stress or a denial.
HEDGES = ("hedge-only-one-side", "hedges-of-other-strength")
NOT_HEDGES = ("denied-only-one-side", "stressed-only-one-side", "planned-or-done")
# rule -> what stands for the words of a side that has none; else by kind
_MISSING = {
    "figure-only-one-side": "no figure",
    "own-voice-or-attributed": "no source, in its own voice",
    "hedge-only-one-side": "without a hedge",
    "hedges-of-other-strength": "without a hedge",
    "denied-only-one-side": "not as a denial",
    "stressed-only-one-side": "without the stress",
    "time-only-one-side": "not in such words",
    "quotation-or-paraphrase": "not quoted",
    "term-in-quotation-marks": "not in quotation marks",
    "agent-left-out": "not named",
    "agent-hidden-in-passive": "not named",
    "charged-word-alone": "no such word",
}
# What a report's error rates say of its conflicts and of each kind of difference: how their labels begin.
RATES = {
    "conflict": "Conflicts",
    "number": "Differences in figures",
    "actor": "Actor left out",
    "attribution": "Differences in attribution",
    "certainty": "Differences in certainty",
    "quote": "Quotation against paraphrase",
    "wording": "Charged wording",
}
CHANGES = {
    "hardened": "hardened",
    "softened": "softened",
    "reattributed": "given to another source",
    "dropped": "dropped",
    "added": "added",
    "possible": "with only a possible match",
    "paraphrased": "told in other words",
    "kept": "kept",
}
ORIGINAL = {
    "retrieved": "the original was read",
    "partial": "the original was read only in part",
    "not_retrieved": "the original was not retrieved, so the retelling cannot be checked against it",
}
NOT_KNOWN = (
    "the outlet is in this story, but nothing shows that the article meant is the one that was read, so the retelling "
    "is not checked against it"
)
PATHS = {
    "chained": "The citation leads on",
    "circular": "The citation leads back",
}
MEASURES = {
    "attributed": "attributed to a source",
    "hedged": "hedged or alleged",
    "charged": "with a charged word",
    "anonymous": "given to an unnamed source",
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


_ARTICLES = ("the", "a", "an")
_DETERMINERS = ("some", "several", "many", "most", "other", "another", "two", "three", "four", "five", "his", "her", "its", "their", "our")  # fmt: skip


def within(name: str) -> str:
    """A speaker who may have opened a sentence as one names it within a sentence: "the people", "some officials"."""
    first, _, rest = name.partition(" ")
    known = first.lower() in _ARTICLES or (first.lower() in _DETERMINERS and rest[:1].islower())
    return f"{first.lower()} {rest}" if rest and known else name


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


def missing(kind: str, rule: str) -> str:
    """What a telling without the words of a difference has in their place."""
    by_kind = {"number": "no figure", "attribution": "no source named", "quote": "not quoted"}
    return _MISSING.get(rule) or by_kind.get(kind, "no such words")


def explained(rule: str, note: str, tellings: int = 2) -> str:
    """Why a rule names a difference between so many tellings: in plain words of its own, or as its note says."""
    if rule in CLASHES:
        return f"{CLASHES[rule]}; {note}" if note else CLASHES[rule]
    said = (RULES if tellings <= 2 else _OF_MANY).get(rule)
    return said or (f"charged word: {note}" if note and rule.startswith("charged") else note)


def rate(kind: str, error_rates: Sequence[tuple[str, str]]) -> str:
    """The measured error rate that belongs to ``kind``, or an empty string."""
    for label, value in error_rates:
        if label.startswith(RATES[kind]):
            # "Conflicts: right when told; found" with "1 of 5; 1 of 24" is two measures.
            whats, values = label.partition(": ")[2].split("; "), value.split("; ")
            if whats != [""] and len(whats) == len(values):
                return "; ".join(
                    one if one == "none told" else f"{what} {one}"
                    for what, one in zip(whats, values, strict=True)
                )
            return f"{label}: {value}"
    return ""


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
