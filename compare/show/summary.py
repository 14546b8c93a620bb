"""The opening paragraph: what was compared and what came out, from fixed patterns; nothing is generated or judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from compare.show import words
from compare.show.model import ArticleView, Card, DerivationView, FailureView, SourceView

_DID = {
    "hardened": "hardens {}",
    "softened": "softens {}",
    "reattributed": "gives {} to another source",
    "dropped": "leaves out {}",
    "added": "adds {}",
}
_NAMED = 3  # outlets, retellings or failures that a sentence names before it only counts


def summary(
    articles: Sequence[ArticleView],
    sources: Sequence[SourceView],
    claims: Sequence[Card],
    derivations: Sequence[DerivationView],
    failures: Sequence[FailureView],
) -> str:
    """The paragraph, in the order in which a reader asks."""
    compared = list(dict.fromkeys(article.outlet for article in articles if article.compared))
    said = [_opening(articles, compared, failures)]
    if len(compared) > 1:
        said += [*_copies(sources, compared), *_partial(articles), _shared(claims)]
        said += _retellings(derivations)
    said += [*_older(articles), *_left_out([article for article in articles if not article.compared])]
    return " ".join(said)


def _opening(
    articles: Sequence[ArticleView], compared: Sequence[str], failures: Sequence[FailureView]
) -> str:
    if len(compared) > 1:
        number = sum(article.compared for article in articles)
        return f"{words.count(number, 'article')} from {words.count(len(compared), 'outlet')} were compared."
    if not articles:
        why = f"; {words.count(len(failures), 'attempt')} failed" if failures else ""
        return f"There is nothing to compare: no article was retrieved{why}."
    if not compared:
        return "There is nothing to compare: none of the articles could be read."
    others = "no other article was found or given"
    if any(not article.compared for article in articles):
        others = "no other article could be read"
    elif sum(article.compared for article in articles) > 1:
        others = "all articles are from the same outlet"
    elif failures:
        others = f"no other article was retrieved ({words.count(len(failures), 'attempt')} failed)"
    return f"There is nothing to compare {compared[0]} with: {others}."


def _copies(sources: Sequence[SourceView], compared: Sequence[str]) -> list[str]:
    said = []
    for source in sources:
        own = source.article.outlet
        names = [name for name in dict.fromkeys(a.outlet for a in source.copies) if name != own]
        if names and len(names) + 1 == len(compared) > 2:
            return [
                f"All {len(compared)} have nearly the same text, that of {own}: it is one telling, counted once."
            ]
        if names:
            has = "has" if len(names) == 1 else "have"
            said.append(f"{named(names)} {has} nearly the same text as {own}, and counts with it as one.")
    return said  # fmt: skip


def _partial(articles: Sequence[ArticleView]) -> list[str]:
    outlets = list(dict.fromkeys(a.outlet for a in articles if a.access == "partial" and a.compared))
    if not outlets:
        return []
    return [f"{named(outlets)} could be read only in part, so a claim may stand in the unread rest."]


def _older(articles: Sequence[ArticleView]) -> list[str]:
    return [f"{a.outlet} was compared from an earlier copy {a.older_copy}." for a in articles if a.older_copy]


def _left_out(articles: Sequence[ArticleView]) -> list[str]:
    if not articles:
        return []
    each = [
        f"{article.outlet} ({article.access_words}{': ' + article.reason if article.reason else ''})"
        for article in articles
    ]
    return [f"Not compared, so what they say is not known: {named(each, '; ')}."]


def _shared(claims: Sequence[Card]) -> str:
    if not claims:
        return "No claim was found in more than one outlet."
    said = counted(claims)
    conflicting = [card for card in claims if card.conflicts]
    if conflicting:
        kinds = Counter(kind for card in conflicting for kind in card.conflicts)
        over = words.listed([f"{kind} ({number})" for kind, number in kinds.most_common()])
        within = "of them" if all(card.independent > 1 for card in conflicting) else "claims"
        said += f"; in {len(conflicting)} {within} the outlets conflict, over {over}"
    else:
        said += "; none of them conflict as far as the rules can see"
    return " ".join([f"{said}.", *echoed(claims)])


def counted(claims: Sequence[Card]) -> str:
    """How many claims several outlets tell that do not count as one source; a sentence without its full stop."""
    number = sum(card.independent > 1 for card in claims)
    return f"{words.count(number, 'claim is', 'claims are')} matched in more than one independent outlet"


def echoed(claims: Sequence[Card]) -> list[str]:
    """How many stand only in outlets that count as one source, as a sentence; nothing where there are none."""
    number = sum(card.independent < 2 for card in claims)
    if not number:
        return []
    stand = "stands" if number == 1 else "stand"
    return [f"{number} more {stand} only in outlets that count as one source (one text, owner or agency)."]


def _retellings(derivations: Sequence[DerivationView]) -> list[str]:
    said = []
    for derivation in derivations[:_NAMED]:
        counts = {change: number for change, _, number in derivation.counts}
        did = [said.format(counts[change]) for change, said in _DID.items() if counts.get(change)]
        opening = f"{derivation.citing.outlet} {derivation.does} {derivation.original_name}"
        if derivation.state == "not_retrieved":
            said.append(f"{opening}; {derivation.state_words}.")
        else:
            said.append(f"{opening}{': of its claims, it ' + words.listed(did) if did else ''}.")
    if len(derivations) > _NAMED:
        more = words.count(len(derivations) - _NAMED, "more retelling is", "more retellings are")
        said.append(f"{more} shown below.")
    return said


def retold(derivation: DerivationView) -> str:
    """What a retelling did, in a sentence."""
    own = words.listed([derivation.citing.outlet, *derivation.also[:1]])
    if len(derivation.also) > 1:
        own = f"{derivation.citing.outlet} and {len(derivation.also)} with nearly the same text"
    # "A and B retell", "A and B cite what was told to"
    first, _, rest = derivation.does.partition(" ")
    does = f"{first.removesuffix('s') if derivation.also else first}{' ' + rest if rest else ''}"
    opening = f"{own} {does} {derivation.original_name}"
    if derivation.state == "not_retrieved" or not derivation.counts:
        return f"{opening}; {derivation.state_words}."
    told = words.listed([f"{number} {label}" for _, label, number in derivation.counts])
    part = f"; {derivation.state_words}" if derivation.state == "partial" else ""
    return f"{opening}: of its claims, {told}{part}."


def named(names: Sequence[str], joint: str = "") -> str:
    """The outlets, or the first of them and how many more."""
    if len(names) > _NAMED + 1:
        names = [*names[:_NAMED], f"{len(names) - _NAMED} more outlets"]
    return joint.join(names) if joint else words.listed(names)
