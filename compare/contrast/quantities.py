"""Figures, amounts and dates: in one telling only, rounded, or other ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compare.contrast.candidate import Candidate
from compare.contrast.figures import comparable, count_one_thing, equal, rounded, same_count, within_bounds
from compare.contrast.spans import WORD, listed, nothing
from compare.contrast.telling import Pair, Telling
from compare.records import Difference, Quantity, Span

_VAGUE = listed(
    "several many dozens thousands hundreds millions some few numerous multiple various couple handful most group"
)
_RELATIVE = re.compile(
    r"\b(?:(?:earlier|later|early|late) )?(?!last (?:week|weekend|day|night) of\b)(?:last|next|this|past|previous|following|that same|the same) "
    r"(?:week|month|year|weekend|spring|summer|fall|autumn|winter|night|morning|afternoon|evening|session|term)\b"
    r"|\bover the weekend\b|\bin recent (?:days|weeks|months|years)\b"
    r"|\b(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|several|a few|\d+) "
    r"(?:days?|weeks?|months?|years?|decades?|hours?) (?:ago|earlier|later|before)\b"
    r"|\byear-(?:ago|earlier)\b|\b(?:yesterday|today|tomorrow|tonight|recently)\b",
    re.IGNORECASE,
)
_DAY_OF = {
    "this morning": "today", "this afternoon": "today", "this evening": "today", "tonight": "today",
    "last night": "yesterday",
}  # fmt: skip
_RELATIVES = listed("that which who whose whom where")
_CLAUSE = 5  # words of content between "that" and the date of its clause
_YEAR, _DAY = 4, 10  # characters of a year, of a date to the day
_FEW = 5  # of which each may be named
SAME_PLACE = 0.3  # of the words around two figures, from which on they may be of one thing
# A number behind a name, within a sentence, is a part of the name: "Terminal 2", "Flight 93".
_NAMED = re.compile(r"\w[,;:]? [A-Z][a-z]{2,} $")
_WEEKDAYS = listed("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow")
_WHEN = listed("week month year weekend day earlier recently recent last morning evening night ago next")


def quantities(pair: Pair) -> Iterator[Candidate]:
    """One candidate for each figure without an equal on the other side.

    Rules: figure-only-one-side, figure-rounded, figure-differs, date-less-exact, time-only-one-side.
    """
    yield from _less_exact(pair)
    yield from _times(pair)
    all_a, all_b = told_figures(pair.a), told_figures(pair.b)
    rest_a = [q for q in all_a if not any(equal(q, other) or same_count(q, other) for other in all_b)]
    rest_b = [q for q in all_b if not any(equal(q, other) or same_count(q, other) for other in all_a)]
    for quantity in list(rest_a):
        other = max(
            (q for q in rest_b if comparable(quantity, q) or _may_count_one_thing(pair, quantity, q)),
            key=lambda q: (_place(pair, quantity, q), -q.start),
            default=None,
        )
        if other is None:
            continue
        rest_a.remove(quantity)
        rest_b.remove(other)
        near = rounded(quantity, other) or within_bounds(quantity, other)
        rule = "figure-rounded" if near else "figure-differs"
        place = _place(pair, quantity, other)
        evidence = _evidence(pair, pair.a, pair.b, quantity)
        evidence |= {rule: 1.0, "same place": place, f"{rule} in {_sort(quantity)}": 1.0}
        evidence["unit and place"] = float(bool(quantity.unit)) * place
        yield Candidate(
            Difference("number", _span(quantity), _span(other), rule, f"{quantity.text} and {other.text}"),
            evidence,
        )
    for side, other_side, rest in ((pair.a, pair.b, rest_a), (pair.b, pair.a, rest_b)):
        for quantity in rest:
            if _stands_there(quantity, side, other_side) or _dates_another(quantity, side, other_side):
                continue
            spans = _span(quantity), nothing(other_side.claim)
            here, there = spans if side is pair.a else spans[::-1]
            yield Candidate(
                Difference("number", here, there, "figure-only-one-side", f"only one gives {quantity.text}"),
                _evidence(pair, side, other_side, quantity),
            )


def told_figures(side: Telling) -> list[Quantity]:
    """The figures of a telling but for the date in its dateline, "HALVERNE, Dec. 6 (Tern) —", and numbers in names."""
    return [q for q in side.claim.quantities if q.start >= side.begins and not _is_of_a_name(q, side)]


def _is_of_a_name(quantity: Quantity, side: Telling) -> bool:
    if quantity.kind != "number" or quantity.unit or not quantity.text.isdigit():
        return False
    return bool(_NAMED.search(side.claim.text[: quantity.start - side.claim.start]))


def _may_count_one_thing(pair: Pair, a: Quantity, b: Quantity) -> bool:
    """Whether two counts name one thing by a word that they share, or stand among the same words, one with no unit."""
    counts = a.kind == b.kind == "number" and bool(a.unit) != bool(b.unit)
    return count_one_thing(a, b) or (counts and _place(pair, a, b) >= SAME_PLACE)


def _less_exact(pair: Pair) -> Iterator[Candidate]:
    """A date that one telling gives to the day and the other to the month or the year."""
    for one in pair.a.claim.quantities:
        for other in pair.b.claim.quantities:
            dates = one.kind == other.kind == "date" and one.unit != other.unit and equal(one, other)
            if (
                dates
                and len(one.unit.lstrip("-")) != len(other.unit.lstrip("-"))
                and ":" not in one.unit + other.unit
            ):
                more = pair.a if len(one.unit) > len(other.unit) else pair.b
                less = pair.b if more is pair.a else pair.a
                quantity = one if more is pair.a else other
                if _stands_there(quantity, more, less):
                    continue
                yield Candidate(
                    Difference("number", _span(one), _span(other), "date-less-exact", f"{one.text} and {other.text}"),
                    {**_evidence(pair, more, less, quantity), "date-less-exact": 1.0},
                )  # fmt: skip


def _times(pair: Pair) -> Iterator[Candidate]:
    """When it was, told from the day of the report ("last week"), where the other telling has other words or none."""
    found_a, found_b = (
        [m for m in _RELATIVE.finditer(side.claim.text) if not _is_dated(side, m) and not _leads_on(m)]
        for side in (pair.a, pair.b)
    )
    for side, other, mine, theirs in ((pair.a, pair.b, found_a, found_b), (pair.b, pair.a, found_b, found_a)):
        for match in mine:
            words = match[0].lower()
            if any(_day(m[0]) == _day(words) for m in theirs):
                continue
            if theirs and side is pair.b:
                continue  # told from the other side
            start = side.claim.start + match.start()
            here = Span(match[0], start, start + len(match[0]))
            there = nothing(other.claim)
            if theirs:
                start = other.claim.start + theirs[0].start()
                there = Span(theirs[0][0], start, start + len(theirs[0][0]))
            dated = [q for q in other.claim.quantities if q.kind == "date"]
            at = side.within(here)
            a, b = (here, there) if side is pair.a else (there, here)
            note = f"{a.text} and {b.text}" if a.text and b.text else f"only one says when: {here.text}"
            yield Candidate(
                Difference("number", a, b, "time-only-one-side", note),
                {
                    "time": 1.0,
                    "time against date": float(bool(dated)),
                    "time against time": float(bool(theirs)),
                    "time of an hour": float(
                        words.split()[-1] in ("morning", "afternoon", "evening", "night")
                    ),
                    "ago": float(words.endswith(("ago", "earlier", "later"))),
                    "recently": float(words in ("recently", "yesterday", "today", "tomorrow", "tonight")),
                    "time early": float(bool(at) and at[0] < 8),
                    "time around": pair.around(side, other, here),
                    "time in quote": float(any(q.start <= here.start < q.end for q in side.claim.quotations)),
                    "no figure there": float(not other.claim.quantities),
                    "other quoted": float(other.quoted_share > 0.5),
                    "of its length": min(len(other.words) / max(len(side.words), 1), 2.0),
                },
            )


def _day(words: str) -> str:
    """One time under its names: "last night" is of yesterday, "earlier this month" in this month, "a year earlier" ago."""
    plain = words.lower().removeprefix("earlier ")
    if plain.startswith("year-"):
        return "one year ago"
    plain = re.sub(r"^an? ", "one ", re.sub(r" (?:earlier|before)$", " ago", plain))
    return _DAY_OF.get(plain, plain)


def _leads_on(match: re.Match[str]) -> bool:
    """Whether another time follows at once and says which it is: "the same weekend a year earlier"."""
    rest = match.string[match.end() :]
    return rest[:1] == " " and _RELATIVE.match(rest, 1) is not None


def _stands_there(quantity: Quantity, side: Telling, other: Telling) -> bool:
    """Whether the other telling has the figure where none was read, or what it counts one by one.

    So have "the March fair", "in 2002 between May and October" and "an old woman", and of "two towns, Orvell and Velden"
    both names.
    """
    if quantity.kind == "date":
        words = [w.lower() for w in WORD.findall(quantity.text) if not w.isdigit() or len(w) == _YEAR]
        return "-" in quantity.unit[1:] and len(quantity.unit) != _DAY and set(words) <= other.bare
    if quantity.kind != "number" or not quantity.value or quantity.value > _FEW:
        return False
    if quantity.value == 1:
        return quantity.unit in other.all_lemmas
    end = side.claim.text[quantity.end - side.claim.start :]
    named = re.match(r"\s*[,:(–—-]+\s*((?:[A-Z][\w.’'-]*[ ,]*|and |&)+)", end)
    return bool(named) and {w.lower() for w in WORD.findall(named[1])} <= other.bare | {"and"}  # type: ignore[index]


def _dates_another(quantity: Quantity, side: Telling, other: Telling) -> bool:
    """Whether a date stands in a clause that only says which is meant, and the other telling has nothing of it.

    "The accord that Orvell signed in October is worth 5 million" dates the signing, and not what it is worth.
    """
    if quantity.kind != "date":
        return False
    clause: list[str] = []
    for word in reversed([w for w in side.words if w.span.end <= quantity.start]):
        if word.lower in _RELATIVES:
            return bool(clause) and not any(lemma in other.all_lemmas for lemma in clause)
        if word.content:
            clause.append(word.lemma)
        if len(clause) > _CLAUSE:
            return False
    return False


def _is_dated(side: Telling, match: re.Match[str]) -> bool:
    """Whether the words are part of a figure or date that is read as such."""
    start, end = side.claim.start + match.start(), side.claim.start + match.end()
    return any(q.kind == "date" and q.start < end and start < q.end for q in side.claim.quantities)


def _place(pair: Pair, a: Quantity, b: Quantity) -> float:
    """How far the words around two figures are the same: the figures then are of one thing."""
    return (pair.around(pair.a, pair.b, _span(a)) + pair.around(pair.b, pair.a, _span(b))) / 2


def _sort(quantity: Quantity) -> str:
    if quantity.kind != "date":
        return quantity.kind
    return "weekday" if set(quantity.text.lower().split()) & _WEEKDAYS else "date"


def _evidence(pair: Pair, side: Telling, other: Telling, quantity: Quantity) -> dict[str, float]:
    words = set(quantity.text.lower().replace(".", "").split())
    day = quantity.kind == "date" and bool(words & _WEEKDAYS)
    small = quantity.kind == "number" and (quantity.value or 0) <= 3
    at = side.within(_span(quantity))
    lower = [w.lower for w in other.words]
    in_quote = any(q.start <= quantity.start < q.end for q in side.claim.quotations)
    return {
        "weekday": float(day),
        "date": float(quantity.kind == "date" and not day),
        "year": float(quantity.kind == "date" and words <= set(quantity.unit.split("-"))),
        "money": float(quantity.kind == "money"),
        "percent": float(quantity.kind == "percent"),
        "ordinal": float(quantity.kind == "ordinal"),
        "number": float(quantity.kind == "number"),
        "small": float(small),
        "one": float(quantity.value == 1),
        "first": float(quantity.kind == "ordinal" and quantity.value == 1),
        "in name": float(_in_name(side, at)),
        "no figure there": float(not other.claim.quantities),
        "number, no figure there": float(
            quantity.kind == "number" and not small and not other.claim.quantities
        ),
        "big": float(quantity.kind in ("number", "money") and (quantity.value or 0) >= 10),
        "no unit": float(quantity.kind == "number" and not quantity.unit),
        "duration": float(quantity.unit in ("day", "week", "month", "year", "hour", "minute", "o'clock")),
        "in quote": float(in_quote),
        "around": pair.around(side, other, _span(quantity)),
        "unit shared": float(bool(quantity.unit) and quantity.unit in other.all_lemmas),
        "other vague": float(bool(_VAGUE & set(lower))),
        "other when": float(bool(_WHEN & set(lower)) and quantity.kind == "date"),
        "other has figures": float(bool(other.claim.quantities)),
        "other dated": float(any(q.kind == "date" for q in other.claim.quantities)),
        "figures shared": float(
            sum(any(equal(q, o) for o in other.claim.quantities) for q in side.claim.quantities)
        ),
        "one of many": 1.0 / max(len(side.claim.quantities), 1),
        "early": float(bool(at) and at[0] < 10),
        "other quoted": float(other.quoted_share > 0.5),
        "of its length": min(len(other.words) / max(len(side.words), 1), 2.0),
    }


def _in_name(side: Telling, at: list[int]) -> bool:
    """Whether the figure belongs to what follows or stands before it: "the 2016 election", "Title 42"."""
    if not at:
        return False
    after = side.words[at[-1] + 1] if at[-1] + 1 < len(side.words) else None
    before = side.words[at[0] - 1] if at[0] else None
    return bool(after and after.content and len(at) == 1) or bool(before and before.capital)


def _span(quantity: Quantity) -> Span:
    return Span(quantity.text, quantity.start, quantity.end)
