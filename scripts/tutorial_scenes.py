"""Make the three images of the tutorial: ``python scripts/tutorial_scenes.py``.

An invented launch site in the open North Atlantic: the tower stands on 20 April 2026 and is gone on 5 and 12 May; else
nothing changes. The files are in the repository, under ``examples/tutorial/scenes``; this runs only to change them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from firsthand.simulate.series import write_series
from firsthand.simulate.spec import (
    ASPHALT,
    CONCRETE,
    DARK_ROOF,
    GRAVEL,
    METAL_ROOF,
    Acquisition,
    Sensor,
    SeriesSpec,
    Thing,
    ThingClass,
)

SCENES = Path(__file__).resolve().parent.parent / "examples" / "tutorial" / "scenes"
SENSOR = Sensor("SIM-1 (simulated)", 1.0, 200.0, ("blue", "green", "red", "nir"), "uint8", 400.0)
GONE = datetime(2026, 5, 2, 12, tzinfo=UTC)
FLAT = ThingClass.GROUND
THINGS = (
    Thing("compound", "gravelled compound", 0, 0, 180, 170, 0, GRAVEL, FLAT),
    Thing("road", "road", -20, -90, 7, 120, 0, ASPHALT, FLAT, angle_deg=-6),
    Thing("pad", "launch pad", 20, 20, 56, 48, 0, CONCRETE, FLAT),
    Thing("tower", "launch tower", 22, 22, 30, 24, 24, METAL_ROOF, vanishes=GONE),
    Thing("hall", "hall", -55, 40, 24, 36, 6, METAL_ROOF),
    Thing("office", "office", -50, -35, 30, 14, 7, DARK_ROOF),
)


def main() -> None:
    looks = tuple(
        Acquisition(SENSOR.name, datetime(2026, *day, 13, 40, tzinfo=UTC)) for day in ((4, 20), (5, 5), (5, 12))
    )
    spec = SeriesSpec("corvin-point", -38.2, 44.6, 32624, THINGS, (SENSOR,), looks, "corvin-point")
    write_series(SCENES, spec, seed=20260302)
    (SCENES / "changes.geojson").unlink()


if __name__ == "__main__":
    main()
