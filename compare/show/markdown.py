"""The Markdown form, short enough for a pull request or a newsroom chat.

Whatever comes from outside passes ``escaped``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compare.show import words
from compare.show.coverage_picture import legend
from compare.show.links import safe_url
from compare.show.model import Card, DerivationView, Pair, Telling, View
from compare.show.retellings import POSSIBLE
from compare.show.view import view
from compare.show.visible import shortened, visible

_LIMIT = 60_000  # characters; a comment on a pull request holds 65,536
_RESERVED = 1_000  # of these, for saying what was left out
_CLASHES = 6  # pairs of words shown on which the conflicts of one claim rest
_PAIRS = 20  # possible matches shown
_LONE = 5  # sentences shown of what one outlet alone tells
_MARKS = tuple('“”"‘’„«»')
_CALM = ("paraphrased", "kept")  # changes that are counted but not shown sentence by sentence
_MARKUP = re.compile(r"([\\`*_\[\]|~$])")
# Bare addresses, mentions and issue numbers turn into links without any markup: an invisible joiner parts
# them. An entity would not do, because they are looked for after entities have been read.
_BARE = re.compile(r"(?<=:)(?=//)|(?<=@)(?=\w)|(?<=#)(?=\w)|(?<=www)(?=\.)|(?<=mailto)(?=:)", re.IGNORECASE)
_JOINER = "\u2060"
# What would begin a heading, a list or a rule where a text stands first in its line.
_LEADING = re.compile(r"^(\d{0,9})([-+#=.)])")


def markdown(report: dict[str, Any], error_rates: Sequence[tuple[str, str]] = ()) -> str:
    """``report`` as Markdown (CommonMark with tables), cut between whole parts when it grows too long.

    What is always there: the opening with the answers, the notice, what was left out and the command that shows it,
    and the error rates.
    """
    shown = view(report)
    opening, closing = list(_opening(shown)), list(_closing(shown, error_rates))
    room = _LIMIT - _RESERVED - sum(len(block) + 2 for block in (*opening, *closing))
    kept: list[str] = []
    left: Counter[str] = Counter()
    for section in _sections(shown):
        blocks = [section.heading] if section.heading else []
        for number, part in enumerate(section.parts):
            size = sum(len(block) + 2 for block in (*blocks, part))
            # What is too long for the room is left out whole; once a part is left out, so is the rest of its section.
            if size > room or left[section.name]:
                left[section.name] += len(section.parts) - number
                break
            kept += [*blocks, part]
            room -= size
            blocks = []
    if left:
        kept.append(_left_out(shown, left))
    return "\n\n".join([*opening, *kept, *closing]) + "\n"


def _left_out(shown: View, left: Mapping[str, int]) -> str:
    each = words.listed([f"{name} ({number})" for name, number in left.items()])
    return (
        f"**Left out here for length:** {each}. All of it: "
        f"{_code(f'outlet-compare report {shown.story} --format html')} (or json, csv)."
    )


def _code(text: str) -> str:
    """``text`` as code on one line; a name from outside may hold what ends it."""
    return f"`{' '.join(visible(text).replace('`', chr(39)).split())}`"


@dataclass(frozen=True, slots=True)
class _Section:
    """A section in parts that can stand without those after them; its name is for the list of what was left out."""

    name: str
    heading: str
    parts: Sequence[str]


def escaped(text: str, length: int = 0) -> str:
    """``text`` in one line that Markdown shows as it is; cut to ``length`` unless that is 0."""
    line = shortened(text, length) if length else " ".join(visible(text).split())
    line = _LEADING.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", _BARE.sub(_JOINER, line)))
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link(href: str, text: str) -> str:
    """A link, its address without the signs that Markdown could read; plain text when it may not be one."""
    if not href:
        return text
    for sign in "()[]<>*`|\\$":
        href = href.replace(sign, f"%{ord(sign):02X}")
    return f"[{text}](<{href}>)"


def _opening(shown: View) -> Iterable[str]:
    yield f"# Outlet comparison: {escaped(shown.title, 200)}"
    yield escaped(shown.summary)
    yield f"*{words.NOTICE}*"
    if shown.answers:
        yield "\n".join(_answers(shown))


def _closing(shown: View, error_rates: Sequence[tuple[str, str]]) -> Iterable[str]:
    yield "## How sure is this"
    if error_rates:
        yield "How often the method errs, as measured on other stories:"
        yield _table(
            ("Measure", "Value"), [(escaped(label, 200), escaped(value, 200)) for label, value in error_rates]
        )
    else:
        yield "No error rates were given for this report."
    yield "; ".join(f"{label}: {escaped(value, 100)}" for label, value in shown.run) + "."


def _sections(shown: View) -> Iterable[_Section]:
    yield _Section("articles", "## Sources", ["\n\n".join(_sources(shown))])
    yield _told("Where they conflict", shown.conflicts)
    yield _Section("“Who tells what”", "", ["\n\n".join(_matrix(shown))] if shown.rows else [])
    failures = [
        f"- While {f.stage}: {escaped(f.reason, 200)} ({escaped(f.url, 300)})" for f in shown.failures
    ]
    if failures:
        failures.insert(0, "A failure says nothing about what the outlet reports.\n")
    yield _Section("failures", "## What could not be had", ["\n".join(failures)] if failures else [])
    yield _told("Told differently", shown.differing)
    for title, cards in (
        (words.ALIKE, shown.alike),
        ("One source in several outlets", shown.single),
    ):
        lines = [
            f"- {card.label}: {escaped(card.title, 160)} ({_names(card.outlets)}: {card.counted}; "
            f"{'in the same words' if card.brief else 'in other words'}; "
            f"matched with probability {card.probability or 'not given'})"
            for card in cards
        ]
        note = [f"{words.ALIKE_MEANS}\n"] if cards is shown.alike else []
        yield _Section(f"“{title}”", f"## {title}", ["\n".join([*note, *lines])] if lines else [])
    derivations = ["\n\n".join(_derivation(derivation)) for derivation in shown.derivations]
    yield _Section("retellings", "## What retellings did to their originals", derivations)
    yield _Section("“Possible matches”", "## Possible matches", list(_possibles(shown)))
    title = "What the article says" if shown.nothing_to_compare else "Found in one outlet only"
    yield _Section("outlets of “Found in one outlet only”", f"## {title}", list(_lone(shown)))


def _told(title: str, cards: Sequence[Card]) -> _Section:
    return _Section(f"claims of “{title}”", f"## {title}", [_card(card) for card in cards])


def _possibles(shown: View) -> Iterable[str]:
    if not shown.possible:
        return
    said = "Pairs of sentences that may make the same claim; they fit into no claim above and make none shared.\n\n"
    said += "\n".join(_possible(card) for card in shown.possible[:_PAIRS])
    if len(shown.possible) > _PAIRS:
        said += f"\n- and {len(shown.possible) - _PAIRS} more in the other forms of this report"
    yield said


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _quoted(text: str, length: int) -> str:
    """``text`` in quotation marks, which one that begins or ends with its own does not get twice."""
    said = escaped(text, length)
    return said if said[:1] in _MARKS or said[-1:] in _MARKS else f"“{said}”"


def _names(outlets: Sequence[str]) -> str:
    return ", ".join(escaped(outlet, 80) for outlet in outlets)


def _sources(shown: View) -> Iterable[str]:
    if not shown.articles:
        yield "No article was retrieved."
        return
    rows = []
    for article in shown.articles:
        access = article.access_words
        older = f"from an earlier copy {article.older_copy}" if article.older_copy else ""
        for more in (article.reason, article.provenance, older):
            access += f"; {escaped(more, 160)}" if more else ""
        if article.same_text_as:
            access += f"; nearly the same text as {escaped(article.same_text_as, 80)}"
        title = link(article.href, escaped(article.title or article.url, 120))
        rows.append((escaped(article.outlet, 80), title, escaped(article.published), access))
    yield _table(("Outlet", "Article", "Published", "Access"), rows)


def _matrix(shown: View) -> Iterable[str]:
    yield "## Who tells what"
    yield (
        "; ".join(f"{symbol} {label}: {meaning}" for symbol, label, meaning in legend(shown).values()) + "."
    )
    rows = []
    for row in shown.rows:
        title = f"{row.card.number}. {escaped(row.card.title, 80)}"
        title += " **(conflict)**" if row.card.conflicts else ""
        rows.append(
            (
                title,
                *(f"{c.symbol} {c.said}" for c in row.cells),
            )
        )
    heads = (
        escaped(o.name, 80) + (f" {o.access_words}" if len(o.members) > 1 else "") for o in shown.outlets
    )
    yield _table(("Claim", *heads), rows)


def _answers(shown: View) -> Iterable[str]:
    for answer in shown.answers:
        yield f"- **{answer.question}** {escaped(answer.text)}"
        yield from (f"  - {escaped(point.label, 80)}: {escaped(point.text, 300)}" for point in answer.points)


def _possible(card: Card) -> str:
    tags = [*(f"conflict over {conflict}" for conflict in card.conflicts), f"probability {card.probability}"]
    tellings = " against ".join(
        f"{escaped(t.outlet, 80)}: {_quoted(t.text, 160)} ({t.place})" for t in card.tellings
    )
    return f"- {'; '.join(tags)}: {tellings}"


def _telling(telling: Telling) -> str:
    if telling.speaker:
        voice = f"says {escaped(words.within(telling.speaker), 80)}"
    else:
        voice = "quotation, speaker not found" if telling.kind == "quote" else "in its own voice"
    sure = "" if telling.certainty == "flat" else f", {telling.certainty_words}"
    source = f" {link(telling.href, 'source')}" if telling.href else ""
    possibly = f", possibly also in {_names(telling.possibly)}" if telling.possibly else ""
    return f"{_quoted(telling.text, 400)} ({telling.place}, {voice}{sure}{possibly}){source}"


def _card(card: Card) -> str:
    tags = [f"conflict over {conflict}" for conflict in card.conflicts]
    tags.append(card.counted)
    if card.probability:
        tags.append(f"matched with probability {card.probability}")
    lines = [f"- **{_names((t.outlet, *t.also))}**: {_telling(t)}" for t in card.tellings]
    lines += [f"- *Conflict over {pair.conflict}*: {_clash(pair)}" for pair in _clashing(card)]
    for difference in card.differences:
        sides = " against ".join(
            (_quoted(side.words, 120) if side.words else side.missing)
            + f" ({_names(side.who or side.outlets)})"
            for side in difference.sides
        )
        note = f": {escaped(difference.explained, 160)}" if difference.explained else ""
        lines.append(f"- *{difference.label}*: {sides}{note}. Rule: {escaped(difference.rule, 80)}")
    return f"### {card.label}: {'; '.join(tags)}\n\n" + "\n".join(lines)


def _clashing(card: Card) -> list[Pair]:
    """The pairs in conflict whose words are known, each pair of words once: the first that has them."""
    once: dict[tuple[str, ...], Pair] = {}
    for pair in card.pairs:
        if pair.clash is not None:
            found = sorted((pair.clash.a_words.casefold(), pair.clash.b_words.casefold()))
            once.setdefault((pair.conflict_code, *found), pair)
    return list(once.values())[:_CLASHES]


def _clash(pair: Pair) -> str:
    """Both quotes of a conflict with outlet and address, and the rule."""
    assert pair.clash is not None
    sides = (
        f"{_quoted(said, 160) if said else 'nothing'} ({link(safe_url(side.url), escaped(side.outlet, 80))})"
        for side, said in ((pair.a, pair.clash.a_words), (pair.b, pair.clash.b_words))
    )
    return (
        f"{' against '.join(sides)}: {escaped(words.explained(pair.clash.rule, pair.clash.note), 200)}. "
        f"Rule: {escaped(pair.clash.rule, 80)}"
    )


def _derivation(derivation: DerivationView) -> Iterable[str]:
    yield (
        f"### {escaped(derivation.citing.outlet, 80)} {derivation.does} {escaped(derivation.original_name, 80)}"
    )
    counts = ", ".join(f"{label} {number}" for _, label, number in derivation.counts)
    yield f"Note: {derivation.state_words}." + (f" Claims: {counts}." if counts else "")
    sure = ("", "for sure ")
    rows = [
        (
            _telling(step.original)
            if step.original
            else f"*not {sure[step.change == POSSIBLE]}in the original*",
            step.label
            + (f": {escaped(step.why, 160)}" if step.why else "")
            + (f" (only in {escaped(step.by, 80)})" if step.by else ""),
            _telling(step.retelling)
            if step.retelling
            else f"*not {sure[step.change == POSSIBLE]}in the retelling*",
        )
        for step in derivation.steps
        if step.change not in _CALM
    ]
    if rows:
        yield _table(("Original", "Change", "Retelling"), rows)
    calm = [f"{number} {label}" for change, label, number in derivation.counts if change in _CALM]
    if calm:
        yield (
            f"Not shown here: {words.listed(calm)}, "
            "in which the rules find no change of source, certainty or charged word."
        )


def _lone(shown: View) -> Iterable[str]:
    for lone in shown.lone:
        also = f" (nearly the same text in {_names(lone.also)})" if lone.also else ""
        also += f" (beyond the text that it shares with {escaped(lone.beyond, 80)})" if lone.beyond else ""
        lines = [f"- **{escaped(lone.outlet, 80)}**{also}: {words.count(len(lone.tellings), 'sentence')}"]
        lines += [f"  - {_telling(telling)}" for telling in lone.tellings[:_LONE]]
        if len(lone.tellings) > _LONE:
            lines.append(f"  - and {len(lone.tellings) - _LONE} more in the other forms of this report")
        yield "\n".join(lines)
