"""Named migrations, each applied once and recorded in the transaction that applies it.

A released migration is never edited; a change of schema is a new function at the end of ``MIGRATIONS``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.schema import CreateIndex

from firsthand.errors import CaseTooNewError
from firsthand.store import chain, listing, schema
from firsthand.store.dialects import finding


def m0001_tables(connection: Connection) -> None:
    """All tables of version 0.1."""
    schema.metadata.create_all(connection)


def m0002_search(connection: Connection) -> None:
    """Full text over documents and statements, and boxes of scenes and changes."""
    finding(connection).make(connection)


def m0003_places(connection: Connection) -> None:
    """The places that a document names, beside its statements. A new store has the column from its first migration."""
    if "places" not in {column["name"] for column in inspect(connection).get_columns("reading")}:
        connection.execute(text("ALTER TABLE reading ADD COLUMN places TEXT NOT NULL DEFAULT '[]'"))


def m0004_alerts(connection: Connection) -> None:
    """Alerts, and judgements as stated. A new store has the tables from its first migration."""
    tables = (schema.alert, schema.alert_mark, schema.alert_state, schema.stated, schema.forecast)
    schema.metadata.create_all(connection, tables)


def m0005_grades(connection: Connection) -> None:
    """Letters of sources."""
    schema.metadata.create_all(connection, (schema.source_grade,))


def m0006_commitment_history(connection: Connection) -> None:
    """The history of commitments."""
    schema.metadata.create_all(connection, (schema.commitment_history,))


def m0007_listing(connection: Connection) -> None:
    """The narrow rows that pages list, made from the records there are, and indexes by date."""
    schema.metadata.create_all(connection, listing.TABLES)
    for index in listing.EXTRA_INDEXES:
        connection.execute(CreateIndex(index, if_not_exists=True))
    listing.rebuild(connection)


def m0008_boards(connection: Connection) -> None:
    """Boards of rival hypotheses."""
    schema.metadata.create_all(connection, (schema.board,))


def m0009_trace_notes(connection: Connection) -> None:
    """What tracing keeps for its next run."""
    schema.metadata.create_all(connection, (schema.trace_note,))


def m0010_listing_by_weight(connection: Connection) -> None:
    """The narrow rows with the weight of a claim, and short forms of long claims."""
    listing.rebuild(connection)


def m0011_event_chain(connection: Connection) -> None:
    """The event log as a chain, from here on; what was logged and decided before is its first content."""
    held = {column["name"] for column in inspect(connection).get_columns("event")}
    for name in ("who", "content", "link"):
        if name not in held:
            connection.execute(text(f"ALTER TABLE event ADD COLUMN {name} VARCHAR NOT NULL DEFAULT ''"))
    chain.start(connection)


def m0012_people(connection: Connection) -> None:
    """Who may do what, and where the records moved."""
    schema.metadata.create_all(connection, (schema.person, schema.notice))


def m0013_near_copies(connection: Connection) -> None:
    """Texts that were passed over as near copies of documents."""
    schema.metadata.create_all(connection, (schema.near_copy,))


def m0014_words_by_ref(connection: Connection) -> None:
    """What is forgotten in the full text is found by its id."""
    finding(connection).index_refs(connection)


def m0015_decision_order(connection: Connection) -> None:
    """The order in which decisions were recorded: that of the event log, before the chain that of their times."""
    if "seq" not in {column["name"] for column in inspect(connection).get_columns("decision")}:
        connection.execute(text("ALTER TABLE decision ADD COLUMN seq INTEGER NOT NULL DEFAULT 0"))
    connection.execute(CreateIndex(schema.decision_order, if_not_exists=True))
    chain.number_decisions(connection)


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    m0001_tables,
    m0002_search,
    m0003_places,
    m0004_alerts,
    m0005_grades,
    m0006_commitment_history,
    m0007_listing,
    m0008_boards,
    m0009_trace_notes,
    m0010_listing_by_weight,
    m0011_event_chain,
    m0012_people,
    m0013_near_copies,
    m0014_words_by_ref,
    m0015_decision_order,
)


def applied(connection: Connection) -> set[str]:
    """Names of the migrations that this store has had."""
    if not inspect(connection).has_table("migration"):
        return set()
    return set(connection.execute(select(schema.migration.c.name)).scalars())


def is_current(connection: Connection, path: str) -> bool:
    """Whether nothing is to migrate. Raises CaseTooNewError on names unknown here."""
    done = applied(connection)
    known = {step.__name__ for step in MIGRATIONS}
    if done - known:
        raise CaseTooNewError(
            f"this case was written by a newer Firsthand (it has {', '.join(sorted(done - known))})",
            thing=path,
            remedy="upgrade Firsthand, or open the case with the version that wrote it",
        )
    return done == known


def migrate(connection: Connection, path: str) -> list[str]:
    """Apply what is missing, in order; returns the names applied. Raises CaseTooNewError on names unknown here."""
    if is_current(connection, path):
        return []
    done = applied(connection)
    fresh = [step for step in MIGRATIONS if step.__name__ not in done]
    for step in fresh:
        step(connection)
        now = datetime.now(UTC).isoformat()
        connection.execute(schema.migration.insert().values(name=step.__name__, applied=now))
    return [step.__name__ for step in fresh]
