from datetime import UTC, datetime

import pytest

from firsthand.model import Granularity, Quantity, TimeSpan
from firsthand.publish import wording


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("low", "high", "words"), [(1, 1, "one"), (1, 2, "one or two"), (2, 5, "two to five"), (0, 1, "at most one")]
)
def test_interval(low: int, high: int, words: str) -> None:
    assert wording.interval(low, high) == words


def test_counts_are_words_up_to_twelve() -> None:
    assert wording.counted(1, "report") == "one report"
    assert wording.counted(0, "report") == "no report"
    assert wording.counted(12, "report") == "twelve reports"
    assert wording.counted(13, "report") == "13 reports"


def test_dates_leave_out_what_they_share() -> None:
    assert wording.between_days(at(2031, 3, 1), at(2031, 3, 9)) == "between 1 and 9 March 2031"
    assert wording.between_days(at(2031, 2, 11), at(2031, 3, 9)) == "between 11 February and 9 March 2031"
    assert wording.between_days(at(2030, 12, 1), at(2031, 3, 9)) == "between 1 December 2030 and 9 March 2031"
    assert wording.between_days(at(2031, 3, 9, 1), at(2031, 3, 9, 22)) == "on 9 March 2031"


def test_time_spans_end_before_their_end() -> None:
    june = TimeSpan(at(2018, 6, 1), at(2018, 7, 1), Granularity.MONTH)
    assert wording.when(june) == "in June 2018"
    assert wording.when(TimeSpan(None, at(2031, 3, 10), Granularity.DAY)) == "by 9 March 2031"
    assert wording.when(TimeSpan(at(2018, 4, 1), None, Granularity.MONTH)) == "since April 2018"
    assert wording.when(TimeSpan(at(2018, 1, 1), at(2019, 1, 1), Granularity.YEAR)) == "in 2018"


def test_amounts() -> None:
    assert wording.amount(Quantity(1, 2, "missile")) == "one or two"
    assert wording.amount(Quantity(12, None, "")) == "at least twelve"
    assert wording.amount(Quantity(None, 3.5, "")) == "at most 3.5"
    assert wording.amount(Quantity(None, None, "")) == "an unstated number"


def test_quotes_inside_quotes_become_single() -> None:
    assert wording.quoted('to "deceive Washington", he said,') == "“to ‘deceive Washington’, he said”"


def test_long_quotes_are_cut_between_words() -> None:
    assert wording.quoted("one two three four", limit=12) == "“one two …”"


def test_judgements_use_the_grammar_of_their_term() -> None:
    assert wording.judged("likely", "it was so", 0.55, 0.8) == "It is likely (55 to 80 per cent) that it was so."
    assert wording.judged("roughly even chance", "it was so", 0.45, 0.55).startswith("There is a roughly even chance")
    assert wording.judged("almost no chance", "it was so", 0.01, 0.05).startswith("There is almost no chance")


def test_machine_dates_become_readable() -> None:
    text = "between 2031-02-11 and 2031-03-09 it went; seen on 2031-03-09"
    assert wording.tidied("Between 2031-02-11 and 2031-02-28 it went, about 1201 m².") == (
        "Between 11 and 28 February 2031 it went, about 1,200 m²"
    )
    assert wording.plain_dates(text) == "between 11 February and 9 March 2031 it went; seen on 9 March 2031"


def test_small_numbers_are_spelled_but_not_inside_others() -> None:
    assert wording.spelled("between 1 and 2 origins, 0.5 m, 14 looks, 3-day") == (
        "between one and two origins, 0.5 m, 14 looks, 3-day"
    )
