"""What became of commitments."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, insert, select

from firsthand.model import StatusEntry
from firsthand.store import schema
from firsthand.store.codec import decode, encode, utc_text
from firsthand.store.tables import Tables


class Commitments(Tables):
    """The history of undertakings, which only ever grows; what they are now each weighing replaces."""

    def add_history(self, entries: Iterable[StatusEntry]) -> None:
        """Append to the history of commitments."""
        with self.writing() as connection:
            for entry in entries:
                row = {"commitment_id": entry.commitment_id, "at": utc_text(entry.at), "body": encode(entry)}
                connection.execute(insert(schema.commitment_history).values(**row))

    def history(self, commitment_id: str) -> list[StatusEntry]:
        """What became of one commitment, oldest first."""
        table = schema.commitment_history
        return self._all(StatusEntry, table, table.c.commitment_id == commitment_id, order=table.c.seq)

    def last_entries(self) -> dict[str, StatusEntry]:
        """The latest line of each history, by commitment id."""
        table = schema.commitment_history
        latest = select(func.max(table.c.seq)).group_by(table.c.commitment_id)
        with self._reading() as connection:
            bodies = connection.execute(select(table.c.body).where(table.c.seq.in_(latest))).scalars()
            entries = [decode(StatusEntry, body) for body in bodies]
        return {entry.commitment_id: entry for entry in entries}
