"""What the archives' own pixel classes call cloud and shadow.

Sentinel-2 L2A carries a scene classification (``scl``; ESA, Sentinel-2 Products Specification Document, S2-PDGS-TAS-DI-
PSD, section on the scene classification map). Landsat Collection 2 carries bit flags (``qa_pixel``; USGS, Landsat
Collection 2 Level 2 Science Product Guide, LSDS-1619, table "Pixel quality assessment bit index").
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from firsthand.watch.load import Mask

SCL_SHADOW = (3,)
SCL_CLOUD = (8, 9, 10)
"""Medium and high probability, thin cirrus. Class 1, saturated, is left in: bright roofs saturate."""
SCL_NOTHING = 0

QA_FILL = 1 << 0
QA_CLOUD = 1 << 1 | 1 << 2 | 1 << 3
"""Dilated cloud, cirrus, cloud."""
QA_SHADOW = 1 << 4


def declared(classes: NDArray[np.uint16], band: str) -> tuple[Mask, Mask, Mask]:
    """Cloud, shadow, and where the archive has classified the pixel at all; each (rows, cols).

    Raises KeyError for a ``band`` other than scl and qa_pixel.
    """
    return {"scl": _scl, "qa_pixel": _qa_pixel}[band](classes)


def _scl(classes: NDArray[np.uint16]) -> tuple[Mask, Mask, Mask]:
    return np.isin(classes, SCL_CLOUD), np.isin(classes, SCL_SHADOW), np.asarray(classes != SCL_NOTHING)


def _qa_pixel(classes: NDArray[np.uint16]) -> tuple[Mask, Mask, Mask]:
    known = np.asarray((classes != 0) & (classes & QA_FILL == 0))
    return np.asarray(known & (classes & QA_CLOUD != 0)), np.asarray(known & (classes & QA_SHADOW != 0)), known
