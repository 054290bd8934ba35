"""Small pictures for people: before, after and difference of one change, on the same ground at the same scale."""

from __future__ import annotations

import hashlib
import io
import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from scipy import ndimage
from shapely.geometry import Polygon as ShapelyPolygon

from firsthand.case import Case, storing, write_atomic
from firsthand.model import Chip, Scene
from firsthand.watch.detect import FINE_GSD_M
from firsthand.watch.load import Frame, Picture, Raster

SIDE_PX = 384
CAPTION_PX = 42
LEAST_GROUND_M = {True: 60.0, False: 320.0}
"""Side of the ground shown at least, for fine (True) and coarse images."""
AROUND = 2.2
"""Side of the ground shown, against the longer side of the change."""
STRETCH = (0.5, 99.7)
"""Percentiles of the scene that become black and white."""
INK, FAINT, PAPER, LINE = (255, 255, 255), (184, 190, 198), (24, 28, 34), (255, 214, 64)
CAME, WENT = np.array([214, 72, 48], dtype=np.float32), np.array([58, 112, 214], dtype=np.float32)
FULL_DIFFERENCE = 0.5
"""Relative difference that is shown in full colour."""


class View(NamedTuple):
    """The square of ground that all chips of one change show."""

    east_m: float
    """Of the centre, in the CRS of the frame."""
    north_m: float
    side_m: float

    @property
    def gsd_m(self) -> float:
        return self.side_m / SIDE_PX


def view_of(outline: ShapelyPolygon, gsd_m: float) -> View:
    """Ground around a change: itself and enough of its surroundings to recognise the place."""
    west, south, east, north = outline.bounds
    side_m = max(AROUND * max(east - west, north - south), LEAST_GROUND_M[gsd_m <= FINE_GSD_M])
    return View((west + east) / 2, (south + north) / 2, side_m)


class Pair(NamedTuple):
    """The two looks of a change, as read, with the shifts that align them."""

    before: Picture
    before_shift_px: tuple[float, float]
    after: Picture
    after_shift_px: tuple[float, float]
    relative: Raster
    """(bands, rows, cols): difference as a share of what was expected, NaN where not known."""


def make_chips(case: Case, name: str, pair: Pair, outline: ShapelyPolygon, frame: Frame) -> tuple[Chip, ...]:
    """Draw and store before, after and difference as ``chips/NAME-ROLE.png``. Raises StorageError."""
    view = view_of(outline, frame.gsd_m)
    before = picture_of(pair.before, pair.before_shift_px, frame, view)
    after = picture_of(pair.after, pair.after_shift_px, frame, view)
    difference = _difference(after, pair.relative, frame, view)
    chips = []
    for role, image, scene in (
        ("before", before, pair.before.scene),
        ("after", after, pair.after.scene),
        ("difference", difference, pair.after.scene),
    ):
        png = _finished(image, outline, view, (role, scene))
        chip = f"{name}-{role}.png"
        with storing(case.chip_path(chip)):
            case.chip_path(chip).parent.mkdir(parents=True, exist_ok=True)
            write_atomic(case.chip_path(chip), png)
        digest = hashlib.sha256(png).hexdigest()
        chips.append(Chip(chip, digest, scene.id, role, view.gsd_m, SIDE_PX, SIDE_PX + CAPTION_PX))
    return tuple(chips)


def picture_of(picture: Picture, shift_px: tuple[float, float], frame: Frame, view: View) -> NDArray[np.uint8]:
    """The view in natural colours where the bands allow, else in grey; shape (SIDE_PX, SIDE_PX, 3)."""
    chosen = [picture.values[band] for band in _colours(picture.bands)]
    limits = [np.nanpercentile(values, STRETCH) for values in chosen]
    # One black and one white for all bands, so that grey stays grey; a hazy scene then looks as blue as it is.
    low = min(low for low, _ in limits)
    span = max(1e-6, *(high - low for _, high in limits))
    layers = []
    for values in chosen:
        cut = _read(np.nan_to_num(values, nan=low), shift_px, frame, view)
        layers.append(np.clip((cut - low) / span, 0, 1))
    # Reflectance is linear and screens are not; without this, all but roofs would be dark.
    return np.asarray(255 * np.stack(layers, axis=-1) ** (1 / 1.6), dtype=np.uint8)


def _colours(bands: tuple[str, ...]) -> tuple[int, int, int]:
    if {"red", "green", "blue"} <= set(bands):
        return bands.index("red"), bands.index("green"), bands.index("blue")
    return (0, 1, 2) if len(bands) == 3 else (0, 0, 0)


def _read(values: Raster, shift_px: tuple[float, float], frame: Frame, view: View) -> Raster:
    """Pixels (SIDE_PX, SIDE_PX) of the view, read off a raster whose content moves by ``shift_px``; edges repeat."""
    step = (np.arange(SIDE_PX) + 0.5) * view.gsd_m - view.side_m / 2
    rows = (frame.transform.f - (view.north_m - step)) / frame.gsd_m - 0.5 - shift_px[0]
    cols = (view.east_m + step - frame.transform.c) / frame.gsd_m - 0.5 - shift_px[1]
    grid = np.meshgrid(rows, cols, indexing="ij")
    order = 1 if view.gsd_m < frame.gsd_m / 4 else 3
    return np.asarray(ndimage.map_coordinates(values, grid, order=order, mode="nearest"), dtype=np.float32)


def _difference(after: NDArray[np.uint8], relative: Raster, frame: Frame, view: View) -> NDArray[np.uint8]:
    """The later picture in grey, red where it became brighter and blue where it became darker."""
    signed = _read(np.nan_to_num(relative.mean(axis=0)), (0.0, 0.0), frame, view)
    size = _read(np.nan_to_num(np.sqrt((relative**2).mean(axis=0))), (0.0, 0.0), frame, view)
    weight = np.clip(size / FULL_DIFFERENCE, 0, 1)[..., None] * 0.85
    grey = after.mean(axis=-1, keepdims=True) * 0.6 + 60
    colour = np.where((signed > 0)[..., None], CAME, WENT)
    return np.asarray(np.clip(grey * (1 - weight) + colour * weight, 0, 255), dtype=np.uint8)


def _finished(image: NDArray[np.uint8], outline: ShapelyPolygon, view: View, shown: tuple[str, Scene]) -> bytes:
    """The picture with outline, scale bar, north arrow and caption, as PNG."""
    canvas = Image.new("RGB", (SIDE_PX, SIDE_PX + CAPTION_PX), PAPER)
    canvas.paste(Image.fromarray(image), (0, 0))
    draw = ImageDraw.Draw(canvas)
    points = [
        ((x - view.east_m) / view.gsd_m + SIDE_PX / 2, (view.north_m - y) / view.gsd_m + SIDE_PX / 2)
        for x, y in outline.exterior.coords
    ]
    draw.line(points, fill=LINE, width=2)
    _scale_bar(draw, view)
    draw.polygon([(SIDE_PX - 20, 10), (SIDE_PX - 27, 30), (SIDE_PX - 13, 30)], fill=INK, outline=PAPER)
    draw.text((SIDE_PX - 20, 32), "N", font=_font(14), fill=INK, anchor="ma", stroke_width=2, stroke_fill=PAPER)
    role, scene = shown
    draw.text((10, SIDE_PX + 5), f"{role}: {scene.taken:%Y-%m-%d %H:%M} UTC", font=_font(14), fill=INK)
    source = f"{scene.sensor or 'unknown sensor'}, {scene.gsd_m:g} m per pixel"
    draw.text((10, SIDE_PX + 23), source, font=_font(12), fill=FAINT)
    out = io.BytesIO()
    canvas.save(out, "PNG")
    return out.getvalue()


def _scale_bar(draw: ImageDraw.ImageDraw, view: View) -> None:
    """A bar of a round length, about a quarter of the picture."""
    wanted = view.side_m / 4
    power = 10 ** math.floor(math.log10(wanted))
    length_m = max(step * power for step in (1, 2, 5) if step * power <= wanted)
    width = length_m / view.gsd_m
    left, top = 10, SIDE_PX - 14
    draw.rectangle((left - 2, top - 2, left + width + 2, top + 6), fill=PAPER)
    draw.rectangle((left, top, left + width, top + 4), fill=INK)
    label = f"{length_m:g} m"
    draw.text((left, top - 4), label, font=_font(13), fill=INK, anchor="ld", stroke_width=2, stroke_fill=PAPER)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size=size)
