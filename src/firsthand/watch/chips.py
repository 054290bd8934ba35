"""Small pictures for people: before, after and difference of one change, on the same ground at the same scale.

One stretch serves both looks, so that what is brighter in one was brighter on the ground, haze and sun apart.
"""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Sequence
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
CAPTION_PX = 60
LEAST_GROUND_M = {True: 60.0, False: 320.0}
"""Side of the ground shown at least, for fine (True) and coarse images."""
AROUND = 2.2
"""Side of the ground shown, against the longer side of the change."""
STRETCH = (0.5, 99.7)
"""Percentiles of the values that become black and white."""
GAMMA = 1.6
"""Reflectance is linear and screens are not; without this, all but roofs would be dark."""
INK, FAINT, PAPER, LINE = (255, 255, 255), (184, 190, 198), (24, 28, 34), (255, 214, 64)
NOTHING = (58, 64, 72)
"""Where a scene has no data."""
CAME, WENT = np.array([214, 72, 48], dtype=np.float32), np.array([58, 112, 214], dtype=np.float32)
FULL_DIFFERENCE = 0.5
"""Relative difference that is shown in full colour."""


class View(NamedTuple):
    """The square of ground that all chips of one change show."""

    east_m: float
    """Of the centre, in the CRS of the frame."""
    north_m: float
    side_m: float
    side_px: int = SIDE_PX

    @property
    def gsd_m(self) -> float:
        return self.side_m / self.side_px


class Stretch(NamedTuple):
    """The values that become black and white, one pair for all bands, so that grey stays grey."""

    low: float
    high: float


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
    stretch = stretch_of((pair.before, pair.after))
    before = picture_of(pair.before, pair.before_shift_px, frame, view, stretch)
    after = picture_of(pair.after, pair.after_shift_px, frame, view, stretch)
    difference = _difference(after, pair.relative, frame, view)
    chips = []
    earlier, later = pair.before.scene, pair.after.scene
    days = f"{earlier.taken:%Y-%m-%d} to {later.taken:%Y-%m-%d} UTC"
    for role, image, scene, when in (
        ("before", before, earlier, f"{earlier.taken:%Y-%m-%d %H:%M} UTC"),
        ("after", after, later, f"{later.taken:%Y-%m-%d %H:%M} UTC"),
        ("difference", difference, later, days),
    ):
        png = _finished(image, outline, view, (f"{role}: {when}", scene))
        chip = f"{name}-{role}.png"
        with storing(case.chip_path(chip)):
            case.chip_path(chip).parent.mkdir(parents=True, exist_ok=True)
            write_atomic(case.chip_path(chip), png)
        digest = hashlib.sha256(png).hexdigest()
        chips.append(Chip(chip, digest, scene.id, role, view.gsd_m, SIDE_PX, SIDE_PX + CAPTION_PX))
    return tuple(chips)


def stretch_of(pictures: Sequence[Picture]) -> Stretch:
    """The stretch that a series shares: medians of its pictures' own percentiles, so that one cloud spoils nothing."""
    limits = [np.nanpercentile(picture.values[list(set(colours(picture.bands)))], STRETCH) for picture in pictures]
    low, high = np.median(np.array(limits), axis=0)
    return Stretch(float(low), max(float(high), float(low) + 1e-6))


def picture_of(
    picture: Picture, shift_px: tuple[float, float], frame: Frame, view: View, stretch: Stretch
) -> NDArray[np.uint8]:
    """The view in natural colours where the bands allow, else in grey; shape (side_px, side_px, 3)."""
    return drawn(cut_of(picture, shift_px, frame, view), stretch)


def cut_of(picture: Picture, shift_px: tuple[float, float], frame: Frame, view: View) -> Raster:
    """The bands to be shown, read off at the pixels of the view: (side_px, side_px, 3), NaN where there is nothing."""
    chosen = [picture.values[band] for band in colours(picture.bands)]
    layers = [_read(np.nan_to_num(values, nan=np.nanmedian(values)), shift_px, frame, view) for values in chosen]
    cut = np.stack(layers, axis=-1)
    cut[_read((~picture.valid).astype(np.float32), shift_px, frame, view) > 0.5] = np.nan
    return cut


def drawn(cut: Raster, stretch: Stretch) -> NDArray[np.uint8]:
    """Values as colours for a screen; a flat dark grey where there is nothing."""
    scaled = np.clip((np.nan_to_num(cut) - stretch.low) / (stretch.high - stretch.low), 0, 1)
    colour = 255 * scaled ** (1 / GAMMA)
    return np.where(np.isnan(cut), NOTHING, colour).astype(np.uint8)


def colours(bands: tuple[str, ...]) -> tuple[int, int, int]:
    """Bands for red, green and blue; the first band thrice where the bands are not named."""
    if {"red", "green", "blue"} <= set(bands):
        return bands.index("red"), bands.index("green"), bands.index("blue")
    return (0, 1, 2) if len(bands) == 3 else (0, 0, 0)


def _read(values: Raster, shift_px: tuple[float, float], frame: Frame, view: View) -> Raster:
    """Pixels (side_px, side_px) of the view, read off a raster whose content moves by ``shift_px``; edges repeat."""
    step = (np.arange(view.side_px) + 0.5) * view.gsd_m - view.side_m / 2
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
    scale_bar(draw, view)
    north_arrow(draw, view)
    caption, scene = shown
    lines = (caption, source_of(scene), shortened(draw, scene.name, SIDE_PX - 20))
    for number, (line, size, ink) in enumerate(zip(lines, (14, 12, 12), (INK, FAINT, FAINT), strict=True)):
        draw.text((10, SIDE_PX + 5 + 18 * number), line, font=font(size), fill=ink)
    out = io.BytesIO()
    canvas.save(out, "PNG")
    return out.getvalue()


def source_of(scene: Scene) -> str:
    """Sensor and resolution, for captions."""
    return f"{scene.sensor or 'unknown sensor'}, {scene.gsd_m:g} m per pixel"


def shortened(draw: ImageDraw.ImageDraw, text: str, most_px: float, size: int = 12) -> str:
    """``text``, cut in the middle where it is too long: file names differ at their ends."""
    if draw.textlength(text, font=font(size)) <= most_px:
        return text
    keep = len(text)
    while keep > 4 and draw.textlength(f"{text[: keep // 2]}…{text[-(keep // 2) :]}", font=font(size)) > most_px:
        keep -= 2
    return f"{text[: keep // 2]}…{text[-(keep // 2) :]}"


def scale_bar(draw: ImageDraw.ImageDraw, view: View, size: int = 13) -> None:
    """A bar of a round length, about a quarter of the picture, in its lower left corner."""
    wanted = view.side_m / 4
    power = 10 ** math.floor(math.log10(wanted))
    length_m = max(step * power for step in (1, 2, 5) if step * power <= wanted)
    width = length_m / view.gsd_m
    left, top = 10, view.side_px - 14
    draw.rectangle((left - 2, top - 2, left + width + 2, top + 6), fill=PAPER)
    draw.rectangle((left, top, left + width, top + 4), fill=INK)
    label = f"{length_m:g} m"
    draw.text((left, top - 4), label, font=font(size), fill=INK, anchor="ld", stroke_width=2, stroke_fill=PAPER)


def north_arrow(draw: ImageDraw.ImageDraw, view: View, size: int = 14) -> None:
    """North is up; the arrow says so, in the upper right corner."""
    middle = view.side_px - 20
    draw.polygon([(middle, 10), (middle - 7, 30), (middle + 7, 30)], fill=INK, outline=PAPER)
    draw.text((middle, 32), "N", font=font(size), fill=INK, anchor="ma", stroke_width=2, stroke_fill=PAPER)


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own face, so that pictures are the same on every machine."""
    return ImageFont.load_default(size=size)
