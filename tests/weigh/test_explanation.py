"""A judgement taken apart adds up to the last digit."""

from __future__ import annotations

from math import exp, hypot

import pytest
from grade_makers import decided, resolved, told, weighed
from makers import OFFICIAL, ORGANISATION

from firsthand.model import Assessment, Certainty
from firsthand.weigh.explanation import explanation

STORIES = {
    "one": [told(1, "Coastal Wire")],
    "two and a denial": [told(1, "Coastal Wire", "Skywatch", denier="Harbour Board", kind=ORGANISATION)],
    "hedged": [told(1, "Coastal Wire", certainty=Certainty(0.6, 0.7))],
    "officials": [told(1, "officials via Coastal Wire", "officials via Skywatch", kind=OFFICIAL)],
    "crowd": [told(1, *(f"Paper {letter}" for letter in "ABCDEFGH"))],
}


def judged(name: str) -> Assessment:
    return weighed(STORIES[name]).assessments[0]


def share(log_odds: float) -> float:
    return min(0.99, max(0.01, 1 / (1 + exp(-log_odds))))


@pytest.mark.parametrize("name", STORIES)
def test_rows_add_up_to_the_interval(name: str) -> None:
    """By hand from the printed rows alone: middles added, half-widths as the root of the sum of squares."""
    held = judged(name)
    found = explanation(held)
    middle = sum(row.log_odds for row in found.rows)
    half = hypot(*(row.give_or_take for row in found.rows))
    assert found.everything == (pytest.approx(middle), pytest.approx(half, abs=5e-4))
    sure = [row for row in found.rows if row.at_low]
    low = sum(row.log_odds for row in sure) - round(hypot(*(row.give_or_take for row in sure)), 3)
    assert held.low == pytest.approx(share(low), abs=0.0051)
    assert (found.low, found.high) == (held.low, held.high)


def test_start_comes_first_and_every_reason_is_a_row() -> None:
    held = judged("two and a denial")
    rows = explanation(held).rows
    assert rows[0] == held.start
    assert rows[1:] == held.reasons
    assert rows[0].log_odds < 0


def test_three_things_that_moved_it_most() -> None:
    held = judged("crowd")
    three = explanation(held).moved_most
    assert len(three) == 3
    assert min(abs(reason.log_odds) for reason in three) >= max(abs(reason.log_odds) for reason in held.reasons[3:])
    assert [reason.text for reason in explanation(judged("one")).moved_most] == ["Coastal Wire (outlet, second-hand)."]


def test_nothing_to_go_by_leaves_the_whole_scale() -> None:
    held = weighed(STORIES["one"], [decided("grade", "Coastal Wire", "E")]).assessments[0]
    found = explanation(held)
    assert (found.low, found.high, found.words) == (0.01, 0.99, "undetermined")
    assert explanation(held).moved_most == ()


def test_a_learned_letter_is_named_in_the_row_it_moved() -> None:
    stories = [told(number, "Coastal Wire") for number in range(1, 14)]
    held = weighed(stories, [resolved(number) for number in range(1, 13)]).assessments[-1]
    assert explanation(held).moved_most[0].text == "Coastal Wire (outlet, second-hand, source A by 12 tests)."
