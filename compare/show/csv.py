"""The CSV form: one row for each difference of each matched pair, or one for a pair without any.

RFC 4180, every cell quoted: a spreadsheet that parts cells at semicolons must not find new cells in a text.
"""

from __future__ import annotations

import csv as standard
import io
from collections.abc import Sequence
from typing import Any

from compare.show.model import PairDifference, View
from compare.show.view import view
from compare.show.visible import visible

COLUMNS = (
    "story",
    "claim",
    "group",
    "a_outlet",
    "b_outlet",
    "a_url",
    "b_url",
    "a_place",
    "b_place",
    "a_text",
    "b_text",
    "probability",
    "relation",
    "conflict",
    "conflict_a_words",
    "conflict_b_words",
    "conflict_rule",
    "conflict_note",
    "kind",
    "a_words",
    "b_words",
    "rule",
    "note",
    "a_claim",
    "b_claim",
    "decided_by",
    "remark",
    "outlets",
    "independent",
)
_NONE = PairDifference("", "", "", "", "")
# A spreadsheet reads a cell that begins so as a formula; the wide forms are read the same in some locales.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv(report: dict[str, Any]) -> str:
    """The rows for ``report``, with a header line and CRLF line ends."""
    return table(view(report))


def table(shown: View) -> str:
    """The rows for a view model: claim by claim as in the report, then the possible matches."""
    out = io.StringIO(newline="")
    writer = standard.writer(out, quoting=standard.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for card in (*sorted(shown.cards, key=lambda card: card.number), *shown.possible):
        for pair in card.pairs:
            differences: Sequence[PairDifference] = pair.differences or [_NONE]
            for difference in differences:
                row = {
                    "story": shown.story,
                    "claim": card.label,
                    "group": card.group,
                    "probability": pair.probability,
                    "relation": pair.relation,
                    "conflict": pair.conflict_code,
                    "conflict_a_words": pair.clash.a_words if pair.clash else "",
                    "conflict_b_words": pair.clash.b_words if pair.clash else "",
                    "conflict_rule": pair.clash.rule if pair.clash else "",
                    "conflict_note": pair.clash.note if pair.clash else "",
                    "kind": difference.kind,
                    "a_words": difference.a_words,
                    "b_words": difference.b_words,
                    "rule": difference.rule,
                    "note": difference.note,
                    "decided_by": pair.decided_by,
                    "remark": pair.remark,
                    "outlets": str(len(card.outlets)),
                    "independent": str(card.independent)
                    if card.group
                    else "",  # of a possible match, nobody knows
                }
                for side, sentence in (("a", pair.a), ("b", pair.b)):
                    row[f"{side}_outlet"] = sentence.outlet
                    row[f"{side}_url"] = sentence.url
                    row[f"{side}_place"] = sentence.place
                    row[f"{side}_text"] = sentence.text
                    row[f"{side}_claim"] = sentence.claim
                writer.writerow([cell(row[column]) for column in COLUMNS])
    return out.getvalue()


def cell(text: str) -> str:
    """``text`` as a spreadsheet may hold it: one line, and never a formula."""
    # The test comes first on the text as it is, for a leading tab; then on what the cleaning has left.
    safe = visible(text)
    return "'" + safe if text.startswith(_FORMULA) or safe.lstrip().startswith(_FORMULA) else safe
