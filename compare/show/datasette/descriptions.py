"""The words for tables and columns, from the one source in the store, handed to either Datasette."""

from __future__ import annotations

from typing import Any

from compare.show.datasette import addresses, ours
from compare.store.described import described


def as_metadata(datasette: Any) -> dict[str, Any]:
    """All descriptions in the form of metadata. Made anew each time: Datasette writes the user's own into it."""
    return {
        "databases": {
            name: {
                "description_html": _opening(datasette, name),
                "tables": {
                    d.name: {
                        "description": _plain(d.text),
                        "columns": {column: _plain(text) for column, text in d.columns.items()},
                    }
                    for d in described()
                },
            }
            for name in ours.names(datasette)
        }
    }


async def describe(datasette: Any) -> None:
    """Writes the descriptions where Datasette 1.0 keeps them; what the user said there already stands."""
    if not hasattr(datasette, "set_column_metadata"):
        return
    for name, database in as_metadata(datasette)["databases"].items():
        said = await datasette.get_database_metadata(name)
        if not {"description", "description_html"} & set(said):
            opening = database["description_html"] + await _questions(datasette, name)
            await datasette.set_database_metadata(name, "description_html", opening)
        for table, entry in database["tables"].items():
            said = await datasette.get_resource_metadata(name, table)
            if not {"description", "description_html"} & set(said):
                await datasette.set_resource_metadata(name, table, "description", entry["description"])
            for column, text in entry["columns"].items():
                if "description" not in await datasette.get_column_metadata(name, table, column):
                    await datasette.set_column_metadata(name, table, column, "description", text)


def _opening(datasette: Any, name: str) -> str:
    from markupsafe import Markup

    return str(
        Markup(
            '<p>How news outlets tell the same claim.</p><ul class="bullets"><li><strong><a href="{}">Open a story</a></strong>: '
            'its report, with every claim, outlet by outlet</li><li><strong><a href="{}">Find a claim</a></strong> or '
            '<a href="{}">an article</a> by its words</li><li><strong>Ask a question</strong>: they stand below; '
            'begin with <a href="{}">who dropped the attribution</a></li></ul>'
        ).format(
            *(addresses.table(datasette, name, table) for table in ("stories", "claims", "articles")),
            str(datasette.urls.query(name, "dropped_attribution")),
        )
    )


async def _questions(datasette: Any, name: str) -> str:
    """Links to all questions, of which 1.0 itself shows only the first few on the page of the database."""
    from markupsafe import Markup

    page = await datasette.list_queries(name, limit=100)
    items = Markup("").join(
        Markup('<li><a href="{}">{}</a></li>').format(
            str(datasette.urls.query(name, query.name)), query.title or query.name
        )
        for query in page.queries
    )
    return str(Markup('<p>The questions:</p><ul class="bullets">{}</ul>').format(items)) if items else ""


def _plain(text: str) -> str:
    text = text.replace("`", "")
    return text[0].upper() + text[1:]
