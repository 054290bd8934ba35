"""The evidence store: the only door to the records of a case, in ``case.db`` or on a team's server.

Reads may happen at any time, in any process. Writes happen inside :meth:`Store.writing`, one transaction each, so that
a process killed at any moment leaves either all or nothing of a step.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from firsthand.store import schema, search
from firsthand.store.address import Address, local_user
from firsthand.store.alerts import Alerts
from firsthand.store.carriage import Carrying
from firsthand.store.commitments import Commitments
from firsthand.store.desk import Desk
from firsthand.store.dialects import finding
from firsthand.store.dialects.base import translated
from firsthand.store.dialects.sqlite import File
from firsthand.store.imagery import Imagery
from firsthand.store.moving import Arrival, carry
from firsthand.store.people import People, make_owner
from firsthand.store.reports import Reports
from firsthand.store.scoring import Scoring
from firsthand.store.tables import MOVED
from firsthand.store.tracing import Tracing
from firsthand.store.weighing import Weighing


class Store(Reports, Imagery, Tracing, Weighing, Alerts, Scoring, Commitments, Desk, People, Carrying):
    """Records in, records out; no caller sees SQL. The tables of each matter are in a module of their own."""

    def search(self, words: str, limit: int = 20) -> list[search.Hit]:
        """Documents, statements and claims that hold all ``words``, best first."""
        with self._reading() as connection:
            return search.find(connection, words, limit)

    def within(self, bounds: tuple[float, float, float, float]) -> list[tuple[str, str]]:
        """(kind, id) of the scenes and changes whose box meets ``bounds`` (west, south, east, north in degrees)."""
        with self._reading() as connection:
            return finding(connection).within(connection, bounds)

    def counts(self) -> dict[str, int]:
        """Rows per record table."""
        names = ("document", "statement", "scene", "change", "claim", "text_copy", "commitment", "decision")
        with self._reading() as connection:
            return {
                name: connection.execute(select(func.count()).select_from(schema.metadata.tables[name])).scalar_one()
                for name in names
            }

    # ---- the store as a whole --------------------------------------------------------------------------------------

    @property
    def account(self) -> str:
        """Who comes: the account at the server, or the user of this machine."""
        return self.home.account

    def stamp(self) -> Hashable:
        """Another one whenever the records may have changed; what is kept of them is kept under it."""
        with translated(self.home):
            return self.home.stamp()

    def size_bytes(self) -> int:
        """What the records take, indexes included."""
        with translated(self.home):
            return self.home.size_bytes()

    def held(self) -> AbstractContextManager[None]:
        """Hold the case for one working process, on whatever machine. Raises CaseBusyError."""
        return self.home.held()

    def copy_to(self, path: Path) -> None:
        """Write the store as one consistent state into a new SQLite file, also while others write.

        Raises StorageError, and IntegrityError when the copy is not the same.
        """
        with translated(self.home):
            if isinstance(self.home, File):
                self.home.copy_to(path)
                return
        with self._reading() as source:
            Store(path, fill=lambda connection: carry(source, connection)).close()

    @contextmanager
    def moving_to(self, place: Path | Address) -> Iterator[Arrival]:
        """Copy all records to a new place, roles and rights too; writers are held off until the block ends.

        Where there are roles, the account that comes to the new place becomes an owner there. When the block ends well
        this store writes no more: whoever has it open is told where the records are. When it does not, this store stays
        in force and the copy is removed. Raises StorageError, CaseExistsError, CaseError when this account is no owner,
        and IntegrityError when the copy is not the same.
        """
        with self.writing() as source:
            self._check_owner("only an owner moves a case")
            account = place.account if isinstance(place, Address) else local_user()
            rows: dict[str, int] = {}

            def fill(connection: Connection) -> None:
                rows.update(carry(source, connection))
                make_owner(connection, account, f"moved here from {self.home.place}")

            target = Store(place, make=True, fill=fill)
            try:
                arrival = Arrival(rows, tuple(target.without_account()))
                # Closed before anybody renames it: until then part of a file's records lie in its write-ahead log.
                target.close()
                target.home.check_settled()
                yield arrival
                source.execute(insert(schema.notice).values(key=MOVED, value=target.home.place))
            except BaseException:
                target.home.remove()
                raise

    def integrity(self) -> list[str]:
        """What the database's own check finds wrong; empty when all is well."""
        with self._reading() as connection:
            return self.home.wrong(connection)
