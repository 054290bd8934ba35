"""``firsthand passes`` and ``collect`` of element sets, as a person or a program meets them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import jsonschema
import pytest
from orbit_makers import two_lines

from firsthand import cli
from firsthand.errors import EXIT_PARTIAL

SCHEMA = Path(__file__).resolve().parents[3] / "docs" / "schemas" / "passes.schema.json"
SITES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [-35.5, 41.2]},
            "properties": {"id": "old-mill", "name": "Old Mill"},
        }
    ],
}


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sites.geojson").write_text(json.dumps(SITES))
    (tmp_path / "good.tle").write_text("INVENTED A\n" + two_lines())
    (tmp_path / "mixed.tle").write_text("INVENTED A\n" + two_lines() + "BAD\n" + two_lines().replace("98.57", "98.58"))
    monkeypatch.setenv("COLUMNS", "140")
    run(monkeypatch, "new", tmp_path / "case", "--sites", tmp_path / "sites.geojson")
    return tmp_path / "case"


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["firsthand", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code if isinstance(ended.value.code, int) else 0


def test_collected_sets_give_passes_and_both_odds(
    case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "collect", case.parent / "good.tle", "-C", case) == 0
    capsys.readouterr()
    assert run(monkeypatch, "passes", "Old Mill", "-C", case, "--from", "2031-03-01", "--hours", 6, "--days", 12) == 0
    said = capsys.readouterr().out
    assert "Sentinel-2A" in said
    assert "on average" in said
    assert "when it starts between" in said
    assert "Cloud hides the site 55%" in said


def test_json_keeps_to_its_schema(
    case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    elements = case.parent / "mixed.tle"
    capsys.readouterr()
    code = run(monkeypatch, "passes", "old-mill", "-C", case, "--from", "2031-03-01", "--elements", elements, "--json")
    told = capsys.readouterr()
    form = json.loads(told.out)
    jsonschema.validate(form, json.loads(SCHEMA.read_text()), cls=jsonschema.Draft202012Validator)
    assert code == EXIT_PARTIAL
    assert [problem["thing"] for problem in form["problems"]] == ["BAD (mixed.tle)"]
    assert "checksum" in told.err
    assert form["passes"]
    assert [item["hours"] for item in form["odds"]] == [6, 24, 48, 72, 120]


def test_without_sets_it_says_what_to_do(
    case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "passes", "old-mill", "-C", case) == 2
    assert "--elements FILE" in capsys.readouterr().err
