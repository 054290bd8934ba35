"""The event log as a chain: each row carries the hash of the one before it with its own content.

Whoever alters, removes or adds a row in the middle breaks every later link. Whoever rewrites all links, or cuts off the
end, is found out by a head that was noted elsewhere (:func:`head`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from firsthand.store import schema
from firsthand.store.codec import utc_text

DECISION = "decision"
CONTENTS = {DECISION: schema.decision, "alert": schema.alert}
"""Tables whose records are in the chain by their hash, by the word under which they are logged."""
EARLIER = "from before the chain"


@dataclass(frozen=True, slots=True)
class Logged:
    """One thing that happened."""

    at: str
    """ISO 8601 in UTC."""
    who: str
    """The account that came; empty in what was logged before accounts were."""
    what: str
    detail: str
    content: str = ""
    """Id and SHA-256 of the record that it was about, if any."""


def append(connection: Connection, event: Logged) -> None:
    """Add an event to the log. The caller holds the only write transaction."""
    table = schema.event
    row = {"at": event.at, "who": event.who, "what": event.what, "detail": event.detail, "content": event.content}
    connection.execute(insert(table).values(**row, link=_link(head(connection), event)))


def head(connection: Connection) -> str:
    """The last link; empty before the first."""
    table = schema.event
    return connection.execute(select(table.c.link).order_by(table.c.seq.desc()).limit(1)).scalar_one_or_none() or ""


def first(connection: Connection) -> str:
    """The first link, which holds the moment at which the chain began; empty before it."""
    table = schema.event
    query = select(table.c.link).where(table.c.link != "").order_by(table.c.seq).limit(1)
    return connection.execute(query).scalar_one_or_none() or ""


def content_of(id: str, body: str) -> str:
    """How a record is named in the chain."""
    return f"{id} {hashlib.sha256(body.encode()).hexdigest()}"


def start(connection: Connection) -> None:
    """The first link: it holds what was logged before there was a chain, then every decision and alert."""
    table = schema.event
    earlier = connection.execute(select(table).order_by(table.c.seq)).all()
    digest = hashlib.sha256(json.dumps([_told(row) for row in earlier]).encode()).hexdigest()
    now = utc_text(datetime.now(UTC)) or ""
    append(connection, Logged(now, "", "chain", f"begins after {len(earlier)} events", f"earlier {digest}"))
    for what, kept in CONTENTS.items():
        for row in connection.execute(select(kept.c.id, kept.c.body).order_by(kept.c.id)).all():
            append(connection, Logged(now, "", what, EARLIER, content_of(row.id, row.body)))


def number_decisions(connection: Connection) -> None:
    """Number all decisions as the chain has them; those from before it, whose order it does not tell, by time."""
    table = schema.decision
    places = _places(connection.execute(select(schema.event).order_by(schema.event.c.seq)).all())
    held = connection.execute(select(table.c.id, table.c.made)).all()
    order = sorted(held, key=lambda row: (places.get(row.id, 0), row.made, row.id))
    for number, row in enumerate(order, 1):
        connection.execute(update(table).where(table.c.id == row.id).values(seq=number))


def _places(rows: Iterable[Row[Any]]) -> dict[str, int]:
    """Where in the log each decision was first recorded; 0 for those that the chain found when it began."""
    places: dict[str, int] = {}
    for row in rows:
        if row.what == DECISION and row.content:
            places.setdefault(row.content.partition(" ")[0], 0 if row.detail == EARLIER else row.seq)
    return places


def _misplaced(connection: Connection, rows: Iterable[Row[Any]]) -> Iterator[tuple[str, str]]:
    table, places, last = schema.decision, _places(rows), 0
    for id in connection.execute(select(table.c.id).order_by(table.c.seq, table.c.id)).scalars():
        place = places.get(id, last)
        if place < last:
            yield id, "this decision does not stand in the order in which the event log has it"
        last = max(last, place)


def faults(connection: Connection) -> Iterator[tuple[str, str]]:
    """(thing, what is wrong): the first link that does not hold, and decisions and alerts that the chain belies."""
    table = schema.event
    rows = connection.execute(select(table).order_by(table.c.seq)).all()
    broken = _first_broken(rows)
    if broken:
        yield broken
    said: dict[tuple[str, str], str] = {}
    for row in rows:
        if row.what in CONTENTS and row.content:
            id, _, digest = row.content.partition(" ")
            said[row.what, id] = digest
    yield from _misplaced(connection, rows)
    for what, kept in CONTENTS.items():
        bodies = dict(tuple(row) for row in connection.execute(select(kept.c.id, kept.c.body)))
        for id, body in sorted(bodies.items()):
            if content_of(id, body) != f"{id} {said.get((what, id), '')}":
                yield id, f"this {what} is not as the event log has it"
        for kind, id in sorted(said):
            if kind == what and id not in bodies:
                yield id, f"the event log has this {what}, the case does not"


def _first_broken(rows: list[Row[Any]] | Any) -> tuple[str, str] | None:
    begun = next((at for at, row in enumerate(rows) if row.link), None)
    if begun is None:
        return ("event log", "it has no chain") if rows else None
    first, earlier = rows[begun], rows[:begun]
    digest = hashlib.sha256(json.dumps([_told(row) for row in earlier]).encode()).hexdigest()
    if first.what != "chain" or first.content != f"earlier {digest}":
        return f"event {first.seq}", "what was logged before the chain began was altered"
    link = ""
    for row in rows[begun:]:
        link = _link(link, Logged(row.at, row.who, row.what, row.detail, row.content))
        if row.link != link:
            return f"event {row.seq} ({row.at}, {row.what})", "the chain breaks here: it or the row before was altered"
    return None


def _told(row: Row[Any]) -> list[str]:
    return [row.at, row.what, row.detail]


def _link(before: str, event: Logged) -> str:
    told = [before, event.at, event.who, event.what, event.detail, event.content]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
