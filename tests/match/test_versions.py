"""Claims are aligned across two versions of one article: added, removed, reworded, moved."""

from __future__ import annotations

import pytest

from compare.configured import Lexicon
from compare.match.versions import claim_changes
from compare.read.claims import claims
from compare.revisions import ClaimChange
from tests.articles import HARBOUR, text_article
from tests.embedders import HashEmbedder

URL = "http://one.example/talks"
TITLE, PARAGRAPHS = HARBOUR[URL]


def changes(
    lexicon: Lexicon, after: list[str], *, title: str = TITLE, old_whole: bool = True, new_whole: bool = True
) -> list[ClaimChange]:
    old = claims(text_article(URL, TITLE, PARAGRAPHS), lexicon)
    new = claims(text_article(URL, title, after), lexicon)
    embed = HashEmbedder().embed
    return list(claim_changes(old, new, embed, old_whole=old_whole, new_whole=new_whole))


def told(change: ClaimChange) -> tuple[str, str, str]:
    return change.change, change.old.text if change.old else "", change.new.text if change.new else ""


def test_the_same_text_has_no_changes(lexicon: Lexicon) -> None:
    """Nor has one with other quotation marks."""
    assert changes(lexicon, PARAGRAPHS) == []
    assert changes(lexicon, [p.replace("“", '"').replace("”", '"') for p in PARAGRAPHS]) == []


def test_a_changed_figure_is_a_reworded_claim_that_names_the_figures(lexicon: Lexicon) -> None:
    """The rest stays as it is."""
    after = [p.replace("1,700", "2,400") for p in PARAGRAPHS]
    (change,) = changes(lexicon, after)
    assert told(change) == ("reworded", PARAGRAPHS[1], after[1])
    assert change.note == "figures: About 1,700 dockers to About 2,400 dockers"


def test_a_sentence_that_went_is_removed_and_one_that_came_is_added(lexicon: Lexicon) -> None:
    """Each alone, with its text."""
    (gone,) = changes(lexicon, PARAGRAPHS[:2] + PARAGRAPHS[3:])
    assert told(gone) == ("removed", PARAGRAPHS[2], "")
    (come,) = changes(lexicon, [*PARAGRAPHS, "Ferries to the islands sail as planned."])
    assert told(come) == ("added", "", "Ferries to the islands sail as planned.")


def test_a_sentence_replaced_by_another_is_not_reworded(lexicon: Lexicon) -> None:
    """One claim went and another came."""
    after = [*PARAGRAPHS[:3], "Ferries to the islands sail as planned, a company spokesman told reporters."]
    assert [c.change for c in changes(lexicon, after)] == ["removed", "added"]


def test_a_paragraph_that_moved_is_told_as_moved(lexicon: Lexicon) -> None:
    """With the paragraphs; those that it passed did not move."""
    (change,) = changes(lexicon, [PARAGRAPHS[3], *PARAGRAPHS[:3]])
    assert told(change) == ("moved", PARAGRAPHS[3], PARAGRAPHS[3])
    assert change.note == "paragraph 4 to 1"


def test_a_new_headline_is_the_old_one_reworded(lexicon: Lexicon) -> None:
    """An article has one headline, whatever its words."""
    (change,) = changes(lexicon, PARAGRAPHS, title="Mayor attacks ministry over port plan")
    assert told(change) == ("reworded", TITLE, "Mayor attacks ministry over port plan")


def test_a_sentence_split_in_two_is_not_an_added_claim(lexicon: Lexicon) -> None:
    """Both halves are told as rewordings of the whole."""
    halves = "The port handles 12 million tonnes of cargo a year. It employs every tenth person in the town."
    found = changes(lexicon, [*PARAGRAPHS[:3], halves])
    assert {c.change for c in found} == {"reworded"}
    assert len(found) == 2


def test_a_change_of_source_and_certainty_is_noted(lexicon: Lexicon) -> None:
    """What a reader would ask first."""
    after = [
        "Talks on the future of the Veldhaven harbour may have failed on Monday, the shipping lines said."
    ]
    (change,) = changes(lexicon, after + PARAGRAPHS[1:])
    assert "certainty: flat to hedged" in change.note
    assert "shipping lines" in change.note


@pytest.mark.parametrize("side", ["old_whole", "new_whole"])
def test_what_is_missing_from_a_text_read_in_part_is_unknown(lexicon: Lexicon, side: str) -> None:
    """Never removed, never added."""
    fewer, more = PARAGRAPHS[:2], [*PARAGRAPHS, "Ferries to the islands sail as planned."]
    after = fewer if side == "new_whole" else more
    found = changes(lexicon, after, **{side: False})  # type: ignore[arg-type]
    assert {c.change for c in found} == {"unknown"}
    assert all("read only in part" in c.note for c in found)
