"""One item read: its window as a GeoTIFF of our own, with all that is known of it in the file's tags."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import rasterio

from firsthand.collect.images import radiometry
from firsthand.collect.images.radiometry import Radiometry, add_offsets_of, dark_floor, sentinel_2, witnesses
from firsthand.collect.images.scene_facts import CLASS_BANDS
from firsthand.collect.stac.items import Item
from firsthand.collect.stac.remote import opened_raster
from firsthand.collect.stac.sensors import SENTINEL_2
from firsthand.collect.stac.web import Session, Web
from firsthand.collect.stac.window import Band, Box, covered, cut_band, on_one_grid
from firsthand.errors import InputError

LEAST_COVERED = 0.1
"""Share of the window that a scene must have data for."""
WHOLE = 0.95
"""From this share on nothing is said about it."""
MAX_XML_BYTES = 8 * 2**20


@dataclass(frozen=True, slots=True)
class Cut:
    """What was read of one item."""

    item: Item
    bands: tuple[Band, ...]
    """On one grid."""
    radiometry: Radiometry
    covered: float
    """Share of the window with data, in [0, 1]."""
    notes: tuple[str, ...]


def read_item(item: Item, box: Box, web: Web) -> Cut:
    """The window of every band of an item.

    Raises InputError naming the item's file when one cannot be read, the item when it has too little in the window.
    """
    bands: list[Band] = []
    notes: list[str] = []
    with web.session() as session:
        for asset in item.assets:
            href = web.signed(asset.href, item.collection) if asset.href.startswith("http") else asset.href
            with opened_raster(href, session) as opened:
                bands.append(cut_band(opened.source, asset, box, asset.href.split("?", 1)[0]))
                if opened.whole and not notes:
                    notes.append("its server gives no ranges; whole files were fetched")
        add_offsets = _add_offsets(item, bands, session)
    bands = on_one_grid(bands, item.id)
    share = covered(bands)
    if share < LEAST_COVERED:
        raise InputError(
            f"it has data for {share:.0%} of the site's window only", thing=item.id, remedy="it is left out"
        )
    if share < WHOLE:
        notes.append(f"it covers {share:.0%} of the site's window")
    meaning = meaning_of(item, bands, add_offsets)
    return Cut(item, tuple(bands), meaning, share, (*notes, *meaning.notes))


def meaning_of(item: Item, bands: list[Band], add_offsets: list[float]) -> Radiometry:
    """What the values of the bands mean."""
    family = item.family
    if family.radiometry == radiometry.GAMMA0:
        return Radiometry(radiometry.GAMMA0, told_by="the product")
    shown = [band for band in bands if band.role not in CLASS_BANDS]
    if all(band.values.dtype == np.uint8 for band in shown):
        return Radiometry("", notes=("an 8-bit picture made for looking at, not reflectance",))
    stated = {band.stated for band in shown}
    if family is SENTINEL_2:
        floor = dark_floor([band.values for band in shown], shown[0].nodata)
        offsets = [pair[1] / pair[0] for pair in stated if pair is not None]
        return sentinel_2(witnesses(item.offset_applied, item.baseline, offsets, add_offsets), floor)
    if len(stated) > 1:
        return Radiometry("", notes=("its bands state different scales; its numbers are kept as they are",))
    (pair,) = stated
    if pair is None and family.fixed and item.level_2:
        return Radiometry(radiometry.REFLECTANCE, *family.fixed, told_by="the product's specification")
    if pair is None:
        return Radiometry("", notes=("nothing says what its numbers mean; they are kept as they are",))
    if family.fixed and not np.allclose(pair, family.fixed):
        note = f"its scale and offset ({pair[0]:g}, {pair[1]:g}) are not those of the product"
        return Radiometry(radiometry.UNSURE, *pair, told_by="the item", notes=(note,))
    return Radiometry(radiometry.REFLECTANCE, *pair, told_by="the item")


def write_scene(cut: Cut, path: Path, source: str) -> None:
    """Write the GeoTIFF; the same cut gives the same bytes. ``source``: the address that it is known by."""
    first = next(band for band in cut.bands if band.role not in CLASS_BANDS)
    dtype = np.result_type(*(band.values.dtype for band in cut.bands))
    rows, cols = first.values.shape
    profile = {
        "driver": "GTiff",
        "width": cols,
        "height": rows,
        "count": len(cut.bands),
        "dtype": dtype,
        "crs": first.crs,
        "transform": first.transform,
        "nodata": first.nodata,
        "compress": "deflate",
        "predictor": 3 if dtype.kind == "f" else 2,
        "tiled": True,
        "blockxsize": 256,
        "blockysize": 256,
    }
    if np.isnan(first.nodata) and dtype.kind != "f":
        del profile["nodata"]
    with rasterio.open(path, "w", **profile) as out:
        for index, band in enumerate(cut.bands, 1):
            classes = band.role in CLASS_BANDS
            values = band.values if classes else np.where(band.valid, band.values, first.nodata)
            out.write(values.astype(dtype), index)
            out.set_band_description(index, band.role)
        if cut.radiometry.scale is not None:
            shown = [band.role not in CLASS_BANDS for band in cut.bands]
            out.scales = [cut.radiometry.scale if each else 1.0 for each in shown]
            out.offsets = [(cut.radiometry.offset or 0.0) if each else 0.0 for each in shown]
        out.update_tags(**_tags(cut, source))


def _tags(cut: Cut, source: str) -> dict[str, str]:
    """What the scene's record is made from, here and wherever else the file is collected."""
    item = cut.item
    known = {
        "TAKEN": item.taken.isoformat(),
        "SENSOR": item.sensor,
        "PLATFORM": item.platform,
        "RELATIVE_ORBIT": item.relative_orbit,
        "ORBIT_STATE": item.orbit_state,
        "SUN_ELEVATION_DEG": item.sun[0],
        "SUN_AZIMUTH_DEG": item.sun[1],
        "VIEW_ZENITH_DEG": item.view[0],
        "VIEW_AZIMUTH_DEG": item.view[1],
        "RADIOMETRY": cut.radiometry.meaning,
        "RADIOMETRY_FROM": cut.radiometry.told_by,
        "PROCESSING_BASELINE": item.baseline,
        "STAC_ID": item.id,
        "STAC_COLLECTION": item.collection,
        "SOURCE": source,
        "NOTES": "; ".join(cut.notes),
    }
    return {key: str(value) for key, value in known.items() if value not in (None, "")}


def _add_offsets(item: Item, bands: list[Band], session: Session) -> list[float]:
    """BOA_ADD_OFFSET from the files' tags, else from the product's XML where nothing else tells."""
    tagged = [band.add_offset for band in bands if band.add_offset is not None]
    told = item.baseline or item.offset_applied or any(band.stated for band in bands)
    if item.family is not SENTINEL_2 or tagged or told or not item.metadata:
        return tagged
    try:
        if item.metadata.startswith(("http://", "https://")):
            data = session.ask(item.metadata, "GET", {}, b"", MAX_XML_BYTES).data
        else:
            with Path(item.metadata).open("rb") as file:
                data = file.read(MAX_XML_BYTES)
    except (InputError, OSError):
        # The scene stands without it: its floor is looked at, and it is noted as unsure.
        return []
    return add_offsets_of(data.decode("utf-8", "replace"))
