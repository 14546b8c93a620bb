"""How surely a sentence says what it says: flat, hedged, alleged or denied, and on which words that rests.

The sentence is one claim, so that a hedge inside its quotation counts as much as one outside: it is then the
speaker's hedge, and the claim is the speaker's. Which of the two it is can be read from the claim's quotations.
Where several kinds stand in one sentence, the strongest reserve names it: denied before alleged before hedged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from compare.read.attribution import Attribution
from compare.read.words import listed
from compare.records import Certainty

_WORD = re.compile(r"\w+(?:[’'\-]\w+)*")
_MONTH_LEADS = listed(
    "in of on by since until till from through during before after last next this early late mid every each theresa "
    "to between and"
)
_NOUN_LEADS = listed(
    "the its his her their our your my a an no full military all of with economic political naval"
)
_VERB_FOLLOWS = listed("not be have also well soon yet never still even")
_NEGATIONS = listed(
    "not never n't didn't doesn't don't won't wouldn't didn’t doesn’t don’t won’t wouldn’t cannot can't can’t without nor"
)

Span = tuple[int, int]
Hedges = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


def hedge_index(hedges: Mapping[str, str]) -> Hedges:
    """The lexicon of hedges by first word: (further words, category), the longest phrase first."""
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for entry, category in hedges.items():
        first, *rest = (match[0] for match in _WORD.finditer(entry))
        index.setdefault(first, []).append((tuple(rest), category))
    for candidates in index.values():
        candidates.sort(key=lambda candidate: -len(candidate[0]))
    return index


def certainty(
    text: str,
    sentence: Span,
    hedges: Hedges,
    attributed: Iterable[Attribution] = (),
    reporting: Mapping[str, str] | None = None,
) -> tuple[Certainty, tuple[Span, ...]]:
    """The certainty of ``text[slice(*sentence)]`` and the spans of the words that carry it, in order.

    A cue of ``attributed`` that ``reporting`` calls doubtful or denying counts, wherever it stands; it denies
    nothing where it is itself negated ("did not deny").
    """
    words = list(_WORD.finditer(text, *sentence))
    carriers = _hedges(text, words, hedges)
    for attribution in attributed:
        category = (reporting or {}).get(attribution.entry, "")
        if category == "denying" and not _negated(text, sentence, attribution.cue):
            carriers.append((attribution.cue, "denied"))
        elif category == "doubtful":
            carriers.append((attribution.cue, "alleged"))
    kinds = {kind for _, kind in carriers}
    level: Certainty = "flat"
    if "denied" in kinds:
        level = "denied"
    elif "alleged" in kinds:
        level = "alleged"
    elif kinds:
        level = "hedged"
    return level, tuple(_apart(sorted(span for span, _ in carriers)))


def _hedges(text: str, words: Sequence[re.Match[str]], hedges: Hedges) -> list[tuple[Span, str]]:
    found: list[tuple[Span, str]] = []
    index = 0
    while index < len(words):
        hit = _hedge_at(text, words, index, hedges)
        if hit is None:
            index += 1
            continue
        last, category = hit
        found.append(((words[index].start(), words[last].end()), category))
        index = last + 1
    return found


def _hedge_at(
    text: str, words: Sequence[re.Match[str]], index: int, hedges: Hedges
) -> tuple[int, str] | None:
    for rest, category in hedges.get(words[index][0].lower(), ()):
        last = index + len(rest)
        following = tuple(word[0].lower() for word in words[index + 1 : last + 1])
        if following == rest and _is_hedge(text, words, index, last):
            return last, category
    return None


def _is_hedge(text: str, words: Sequence[re.Match[str]], index: int, last: int) -> bool:
    """Whether a word of the lexicon is the hedge here and not another word that is spelt the same."""
    word = words[index][0]
    before = words[index - 1][0] if index else ""
    after = words[last + 1][0] if last + 1 < len(words) else ""
    match word.lower():
        case "may":
            return _is_modal_may(text, words, index, before, after)
        case "might":
            joined = bool(after) and not text[words[index].end() : words[index + 1].start()].strip()
            return (
                joined
                and before.lower() not in _NOUN_LEADS
                and after.lower() not in ("of", "and", "is", "was")
            )
        case "could":
            return after.lower() not in ("not", "only", "hardly") and not before.lower().endswith("n't")
        case "possible":
            return before.lower() != "as" or after.lower() == "that"
        case _:
            return True


def _is_modal_may(text: str, words: Sequence[re.Match[str]], index: int, before: str, after: str) -> bool:
    """Tell "may go" and, in a headline, "May Go" from the month and the name."""
    word = words[index][0]
    if not after or text[words[index].end() : words[index + 1].start()].strip():
        return False
    if after[0].isdigit() or before[:1].isdigit() or before.lower() in _MONTH_LEADS:
        return word == "may" and not after[0].isdigit()
    if word == "may":
        return True
    # A capital: only a headline that capitalises its words can hold the verb, and never as its first word.
    capitals = sum(match[0][0].isupper() for match in words)
    headline = index > 0 and capitals * 3 > len(words) * 2
    return after.lower() in _VERB_FOLLOWS or (headline and after.lower() not in ("and", "said", "says"))


def _negated(text: str, sentence: Span, cue: Span) -> bool:
    """Whether a negation stands among the four words before the cue."""
    start = max(cue[0] - 40, min(sentence[0], cue[0]))
    return any(match[0].lower() in _NEGATIONS for match in list(_WORD.finditer(text, start, cue[0]))[-4:])


def _apart(spans: Sequence[Span]) -> list[Span]:
    """The spans without those that overlap an earlier one."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
