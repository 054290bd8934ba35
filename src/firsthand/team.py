"""A case for a team: its records moved to a server and back, who may do what, who did what."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.case import Case, new_address, storing, with_store, write_atomic
from firsthand.errors import UsageError
from firsthand.store import Logged, Person
from firsthand.store.address import of_settings

FOLDER = "folder"
"""In place of an address: the file ``case.db`` in the case's folder."""
ADD, REMOVE = "add", "remove"
MOVED_FILE = "case.db.moved"
"""What the file is called after its records have moved to a server."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What :func:`move` carried."""

    before: str
    """Where the records were: a path, or an address without password."""
    now: str
    rows: dict[str, int]
    """Rows by table, each table compared by the hash of its content."""
    without_account: tuple[str, ...] = ()
    """Who has a role, but no account at the server to come with."""


@dataclass(frozen=True, slots=True)
class Log:
    """The last events, and the link that proves all before it."""

    head: str
    """SHA-256; noted elsewhere, it shows later that nothing before it was altered."""
    events: tuple[Logged, ...]
    """Newest first."""


def move(case: Case, to: str) -> Moved:
    """Carry all records to a server (postgresql://…) or back into the ``folder``, then say so in ``case.toml``.

    Until all tables have arrived and been compared, the old place is in force; stopped at any moment, it stays so. The
    old records are kept where they were: the file under another name, the schema on its server. Raises UsageError when
    the records are there already, CaseError when this account is no owner, CaseBusyError, StorageError, IntegrityError.
    """
    settings = (case.root / "case.toml").read_text(encoding="utf-8")
    before = case.store.home.place
    at_home = of_settings(case.settings) is None
    if at_home and to == FOLDER:
        raise UsageError(
            "the records are in the folder already", thing=str(case.root), remedy="name a server with --to"
        )
    address = None if to == FOLDER else new_address(to, case.title)
    file, arriving = case.root / "case.db", case.root / "case.db.moving"
    with case.working():
        arriving.unlink(missing_ok=True)
        with case.store.moving_to(address or arriving) as arrival, storing(case.root):
            if address is None:
                arriving.replace(file)
            write_atomic(case.root / "case.toml", with_store(settings, address).encode())
    if at_home:
        case.store.close()
        with storing(file):
            file.replace(case.root / MOVED_FILE)
    return Moved(before, str(address or file), arrival.rows, arrival.without_account)


def people(case: Case, verb: str = "", name: str = "", role: str = "") -> list[Person]:
    """Everybody with a role, after ``verb`` (add, remove or none). Raises UsageError, CaseError, UnknownIdError."""
    if verb not in ("", ADD, REMOVE) or (verb and not name):
        raise UsageError(
            "say whom", thing=f"people {verb}", remedy="people add NAME --role analyst, people remove NAME"
        )
    if verb == ADD:
        case.store.set_person(name, role)
    elif verb == REMOVE:
        case.store.drop_person(name)
    return case.store.people()


def log(case: Case, limit: int) -> Log:
    """The last ``limit`` events."""
    return Log(case.store.chain_head(), tuple(case.store.events(limit)))
