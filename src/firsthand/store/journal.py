"""What each stage was last computed from, the event log, and what people decided."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, delete, insert, select, update

from firsthand.model import Decision
from firsthand.store import schema
from firsthand.store.codec import encode, utc_text
from firsthand.store.tables import Tables

PROPOSAL = "proposal"
"""The kind of decisions that no person has made yet."""


class Journal(Tables):
    """What happened to the case, and by whom; nothing here is ever deleted."""

    def put_decision(self, decision: Decision) -> None:
        """Record a decision, or its withdrawal (same id, ``withdrawn`` set)."""
        row = {
            "id": decision.id,
            "kind": decision.kind,
            "made": utc_text(decision.when),
            "withdrawn": utc_text(decision.withdrawn),
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
        """What people decided, by time; only what is not withdrawn unless ``standing`` is False."""
        return self._decided(standing, schema.decision.c.kind != PROPOSAL)

    def proposals(self, standing: bool = True) -> list[Decision]:
        """What programs proposed, by time; no stage heeds it; without ``standing`` also what was settled."""
        return self._decided(standing, schema.decision.c.kind == PROPOSAL)

    def _decided(self, standing: bool, wanted: ColumnElement[bool]) -> list[Decision]:
        where = [schema.decision.c.withdrawn.is_(None)] if standing else []
        order = (schema.decision.c.made, schema.decision.c.id)
        return self._all(Decision, schema.decision, wanted, *where, order=order)

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
                insert(table).values(
                    stage=stage, key=key, fingerprint=fingerprint, finished=utc_text(datetime.now(UTC))
                )
            )

    def log(self, what: str, detail: str) -> None:
        """Append to the event log."""
        with self.writing() as connection:
            connection.execute(insert(schema.event).values(at=utc_text(datetime.now(UTC)), what=what, detail=detail))

    def events(self, limit: int = 100) -> list[tuple[str, str, str]]:
        """The last events as (time, what, detail), newest first."""
        query = select(schema.event).order_by(schema.event.c.seq.desc()).limit(limit)
        with self._reading() as connection:
            return [(row.at, row.what, row.detail) for row in connection.execute(query)]
