"""The test of quiet looks: exact where it can be, silent where there is too little, corrected for many sites."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from math import comb

import pytest
from makers import moment

from firsthand.weigh.disclosure.quiet import QuietLook, corrected, due_at, permutation_p, quiet, untested


def looks(due: list[float], other: list[float], sensor: str = "A") -> list[QuietLook]:
    found = [QuietLook(f"{sensor}-due-{n}", moment(n), sensor, share, ("Eye 1",)) for n, share in enumerate(due)]
    return found + [QuietLook(f"{sensor}-{n}", moment(n), sensor, share, ()) for n, share in enumerate(other)]


LOW, HIGH = [0.01, 0.011, 0.012, 0.013, 0.014], [0.05, 0.051, 0.052, 0.053, 0.054]


def test_the_lowest_of_all_deals_has_an_exact_p_value() -> None:
    assert permutation_p([looks(LOW, HIGH)]) == pytest.approx(1 / comb(10, 5))
    assert permutation_p([looks(HIGH, LOW)]) == 1.0


def test_many_deals_are_drawn_and_repeat() -> None:
    many = looks([*LOW, *LOW, *LOW], [*HIGH, *HIGH, *HIGH])
    assert permutation_p([many]) == permutation_p([many]) == pytest.approx(1 / 10_000)


def test_ties_share_a_rank() -> None:
    assert permutation_p([looks([0.02] * 5, [0.02] * 5)]) == 1.0


def test_sensors_are_compared_with_themselves_only() -> None:
    coarse = [replace(look, sensor="B") for look in looks([], HIGH)]
    mixed = quiet("brack", [*looks(LOW, []), *coarse])
    assert not mixed.tested
    assert "there are 0 and 0" in mixed.text


def test_a_flag_says_what_the_numbers_say_and_no_more() -> None:
    (found,) = corrected([quiet("brack", looks(LOW, HIGH))])
    assert (found.tested, found.flagged) == (True, True)
    assert "p = 0.00397" in found.text
    assert "not why" in found.text
    (calm,) = corrected([quiet("brack", looks([0.01, 0.05, 0.011, 0.051, 0.02], [0.012, 0.052, 0.013, 0.05, 0.021]))])
    assert (calm.tested, calm.flagged) == (True, False)
    assert calm.text.endswith("a small effect would not show.")


def test_sites_tested_together_pay_for_it() -> None:
    close = looks([0.01, 0.011, 0.012, 0.013, 0.0515], HIGH)
    alone = corrected([quiet("one", close)])
    assert alone[0].flagged
    many = corrected([quiet(f"site {n}", close) for n in range(5)])
    assert not any(item.flagged for item in many)
    assert many[0].p_corrected == pytest.approx(5 * (many[0].p_value or 0))


def test_too_few_looks_are_not_tested() -> None:
    (few,) = corrected([quiet("brack", looks(LOW[:4], HIGH))])
    assert (few.tested, few.flagged, few.p_value) == (False, False, None)
    assert few.text.startswith("It cannot be tested: ")
    assert untested("brack", "no element sets").text == "It cannot be tested: no element sets."


def test_a_look_is_not_its_own_pass() -> None:
    taken = moment(3)
    passes = [
        ("Eye 1", taken + timedelta(minutes=3)),
        ("Eye 2", taken + timedelta(hours=5)),
        ("Eye 3", taken - timedelta(hours=7)),
    ]
    assert due_at(taken, passes) == ("Eye 2",)
