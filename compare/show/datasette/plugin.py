"""The hooks that Datasette calls; each does no more than hand on to the file that knows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from pluggy import HookimplMarker

from compare.show.datasette import addresses, cells, closing, descriptions, exports, ours, routes

hookimpl = HookimplMarker("datasette")


@hookimpl
def startup(datasette: Any) -> Callable[[], Awaitable[None]]:
    """Learns which databases are ours, and describes them."""

    async def inner() -> None:
        await ours.look(datasette)
        await descriptions.describe(datasette)

    return inner


@hookimpl(optionalhook=True)
def get_metadata(datasette: Any) -> dict[str, Any]:
    """The descriptions, as Datasette 0.65 asks for them; 1.0 has no such hook."""
    return descriptions.as_metadata(datasette)


@hookimpl(optionalhook=True, trylast=True)
def permission_allowed(datasette: Any, actor: dict[str, Any] | None, action: str, resource: Any) -> Any:
    """What would tell of a closed table is closed too. 0.65 takes the last answer, so ours comes last."""
    return closing.is_vetoed(datasette, actor, action, resource)


@hookimpl(optionalhook=True)
def permission_resources_sql(datasette: Any, actor: dict[str, Any] | None, action: str) -> Any:
    """The same on 1.0, where a denial of one table or question stands above what is allowed in general."""
    return closing.denials(datasette, actor, action)


@hookimpl
def extra_css_urls(database: str | None, datasette: Any) -> list[str]:
    """The looks of Datasette's own pages where they show our tables."""
    if database is None or not ours.is_ours(datasette, database):
        return []
    return [addresses.looks(datasette)]


@hookimpl(tryfirst=True)  # nearest to Datasette: another plugin may compress what it sends
def asgi_wrapper(datasette: Any) -> Callable[[exports.App], exports.App]:
    """The CSV of our databases, safe to open in a spreadsheet."""
    return exports.wrapper(datasette)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The pages, all of them for reading."""
    return routes.ROUTES


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """The cell of a table, a view or a question as it is shown, or None to leave it to Datasette."""
    if not ours.is_ours(datasette, database):
        return None
    return cells.cell(cells.Spot(datasette, database, table, column, row), value)
