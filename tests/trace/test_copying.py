"""Values where sources differ: copies count once, accuracies are learned, outlets show how they behave."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from makers import OFFICIAL, OUTLETS, doc, said

from firsthand.model import Action, Reading, Stance
from firsthand.store import Store
from firsthand.store.carriage import Act, Amount, Saying, Words
from firsthand.trace import truth
from firsthand.trace.behaviour import _value, behaviour
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


def test_an_outlet_that_takes_over_text_has_it_from_the_earlier_one(tmp_path: Path) -> None:
    body = (
        "Officials said the test stand at Brack was dismantled, and that the road to the yard had been closed to all."
    )
    documents = [doc("first", body, 1, "Coastal Wire"), doc("later", body, 2, "Skywatch")]
    statements = [
        said(document, "the test stand at Brack was dismantled", ("Officials", OFFICIAL)) for document in documents
    ]
    traced = trace_statements(documents, statements, TraceContext(OUTLETS))
    store = Store(tmp_path / "case.db")
    for document, statement in zip(documents[::-1], statements[::-1], strict=True):
        store.put_document(document)
        store.put_reading(Reading(document.id, (statement,)))
    store.put_trace(traced.claims, traced.copies)
    wire, copier = behaviour(store.carriage(), OUTLETS)
    assert store.outlets_of_claims() == {"Coastal Wire", "Skywatch"}
    store.close()
    assert (wire.outlet, wire.claims, wire.first, wire.copies_from) == ("Coastal Wire", 1, 1, ())
    assert (copier.outlet, copier.claims, copier.first) == ("Skywatch", 1, 0)
    assert [(giver.outlet, giver.texts) for giver in copier.copies_from] == [("Coastal Wire", 1)]


def test_what_an_outlet_says_of_a_claim_is_no_a_number_or_yes() -> None:
    def value(text: str, **more: Any) -> str:
        return _value(Saying("stm-1", Stance.ASSERTS, (Words(text),), Act(Action.MOVE, **more)))

    assert value("the crane was moved") == "so"
    assert value("the crane was not moved") == "not so"
    assert value("the crane was moved", negated=True) == "not so"
    assert value("cranes were moved", quantity=Amount(2, 3)) == "2 to 3"


def test_undated_reports_come_last(tmp_path: Path) -> None:
    store = Store(tmp_path / "case.db")
    early = replace(doc("undated", "A crane stands.", 0, "Skywatch"), published=None)
    for document in (
        doc("b", "A crane.", 2, "Coastal Wire"),
        early,
        doc("a", "Cranes.", 2),
        doc("c", "So.", 1, "Echo"),
    ):
        store.put_document(document)
    assert list(store.outlets_of_reports().values()) == ["Echo", "Coastal Wire", "Skywatch"]
    store.close()


def test_votes_are_the_same_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = resolve(copied_errors())
    monkeypatch.setattr(truth, "MOST_CELLS", 1)
    assert resolve(copied_errors()) == whole
