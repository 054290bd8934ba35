"""The evidence store: the only door to ``case.db``.

Reads may happen at any time, in any process. Writes happen inside :meth:`Store.writing`, one transaction each, so that
a process killed at any moment leaves either all or nothing of a step.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, delete, func, insert, or_, select, text, update

from firsthand.errors import IntegrityError, UnknownIdError
from firsthand.model import (
    Assessment,
    Change,
    Claim,
    Commitment,
    Copy,
    Decision,
    Document,
    Look,
    Mark,
    PlaceMention,
    Reading,
    Rivals,
    Scene,
    Statement,
)
from firsthand.store import schema, search
from firsthand.store.codec import decode, encode, plain
from firsthand.store.database import connect, translated
from firsthand.store.migrations import migrate

Record = TypeVar("Record")


def _utc(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None


class Store:
    """Records in, records out; no caller sees SQL."""

    def __init__(self, path: Path) -> None:
        """Open ``path``, made and migrated when needed. Raises StorageError, CaseTooNewError, CaseBusyError."""
        self.path = path
        self._engine = connect(path)
        self._local = threading.local()  # a writer joins nested writes of its own thread only
        with self.writing() as connection:
            migrate(connection, str(path))

    def close(self) -> None:
        self._engine.dispose()

    @property
    def _writer(self) -> Connection | None:
        return getattr(self._local, "writer", None)

    # ---- connections -------------------------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One write transaction; nested use joins the outer one."""
        outer = self._writer
        if outer is not None:
            yield outer
            return
        with translated(self.path), self._engine.connect() as plain:
            connection = plain.execution_options(firsthand_write=True)
            with connection.begin():
                self._local.writer = connection
                try:
                    yield connection
                finally:
                    self._local.writer = None

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        outer = self._writer
        if outer is not None:
            yield outer
            return
        with translated(self.path), self._engine.connect() as connection:
            yield connection

    def _all(self, kind: type[Record], table: Table, *where: Any, order: Any = None) -> list[Record]:
        query = select(table.c.body).where(*where)
        query = query.order_by(*(order if isinstance(order, tuple) else (order,))) if order is not None else query
        with self._reading() as connection:
            return [decode(kind, body) for body in connection.execute(query).scalars()]

    def _one(self, kind: type[Record], table: Table, key: Any, wanted: str) -> Record:
        found = self._all(kind, table, key == wanted)
        if not found:
            raise UnknownIdError(
                f"no {table.name} with this id", thing=wanted, remedy="list ids with `firsthand claims` or `search`"
            )
        return found[0]

    # ---- documents ---------------------------------------------------------------------------------------------

    def put_document(self, document: Document) -> bool:
        """Add a document or refresh its metadata; True when it was not there before."""
        row = {
            "id": document.id,
            "name": document.name,
            "url": document.url,
            "outlet": document.outlet,
            "published": _utc(document.published),
            "captured": _utc(document.captured),
            "sha256": document.sha256,
            "body": encode(document),
        }
        table = schema.document
        with self.writing() as connection:
            known = connection.execute(select(table.c.id).where(table.c.id == document.id)).first()
            if known:
                connection.execute(update(table).where(table.c.id == document.id).values(**row))
                search.forget(connection, "document", [document.id])
            else:
                connection.execute(insert(table).values(**row))
            search.learn(connection, "document", document.id, document.id, document.title, document.text)
        return known is None

    def documents(self, known_at: datetime | None = None) -> list[Document]:
        """All documents by publication, undated last; with ``known_at`` only those captured by then."""
        table = schema.document
        where = [table.c.captured <= _utc(known_at)] if known_at else []
        order = (table.c.published.is_(None), table.c.published, table.c.name)
        return self._all(Document, table, *where, order=order)

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
            where += [table.c.published >= _utc(around - within), table.c.published <= _utc(around + within)]
        return self._all(Document, table, *where, order=(table.c.captured, table.c.id))

    # ---- readings ----------------------------------------------------------------------------------------------

    def put_reading(self, reading: Reading) -> None:
        """Replace what was read in one document. Raises IntegrityError when an anchor does not hold."""
        body = self.document(reading.document_id).text
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
            for item in reading.statements:
                search.learn(connection, "statement", item.id, item.document_id, item.source_name, item.quote)

    def _drop_reading(self, connection: Connection, document_id: str) -> None:
        ids = list(
            connection.execute(
                select(schema.statement.c.id).where(schema.statement.c.document_id == document_id)
            ).scalars()
        )
        if ids:
            connection.execute(delete(schema.claim_member).where(schema.claim_member.c.statement_id.in_(ids)))
            connection.execute(delete(schema.statement).where(schema.statement.c.document_id == document_id))
            search.forget(connection, "statement", ids)
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

    # ---- scenes, looks, changes --------------------------------------------------------------------------------

    def put_scene(self, scene: Scene) -> bool:
        """Add a scene; False when it is known already (its metadata is refreshed)."""
        row = {"id": scene.id, "site_id": scene.site_id, "taken": _utc(scene.taken), "body": encode(scene)}
        with self.writing() as connection:
            known = connection.execute(select(schema.scene.c.id).where(schema.scene.c.id == scene.id)).first()
            if known:
                connection.execute(update(schema.scene).where(schema.scene.c.id == scene.id).values(**row))
            else:
                connection.execute(insert(schema.scene).values(**row))
                search.place(connection, "scene", scene.id, scene.bounds)
        return known is None

    def scenes(self, site_id: str | None = None, known_at: datetime | None = None) -> list[Scene]:
        """Scenes by date, of one site or of all; with ``known_at`` only those captured by then."""
        where = [schema.scene.c.site_id == site_id] if site_id else []
        found = self._all(Scene, schema.scene, *where, order=(schema.scene.c.taken, schema.scene.c.id))
        return [scene for scene in found if known_at is None or scene.captured <= known_at]

    def scene(self, id: str) -> Scene:
        return self._one(Scene, schema.scene, schema.scene.c.id, id)

    def put_watch(self, site_id: str, looks: Iterable[Look], changes: Iterable[Change]) -> None:
        """Replace the looks and changes of one site."""
        with self.writing() as connection:
            old = list(
                connection.execute(select(schema.change.c.id).where(schema.change.c.site_id == site_id)).scalars()
            )
            search.unplace(connection, "change", old)
            connection.execute(delete(schema.change).where(schema.change.c.site_id == site_id))
            connection.execute(delete(schema.look).where(schema.look.c.site_id == site_id))
            for look in looks:
                connection.execute(
                    insert(schema.look).values(scene_id=look.scene_id, site_id=site_id, body=encode(look))
                )
            for change in changes:
                connection.execute(
                    insert(schema.change).values(
                        id=change.id, site_id=site_id, after=_utc(change.after), body=encode(change)
                    )
                )
                lons, lats = zip(*change.polygon[0], strict=True)
                search.place(connection, "change", change.id, (min(lons), min(lats), max(lons), max(lats)))

    def looks(self, site_id: str | None = None) -> list[Look]:
        where = [schema.look.c.site_id == site_id] if site_id else []
        return self._all(Look, schema.look, *where, order=schema.look.c.scene_id)

    def changes(self, site_id: str | None = None) -> list[Change]:
        """Changes by the date of the first look with them."""
        where = [schema.change.c.site_id == site_id] if site_id else []
        return self._all(Change, schema.change, *where, order=(schema.change.c.after, schema.change.c.id))

    def change(self, id: str) -> Change:
        return self._one(Change, schema.change, schema.change.c.id, id)

    # ---- claims and copies -------------------------------------------------------------------------------------

    def put_trace(self, claims: Sequence[Claim], copies: Sequence[Copy]) -> None:
        """Replace all claims and copies; assessments of claims that are gone go with them."""
        with self.writing() as connection:
            for table in (schema.assessment, schema.claim_member, schema.claim_site, schema.claim, schema.text_copy):
                connection.execute(delete(table))
            search.forget_kind(connection, "claim")
            for claim in claims:
                connection.execute(insert(schema.claim).values(id=claim.id, reports=claim.reports, body=encode(claim)))
                sites = [{"claim_id": claim.id, "site_id": site} for site in claim.event.site_ids]
                members = [{"claim_id": claim.id, "statement_id": member.statement_id} for member in claim.members]
                for table, rows in ((schema.claim_site, sites), (schema.claim_member, members)):
                    if rows:
                        connection.execute(insert(table), rows)
                search.learn(connection, "claim", claim.id, "", "", claim.text)
            for copy in copies:
                connection.execute(
                    insert(schema.text_copy).values(
                        id=copy.id, from_document=copy.from_document, to_document=copy.to_document, body=encode(copy)
                    )
                )

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

    def copies(self) -> list[Copy]:
        return self._all(Copy, schema.text_copy, order=schema.text_copy.c.id)

    # ---- judgements --------------------------------------------------------------------------------------------

    def put_weigh(
        self, assessments: Sequence[Assessment], rivals: Sequence[Rivals], commitments: Sequence[Commitment]
    ) -> None:
        """Replace all assessments, rival readings and commitments."""
        with self.writing() as connection:
            for table in (schema.assessment, schema.rivals, schema.commitment):
                connection.execute(delete(table))
            for item in assessments:
                connection.execute(
                    insert(schema.assessment).values(
                        claim_id=item.claim_id, low=item.low, high=item.high, body=encode(item)
                    )
                )
            for rival in rivals:
                connection.execute(
                    insert(schema.rivals).values(id=rival.id, claim_id=rival.claim_id, body=encode(rival))
                )
            for promise in commitments:
                connection.execute(insert(schema.commitment).values(id=promise.id, body=encode(promise)))

    def assessments(self) -> dict[str, Assessment]:
        """Assessments by claim id."""
        return {item.claim_id: item for item in self._all(Assessment, schema.assessment)}

    def rivals(self) -> list[Rivals]:
        return self._all(Rivals, schema.rivals, order=schema.rivals.c.id)

    def commitments(self) -> list[Commitment]:
        return self._all(Commitment, schema.commitment, order=schema.commitment.c.id)

    # ---- people's decisions ------------------------------------------------------------------------------------

    def put_decision(self, decision: Decision) -> None:
        """Record a decision, or its withdrawal (same id, ``withdrawn`` set)."""
        row = {
            "id": decision.id,
            "kind": decision.kind,
            "made": _utc(decision.when),
            "withdrawn": _utc(decision.withdrawn),
            "body": encode(decision),
        }
        table = schema.decision
        with self.writing() as connection:
            if connection.execute(select(table.c.id).where(table.c.id == decision.id)).first():
                connection.execute(update(table).where(table.c.id == decision.id).values(**row))
            else:
                connection.execute(insert(table).values(**row))
            self.log("decision", f"{decision.who}: {decision.kind} {' '.join(decision.subjects)}")

    def decisions(self, standing: bool = True) -> list[Decision]:
        """Decisions by time; only those not withdrawn unless ``standing`` is False."""
        where = [schema.decision.c.withdrawn.is_(None)] if standing else []
        return self._all(Decision, schema.decision, *where, order=(schema.decision.c.made, schema.decision.c.id))

    # ---- stages and log ----------------------------------------------------------------------------------------

    def fingerprints(self, stage: str) -> dict[str, str]:
        """What each unit of a stage was last computed from, by key."""
        table = schema.stage
        with self._reading() as connection:
            rows = connection.execute(select(table.c.key, table.c.fingerprint).where(table.c.stage == stage))
            return {row.key: row.fingerprint for row in rows}

    def set_fingerprint(self, stage: str, key: str, fingerprint: str) -> None:
        table = schema.stage
        with self.writing() as connection:
            connection.execute(delete(table).where(table.c.stage == stage, table.c.key == key))
            connection.execute(
                insert(table).values(stage=stage, key=key, fingerprint=fingerprint, finished=_utc(datetime.now(UTC)))
            )

    def log(self, what: str, detail: str) -> None:
        """Append to the event log."""
        with self.writing() as connection:
            connection.execute(insert(schema.event).values(at=_utc(datetime.now(UTC)), what=what, detail=detail))

    def events(self, limit: int = 100) -> list[tuple[str, str, str]]:
        """The last events as (time, what, detail), newest first."""
        query = select(schema.event).order_by(schema.event.c.seq.desc()).limit(limit)
        with self._reading() as connection:
            return [(row.at, row.what, row.detail) for row in connection.execute(query)]

    # ---- search and health -------------------------------------------------------------------------------------

    def search(self, words: str, limit: int = 20) -> list[search.Hit]:
        """Documents, statements and claims that hold all ``words``, best first."""
        with self._reading() as connection:
            return search.find(connection, words, limit)

    def within(self, bounds: tuple[float, float, float, float]) -> list[tuple[str, str]]:
        """(kind, id) of the scenes and changes whose box meets ``bounds`` (west, south, east, north in degrees)."""
        with self._reading() as connection:
            return search.within(connection, bounds)

    def counts(self) -> dict[str, int]:
        """Rows per record table."""
        names = ("document", "statement", "scene", "change", "claim", "text_copy", "commitment", "decision")
        with self._reading() as connection:
            return {
                name: connection.execute(select(func.count()).select_from(schema.metadata.tables[name])).scalar_one()
                for name in names
            }

    def integrity(self) -> list[str]:
        """What SQLite's own check finds wrong; empty when all is well."""
        with self._reading() as connection:
            said = list(connection.execute(text("PRAGMA integrity_check")).scalars())
        return [] if said == ["ok"] else [str(line) for line in said]
