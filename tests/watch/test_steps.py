"""Lasting steps in made series of two and a half years, and what leaf and soil do by themselves."""

from __future__ import annotations

import numpy as np
import pytest

from firsthand.watch.greenery import departure, is_greenery
from firsthand.watch.history import Landscape, has_history
from firsthand.watch.load import Raster
from firsthand.watch.steps import Step, find_steps

BANDS = ("blue", "green", "red", "nir")
SIDE = 40
DAYS = [float(day) for day in range(0, 900, 18)]
LEAFY = np.array([0.03, 0.05, 0.04, 0.30], dtype=np.float32)[:, None, None]
AT = slice(18, 21), slice(22, 25)


def wood(seed: int = 0, noise: float = 0.004) -> list[Raster]:
    """A wood that greens every year, each look with its own haze; some looks half clouded."""
    rng = np.random.default_rng(seed)
    texture = 1 + 0.1 * rng.standard_normal((1, SIDE, SIDE))
    looks = []
    for number, day in enumerate(DAYS):
        season = np.array([0, 0.01, 0, 0.1])[:, None, None] * np.cos(2 * np.pi * (day - 170) / 365.25)
        look = (LEAFY + season) * texture + rng.uniform(0, 0.02) + noise * rng.standard_normal((4, SIDE, SIDE))
        if number % 7 == 3:
            look[:, :, : SIDE // 2] = np.nan
        looks.append(look.astype(np.float32))
    return looks


def with_step(looks: list[Raster], first: int, change: tuple[float, ...]) -> list[Raster]:
    for look in looks[first:]:
        look[:, AT[0], AT[1]] += np.array(change, dtype=np.float32)[:, None, None]
    return looks


def only(steps: list[Step]) -> Step:
    assert len(steps) == 1, [(step.before, step.after, step.rows[0], step.cols[0]) for step in steps]
    return steps[0]


def test_a_quiet_wood_shows_nothing() -> None:
    assert find_steps(wood(), DAYS, 10.0) == []


@pytest.mark.parametrize("first", [12, 25, 44])
def test_a_faint_roof_is_found_at_its_place_and_dated_between_its_looks(first: int) -> None:
    step = only(find_steps(with_step(wood(), first, (0.04, 0.04, 0.04, 0.04)), DAYS, 10.0))
    assert (step.before, step.after) == (first - 1, first)
    assert set(zip(step.rows.tolist(), step.cols.tolist(), strict=True)) <= {
        (row, col) for row in range(17, 22) for col in range(21, 26)
    }
    assert step.change == pytest.approx([0.04] * 4, abs=0.02)
    assert not is_greenery(step, BANDS)


def test_a_clouded_first_look_widens_the_interval() -> None:
    looks = with_step(wood(), 25, (0.05, 0.05, 0.05, 0.05))
    looks[25][:, 10:30, 10:35] = np.nan
    step = only(find_steps(looks, DAYS, 10.0))
    assert (step.before, step.after) == (24, 26)


def test_one_bright_look_is_no_step() -> None:
    looks = wood()
    looks[25][:, AT[0], AT[1]] += 0.3
    assert find_steps(looks, DAYS, 10.0) == []


def test_a_felling_lies_on_the_line_of_leaf_and_soil() -> None:
    step = only(find_steps(with_step(wood(), 25, (0.021, 0.03, 0.05, -0.1)), DAYS, 10.0))
    assert is_greenery(step, BANDS)
    assert abs(departure(step, BANDS) or 9) < 2


def test_without_named_bands_nothing_is_called_greenery() -> None:
    step = only(find_steps(with_step(wood(), 25, (0.021, 0.03, 0.05, -0.1)), DAYS, 10.0))
    assert not is_greenery(step, ("band 1", "band 2", "band 3", "band 4"))


def test_a_window_of_the_expectation_does_not_depend_on_how_it_is_cut() -> None:
    landscape = Landscape(wood(), DAYS, 10.0)
    whole, part = landscape.beyond(slice(0, SIDE)), landscape.beyond(slice(5, 17))
    assert part.values == pytest.approx(whole.values[:, :, 5:17], abs=1e-5)
    assert (part.clear == whole.clear[:, 5:17]).all()


def test_a_short_series_has_no_history() -> None:
    assert has_history(DAYS)
    assert not has_history(DAYS[:15])
    assert not has_history([float(day) for day in range(40)])


def test_a_single_pixel_is_dated_too() -> None:
    looks = [look[:, :1, -1:] + (0.15 if number >= 30 else 0) for number, look in enumerate(wood())]
    step = only(find_steps(looks, DAYS, 30.0))
    assert (step.before, step.after) == (29, 30)
