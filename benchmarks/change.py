"""Label-free change detection on a labelled pair: ``python benchmarks/change.py --data DIR``.

DIR holds two ENVI rasters with their headers (``*.HDR``; the earlier first by name), ``change.bmp`` and
``unchanged.bmp``. Scored on the labelled pixels only. The threshold is that of ``firsthand.watch.pairs.maps``:
two-means on the smoothed root of the IR-MAD sum; no label is looked at to set it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
from common import data_folder, sets, show
from numpy.typing import NDArray
from PIL import Image

from firsthand.watch.pairs.maps import change_map


def rasters(folder: Path) -> list[Path]:
    """The rasters that have an ENVI header (``X.hdr`` beside ``X`` or ``X.img`` or the like), by name."""
    headers = [path for path in folder.iterdir() if path.suffix.lower() == ".hdr"]
    found = set()
    for header in headers:
        beside = [path for path in folder.iterdir() if path.stem == header.stem and path not in headers]
        found.update(path for path in (header.with_suffix(""), *beside) if path.is_file())
    return sorted(found)


def is_set(folder: Path) -> bool:
    return len(rasters(folder)) == 2 and (folder / "change.bmp").is_file() and (folder / "unchanged.bmp").is_file()


def average_precision(scores: NDArray[np.floating], truth: NDArray[np.bool_]) -> float:
    """Mean precision at every changed pixel, highest score first; equal scores count together."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(truth[order])
    last = np.append(np.diff(scores[order]) != 0, True)
    hits, seen = hits[last], np.flatnonzero(last) + 1
    return float((np.diff(hits, prepend=0) * hits / seen).sum() / truth.sum())


def f1(found: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    return float(2 * (found & truth).sum() / (found.sum() + truth.sum()))


def measure(folder: Path) -> tuple[dict[str, float], dict[str, NDArray]]:
    """Figures of one set, and its labelled pixels for pooling."""
    images = []
    for path in rasters(folder):
        with rasterio.open(path) as source:
            images.append(source.read().astype(np.float32))
    changed, unchanged = (np.asarray(Image.open(folder / name)) > 0 for name in ("change.bmp", "unchanged.bmp"))
    labelled = changed | unchanged
    found = change_map(*images)
    pixels = {
        "truth": changed[labelled],
        "mask": found.mask[labelled],
        "scores": found.scores[labelled],
        "irmad": found.chi2[labelled],
    }
    return figures(pixels), pixels


def figures(pixels: dict[str, NDArray]) -> dict[str, float]:
    return {
        "f1": f1(pixels["mask"], pixels["truth"]),
        "average_precision": average_precision(pixels["scores"], pixels["truth"]),
        "irmad_average_precision": average_precision(pixels["irmad"], pixels["truth"]),
    }


def main() -> None:
    found = sets(data_folder(__doc__.splitlines()[0], "data/imagery/landsat_taizhou"), is_set)
    pooled: list[dict[str, NDArray]] = []
    for name, folder in found.items():
        shown, pixels = measure(folder)
        show(shown, name)
        pooled.append(pixels)
    if "" not in found:
        show(figures({key: np.concatenate([item[key] for item in pooled]) for key in pooled[0]}))


if __name__ == "__main__":
    main()
