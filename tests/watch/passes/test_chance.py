"""The chance of being seen: closed formulas, limits, and Monte Carlo."""

from __future__ import annotations

import random

import pytest

from firsthand.watch.passes.chance import Chance, Sky, missed, odds

CLEAR = Sky(0.0)


def optical(*times: float, acquired: float = 1.0) -> list[Chance]:
    return [Chance(time, acquired, True) for time in times]


@pytest.mark.parametrize("hours", [6, 48, 120, 150, 240, 400])
@pytest.mark.parametrize("q", [0.1, 0.45, 1.0])
def test_regular_passes_follow_the_closed_formula(hours: float, q: float) -> None:
    period = 120.0
    chances = optical(*(period * (number + 0.5) for number in range(30)))
    whole, part = divmod(hours, period)
    part /= period
    closed = 1 - ((1 - part) * (1 - q) ** whole + part * (1 - q) ** (whole + 1))
    assert odds(chances, hours, period * 20, Sky(1 - q)).mean == pytest.approx(closed, abs=1e-9)


@pytest.mark.parametrize("looks", [1, 2, 5])
def test_persistent_cloud_follows_the_lag_one_formula(looks: int) -> None:
    q, gap, persistence = 0.45, 24.0, 36.0
    sky = Sky(1 - q, persistence)
    r = sky.correlation(gap)
    closed = (1 - q) * ((1 - q) + r * q) ** (looks - 1)
    assert missed(optical(*(gap * number for number in range(looks))), sky) == pytest.approx(closed, abs=1e-12)


def test_radar_sees_through_cloud_and_does_not_count_as_a_look_at_the_sky() -> None:
    sky = Sky(0.5, 10.0)
    mixed = [Chance(0, 1.0, True), Chance(5, 0.3, False), Chance(10, 1.0, True)]
    assert missed(mixed, sky) == pytest.approx(0.7 * missed([mixed[0], mixed[2]], sky))
    assert missed([Chance(0, 1.0, False)], Sky(1.0)) == 0


def test_two_looks_at_once_share_the_cloud_only_when_it_lasts() -> None:
    assert missed(optical(3, 3), Sky(0.5)) == pytest.approx(0.25)
    assert missed(optical(3, 3), Sky(0.5, 12.0)) == pytest.approx(0.5)


def test_worst_case_is_nought_while_the_activity_fits_a_gap() -> None:
    chances = optical(10, 40, 110)
    fits = odds(chances, 69, 100, CLEAR)
    assert fits.worst == 0
    assert (fits.worst_from_h, fits.worst_to_h) == pytest.approx((40, 41))
    assert odds(chances, 71, 100, CLEAR).worst == 1


def test_mean_and_worst_lie_in_order_and_grow_with_the_length() -> None:
    chances = optical(10, 40, 110, 130, 190, acquired=0.6)
    figures = [odds(chances, hours, 120, Sky(0.3)) for hours in (1, 10, 30, 60)]
    assert all(figure.worst <= figure.mean for figure in figures)
    assert [figure.mean for figure in figures] == sorted(figure.mean for figure in figures)


def test_a_trace_counts_as_the_activity_does() -> None:
    chances = optical(10, 40, 110)
    assert odds(chances, 6, 100, CLEAR, trace_h=20).mean == odds(chances, 26, 100, CLEAR).mean


def test_no_passes_no_chance() -> None:
    nothing = odds([], 24, 100, CLEAR)
    assert (nothing.mean, nothing.worst, nothing.worst_from_h, nothing.worst_to_h) == (0, 0, 0, 100)


def test_against_monte_carlo() -> None:
    draw = random.Random(5)
    chances = [Chance(draw.uniform(0, 300), draw.uniform(0.2, 1), draw.random() < 0.6) for _ in range(15)]
    chances.sort(key=lambda chance: chance.time_h)
    sky = Sky(0.6, 30.0)
    seen = 0
    for _ in range(20_000):
        start, clear, before = draw.uniform(0, 240), True, None
        caught = False
        for chance in chances:
            if chance.optical:
                fresh = draw.random() >= sky.cloud
                lasts = before is not None and draw.random() < sky.correlation(chance.time_h - before)
                clear, before = (clear if lasts else fresh), chance.time_h
            inside = start <= chance.time_h < start + 48
            caught |= inside and draw.random() < chance.acquired and (clear or not chance.optical)
        seen += caught
    assert odds(chances, 48, 240, sky).mean == pytest.approx(seen / 20_000, abs=0.012)
