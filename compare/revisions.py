"""The records of an article's successive texts; they cross the boundaries between the stages as those of ``records`` do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from compare.records import Article, Claim

ClaimFate = Literal["added", "removed", "reworded", "moved", "unknown"]


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """What became of one claim from one version of an article to the next.

    ``unknown`` where one of the texts was not read whole: the claim may stand in what was not seen.
    """

    change: ClaimFate
    old: Claim | None
    new: Claim | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class TextChange:
    """Two successive texts of one article, as two fetches of its page gave them."""

    old: Article
    new: Article
    old_page: int  # the row of the page that was fetched
    new_page: int
    last_seen_at: str  # when the old text was last seen
    first_seen_at: str  # when the new text was first seen


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of an article's text with what it did to the claims."""

    text: TextChange
    old_claims: tuple[Claim, ...]
    new_claims: tuple[Claim, ...]
    changes: tuple[ClaimChange, ...]
    note: str = ""
