"""Pictures for people: chips as they were cut, and small north-up views of whole scenes."""

from __future__ import annotations

import base64
import hashlib
import io
from pathlib import Path

from firsthand.case import Case
from firsthand.errors import IntegrityError, UnknownIdError
from firsthand.model import Chip, Scene

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


def media_type(name: str) -> str:
    """Of a chip, by its file name."""
    return {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}.get(
        Path(name).suffix.lower(), "application/octet-stream"
    )


def data_uri(data: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def scene_view(case: Case, scene: Scene, longest_px: int) -> bytes | None:
    """A north-up JPEG of the scene in WGS 84, its longer side at most ``longest_px``; ``None`` when the file is gone.

    Raises IntegrityError when the archived image cannot be read any more.
    """
    path = case.file_path(scene.sha256)
    if not path.is_file():
        return None
    return _render(path, longest_px)


def _render(path: Path, longest_px: int) -> bytes:
    import numpy as np
    import rasterio
    from PIL import Image
    from rasterio.enums import Resampling
    from rasterio.errors import RasterioError
    from rasterio.vrt import WarpedVRT

    try:
        with (
            rasterio.open(path) as source,
            WarpedVRT(source, crs="EPSG:4326", resampling=Resampling.bilinear, add_alpha=True) as view,
        ):
            shrink = min(longest_px / max(view.width, view.height), 1.0)
            shape = (max(round(view.height * shrink), 1), max(round(view.width * shrink), 1))
            bands = _colour_bands(source.descriptions, source.count)
            pixels = view.read(bands, out_shape=(len(bands), *shape), resampling=Resampling.average).astype("float32")
            inside = view.read(view.count, out_shape=shape) > 0
            bytes_already = source.dtypes[0] == "uint8"
    except RasterioError as err:
        raise IntegrityError(
            f"this image cannot be read any more ({err})", thing=str(path), remedy="collect the scene again"
        ) from err
    stretched = np.full((*shape, len(bands)), 128, dtype=np.uint8)
    for number, band in enumerate(pixels):
        known = band[inside & np.isfinite(band)]
        low, high = (0.0, 255.0) if bytes_already or not known.size else np.percentile(known, STRETCH_PERCENT)
        margin = 0.0 if bytes_already else (high - low) * 0.08
        scaled = (np.nan_to_num(band) - low + margin) / max(high - low + 2 * margin, 1e-6)
        stretched[..., number] = np.where(inside, np.clip(scaled, 0, 1) * 255, 128).astype(np.uint8)
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


def named_chip(case: Case, name: str) -> Chip:
    """The chip with this file name. Raises UnknownIdError; only names that the store holds are ever opened."""
    for change in case.store.changes():
        for chip in change.chips:
            if chip.name == name:
                return chip
    raise UnknownIdError("no such picture in this case", thing=name, remedy="follow the links of a site's page")
