"""What each family of satellites calls its bands, and which of them are read when the user names none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Family:
    """Scenes that are read alike."""

    name: str
    """Sensor of the scenes: what makes them comparable."""
    keys: Mapping[str, tuple[str, ...]]
    """Role to the keys and names under which catalogues list that band, lower case, the preferred first."""
    default: tuple[str, ...]
    """Roles read when the user names none; those that a scene lacks are left out unless ``needed``."""
    needed: tuple[str, ...]
    classes: str = ""
    """Role of the classification band that is read besides."""
    radiometry: str = "reflectance"
    fixed: tuple[float, float] | None = None
    """Scale and offset that the product's specification fixes for all of its scenes."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Platform ids to the satellites' names."""


def _sentinel_2() -> dict[str, tuple[str, ...]]:
    numbers = {"blue": "02", "green": "03", "red": "04", "nir": "08", "swir1": "11", "swir2": "12"}
    metres = {"swir1": "20", "swir2": "20"}
    extra = {"swir1": ("swir16",), "swir2": ("swir22",)}
    keys = {
        role: (role, *extra.get(role, ()), f"b{n}", f"b{int(n)}", f"b{n}_{metres.get(role, '10')}m")
        for role, n in numbers.items()
    }
    return keys | {"scl": ("scl", "scl_20m"), "nir08": ("nir08", "b8a", "b8a_20m")}


_LANDSAT_COMMON = {
    "blue": ("blue",),
    "green": ("green",),
    "red": ("red",),
    "nir": ("nir08", "nir"),
    "swir1": ("swir16", "swir1"),
    "swir2": ("swir22", "swir2"),
    "qa_pixel": ("qa_pixel", "pixel_qa"),
}


def _landsat(numbers: str) -> dict[str, tuple[str, ...]]:
    """``numbers``: those of blue, green, red, near and the two short-wave infrared bands."""
    roles = ("blue", "green", "red", "nir", "swir1", "swir2")
    found = dict(_LANDSAT_COMMON)
    for role, number in zip(roles, numbers, strict=True):
        found[role] = (*found[role], f"sr_b{number}", f"b{number}")
    return found


_VISIBLE = ("blue", "green", "red", "nir")
_SWIR = ("swir1", "swir2")

LANDSAT_SCALE = (0.0000275, -0.2)
"""USGS, Landsat Collection 2 Level 2 Science Product Guide, LSDS-1619, section 6: surface reflectance."""

SENTINEL_2 = Family(
    "Sentinel-2",
    _sentinel_2(),
    _VISIBLE,
    ("red",),
    "scl",
    names={f"sentinel-2{letter}": f"Sentinel-2{letter.upper()}" for letter in "abcd"},
)
SENTINEL_1 = Family(
    "Sentinel-1",
    {"vv": ("vv",), "vh": ("vh",), "hh": ("hh",), "hv": ("hv",)},
    ("vv", "vh", "hh", "hv"),
    (),
    radiometry="gamma0",
    names={f"sentinel-1{letter}": f"Sentinel-1{letter.upper()}" for letter in "abcd"},
)
LANDSAT_OLI = Family(
    "Landsat OLI",
    _landsat("234567"),
    (*_VISIBLE, *_SWIR),
    ("red",),
    "qa_pixel",
    fixed=LANDSAT_SCALE,
    names={"landsat-8": "Landsat 8", "landsat-9": "Landsat 9"},
)
LANDSAT_TM = Family(
    "Landsat TM",
    _landsat("123457"),
    (*_VISIBLE, *_SWIR),
    ("red",),
    "qa_pixel",
    fixed=LANDSAT_SCALE,
    names={"landsat-4": "Landsat 4", "landsat-5": "Landsat 5", "landsat-7": "Landsat 7"},
)
OTHER = Family(
    "",
    {
        **{role: (role,) for role in (*_VISIBLE, "pan")},
        "nir": ("nir", "nir08"),
        "swir1": ("swir16", "swir1"),
        "swir2": ("swir22", "swir2"),
    },
    (*_VISIBLE, *_SWIR, "pan"),
    (),
)
"""Any other source: bands by their STAC common names only."""

FAMILIES = (SENTINEL_2, SENTINEL_1, LANDSAT_OLI, LANDSAT_TM)


def family_of(properties: Mapping[str, Any], collection: str) -> Family:
    """The family that platform, constellation or collection tell; ``OTHER`` when none does."""
    platform = str(properties.get("platform") or "").lower().replace("_", "-")
    for family in FAMILIES:
        if platform in family.names:
            return family
    told = f"{platform} {properties.get('constellation') or ''} {collection}".lower()
    if "sentinel-2" in told:
        return SENTINEL_2
    if "sentinel-1" in told:
        return SENTINEL_1
    return OTHER
