"""The demo's scenes: a simulated series of two invented sites in the invented state of Kelvaria.

The story: at the Tarn Valley Engine Test Site the test stand is taken down on 24 June 2025, a hall is complete by
6 August, and a red trailer stands in the transfer yard from 5 to 12 July. At the Ledna depot nothing changes. The
places lie in the open North Atlantic, so that nobody takes them for real ones.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from firsthand.simulate.series import write_series
from firsthand.simulate.spec import (
    ASPHALT,
    BLUE_ROOF,
    CONCRETE,
    DARK_ROOF,
    GRAVEL,
    METAL_ROOF,
    RED_PAINT,
    Acquisition,
    Sensor,
    SeriesSpec,
    Thing,
    ThingClass,
)
from firsthand.simulate.truth import Truth

SEED = 20250624
EPSG = 32625
TARN = ("tarn-valley", -35.5, 41.2)
LEDNA = ("ledna", -35.37, 41.28)

COARSE = Sensor(
    name="SIM-MS10 (simulated)",
    gsd_m=10.0,
    window_m=1000.0,
    bands=("blue", "green", "red", "nir", "swir1", "swir2"),
    dtype="uint16",
    scale=10000,
)
FINE = Sensor(
    name="SIM-HR05 (simulated)",
    gsd_m=0.5,
    window_m=260.0,
    bands=("blue", "green", "red", "nir"),
    dtype="uint8",
    scale=400,
    noise=0.004,
)

STAND_DOWN = datetime(2025, 6, 24, 9, tzinfo=UTC)
HALL_UP = datetime(2025, 8, 4, 9, tzinfo=UTC)
TRAILER_IN = datetime(2025, 7, 5, 6, tzinfo=UTC)
TRAILER_OUT = datetime(2025, 7, 12, 20, tzinfo=UTC)

FLAT, MOVABLE = ThingClass.GROUND, ThingClass.MOVABLE

TARN_THINGS = (
    Thing("tarn-track", "farm track", -300, 180, 700, 5, 0, GRAVEL, FLAT, angle_deg=-20),
    Thing("tarn-compound", "gravelled compound", 0, -8, 236, 226, 0, GRAVEL, FLAT),
    Thing("tarn-road", "access road", -15, -290, 8, 460, 0, ASPHALT, FLAT, angle_deg=-6),
    Thing("tarn-lane", "inner road", -20, -2, 7, 204, 0, ASPHALT, FLAT),
    Thing("tarn-cross", "inner road to the pad", -45, 20, 50, 6, 0, ASPHALT, FLAT),
    Thing("tarn-apron", "yard paving", 10, -80, 80, 50, 0, ASPHALT, FLAT, part_id="tarn-yard"),
    Thing("tarn-pad", "pad of the stand", -70, 60, 52, 42, 0, CONCRETE, FLAT),
    Thing("tarn-stand", "test stand", -70, 60, 40, 30, 24, METAL_ROOF, vanishes=STAND_DOWN, part_id="tarn-stand"),
    Thing("tarn-hall", "assembly hall", 70, 30, 60, 40, 12, BLUE_ROOF, appears=HALL_UP, part_id="tarn-hall"),
    Thing("tarn-office", "office", -80, -30, 30, 14, 7, DARK_ROOF),
    Thing("tarn-store", "store", -95, -85, 24, 36, 6, METAL_ROOF),
    Thing("tarn-tank-1", "tank 1", 98, 84, 9, 9, 6, METAL_ROOF),
    Thing("tarn-tank-2", "tank 2", 84, 84, 9, 9, 6, METAL_ROOF),
    Thing("tarn-guard", "guard house", 45, -112, 10, 8, 4, DARK_ROOF),
    Thing("tarn-farm", "farm building", 330, 260, 40, 18, 7, METAL_ROOF, angle_deg=30),
    Thing("tarn-barn", "barn", -360, -290, 34, 20, 8, DARK_ROOF, angle_deg=-15),
    Thing(
        "tarn-trailer", "red trailer", 2, -78, 14, 4, 4, RED_PAINT, MOVABLE,
        angle_deg=8, appears=TRAILER_IN, vanishes=TRAILER_OUT, part_id="tarn-yard",
    ),
)  # fmt: skip

LEDNA_THINGS = (
    Thing("ledna-road", "road", 60, 0, 8, 900, 0, ASPHALT, FLAT, angle_deg=-8),
    Thing("ledna-yard", "yard", -40, 20, 220, 160, 0, GRAVEL, FLAT),
    Thing("ledna-store-1", "store 1", -90, 50, 60, 24, 8, METAL_ROOF),
    Thing("ledna-store-2", "store 2", -90, 5, 60, 24, 8, METAL_ROOF),
    Thing("ledna-store-3", "store 3", 10, 30, 30, 60, 8, DARK_ROOF),
)


def _coarse(month: int, day: int, cloud: float, haze: float, shift: tuple[float, float]) -> Acquisition:
    return Acquisition(COARSE.name, datetime(2025, month, day, 13, 24, 11, tzinfo=UTC), cloud, haze, shift)


def _fine(moment: tuple[int, int, int, int], shift: tuple[float, float], haze: float = 0.0) -> Acquisition:
    month, day, hour, minute = moment
    return Acquisition(FINE.name, datetime(2025, month, day, hour, minute, tzinfo=UTC), 0.0, haze, shift)


TARN_ACQUISITIONS = (
    _coarse(3, 5, 0.0, 0.1, (0.0, 0.0)),
    _coarse(3, 20, 0.7, 0.1, (0.6, -0.5)),
    _coarse(4, 9, 0.0, 0.0, (-0.5, 0.8)),
    _coarse(4, 24, 0.1, 0.7, (0.9, 0.5)),
    _coarse(5, 9, 0.0, 0.1, (-1.2, -0.6)),
    _coarse(5, 24, 0.0, 0.2, (0.5, -0.7)),
    _coarse(6, 8, 0.3, 0.1, (1.4, 0.9)),
    _coarse(6, 18, 0.0, 0.0, (-0.5, 0.5)),
    _coarse(6, 28, 0.0, 0.1, (0.7, -1.1)),
    _coarse(7, 8, 0.85, 0.2, (0.5, 0.6)),
    _coarse(7, 18, 0.0, 0.2, (-0.8, -0.5)),
    _coarse(7, 28, 0.0, 0.1, (0.6, 0.6)),
    _coarse(8, 6, 0.0, 0.1, (2.0, -0.5)),
    _coarse(8, 22, 0.1, 0.6, (-0.6, 1.0)),
    _coarse(9, 11, 0.25, 0.1, (0.5, 0.5)),
    _coarse(10, 1, 0.0, 0.0, (-0.9, -1.3)),
    _coarse(10, 16, 0.0, 0.1, (0.6, 0.7)),
    _fine((4, 12, 13, 52), (0.0, 0.0)),
    _fine((6, 12, 13, 41), (1.5, -0.8), 0.1),
    _fine((7, 7, 10, 40), (-0.6, 1.9)),
    _fine((7, 19, 13, 47), (0.7, 0.5), 0.15),
    _fine((8, 14, 13, 55), (-1.7, -0.6)),
    _fine((9, 25, 13, 38), (0.9, 1.2), 0.1),
)

LEDNA_ACQUISITIONS = (
    _coarse(4, 9, 0.0, 0.0, (0.0, 0.0)),
    _coarse(5, 24, 0.0, 0.2, (0.8, -0.6)),
    _coarse(7, 18, 0.2, 0.1, (-0.6, 0.9)),
    _coarse(8, 6, 0.0, 0.1, (1.1, 0.5)),
    _coarse(10, 1, 0.0, 0.1, (-0.5, -0.8)),
)


def tarn_spec() -> SeriesSpec:
    """The series of the Tarn Valley Engine Test Site."""
    return SeriesSpec(*TARN, EPSG, TARN_THINGS, (COARSE, FINE), TARN_ACQUISITIONS)


def ledna_spec() -> SeriesSpec:
    """The series of the Ledna Storage Depot, where nothing changes."""
    return SeriesSpec(*LEDNA, EPSG, LEDNA_THINGS, (COARSE,), LEDNA_ACQUISITIONS)


def write_scenes(folder: Path, seed: int = SEED) -> dict[str, Truth]:
    """Make the demo's scenes in ``folder/SITE_ID/``, ``changes.geojson`` beside them; returns the truth by site id."""
    return {spec.site_id: write_series(folder / spec.site_id, spec, seed) for spec in (tarn_spec(), ledna_spec())}
