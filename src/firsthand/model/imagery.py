"""What was photographed, and what changed on the ground."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from firsthand.model.common import Polygon
from firsthand.terms import ChangeKind


@dataclass(frozen=True, slots=True)
class Scene:
    """One dated image of a site."""

    id: str
    site_id: str
    name: str
    """File name it was collected under."""
    sha256: str
    taken: datetime
    sensor: str
    gsd_m: float
    """Ground sample distance in metres."""
    crs: str
    bounds: tuple[float, float, float, float]
    """West, south, east, north in degrees."""
    width_px: int
    height_px: int
    bands: tuple[str, ...]
    captured: datetime
    cloud_share: float | None = None
    """Share of the site's pixels not usable, in [0, 1]; ``None`` until watched."""
    sun_elevation_deg: float | None = None
    sun_azimuth_deg: float | None = None
    taken_from: str = ""
    """Where the date comes from: tag, sidecar, given, name."""
    notes: tuple[str, ...] = ()
    view_zenith_deg: float | None = None
    """Angle at the ground between the line of sight and straight up; 0 when the camera looks straight down."""
    view_azimuth_deg: float | None = None
    """From the site towards the camera, clockwise from north."""
    platform: str = ""
    """The one satellite, where it is known ("Sentinel-2B"); ``sensor`` names the family whose images compare."""
    relative_orbit: int | None = None
    """Ground track: scenes of one track see the site from the same place (Sentinel: relative orbit, Landsat: path)."""
    orbit_state: str = ""
    """ascending, descending or empty."""
    radiometry: str = ""
    """What the values mean: reflectance, reflectance (unsure), gamma0; empty: the file's own numbers."""
    scale: float | None = None
    """Value times ``scale`` plus ``offset`` is what ``radiometry`` says, where the file's bands state no scale."""
    offset: float | None = None
    source: str = ""
    """Address it was fetched from, with what was cut from it; empty for files that people gave."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one scene was good for at its site, after alignment and masking."""

    scene_id: str
    site_id: str
    usable_share: float
    """Share of the site window that can be judged, in [0, 1]."""
    shift_px: tuple[float, float]
    """Applied (row, column) shift against the reference scene, in pixels."""
    aligned: bool
    """False when alignment was refused because it would have made things worse."""
    reason: str = ""
    """Why the look is not usable, when it is not."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A small picture cut for people to look at, stored under ``chips/``."""

    name: str
    """File name below ``chips/``."""
    sha256: str
    scene_id: str
    role: str
    """before, after or difference."""
    gsd_m: float
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Change:
    """One difference seen between dated scenes of a site: after the ``before`` look, by the ``after`` look."""

    id: str
    site_id: str
    polygon: Polygon
    before: datetime
    """Last look without it."""
    after: datetime
    """First look with it."""
    kind: ChangeKind
    kind_reason: str
    area_m2: float
    area_sd_m2: float
    """One standard deviation of the area, in square metres."""
    strength: float
    """Robust z-score of the change, in noise standard deviations."""
    p_value: float
    """Chance of such a score without change, corrected for pixels and looks tested; within [0, 1]."""
    sensor: str
    gsd_m: float
    scene_ids: tuple[str, ...]
    """The scene before and the scene after."""
    chips: tuple[Chip, ...] = ()
    part_id: str | None = None
    """The part of the site that the polygon overlaps most."""
    limits: str = ""
    """What this resolution could not have shown."""
