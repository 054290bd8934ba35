"""Write a small store of the version on the path as SQL, which later versions must open.

``git archive COMMIT src | tar -x -C OLD && PYTHONPATH=OLD/src python scripts/store_versions.py tests/store/versions``
writes ``mNNNN.sql``, named after the last migration of that version. A file once written is never written again.
A further argument (``m0005``) leaves out the migrations after it, for those that came together with others; of the
first there is none, for without the second no version could write a record.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from firsthand.model import (
    Action,
    Anchor,
    Basis,
    Certainty,
    Claim,
    Decision,
    Document,
    Event,
    Link,
    Mark,
    Member,
    Reading,
    Relation,
    Scene,
    SourceKind,
    Stance,
    Statement,
    Voice,
)
from firsthand.store import Store, migrations

NOON = datetime(2031, 7, 1, 12, tzinfo=UTC)
TEXT = "The mayor said the old pier is closed. Nobody else was asked."
SHADOWS = ("words_", "area_box_", "sqlite_")
"""Tables that virtual tables keep for themselves."""


def fill(store: Store) -> None:
    """One of each record that every version has."""
    store.put_document(Document("doc-1", "pier.txt", TEXT, "00", "text/plain", NOON, published=NOON, title="Pier"))
    said = Anchor(15, 37, "the old pier is closed")
    mayor = Anchor(0, 9, "The mayor")
    statement = Statement(
        "stm-1", "doc-1", (said,), mayor, Anchor(10, 14, "said"), SourceKind.UNNAMED_OFFICIAL, "the mayor",
        (Link("the mayor", SourceKind.UNNAMED_OFFICIAL, mayor),), Voice.INDIRECT, Stance.ASSERTS, Basis.UNSTATED,
        Certainty(0.8, 0.95), Event(Action.PRESENT, "pier", ("harbour",)),
    )  # fmt: skip
    store.put_reading(Reading("doc-1", (statement,), (Mark(39, 61, "boilerplate", "test"),), "en"))
    member = Member("stm-1", "doc-1", Relation.AGREES, None, "first report")
    store.put_trace([Claim("clm-1", "the old pier is closed", statement.event, (member,), (), 0, 1, 0, 1)], [])
    box = (1.0, 2.0, 1.5, 2.5)
    store.put_scene(Scene("scn-1", "harbour", "a.tif", "00", NOON, "demo", 10.0, "EPSG:4326", box, 5, 5, (), NOON))
    store.put_decision(Decision("dec-1", "same", ("stm-1", "stm-2"), "same", "ana", NOON))
    store.set_fingerprint("read", "doc-1", "f")
    store.log("note", "kept by an old version")


def dump(path: Path) -> tuple[str, str]:
    """The name of the last migration and the store as SQL; virtual tables as their own statements and rows."""
    with sqlite3.connect(path) as raw:
        listed = raw.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
        ).fetchall()
        last = raw.execute("SELECT max(name) FROM migration").fetchone()[0]
        lines = [f"{sql};" for _, name, sql in listed if not name.startswith(SHADOWS)]
        for kind, name, _ in listed:
            if kind == "table" and not name.startswith(SHADOWS):
                rows = raw.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - names of the store's own tables
                lines += [f'INSERT INTO "{name}" VALUES ({", ".join(map(_quoted, row))});' for row in rows]  # noqa: S608
    return last, "\n".join(lines) + "\n"


def _quoted(value: object) -> str:
    if value is None:
        return "NULL"
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else repr(value)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        migrations.MIGRATIONS = tuple(step for step in migrations.MIGRATIONS if step.__name__[:5] <= sys.argv[2])
    with tempfile.TemporaryDirectory() as work:
        store = Store(Path(work) / "case.db")
        fill(store)
        store.close()
        name, body = dump(Path(work) / "case.db")
    target = Path(sys.argv[1]) / f"{name.partition('_')[0]}.sql"
    if target.exists():
        sys.exit(f"{target} is there already; a stored version is never written again")
    target.write_text(body, encoding="utf-8")
    sys.stdout.write(f"{target}\n")
