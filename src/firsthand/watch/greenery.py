"""Whether a step is what leaf and soil do by themselves: felling, ploughing, growth.

Between leaf and soil, blue follows red: what is felled, mown, ploughed or grown over moves along one line. Concrete,
metal, paint and plastic leave it, for they are no redder than they are blue. So a step on ground that was or is green
is something put there or taken away only when its blue departs from that line by more than leaf and soil ever do.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from firsthand.watch.steps import Step

BLUE_OF_RED, BLUE_OF_NIR = 0.42, 0.02
"""Slope of blue on red and near infrared in steps of leaf and soil: .39 and .019 fitted to 227 strong ones (fellings,
regrowth, mowing) of a Sentinel-2 series of the Carpathians, nine of ten within .0044 reflectance."""
SPREAD_OF_RED, SPREAD_OF_NIR = 0.09, 0.01
"""By how much these slopes differ between soils and plants, one standard deviation."""
SPREAD_OF_BLUE = 0.05
"""Of the ground's own blue, for haze that the surroundings do not share."""
DEPARTS = 2.5
"""Deviations from the line at which a step is not leaf and soil."""
LEAST_BLUE = 0.25
"""Share of the ground's own blue by which blue must move for anything to have come or gone."""
HAZE_GREEN = 0.6
"""Haze and low light move blue most: green follows by less than this share, and blue by less than the ground's own."""
GREEN_NDVI = 0.25
"""Ground whose vegetation index passes this before or after is green."""


def green_before_and_after(step: Step, bands: tuple[str, ...]) -> tuple[float, float] | None:
    """Vegetation index before and after a step, each in [-1, 1]; ``None`` without red and near infrared."""
    if "red" not in bands or "nir" not in bands:
        return None
    return _index(step.level, bands), _index(step.level + step.change, bands)


def departure(step: Step, bands: tuple[str, ...]) -> float | None:
    """How far the step leaves the line of leaf and soil, in deviations, signed; ``None`` without the bands for it."""
    if not {"blue", "red", "nir"} <= set(bands):
        return None
    blue, red, nir = (bands.index(name) for name in ("blue", "red", "nir"))
    change, sd = step.change.astype(float), step.change_sd.astype(float)
    away = change[blue] - BLUE_OF_RED * change[red] - BLUE_OF_NIR * change[nir]
    spread = (
        sd[blue],
        BLUE_OF_RED * sd[red],
        BLUE_OF_NIR * sd[nir],
        SPREAD_OF_RED * change[red],
        SPREAD_OF_NIR * change[nir],
        SPREAD_OF_BLUE * float(step.level[blue]),
    )
    return float(away / max(float(np.sqrt(np.sum(np.square(spread)))), 1e-12))


def is_greenery(step: Step, bands: tuple[str, ...], departs: float = DEPARTS) -> bool:
    """The step is green ground's own doing, as far as the bands can tell: it ``departs`` from the line by no more."""
    index, away = green_before_and_after(step, bands), departure(step, bands)
    if index is None or away is None or max(index) <= GREEN_NDVI:
        return False
    blue, green = (float(step.change[bands.index(name)]) if name in bands else None for name in ("blue", "green"))
    own = float(step.level[bands.index("blue")])
    assert blue is not None
    hazy = green is not None and abs(green) < HAZE_GREEN * abs(blue) < HAZE_GREEN * own
    # Redder than the line is dry leaf or another soil; what comes or goes takes blue along.
    return abs(away) <= departs or away * blue < 0 or abs(blue) < LEAST_BLUE * own or hazy


def _index(values: NDArray[np.float32], bands: tuple[str, ...]) -> float:
    red, nir = float(values[bands.index("red")]), float(values[bands.index("nir")])
    return float(np.clip((nir - red) / max(abs(nir + red), 1e-9), -1, 1))
