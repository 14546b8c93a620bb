"""Datasette's CSV of our databases is as safe in a spreadsheet as our own, and of others as it ever was."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from compare.show.datasette.exports import Rows
from tests.show.datasette.instance import NEWER, Instance

SQL = "/compare/-/query.csv" if NEWER else "/compare.csv"
HOSTILE = ["=1+1", "+1", "@SUM(A1)", "-1+1", "\t=1", "\r=1", "\n=1", "a\u202eb", 'say "=1",\r\n=2', "＝1"]
SAFE = ["'=1+1", "'+1", "'@SUM(A1)", "'-1+1", "' =1", "' =1", "' =1", "a[U+202E]b", 'say "=1",  =2', "'＝1"]


@pytest.fixture(scope="module")
def beside(db: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """An instance on the ferry story and on a database that is not ours."""
    path = tmp_path_factory.mktemp("beside") / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("create table notes (id integer primary key, note text)")
        other.executemany("insert into notes (note) values (?)", [[text] for text in HOSTILE])
    other.close()
    with Instance(db, path) as served:
        yield served


def rows(text: str) -> list[list[str]]:
    """The cells of CSV."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def selected(values: list[str]) -> str:
    """The address of an answer that holds these values, under names of the same kind."""
    told = ", ".join("'" + value + "' as \"" + value.replace('"', '""') + '"' for value in values)
    return f"{SQL}?sql={quote('select ' + told)}"


@pytest.mark.parametrize(
    "more", ["", "&_dl=1", "&_stream=1", "&_dl=1&_stream=1", "&_trace=1", "&%5Ftrace=1&_dl=1"]
)
def test_cells_and_headings_are_safe_however_csv_is_asked_for(beside: Instance, more: str) -> None:
    """In the browser, as a file, as a stream, and where a trace was asked for."""
    answer = beside.get(selected(HOSTILE) + more)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv" if "_dl" in more else "text/plain")
    assert rows(answer.text) == [SAFE, SAFE]


def test_numbers_stay_numbers(beside: Instance) -> None:
    """A minus before a number makes no formula of it."""
    answer = beside.get(f"{SQL}?sql={quote('select -5, 3.2, -1.5e-07, 7, null')}&_header=off")
    assert rows(answer.text) == [["-5", "3.2", "-1.5e-07", "7", ""]]


def test_without_headings_and_for_one_row(beside: Instance) -> None:
    """What is asked of the export still holds, and a row's own CSV is made safe too."""
    told = rows(beside.get("/compare/claims.csv?_header=off&_size=1&_labels=on").text)
    assert len(told) == 1
    headed = rows(beside.get("/compare/claims.csv?_size=1&_labels=on").text)
    assert headed[1:] == told
    assert rows(beside.get("/compare/runs/1.csv").text)[0][0] == "id"


def test_other_databases_and_formats_are_left_alone(beside: Instance) -> None:
    """The plugin changes no database that is not ours, and no JSON."""
    told = rows(beside.get("/other/notes.csv?_dl=1&_size=max").text)
    assert [note for _, note in told[1:]] == HOSTILE
    sql = SQL.replace(".csv", ".json")
    assert beside.json(
        f"{sql}?_shape=array&sql={quote(chr(10).join(['select', chr(39) + '=1' + chr(39), 'as x']))}"
    ) == [{"x": "=1"}]


def test_an_error_is_told_as_ever(beside: Instance) -> None:
    """A table that is not there is answered by Datasette's own message."""
    answer = beside.get("/compare/nothing.csv")
    assert answer.status_code == 404
    assert not answer.text.startswith('"')
    assert "not found" in answer.text.lower()


def test_a_question_across_databases_is_safe_too(db: Path) -> None:
    """With --crossdb, our texts are had through a database that is not ours."""
    with Instance(db, crossdb=True) as served:
        assert served.json(
            "/_memory"
            + SQL[8:].replace(".csv", ".json")
            + "?_shape=arrays&sql="
            + quote("select count(*) from [compare].claims")
        )
        told = served.get(selected(HOSTILE).replace("/compare", "/_memory"))
        assert rows(told.text) == [SAFE, SAFE]


def test_behind_another_address_the_database_is_still_found(db: Path) -> None:
    """With a base_url, as behind a proxy, the same CSV is made safe."""
    with Instance(db, more={"settings": {"base_url": "/news/"}}) as served:
        told = served.get(selected(HOSTILE))  # the client puts the base before it
        assert str(told.url).startswith("http://localhost/news/compare")
        assert rows(told.text) == [SAFE, SAFE]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 10_000])
def test_csv_may_be_cut_anywhere(size: int) -> None:
    """Within a character of several bytes, a line end, a doubled quotation mark or a cell of several lines."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(
        [HOSTILE, ["é😀\u2028", "", '"', '""', "\r\n", "x\x00", "-5", "\n", "a;=1", "''"]]
    )
    given = out.getvalue().encode()
    taken = Rows()
    told = b"".join(taken.feed(given[at : at + size], last=False) for at in range(0, len(given), size))
    told += taken.feed(b"", last=True)
    assert rows(told.decode()) == [SAFE, ["é😀 ", "", '"', '""', "'  ", "x�", "-5", "' ", "a;=1", "''"]]


def test_each_row_is_sent_on_when_it_is_whole() -> None:
    """No more than one row is held, whatever the export's length; a cell may be longer than csv takes by default."""
    taken = Rows()
    assert taken.feed(b"a,b\r\n1,=", last=False) == b'"a","b"\r\n'
    assert taken.feed(b"2\r", last=False) == b""
    assert taken.feed(b"\n", last=False) == b'"1","\'=2"\r\n'
    assert taken.feed(b'x,"' + b"y" * 300_000, last=False) == b""
    assert len(taken.feed(b'"\r\n', last=False)) == 300_000 + 8
    # What Datasette writes when it breaks off is no row of its own making.
    assert taken.feed(b'=cut "off', last=True) == b'"\'=cut ""off"\r\n'
