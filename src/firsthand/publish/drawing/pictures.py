"""Pictures for people: chips as they were cut, and small north-up views of whole scenes."""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from firsthand.case import Case
from firsthand.errors import IntegrityError
from firsthand.model import Change, Chip, Scene

Bounds = tuple[float, float, float, float]
JPEG_QUALITY = 82
STRETCH_PERCENT = (1.0, 99.0)


def chip_bytes(case: Case, chip: Chip) -> bytes | None:
    """The chip's bytes; ``None`` when the file is gone. Raises IntegrityError when they are not the ones cut."""
    path = case.chip_path(chip.name)
    if path.parent != case.root / "chips" or not path.is_file():
        return None
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != chip.sha256:
        raise IntegrityError(
            "this picture is not the one that was cut", thing=str(path), remedy="run `firsthand watch` again"
        )
    return data


@dataclass(frozen=True, slots=True)
class Pair:
    """Two chips of one place from one sensor, with the dates of their own scenes."""

    before: Chip
    after: Chip
    difference: Chip | None
    before_taken: datetime
    after_taken: datetime
    sensor: str


def pairs(change: Change, scenes: Mapping[str, Scene]) -> list[Pair]:
    """The chips of a change as pairs, the one that shows it best first; chips without their scene are left out."""
    groups: list[dict[str, Chip]] = []
    for chip in change.chips:
        if not groups or chip.role in groups[-1]:
            groups.append({})
        groups[-1][chip.role] = chip
    found = []
    for group in groups:
        before, after = group.get("before"), group.get("after")
        if before and after and before.scene_id in scenes and after.scene_id in scenes:
            one, other = scenes[before.scene_id], scenes[after.scene_id]
            found.append(Pair(before, after, group.get("difference"), one.taken, other.taken, other.sensor))
    return found


def jpeg_copy(data: bytes) -> bytes:
    """A smaller copy of a chip, to stand inside a brief."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.open(io.BytesIO(data)).convert("RGB").save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return buffer.getvalue()


def media_type(name: str) -> str:
    """Of a chip, by its file name."""
    return {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}.get(
        Path(name).suffix.lower(), "application/octet-stream"
    )


def data_uri(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def scene_view(case: Case, scene: Scene, bounds: Bounds, longest_px: int) -> bytes | None:
    """A north-up JPEG of ``bounds`` (west, south, east, north in degrees) in WGS 84; ``None`` when the file is gone.

    Its longer side has at most ``longest_px`` pixels. Raises IntegrityError when the archived image cannot be read.
    """
    path = case.file_path(scene.sha256)
    if not path.is_file():
        return None
    return _render(path, bounds, longest_px)


def _render(path: Path, bounds: Bounds, longest_px: int) -> bytes:
    import numpy as np
    import rasterio
    from PIL import Image
    from rasterio.enums import Resampling
    from rasterio.errors import RasterioError
    from rasterio.vrt import WarpedVRT
    from rasterio.windows import Window, from_bounds

    try:
        with (
            rasterio.open(path) as source,
            WarpedVRT(source, crs="EPSG:4326", resampling=Resampling.bilinear, add_alpha=True) as view,
        ):
            whole = Window(0, 0, view.width, view.height)
            part = from_bounds(*bounds, transform=view.transform).intersection(whole)
            shrink = min(longest_px / max(part.width, part.height), 1.0)
            shape = (max(round(part.height * shrink), 1), max(round(part.width * shrink), 1))
            bands = _colour_bands(source.descriptions, source.count)
            read = partial(view.read, window=part, resampling=Resampling.average)
            pixels = read(bands, out_shape=(len(bands), *shape)).astype("float32")
            inside = read(view.count, out_shape=shape) > 0
    except RasterioError as err:
        raise IntegrityError(
            f"this image cannot be read any more ({err})", thing=str(path), remedy="collect the scene again"
        ) from err
    # One stretch for all bands keeps the colours as they are to each other.
    known = pixels[:, inside & np.isfinite(pixels).all(axis=0)]
    low, high = np.percentile(known, STRETCH_PERCENT) if known.size else (0.0, 1.0)
    margin = (high - low) * 0.06
    scaled = (np.nan_to_num(pixels) - low + margin) / max(high - low + 2 * margin, 1e-6)
    stretched = np.where(inside, np.clip(scaled, 0, 1) * 255, 128).astype(np.uint8).transpose(1, 2, 0)
    image = Image.fromarray(stretched if len(bands) == 3 else stretched[..., 0])
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True)
    return buffer.getvalue()


def _colour_bands(names: tuple[str | None, ...], count: int) -> list[int]:
    """Band numbers (1-based) of red, green and blue; the first band alone where there are fewer than three."""
    known = {(name or "").strip().lower(): number for number, name in enumerate(names, 1)}
    wanted = [next((known[name] for name in group if name in known), 0) for group in _COLOURS]
    if all(wanted):
        return wanted
    return [1, 2, 3] if count >= 3 else [1]


_COLOURS = (("red", "b04", "b4"), ("green", "b03", "b3"), ("blue", "b02", "b2"))
