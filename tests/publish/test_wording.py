from datetime import UTC, datetime

import pytest

from firsthand.model import ChangeKind, Granularity, Quantity, TimeSpan
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


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Alder Point Launch Station", "the Alder Point Launch Station"),
        ("Institute of Soils at Alder", "the Institute of Soils at Alder"),
        ("The Alder Depot", "The Alder Depot"),
        ("Alder Air Base", "Alder Air Base"),
        ("Alder Point", "Alder Point"),
        ("Depot", "Depot"),
    ],
)
def test_a_place_takes_the_article_of_its_noun(name: str, said: str) -> None:
    assert wording.the_place(name) == said


def test_no_sentence_opens_with_a_figure_below_a_hundred() -> None:
    opened = [wording.opening(count, "report") for count in (1, 2, 13, 20, 23, 120)]
    assert opened == [
        "One report",
        "Two reports",
        "Thirteen reports",
        "Twenty reports",
        "Twenty-three reports",
        "120 reports",
    ]


def test_areas_have_two_digits_wherever_they_stand() -> None:
    assert [wording.area(area_m2) for area_m2 in (5.44, 54.5, 1198.2, 9996, 23_805)] == [
        "about 5.4 m²",
        "about 54 m²",
        "about 1,200 m²",
        "about 1 hectare",
        "about 2.4 hectares",
    ]
    assert wording.tidied("too large to be a vehicle (1198 m²)") == "too large to be a vehicle (about 1,200 m²)"
    assert wording.tidied("it went, about 1,201 m².") == "it went, about 1,200 m²"


def test_no_bracket_stands_in_another() -> None:
    assert wording.tidied("it went (HR05 (test), 0.5 m per pixel)") == "it went (HR05, test, 0.5 m per pixel)"
    assert wording.one_bracket("one (two) and (three)") == "one (two) and (three)"


def test_what_changed_is_told_with_its_size() -> None:
    assert wording.changed(ChangeKind.BUILT, 1198) == "something of about 1,200 m² was built"
    assert wording.changed(ChangeKind.OBJECT_LEFT, 54) == "an object of about 54 m² left"
    assert wording.changed(ChangeKind.SEASONAL, 1198) == "about 1,200 m² of ground changed with the season"
