"""Writing the report's files: whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from compare.errors import OutputError
from compare.show.write import folder_for, render, write_reports
from tests.show.story import RATES, alone_report, full_report


def test_three_files_are_written(tmp_path: Path) -> None:
    """The folder is made, holds exactly the three reports, and their paths come back."""
    paths = write_reports(full_report(), tmp_path / "out" / "ferry", RATES)
    assert [path.name for path in paths] == ["report.html", "report.md", "report.json"]
    assert sorted(p.name for p in (tmp_path / "out" / "ferry").iterdir()) == sorted(p.name for p in paths)
    assert paths[2].read_text(encoding="utf-8") == render(full_report(), "json")


def test_failure_leaves_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fails while writing, the old files stand untouched and no half is left."""
    old = {path: path.read_bytes() for path in write_reports(full_report(), tmp_path / "s")}

    def full_disk(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OutputError, match="No space left"):
        write_reports(alone_report(), tmp_path / "s")
    assert {path: path.read_bytes() for path in (tmp_path / "s").iterdir()} == old


def test_file_in_the_way(tmp_path: Path) -> None:
    """A file where the folder, or a folder above it, should be is named in one line."""
    (tmp_path / "taken").write_text("mine")
    for folder in (tmp_path / "taken", tmp_path / "taken" / "deeper"):
        with pytest.raises(OutputError, match="a file stands where") as caught:
            write_reports(full_report(), folder)
        assert str(folder) in str(caught.value) and "\n" not in str(caught.value)
    assert (tmp_path / "taken").read_text() == "mine"


def test_folder_in_the_way_of_a_file(tmp_path: Path) -> None:
    """A folder named report.json stops the writing before any file is replaced."""
    (tmp_path / "report.json").mkdir()
    with pytest.raises(OutputError, match=r"report\.json in it is a folder"):
        write_reports(full_report(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_unwritable_folder(tmp_path: Path) -> None:
    """A folder that may not be written to is named in one line."""
    tmp_path.chmod(0o500)
    locked = tmp_path if os.geteuid() else Path("/proc")  # root may write in the first
    try:
        with pytest.raises(OutputError, match="cannot write the report there"):
            write_reports(full_report(), locked / "s")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../a", "a\\b", "/etc", "a\0b"])
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str) -> None:
    """A story's name can never name a folder outside of the one given."""
    with pytest.raises(OutputError, match="cannot name a folder"):
        folder_for(tmp_path, name)


def test_plain_name_is_a_folder(tmp_path: Path) -> None:
    """An ordinary name stands for a folder of that name."""
    assert folder_for(tmp_path, "ferry") == tmp_path / "ferry"


def test_unknown_format() -> None:
    """A format that does not exist is named together with those that do."""
    with pytest.raises(OutputError, match="html, md, json, csv"):
        render(full_report(), "pdf")
