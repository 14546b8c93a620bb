"""How many sources a claim really has: one owner, one text and one agency count once.

An article speaks for its outlet's owner; one that prints another's text speaks for that other; one that carries an
agency's copy, by its byline or its dateline, speaks for the agency.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compare.configured import Outlet
from compare.records import Collapsed, Member, Shared

_OPENING = 120  # characters in which a dateline stands
_MORE_THAN_COPY = re.compile(r"\bcontribut|\bwith (?:reporting|material|files)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Origin:
    """For whom an article speaks; articles with the same ``source`` count once."""

    source: str
    shared: Shared | None = None  # None where it speaks for its own outlet alone
    why: str = ""


def origins(members: Sequence[Member], outlets: Sequence[Outlet]) -> dict[str, Origin]:
    """The origin of each member, by its article's id."""
    known = {outlet.key: outlet for outlet in outlets}
    agencies = _agencies(outlets)
    by_article = {member.article.id: member for member in members}
    return {m.article.id: _origin(m, by_article, known, agencies) for m in members}


def collapsed(members: Sequence[Member], origin: Mapping[str, Origin]) -> tuple[int, tuple[Collapsed, ...]]:
    """The number of independent sources of ``members``, and which of their outlets count as one, with why."""
    sources: dict[str, list[Member]] = {}
    for member in members:
        sources.setdefault(origin[member.article.id].source, []).append(member)
    found = []
    for together in sources.values():
        outlets = tuple(dict.fromkeys(m.article.outlet for m in together))
        if len(outlets) < 2:
            continue
        reasons = {(o.shared, o.why) for m in together if (o := origin[m.article.id]).shared is not None}
        # A reprint or copy explains more than an owner that all of them have.
        for shared, why in sorted(
            reasons, key=lambda r: (("same_text", "agency", "owner").index(str(r[0])), r[1])
        ):
            if shared is not None:
                found.append(Collapsed(outlets, shared, why))
    return len(sources), tuple(found)


def _origin(
    member: Member,
    by_article: Mapping[str, Member],
    known: Mapping[str, Outlet],
    agencies: Sequence[tuple[Outlet, re.Pattern[str]]],
) -> Origin:
    outlet = member.article.outlet
    original = by_article.get(member.same_text_as or "")
    if original is not None and original is not member:
        of = _origin(original, by_article, known, agencies)
        why = f"{_name(outlet, known)} has nearly the same text as {_name(original.article.outlet, known)}"
        return Origin(of.source, "same_text", why)
    agency = _agency(member, agencies)
    if agency is not None and agency.key != outlet:
        return Origin(
            agency.owner or agency.key, "agency", f"{_name(outlet, known)} carries copy of {agency.name}"
        )
    owner = known[outlet].owner if outlet in known else ""
    return Origin(owner, "owner", f"owned by {owner}") if owner else Origin(outlet)


def _agencies(outlets: Sequence[Outlet]) -> list[tuple[Outlet, re.Pattern[str]]]:
    found = []
    for outlet in outlets:
        if outlet.kind == "agency":
            names = "|".join(
                re.escape(n) for n in sorted({outlet.name, *outlet.aliases}, key=len, reverse=True)
            )
            found.append((outlet, re.compile(rf"(?<!\w)(?:{names})(?!\w)")))
    return found


def _agency(member: Member, agencies: Sequence[tuple[Outlet, re.Pattern[str]]]) -> Outlet | None:
    """The agency whose copy the article is, as its byline or the dateline that opens it says."""
    article = member.article
    opening = article.text[article.title_end :].lstrip()[:_OPENING]
    dateline = re.match(r"[^()]{0,60}\(([^()]{2,40})\)\s*[-–—:]", opening)
    byline = "" if _MORE_THAN_COPY.search(article.byline) else article.byline
    for outlet, name in agencies:
        if name.search(byline) or (dateline and name.search(dateline[1])):
            return outlet
    return None


def _name(outlet: str, known: Mapping[str, Outlet]) -> str:
    return known[outlet].name if outlet in known else outlet
