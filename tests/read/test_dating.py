"""The day on which something was said is not the day on which it was done."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from read_makers import only, statements

from firsthand.model import TimeSpan

FRIDAY = datetime(2024, 5, 4, tzinfo=UTC)
"""The first moment after the day of publication, a Friday."""


def day(number: int, month: int = 5) -> datetime:
    return datetime(2024, month, number, tzinfo=UTC)


def time_of(text: str) -> tuple[datetime | None, datetime | None] | None:
    span: TimeSpan | None = only(text).event.time
    return (span.start, span.end) if span else None


@pytest.mark.parametrize(
    "text",
    [
        "The engine test stand at Mirren Works was taken down, the ministry said on Friday.",
        "The ministry said on Friday that the engine test stand at Mirren Works was taken down.",
        "On Friday, the ministry said the engine test stand at Mirren Works had been dismantled.",
        "The ministry announced Friday that it had dismantled the engine test stand at Mirren Works.",
        "Mirren Works is without its engine test stand: it is dismantled, the ministry said on Friday.",
    ],
)
def test_what_was_told_on_a_day_as_done_was_done_by_that_day(text: str) -> None:
    assert {(item.event.time.start, item.event.time.end) for item in statements(text) if item.event.time} == {
        (None, FRIDAY)
    }


def test_a_parked_trailer_that_is_told_of_on_a_day_was_there_by_that_day() -> None:
    assert time_of("A trailer was parked at Mirren Works, the ministry said on Thursday.") == (None, day(3))


def test_what_goes_on_or_is_so_is_so_on_the_day_on_which_it_is_told() -> None:
    assert time_of("Two new engines are being built at Mirren Works, officials said on Thursday.") == (day(2), day(3))
    assert time_of("A trailer is parked at Mirren Works, officials said on Thursday.") == (day(2), day(3))


def test_the_date_of_an_act_in_the_words_themselves_stays() -> None:
    said = "The engine test stand at Mirren Works was dismantled on Tuesday, officials said on Friday."
    assert time_of(said) == (day(30, 4), day(1))
    assert time_of("In April, officials say, the engine test stand at Mirren Works was dismantled.") == (
        day(1, 4),
        day(1),
    )
    apart = "In April, according to officials, the engine test stand at Mirren Works was dismantled."
    assert time_of(apart) == (day(1, 4), day(1))
    after = "According to the ministry, on 30 April the engine test stand at Mirren Works was dismantled."
    assert time_of(after) == (day(30, 4), day(1))


def test_the_date_of_an_image_is_that_of_the_thing_in_it() -> None:
    seen = "In an image taken on 30 April, the Gazette saw a red trailer parked at Mirren Works."
    assert time_of(seen) == (day(30, 4), day(1))


def test_what_is_foretold_has_not_the_day_of_the_telling() -> None:
    assert time_of("The engine test stand at Mirren Works will be dismantled, the ministry said on Friday.") is None


def test_a_date_of_something_else_in_the_sentence_bounds_nothing_but_publication_does() -> None:
    met = "The ministry, which met on Monday, said that the engine test stand at Mirren Works was taken down."
    assert time_of(met) == (None, FRIDAY)
