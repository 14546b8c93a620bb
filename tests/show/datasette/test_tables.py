"""Datasette's own pages of our tables: described, labelled, searchable, with marked words and links to our pages."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from compare.store.described import described
from tests.show.datasette.instance import Instance
from tests.show.story import comparison

FIRST = comparison().groups[0].id


def cells(text: str, column: str) -> list[str]:
    """The cells of a column of a table page, as HTML."""
    return re.findall(rf'(?s)<td class="col-{column}[ "][^>]*>(.*?)</td>', text)


@pytest.mark.parametrize("name", [d.name for d in described()])
def test_every_table_and_view_opens_and_is_described(instance: Instance, name: str) -> None:
    """Its words and those of every column stand on its page; columns that differ from it have none."""
    answer = instance.get(f"/compare/{name}")
    assert answer.status_code == 200
    entry = next(d for d in described() if d.name == name)
    text = unescape(answer.text)
    for words in (entry.text, *entry.columns.values()):
        plain = words.replace("`", "")
        assert plain[0].upper() + plain[1:] in text


def test_what_the_user_writes_stands_before_our_words(db: Path) -> None:
    """A description in the configuration is shown in place of the plugin's."""
    more = {
        "databases": {
            "compare": {"tables": {"stories": {"description": "Our beat", "columns": {"id": "Slug"}}}}
        }
    }
    with Instance(db, metadata=more) as served:
        text = served.get("/compare/stories").text
        assert "Our beat" in text and "<dd>Slug</dd>" in text
        assert "An event, by its seed" not in text and "The headline that it started from" in text


def test_foreign_keys_show_names(instance: Instance) -> None:
    """An outlet by its name, a claim by its words, a story by its headline."""
    assert "Harbour Wire" in "".join(cells(instance.get("/compare/articles").text, "outlet_id"))
    assert "A passenger ferry struck" in "".join(cells(instance.get("/compare/alignments").text, "a"))
    assert "Ferry hits breakwater" in "".join(cells(instance.get("/compare/groups").text, "story_id"))
    assert "A passenger ferry struck" in "".join(
        cells(instance.get("/compare/group_claims").text, "group_id")
    )


@pytest.mark.parametrize(
    ("path", "column", "href"),
    [
        ("stories", "title", "/compare/-/story/port-ellery-ferry"),
        ("groups", "title", f"/compare/-/group/{FIRST}"),
        ("groups", "story_id", "/compare/-/story/port-ellery-ferry"),
        ("coverage", "group_id", f"/compare/-/group/{FIRST}"),
        ("alignments", "relation", "/compare/-/pair/1"),
        ("differences", "alignment_id", "/compare/-/pair/1"),
        ("claims", "key", "/compare/-/claim/1"),
        ("derivations", "cited_outlet", "/compare/-/retelling/1"),
        ("conflicts", "story", "/compare/-/story/port-ellery-ferry"),
        ("wording_side_by_side", "alignment", "/compare/-/pair/1"),
        ("retellings", "derivation", "/compare/-/retelling/1"),
        ("dropped_attribution", "alignment", "/compare/-/pair/2"),
        ("told_by_most", "claim_group", f"/compare/-/group/{FIRST}"),
    ],
)
def test_cells_lead_to_our_pages(instance: Instance, path: str, column: str, href: str) -> None:
    """In tables, views and answers alike; and what they lead to is there."""
    found = cells(instance.get(f"/compare/{path}").text, column)
    assert any(f'href="{href}"' in cell for cell in found), found[:3]
    assert instance.get(href).status_code in (200, 302)


def test_words_that_differ_are_marked_where_they_stand(instance: Instance) -> None:
    """In the sentence on either side; a side without such words says so."""
    text = instance.get("/compare/wording_side_by_side?kind=number&_size=max").text
    marked = [re.findall("<mark>(.*?)</mark>", cell) for cell in cells(text, "text_a")]
    assert ["at least 14"] in marked
    assert "<mark>at least 14</mark>" in "".join(cells(text, "words_a"))
    text = instance.get("/compare/wording_side_by_side?kind=attribution&_size=max").text
    assert "no such words" in "".join(cells(text, "words_b"))
    assert "<mark>14</mark>" in "".join(cells(instance.get("/compare/conflicts_on_figures").text, "text_a"))


def test_claims_and_articles_are_searched_in_full_text(instance: Instance) -> None:
    """By any form of a word; what a person types is no query language."""
    rows = instance.json("/compare/claims.json?_shape=array&_search=ferry")
    assert rows and all("ferry" in row["text"].lower() for row in rows)
    rows = instance.json("/compare/articles.json?_shape=array&_search=breakwater+fog")
    assert any("strikes breakwater in fog" in row["title"] for row in rows)
    assert instance.json('/compare/claims.json?_shape=array&_search="unbalanced') == []


def test_vectors_are_out_of_the_way(instance: Instance) -> None:
    """The tables that nobody reads are hidden, the rest is listed."""
    tables = {t["name"]: t["hidden"] for t in instance.json("/compare.json?_extra=tables")["tables"]}
    assert tables["vectors"] and not tables["stories"]
