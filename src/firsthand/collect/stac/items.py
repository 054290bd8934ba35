"""STAC items narrowed to what is needed: when, by whom, from where, how cloudy, and which file holds which band."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from firsthand.collect.given import parse_time
from firsthand.collect.images.scene_facts import DATES_AGREE
from firsthand.collect.pages.textdates import times_in_name
from firsthand.collect.stac.sensors import Family, family_of
from firsthand.collect.web.fetch import moved_to
from firsthand.errors import InputError

LONGEST_SPAN = timedelta(minutes=15)
"""Between start and end of one exposure; what covers more is a composite of several days."""

_PRODUCT = re.compile(r"S2[A-D]_MSIL[12][AC]_(\d{8}T\d{6})_N(\d{2})(\d{2})_R(\d{3})_T(\w{5})")
"""Names of Sentinel-2 products: sensing time, processing baseline, relative orbit, tile (Sentinel-2 PSD, section 4)."""
_LEFT_OUT = "it is left out; ask the archive, or collect the file with --taken"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of an item that holds one wanted band."""

    role: str
    href: str
    band: int
    """Which band of the file, from 1."""
    scale: float | None
    offset: float | None
    """As the item states them; None where it does not."""
    nodata: float | None


@dataclass(frozen=True, slots=True)
class Item:
    """One scene on offer."""

    id: str
    href: str
    """Its own address."""
    collection: str
    family: Family
    sensor: str
    taken: datetime
    cloud_percent: float | None
    platform: str
    relative_orbit: int | None
    orbit_state: str
    sun: tuple[float | None, float | None]
    """Elevation and azimuth in degrees."""
    view: tuple[float | None, float | None]
    """Zenith angle and azimuth in degrees."""
    baseline: str
    """Processing baseline of Sentinel-2 ("05.10"); empty where nothing states it."""
    offset_applied: bool | None
    """The archive says whether it has taken the +1000 off itself."""
    geometry: Mapping[str, Any] | None
    bbox: tuple[float, float, float, float] | None
    assets: tuple[Asset, ...]
    metadata: str
    """Address of the product's own XML metadata, where the item lists it."""

    @property
    def level_2(self) -> bool:
        """Whether id or collection tell a Landsat Collection 2 Level 2 product."""
        return bool(re.search(r"_L2S[PR]_|landsat-?c2-?l2", f"{self.id} {self.collection}", re.IGNORECASE))


def parse_item(raw: Mapping[str, Any], href: str, roles: tuple[str, ...] = ()) -> Item:
    """Narrow one item. ``roles``: bands wanted; empty: those that suit the sensor.

    Raises InputError naming the item when it has no moment, no usable date, or lacks a band that is needed.
    """
    id = str(raw.get("id") or "")
    thing = id or href or "an item without id"
    properties = raw.get("properties")
    assets = raw.get("assets")
    if not id or not isinstance(properties, Mapping) or not isinstance(assets, Mapping):
        raise InputError("this is no STAC item", thing=thing, remedy=_LEFT_OUT)
    own = _own_href(raw, href)
    collection = str(raw.get("collection") or "")
    family = family_of(properties, collection)
    platform = str(properties.get("platform") or "")
    product = _PRODUCT.search(f"{properties.get('s2:product_uri', '')} {id}")
    return Item(
        id=id,
        href=own,
        collection=collection,
        family=family,
        sensor=family.name or platform or collection or "unknown",
        taken=_taken(properties, id, thing),
        cloud_percent=_number(properties.get("eo:cloud_cover")),
        platform=family.names.get(platform.lower(), platform),
        relative_orbit=_track(properties, product),
        orbit_state=str(properties.get("sat:orbit_state") or ""),
        sun=_sun(properties),
        view=(_first(properties, "view:off_nadir", "view:incidence_angle"), _number(properties.get("view:azimuth"))),
        baseline=_baseline(properties, product),
        offset_applied=_flag(properties, "earthsearch:boa_offset_applied", "sentinel:boa_offset_applied"),
        geometry=raw.get("geometry") if isinstance(raw.get("geometry"), Mapping) else None,
        bbox=_bbox(raw.get("bbox")),
        assets=tuple(_chosen(assets, family, roles, own, thing)),
        metadata=_metadata(assets, own),
    )


def _taken(properties: Mapping[str, Any], id: str, thing: str) -> datetime:
    """The moment of the exposure. Raises InputError without one, or when it contradicts the item's name."""
    start, end = (properties.get(f"{side}_datetime") for side in ("start", "end"))
    stated = properties.get("datetime") or start
    try:
        moment = parse_time(str(stated)) if stated else None
        span = parse_time(str(end)) - parse_time(str(start)) if start and end else timedelta(0)
    except (ValueError, TypeError, IndexError, OverflowError):
        moment = None
        span = timedelta(0)
    if moment is None:
        raise InputError("the item does not say when it was taken", thing=thing, remedy=_LEFT_OUT)
    if span > LONGEST_SPAN and not properties.get("datetime"):
        raise InputError(f"it is a composite over {span.days + 1} days, no look", thing=thing, remedy=_LEFT_OUT)
    if moment > datetime.now(UTC) + timedelta(days=1):
        raise InputError(f"it says that it was taken in the future, {moment.date()}", thing=thing, remedy=_LEFT_OUT)
    named = times_in_name(id)
    if named and all(abs(other - moment) > DATES_AGREE for other in named):
        raise InputError(
            f"its dates disagree: its metadata say {moment.date()}, its name {named[0].date()}",
            thing=thing,
            remedy=_LEFT_OUT,
        )
    return moment


def _sun(properties: Mapping[str, Any]) -> tuple[float | None, float | None]:
    elevation = _number(properties.get("view:sun_elevation"))
    zenith = _number(properties.get("s2:mean_solar_zenith"))
    if elevation is None and zenith is not None:
        elevation = 90.0 - zenith
    return elevation, _first(properties, "view:sun_azimuth", "s2:mean_solar_azimuth")


def _track(properties: Mapping[str, Any], product: re.Match[str] | None) -> int | None:
    stated = _first(properties, "sat:relative_orbit", "landsat:wrs_path")
    if stated is not None:
        return int(stated)
    return int(product[4]) if product else None


def _baseline(properties: Mapping[str, Any], product: re.Match[str] | None) -> str:
    for key in ("s2:processing_baseline", "sentinel:processing_baseline", "processing:version"):
        value = str(properties.get(key) or "")
        if re.fullmatch(r"\d{1,2}\.\d{1,2}", value):
            return value.zfill(5)
    return f"{product[2]}.{product[3]}" if product else ""


def _flag(properties: Mapping[str, Any], *keys: str) -> bool | None:
    return next((properties[key] for key in keys if isinstance(properties.get(key), bool)), None)


def _chosen(
    assets: Mapping[str, Any], family: Family, roles: tuple[str, ...], base: str, thing: str
) -> Iterator[Asset]:
    """The file of each wanted role. Raises InputError when one that is needed, or that was asked for, is missing."""
    wanted = roles or family.default
    found = {role: _asset(role, assets, family, base) for role in wanted}
    lacking = [role for role in (roles or family.needed) if found.get(role) is None]
    if lacking or not any(found.values()):
        listed = ", ".join(sorted(map(str, assets))[:12]) or "none"
        raise InputError(
            f"it has no {', '.join(lacking or wanted)} band (its assets: {listed})",
            thing=thing,
            remedy="it is left out; name other bands with --bands, or another collection",
        )
    yield from (asset for asset in found.values() if asset is not None)
    if family.classes and family.classes not in wanted:
        classes = _asset(family.classes, assets, family, base)
        if classes is not None:
            yield classes


def _asset(role: str, assets: Mapping[str, Any], family: Family, base: str) -> Asset | None:
    names = family.keys.get(role, (role.lower(),))
    best: tuple[int, Asset] | None = None
    for key, raw in assets.items():
        if not isinstance(raw, Mapping) or not isinstance(raw.get("href"), str) or not _is_image(key, raw):
            continue
        bands = _bands(raw)
        for number, band in enumerate(bands, 1):
            # A band of several in one file (a true-colour picture) is the last to be taken.
            called = [str(key).lower()] if len(bands) == 1 else []
            called += [str(band.get(name) or "").lower() for name in ("eo:common_name", "common_name", "name")]
            ranks = [names.index(name) for name in called if name in names]
            if not ranks:
                continue
            rank = min(ranks) + (100 if len(bands) > 1 else 0) + (50 if "jp2" in str(raw.get("type")) else 0)
            if best is None or rank < best[0]:
                best = rank, _narrow(role, raw, band, number, base)
    return best[1] if best else None


def _narrow(role: str, raw: Mapping[str, Any], band: Mapping[str, Any], number: int, base: str) -> Asset:
    def stated(name: str) -> float | None:
        return next(
            (v for part in (band, raw) if (v := _number(part.get(name, part.get(f"raster:{name}")))) is not None), None
        )

    return Asset(role, _href(raw, base), number, stated("scale"), stated("offset"), stated("nodata"))


def _bands(raw: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What an asset says of each of its bands: STAC 1.1 ``bands``, ``eo:bands`` and ``raster:bands`` laid together."""
    lists = [raw.get(name) for name in ("bands", "eo:bands", "raster:bands")]
    found: list[dict[str, Any]] = []
    for bands in lists:
        for number, band in enumerate(bands if isinstance(bands, list) else []):
            if number >= len(found):
                found.append({})
            if isinstance(band, Mapping):
                found[number].update(band)
    return found or [{}]


def _is_image(key: str, raw: Mapping[str, Any]) -> bool:
    media = str(raw.get("type") or "").lower()
    path = re.split(r"[?#]", str(raw["href"]), maxsplit=1)[0].lower()
    roles = raw.get("roles")
    small = isinstance(roles, list) and bool({"thumbnail", "overview"} & set(map(str, roles)))
    readable = "tiff" in media or "jp2" in media or path.endswith((".tif", ".tiff", ".jp2"))
    return readable and not small and str(key).lower() != "thumbnail"


def _href(raw: Mapping[str, Any], base: str) -> str:
    """The asset's address; an alternate one when the first is of a kind that is not read (s3://)."""
    hrefs = [str(raw["href"])]
    alternates = raw.get("alternate")
    if isinstance(alternates, Mapping):
        hrefs += [str(other["href"]) for other in alternates.values() if isinstance(other, Mapping) and "href" in other]
    readable = [href for href in hrefs if "://" not in href or href.startswith(("http://", "https://", "file://"))]
    return resolved((readable or hrefs)[0], base)


def resolved(href: str, base: str) -> str:
    """``href`` as an absolute address or path, seen from ``base``.

    Raises InputError when it is no address, or leads from a server to the own disk.
    """
    if base.startswith(("http://", "https://")):
        full = moved_to(base, href)
        if full.startswith("file:"):
            raise InputError("a server's catalogue points at this disk", thing=base, remedy="do not use it")
        return full
    if href.startswith("file://"):
        return unquote(re.sub(r"file://[^/]*|[?#].*", "", href))
    return href if "://" in href or Path(href).is_absolute() else str(Path(base).parent / href)


def _metadata(assets: Mapping[str, Any], base: str) -> str:
    for key in ("product_metadata", "product-metadata"):
        raw = assets.get(key)
        if isinstance(raw, Mapping) and isinstance(raw.get("href"), str):
            return resolved(raw["href"], base)
    return ""


def _own_href(raw: Mapping[str, Any], href: str) -> str:
    links = raw.get("links")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, Mapping) and link.get("rel") == "self" and isinstance(link.get("href"), str):
            return resolved(link["href"], href)
    return href


def _bbox(value: Any) -> tuple[float, float, float, float] | None:
    """West, south, east, north; of a box with heights too."""
    if not isinstance(value, list) or len(value) not in (4, 6):
        return None
    numbers = [_number(part) for part in value]
    west, south, east, north = (numbers[index] for index in ((0, 1, 2, 3) if len(value) == 4 else (0, 1, 3, 4)))
    if west is None or south is None or east is None or north is None:
        return None
    return west, south, east, north


def _first(properties: Mapping[str, Any], *keys: str) -> float | None:
    return next((value for key in keys if (value := _number(properties.get(key))) is not None), None)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
