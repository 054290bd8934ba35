"""Weights follow from the stated shares by Bayes' rule, and no weight favours the worse source."""

from __future__ import annotations

from math import exp

import pytest

from firsthand.model import ImageAnswer, SourceKind
from firsthand.weigh.assumptions import (
    BY_KIND,
    DENIAL,
    FIRST_HAND_DENIAL,
    FORECAST,
    IMAGES,
    OWN_DEED,
    START,
    UNNAMED_DENIAL,
    WITNESS,
    from_accuracy,
    from_rates,
)


def test_a_source_right_in_four_cases_of_five_makes_an_even_chance_four_in_five() -> None:
    low, high = from_accuracy(0.5, 0.8)
    assert low == 0.0
    assert exp(high) / (1 + exp(high)) == pytest.approx(0.8)


def test_a_sign_three_times_as_frequent_when_it_is_so_triples_the_odds() -> None:
    low, high = from_rates((0.6, 0.6), (0.2, 0.2))
    assert exp(low) == pytest.approx(3)
    assert low == high


def test_silent_images_weigh_nothing_and_speaking_ones_pull_apart() -> None:
    assert IMAGES[ImageAnswer.TOO_COARSE] == IMAGES[ImageAnswer.NO_USABLE_LOOK] == (0.0, 0.0)
    assert IMAGES[ImageAnswer.AGREES][0] > 0 > IMAGES[ImageAnswer.CONTRADICTS][1]


def test_the_better_placed_weigh_more() -> None:
    person, unnamed = BY_KIND[SourceKind.NAMED_PERSON], BY_KIND[SourceKind.UNNAMED_OFFICIAL]
    ladder = [WITNESS, OWN_DEED, person, unnamed, BY_KIND[SourceKind.UNNAMED_OTHER]]
    assert ladder == sorted(ladder, reverse=True)
    assert person > FORECAST
    assert FIRST_HAND_DENIAL < DENIAL < UNNAMED_DENIAL
    assert all(low <= high for low, high in (*ladder, START, DENIAL, *IMAGES.values()))
