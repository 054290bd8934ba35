"""Rival readings: found in the reports, tied to the act they read."""

from __future__ import annotations

from dataclasses import replace

from makers import LOST, OFFICIAL, PERSON, doc, said
from weigh_makers import claims_of

from firsthand.model import Action, Relevance, Rivals, Statement
from firsthand.weigh.rivals import find_rivals

TEXT = (
    "The test stand at Brack was dismantled, officials said. Missiles are being built at Brack, officials said.\n\n"
    "It is a serious step to build confidence, said Ida Brun. It is a symbolic gesture, said Adam Holt. It is a"
    " symbolic gesture indeed, wrote Dora Venn. The moves are a way of putting on pressure, said Udo Falk."
)
DOCUMENT = doc("a", TEXT, 1, "Coastal Wire")
ACTS = (
    said(DOCUMENT, "The test stand at Brack was dismantled", ("officials", OFFICIAL)),
    said(DOCUMENT, "Missiles are being built at Brack", ("officials", OFFICIAL), act=Action.BUILD, thing="missiles"),
)


def reading(quote: str, name: str, **more: object) -> Statement:
    return said(DOCUMENT, quote, (name, PERSON), **({"act": Action.INTERPRET, "thing": "", "sites": ()} | more))


STEP = reading("a serious step to build confidence", "Ida Brun")
GESTURE = reading("a symbolic gesture", "Adam Holt", sites=("brack",))
ECHO = reading("a symbolic gesture indeed", "Dora Venn")
PRESSURE = reading("a way of putting on pressure", "Udo Falk")


def rivals(*readings: Statement) -> tuple[Rivals, ...]:
    claims = claims_of(*((DOCUMENT, item) for item in ACTS))
    return find_rivals(claims, {item.id: item for item in (*ACTS, *readings)})


def test_two_readings_of_the_dismantling() -> None:
    (found,) = rivals(STEP, GESTURE)
    assert found.about == "The test stand at Brack was dismantled"
    assert {item.holder for item in found.readings} == {"Ida Brun", "Adam Holt"}


def test_same_words_by_two_holders_are_one_reading() -> None:
    (found,) = rivals(STEP, GESTURE, ECHO)
    assert len(found.readings) == 2
    assert sorted(len(item.statement_ids) for item in found.readings) == [1, 2]


def test_one_reading_has_no_rival() -> None:
    assert rivals(GESTURE, ECHO) == ()


def test_threatening_reading_goes_to_the_building() -> None:
    (found,) = rivals(STEP, GESTURE, PRESSURE)
    assert all("pressure" not in item.text for item in found.readings)


def test_lost_speaker_is_shown_as_lost_and_off_topic_left_out() -> None:
    lost = said(
        DOCUMENT,
        "a serious step to build confidence",
        ("They", LOST),
        act=Action.INTERPRET,
        sites=("brack",),
        source_name="",
    )
    (found,) = rivals(GESTURE, lost)
    assert {item.holder for item in found.readings} == {"Adam Holt", "speaker lost"}
    assert rivals(GESTURE, replace(STEP, relevance=Relevance.OFF_TOPIC)) == ()
