"""Values where sources differ: copies count once, accuracies are learned, outlets show how they behave."""

from __future__ import annotations

import pytest
from makers import OFFICIAL, OUTLETS, doc, said

from firsthand.trace.behaviour import behaviour
from firsthand.trace.tracer import TraceContext, trace_statements
from firsthand.trace.truth import resolve

Claims = list[tuple[str, str, str]]


def copied_errors() -> Claims:
    """Four sources print one bad source's words; six good ones look at the first items, only three at the others."""
    claims: Claims = []
    for number in range(30):
        item = f"item {number:02}"
        for good in range(6 if number < 20 else 3):
            slips = number % 10 == good and number < 20
            claims.append((f"good {good}", item, f"slip {good}" if slips else "true"))
        for bad in range(4):
            claims.append((f"bad {bad}", item, "true" if number % 3 == 0 else "false"))
    return claims


def test_copied_errors_do_not_outvote_independent_sources() -> None:
    found = resolve(copied_errors())
    likeliest = {item: max(told, key=lambda value: told[value]) for item, told in found.values.items()}
    assert set(likeliest.values()) == {"true"}
    assert found.copying["bad 0", "bad 1"] > 0.99
    assert found.copying["good 0", "good 1"] < 0.1
    assert found.accuracies["good 0"] > 0.8 > found.accuracies["bad 0"]


def test_the_order_of_claims_and_repeats_change_nothing() -> None:
    claims = copied_errors()
    assert resolve(claims[::-1] + claims) == resolve(claims)


def test_probabilities_leave_room_for_what_nobody_claims() -> None:
    (told,) = resolve([("one", "item", "a"), ("two", "item", "b")]).values.values()
    assert told["a"] == pytest.approx(told["b"])
    assert sum(told.values()) < 1


def test_nothing_claimed_is_nothing_found() -> None:
    assert resolve([]).values == {}


def test_an_outlet_that_takes_over_text_has_it_from_the_earlier_one() -> None:
    body = (
        "Officials said the test stand at Brack was dismantled, and that the road to the yard had been closed to all."
    )
    documents = [doc("first", body, 1, "Coastal Wire"), doc("later", body, 2, "Skywatch")]
    statements = [
        said(document, "the test stand at Brack was dismantled", ("Officials", OFFICIAL)) for document in documents
    ]
    traced = trace_statements(documents, statements, TraceContext(OUTLETS))
    wire, copier = behaviour(documents, statements, traced.claims, traced.copies, OUTLETS)
    assert (wire.outlet, wire.claims, wire.first, wire.copies_from) == ("Coastal Wire", 1, 1, ())
    assert (copier.outlet, copier.claims, copier.first) == ("Skywatch", 1, 0)
    assert [(giver.outlet, giver.texts) for giver in copier.copies_from] == [("Coastal Wire", 1)]
