"""How our columns are shown: words that differ marked, links to the story and the claim, nothing that hides.

Datasette escapes what a cell returns unless it is Markup; all Markup here is put together by markupsafe.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from compare.show import words
from compare.show.datasette import addresses
from compare.show.links import safe_url
from compare.show.visible import visible

_NONE = Markup("<i>no such words</i>")


@dataclass(frozen=True, slots=True)
class Spot:
    """Which cell of which row."""

    datasette: Any
    database: str
    table: str | None  # None in the answer of a question
    column: str
    row: Any

    def other(self, column: str) -> Any:
        """Another value of the row; None where it has no such column. A foreign key is given as its value."""
        try:
            value = self.row[column]
        except (KeyError, IndexError):
            return None
        return value["value"] if isinstance(value, dict) else value


# Columns that hold a key lead to its page, in whatever table, view or question they stand.
_PAGES: dict[str, str] = {
    "story": "story",
    "story_id": "story",
    "claim_group": "group",
    "group_id": "group",
    "alignment": "pair",
    "alignment_id": "pair",
    "claim": "claim",
    "derivation": "retelling",
    "derivation_id": "retelling",
}
# In a table, the page of the row itself hangs on the column that says most.
_OWN: dict[tuple[str, str], str] = {
    ("stories", "title"): "story",
    ("groups", "title"): "group",
    ("alignments", "relation"): "pair",
    ("claims", "key"): "claim",
    ("derivations", "cited_outlet"): "retelling",
}
# Where the foreign keys lead whose labels are whatever the web said.
_TARGETS: dict[str, str] = {
    **dict.fromkeys(("a", "b", "claim_id", "citing_claim_id", "original_claim_id"), "claims"),
    **dict.fromkeys(("old_claim_id", "new_claim_id"), "claims"),
    **dict.fromkeys(
        ("article_id", "citing_id", "original_id", "first_article_id", "same_text_as"), "articles"
    ),
    **dict.fromkeys(("a_article_id", "b_article_id"), "articles"),
    **dict.fromkeys(("version_id", "old_version_id", "new_version_id"), "versions"),
    "outlet_id": "outlets",
}
_MARK = Markup('<mark class="k-{}">{}</mark>')


def cell(spot: Spot, value: Any) -> Markup | None:
    """The cell as HTML, or None where Datasette's own way will do."""
    key, label = _parted(value)
    if key is None:
        return None
    if spot.column in _PAGES:
        return _link(spot, _PAGES[spot.column], key, label)
    own = _OWN.get((spot.table or "", spot.column))
    if own and spot.other("id") is not None:
        return _link(spot, own, spot.other("id"), label)
    marked = _MARKED.get(spot.column)
    if marked and isinstance(value, str):
        return marked(spot, value)
    return _plain(spot, value, key, label)


def _plain(spot: Spot, value: Any, key: Any, label: str) -> Markup | None:
    """What Datasette would show by itself, without what hides or reorders text, or poses as another address."""
    if isinstance(value, dict):
        if visible(label) == label:
            return None
        target = _TARGETS.get(spot.column)
        if target is None:
            return escape(visible(label))
        href = addresses.row(spot.datasette, spot.database, target, str(key))
        return Markup('<a href="{}">{}</a>').format(href, visible(label))
    if not isinstance(value, str):
        return None
    poses = value.strip().lower().startswith(("http://", "https://")) and not safe_url(value.strip())
    return escape(visible(value)) if poses or visible(value) != value else None


def _parted(value: Any) -> tuple[Any, str]:
    """Key and label of a foreign key, which Datasette hands over as both; of other values, the value twice."""
    if isinstance(value, dict):
        return value.get("value"), str(value.get("label") or value.get("value"))
    return value, str(value)


def _link(spot: Spot, kind: str, key: Any, label: str) -> Markup:
    href = addresses.found(spot.datasette, spot.database, kind, str(key))
    return Markup('<a href="{}">{}</a>').format(href, visible(label) or str(key))


def _kind(spot: Spot) -> str:
    """How the words of the row are marked: as their kind of difference is in the report. A question says it itself, and
    the words of a conflict are marked as figures are there."""
    said = spot.other("marked_as") or spot.other("kind")
    return str(said) if said in words.DIFFERENCES else "number"


def _words(spot: Spot, value: str) -> Markup | None:
    """The words of one side of a difference."""
    if spot.other("rule") is None and spot.other("marked_as") is None:
        return None
    return _MARK.format(_kind(spot), visible(value)) if value else _NONE


def _sentence(at_column: str, words_column: str) -> Callable[[Spot, str], Markup | None]:
    def marked(spot: Spot, value: str) -> Markup | None:
        """A sentence with the words marked that differ, where they stand in it."""
        at, differing = spot.other(at_column), spot.other(words_column)
        if not isinstance(at, int) or not isinstance(differing, str) or not differing or at < 0:
            return escape(visible(value))
        end = at + len(differing)
        if value[at:end] != differing:
            return escape(visible(value))
        return Markup("{}{}{}").format(
            visible(value[:at]), _MARK.format(_kind(spot), visible(differing)), visible(value[end:])
        )

    return marked


_MARKED: dict[str, Callable[[Spot, str], Markup | None]] = {
    "a_text": _words,
    "b_text": _words,
    "words_a": _words,
    "words_b": _words,
    "source": _words,
    "text_a": _sentence("at_a", "words_a"),
    "text_b": _sentence("at_b", "words_b"),
    "with_source": _sentence("at_source", "source"),
}
