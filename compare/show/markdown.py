"""The Markdown form, short enough for a pull request or a newsroom chat.

Whatever comes from outside passes ``escaped``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from compare.show import words
from compare.show.model import Card, DerivationView, Telling, View
from compare.show.view import view
from compare.show.visible import shortened, visible

_LIMIT = 60_000  # characters; a comment on a pull request holds 65,536
_PAIRS = 20  # possible matches shown
_LONE = 5  # sentences shown of what one outlet alone tells
_MARKUP = re.compile(r"([\\`*_\[\]|~$])")
# Bare addresses, mentions and issue numbers turn into links without any markup: an invisible joiner parts
# them. An entity would not do, because they are looked for after entities have been read.
_BARE = re.compile(r"(?<=:)(?=//)|(?<=@)(?=\w)|(?<=#)(?=\w)|(?<=www)(?=\.)|(?<=mailto)(?=:)", re.IGNORECASE)
_JOINER = "\u2060"
# What would begin a heading, a list or a rule where a text stands first in its line.
_LEADING = re.compile(r"^(\d{0,9})([-+#=.)])")


def markdown(report: dict[str, Any], error_rates: Sequence[tuple[str, str]] = ()) -> str:
    """``report`` as Markdown (CommonMark with tables), cut at a whole block when it grows too long."""
    blocks: list[str] = []
    size = 0
    for block in _blocks(view(report), error_rates):
        size += len(block) + 2
        if size > _LIMIT:
            blocks.append("*The rest is in report.html and report.json.*")
            break
        blocks.append(block)
    return "\n\n".join(blocks) + "\n"


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


def _blocks(shown: View, error_rates: Sequence[tuple[str, str]]) -> Iterable[str]:
    yield f"# Outlet comparison: {escaped(shown.title, 200)}"
    yield escaped(shown.summary)
    if shown.answers:
        yield "\n".join(_answers(shown))
    yield from _sources(shown)
    yield from _matrix(shown)
    if shown.failures:
        yield "## What could not be had"
        yield "A failure says nothing about what the outlet reports."
        yield "\n".join(
            f"- While {f.stage}: {escaped(f.reason, 200)} ({escaped(f.url, 300)})" for f in shown.failures
        )
    for title, cards in (
        ("Where they conflict", shown.conflicts),
        ("Told differently", shown.differing),
    ):
        if cards:
            yield f"## {title}"
            for card in cards:
                yield from _card(card)
    if shown.alike:
        yield "## No difference found"
        yield "\n".join(
            f"- {card.label}: {escaped(card.title, 160)} ({_names(card.outlets)}; "
            f"matched with probability {card.probability or 'not given'})"
            for card in shown.alike
        )
    if shown.possible:
        yield "## Possible matches"
        yield "Pairs of sentences that may make the same claim; they fit into no claim above and are not counted."
        yield "\n".join(_possible(card) for card in shown.possible[:_PAIRS])
        if len(shown.possible) > _PAIRS:
            yield f"And {len(shown.possible) - _PAIRS} more in report.html."
    if shown.derivations:
        yield "## What retellings did to their originals"
        for derivation in shown.derivations:
            yield from _derivation(derivation)
    yield from _lone(shown)
    yield "## How sure is this"
    if error_rates:
        yield _table(
            ("Measure", "Value"), [(escaped(label, 200), escaped(value, 200)) for label, value in error_rates]
        )
    else:
        yield "No error rates were given for this report."
    yield "; ".join(f"{label}: {escaped(value, 100)}" for label, value in shown.run) + "."


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _names(outlets: Sequence[str]) -> str:
    return ", ".join(escaped(outlet, 80) for outlet in outlets)


def _sources(shown: View) -> Iterable[str]:
    yield "## Sources"
    if not shown.articles:
        yield "No article was retrieved."
        return
    rows = []
    for article in shown.articles:
        access = article.access_words
        for more in (article.reason, article.provenance, article.older_copy):
            access += f"; {escaped(more, 160)}" if more else ""
        if article.same_text_as:
            access += f"; nearly the same text as {escaped(article.same_text_as, 80)}"
        title = link(article.href, escaped(article.title or article.url, 120))
        rows.append((escaped(article.outlet, 80), title, escaped(article.published), access))
    yield _table(("Outlet", "Article", "Published", "Access"), rows)


def _matrix(shown: View) -> Iterable[str]:
    if not shown.rows:
        return
    yield "## Who tells what"
    yield (
        "; ".join(f"{symbol} {label}: {meaning}" for symbol, label, meaning in words.COVERAGE.values()) + "."
    )
    rows = []
    for row in shown.rows:
        title = f"{row.card.number}. {escaped(row.card.title, 80)}"
        title += " **(conflict)**" if row.card.conflicts else ""
        rows.append(
            (
                title,
                *(
                    f"{c.symbol} {c.place or c.words}{f', {c.tellers}' if c.tellers else ''}"
                    for c in row.cells
                ),
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
        f"{escaped(t.outlet, 80)}: “{escaped(t.text, 160)}” ({t.place})" for t in card.tellings
    )
    return f"- {'; '.join(tags)}: {tellings}"


def _telling(telling: Telling) -> str:
    if telling.speaker:
        voice = f"says {escaped(telling.speaker, 80)}"
    else:
        voice = "quotation, speaker not found" if telling.kind == "quote" else "in its own voice"
    sure = "" if telling.certainty == "flat" else f", {telling.certainty_words}"
    source = f" {link(telling.href, 'source')}" if telling.href else ""
    return f"“{escaped(telling.text, 400)}” ({telling.place}, {voice}{sure}){source}"


def _card(card: Card) -> Iterable[str]:
    tags = [f"conflict over {conflict}" for conflict in card.conflicts]
    tags.append(f"{words.count(len(card.outlets), 'outlet')}, {card.independent} independent")
    if card.probability:
        tags.append(f"matched with probability {card.probability}")
    yield f"### {card.label}: {'; '.join(tags)}"
    lines = [f"- **{_names((t.outlet, *t.also))}**: {_telling(t)}" for t in card.tellings]
    for difference in card.differences:
        sides = " against ".join(
            (f"“{escaped(side.words, 120)}”" if side.words else side.missing) + f" ({_names(side.outlets)})"
            for side in difference.sides
        )
        note = f" {escaped(difference.explained, 160)}." if difference.explained else ""
        lines.append(f"- *{difference.label}*: {sides}.{note} Rule: {escaped(difference.rule, 80)}")
    yield "\n".join(lines)


def _derivation(derivation: DerivationView) -> Iterable[str]:
    yield f"### {escaped(derivation.citing.outlet, 80)} retells {escaped(derivation.original_name, 80)}"
    counts = ", ".join(f"{label} {number}" for _, label, number in derivation.counts)
    yield f"Note: {derivation.state_words}." + (f" Claims: {counts}." if counts else "")
    rows = [
        (
            _telling(step.original) if step.original else "*not in the original*",
            step.label + (f": {escaped(step.why, 160)}" if step.why else ""),
            _telling(step.retelling) if step.retelling else "*not in the retelling*",
        )
        for step in derivation.steps
    ]
    if rows:
        yield _table(("Original", "Change", "Retelling"), rows)


def _lone(shown: View) -> Iterable[str]:
    if not shown.lone:
        return
    yield "## What the article says" if shown.nothing_to_compare else "## Found in one outlet only"
    for lone in shown.lone:
        also = f" (nearly the same text in {_names(lone.also)})" if lone.also else ""
        lines = [f"- **{escaped(lone.outlet, 80)}**{also}: {words.count(len(lone.tellings), 'sentence')}"]
        lines += [f"  - {_telling(telling)}" for telling in lone.tellings[:_LONE]]
        if len(lone.tellings) > _LONE:
            lines.append(f"  - and {len(lone.tellings) - _LONE} more in report.html")
        yield "\n".join(lines)
