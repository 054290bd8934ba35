"""What each stage was last computed from, the event log, and what people decided."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from firsthand.model import Decision
from firsthand.store import chain, schema
from firsthand.store.chain import Logged
from firsthand.store.codec import encode, utc_text
from firsthand.store.tables import Tables, unit

PROPOSAL = "proposal"
"""The kind of decisions that no person has made yet."""
RECORDED = (schema.decision.c.seq, schema.decision.c.id)
"""The order of decisions."""


class Journal(Tables):
    """What happened to the case, and by whom; nothing here is ever deleted."""

    @unit
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
            known = connection.execute(select(table.c.body).where(table.c.id == decision.id)).scalar_one_or_none()
            if known == row["body"]:
                return
            if known is not None:
                connection.execute(update(table).where(table.c.id == decision.id).values(**row))
            else:
                last = connection.execute(select(func.max(table.c.seq))).scalar_one() or 0
                connection.execute(insert(table).values(**row, seq=last + 1))
            said = f"{decision.who}: {decision.kind} {' '.join(decision.subjects)}"
            self.log("decision", said, chain.content_of(decision.id, encode(decision)))

    def decisions(self, standing: bool = True) -> list[Decision]:
        """What people decided, in the order in which it was recorded; without ``standing`` also what was withdrawn."""
        return self._decided(standing, schema.decision.c.kind != PROPOSAL)

    def proposals(self, standing: bool = True) -> list[Decision]:
        """What programs proposed, in that order; no stage heeds it; without ``standing`` also what was settled."""
        return self._decided(standing, schema.decision.c.kind == PROPOSAL)

    def _decided(self, standing: bool, wanted: ColumnElement[bool]) -> list[Decision]:
        where = [schema.decision.c.withdrawn.is_(None)] if standing else []
        return self._all(Decision, schema.decision, wanted, *where, order=RECORDED)

    def fingerprints(self, stage: str) -> dict[str, str]:
        """What each unit of a stage was last computed from, by key."""
        table = schema.stage
        with self._reading() as connection:
            rows = connection.execute(select(table.c.key, table.c.fingerprint).where(table.c.stage == stage))
            return {row.key: row.fingerprint for row in rows}

    @unit
    def set_fingerprint(self, stage: str, key: str, fingerprint: str) -> None:
        table = schema.stage
        with self.writing() as connection:
            connection.execute(delete(table).where(table.c.stage == stage, table.c.key == key))
            connection.execute(
                insert(table).values(
                    stage=stage, key=key, fingerprint=fingerprint, finished=utc_text(datetime.now(UTC))
                )
            )

    def log(self, what: str, detail: str, content: str = "") -> None:
        """Append to the event log, under the name of the account that came; ``content`` names a record by its hash."""
        with self.writing() as connection:
            now = utc_text(datetime.now(UTC)) or ""
            # Rows keep text as the database can: one sign is not text everywhere, and a link must hold after reading.
            event = Logged(now, self.home.account, what, detail.replace("\0", "\ufffd"), content)
            chain.append(connection, event)

    def events(self, limit: int = 100) -> list[Logged]:
        """The last events, newest first."""
        table = schema.event
        query = select(table.c.at, table.c.who, table.c.what, table.c.detail, table.c.content)
        with self._reading() as connection:
            return [Logged(*row) for row in connection.execute(query.order_by(table.c.seq.desc()).limit(limit))]

    def chain_faults(self) -> list[tuple[str, str]]:
        """(thing, what is wrong) with the event log; the first broken link, and records that it belies."""
        with self._reading() as connection:
            return list(chain.faults(connection))

    def chain_start(self) -> str:
        """The first link of the event log, which no two cases share and a copy keeps; empty without a chain."""
        with self._reading() as connection:
            return chain.first(connection)

    def chain_head(self) -> str:
        """The last link of the event log. Noted elsewhere, it proves later that nothing before it was altered."""
        with self._reading() as connection:
            return chain.head(connection)
