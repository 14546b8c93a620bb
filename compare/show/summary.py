"""What was found, in a few plain sentences made from fixed patterns; nothing is generated or judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from compare.show import words
from compare.show.model import ArticleView, Card, DerivationView, DifferenceView, FailureView, Lone
from compare.show.visible import shortened

_SAID = 60  # characters of an example's words
_ONE_SIDED = {
    "attribution": "attributes to a source what another states in its own voice",
    "certainty": "marks as uncertain what another states flatly",
}


def summary(
    articles: Sequence[ArticleView],
    cards: Sequence[Card],
    lone: Sequence[Lone],
    derivations: Sequence[DerivationView],
    failures: Sequence[FailureView],
) -> list[str]:
    """The paragraphs of the report's opening: what was compared, found, and made of originals."""
    compared = list(dict.fromkeys(article.outlet for article in articles if article.compared))
    left_out = [article for article in articles if not article.compared]
    sources = [_opening(articles, compared, failures)]
    found: list[str] = []
    if len(compared) > 1:
        sources += [*_repeated(articles), *_partial(articles)]
        found = [*_shared(cards), *_differing(cards), *_alone(lone)]
    sources += _left_out(left_out)
    paragraphs = (sources, found, [_derived(derivation) for derivation in derivations])
    return [" ".join(sentences) for sentences in paragraphs if sentences]


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


def _left_out(articles: Sequence[ArticleView]) -> list[str]:
    if not articles:
        return []
    each = [
        f"{article.outlet} ({article.access_words}{': ' + article.reason if article.reason else ''})"
        for article in articles
    ]
    return [f"Not compared, so what they say is not known: {'; '.join(each)}."]


def _repeated(articles: Sequence[ArticleView]) -> list[str]:
    return [
        f"{article.outlet} printed the same text as {article.same_text_as} and does not count as independent."
        for article in articles
        if article.same_text_as and article.same_text_as != article.outlet
    ]


def _partial(articles: Sequence[ArticleView]) -> list[str]:
    outlets = list(dict.fromkeys(article.outlet for article in articles if article.access == "partial"))
    if not outlets:
        return []
    return [f"{words.listed(outlets)} could be read only in part, so a claim may stand in the unread rest."]


def _shared(cards: Sequence[Card]) -> list[str]:
    if not cards:
        return ["No claim was found in more than one outlet."]
    said = f"{words.count(len(cards), 'claim is', 'claims are')} told by more than one outlet"
    conflicting = [card for card in cards if card.conflicts]
    if not conflicting:
        return [said + "; none of them conflict as far as the rules can see."]
    kinds = Counter(kind for card in conflicting for kind in card.conflicts)
    named = words.listed([f"{kind} ({number})" for kind, number in kinds.most_common()])
    opening = f"{said}; in {len(conflicting)} of them the outlets conflict, over {named}."
    return [opening, *filter(None, map(_example, conflicting[:2]))]


def _example(card: Card) -> str:
    """The words of a conflict: those of the first difference of its card that is more than a rounding."""
    for difference in card.differences:
        telling = difference.kind in ("number", "actor") and difference.rule != "figure-rounded"
        if telling and all(side.words for side in difference.sides):
            return f"Claim {card.number}: {_sides(difference)}."
    return ""


def _alone(lone: Sequence[Lone]) -> list[str]:
    number = sum(len(one.tellings) for one in lone)
    if not number:
        return []
    return [
        f"For {words.count(number, 'sentence')} no match was found in another outlet: "
        "either nobody else tells it, or the match was missed."
    ]


def _sides(difference: DifferenceView) -> str:
    return ", but ".join(
        f"“{shortened(side.words, _SAID)}” in {words.listed(side.outlets)}" for side in difference.sides
    )


def _differing(cards: Sequence[Card]) -> list[str]:
    """How often which outlet has the words that another lacks; the counts behind attribution and certainty."""
    said = []
    for kind, pattern in _ONE_SIDED.items():
        having: Counter[str] = Counter()
        lacking: Counter[str] = Counter()
        number = 0
        for card in cards:
            sides = [
                d.sides for d in card.differences if d.kind == kind and not all(s.words for s in d.sides)
            ]
            number += bool(sides)
            having.update({o for pair in sides for side in pair if side.words for o in side.outlets})
            lacking.update({o for pair in sides for side in pair if not side.words for o in side.outlets})
        if number:
            said.append(
                f"In {words.count(number, 'claim')} one outlet {pattern}: "
                f"the words are there in {_counted(having)}, and missing in {_counted(lacking)}."
            )
    return said


def _counted(counter: Counter[str]) -> str:
    return words.listed([f"{name} ({number})" for name, number in counter.most_common()]) or "none"


def _derived(derivation: DerivationView) -> str:
    opening = f"{derivation.citing.outlet} retells {derivation.original_name}"
    if derivation.state == "not_retrieved" or not derivation.counts:
        return f"{opening}; {derivation.state_words}."
    told = words.listed([f"{number} {label}" for _, label, number in derivation.counts])
    return f"{opening}; of its claims, {told}; {derivation.state_words}."
