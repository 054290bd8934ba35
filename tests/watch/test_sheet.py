"""The series as pictures: every look is there, dated, and the unusable ones are marked; what moves moves."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from firsthand.case import Case
from firsthand.errors import UsageError
from firsthand.watch.chips import Stretch, drawn, shortened, stretch_of
from firsthand.watch.load import Picture
from firsthand.watch.sheet import Strip, sheet


def test_page_holds_every_look_with_its_words(watched: Case, tmp_path: Path) -> None:
    done = sheet(watched, "place", tmp_path / "looks.html")
    page = done.path.read_text()
    scenes = watched.store.scenes("place")
    assert done.tiles == len(scenes) == page.count("<img ")
    assert "<script" not in page
    assert "Invented material" in page
    for scene in scenes:
        assert re.search(rf'id="{scene.id}"><img [^>]*alt="[^"]*{scene.taken:%Y-%m-%d %H:%M} UTC', page)
    cloudy = [look.scene_id for look in watched.store.looks() if look.reason]
    assert cloudy
    assert set(re.findall(r'class="unusable" id="([^"]*)"', page)) == set(cloudy)
    assert page.count("under cloud") == len(cloudy)


def test_sheet_is_one_picture_and_the_same_each_time(watched: Case, tmp_path: Path) -> None:
    first, second = (sheet(watched, "place", tmp_path / name, "c").path.read_bytes() for name in ("a.png", "b.png"))
    assert first == second
    assert Image.open(io.BytesIO(first)).width > 1000


@pytest.mark.parametrize("ending", ["gif", "webp", "apng"])
def test_what_moves_has_a_frame_for_each_look_of_one_sensor(watched: Case, tmp_path: Path, ending: str) -> None:
    done = sheet(watched, "place", tmp_path / f"looks.{ending}")
    coarse = [scene for scene in watched.store.scenes("place") if scene.sensor == "C"]
    picture = Image.open(done.path)
    assert (picture.n_frames, done.tiles) == (len(coarse), len(coarse))
    fine = sheet(watched, "place", tmp_path / f"fine.{ending}", sensor="f")
    assert fine.tiles == 4


def test_by_default_the_page_lies_with_the_briefs(watched: Case) -> None:
    assert sheet(watched, "The Place", sensor="C").path == watched.root / "briefs" / "place-looks.html"


def test_looks_not_watched_yet_say_so(case_with, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = sheet(case_with("*_10m.tif"), "place", tmp_path / "looks.html")
    assert done.path.read_text().count("not watched yet") == done.tiles


def test_a_broken_scene_is_named_and_the_rest_is_drawn(watched: Case, tmp_path: Path) -> None:
    scene = watched.store.scenes("place")[0]
    watched.file_path(scene.sha256).write_bytes(b"no image")
    done = sheet(watched, "place", tmp_path / "looks.png")
    assert [problem.thing for problem in done.problems] == [scene.name]
    assert done.tiles == len(watched.store.scenes("place")) - 1


@pytest.mark.parametrize(
    ("name", "sensor", "said"),
    [
        ("looks.bmp", "", "this ending"),
        ("looks", "", "this ending"),
        ("looks.png", "Keyhole", "sensors here are: C, F"),
    ],
)
def test_what_cannot_be_drawn_is_refused(watched: Case, tmp_path: Path, name: str, sensor: str, said: str) -> None:
    with pytest.raises(UsageError) as raised:
        sheet(watched, "place", tmp_path / name, sensor)
    assert said in str(raised.value)
    assert not (tmp_path / name).exists()


def test_a_site_without_images(case_with, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UsageError, match="there is no image of this site"):
        sheet(case_with("none"), "place", tmp_path / "looks.png")


def picture(level: float, scene: object) -> Picture:
    values = np.linspace(level, level + 1, 300, dtype=np.float32).reshape(3, 10, 10)
    return Picture(scene, values, ("red", "green", "blue"), "uint16")  # type: ignore[arg-type]


def test_one_cloudy_look_does_not_spoil_the_stretch_of_a_series(watched: Case) -> None:
    scene = watched.store.scenes("place")[0]
    plain = [picture(0, scene), picture(0.01, scene), picture(0.02, scene)]
    assert stretch_of([*plain, picture(9, scene), picture(0, scene)]).low < 0.05
    brighter = drawn(plain[2].values.T, stretch_of(plain)).astype(int) - drawn(plain[0].values.T, stretch_of(plain))
    assert (brighter >= 0).all()
    assert brighter.any()


def test_where_there_is_nothing_is_neither_black_nor_white() -> None:
    cut = np.array([[[0.0, 0, 0], [1.0, 1, 1], [np.nan] * 3]], dtype=np.float32)
    black, white, nothing = drawn(cut, Stretch(0, 1))[0]
    assert (black.tolist(), white.tolist()) == ([0, 0, 0], [255, 255, 255])
    assert 30 < nothing.mean() < 120


def test_long_names_keep_both_ends() -> None:
    from PIL import ImageDraw

    draw = ImageDraw.Draw(Image.new("RGB", (10, 10)))
    short = shortened(draw, "S2A_MSIL2A_20250701T102031_N0511_R065_T32UPU_20250701T141205.tif", 150)
    assert short.startswith("S2A")
    assert short.endswith(".tif")
    assert draw.textlength(short) < 160
    assert shortened(draw, "a.tif", 150) == "a.tif"


def test_strips_count_what_they_hold(watched: Case) -> None:
    from firsthand.watch.sheet import Tile, summary

    scene = watched.store.scenes("place")[0]
    blank = Image.new("RGB", (1, 1))
    tiles = (Tile(scene, blank, ""), Tile(replace(scene, id="x"), blank, "cloud"))
    assert summary([Strip("C", tiles, 10.0)]).endswith("1 of them not usable")
    assert summary([Strip("C", tiles[:1], 10.0)]).startswith("1 look from")
