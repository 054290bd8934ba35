"""How well scenes are laid on each other: ``python benchmarks/registration.py --data DIR`` (DIR as for imagery).

``offset_error_px``: xBD pairs (``xbd_*/images/*_pre_disaster.png`` beside ``*_post_disaster.png``) stand off each other
by about 3.4 pixels. They come from the same two acquisitions, so the reference is one offset for all pairs of a folder:
the mean of what phase correlation of Sobel edges (scikit-image) finds in each. The largest distance from it counts.

``injected_error_px``: the later scene of every real pair (xBD, LEVIR, DSIFN, Landsat) that is not refused is moved by a
known .1 to 3 pixels through its spectrum; the error is how far the found shift moves off that. ``worse``: pairs whose
edges match less well after alignment than before, by correlation of plain Sobel edges.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import rasterio
from change import rasters
from common import data_folder, show
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage
from skimage.registration import phase_cross_correlation

from firsthand.watch.align import align, moved

LENGTHS_PX = (0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
LEAST_PX = 128
Scene = NDArray[np.float32]


def colours(path: Path) -> Scene:
    return np.asarray(Image.open(path).convert("RGB"), dtype=np.float32).transpose(2, 0, 1)


def bands(path: Path) -> Scene:
    with rasterio.open(path) as source:
        return source.read().astype(np.float32)


def xbd_pairs(folder: Path) -> list[tuple[Scene, Scene]]:
    before = sorted(folder.glob("xbd_*/images/*_pre_disaster.png")) or sorted(folder.glob("images/*_pre_disaster.png"))
    return [(colours(path), colours(Path(str(path).replace("_pre_", "_post_")))) for path in before]


def other_pairs(folder: Path) -> Iterator[tuple[Scene, Scene]]:
    for name in ("levir_cd", "dsifn_cd"):
        for path in sorted((folder / name / "A").glob("*.png")):
            yield colours(path), colours(folder / name / "B" / path.name)
    for place in sorted(folder.glob("landsat_*")):
        yield (bands(rasters(place)[0]), bands(rasters(place)[1]))


def sobel(scene: Scene) -> Scene:
    grey = scene.mean(axis=0)
    return np.hypot(ndimage.sobel(grey, 0), ndimage.sobel(grey, 1))


def found_shift(before: Scene, after: Scene) -> tuple[float, float] | None:
    """How far the later scene must move; ``None`` when refused."""
    whole = np.ones(before.shape[1:], dtype=bool)
    result = align(after, before, whole, whole)
    return result.shift_px if result.aligned else None


def offset_error(pairs: list[tuple[Scene, Scene]]) -> dict[str, float]:
    wanted = [phase_cross_correlation(sobel(one), sobel(other), upsample_factor=50)[0] for one, other in pairs]
    reference = np.mean(wanted, axis=0)
    shifts = [found_shift(one, other) or (0.0, 0.0) for one, other in pairs]
    errors = [float(np.hypot(*(np.array(shift) - reference))) for shift in shifts]
    return {
        "offset_reference_px": float(np.hypot(*reference)),
        "offset_found_px": float(np.mean([np.hypot(*shift) for shift in shifts])),
        "offset_error_px": max(errors),
    }


def through_spectrum(scene: Scene, shift: tuple[float, float]) -> Scene:
    return np.stack([np.fft.ifft2(ndimage.fourier_shift(np.fft.fft2(band), shift)).real for band in scene]).astype("f4")


def injected_errors(pairs: list[tuple[Scene, Scene]]) -> list[float]:
    rng = np.random.default_rng(0)
    errors = []
    for before, after in pairs:
        own = found_shift(before, after)
        if own is None:
            continue
        for length in LENGTHS_PX:
            angle = rng.uniform(0, 2 * np.pi)
            shift = length * np.cos(angle), length * np.sin(angle)
            found = found_shift(before, through_spectrum(after, shift))
            # Moved by s, it must be moved back by s more than before; a refused one was not moved at all.
            off = (np.array(found) if found else np.zeros(2)) - (np.array(own) - np.array(shift))
            errors.append(float(np.hypot(*off)))
    return errors


def match(one: Scene, other: Scene) -> float:
    inner = (slice(8, -8), slice(8, -8))
    return float(np.corrcoef(sobel(one)[inner].ravel(), sobel(other)[inner].ravel())[0, 1])


def worse(pairs: list[tuple[Scene, Scene]]) -> int:
    """Pairs that alignment made worse."""
    count = 0
    for before, after in pairs:
        shift = found_shift(before, after)
        if shift is not None and shift != (0.0, 0.0):
            count += match(before, np.nan_to_num(moved(after, shift))) < match(before, after)
    return count


def main() -> None:
    folder = data_folder(__doc__.splitlines()[0], "data/imagery")
    xbd = xbd_pairs(folder)
    pairs = xbd + [pair for pair in other_pairs(folder) if min(pair[0].shape[1:]) >= LEAST_PX]
    if xbd:
        show(offset_error(xbd))
    else:
        print(f"skipped: no xBD pairs in {folder}")
    errors = injected_errors(pairs)
    show(
        {
            "pairs": len(pairs),
            "injected": len(errors),
            "injected_error_px_median": float(np.median(errors)),
            "injected_error_px_90": float(np.quantile(errors, 0.9)),
            "worse": worse(pairs),
        }
    )


if __name__ == "__main__":
    main()
