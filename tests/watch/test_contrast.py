"""Differences between looks in units of their noise."""

from __future__ import annotations

import numpy as np

from firsthand.watch.contrast import Comparer


def test_looks_without_any_noise_are_compared() -> None:
    still = np.full((4, 60, 60), 0.2, dtype=np.float32)
    changed = still.copy()
    changed[:, 20:30, 20:30] = 0.5
    comparer = Comparer([still, changed], ("blue", "green", "red", "nir"), 10.0)
    contrast = comparer.compare([(0, comparer.clear[0])], 1)
    assert contrast is not None
    where = contrast.distance2 > 100
    assert where[20:30, 20:30].all()
    assert not np.delete(where, np.s_[18:32], axis=0).any()
