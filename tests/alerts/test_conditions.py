"""What people write into case.toml: taken strictly, each fault with its line and a remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from firsthand.alerts.conditions import When, read_watchlist
from firsthand.case import Case
from firsthand.health import examine
from firsthand.model import ChangeKind

SITES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"id": "brack", "name": "Brack Test Site", "aliases": ["Brack"]},
            "geometry": {"type": "Point", "coordinates": [-35.5, 41.2]},
        },
        {
            "type": "Feature",
            "properties": {"id": "brack-yard", "part_of": "brack", "name": "yard"},
            "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [0.001, 0], [0.001, 0.001], [0, 0]]]},
        },
    ],
}
HEAD = 11
"""The line behind a new case.toml and a blank one."""


def written(root: Path, text: str) -> Case:
    case = Case.create(root / "case")
    (case.root / "sites.geojson").write_text(json.dumps(SITES), encoding="utf-8")
    settings = (case.root / "case.toml").read_text(encoding="utf-8")
    assert settings.count("\n") == HEAD - 2
    (case.root / "case.toml").write_text(f"{settings}\n{text}", encoding="utf-8")
    return case


def test_all_settings_are_taken(tmp_path: Path) -> None:
    text = """[alerts]
since = 2031-03-09

[[alert]]
name = "Yard"
when = "change"
site = "Brack"   # an alias will do
part = "brack-yard"
kind = ["built", "cleared"]
over_m2 = 100

[[alert]]
name = "Signs"
when = "indicators"
at_least = 1
within_days = 30
[[alert.indicator]]
name = "a hall"
site = "brack"
change = "built"
[[alert.indicator]]
name = "restless"
site = "brack"
activity = "unusual"
"""
    found = read_watchlist(written(tmp_path, text))
    assert found.problems == ()
    assert found.since is not None and found.since.isoformat() == "2031-03-09T00:00:00+00:00"
    yard, signs = found.conditions
    assert (yard.where.site, yard.where.part, yard.over_m2) == ("brack", "brack-yard", 100)
    assert yard.changes == (ChangeKind.BUILT, ChangeKind.CLEARED)
    assert (signs.when, signs.at_least, signs.within_days) == (When.INDICATORS, 1, 30)
    assert [item.activity for item in signs.indicators] == ["", "unusual"]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('[[alert]]\nwhen = "origin"\nsite = "brack"', 0, "an alert has no `name`"),
        ('[[alert]]\nname = "A"\nwhen = "orgin"\nsite = "brack"', 2, "did you mean 'origin'?"),
        ('[[alert]]\nname = "A"\nwhen = "origin"\nsite = "brak"', 3, "did you mean 'brack'?"),
        ('[[alert]]\nname = "A"\nwhen = "origin"', 0, "needs a `claim` or a `site`"),
        ('[[alert]]\nname = "A"\nwhen = "origin"\nclaim = "the stand"', 3, "give an id"),
        ('[[alert]]\nname = "A"\nwhen = "change"\nsite = "brack"\nover = 5', 4, "did you mean `over_m2`?"),
        ('[[alert]]\nname = "A"\nwhen = "change"\nsite = "brack"\nover_m2 = "much"', 4, "give a number"),
        ('[[alert]]\nname = "A"\nwhen = "change"\nsite = "brack"\nover_m2 = -1', 4, "not negative"),
        ('[[alert]]\nname = "A"\nwhen = "change"\nsite = "brack"\nkind = "erected"', 4, "one of: built"),
        ('[[alert]]\nname = "A"\nwhen = "word"\nsite = "brack"\nto = "probably"', 4, "one of: almost no chance"),
        ('[[alert]]\nname = "A"\nwhen = "origin"\nsite = "brack"\nfirst_hand = 1', 4, "true or false"),
        ('[[alert]]\nname = "A"\nwhen = "indicators"\nat_least = 2', 0, "it has no indicators"),
        (
            '[[alert]]\nname = "A"\nwhen = "indicators"\nat_least = 2\n'
            '[[alert.indicator]]\nname = "x"\nsite = "brack"\nchange = "built"',
            3,
            "a whole number from 1 to 1",
        ),
        (
            '[[alert]]\nname = "A"\nwhen = "indicators"\n[[alert.indicator]]\nname = "x"\nsite = "brack"',
            4,
            "does not say what it waits for",
        ),
    ],
)
def test_each_fault_names_its_line_and_remedy(tmp_path: Path, text: str, line: int, said: str) -> None:
    found = read_watchlist(written(tmp_path, text))
    (problem,) = found.problems
    assert problem.thing == f"case.toml line {HEAD + line}"
    assert said in f"{problem.message}; {problem.remedy}"
    assert found.conditions == ()


def test_a_faulty_alert_leaves_the_others(tmp_path: Path) -> None:
    text = '[[alert]]\nname = "A"\nwhen = "x"\n\n[[alert]]\nname = "B"\nwhen = "origin"\nsite = "brack"\n'
    text += '[[alert]]\nname = "B"\nwhen = "denial"\nsite = "brack"\n'
    found = read_watchlist(written(tmp_path, text))
    assert [(item.name, item.line) for item in found.conditions] == [("B", HEAD + 4)]
    assert [problem.thing for problem in found.problems] == [f"case.toml line {HEAD + n}" for n in (2, 9)]
    assert "two alerts are named 'B'" in found.problems[1].message


def test_an_alert_written_in_one_line_has_no_line_number(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case")
    settings = (case.root / "case.toml").read_text(encoding="utf-8")
    (case.root / "case.toml").write_text(f'alert = [{{name = "A", when = "x"}}]\n{settings}', encoding="utf-8")
    (problem,) = read_watchlist(case).problems
    assert problem.thing == "case.toml"


@pytest.mark.parametrize("wrong", ["since = 3", 'since = "soon"', "from = 2031-03-09"])
def test_a_faulty_baseline_is_said(tmp_path: Path, wrong: str) -> None:
    (problem,) = read_watchlist(written(tmp_path, f"[alerts]\n{wrong}")).problems
    assert "since" in problem.message + problem.remedy


def test_doctor_names_the_line(tmp_path: Path) -> None:
    case = written(tmp_path, '[[alert]]\nname = "A"\nwhen = "orgin"\nsite = "brack"\n')
    case.store.close()
    (check,) = [item for item in examine(case.root) if item.name == "alerts"]
    assert check.state == "bad"
    assert f"case.toml line {HEAD + 2}" in check.message
