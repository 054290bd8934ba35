"""All records from one database into another, compared before anybody relies on them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, text

from firsthand.errors import IntegrityError
from firsthand.store import schema
from firsthand.store.dialects import finding

CHUNK = 500
"""Rows that are carried at once."""
MADE_BY_FINDING = schema.area
"""Filled while boxes are placed, under numbers of the database's own."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came to a new place."""

    rows: dict[str, int]
    """By table, each compared by the hash of its content."""
    without_account: tuple[str, ...]
    """Who has a role, but no account at the server to come with."""


def carry(source: Connection, target: Connection) -> dict[str, int]:
    """Copy every record into an empty store of the same migrations; returns rows by table.

    Raises IntegrityError, naming the first table, when what arrived is not what was sent.
    """
    carried = [table for table in schema.metadata.sorted_tables if table not in (schema.notice, MADE_BY_FINDING)]
    for table in reversed(carried):
        target.execute(delete(table))
    for table in carried:
        for rows in _chunks(_rows(source, table)):
            target.execute(insert(table), [dict(row) for row in rows])
        _count_on(target, table)
    _carry_found(source, target)
    return _compared(source, target, carried)


def _carry_found(source: Connection, target: Connection) -> None:
    old, new = finding(source), finding(target)
    for entries in _chunks(old.entries(source)):
        new.learn(target, entries)
    for kind, ref, bounds in old.boxes(source):
        new.place(target, kind, ref, bounds)


def _rows(connection: Connection, table: Table) -> Iterator[Any]:
    query = select(table).order_by(*table.primary_key.columns)
    yield from connection.execute(query, execution_options={"yield_per": CHUNK}).mappings()


def _chunks(items: Iterable[Any]) -> Iterator[Sequence[Any]]:
    part: list[Any] = []
    for item in items:
        part.append(item)
        if len(part) == CHUNK:
            yield part
            part = []
    if part:
        yield part


def _count_on(connection: Connection, table: Table) -> None:
    """Let a server's counter go on after the highest number; SQLite does so by itself."""
    column = table.autoincrement_column
    if column is None or connection.dialect.name == "sqlite":
        return
    highest = connection.execute(select(func.max(column))).scalar_one()
    if highest is not None:
        counter = text("SELECT setval(pg_get_serial_sequence(:table, :column), :highest)")
        connection.execute(counter, {"table": f'"{table.name}"', "column": column.name, "highest": highest})


def _compared(source: Connection, target: Connection, tables: Sequence[Table]) -> dict[str, int]:
    counts = {}
    for table in tables:
        sent, arrived = (_digest(map(tuple, _values(each, table))) for each in (source, target))
        counts[table.name] = _same(table.name, sent, arrived)
    old, new = finding(source), finding(target)
    words = (_digest(_word_rows(found.entries(each))) for found, each in ((old, source), (new, target)))
    counts["words"] = _same("words", *words)
    # Boxes are kept with other precision; each follows from its record, so that it is enough that all are there.
    boxes = (_digest(sorted(box[:2] for box in found.boxes(each))) for found, each in ((old, source), (new, target)))
    counts["boxes"] = _same("boxes", *boxes)
    return counts


def _values(connection: Connection, table: Table) -> Iterator[Any]:
    query = select(table).order_by(*table.primary_key.columns)
    yield from connection.execute(query, execution_options={"yield_per": CHUNK})


def _word_rows(entries: Iterable[Any]) -> Iterator[list[str]]:
    for entry in entries:
        told = (entry.kind, entry.ref, entry.document_id, entry.title, entry.body)
        yield [item.replace("\0", "\ufffd") for item in told]


def _digest(rows: Iterable[Any]) -> tuple[int, str]:
    digest, number = hashlib.sha256(), 0
    for row in rows:
        digest.update(json.dumps(list(row)).encode() + b"\n")
        number += 1
    return number, digest.hexdigest()


def _same(name: str, sent: tuple[int, str], arrived: tuple[int, str]) -> int:
    if sent != arrived:
        raise IntegrityError(
            f"what arrived is not what was sent ({sent[0]} rows sent, {arrived[0]} arrived)",
            thing=name,
            remedy="nothing was switched: the case is where it was; report this as a bug",
        )
    return sent[0]
