"""Clouds by the packaged network of ukis-csmask, when the user has installed it (``pip install firsthand[clouds]``).

ukis-csmask 1.0.0 (DLR, Apache-2.0; Wieland, Li & Martinis 2019, Remote Sensing of Environment 230) ships its weights in
its wheel and downloads nothing. It takes reflectance and is trained on pixels of about 30 m.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from scipy import ndimage

from firsthand.watch.clouds.mask import Cover
from firsthand.watch.load import REFLECTANCE, Picture

PACKAGE = "ukis_csmask"
BANDS = ("blue", "green", "red", "nir")
SWIR = {"swir1": "swir16", "swir2": "swir22"}
"""Our names and the package's."""
MODEL_GSD_M = 30.0
COARSEST_M = 60.0
"""Coarser images, and those finer than ``FINEST_M``, are unlike all that it was trained on."""
FINEST_M = 8.0
CLOUD, SHADOW = 1, 2
"""Classes of its answer."""


@cache
def installed() -> bool:
    """Whether the package and what it runs on are there."""
    return find_spec(PACKAGE) is not None and find_spec("onnxruntime") is not None


def model_cover(picture: Picture, gsd_m: float) -> Cover | None:
    """Cloud and shadow by the network; None when it is not installed or the picture is not what it can read."""
    readable = picture.dtype == REFLECTANCE and set(BANDS) <= set(picture.bands) and FINEST_M <= gsd_m <= COARSEST_M
    if not readable or not installed():
        return None
    valid = picture.valid
    swir = tuple(SWIR) if set(SWIR) <= set(picture.bands) else ()
    values = np.stack([np.where(valid, picture.values[picture.bands.index(name)], 0) for name in (*BANDS, *swir)])
    names = [SWIR.get(name, name) for name in (*BANDS, *swir)]
    answer = _ask(np.moveaxis(np.clip(values, 0, 1), 0, -1).astype(np.float32), names)
    return Cover(valid & (answer == CLOUD), valid & (answer == SHADOW))


def _ask(image: Any, names: list[str]) -> Any:
    """Classes (rows, cols) of an image (rows, cols, bands)."""
    from ukis_csmask.mask import CSmask

    rows, cols = image.shape[:2]
    # It reads tiles of 256 pixels and mirrors nothing itself.
    padded = np.pad(image, ((0, max(0, 256 - rows)), (0, max(0, 256 - cols)), (0, 0)), mode="reflect")
    found = CSmask(img=padded, band_order=names, product_level="l2a", nodata_value=0, invalid_buffer=0)
    return ndimage.median_filter(np.asarray(found.csm).reshape(padded.shape[:2]), 3)[:rows, :cols]
