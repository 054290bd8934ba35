"""Decisions count in the order in which they were recorded, whatever the clock said, and keep it wherever they go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from firsthand.model import Decision
from firsthand.store import Address, Store

NOON = datetime(2031, 7, 1, 12, tzinfo=UTC)
RECORDED = ["dec-c", "dec-a", "dec-d", "dec-b"]
"""Neither by time nor by id."""
HOURS = {"dec-c": 0, "dec-a": -48, "dec-d": 5, "dec-b": -500_000}


def decided(id: str) -> Decision:
    return Decision(id, "letter", ("Quay News",), id[-1], "ana", NOON + timedelta(hours=HOURS[id]))


def fill(store: Store) -> None:
    for id in RECORDED:
        store.put_decision(decided(id))


def ids(decisions: list[Decision]) -> list[str]:
    return [decision.id for decision in decisions]


def test_the_clock_does_not_order_decisions(store: Store) -> None:
    fill(store)
    assert ids(store.decisions()) == RECORDED
    assert ids(store.decisions_about(["Quay News"])) == RECORDED
    store.put_decision(replace(decided("dec-a"), withdrawn=NOON))
    assert ids(store.decisions(standing=False)) == RECORDED
    assert ids(store.decisions()) == ["dec-c", "dec-d", "dec-b"]
    assert store.chain_faults() == []


def test_a_copy_keeps_the_order(store: Store, tmp_path: Path) -> None:
    fill(store)
    store.copy_to(tmp_path / "copy.db")
    copy = Store(tmp_path / "copy.db")
    assert ids(copy.decisions()) == RECORDED
    copy.put_decision(replace(decided("dec-d"), id="dec-0"))
    assert ids(copy.decisions()) == [*RECORDED, "dec-0"]
    assert copy.chain_faults() == []
    copy.close()


def test_the_order_moves_to_a_server_and_back(address: Address, tmp_path: Path) -> None:
    here = Store(tmp_path / "case.db")
    fill(here)
    with here.moving_to(address):
        pass
    there = Store(address)
    assert ids(there.decisions()) == RECORDED
    with there.moving_to(tmp_path / "back.db"):
        pass
    back = Store(tmp_path / "back.db")
    assert ids(back.decisions()) == RECORDED
    for opened in (here, there, back):
        opened.close()


def test_an_older_store_learns_the_order_from_its_log(open_store: Callable[[], Store]) -> None:
    old = open_store()
    fill(old)
    with old.writing() as connection:
        connection.execute(text("DROP INDEX decision_seq"))
        connection.execute(text("ALTER TABLE decision DROP COLUMN seq"))
        connection.execute(text("DELETE FROM migration WHERE name = 'm0015_decision_order'"))
    migrated = open_store()
    assert ids(migrated.decisions()) == RECORDED
    migrated.put_decision(replace(decided("dec-b"), id="dec-0"))
    assert ids(migrated.decisions()) == [*RECORDED, "dec-0"]
    assert migrated.chain_faults() == []


@pytest.mark.parametrize(("id", "seq"), [("dec-b", 0), ("dec-c", 99)])
def test_an_order_that_was_altered_is_named(id: str, seq: int, store: Store) -> None:
    fill(store)
    with store.writing() as connection:
        connection.execute(text(f"UPDATE decision SET seq = {seq} WHERE id = '{id}'"))
    faults = store.chain_faults()
    assert faults and all("order" in said for _, said in faults)
