"""ICD 203: every probability has its word, and only its word."""

from __future__ import annotations

from itertools import pairwise

import pytest

from firsthand.weigh.scales import BANDS, CREDIBILITY, RELIABILITY, UNDETERMINED, interval_word, likelihood_word

EXPECTED = {
    "almost no chance": range(1, 5),
    "very unlikely": range(5, 20),
    "unlikely": range(20, 45),
    "roughly even chance": range(45, 56),
    "likely": range(56, 81),
    "very likely": range(81, 96),
    "almost certain": range(96, 100),
}


@pytest.mark.parametrize("percent", range(1, 100))
def test_word_of_every_probability(percent: int) -> None:
    (word,) = [word for word, percents in EXPECTED.items() if percent in percents]
    assert likelihood_word(percent / 100) == word


@pytest.mark.parametrize("outside", [0.0, 0.009, 0.991, 1.0, -1.0])
def test_no_word_outside_the_scale(outside: float) -> None:
    with pytest.raises(ValueError, match="no word"):
        likelihood_word(outside)


def test_bands_touch_and_cover() -> None:
    assert (BANDS[0][0], BANDS[-1][1]) == (0.01, 0.99)
    assert all(left[1] == right[0] for left, right in pairwise(BANDS))


def test_wide_interval_is_undetermined() -> None:
    assert interval_word(0.2, 0.9) == UNDETERMINED
    assert interval_word(0.6, 0.7) == "likely"


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (0.46, 0.72, "likely"),
        (0.44, 0.61, "roughly even chance"),
        (0.40, 0.60, UNDETERMINED),
        (0.75, 0.98, UNDETERMINED),
        (0.80, 0.95, "very likely"),
        (0.98, 0.99, "almost certain"),
        (0.01, 0.99, UNDETERMINED),
    ],
)
def test_word_is_that_of_the_middle_over_at_most_two_bands(low: float, high: float, word: str) -> None:
    assert interval_word(low, high) == word


def test_every_word_suits_its_interval() -> None:
    """Whatever the ends: the word's own band holds the middle, and at most a sliver lies beyond two bands."""
    bands = {word: (low, high) for low, high, word in BANDS}
    for low in range(1, 99):
        for high in range(low + 1, 100):
            word = interval_word(low / 100, high / 100)
            if word == UNDETERMINED:
                continue
            start, end = bands[word]
            assert start <= round((low + high) / 200, 6) <= end
            assert high - low <= 44


def test_grades_that_cannot_be_judged_are_words_not_halves() -> None:
    assert "cannot be judged" in RELIABILITY["F"]
    assert "cannot be judged" in CREDIBILITY[6]
