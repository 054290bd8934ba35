"""What a simulated series is made of: things on the ground, sensors, and dated acquisitions.

Positions are metres east and north of the site point on the UTM grid. Reflectance lies within [0, 1] and is given in
the order of :data:`BANDS`. All times are timezone-aware UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from firsthand.model import ChangeKind

BANDS = ("blue", "green", "red", "nir", "swir1", "swir2")
"""Order of every signature."""

Signature = tuple[float, float, float, float, float, float]
"""Surface reflectance in :data:`BANDS`."""

# Broad-band values of the sort that spectral libraries give for these materials; not one measured sample each.
GRAVEL: Signature = (0.13, 0.16, 0.19, 0.23, 0.27, 0.25)
ASPHALT: Signature = (0.07, 0.08, 0.09, 0.11, 0.13, 0.13)
CONCRETE: Signature = (0.19, 0.22, 0.25, 0.28, 0.31, 0.30)
METAL_ROOF: Signature = (0.36, 0.38, 0.40, 0.43, 0.42, 0.38)
BLUE_ROOF: Signature = (0.30, 0.24, 0.18, 0.26, 0.30, 0.27)
DARK_ROOF: Signature = (0.09, 0.10, 0.11, 0.14, 0.19, 0.19)
RED_PAINT: Signature = (0.07, 0.08, 0.36, 0.42, 0.38, 0.33)
BARE_SOIL: Signature = (0.11, 0.15, 0.20, 0.27, 0.34, 0.30)


class ThingClass(StrEnum):
    """Decides what its coming and going is called."""

    STRUCTURE = "structure"
    MOVABLE = "movable"
    GROUND = "ground"
    """Flat: a pad, a road, a ploughed field."""


APPEARS = {
    ThingClass.STRUCTURE: ChangeKind.BUILT,
    ThingClass.MOVABLE: ChangeKind.OBJECT_APPEARED,
    ThingClass.GROUND: ChangeKind.CLEARED,
}
VANISHES = {
    ThingClass.STRUCTURE: ChangeKind.TAKEN_DOWN,
    ThingClass.MOVABLE: ChangeKind.OBJECT_LEFT,
    ThingClass.GROUND: ChangeKind.OTHER,
}


@dataclass(frozen=True, slots=True)
class Thing:
    """A rectangle on the ground, with a height, that may come and go."""

    id: str
    name: str
    east_m: float
    """Of its centre."""
    north_m: float
    width_m: float
    """Along east before turning."""
    depth_m: float
    """Along north before turning."""
    height_m: float
    """Casts a shadow when above 0."""
    signature: Signature
    thing_class: ThingClass = ThingClass.STRUCTURE
    angle_deg: float = 0.0
    """Turned counter-clockwise."""
    appears: datetime | None = None
    """First moment it is there; ``None``: from before the series."""
    vanishes: datetime | None = None
    """First moment it is gone; ``None``: stays."""
    part_id: str | None = None
    """The site part it belongs to."""

    def stands_at(self, moment: datetime) -> bool:
        return (self.appears is None or self.appears <= moment) and (self.vanishes is None or moment < self.vanishes)

    @property
    def area_m2(self) -> float:
        return self.width_m * self.depth_m


@dataclass(frozen=True, slots=True)
class Sensor:
    """A camera and how its files are written."""

    name: str
    gsd_m: float
    window_m: float
    """Side of the square window around the site point."""
    bands: tuple[str, ...]
    """Some of :data:`BANDS`, in file order."""
    dtype: str
    """``uint8`` or ``uint16``."""
    scale: float
    """Digital number = reflectance x scale; 0 is kept for nodata."""
    psf_px: float = 0.5
    """Standard deviation of the point spread, in pixels, on top of the pixel's own area."""
    noise: float = 0.002
    """Standard deviation of the sensor noise, in reflectance."""


@dataclass(frozen=True, slots=True)
class Acquisition:
    """One scene to be made."""

    sensor: str
    taken: datetime
    cloud_share: float = 0.0
    """Share of the window under cloud, in [0, 1]; cloud shadows come on top."""
    haze: float = 0.0
    """0 clear to 1 thick haze."""
    shift_px: tuple[float, float] = (0.0, 0.0)
    """(row, column) by which the content stands off its georeference."""


@dataclass(frozen=True, slots=True)
class SeriesSpec:
    """A place, what stands there, and the looks at it."""

    site_id: str
    lon: float
    lat: float
    epsg: int
    """A UTM zone on WGS 84 that holds the place."""
    things: tuple[Thing, ...]
    """Painted in this order; flat ones first."""
    sensors: tuple[Sensor, ...]
    acquisitions: tuple[Acquisition, ...]
    file_prefix: str = ""
    """Default: the site id."""
