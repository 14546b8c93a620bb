"""The HTML report: one file that needs no network and no script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compare.show import words
from compare.show.anchors import SHOWN
from compare.show.coverage_picture import legend
from compare.show.model import Card, DifferenceView, Pair, Side, View
from compare.show.view import view
from compare.show.visible import shortened, visible

if TYPE_CHECKING:
    from jinja2 import Environment

ErrorRates = Sequence[tuple[str, str]]
TEMPLATES = Path(__file__).with_name("templates")
# A card or a list beyond these would bury what it shows; all of it is in report.json.
_LIMITS = {
    "limit": 10,
    "row_limit": 12,
    "kind_limit": 60,
    "sides_limit": 4,
    "pair_limit": 20,
    "step_limit": 16,
    "possible_limit": SHOWN,
}
_NAMED = 3
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*")


def html(report: dict[str, Any], error_rates: ErrorRates = ()) -> str:
    """The page for ``report``; ``error_rates`` are rows of a table, what was measured and its value."""
    return page(view(report), error_rates)


def page(shown: View, error_rates: ErrorRates = ()) -> str:
    """The whole page for a view model: one file that asks for nothing."""
    from markupsafe import Markup

    css = stylesheet()
    return _rendered("page.html", shown, error_rates, css=Markup(css), policy=_policy(css), pages={})  # noqa: S704  # our own


def standalone(template: str, shown: Any) -> str:
    """Another view model on a page of its own, in the report's style."""
    from markupsafe import Markup

    css = stylesheet()
    made = environment().get_template(template)
    return made.render(view=shown, css=Markup(css), policy=_policy(css), error_rates=(), pages={}, **_LIMITS)  # noqa: S704  # our own


def body_html(shown: View, error_rates: ErrorRates = (), pages: Mapping[str, str] | None = None) -> str:
    """The report for a page of another program: one ``<div class="report">``, safe to insert as it is.

    It has its own ``<h1>`` and no ``<main>``; its looks are ``stylesheet(within=".report")``. ``pages`` are addresses
    of pages of single claims, by the group's id.
    """
    return _rendered("body.html", shown, error_rates, pages=pages or {})


def card_html(card: Card) -> str:
    """One claim's card alone, safe to insert inside an element of the class ``report``."""
    parts = environment().get_template("parts.html").make_module({**_LIMITS, "error_rates": (), "pages": {}})
    return str(parts.card(card))  # type: ignore[attr-defined]  # a macro of the template


@cache
def stylesheet(within: str = "") -> str:
    """The style sheet of a page, or the part that dresses what stands inside the selector ``within``."""
    theme, own, report = (
        (TEMPLATES / f"{name}.css").read_text(encoding="utf-8") for name in ("theme", "page", "report")
    )
    # Nested, each rule weighs one class more, so that it wins over the other program's rules for elements.
    return f"{theme}{within} {{\n{report}}}\n" if within else theme + own + report


def _rendered(template: str, shown: View, error_rates: ErrorRates, **more: Any) -> str:
    return (
        environment()
        .get_template(template)
        .render(
            view=shown,
            error_rates=error_rates,
            numbers=_numbers(shown),
            contents=_contents(shown),
            coverage=legend(shown),
            notice=words.NOTICE,
            alike=words.ALIKE,
            alike_means=words.ALIKE_MEANS,
            **_LIMITS,
            **more,
        )
    )


@cache
def environment() -> Environment:
    """The templates' environment: everything is escaped, and made visible before it is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
    )
    made.filters["count"] = words.count
    made.filters["shortened"] = shortened
    made.filters["probability"] = lambda value: f"{float(value):.2f}"
    made.filters["few"] = _few
    made.filters["groupby_first"] = _by_first
    made.filters["least"] = _least
    made.filters["rate_in"] = words.rate
    made.filters["sides"] = _sides
    made.filters["superscript"] = _superscript
    made.filters["side"] = lambda percent: round(20 * (percent / 100) ** 0.5, 1)  # of a square, by its area
    # The page itself is in English.
    made.tests["language"] = lambda code: code != "en" and _LANGUAGE.fullmatch(code) is not None
    return made


def _finalize(value: Any) -> Any:
    # Markup is a subclass of str, and already safe: only plain strings come from outside.
    return visible(value) if type(value) is str else value


def _few(names: Sequence[str]) -> list[str]:
    """The names, or the first of them and how many more: twenty would bury the words beside them."""
    if len(names) <= _NAMED + 1:
        return list(names)
    return [*names[:_NAMED], f"{len(names) - _NAMED} more"]


def _superscript(numbers: Sequence[int], limit: int) -> Any:
    """The numbers of the differences that end here, as far as they are listed below, in one mark for all."""
    from markupsafe import Markup

    listed = " ".join(str(number) for number in numbers if 0 < number <= limit)
    return Markup(f"<sup>{listed}</sup>") if listed else ""  # noqa: S704  # numbers alone


def _sides(difference: DifferenceView, number: int) -> Sequence[Side]:
    """The sides, or the first of them; who lacks the words is always among them."""
    sides = difference.sides
    return sides if len(sides) <= number else (*sides[: number - 1], sides[-1])


def _least(pairs: Sequence[Pair], number: int) -> Sequence[Pair]:
    """The pairs, or ``number`` of them in their order: first those in conflict, then the least sure."""
    if len(pairs) <= number:
        return pairs
    unsure = sorted(pairs, key=lambda pair: (not pair.conflict, float(pair.probability)))[:number]
    return [pair for pair in pairs if pair in unsure]


def _by_first(pairs: Iterable[Pair]) -> list[tuple[str, list[Pair]]]:
    """Pairs that stand together and have the same first outlet."""
    return [(outlet, list(own)) for outlet, own in groupby(pairs, key=lambda pair: pair.a.outlet)]


def _policy(css: str) -> str:
    """No script, no request of any kind, no style but our own."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _numbers(shown: View) -> list[tuple[int, str, str]]:
    """The head's figures, each with its words and the section that it leads to."""
    compared = len({article.outlet for article in shown.articles if article.compared})
    numbers = [(compared, "outlet compared" if compared == 1 else "outlets compared", "sources")]
    if shown.nothing_to_compare:
        return numbers
    claims = sum(card.independent > 1 for card in shown.cards)
    conflicts, differing, single = len(shown.conflicts), len(shown.differing), len(shown.single)
    first = "coverage" if shown.rows else "sources"
    numbers += [
        (claims, f"{'claim' if claims == 1 else 'claims'} of independent outlets", first),
        (
            conflicts,
            "claim in conflict" if conflicts == 1 else "claims in conflict",
            "conflicts" if conflicts else first,
        ),
        (differing, "more told differently", "differing" if differing else first),
    ]
    if single:
        numbers.append((single, "of one source only", "single"))
    if shown.derivations:
        hardened = sum(len(derivation.of("hardened")) for derivation in shown.derivations)
        numbers.append((hardened, "hardened in a retelling", "retellings"))
    return numbers


def _contents(shown: View) -> list[tuple[str, str]]:
    """The sections that this report has, in order."""
    sections = [
        ("summary", "In short", True),
        ("sources", "Outlets", True),
        ("coverage", "Who tells what", bool(shown.rows)),
        ("conflicts", "Conflicts", bool(shown.conflicts)),
        ("kinds", "Differences", bool(shown.kinds)),
        ("differing", "Told differently", bool(shown.differing)),
        ("alike", words.ALIKE, bool(shown.alike)),
        ("single", "One source", bool(shown.single)),
        ("possible", "Possible matches", bool(shown.possible)),
        ("lone", "One outlet only", bool(shown.lone) and not shown.nothing_to_compare),
        ("retellings", "Retellings", bool(shown.derivations)),
        ("outlets", "Outlet by outlet", bool(shown.rates)),
        ("failures", "Failures", bool(shown.failures)),
        ("method", "How sure", True),
    ]
    return [(target, label) for target, label, there in sections if there]
