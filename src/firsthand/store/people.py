"""Who may do what with a case: readers, analysts, owners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from firsthand.errors import CaseError, UnknownIdError, UsageError
from firsthand.store import chain, schema
from firsthand.store.address import local_user
from firsthand.store.codec import utc_text
from firsthand.store.tables import ANALYST, OWNER, READER, Tables

ROLES = (READER, ANALYST, OWNER)


@dataclass(frozen=True, slots=True)
class Person:
    """An account and its role."""

    name: str
    """Account at the server; of a case in a folder the user's name on this machine."""
    role: str
    """reader, analyst or owner."""
    added: str
    """ISO 8601 in UTC."""
    added_by: str
    """Account."""


class People(Tables):
    """Rows of who may do what. Each change is in the event log."""

    def people(self) -> list[Person]:
        """Everybody with a role, by name. Nobody: then who reaches the case may do everything."""
        with self._reading() as connection:
            return [Person(*row) for row in connection.execute(select(schema.person).order_by(schema.person.c.name))]

    def without_account(self) -> list[str]:
        """Who has a role and cannot come, for the server does not have the account."""
        with self._reading() as connection:
            return [person.name for person in self.people() if not self.home.has_account(connection, person.name)]

    def set_person(self, name: str, role: str) -> None:
        """Give a role; whoever gives the first one becomes an owner, so that nobody is locked out.

        Raises UsageError on an unknown role or when no owner would be left, CaseError when this account is no owner,
        UnknownIdError when the server does not have the account.
        """
        if role not in ROLES:
            raise UsageError("no such role", thing=role, remedy=f"one of: {', '.join(ROLES)}")
        with self.writing() as connection:
            self._check_owner("only an owner gives roles")
            if not self.people() and name != self.home.account:
                self._keep(connection, self.home.account, OWNER)
            self._keep(connection, name, role)
            self._check_owned(name)

    def drop_person(self, name: str) -> None:
        """Take a role away. Raises as :meth:`set_person`; UnknownIdError when the person has none."""
        with self.writing() as connection:
            self._check_owner("only an owner gives roles")
            if name not in {person.name for person in self.people()}:
                raise UnknownIdError("this person has no role here", thing=name, remedy="list them: `firsthand people`")
            connection.execute(delete(schema.person).where(schema.person.c.name == name))
            self._check_owned(name)
            if self.home.has_account(connection, name):
                self.home.grant(connection, name, "")
            self._note(connection, name, "no role any more")

    def _keep(self, connection: Connection, name: str, role: str) -> None:
        _write(connection, self.home.account, name, role)
        self.home.grant(connection, name, role)
        self._note(connection, name, role)

    def _note(self, connection: Connection, name: str, said: str) -> None:
        _log(connection, self.home.account, f"{name}: {said}")

    def _check_owner(self, said: str) -> None:
        held = {person.name: person.role for person in self.people()}
        if held and held.get(self.home.account) != OWNER:
            raise CaseError(said, thing=self.home.account, remedy="ask one: `firsthand people`")

    def _check_owned(self, name: str) -> None:
        if OWNER not in {person.role for person in self.people()}:
            raise UsageError("a case needs an owner", thing=name, remedy="make somebody else an owner first")


def take_over(path: Path, why: str) -> None:
    """Make this machine's user an owner of the case in a file, where others have roles; ``why`` is logged.

    The accounts of a server or of another machine are nobody here, so that else no one could write to the case. Who
    has the file could do so past the program. Raises StorageError.
    """
    Tables(path, fill=lambda connection: make_owner(connection, local_user(), why)).close()


def make_owner(connection: Connection, account: str, why: str) -> None:
    """Make an account an owner where others have roles; ``why`` is logged."""
    held = {row.name: row.role for row in connection.execute(select(schema.person))}
    if held and held.get(account) != OWNER:
        _write(connection, account, account, OWNER)
        _log(connection, account, f"{account}: {OWNER}, {why}")


def _write(connection: Connection, by: str, name: str, role: str) -> None:
    table, now = schema.person, utc_text(datetime.now(UTC))
    connection.execute(delete(table).where(table.c.name == name))
    connection.execute(insert(table).values(name=name, role=role, added=now, added_by=by))


def _log(connection: Connection, by: str, said: str) -> None:
    chain.append(connection, chain.Logged(utc_text(datetime.now(UTC)) or "", by, "people", said))
