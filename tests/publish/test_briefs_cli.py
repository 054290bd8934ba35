"""The commands that tell in sentences: what they print, write and return."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from fixture_case import SITE

from firsthand import cli
from firsthand.case import Case


def run(monkeypatch: pytest.MonkeyPatch, case: Case, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["firsthand", *map(str, arguments), "-C", str(case.root)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_a_brief_is_written_in_the_form_of_its_file(
    invented: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "b.md"
    assert run(monkeypatch, invented, "brief", SITE, "--to", path, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"subject": SITE, "brief": str(path)}
    assert path.read_text(encoding="utf-8").startswith("# Ormond Point")


def test_a_draft_is_checked_and_a_red_one_is_refused(
    invented: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "draft.md"
    path.write_text("It is very likely that the engine test stand was being taken down. It exploded.", encoding="utf-8")
    assert run(monkeypatch, invented, "brief", "--check", path, SITE, "--json") == 7
    said = capsys.readouterr()
    assert [item["holds"] for item in json.loads(said.out)] == [True, False]
    assert "It exploded." in said.err
    assert run(monkeypatch, invented, "brief", "--check", path) == 7
    assert "1 of 2 sentences hold" in capsys.readouterr().out


def test_a_brief_of_nothing_is_wrong_use(
    invented: Case, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, invented, "brief") == 2
    assert run(monkeypatch, invented, "brief", "Who won the boat race?") == 2
    assert "no claim of this case answers this" in capsys.readouterr().err


def test_dossier_and_diff_print_or_write(
    invented: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, invented, "dossier", SITE, "--json") == 0
    assert json.loads(capsys.readouterr().out)["site"]["id"] == SITE
    path = tmp_path / "diff.html"
    assert run(monkeypatch, invented, "diff", "--since", "2020-03-01", "--to", path) == 0
    assert "<h1>What changed</h1>" in path.read_text(encoding="utf-8")
    assert run(monkeypatch, invented, "diff", "--since", "2131-03-01") == 2
