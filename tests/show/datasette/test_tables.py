"""Datasette's own pages of our tables: described, labelled, searchable, with marked words and links to our pages."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from compare.show.html import stylesheet
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
    """In the sentence on either side, by their kind; a side without such words says so."""
    text = instance.get("/compare/wording_side_by_side?kind=number&_size=max").text
    marked = [re.findall('<mark class="k-number">(.*?)</mark>', cell) for cell in cells(text, "text_a")]
    assert ["at least 14"] in marked
    assert '<mark class="k-number">at least 14</mark>' in "".join(cells(text, "words_a"))
    text = instance.get("/compare/wording_side_by_side?kind=attribution&_size=max").text
    assert "no such words" in "".join(cells(text, "words_b"))
    found = cells(instance.get("/compare/conflicts_on_figures").text, "text_a")
    assert '<mark class="k-number">14</mark>' in "".join(found)


def test_the_source_that_another_dropped_is_marked_in_its_sentence(instance: Instance) -> None:
    """In every answer: the words of the source, where they stand."""
    text = instance.get("/compare/dropped_attribution").text
    rows = instance.json("/compare/dropped_attribution.json?_shape=array")
    sentences = cells(text, "with_source")
    assert len(sentences) == len(rows)
    for sentence, row in zip(sentences, rows, strict=True):
        marked = re.findall('<mark class="k-attribution">(.*?)</mark>', sentence)
        assert [unescape(words) for words in marked] == [row["source"]]


def test_every_row_is_marked_by_its_kind(instance: Instance) -> None:
    """As the database tells the kind; a conflict's words are marked as figures are, as in the report."""
    for row in instance.json("/compare/differences.json?_shape=array&_size=max"):
        text = instance.get(f"/compare/differences/{row['id']}").text
        assert set(re.findall('<mark class="k-(.*?)">', text)) == {row["kind"]}
    for row in instance.json("/compare/conflict_evidence.json?_shape=array"):
        text = instance.get(f"/compare/conflict_evidence/{row['alignment_id']}").text
        assert set(re.findall('<mark class="k-(.*?)">', text)) == {"number"}
    for question, kind in (("charged_words", "wording"), ("hedges_dropped", "certainty")):
        text = instance.get(f"/compare/{question}").text
        assert set(re.findall('<mark class="k-(.*?)">', text)) == {kind}


def test_marks_look_as_in_the_report(instance: Instance) -> None:
    """Each kind has the ground and the underline that it has there in the light."""
    ours = instance.get("/-/outlet-compare/rows.css").text
    css = stylesheet()
    light = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", css[: css.index("prefers-color-scheme: dark")]))
    kinds = re.findall(r"(\.k-\w+ \{.*?\})", css)
    assert len(kinds) == 6
    for look in kinds:
        assert re.sub(r"var\(--([\w-]+)\)", lambda name: light[name[1]], look) in ours


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
