"""Timeline, plan and trees."""

import io
import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from fixture_case import COPIED, SITE
from PIL import Image

from firsthand.case import Case
from firsthand.publish.dossier import gather
from firsthand.publish.drawing import pictures, plan, timeline
from firsthand.publish.drawing.timeline import Item
from firsthand.publish.lineage import trees


def fragment(kind: str, id: str) -> str:
    return f"#{kind}-{id}"


def test_timeline_marks_tell_what_they_are(invented: Case) -> None:
    marks = timeline.items(gather(invented, SITE))
    looks = {mark.look for mark in marks if mark.lane == "Images"}
    assert looks == {"usable", "hollow"}
    change = next(mark for mark in marks if mark.lane == "Changes seen")
    assert change.end is not None
    published = [mark for mark in marks if mark.lane == "Published"]
    assert [mark.end for mark in published] == [None] * 4


def test_timeline_is_well_formed_and_escaped(invented: Case) -> None:
    marks = [*timeline.items(gather(invented, SITE))]
    marks.append(Item("Published", marks[0].start, None, "<script>&\"'", "report", "document", 'a"b'))
    for width in (1040, 360):
        drawing = str(timeline.svg(marks, fragment, width, "wide"))
        root = ElementTree.fromstring(drawing)
        assert len(root.findall(".//a")) == len(marks)
        assert "<script" not in drawing
        xs = [float(circle.get("cx", "0")) for circle in root.iter("circle")]
        assert all(0 < x < width for x in xs)


def test_marks_of_one_day_do_not_lie_on_each_other() -> None:
    start = datetime(2031, 3, 3, tzinfo=UTC)
    marks = [Item("Published", start, None, str(n), "report", "document", str(n)) for n in range(4)]
    marks.append(Item("Published", start + timedelta(days=200), None, "x", "report", "document", "x"))
    drawing = str(timeline.svg(marks, fragment))
    places = re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', drawing)
    assert len(set(places)) == 5


def test_an_empty_timeline_draws_nothing() -> None:
    assert timeline.svg([], fragment) == ""


def test_ticks_are_round_dates() -> None:
    scale = timeline.Scale(datetime(2018, 1, 3, tzinfo=UTC), datetime(2021, 6, 1, tzinfo=UTC), 0, 1000)
    labels = [label for _, label in timeline.ticks(scale, 90)]
    assert labels[0] == "Jul 2018"
    assert all(label.split()[0] in ("Jan", "Jul", "Apr", "Oct") for label in labels)


def test_plan_places_changes_inside_their_part(invented: Case) -> None:
    dossier = gather(invented, SITE)
    root = ElementTree.fromstring(str(plan.svg(dossier.site, dossier.changes, fragment)))
    assert [node.text for node in root.iter("text") if node.get("class") == "label"] == [
        "Engine test stand",
        "Assembly hall",
    ]

    def box(selector: str) -> tuple[float, float, float, float]:
        numbers = [float(n) for n in re.findall(r"[\d.]+", root.find(selector).get("d"))]  # type: ignore[union-attr,arg-type]
        return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])

    part, change = box(".//path[@class='part']"), box(".//path[@class='change']")
    assert part[0] < change[0] < change[2] < part[2]
    assert part[1] < change[1] < change[3] < part[3]


def test_plan_of_a_point_shows_its_uncertainty(invented: Case) -> None:
    drawing = str(plan.svg(invented.site("velm-works"), (), fragment))
    assert "the point is known to 800 m" in drawing


def test_a_vast_scene_is_cut_to_the_site(invented: Case) -> None:
    site = invented.site("velm-works")  # a point, known to 800 m
    west, south, east, north = plan.window(site, (12.0, 60.0, 14.0, 62.0))
    assert west < site.lon < east
    assert (north - south) * plan.METRES_PER_DEGREE == pytest.approx(2 * 3 * 800)
    small = (site.lon - 0.001, site.lat - 0.001, site.lon + 0.001, site.lat + 0.001)
    assert plan.window(site, small) == small
    elsewhere = (0.0, 0.0, 1.0, 1.0)
    assert plan.window(site, elsewhere) == elsewhere


def test_a_picture_is_cut_and_kept_small(invented: Case) -> None:
    scene = invented.store.scenes(SITE)[0]
    west, south, east, north = scene.bounds
    whole = pictures.scene_view(invented, scene, scene.bounds, 50)
    half = pictures.scene_view(invented, scene, (west, south, (west + east) / 2, north), 1000)
    assert whole is not None
    assert half is not None
    assert max(Image.open(io.BytesIO(whole)).size) == 50
    width, height = Image.open(io.BytesIO(half)).size
    assert height == pytest.approx(2 * width, abs=2)


def test_copies_hang_below_what_they_copy(invented: Case) -> None:
    dossier = gather(invented, SITE)
    image, paper = trees(dossier.claims[0], dossier.copies)
    assert image.origin is not None
    assert image.origin.first_hand
    assert [node.told.document.name for node in paper.reports] == ["courier-01.txt"]
    wire = paper.reports[0].repeats[0]
    assert (wire.told.document.name, wire.how, wire.told.statement.quote) == ("wire-02.txt", "cites it", COPIED)
    assert [(node.told.document.name, node.how) for node in wire.repeats] == [("ledger-03.txt", "the same words")]
    assert paper.size == 3


def test_reports_of_unknown_lineage_stand_apart(invented: Case) -> None:
    from dataclasses import replace

    dossier = gather(invented, SITE)
    file = dossier.claims[0]
    told = [replace(item, member=replace(item.member, origin_id=None)) for item in file.told if item.member]
    unknown = trees(replace(file, told=tuple(told)), ())[-1]
    assert unknown.origin is None
    assert unknown.size == 4
