"""What the numbers of a scene mean, from what its metadata say, checked against its darkest pixels.

Sentinel-2 values carry +1000 since processing baseline 04.00, older dates too where they were processed again, and some
archives take it off. The date is therefore no guide. Flags of archives have been wrong (Earth Search, issues 66 and
71), and pixels can tell: nothing on the ground reflects less than nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

REFLECTANCE, UNSURE, GAMMA0 = "reflectance", "reflectance (unsure)", "gamma0"
"""What ``Scene.radiometry`` may say."""

S2_SCALE = 1e-4
S2_ADDED = 1000.0
"""BOA_ADD_OFFSET of all bands so far, with the sign turned (Sentinel-2 products user guide, baseline 04.00)."""
OFFSET_BASELINE = "04.00"

FLOOR_SHARE = 0.01
"""The floor of a scene: the value that this share of its darkest band's pixels lie under."""
TOO_DARK = 700.0
"""A floor below cannot carry +1000: the ground would reflect less than -0.03."""
SURELY_WITHOUT, SURELY_WITH = 850.0, 1350.0
"""Floors between carry +1000, as far as pixels can tell: without it nothing in the window would be darker than .085."""
FEWEST_PIXELS = 200

_ADD_OFFSET = re.compile(r"<BOA_ADD_OFFSET[^>]*>\s*(-?\d{1,6}(?:\.\d+)?)\s*<")


@dataclass(frozen=True, slots=True)
class Radiometry:
    """Value times ``scale`` plus ``offset`` is what ``meaning`` says."""

    meaning: str
    """REFLECTANCE, UNSURE, GAMMA0, or empty: the file's own numbers."""
    scale: float | None = None
    offset: float | None = None
    told_by: str = ""
    notes: tuple[str, ...] = ()


def dark_floor(bands: Sequence[NDArray[np.generic]], nodata: float | None) -> float | None:
    """The floor of the darkest of ``bands``, in the file's numbers; None when too few pixels have data."""
    floors = []
    for band in bands:
        known = band[np.isfinite(band) & (band != nodata)] if nodata is not None else band[np.isfinite(band)]
        if known.size >= FEWEST_PIXELS:
            floors.append(float(np.quantile(known, FLOOR_SHARE)))
    return min(floors, default=None)


@dataclass(frozen=True, slots=True)
class Witness:
    """What one source says of the +1000."""

    added: bool
    """It is in the values."""
    by: str


def witnesses(
    applied: bool | None = None, baseline: str = "", stated: Sequence[float] = (), add_offsets: Sequence[float] = ()
) -> list[Witness]:
    """What the metadata of a Sentinel-2 scene say, the most telling first.

    ``applied``: the archive says that it took the +1000 off; ``baseline``: as "05.10"; ``stated``: offsets that the
    bands state, in the file's own numbers; ``add_offsets``: BOA_ADD_OFFSET of the product's own metadata.
    """
    if applied:
        # Earth Search goes on to list the offset of the original product beside this flag.
        return [Witness(False, "the archive's flag boa_offset_applied")]
    found = []
    if add_offsets:
        found.append(Witness(min(add_offsets) <= -S2_ADDED / 2, "BOA_ADD_OFFSET"))
    if stated:
        found.append(Witness(min(stated) <= -S2_ADDED / 2, "the stated offset"))
    if baseline:
        found.append(Witness(baseline >= OFFSET_BASELINE, f"processing baseline {baseline}"))
    return found


def add_offsets_of(xml: str) -> list[float]:
    """BOA_ADD_OFFSET of every band in a product's XML metadata (MTD_MSIL2A.xml)."""
    return [float(value) for value in _ADD_OFFSET.findall(xml)]


def sentinel_2(told: Sequence[Witness], floor: float | None) -> Radiometry:
    """Whether the +1000 is in the values, by what metadata told, checked against the scene's floor."""
    if not told:
        return silent(floor)
    first = told[0]
    against = [other.by for other in told if other.added != first.added]
    if first.added and not against and floor is not None and floor < TOO_DARK:
        note = (
            f"{first.by} says that the values carry the +1000 of baseline 04.00, but its darkest pixels ({floor:.0f}) "
            "would then reflect less than nothing; nothing was taken off"
        )
        return _s2(False, False, first.by, note)
    if not against:
        return _s2(first.added, True, first.by)
    note = f"its metadata disagree on the +1000 of baseline 04.00: {first.by} against {', '.join(against)}"
    if floor is None or floor > SURELY_WITH:
        return _s2(first.added, False, first.by, note)
    added = floor >= SURELY_WITHOUT
    return _s2(added, added == first.added, first.by, f"{note}; its darkest pixels ({floor:.0f}) were believed")


def _s2(added: bool, sure: bool, told_by: str, *notes: str) -> Radiometry:
    meaning = REFLECTANCE if sure else UNSURE
    return Radiometry(meaning, S2_SCALE, -S2_ADDED * S2_SCALE if added else 0.0, told_by, notes)


def silent(floor: float | None) -> Radiometry:
    """Sentinel-2 values of which no metadata speak: the floor is all there is, and the scene is unsure."""
    if floor is None or floor > SURELY_WITH:
        said = "no metadata tell whether its values carry the +1000 of baseline 04.00, and its pixels are too bright to"
        return Radiometry("", notes=(f"{said} tell; its numbers are kept as they are",))
    added = floor >= SURELY_WITHOUT
    said = f"no metadata tell whether its values carry the +1000 of baseline 04.00; its darkest pixels ({floor:.0f})"
    return _s2(added, False, "its darkest pixels", f"{said} look {'with' if added else 'without'} it")
