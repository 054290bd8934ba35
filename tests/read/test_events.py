"""Act, object, place, number and negation of what is said."""

from __future__ import annotations

import pytest
from read_makers import only, statements

from firsthand.model import Action


@pytest.mark.parametrize(
    ("content", "action", "object_"),
    [
        ("crews are dismantling an engine test stand", Action.DISMANTLE, "engine test stand"),
        ("the engine test stand was taken down in June", Action.DISMANTLE, "engine test stand"),
        ("the state is building two new missiles at the plant", Action.BUILD, "missiles"),
        ("two missiles were being built at the plant", Action.BUILD, "missiles"),
        ("the missile was moved at night", Action.MOVE, "missile"),
        ("the missile was launched at dawn", Action.TEST, "missile"),
        ("the state meant to hide its warheads", Action.CONCEAL, "warheads"),
        ("the launch was only a symbolic gesture", Action.INTERPRET, ""),
        ("the engine test stand is a tower of steel", Action.NONE, ""),
    ],
)
def test_act_and_object(content: str, action: Action, object_: str) -> None:
    event = only(f"Torv said that {content}.").event
    assert event.action is action
    if object_:
        assert event.object == object_


def test_site_and_part_are_those_of_the_case() -> None:
    event = only("Torv said that crews dismantled the engine test stand at Mirren Works.").event
    assert event.site_ids == ("mirren",)
    assert event.part_id == "mirren-stand"


def test_the_quantity_of_the_content() -> None:
    quantity = only("Torv said that at least one, and possibly two, missiles were being built.").event.quantity
    assert quantity is not None
    assert (quantity.low, quantity.high) == (1, 2)


def test_the_time_of_the_content_comes_before_that_of_the_saying() -> None:
    event = only("Torv said on Monday that the missile was moved on 7 April 2024.").event
    assert event.time is not None and event.time.start is not None
    assert event.time.start.date().isoformat() == "2024-04-07"


def test_a_denied_act_is_negated() -> None:
    assert only("Torv said that the missile stand has not been dismantled.").event.negated
    assert not only("Torv said that the missile stand has been dismantled.").event.negated


@pytest.mark.parametrize(
    ("content", "negated"),
    [
        ("the state is building no missiles at the plant", True),
        ("crews dismantled neither the stand nor the mast", True),
        ("no missile was launched at dawn", True),
        ("the state is building no more than two missiles", False),
        ("the state built missiles no later than May", False),
    ],
)
def test_what_is_done_to_nothing_is_not_done(content: str, negated: bool) -> None:
    assert only(f"Torv said that {content}.").event.negated is negated


def test_a_promise_and_a_reading() -> None:
    assert only("Marsh promised to dismantle the missile stand.").event.action is Action.PROMISE
    assert only("Many experts see the missile test as a symbolic gesture.").event.action is Action.INTERPRET


def test_a_part_that_one_clause_names_is_not_that_of_the_other() -> None:
    text = "Torv said that the crane was moved, and that the engine test stand at Mirren Works was dismantled."
    crane, stand = (item.event for item in statements(text))
    assert (crane.site_ids, crane.part_id) == (("mirren",), None)
    assert (stand.site_ids, stand.part_id) == (("mirren",), "mirren-stand")


def test_what_is_planned_is_not_done() -> None:
    text = "Mirren's owner has announced plans for a new missile hall at Mirren Works."
    assert all(item.event.action is Action.NONE for item in statements(text))
