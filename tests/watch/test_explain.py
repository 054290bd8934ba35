"""Shadows and seasons are told from change by their colours."""

from __future__ import annotations

import numpy as np
import pytest

from firsthand.simulate.ground import LEAF, SHADOW
from firsthand.simulate.spec import BARE_SOIL, CONCRETE, DARK_ROOF, GRAVEL, METAL_ROOF, RED_PAINT
from firsthand.watch.contrast import Contrast
from firsthand.watch.explain import season_like, shadow_like

BANDS = ("blue", "green", "red", "nir")


def relative(before: tuple[float, ...], after: tuple[float, ...]) -> np.ndarray:
    """An even patch (4, 5, 5) that went from one signature to another."""
    ratio = np.array(after[:4]) / np.array(before[:4]) - 1
    return np.broadcast_to(ratio[:, None, None], (4, 5, 5)).astype(np.float32)


def shaded(signature: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(value * share for value, share in zip(signature, SHADOW, strict=True))


@pytest.mark.parametrize("ground", [GRAVEL, CONCRETE])
def test_a_shadow_that_comes_or_goes_is_known(ground: tuple[float, ...]) -> None:
    dark, light = shadow_like(relative(ground, shaded(ground)), BANDS)
    assert dark.all()
    assert not light.any()
    dark, light = shadow_like(relative(shaded(ground), ground), BANDS)
    assert light.all()
    assert not dark.any()


@pytest.mark.parametrize(
    ("before", "after"),
    [(METAL_ROOF, CONCRETE), (GRAVEL, METAL_ROOF), (GRAVEL, DARK_ROOF), (GRAVEL, RED_PAINT)],
)
def test_roofs_that_come_or_go_are_no_shadows(before: tuple[float, ...], after: tuple[float, ...]) -> None:
    dark, light = shadow_like(relative(before, after), BANDS)
    assert not (dark | light).any()


def mixed(leaf: float) -> tuple[float, ...]:
    return tuple(leaf * green + (1 - leaf) * soil for green, soil in zip(LEAF, BARE_SOIL, strict=True))


def contrast(before: tuple[float, ...], after: tuple[float, ...]) -> Contrast:
    predicted = np.broadcast_to(np.array(before[:4])[:, None, None], (4, 5, 5)).astype(np.float32)
    flat = np.ones((5, 5), dtype=np.float32)
    return Contrast(flat, relative(before, after), predicted, flat)


def test_a_greening_field_is_season_and_a_cleared_one_is_not() -> None:
    assert season_like(contrast(mixed(0.5), mixed(0.6)), BANDS).all()
    assert not season_like(contrast(mixed(0.7), mixed(0.0)), BANDS).any()
    assert not season_like(contrast(GRAVEL, METAL_ROOF), BANDS).any()
