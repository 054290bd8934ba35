"""The door: passes over a site of a case, what they are worth, and what cannot be used."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from orbit_makers import two_lines

from firsthand.case import Case
from firsthand.errors import InputError, UsageError
from firsthand.views.passes import passes_view
from firsthand.watch.passes.planner import PassOptions, PassReport, passes
from firsthand.watch.passes.sensors import known_sensors

START = datetime(2031, 3, 1, tzinfo=UTC)
SETS = "INVENTED A\n" + two_lines() + "INVENTED B\n" + two_lines("39634", node=200.0)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    root = tmp_path / "case"
    Case.create(root, "Invented").store.close()
    point = {"type": "Point", "coordinates": [-35.5, 41.2]}
    feature = {"type": "Feature", "geometry": point, "properties": {"id": "place", "name": "The Place"}}
    (root / "sites.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return Case(root)


def keep(case: Case, text: str = SETS, name: str = "sets.tle") -> None:
    (case.root / "elements").mkdir(exist_ok=True)
    (case.root / "elements" / name).write_text(text)


def asked(case: Case, **options: object) -> PassReport:
    return passes(case, "place", PassOptions(**({"start": START} | options)))  # type: ignore[arg-type]


def test_optical_passes_count_by_day_and_in_clear_sky(case: Case) -> None:
    keep(case)
    report = asked(case, cloud=0.4)
    optical = [item for item in report.passes if item.flown.sensor.optical]
    assert {item.why_not for item in optical} == {"", "night"}
    for item in optical:
        assert item.chance == (0.6 if item.flown.sun_elevation_deg >= 10 else 0)
    assert [item.flown.time for item in report.passes] == sorted(item.flown.time for item in report.passes)
    assert all(START <= item.flown.time < START + timedelta(days=30) for item in report.passes)


def test_satellites_that_look_on_order_are_listed_and_not_counted(case: Case) -> None:
    keep(case, "INVENTED B\n" + two_lines("39634"))
    report = asked(case)
    assert {item.why_not for item in report.passes} == {"only on order"}
    assert all(figure.mean == 0 for figure in report.odds)
    assert any("Sentinel-1A" in line and "not counted" in line for line in report.assumptions)
    (case.root / "sensors.toml").write_text(
        '[[sensor]]\nnumber = 39634\nname = "Our radar"\nkind = "radar"\ngsd_m = 3\noff_nadir_deg = [20, 50]\n'
        "acquired = 0.5\n"
    )
    counted = asked(case)
    assert {item.chance for item in counted.passes} == {0.5}
    assert counted.odds[-1].mean > 0


def test_what_is_too_small_for_a_satellite_is_not_seen_by_it(case: Case) -> None:
    keep(case, two_lines())
    assert asked(case, size_m=25).odds[0].mean > 0
    report = asked(case, size_m=4)
    assert report.odds[0].mean == 0
    assert "too coarse" in {item.why_not for item in report.passes}


def test_starts_late_in_the_window_meet_the_passes_after_it(case: Case) -> None:
    keep(case, two_lines())
    report = asked(case, days=1, hours=(24 * 20,), cloud=0)
    assert report.odds[0].mean == 1
    assert len(report.passes) < 3


def test_old_invented_and_unknown_sets_are_named(case: Case) -> None:
    keep(case, two_lines(epoch="31050.50000000") + two_lines("39634", epoch="31010.25000000") + two_lines("12345"))
    report = asked(case)
    warnings = {item.sensor.name: item.warning for item in report.ephemerides}
    assert "looks invented" in warnings["Sentinel-2A"]
    assert "km along the track" in warnings["Sentinel-1A"]
    assert any("12345" in line for line in report.assumptions)


def test_a_set_far_too_old_is_no_basis_for_a_nought(case: Case) -> None:
    keep(case, "INVENTED A\n" + two_lines())
    with pytest.raises(UsageError, match="Sentinel-2A"):
        asked(case, start=START + timedelta(days=400))


def test_sets_given_go_before_those_of_the_case(case: Case, tmp_path: Path) -> None:
    keep(case, two_lines("39634"))
    (tmp_path / "given.tle").write_text(two_lines())
    report = asked(case, elements=tmp_path / "given.tle")
    assert [item.sensor.name for item in report.ephemerides] == ["Sentinel-2A"]


def test_without_sets_the_error_says_where_to_get_them(case: Case) -> None:
    with pytest.raises(UsageError, match=r"CelesTrak(.|\n)*--elements"):
        asked(case)


def test_bad_checksum_is_refused_by_name(case: Case) -> None:
    bad = "INVENTED A\n" + two_lines().replace("98.5700", "98.5710")
    keep(case, bad)
    with pytest.raises(UsageError, match=r"INVENTED A.*checksum"):
        asked(case)
    keep(case, two_lines("42063"), "good.tle")
    report = asked(case)
    assert [problem.thing for problem in report.problems] == ["INVENTED A (sets.tle)"]


@pytest.mark.parametrize(
    ("option", "options"),
    [
        ("--days", {"days": 0}),
        ("--days", {"days": 4000}),
        ("--hours", {"hours": (6, -1)}),
        ("--hours", {"hours": (float("nan"),)}),
        ("--cloud", {"cloud": 55}),
        ("--persistence", {"persistence_h": -1}),
        ("--trace", {"trace_h": -1}),
        ("--sun", {"sun_limit_deg": 100}),
        ("--size", {"size_m": 0}),
    ],
)
def test_figures_without_sense_are_refused(case: Case, option: str, options: dict[str, object]) -> None:
    with pytest.raises(UsageError) as raised:
        asked(case, **options)
    assert raised.value.thing == option


def test_two_looks_at_one_sky_are_pointed_out(case: Case) -> None:
    keep(case, two_lines() + two_lines("42063", anomaly=12.0))
    assert any("--persistence" in line for line in asked(case).assumptions)
    assert not any("--persistence takes" in line for line in asked(case, persistence_h=24).assumptions)


def test_view_keeps_to_its_form(case: Case) -> None:
    keep(case)
    view = passes_view(asked(case))
    assert view.odds[0].worst_from >= view.start
    assert {item.direction for item in view.passes} <= {"ascending", "descending"}
    assert view.elements[0].epoch == datetime(2031, 3, 1, 6, tzinfo=UTC)


# ---- the table of sensors --------------------------------------------------------------------------------------------


def test_builtin_table_is_sound() -> None:
    sensors = known_sensors()
    assert sensors[40697].name == "Sentinel-2A"
    assert sensors[41456].until == date(2021, 12, 23)
    assert all(sensor.source for sensor in sensors.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[sensor]\n", "not valid TOML"),
        ('[[sensor]]\nname = "X"\n', "'number' is missing"),
        ('[[sensor]]\nnumber = 1\nname = "X"\nkind = "sonar"\ngsd_m = 1\nhalf_swath_km = 1\n', "neither optical"),
        ('[[sensor]]\nnumber = 1\nname = "X"\nkind = "radar"\ngsd_m = 1\n', "half_swath_km or off_nadir_deg"),
        (
            '[[sensor]]\nnumber = 1\nname = "X"\nkind = "radar"\ngsd_m = 1\noff_nadir_deg = [40, 20]\n',
            "between 0 and 65",
        ),
        ('[[sensor]]\nnumber = 1\nname = "X"\nkind = "radar"\ngsd_m = 1\nhalf_swath_km = 9\nswath = 1\n', "'swath'"),
    ],
)
def test_damaged_tables_say_what_is_wrong(case: Case, text: str, said: str) -> None:
    (case.root / "sensors.toml").write_text(text)
    with pytest.raises(InputError) as raised:
        known_sensors(case.root)
    assert said in str(raised.value)
