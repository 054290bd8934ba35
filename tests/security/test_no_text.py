"""Bytes that are no text where words are meant: in the names of files, and on the command line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from firsthand.case import Case
from firsthand.cli import main
from firsthand.collect.collector import CollectOptions, collect


def test_a_file_as_an_archive_of_another_system_unpacks_it(tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    folder.mkdir()
    (folder / os.fsdecode(b"b\xe9ton.txt")).write_text("Two cranes left the quay, the mayor said.")
    (folder / "other.txt").write_text("Nobody saw the cranes leave, a fisherman said.")
    case = Case.create(tmp_path / "case", fictional=True)
    report = collect(case, [str(folder)], CollectOptions())
    assert not report.problems
    assert sorted(item.name for item in case.store.documents()) == ["b\ufffdton.txt", "other.txt"]
    case.store.close()


def test_an_argument_that_is_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Case.create(tmp_path / "case", fictional=True).store.close()
    monkeypatch.setattr("sys.argv", ["firsthand", "show", os.fsdecode(b"\xff"), "-C", str(tmp_path / "case")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "an argument is no text" in capsys.readouterr().err
