"""Acts and parts that the reader left open, settled by the words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from makers import PERSON, anchor, days, doc, said

from firsthand.model import Action, Site, SitePart, Statement
from firsthand.trace.acts import interprets, is_forecast, is_negative, thing_of
from firsthand.trace.settle import settle
from firsthand.trace.words import named_thing, stem

STAND = SitePart("stand", "engine test stand", ("test stand",), "test stand")
YARD = SitePart("yard", "transfer yard", (), "yard")
SITE = Site("brack", "Brack Test Site", 0.0, 0.0, 100.0, parts=(STAND, YARD))


def told(quote: str, **more: object) -> Statement:
    document = doc(quote, f"Adam Holt: {quote}.")
    return said(document, quote, ("Adam Holt", PERSON), **({"act": Action.NONE, "thing": ""} | more))


@pytest.mark.parametrize(
    ("quote", "act"),
    [
        ("by supper the tower was gone", Action.DISMANTLE),
        ("crews took the old stand down", Action.DISMANTLE),
        ("they are at work on two engines", Action.BUILD),
        ("a new hall was complete by August", Action.BUILD),
        ("wagons arrive every Thursday", Action.MOVE),
        ("the village was gone", Action.NONE),
        ("the stand is painted white", Action.NONE),
    ],
)
def test_act_by_its_finite_verb(quote: str, act: Action) -> None:
    assert settle([told(quote)], [SITE])[0].event.action is act


def test_date_of_the_report_is_not_that_of_the_act() -> None:
    document = doc("a", "Monday's report said the stand was dismantled on Sunday.")
    source = anchor(document, "Monday's report")
    fields = {"act": Action.DISMANTLE, "source": source}
    quote = "the stand was dismantled on Sunday"
    reported = said(document, quote, time=replace(days(0, 1), anchor=anchor(document, "Monday's")), **fields)
    happened = said(document, quote, time=replace(days(0, 1), anchor=anchor(document, "Sunday")), **fields)
    assert settle([reported], [])[0].event.time is None
    assert settle([happened], [])[0].event.time is not None


def test_noun_gives_way_to_a_finite_verb() -> None:
    statement = told("weeks after the testing pledge it is building two engines", act=Action.TEST)
    assert settle([statement], [SITE])[0].event.action is Action.BUILD


def test_part_is_the_one_that_bears_the_things_name() -> None:
    quote = "the test stand was dismantled while a trailer stood in the transfer yard"
    statement = told(quote, act=Action.DISMANTLE, thing="test stand", part=YARD.id)
    assert settle([statement], [SITE])[0].event.part_id == STAND.id


def test_part_of_what_merely_stands_there_is_left() -> None:
    statement = told("a trailer stood in the transfer yard", act=Action.PRESENT, thing="trailer", part=YARD.id)
    assert settle([statement], [SITE]) == [statement]


@pytest.mark.parametrize(
    ("text", "act", "thing"),
    [
        ("new pictures suggest that workers are dismantling an engine test stand", "dismantle", "stand"),
        ("the stand was dismantled by crews with cranes", "dismantle", "stand"),
        ("with cranes they dismantled the stand", "dismantle", "stand"),
        ("an engineer of road vehicles said engine testing would resume", "test", stem("engine")),
        ("nothing was seen", "build", ""),
    ],
)
def test_thing_on_which_the_act_is_done(text: str, act: str, thing: str) -> None:
    assert named_thing(text, act) == thing


def test_object_that_names_no_thing_gives_way_to_the_words() -> None:
    statement = told("satellite pictures show that they dismantled the stand", act=Action.DISMANTLE, thing="pictures")
    assert thing_of(statement) == "stand"


@pytest.mark.parametrize(
    ("quote", "forecast"),
    [
        ("they will dismantle the stand", True),
        ("testing would resume before winter", True),
        ("they dismantled the stand that would have failed", False),
        ("they dismantled a stand and will go home", False),
    ],
)
def test_forecast_by_the_modal_of_the_act(quote: str, forecast: bool) -> None:
    assert is_forecast(told(quote, act=Action.DISMANTLE if "dismantle" in quote else Action.TEST)) is forecast


@pytest.mark.parametrize(
    ("quote", "negative"),
    [
        ("No stand was dismantled", True),
        ("a stand was dismantled", False),
        ("a stand was dismantled at Brack are false", True),
        ("parts were fabricated at Brack", False),
    ],
)
def test_nothing_of_the_kind_is_negative(quote: str, negative: bool) -> None:
    assert is_negative(told(quote)) is negative


@pytest.mark.parametrize(
    ("quote", "reading"),
    [
        ("taking down the stand is a serious step to build confidence", True),
        ("the dismantling might be plain maintenance", True),
        ("there were signs that they dismantled the stand", False),
        ("they dismantled the stand", False),
    ],
)
def test_reading_is_told_from_act(quote: str, reading: bool) -> None:
    assert interprets(told(quote, act=Action.DISMANTLE)) is reading
