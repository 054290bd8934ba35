"""Claims and copies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, or_, select, tuple_

from firsthand.model import Claim, Copy
from firsthand.store import listing, schema
from firsthand.store.codec import encode
from firsthand.store.dialects import finding
from firsthand.store.dialects.base import Entry
from firsthand.store.tables import Tables, unit

Row = dict[str, Any]
MOST_KEYS = 500
"""Rows that one statement deletes."""


class Tracing(Tables):
    """What says the same thing, and who has it from whom."""

    @unit
    def put_trace(
        self, claims: Sequence[Claim], copies: Sequence[Copy], notes: Mapping[tuple[str, str], str] | None = None
    ) -> bool:
        """Make ``claims``, ``copies`` and ``notes`` all there are, writing only what has changed.

        Assessments of claims that are gone or have changed go with them; returns whether any did. ``notes`` are what
        tracing keeps for its next run, by kind and key.
        """
        with self.writing() as connection:
            dropped = self._put_claims(connection, claims)
            _renew(connection, schema.text_copy, ("id",), [_copy_row(copy) for copy in copies])
            rows = [{"kind": kind, "key": key, "body": body} for (kind, key), body in (notes or {}).items()]
            _renew(connection, schema.trace_note, ("kind", "key"), rows)
            listing.learn_claims(connection, claims)
            listing.mark_judged(connection)
        return dropped

    def _put_claims(self, connection: Connection, claims: Sequence[Claim]) -> bool:
        rows = [{"id": claim.id, "reports": claim.reports, "body": encode(claim)} for claim in claims]
        known = set(connection.execute(select(schema.claim.c.id)).scalars())
        changed, gone = _changes(connection, schema.claim, ("id",), rows)
        touched = [str(row["id"]) for row in changed] + [id for (id,) in gone]
        dropped = self._drop_assessments(connection, touched)
        _delete(connection, schema.claim_site, ("claim_id",), [(id,) for id in touched])
        _delete(connection, schema.claim_member, ("claim_id",), [(id,) for id in touched])
        finding(connection).forget(connection, "claim", [id for id in touched if id in known])
        _write(connection, schema.claim, ("id",), changed, gone)
        sites = [{"claim_id": claim.id, "site_id": site} for claim in claims for site in claim.event.site_ids]
        _renew(connection, schema.claim_site, ("claim_id", "site_id"), sites)
        members = {(claim.id, member.statement_id) for claim in claims for member in claim.members}
        rows = [{"claim_id": claim, "statement_id": statement} for claim, statement in sorted(members)]
        _renew(connection, schema.claim_member, ("claim_id", "statement_id"), rows)
        written = {str(row["id"]) for row in changed}
        fresh = [Entry("claim", claim.id, "", "", claim.text) for claim in claims if claim.id in written]
        finding(connection).learn(connection, fresh)
        return dropped

    def _drop_assessments(self, connection: Connection, claim_ids: Sequence[str]) -> bool:
        judged = set(connection.execute(select(schema.assessment.c.claim_id)).scalars())
        lost = judged.intersection(claim_ids)
        _delete(connection, schema.assessment, ("claim_id",), [(id,) for id in lost])
        return bool(lost)

    def trace_notes(self) -> dict[tuple[str, str], str]:
        """What tracing keeps for its next run, by kind and key."""
        table = schema.trace_note
        with self._reading() as connection:
            rows = connection.execute(select(table.c.kind, table.c.key, table.c.body))
            return {(row.kind, row.key): row.body for row in rows}

    def claims(self, site_id: str | None = None) -> list[Claim]:
        """Claims, most reported first; of one site or of all."""
        where = []
        if site_id:
            ids = select(schema.claim_site.c.claim_id).where(schema.claim_site.c.site_id == site_id)
            where = [schema.claim.c.id.in_(ids)]
        return self._all(Claim, schema.claim, *where, order=(schema.claim.c.reports.desc(), schema.claim.c.id))

    def claim(self, id: str) -> Claim:
        return self._one(Claim, schema.claim, schema.claim.c.id, id)

    def claim_of(self, statement_id: str) -> Claim | None:
        """The claim that a statement belongs to, if any."""
        member = schema.claim_member
        ids = select(member.c.claim_id).where(member.c.statement_id == statement_id)
        found = self._all(Claim, schema.claim, schema.claim.c.id.in_(ids))
        return found[0] if found else None

    def claims_holding(self, id: str) -> list[Claim]:
        """Claims whose records name this id anywhere."""
        return self._all(Claim, schema.claim, schema.claim.c.body.contains(id, autoescape=True))

    def copies_of(self, document_id: str) -> list[Copy]:
        """What this document has from others, and others from it."""
        table = schema.text_copy
        where = or_(table.c.from_document == document_id, table.c.to_document == document_id)
        return self._all(Copy, table, where, order=table.c.id)

    def copies(self) -> list[Copy]:
        return self._all(Copy, schema.text_copy, order=schema.text_copy.c.id)


def _copy_row(copy: Copy) -> Row:
    return {"id": copy.id, "from_document": copy.from_document, "to_document": copy.to_document, "body": encode(copy)}


def _changes(
    connection: Connection, table: Table, key: tuple[str, ...], rows: Sequence[Row]
) -> tuple[list[Row], list[tuple[Any, ...]]]:
    """The rows that are new or differ from those in the table, and the keys of those in it that are not among them."""
    names = list(table.c.keys())
    known = {tuple(row[name] for name in key): dict(row) for row in connection.execute(select(table)).mappings()}
    wanted = {tuple(row[name] for name in key): {name: row[name] for name in names} for row in rows}
    changed = [row for id, row in wanted.items() if known.get(id) != row]
    return changed, [id for id in known if id not in wanted]


def _renew(connection: Connection, table: Table, key: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Make ``rows`` all that the table holds, writing only what differs."""
    _write(connection, table, key, *_changes(connection, table, key, rows))


def _write(
    connection: Connection, table: Table, key: tuple[str, ...], changed: Sequence[Row], gone: Sequence[tuple[Any, ...]]
) -> None:
    _delete(connection, table, key, [*gone, *(tuple(row[name] for name in key) for row in changed)])
    if changed:
        connection.execute(insert(table), changed)


def _delete(connection: Connection, table: Table, key: tuple[str, ...], ids: Iterable[tuple[Any, ...]]) -> None:
    """Delete the rows with these keys, if they are there."""
    columns, held = [table.c[name] for name in key], list(ids)
    for at in range(0, len(held), MOST_KEYS):
        part = held[at : at + MOST_KEYS]
        among = tuple_(*columns).in_(part) if len(key) > 1 else columns[0].in_([id for (id,) in part])
        connection.execute(delete(table).where(among))
