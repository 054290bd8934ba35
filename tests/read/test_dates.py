"""Time expressions in invented news sentences, against the day of publication they were written for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from firsthand.model import Granularity
from firsthand.read.dates import find_expressions, find_times

MONDAY = datetime(2019, 3, 18, 9, 30, tzinfo=UTC)


def values(text: str, published: datetime | None = MONDAY) -> list[tuple[str, str]]:
    return [(one.anchor.quote, one.value) for one in find_expressions(text, published)]


def spans(text: str, published: datetime | None = MONDAY) -> list[tuple[str, str, str]]:
    return [
        (one.anchor.quote, f"{one.start:%Y-%m-%d}" if one.start else "", f"{one.end:%Y-%m-%d}" if one.end else "")
        for one in find_times(text, published)
        if one.anchor
    ]


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        ("Trucks were seen last month at the gate.", "last month", "2019-02"),
        ("Monday's report names no source.", "Monday", "2019-03-18"),
        ("The ministry said Wednesday that nothing had moved.", "Wednesday", "2019-03-13"),
        ("Inspectors will visit the hall on Thursday.", "Thursday", "2019-03-21"),
        ("The delegation left last Thursday.", "last Thursday", "2019-03-14"),
        ("Talks resume next Tuesday.", "next Tuesday", "2019-03-19"),
        ("The stand was dismantled on July 7.", "July 7", "2018-07-07"),
        ("The pad was cleared on 7 July 2018.", "7 July 2018", "2018-07-07"),
        ("The crane left the yard on the 9th of August.", "the 9th of August", "2018-08-09"),
        ("the 70th anniversary, which falls on September 9", "September 9", "2019-09-09"),
        ("They must answer by September 9.", "September 9", "2019-09-09"),
        ("A rail car arrived in late February.", "late February", "2019-02"),
        ("Work stopped in early 2018.", "early 2018", "2018"),
        ("The shed went up in mid-November.", "mid-November", "2018-11"),
        ("The base was built in the 1990s.", "the 1990s", "199"),
        ("Output fell in the third quarter of 2017.", "the third quarter of 2017", "2017-Q3"),
        ("This year's third quarter looks better.", "This year's third quarter", "2019-Q3"),
        ("It rained in the winter of 2016.", "the winter of 2016", "2016-WI"),
        ("He was last seen two weeks ago.", "two weeks ago", "2019-W10"),
        ("The accord was signed five years ago.", "five years ago", "2014"),
        ("It will stay for three days.", "three days", "P3D"),
        ("It burned for two and a half hours.", "two and a half hours", "PT2H30M"),
        ("a 25-year-old reactor", "25-year-old", "P25Y"),
        ("They met every Thursday.", "every Thursday", "XXXX-WXX-4"),
        ("The crew is paid once a week.", "a week", "P1W"),
        ("The site is now quiet.", "now", "PRESENT_REF"),
        ("The plant recently closed.", "recently", "PAST_REF"),
        ("Nobody knows the future.", "the future", "FUTURE_REF"),
        ("The road was cleared over the weekend.", "the weekend", "2019-W11-WE"),
        ("Snow fell last night.", "last night", "2019-03-17TNI"),
        ("Smoke rose this morning.", "this morning", "2019-03-18TMO"),
        ("It took off at 10 p.m. Wednesday.", "10 p.m. Wednesday", "2019-03-13T22:00"),
        ("Guards arrived on Friday evening.", "Friday evening", "2019-03-15TEV"),
        ("On Monday, March 11, the doors opened.", "Monday, March 11", "2019-03-11"),
        ("It was empty in the week of July 20.", "the week of July 20", "2018-W29"),
        ("It was full over the weekend of July 21.", "the weekend of July 21", "2018-W29-WE"),
        ("It opened in June last year.", "June last year", "2018-06"),
        ("Captured 2018-07-07T05:14:00Z by a satellite", "2018-07-07T05:14:00Z", "2018-07-07T05:14:00"),
        ("The treaty of nineteen ninety-six holds.", "nineteen ninety-six", "1996"),
        ("They stopped for Christmas 2017.", "Christmas 2017", "2017-12-25"),
        ("On Easter 2018 the gate stood open.", "Easter 2018", "2018-04-01"),
        ("It happened on 31.12.2018 at noon.", "31.12.2018 at noon", "2018-12-31T12:00"),
        ("The 20th century ended badly.", "The 20th century", "19"),
        ("A launch could come as early as Wednesday.", "Wednesday", "2019-03-20"),
        ("The trial ends Thursday.", "Thursday", "2019-03-21"),
        ("By Saturday night the army had arrived.", "Saturday night", "2019-03-16TNI"),
        ("It may come over the coming weekend.", "the coming weekend", "2019-W12-WE"),
        ("Gold for April delivery rose.", "April", "2019-04"),
        ("It began ten years ago this week.", "ten years ago this week", "2009-W12"),
        ("It lifted off at 9:17 a.m. ET Thursday.", "9:17 a.m. ET Thursday", "2019-03-14T09:17"),
        ("It ended at 3 p.m. on Friday, March 15, 2019.", "3 p.m. on Friday, March 15, 2019", "2019-03-15T15:00"),
        ("She rose at five o'clock in the afternoon.", "five o'clock in the afternoon", "2019-03-18T17:00"),
        ("Shares rose in afternoon trading.", "afternoon", "2019-03-18TAF"),
        ("It was over by the evening.", "the evening", "2019-03-18TEV"),
        ("They move at night.", "night", "XXXX-XX-XXTNI"),
        ("It came 18 minutes later than planned.", "18 minutes", "PT18M"),
        ("Police came two hours later.", "two hours later", "PT2H"),
        ("Ten years later, he still remembers.", "Ten years later", "P10Y"),
        ("It was in the Sunday Times in 2017.", "2017", "2017"),
    ],
)
def test_value_of_one_expression(text: str, quote: str, value: str) -> None:
    assert values(text) == [(quote, value)]


def test_weekday_of_publication_is_that_day_and_tense_turns_it() -> None:
    assert values("The spokesman said Monday that envoys will fly out Monday.") == [
        ("Monday", "2019-03-18"),
        ("Monday", "2019-03-18"),
    ]
    assert values("Officials said Friday that work would resume Friday.") == [
        ("Friday", "2019-03-15"),
        ("Friday", "2019-03-22"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "He may go.",
        "Mrs May said nothing.",
        "Theresa May met the envoys.",
        "They may have left.",
        "The troops march on.",
        "March on the capital!",
        "An august body met.",
        "The second launcher stood empty.",
        "Hwasong-15 and C-17 were shown.",
        "They counted 2000 people.",
        "It costs $2018.",
        "The New York Daily News wrote so.",
        "Sentences such as Romans 15:13 are quoted.",
        "the fall of the city",
        "They hired a night crew.",
        "She was Player of the Year.",
        "He left as soon as he could.",
        "The Sunday Mail wrote so.",
    ],
)
def test_what_is_no_time_stays_unread(text: str) -> None:
    assert values(text) == []


def test_may_the_month_beside_may_the_minister() -> None:
    text = "In May he went. Prime Minister May stayed. She may follow by May 20."
    assert values(text) == [("May", "2018-05"), ("May 20", "2019-05-20")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nothing has moved since April.", ("since April", "2018-04-01", "")),
        ("It must be done by September 9.", ("by September 9", "", "2019-09-10")),
        ("It stood there until 2016.", ("until 2016", "", "2017-01-01")),
        ("It stood there before 2016.", ("before 2016", "", "2016-01-01")),
        ("It was seen after July 7.", ("after July 7", "2018-07-08", "")),
        ("Open from 2015 onward.", ("from 2015 onward", "2015-01-01", "")),
        ("Between March and May 2018 it grew.", ("Between March and May 2018", "2018-03-01", "2018-06-01")),
        ("It ran from July 7 to July 9.", ("from July 7 to July 9", "2018-07-07", "2018-07-10")),
        ("The drill of July 7-9, 2018 ended.", ("July 7-9, 2018", "2018-07-07", "2018-07-10")),
        ("The drill of 7-9 July 2018 ended.", ("7-9 July 2018", "2018-07-07", "2018-07-10")),
        ("The war of 1950-53 ended.", ("1950-53", "1950-01-01", "1954-01-01")),
        ("Trucks came in the past two months.", ("the past two months", "2019-01-18", "2019-03-19")),
        ("Nothing moved in the past year.", ("the past year", "2018-03-18", "2019-03-19")),
        ("As of July 7 it stood.", ("July 7", "2018-07-07", "2018-07-08")),
        ("In the last six months of 2017 it stood.", ("2017", "2017-01-01", "2018-01-01")),
        ("It came earlier this month.", ("earlier this month", "2019-03-01", "2019-03-19")),
        ("It will close later this month.", ("later this month", "2019-03-18", "2019-04-01")),
        ("It was built in early 2018.", ("early 2018", "2018-01-01", "2018-05-02")),
    ],
)
def test_interval(text: str, expected: tuple[str, str, str]) -> None:
    assert spans(text) == [expected]


def test_two_days_named_together_are_two_intervals() -> None:
    assert spans("The gate was open on July 7 and 8.") == [
        ("July 7", "2018-07-07", "2018-07-08"),
        ("8", "2018-07-08", "2018-07-09"),
    ]


def test_recent_weeks_are_vague_and_end_with_publication() -> None:
    (span,) = find_times("Activity rose in recent weeks.", MONDAY)
    assert span.granularity is Granularity.VAGUE
    assert span.start == datetime(2019, 1, 21, tzinfo=UTC)
    assert span.end == datetime(2019, 3, 19, tzinfo=UTC)


def test_named_zone_moves_the_day() -> None:
    (span,) = find_times("The missile fell on Thursday Hawaii time.", MONDAY)
    assert span.start == datetime(2019, 3, 14, 10, tzinfo=UTC)
    assert span.end == datetime(2019, 3, 15, 10, tzinfo=UTC)
    (moment,) = find_times("It rose at 5:34 a.m. Pyongyang time on March 16.", MONDAY)
    assert moment.start == datetime(2019, 3, 15, 20, 34, tzinfo=UTC)
    assert moment.granularity is Granularity.INSTANT


def test_words_hang_on_the_date_last_mentioned() -> None:
    text = "The stand burned on 14 May 2018. The following month it was gone. A day earlier nobody knew."
    assert values(text) == [
        ("14 May 2018", "2018-05-14"),
        ("The following month", "2018-06"),
        ("A day earlier", "XXXX-XX-XX"),
    ]
    assert values("It came on 14 May 2018. Two days later it left.")[1] == ("Two days later", "2018-05-16")


def test_a_month_takes_the_year_told_in_its_sentence() -> None:
    text = "It was begun in November 2008 and finished in January. In January it burned."
    assert [value for _, value in values(text)] == ["2008-11", "2009-01", "2019-01"]


def test_words_that_stand_beside_the_date_last_mentioned() -> None:
    text = "It was put off in January 2003 after a rocket failed the month before. Nobody saw the day after."
    assert values(text) == [
        ("January 2003", "2003-01"),
        ("the month before", "2002-12"),
        ("the day after", "XXXX-XX-XX"),
    ]


def test_second_month_of_a_range_follows_the_first() -> None:
    assert values("Orders in the February-to-May period rose.") == [("February", "2019-02"), ("May", "2019-05")]
    assert values("It ran from November to February.") == [("November", "2018-11"), ("February", "2019-02")]


def test_second_weekday_follows_the_first() -> None:
    assert values("Storms hit Monday and Tuesday.") == [("Monday", "2019-03-18"), ("Tuesday", "2019-03-19")]


def test_history_hangs_its_dates_on_its_own_years() -> None:
    text = (
        "The works opened in 1951. A second hall was built in 1953 and a third in 1954. In March the furnace broke; "
        "on 4 June it ran again. By 1956 the town had a school, in 1957 a hospital, and in 1958 a railway."
    )
    found = dict(values(text))
    assert found["March"] == "1954-03"
    assert found["4 June"] == "1954-06-04"


def test_without_publication_date_nothing_is_guessed() -> None:
    text = "Last month, on Monday, yesterday, two weeks ago and on July 7 trucks came. On 7 July 2018 they left."
    expressions = find_expressions(text, None)
    assert [one.value for one in expressions if one.span] == ["2018-07-07"]
    assert all(one.reason for one in expressions if not one.span)
    assert len(expressions) == 6


def test_unresolved_expressions_tell_why() -> None:
    text = "It lasted three days and now repeats daily."
    assert {one.anchor.quote: one.reason for one in find_expressions(text, MONDAY)} == {
        "three days": "a length of time, not a date",
        "now": "the present, past or future in general",
        "daily": "comes again and again",
    }


def test_anchors_are_the_very_words_in_order() -> None:
    text = "Since April, on July 7 and 8, at 5 p.m. Friday, from March to May 2017 and in recent weeks, men came."
    found = find_times(text, MONDAY)
    assert found
    starts = []
    for one in found:
        assert one.anchor
        assert text[one.anchor.start : one.anchor.end] == one.anchor.quote
        assert one.start is None or one.start.tzinfo is UTC
        assert one.start is None or one.end is None or one.start < one.end
        starts.append(one.anchor.start)
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    "piece",
    [
        "the ",
        "1 ",
        "one hundred and ",
        "Monday, ",
        "7 July-",
        "2018-",
        "the end of ",
        "last ",
        "from 9 to ",
        " ",
        "\n",
        "Sun. ",
        "will ",
        "10 p.m. ",
    ],
)
def test_hostile_repetition_ends(piece: str) -> None:
    find_times(piece * (20_000 // len(piece)), MONDAY)


@pytest.mark.parametrize(
    "text", ["", "February 31, 2019", "2019-13-45", "99:99", "in 9999", "a million years ago", "31 June"]
)
def test_impossible_dates_do_not_fail(text: str) -> None:
    for one in find_times(text, MONDAY):
        assert one.anchor


def test_ends_of_the_calendar() -> None:
    first, last = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
    assert [one.value for one in find_expressions("last week, yesterday and 3000 years ago", first)]
    assert [one.value for one in find_expressions("next week, tomorrow and in the coming years", last)]
