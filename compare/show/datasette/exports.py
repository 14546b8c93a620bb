"""Datasette's CSV of our databases on its way out: each cell made safe for a spreadsheet, as in our own CSV.

Datasette has no hook for a cell of its CSV, so the answer itself is read and written anew, a row at a time.
"""

from __future__ import annotations

import codecs
import csv as standard
import io
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from compare.show.csv import cell
from compare.show.datasette import ours

App = Callable[[Any, Any, Any], Awaitable[None]]
# A number is no formula, though it may begin with a minus. SQLite's come as Python writes them.
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")  # splitlines() parts at characters that end no row of CSV


class Rows:
    """Takes CSV in pieces that are cut anywhere and gives it back safe, keeping no more than the row that is not whole."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._row: list[str] = []
        self._quoted = False

    def feed(self, piece: bytes, *, last: bool) -> bytes:
        """The rows that are whole after ``piece``."""
        out = io.StringIO(newline="")
        # Every cell is quoted, as in our own CSV: some spreadsheets part cells at semicolons.
        writer = standard.writer(out, quoting=standard.QUOTE_ALL, lineterminator="\r\n")
        for line in _LINE.findall(self._decoder.decode(piece, last)):
            self._row.append(line)
            # A quotation mark inside a cell is doubled, so an odd number of them leaves a cell open.
            self._quoted ^= line.count('"') % 2 == 1
            if line.endswith("\n") and not self._quoted:
                self._write(writer)
        if last:
            self._write(writer)
        return out.getvalue().encode()

    def _write(self, writer: Any) -> None:
        text = "".join(self._row)
        self._row, self._quoted = [], False
        # The limit is the process's own. It is only ever raised: an article may be longer than it is by default.
        if len(text) > standard.field_size_limit():
            standard.field_size_limit(len(text))
        for row in standard.reader(io.StringIO(text, newline="")):
            writer.writerow([_safe(value) for value in row])


def _safe(value: str) -> str:
    return value if _NUMBER.fullmatch(value) else cell(value)


def wrapper(datasette: Any) -> Callable[[App], App]:
    """Datasette with its CSV of our databases made safe; all else passes as it is."""

    def wrap(app: App) -> App:
        async def inner(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] == "http" and await _is_export(datasette, scope):
                await app(_without_trace(scope), receive, _sending(send))
            else:
                await app(scope, receive, send)

        return inner

    return wrap


async def _is_export(datasette: Any, scope: Any) -> bool:
    """Whether the request is for the CSV of a table, a row or a question in a database of ours."""
    from datasette.utils import tilde_decode

    # As Datasette's own router finds the path.
    path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
    if not path.endswith(".csv"):
        return False
    base = datasette.setting("base_url")
    if base != "/" and path.startswith(base):
        path = "/" + path[len(base) :]
    route = tilde_decode(path.removeprefix("/").partition("/")[0].partition(".")[0])
    try:
        name = datasette.get_database(route=route).name
    except KeyError:
        return False
    if name == "_memory" and datasette.crossdb:  # there, SQL reaches every database
        return any([await ours.check(datasette, other) for other in list(datasette.databases)])
    return await ours.check(datasette, name)


def _without_trace(scope: Any) -> Any:
    """With `_trace`, Datasette would write the CSV into a page of HTML, where its cells cannot be told any more."""
    asked = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    kept = [(name, value) for name, value in asked if name != "_trace"]
    return scope if kept == asked else {**scope, "query_string": urlencode(kept).encode()}


def _sending(send: Any) -> Any:
    rows: Rows | None = None

    async def inner(message: Any) -> None:
        nonlocal rows
        if message["type"] == "http.response.start":
            kind = b"".join(value for name, value in message["headers"] if name.lower() == b"content-type")
            # An error is told as HTML or, on 1.0, as plain text.
            if message["status"] == 200 and kind.startswith((b"text/csv", b"text/plain")):
                rows = Rows()
                headers = [pair for pair in message["headers"] if pair[0].lower() != b"content-length"]
                message = {**message, "headers": headers}
        elif message["type"] == "http.response.body" and rows is not None:
            more = message.get("more_body", False)
            body = rows.feed(message.get("body", b""), last=not more)
            if more and not body:
                return
            message = {**message, "body": body}
        await send(message)

    return inner
