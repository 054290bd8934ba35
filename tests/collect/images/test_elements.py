"""Element sets: every form gives the same orbit; what is damaged or invented is named."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from orbit_makers import EPOCH, MESSAGE, two_lines

from firsthand.case import Case
from firsthand.collect.collector import collect
from firsthand.collect.images.elements import ElementSet, case_elements, keep_elements, parse_elements, read_elements
from firsthand.errors import InputError


def as_csv() -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(MESSAGE))
    writer.writeheader()
    writer.writerow(MESSAGE)
    return out.getvalue()


def as_xml() -> str:
    fields = "".join(f"<{key}>{value}</{key}>" for key, value in MESSAGE.items())
    return f'<?xml version="1.0"?><ndm><omm id="CCSDS_OMM_VERS"><body>{fields}</body></omm></ndm>'


def as_pairs() -> str:
    return "CCSDS_OMM_VERS = 2.0\n" + "".join(f"{key} = {value} [unit]\n" for key, value in MESSAGE.items())


FORMS = {
    "two lines": "INVENTED 1\n" + two_lines(),
    "three lines": "0 INVENTED 1\r\n" + two_lines().replace("\n", "\r\n"),
    "JSON": json.dumps([MESSAGE]),
    "one JSON object": json.dumps(MESSAGE),
    "CSV": as_csv(),
    "XML": as_xml(),
    "KEY = VALUE": as_pairs(),
}


def only(text: str) -> ElementSet:
    (found,), problems = parse_elements(text, "file")
    assert not problems
    return found


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_orbit(form: str) -> None:
    found = only(FORMS[form])
    assert (found.name, found.number, found.epoch) == ("INVENTED 1", 40697, EPOCH)
    assert (found.mean_motion, found.eccentricity, found.inclination_deg) == (14.30818, 0.00012, 98.57)
    assert (found.node_deg, found.perigee_deg, found.anomaly_deg) == (20, 85, 10)
    assert found.bstar == pytest.approx(1.2345e-5)


def test_wrong_checksum_is_refused_by_name_and_the_next_set_is_kept() -> None:
    good = two_lines("42063")
    bad = two_lines().replace("98.5700", "98.5710")
    sets, problems = parse_elements(f"BAD ONE\n{bad}GOOD ONE\n{good}", "list.tle")
    assert [item.name for item in sets] == ["GOOD ONE"]
    (problem,) = problems
    assert problem.thing == "BAD ONE (list.tle)"
    assert "second line has the checksum" in problem.message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (two_lines().splitlines()[0] + "\n", "one of its two lines is missing"),
        (two_lines().splitlines()[0] + "\n" + two_lines("42063").splitlines()[1], "two satellites, 40697 and 42063"),
        (two_lines(epoch="31400.25000000"), "day 400.25 of the year"),
        (json.dumps([MESSAGE | {"MEAN_MOTION": "140"}]), "140 revolutions a day"),
        (json.dumps([{"OBJECT_NAME": "X", "EPOCH": "2031-03-01"}]), "MEAN_MOTION is missing"),
        (json.dumps([MESSAGE | {"EPOCH": "tomorrow"}]), "cannot be read"),
    ],
)
def test_damaged_sets_say_what_is_wrong(text: str, said: str) -> None:
    sets, problems = parse_elements(text, "file")
    assert not sets
    assert said in problems[0].message


def test_catalogue_numbers_beyond_five_figures() -> None:
    assert only(two_lines("B1234")).number == 111_234


def test_invented_epochs_and_numbers_are_noticed() -> None:
    assert only(two_lines()).invented == ""
    assert "exactly 12:00" in only(two_lines(epoch="31060.50000000")).invented
    assert "exactly 00:00" in only(two_lines(epoch="31060.00000000")).invented
    assert "99999" in replace(only(two_lines()), number=99999).invented
    assert replace(only(two_lines()), epoch=EPOCH + timedelta(seconds=1)).invented == ""


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("1 report about 2 satellites\n")
    with pytest.raises(InputError, match="neither two-line"):
        read_elements(tmp_path / "note.txt")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case", "Invented")


def test_collect_keeps_sets_with_the_case_once(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "sets.tle"
    path.write_text("A\n" + two_lines() + "B\n" + two_lines("42063"))
    assert collect(case, [str(path)]).summary.endswith("2 new orbital element sets")
    again = collect(case, [str(path)])
    assert (again.done, again.fresh) == (0, 2)
    path.write_text("A\n" + two_lines(node=30))
    assert collect(case, [str(path)]).done == 1
    assert sorted(item.name for item in (case.root / "elements").iterdir()) == ["sets-2.tle", "sets.tle"]
    sets, problems = case_elements(case)
    assert [item.node_deg for item in sets] == [30, 20, 20]
    assert not problems


def test_a_file_without_a_sound_set_is_not_kept(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "bad.tle"
    path.write_text("BAD\n" + two_lines().replace("98.5700", "98.5710"))
    with pytest.raises(InputError, match="BAD"):
        keep_elements(case, path)
    assert case_elements(case) == ([], [])


def test_a_damaged_file_in_the_case_is_named(case: Case) -> None:
    (case.root / "elements").mkdir()
    (case.root / "elements" / "notes.tle").write_text("nothing")
    sets, problems = case_elements(case)
    assert not sets
    assert problems[0].thing == "notes.tle"
