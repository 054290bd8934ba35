"""Very fine pairs beside six trained peers: ``python benchmarks/tiles.py --data DIR``.

DIR holds ``A`` (earlier), ``B`` (later), ``label`` and ``peers/NAME`` with tiles of the same names (LEVIR-CD, DSIFN),
or several such folders. All pixels of all tiles are pooled. ``f1`` is ``firsthand.watch.pairs.candidates``' mask, its
threshold set without labels. Peers without labels run here on the same pixels: change vectors and Otsu, PCA and k-means
(Celik 2009), IR-MAD and two-means. The six trained peers' masks come with the data; peers are scored on the tiles they
have. ``trained_ahead`` says by how much the best of them is better than we are, on its tiles: it always is.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from change import average_precision, f1
from common import data_folder, sets, show
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage
from scipy.cluster.vq import kmeans2
from skimage.filters import threshold_otsu

from firsthand.watch.pairs.candidates import candidate_map
from firsthand.watch.pairs.maps import change_map

Scene = NDArray[np.float32]
Found = tuple[NDArray[np.floating], NDArray[np.bool_]]
"""Scores and mask, each (rows, cols)."""
BLOCK_PX, COMPONENTS = 5, 3


def is_set(folder: Path) -> bool:
    return all((folder / name).is_dir() for name in ("A", "B", "label"))


def scene(path: Path) -> Scene:
    return np.asarray(Image.open(path).convert("RGB"), dtype=np.float32).transpose(2, 0, 1)


def mask(path: Path) -> NDArray[np.bool_]:
    return np.asarray(Image.open(path).convert("L")) > 127


def ours(before: Scene, after: Scene) -> Found:
    found = candidate_map(before, after)
    return found.scores, found.mask


def change_vectors(before: Scene, after: Scene) -> Found:
    one, other = (
        (item - item.mean((1, 2), keepdims=True)) / item.std((1, 2), keepdims=True) for item in (before, after)
    )
    size = np.sqrt(((one - other) ** 2).sum(axis=0))
    return size, size > threshold_otsu(size)


def irmad(before: Scene, after: Scene) -> Found:
    found = change_map(before, after)
    return found.scores, found.mask


def pca_kmeans(before: Scene, after: Scene) -> Found:
    """Celik, Unsupervised change detection using PCA and k-means clustering, IEEE GRSL 6 (2009) 772-776."""
    difference = np.abs(before - after).mean(axis=0)
    reach = BLOCK_PX // 2
    offsets = [(row, col) for row in range(-reach, reach + 1) for col in range(-reach, reach + 1)]
    blocks = np.stack([np.roll(difference, offset, (0, 1)).ravel() for offset in offsets], axis=1)
    blocks -= blocks.mean(axis=0)
    _, vectors = np.linalg.eigh(blocks.T @ blocks)
    _, labels = kmeans2(blocks @ vectors[:, -COMPONENTS:], 2, seed=0, minit="++")
    labels = labels.reshape(difference.shape)
    changed = labels == int(difference[labels == 1].mean() > difference[labels == 0].mean())
    return ndimage.gaussian_filter(difference, 1.5), changed


METHODS: dict[str, Callable[[Scene, Scene], Found]] = {
    "": ours,
    "change_vectors": change_vectors,
    "pca_kmeans": pca_kmeans,
    "irmad": irmad,
}


def measure(folder: Path) -> dict[str, float | int]:
    names = sorted(path.name for path in (folder / "A").glob("*.png"))
    truth = {name: mask(folder / "label" / name) for name in names}
    found: dict[str, dict[str, Found]] = {method: {} for method in METHODS}
    for name in names:
        pair = scene(folder / "A" / name), scene(folder / "B" / name)
        for method, run in METHODS.items():
            found[method][name] = run(*pair)
    whole = np.concatenate([truth[name].ravel() for name in names])
    figures: dict[str, float | int] = {"tiles": len(names)}
    for method, tiles in found.items():
        label = f"{method}_" if method else ""
        figures[f"{label}f1"] = f1(np.concatenate([tiles[name][1].ravel() for name in names]), whole)
        scores = np.concatenate([(tiles[name][0] / np.median(tiles[name][0])).ravel() for name in names])
        figures[f"{label}average_precision"] = average_precision(scores, whole)
    return figures | trained(folder, truth, found[""])


def trained(folder: Path, truth: dict[str, NDArray[np.bool_]], mine: dict[str, Found]) -> dict[str, float]:
    """The peers' stored masks, and how far the best of them is ahead of us on the same tiles."""
    figures, ahead = {}, []
    for peer in sorted(path for path in (folder / "peers").glob("*") if path.is_dir()):
        names = [name for name in truth if (peer / name).is_file()]
        if not names:
            continue
        wanted = np.concatenate([truth[name].ravel() for name in names])
        theirs = f1(np.concatenate([mask(peer / name).ravel() for name in names]), wanted)
        figures[f"peer_{peer.name}_f1"] = theirs
        ahead.append(theirs - f1(np.concatenate([mine[name][1].ravel() for name in names]), wanted))
    return figures | ({"trained_ahead": max(ahead)} if ahead else {})


def main() -> None:
    for name, folder in sets(data_folder(__doc__.splitlines()[0], "data/imagery"), is_set).items():
        show(measure(folder), name)


if __name__ == "__main__":
    main()
