"""Cloud by the archive's classes, by colour and by the other looks; a bright roof is kept whoever calls it cloud."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from firsthand.model import Scene
from firsthand.watch.clouds import model as cloud_model
from firsthand.watch.clouds.classes import declared
from firsthand.watch.clouds.cover import by_colour, covers_of
from firsthand.watch.load import AMPLITUDE, REFLECTANCE, Picture

SIZE = 60
BANDS = ("blue", "green", "red", "nir")
SCENE = Scene(
    id="scn-1",
    site_id="place",
    name="a.tif",
    sha256="",
    taken=datetime(2025, 1, 1, tzinfo=UTC),
    sensor="Sentinel-2",
    gsd_m=10.0,
    crs="EPSG:32633",
    bounds=(0, 0, 1, 1),
    width_px=SIZE,
    height_px=SIZE,
    bands=BANDS,
    captured=datetime(2025, 1, 2, tzinfo=UTC),
)
CLOUD_AT = np.s_[30:50, 5:30]
ROOF_AT = np.s_[10:20, 35:47]


def picture(values: np.ndarray, classes: np.ndarray | None = None, dtype: str = REFLECTANCE) -> Picture:
    return Picture(SCENE, values.astype(np.float32), BANDS, dtype, classes, "scl" if classes is not None else "")


def looks(count: int = 6, roof_from: int = 99, cloud_in: tuple[int, ...] = ()) -> list[Picture]:
    """Looks at one landscape in which a roof appears; its class map calls cloud and roof cloud."""
    rng = np.random.default_rng(4)
    ground = 0.06 + 0.05 * np.kron(rng.random((4, 12, 12)), np.ones((1, 5, 5)))
    out = []
    for index in range(count):
        values = ground * (1 + 0.03 * rng.standard_normal()) + 0.002 * rng.standard_normal(ground.shape)
        classes = np.full((SIZE, SIZE), 5, dtype=np.uint16)
        if index >= roof_from:
            values[:, *ROOF_AT] = 0.4 + 0.01 * rng.standard_normal(values[:, *ROOF_AT].shape)
            classes[ROOF_AT] = 9
        if index in cloud_in:
            veil = 0.35 + 0.15 * np.kron(rng.random((1, 10, 10)), np.ones((1, 6, 6)))
            values[:, *CLOUD_AT] = veil[:, *CLOUD_AT]
            classes[CLOUD_AT] = 8
        out.append(picture(values, classes))
    return out


def test_scene_classes() -> None:
    cloud, shadow, known = declared(np.arange(12, dtype=np.uint16), "scl")
    assert np.flatnonzero(cloud).tolist() == [8, 9, 10]
    assert np.flatnonzero(shadow).tolist() == [3]
    assert np.flatnonzero(~known).tolist() == [0]


def test_landsat_quality_bits() -> None:
    clear, cloud, shadow, fill, high_cloud_bit_of_fill = 21824, 22280, 23888, 1, 9
    got = declared(np.array([clear, cloud, shadow, fill, high_cloud_bit_of_fill], dtype=np.uint16), "qa_pixel")
    assert [mask.tolist() for mask in got] == [
        [False, True, False, False, False],
        [False, False, True, False, False],
        [True, True, True, False, False],
    ]


def test_a_declared_cloud_is_masked_in_its_look_only() -> None:
    covers = covers_of(looks(cloud_in=(2,)), 10.0)
    assert covers[2].cloud[CLOUD_AT].all()
    assert [bool(cover.blocked.any()) for cover in covers] == [False, False, True, False, False, False]


def test_a_roof_that_the_classes_call_cloud_in_every_look_is_kept_as_ground() -> None:
    covers = covers_of(looks(roof_from=3, cloud_in=(4,)), 10.0)
    assert not any(cover.cloud[ROOF_AT].any() for cover in covers)
    assert covers[4].cloud[CLOUD_AT].all()


def test_a_roof_is_kept_when_the_images_lie_a_pixel_apart() -> None:
    series = looks(roof_from=3)
    for index in (3, 5):
        moved = np.roll(series[index].values, (1, -1), axis=(1, 2))
        series[index] = picture(moved, np.roll(series[index].classes, (1, -1), axis=(0, 1)))
    assert not any(cover.cloud[12:18, 38:44].any() for cover in covers_of(series, 10.0))


def test_a_bright_roof_seen_once_only_cannot_be_told_from_cloud() -> None:
    assert covers_of(looks(roof_from=5), 10.0)[5].cloud[ROOF_AT].all()


def test_two_clouds_at_one_place_are_no_ground() -> None:
    covers = covers_of(looks(cloud_in=(2, 3)), 10.0)
    assert covers[2].cloud[CLOUD_AT].all()
    assert covers[3].cloud[CLOUD_AT].all()


def test_a_rim_that_coarse_classes_cut_off_is_added_from_the_series() -> None:
    series = looks(cloud_in=(2,))
    assert series[2].classes is not None
    series[2].classes[30:50, 18:30] = 5
    assert covers_of(series, 10.0)[2].cloud[CLOUD_AT].mean() > 0.95


def test_a_class_map_without_classes_says_nothing() -> None:
    series = looks(cloud_in=(2,))
    series = [picture(item.values, np.zeros((SIZE, SIZE), dtype=np.uint16)) for item in series]
    assert covers_of(series, 10.0)[2].cloud[32:48, 7:28].all()


def test_one_look_alone_is_judged_by_its_colour() -> None:
    (look,) = looks(1, cloud_in=(0,))
    alone = picture(look.values)
    (cover,) = covers_of([alone], 10.0)
    assert cover.cloud[CLOUD_AT].mean() > 0.9
    assert not cover.cloud[:25].any()
    assert not by_colour(picture(look.values * 10000, dtype="uint16"), 10.0).cloud.any()


def test_radar_sees_no_clouds() -> None:
    bright = np.full((1, SIZE, SIZE), 0.1)
    bright[:, *CLOUD_AT] = 3.0
    series = [picture(np.full((1, SIZE, SIZE), 0.1), dtype=AMPLITUDE), picture(bright, dtype=AMPLITUDE)]
    assert not any(cover.blocked.any() for cover in covers_of(series, 10.0))


def test_the_packaged_model_is_asked_when_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    series = [picture(item.values) for item in looks(cloud_in=(2,))]
    asked = []

    def answer(image: np.ndarray, names: list[str]) -> np.ndarray:
        asked.append((image.shape, names))
        found = np.zeros(image.shape[:2], dtype=np.uint8)
        if image[CLOUD_AT].mean() > 0.3:
            found[CLOUD_AT] = cloud_model.CLOUD
        return found

    monkeypatch.setattr(cloud_model, "installed", lambda: True)
    monkeypatch.setattr(cloud_model, "_ask", answer)
    covers = covers_of(series, 10.0)
    assert [bool(cover.cloud.any()) for cover in covers] == [False, False, True, False, False, False]
    assert asked[0] == ((SIZE, SIZE, 4), list(BANDS))
    assert cloud_model.model_cover(picture(series[0].values, dtype="uint16"), 10.0) is None
    assert cloud_model.model_cover(series[0], 0.5) is None
