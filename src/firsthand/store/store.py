"""The evidence store: the only door to ``case.db``.

Reads may happen at any time, in any process. Writes happen inside :meth:`Store.writing`, one transaction each, so that
a process killed at any moment leaves either all or nothing of a step.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select, text

from firsthand.store import schema, search
from firsthand.store.alerts import Alerts
from firsthand.store.boards import Boards
from firsthand.store.commitments import Commitments
from firsthand.store.database import translated
from firsthand.store.desk import Desk
from firsthand.store.grades import Grades
from firsthand.store.imagery import Imagery
from firsthand.store.journal import Journal
from firsthand.store.reports import Reports
from firsthand.store.scoring import Scoring
from firsthand.store.tracing import Tracing
from firsthand.store.weighing import Weighing


class Store(Reports, Imagery, Tracing, Weighing, Journal, Alerts, Scoring, Grades, Commitments, Desk, Boards):
    """Records in, records out; no caller sees SQL. The tables of each matter are in a module of their own."""

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

    def copy_to(self, path: Path) -> None:
        """Write the store as one consistent state into a new file, also while others write. Raises StorageError."""
        with translated(self.path):
            raw = self._engine.raw_connection()
            try:
                # Past SQLAlchemy, for VACUUM cannot run inside a transaction.
                raw.cursor().execute("VACUUM INTO ?", (str(path),))
            finally:
                raw.close()

    def integrity(self) -> list[str]:
        """What SQLite's own check finds wrong; empty when all is well."""
        with self._reading() as connection:
            said = list(connection.execute(text("PRAGMA integrity_check")).scalars())
        return [] if said == ["ok"] else [str(line) for line in said]
