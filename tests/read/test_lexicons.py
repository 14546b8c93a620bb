"""The shipped word lists and the forms of their verbs."""

from __future__ import annotations

import pytest

from compare.read.inflect import forms
from tests.read.conftest import entries


@pytest.mark.parametrize(
    ("name", "columns", "categories"),
    [
        ("reporting.tsv", 2, {"neutral", "assertive", "doubtful", "denying"}),
        ("hedges.tsv", 2, {"hedged", "alleged"}),
        (
            "charged.tsv",
            3,
            {
                "speech",
                "act",
                "clash",
                "government",
                "ideology",
                "people",
                "evaluation",
                "scale",
                "emotion",
                "motive",
            },
        ),
    ],
)
def test_a_list_is_well_formed(name: str, columns: int, categories: set[str]) -> None:
    """Every entry has its columns, is lower case and trimmed, has a known category, and stands there once."""
    rows = entries(name)
    assert all(len(row) == columns for row in rows)
    assert all(cell and cell == cell.strip() for row in rows for cell in row)
    assert all(row[0] == row[0].lower() for row in rows)
    assert {row[1] for row in rows} == categories
    assert len({row[0] for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("say", ["say", "says", "saying", "said"]),
        ("deny", ["deny", "denies", "denying", "denied"]),
        ("agree", ["agree", "agrees", "agreeing", "agreed"]),
        ("write", ["write", "writes", "writing", "wrote", "written"]),
        ("admit", ["admit", "admits", "admitting", "admitted"]),
        ("stress", ["stress", "stresses", "stressing", "stressed"]),
        ("note", ["note", "notes", "noting", "noted"]),
    ],
)
def test_verb_forms(verb: str, expected: list[str]) -> None:
    """Regular verbs follow the rules of spelling, irregular ones are listed."""
    assert [form for form, _ in forms(verb)] == expected
