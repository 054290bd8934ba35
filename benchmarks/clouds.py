"""Cloud masks on labelled Sentinel-2 chips: ``python benchmarks/clouds.py --data DIR``.

DIR holds folders of chips, each with ``B02.tif``, ``B03.tif``, ``B04.tif``, ``B08.tif`` (L2A, reflectance times 10,000,
no offset) and ``label.tif`` (1 cloud, 0 clear, 255 no data). A chip stands alone, so what is measured is what
``firsthand`` does without other looks: ``colour_f1``, one look's colour; ``model_f1``, the network of ukis-csmask 1.0.0
as ``firsthand`` uses it, where it is installed; ``cloud_f1``, whichever of the two ``firsthand watch`` would use here.
Peer: ukis-csmask by itself, ``ukis_csmask_f1`` (.887 and .911 on the two chips of the sample).

``series_*`` are from simulated series (``firsthand.simulate``, three seeds) in which the place of clouds and shadows is
known and bright roofs appear: ``series_f1`` without any classes, ``series_classes_f1`` with a class map at half the
resolution that calls thick clouds and all bright roofs cloud, as real ones do; ``roofs_kept`` is the share of the new
roofs' clear pixels that are not masked, ``roofs_kept_by_classes_alone`` that of the class map by itself.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import rasterio
from common import data_folder, sets, show
from numpy.typing import NDArray

from firsthand.model import Scene
from firsthand.simulate.ground import Grid, Ground, make_parcels
from firsthand.simulate.sky import make_sky, through
from firsthand.simulate.spec import METAL_ROOF, Thing
from firsthand.sun import sun_at
from firsthand.watch.clouds import model as cloud_model
from firsthand.watch.clouds.classes import SCL_CLOUD
from firsthand.watch.clouds.cover import by_colour, covers_of
from firsthand.watch.clouds.mask import find_clouds
from firsthand.watch.load import REFLECTANCE, Picture

BANDS = {"B02": "blue", "B03": "green", "B04": "red", "B08": "nir"}
GSD_M = 10.0


def is_set(folder: Path) -> bool:
    return (folder / "label.tif").is_file() and all((folder / f"{name}.tif").is_file() for name in BANDS)


def picture_of(folder: Path) -> Picture:
    """The chip as ``firsthand`` holds it."""
    values = []
    for name in BANDS:
        with rasterio.open(folder / f"{name}.tif") as source:
            values.append(source.read(1).astype(np.float32) * 1e-4)
    stack = np.stack(values)
    stack[:, (stack == 0).all(axis=0)] = np.nan
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    scene = Scene("", "", folder.name, "", moment, "Sentinel-2", GSD_M, "", (0, 0, 0, 0), 0, 0, (), moment)
    return Picture(scene, stack, tuple(BANDS.values()), REFLECTANCE)


def peer(picture: Picture) -> NDArray[np.bool_]:
    """ukis-csmask by itself, as its own example calls it."""
    from ukis_csmask.mask import CSmask

    image = np.ascontiguousarray(np.moveaxis(np.nan_to_num(picture.values), 0, -1))
    found = CSmask(img=image, band_order=list(BANDS.values()), product_level="l2a", nodata_value=0)
    return np.asarray(found.csm)[..., 0] == cloud_model.CLOUD


def f1(found: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    return float(2 * (found & truth).sum() / max(1, found.sum() + truth.sum()))


def measure(folder: Path) -> tuple[dict[str, NDArray[np.bool_]], NDArray[np.bool_]]:
    """Masks by name on the labelled pixels, and the truth there."""
    picture = picture_of(folder)
    with rasterio.open(folder / "label.tif") as source:
        label = source.read(1)
    known = label != 255
    masks = {"colour": by_colour(picture, GSD_M).cloud}
    cover = cloud_model.model_cover(picture, GSD_M)
    if cover is not None:
        masks |= {"model": cover.cloud, "ukis_csmask": peer(picture)}
    masks["cloud"] = masks.get("model", masks["colour"])
    return {name: mask[known] for name, mask in masks.items()}, (label == 1)[known]


SIDE_PX = 160
LOOKS = 12
FIRST_DAY = datetime(2025, 4, 1, 13, tzinfo=UTC)
ROOFS_UP = datetime(2025, 5, 20, tzinfo=UTC)
CLOUD_SHARES = (0.0, 0.3, 0.0, 0.1, 0.6, 0.0, 0.2, 0.0, 0.4, 0.0, 0.1, 0.3)
SHARE_OF_CLASSES = 0.4
"""Opacity from which the class map sees a cloud."""


def series(seed: int) -> tuple[list[Picture], list[NDArray[np.bool_]], NDArray[np.bool_]]:
    """Looks with class maps, where each is truly blocked, and where roofs stand from ``ROOFS_UP`` on."""
    rng = np.random.default_rng(seed)
    half = SIDE_PX * GSD_M / 2
    grid = Grid(-half, half, GSD_M, SIDE_PX, SIDE_PX)
    ground = Ground(grid, make_parcels(seed, half), seed)
    places = [(-450, -300), (-200, 350), (100, -100), (350, 250), (400, -420)]
    roofs = [
        Thing(f"roof{n}", "roof", x, y, 40 + 20 * n, 40 + 10 * n, 0.5, METAL_ROOF, appears=ROOFS_UP)
        for n, (x, y) in enumerate(places)
    ]
    moments = [FIRST_DAY + timedelta(days=10 * n) for n in range(LOOKS)]
    bands = range(4)
    bare, built = (
        ground.reflectance(moments[-1], sun_at(moments[-1], 10, 45), things, bands) for things in ([], roofs)
    )
    roof = np.abs(built - bare).max(axis=0) > 0.05
    pictures, blocked = [], []
    for moment, share in zip(moments, CLOUD_SHARES, strict=True):
        sun = sun_at(moment, 10.0, 45.0)
        sky = make_sky(grid, share, 0.1 * float(rng.random()), sun, rng)
        seen = through(ground.reflectance(moment, sun, roofs, bands), sky, bands)
        seen = seen * (1 + 0.02 * rng.standard_normal()) + 0.003 * rng.standard_normal(seen.shape)
        called = (sky.cloud > SHARE_OF_CLASSES) | (roof if moment >= ROOFS_UP else False)
        coarse = np.kron(called[::2, ::2], np.ones((2, 2), dtype=bool))
        classes = np.where(coarse, 9, np.where(np.kron(sky.shadow[::2, ::2] > 0.3, np.ones((2, 2))) > 0, 3, 5))
        scene = Scene("", "", "", "", moment, "Sentinel-2", GSD_M, "", (0, 0, 0, 0), 0, 0, (), moment)
        layers = (seen.astype(np.float32), tuple(BANDS.values()), REFLECTANCE, classes.astype(np.uint16), "scl")
        pictures.append(Picture(scene, *layers))
        blocked.append(sky.blocked)
    return pictures, blocked, roof


def simulated() -> dict[str, float]:
    """Figures over the simulated series."""
    truth, told, classed, kept, alone = [], [], [], [], []
    for seed in (1, 2, 3):
        pictures, blocked, roof = series(seed)
        with_classes = covers_of(pictures, GSD_M)
        truth += blocked
        told += [cover.blocked for cover in find_clouds([item.values for item in pictures], GSD_M)]
        classed += [cover.blocked for cover in with_classes]
        for picture, cover, gone in zip(pictures, with_classes, blocked, strict=True):
            if picture.scene.taken >= ROOFS_UP and picture.classes is not None:
                clear = roof & ~gone
                kept.append(~cover.blocked[clear])
                alone.append(~np.isin(picture.classes[clear], SCL_CLOUD))
    whole = np.concatenate(truth)
    return {
        "series_f1": f1(np.concatenate(told), whole),
        "series_classes_f1": f1(np.concatenate(classed), whole),
        "roofs_kept": float(np.concatenate(kept).mean()),
        "roofs_kept_by_classes_alone": float(np.concatenate(alone).mean()),
    }


def main() -> None:
    folder = data_folder(__doc__ or "", "data/imagery/s2_cloud_chip")
    pooled: dict[str, list[NDArray[np.bool_]]] = {}
    truths = []
    for name, chip in sets(folder, is_set).items():
        masks, truth = measure(chip)
        truths.append(truth)
        for method, mask in masks.items():
            pooled.setdefault(method, []).append(mask)
        if name:
            show({f"{method}_f1": f1(mask, truth) for method, mask in masks.items()}, name)
    whole = np.concatenate(truths)
    show({f"{method}_f1": f1(np.concatenate(found), whole) for method, found in pooled.items()})
    if "model" not in pooled:
        show({"model": "not installed (pip install firsthand[clouds])"})
    show(simulated())


if __name__ == "__main__":
    main()
