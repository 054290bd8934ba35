"""Pooling and the line against hand calculation; offered from 30 judgements on, applied and undone by a person."""

from __future__ import annotations

from math import exp, log

import pytest

from firsthand.errors import UsageError
from firsthand.weigh.scoring.recalibration import (
    ISOTONIC,
    PLATT,
    Curve,
    fit_isotonic,
    fit_platt,
    offer,
    platt_line,
    pooled,
    recalibrated,
)


def rounds(count: int, told: float, true: int) -> list[tuple[float, float]]:
    return [(told, 1.0)] * true + [(told, 0.0)] * (count - true)


OVERSURE = [*rounds(20, 0.9, 14), *rounds(20, 0.7, 12), *rounds(20, 0.3, 8), *rounds(20, 0.1, 6)]
"""Says 90 where 70 is right, and so on."""


@pytest.mark.parametrize(
    ("values", "weights", "wanted"),
    [
        ([1, 2, 3], [1, 1, 1], [1, 2, 3]),
        ([3, 2, 1], [1, 1, 1], [2, 2, 2]),
        ([1, 3, 2, 4], [1, 1, 1, 1], [1, 2.5, 2.5, 4]),
        # The classic: 3 and 2 pool to 2.5, which the heavy 1 drags to (3 + 2 + 4 * 1) / 6 = 1.5.
        ([3, 2, 1, 5], [1, 1, 4, 1], [1.5, 1.5, 1.5, 5]),
        ([0, 1, 0, 1, 1, 0], [1] * 6, [0, 0.5, 0.5, 2 / 3, 2 / 3, 2 / 3]),
        ([], [], []),
    ],
)
def test_pooling_adjacent_violators_by_hand(values: list[float], weights: list[float], wanted: list[float]) -> None:
    assert pooled(values, weights) == pytest.approx(wanted)


def test_the_isotonic_curve_is_the_share_that_came_where_that_rises() -> None:
    curve = fit_isotonic(OVERSURE)
    assert curve.points == ((0.1, 0.3), (0.3, 0.4), (0.7, 0.6), (0.9, 0.7))
    assert curve.at(0.5) == pytest.approx(0.5), "half way between two points"
    assert (curve.at(0.01), curve.at(0.99)) == pytest.approx((0.3, 0.7)), "flat beyond the ends"


def test_the_line_solves_its_equations() -> None:
    shift, slope = platt_line(OVERSURE)
    odds = [(log(p / (1 - p)), came) for p, came in OVERSURE]
    errors = [(1 / (1 + exp(-(shift + slope * x))) - came, x) for x, came in odds]
    assert sum(error for error, _ in errors) + shift == pytest.approx(0, abs=1e-5)
    assert sum(error * x for error, x in errors) + slope - 1 == pytest.approx(0, abs=1e-5)
    assert 0 < slope < 1, "who is too sure is drawn to the middle"
    assert shift == pytest.approx(0, abs=1e-9), "the example is symmetric"


def test_one_judgement_hardly_moves_the_line() -> None:
    shift, slope = platt_line([(0.5, 1.0)])
    # With x = 0 only the shift moves: logistic(shift) - 1 + shift = 0.
    assert 1 / (1 + exp(-shift)) - 1 + shift == pytest.approx(0, abs=1e-9)
    assert slope == 1.0


def test_words_that_mean_the_opposite_leave_only_the_base_rate() -> None:
    backward = [*rounds(20, 0.9, 2), *rounds(20, 0.1, 18)]
    curve = fit_platt(backward)
    assert {round(value, 6) for _, value in curve.points} == {0.5}


@pytest.mark.parametrize("fit", [fit_platt, fit_isotonic])
def test_curves_never_fall_and_keep_to_the_scale(fit) -> None:
    sure = [*rounds(20, 0.99, 20), *rounds(20, 0.01, 0), *rounds(3, 0.5, 2)]
    values = [value for _, value in fit(sure).points]
    assert values == sorted(values)
    assert values[0] >= 0.01 and values[-1] <= 0.99


def test_an_offer_says_what_it_would_do_and_whether_it_helps() -> None:
    for method in (PLATT, ISOTONIC):
        held = offer(OVERSURE, method)
        assert held.curve.method == method
        assert held.after < held.held_out < held.before
        assert held.helps
    well = [*rounds(20, 0.9, 18), *rounds(20, 0.1, 2)]
    assert not offer(well, ISOTONIC).helps


def test_too_few_judgements_are_refused() -> None:
    with pytest.raises(UsageError, match="29 resolved judgements are too few"):
        offer(OVERSURE[:29])
    with pytest.raises(UsageError, match="no such way"):
        offer(OVERSURE, "guess")


def test_an_interval_is_recalibrated_at_both_ends() -> None:
    curve = Curve(ISOTONIC, 30, ((0.5, 0.5), (0.9, 0.7)))
    found = recalibrated(curve, 0.7, 0.9)
    assert (found.low, found.high, found.words) == (0.6, 0.7, "likely")
