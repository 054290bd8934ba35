"""Documents, and what was read in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from firsthand.errors import IntegrityError, UnknownIdError
from firsthand.model import (
    Document,
    Mark,
    NearCopy,
    PlaceMention,
    Reading,
    Statement,
)
from firsthand.store import listing, schema, search
from firsthand.store.codec import decode, encode, plain, utc_text
from firsthand.store.dialects import finding
from firsthand.store.tables import Tables, unit

CHUNK = 500
"""Documents that are in memory at once when all are gone through."""


class Reports(Tables):
    """Documents with their readings and statements."""

    @unit
    def put_document(self, document: Document) -> bool:
        """Add a document or refresh its metadata; True when it was not there before."""
        row = {
            "id": document.id,
            "name": document.name,
            "url": document.url,
            "outlet": document.outlet,
            "published": utc_text(document.published),
            "captured": utc_text(document.captured),
            "sha256": document.sha256,
            "body": encode(document),
        }
        table = schema.document
        with self.writing() as connection:
            known = connection.execute(select(table.c.id).where(table.c.id == document.id)).first()
            if known:
                connection.execute(update(table).where(table.c.id == document.id).values(**row))
                finding(connection).forget(connection, "document", [document.id])
                listing.date_document(connection, document)
            else:
                connection.execute(insert(table).values(**row))
                connection.execute(delete(schema.near_copy).where(schema.near_copy.c.id == document.id))
            entry = search.Entry("document", document.id, document.id, document.title, document.text)
            finding(connection).learn(connection, [entry])
        return known is None

    @unit
    def put_near_copy(self, copy: NearCopy) -> None:
        """Keep on record that a text was not taken in; the first record of it stands."""
        table = schema.near_copy
        with self.writing() as connection:
            if connection.execute(select(table.c.id).where(table.c.id == copy.id)).first() is None:
                row = {"id": copy.id, "document_id": copy.document_id, "body": encode(copy)}
                connection.execute(insert(table).values(row))

    def near_copies(self, document_id: str) -> list[NearCopy]:
        """Texts that were not taken in because they repeat this document, by id."""
        table = schema.near_copy
        return self._all(NearCopy, table, table.c.document_id == document_id, order=table.c.id)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Id and text of every document by id, a few hundred in memory at once."""
        table, last = schema.document, ""
        while True:
            held = self._all(Document, table, table.c.id > last, order=table.c.id, limit=CHUNK)
            yield from ((document.id, document.text) for document in held)
            if len(held) < CHUNK:
                return
            last = held[-1].id

    def documents(self, known_at: datetime | None = None) -> list[Document]:
        """All documents by publication, undated last; with ``known_at`` only those captured by then."""
        table = schema.document
        where = [table.c.captured <= utc_text(known_at)] if known_at else []
        order = (table.c.published.is_(None), table.c.published, table.c.name)
        return self._all(Document, table, *where, order=order)

    def latest_report(self) -> datetime | None:
        """When the latest document was published; None when none is dated. A board tells hindsight by it."""
        with self._reading() as connection:
            moment = connection.execute(select(func.max(schema.document.c.published))).scalar_one()
        return datetime.fromisoformat(moment) if moment else None

    def document(self, id: str) -> Document:
        return self._one(Document, schema.document, schema.document.c.id, id)

    def document_called(self, name: str) -> Document:
        """The document with this id, file name or URL, of several revisions the latest. Raises UnknownIdError."""
        table = schema.document
        where = or_(table.c.id == name, table.c.name == name, table.c.url == name)
        found = self._all(Document, table, where, order=table.c.captured)
        if not found:
            remedy = "list documents with `firsthand search WORDS`"
            raise UnknownIdError("no document of this case has this id, name or URL", thing=name, remedy=remedy)
        return found[-1]

    def document_with_url(self, url: str) -> Document | None:
        """The latest revision collected under ``url``."""
        found = self._all(Document, schema.document, schema.document.c.url == url, order=schema.document.c.captured)
        return found[-1] if found else None

    def documents_of(self, outlet: str, around: datetime | None, within: timedelta) -> list[Document]:
        """Documents of one outlet by capture: published ``within`` a span around a moment, or all undated ones."""
        table = schema.document
        where = [table.c.outlet == outlet]
        if around is None:
            where.append(table.c.published.is_(None))
        else:
            where += [table.c.published >= utc_text(around - within), table.c.published <= utc_text(around + within)]
        return self._all(Document, table, *where, order=(table.c.captured, table.c.id))

    @unit
    def put_reading(self, reading: Reading) -> None:
        """Replace what was read in one document. Raises IntegrityError when an anchor does not hold."""
        document = self.document(reading.document_id)
        body = document.text
        for statement in reading.statements:
            for anchor in (*statement.content, statement.source, statement.cue):
                if anchor is not None and body[anchor.start : anchor.end] != anchor.quote:
                    raise IntegrityError(
                        f"statement {statement.id} quotes {anchor.quote!r}, which does not stand at {anchor.start}",
                        thing=reading.document_id,
                        remedy="report this as a bug of the reader",
                    )
        with self.writing() as connection:
            self._drop_reading(connection, reading.document_id)
            marks = json.dumps([plain(mark) for mark in reading.marks])
            places = json.dumps([plain(place) for place in reading.places])
            row = {"document_id": reading.document_id, "language": reading.language, "marks": marks, "places": places}
            connection.execute(insert(schema.reading).values(row))
            rows = [
                {"id": item.id, "document_id": reading.document_id, "position": position, "body": encode(item)}
                for position, item in enumerate(reading.statements)
            ]
            if rows:
                connection.execute(insert(schema.statement), rows)
            said = [
                search.Entry("statement", item.id, item.document_id, item.source_name, item.quote)
                for item in reading.statements
            ]
            finding(connection).learn(connection, said)
            listing.learn_reading(connection, document, reading.statements)

    def _drop_reading(self, connection: Connection, document_id: str) -> None:
        ids = list(
            connection.execute(
                select(schema.statement.c.id).where(schema.statement.c.document_id == document_id)
            ).scalars()
        )
        if ids:
            connection.execute(delete(schema.claim_member).where(schema.claim_member.c.statement_id.in_(ids)))
            connection.execute(delete(schema.statement).where(schema.statement.c.document_id == document_id))
            finding(connection).forget(connection, "statement", ids)
            listing.forget_reading(connection, document_id)
        connection.execute(delete(schema.reading).where(schema.reading.c.document_id == document_id))

    def statements(self, document_id: str | None = None) -> list[Statement]:
        """Statements in text order, of one document or of all."""
        table = schema.statement
        where = [table.c.document_id == document_id] if document_id else []
        return self._all(Statement, table, *where, order=(table.c.document_id, table.c.position))

    def statement(self, id: str) -> Statement:
        return self._one(Statement, schema.statement, schema.statement.c.id, id)

    def reading(self, document_id: str) -> Reading | None:
        """What was read in one document; None when it has not been read yet."""
        with self._reading() as connection:
            row = connection.execute(select(schema.reading).where(schema.reading.c.document_id == document_id)).first()
        if row is None:
            return None
        marks = decode(tuple[Mark, ...], row.marks)
        places = decode(tuple[PlaceMention, ...], row.places)
        return Reading(document_id, tuple(self.statements(document_id)), marks, row.language, places)
