"""What every database must offer beside plain tables: a home for the records, and ways to find words and places."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from firsthand.errors import FirsthandError, StorageError

BUSY_TIMEOUT_MS = 15_000
"""How long a second writer waits; longer than any one stage transaction on a desk-sized case."""
FOUND, END = "\x02", "\x03"
"""Stand around the words found in a snippet."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


class ServerLostError(StorageError):
    """The server went away. What was not finished is not there, and may be done again."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result."""

    kind: str
    """document, statement or claim."""
    ref: str
    """Its id."""
    document_id: str
    """The document it stands in; empty for a claim."""
    title: str
    snippet: str
    """A stretch around the words; the words found lie between U+0002 and U+0003."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is learned for search."""

    kind: str
    ref: str
    document_id: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What somebody looks for: every phrase must occur."""

    phrases: tuple[tuple[str, ...], ...]
    """The words of each phrase, in the order in which they must stand."""
    begun: bool
    """Whether the last word may be the beginning of one."""


def terms_of(words: str) -> Terms:
    """User words as phrases: a "quoted phrase" stays whole; the last word, unless quoted, may be a beginning."""
    found = [re.findall(r"[^\W_]+", phrase or word) for phrase, word in re.findall(r'"([^"]+)"|([^\s"]+)', words)]
    phrases = tuple(tuple(phrase) for phrase in found if phrase)
    return Terms(phrases, bool(phrases) and not words.rstrip().endswith('"'))


class Finding(Protocol):
    """Full text and boxes over an open connection; queries are texts of the database's own making."""

    def make(self, connection: Connection) -> None:
        """Make the tables of words and boxes."""

    def index_refs(self, connection: Connection) -> None:
        """Make the index by which :meth:`forget` finds what it forgets, where there is none yet."""

    def learn(self, connection: Connection, entries: Sequence[Entry]) -> None: ...

    def forget(self, connection: Connection, kind: str, refs: Sequence[str]) -> None: ...

    def whole(self, terms: Terms) -> str:
        """A query for whole words only."""

    def begun(self, connection: Connection, terms: Terms) -> str:
        """A query whose last word may be a beginning; empty where no word begins so."""

    def quick(self, terms: Terms) -> str:
        """A query as :meth:`begun`, made without looking anything up."""

    def either(self, queries: Sequence[str]) -> str:
        """A query for what any of ``queries`` finds."""

    def ranked(self, connection: Connection, query: str, limit: int) -> list[Hit]:
        """What ``query`` finds, best first."""

    def newest(self, connection: Connection, query: str, limit: int) -> list[Hit]:
        """What ``query`` finds, learned last first."""

    def alike(self, connection: Connection, words: str, limit: int) -> list[Hit]:
        """What is written nearly as ``words``, where the database can tell; for when nothing was found."""

    def has(self, connection: Connection, query: str, number: int) -> bool:
        """Whether ``query`` finds at least ``number``."""

    def entries(self, connection: Connection) -> Iterable[Entry]:
        """All that was learned, in the order in which it was."""

    def place(self, connection: Connection, kind: str, ref: str, bounds: Bounds) -> None: ...

    def unplace(self, connection: Connection, kind: str, refs: Sequence[str]) -> None: ...

    def boxes(self, connection: Connection) -> Iterable[tuple[str, str, Bounds]]:
        """Kind, id and box of all that was placed, in the order in which it was."""

    def within(self, connection: Connection, bounds: Bounds) -> list[tuple[str, str]]:
        """(kind, id) of the boxes that meet ``bounds``."""


class Home(Protocol):
    """Where the records of one case lie."""

    engine: Engine

    @property
    def place(self) -> str:
        """For messages: a path or an address without password."""

    @property
    def account(self) -> str:
        """Who comes: the account at the server, or the user of this machine."""

    def make(self, connection: Connection) -> None:
        """Make an empty home. Raises CaseExistsError when there is one; of a file there is nothing to make."""

    def remove(self) -> None:
        """Remove all records for good."""

    def check_settled(self) -> None:
        """Raises StorageError when not all records lie where the place says, after the store was closed."""

    def check_made(self, connection: Connection) -> None:
        """Raises StorageError when there is no home; a file is made as soon as it is opened."""

    def translate(self, error: DBAPIError) -> FirsthandError:
        """The error in our words, with the remedy."""

    def stamp(self) -> Hashable:
        """Changes whenever the records may have."""

    def size_bytes(self) -> int: ...

    def wrong(self, connection: Connection) -> list[str]:
        """What the database's own check finds wrong."""

    def held(self) -> AbstractContextManager[None]:
        """Hold the case for one working process on any machine. Raises CaseBusyError."""

    def has_account(self, connection: Connection, name: str) -> bool:
        """Whether somebody of this name can come at all; of a file nobody knows, so that each may."""

    def grant(self, connection: Connection, name: str, role: str) -> None:
        """Let an account do what its role allows, and no more; an empty role: nothing. Raises UnknownIdError."""

    def wait(self) -> None:
        """Wait until the database answers again, or some seconds."""


@contextmanager
def translated(home: Home) -> Iterator[None]:
    """Turn what SQLAlchemy and a driver raise into our errors, naming the place and the remedy."""
    try:
        yield
    except FirsthandError:
        raise
    except DBAPIError as err:
        raise home.translate(err) from err
