"""The event log: who did what, and that nobody altered it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from firsthand.case import Case
from firsthand.errors import CaseError, UsageError
from firsthand.integrity import verify
from firsthand.model import Decision
from firsthand.store import Store

NOON = datetime(2031, 7, 1, 12, tzinfo=UTC)


def decided(store: Store, number: int) -> Decision:
    decision = Decision(f"dec-{number}", "same", ("stm-1", "stm-2"), "same", "ana", NOON)
    store.put_decision(decision)
    return decision


def changed(store: Store, command: str) -> None:
    with store.writing() as connection:
        connection.execute(text(command))


def test_each_event_names_the_account_that_came(store: Store) -> None:
    decided(store, 1)
    store.log("note", "seen by the desk")
    note, decision, *_ = store.events()
    assert (note.what, note.detail, note.who) == ("note", "seen by the desk", store.account)
    assert decision.detail == "ana: same stm-1 stm-2"
    assert decision.content.startswith("dec-1 ")


def test_an_untouched_chain_holds(store: Store) -> None:
    first = decided(store, 1)
    store.put_decision(replace(first, withdrawn=NOON))
    decided(store, 2)
    assert store.chain_faults() == []


def test_the_same_decision_again_is_no_event(store: Store) -> None:
    decided(store, 1)
    decided(store, 1)
    assert [event.what for event in store.events()].count("decision") == 1


@pytest.mark.parametrize(
    "command",
    [
        "UPDATE event SET detail = 'ben: same stm-1 stm-2' WHERE detail = 'second'",
        "UPDATE event SET who = 'somebody' WHERE detail = 'second'",
        "UPDATE event SET at = '2031-01-01T00:00:00+00:00' WHERE detail = 'second'",
        "DELETE FROM event WHERE detail = 'second'",
        "INSERT INTO event (seq, at, what, detail, who, content, link) VALUES (77, 'x', 'note', 'late', '', '', 'abc')",
    ],
)
def test_a_broken_link_is_named(store: Store, command: str) -> None:
    for detail in ("first", "second", "third"):
        store.log("note", detail)
    changed(store, command)
    ((thing, said),) = store.chain_faults()
    assert "the chain breaks here" in said
    wanted = {"UPDATE": 3, "DELETE": 4, "INSERT": 77}[command.split(maxsplit=1)[0]]
    assert thing.startswith(f"event {wanted} ")


def test_a_decision_altered_behind_the_log_is_named(store: Store) -> None:
    decided(store, 1)
    decided(store, 2)
    changed(store, "UPDATE decision SET body = replace(body, 'ana', 'eve') WHERE id = 'dec-1'")
    assert store.chain_faults() == [("dec-1", "this decision is not as the event log has it")]


def test_a_decision_taken_away_or_put_in_is_named(store: Store) -> None:
    decision = decided(store, 1)
    changed(store, "DELETE FROM decision")
    assert store.chain_faults() == [("dec-1", "the event log has this decision, the case does not")]
    row = {"id": "dec-7", "body": json.dumps({"id": "dec-7", "who": decision.who})}
    with store.writing() as connection:
        query = "INSERT INTO decision (id, kind, made, body) VALUES (:id, 'same', '', :body)"
        connection.execute(text(query), row)
    assert ("dec-7", "this decision is not as the event log has it") in store.chain_faults()


def test_the_head_moves_with_each_event(store: Store) -> None:
    heads = {store.chain_head()}
    for number in range(3):
        store.log("note", str(number))
        heads.add(store.chain_head())
    assert len(heads) == 4


def test_verify_names_the_broken_link(small_case_copy: Case) -> None:
    assert verify(small_case_copy).problems == ()
    small_case_copy.store.log("note", "first")
    small_case_copy.store.log("note", "second")
    changed(small_case_copy.store, "UPDATE event SET detail = 'other' WHERE detail = 'first'")
    (problem,) = verify(small_case_copy).problems
    assert problem.thing.startswith("event ")


# ---- roles -----------------------------------------------------------------------------------------------------------


def test_who_gives_the_first_role_becomes_owner(store: Store) -> None:
    assert store.people() == []
    store.set_person(store.account, "owner")
    assert [(person.name, person.role) for person in store.people()] == [(store.account, "owner")]
    with pytest.raises(UsageError, match="needs an owner"):
        store.set_person(store.account, "reader")
    with pytest.raises(UsageError, match="needs an owner"):
        store.drop_person(store.account)
    assert "people" in {event.what for event in store.events()}
    store.log("note", "an owner may write")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_readers_and_strangers_do_not_write(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.set_person("ben", "reader")
    store.set_person("cleo", "analyst")
    for name, refusal in (("ben", "ben is a reader"), ("dora", "dora is not of this case")):
        monkeypatch.setattr("getpass.getuser", lambda name=name: name)
        with pytest.raises(CaseError, match=refusal):
            store.log("note", "no")
        assert len(store.people()) == 3
    monkeypatch.setattr("getpass.getuser", lambda: "cleo")
    store.log("note", "yes")
    with pytest.raises(CaseError, match="only an owner"):
        store.set_person("ben", "analyst")


def test_an_unknown_role_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="no such role"):
        store.set_person("ben", "king")
