"""What one source alone tells, and on what a retelling relies, in the database's own answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.show.datasette.instance import Instance, store, stored_form
from tests.show.story import comparison, story


@pytest.fixture
def changed(tmp_path: Path) -> Any:
    """An instance on the ferry story with one claim of a single source and with a cited interview."""
    whole = comparison()
    groups = (replace(whole.groups[-1], independent_outlets=1), *whole.groups[:-1])
    first, *others = whole.derivations
    told = tuple(replace(citation, role="interview") for citation in first.evidence)
    derivations = (replace(first, evidence=told), *others)
    store(
        tmp_path / "compare.db",
        stored_form(replace(whole, groups=groups, derivations=derivations)),
        story(),
    )
    with Instance(tmp_path / "compare.db") as served:
        yield served


def rows(served: Instance, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = served.json(f"/compare/{path}.json?_shape=array&_size=max")
    return found


@pytest.mark.parametrize("path", ["told_by_one_outlet", "only_one_outlet_tells"])
def test_weak_pairs_and_copies_are_no_second_teller(changed: Instance, path: str) -> None:
    """A sentence with a possible match is listed and names it; one of a single source names who has it too."""
    found = {row["text"]: row for row in rows(changed, path) if row["outlet"] != "Metro Minute"}
    fog = found["Fog had cut visibility to under 80 metres."]
    assert (fog["possibly_also_in"], fog["same_source_in"]) == ("Daily Beacon", None)
    time = found["The Saint Odile hit the wall at 7:42 a.m. in thick fog."]
    assert set(time["same_source_in"].split(",")) == {"Northern Ledger", "Metro Minute"}
    assert time["possibly_also_in"] is None
    assert not any("smashed into" in text for text in found)


@pytest.mark.parametrize("path", ["retellings", "hardened_retellings"])
def test_an_interview_is_no_report(changed: Instance, path: str) -> None:
    """Where only what somebody told the other outlet is named, the row says so."""
    assert {row["relies_on"] for row in rows(changed, path)} == {"interview"}


def test_a_report_is_a_report(instance: Instance) -> None:
    """As most citations are."""
    assert {row["relies_on"] for row in rows(instance, "hardened_retellings")} == {"report"}
