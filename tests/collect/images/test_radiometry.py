"""Whether the +1000 is in Sentinel-2 values: told by metadata, checked by dark pixels, never by the date."""

from __future__ import annotations

import numpy as np
import pytest

from firsthand.collect.images.radiometry import REFLECTANCE, UNSURE, add_offsets_of, dark_floor, sentinel_2, witnesses

WITH, WITHOUT, BRIGHT = 1150.0, 300.0, 2400.0
"""Floors of a scene with the +1000, without it, and of a desert or an overcast one."""

XML = '<BOA_ADD_OFFSET band_id="0">-1000</BOA_ADD_OFFSET><BOA_ADD_OFFSET band_id="1"> -1000 </BOA_ADD_OFFSET>'


@pytest.mark.parametrize(
    ("told", "floor", "offset", "meaning"),
    [
        ({"baseline": "02.14"}, WITHOUT, 0.0, REFLECTANCE),
        ({"baseline": "03.01"}, BRIGHT, 0.0, REFLECTANCE),
        ({"baseline": "04.00"}, WITH, -0.1, REFLECTANCE),
        ({"baseline": "05.10"}, None, -0.1, REFLECTANCE),
        ({"applied": True, "baseline": "05.10", "stated": [-1000.0]}, WITHOUT, 0.0, REFLECTANCE),
        ({"applied": False, "baseline": "05.10"}, WITH, -0.1, REFLECTANCE),
        ({"stated": [-1000.0]}, BRIGHT, -0.1, REFLECTANCE),
        ({"stated": [0.0]}, BRIGHT, 0.0, REFLECTANCE),
        ({"add_offsets": [-1000.0]}, WITH, -0.1, REFLECTANCE),
        # An archive that took it off and says so by its stated offset only: the pixels agree.
        ({"stated": [0.0], "baseline": "05.10"}, WITHOUT, 0.0, REFLECTANCE),
        ({"stated": [0.0], "baseline": "05.10"}, WITH, -0.1, UNSURE),
        ({"stated": [0.0], "baseline": "05.10"}, BRIGHT, 0.0, UNSURE),
        # A flag that is wrong: with the offset the ground would reflect less than nothing.
        ({"applied": False, "baseline": "04.00", "stated": [-1000.0]}, WITHOUT, 0.0, UNSURE),
        ({}, WITHOUT, 0.0, UNSURE),
        ({}, WITH, -0.1, UNSURE),
        ({}, BRIGHT, None, ""),
        ({}, None, None, ""),
    ],
)
def test_metadata_first_then_the_floor(told: dict, floor: float | None, offset: float | None, meaning: str) -> None:
    found = sentinel_2(witnesses(**told), floor)
    assert (found.offset, found.meaning) == (offset, meaning)
    assert bool(found.notes) is (
        meaning != REFLECTANCE or ("stated" in told and "applied" not in told and len(told) > 1)
    )


def test_offsets_of_the_products_own_metadata() -> None:
    assert add_offsets_of(XML) == [-1000.0, -1000.0]
    assert add_offsets_of("<BOA_ADD_OFFSET>none</BOA_ADD_OFFSET>") == []


def test_the_floor_is_that_of_the_darkest_band_and_ignores_nodata() -> None:
    rng = np.random.default_rng(0)
    red, nir = rng.integers(400, 900, (40, 40)), rng.integers(2000, 3000, (40, 40))
    red[:10] = 0
    floor = dark_floor([nir, red], 0)
    assert floor is not None
    assert 400 <= floor < 420
    assert dark_floor([np.zeros((40, 40))], 0) is None
    assert dark_floor([np.full((40, 40), np.nan)], None) is None
