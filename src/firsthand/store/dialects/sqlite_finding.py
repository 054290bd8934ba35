"""Words and boxes in SQLite: FTS5 and R*Tree."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from sqlalchemy import Connection, bindparam, text

from firsthand.store.dialects.base import Bounds, Entry, Hit, Terms

LEAST_BEGINNING = 2
"""Letters that a beginning of a word needs."""
MOST_BEGUN = 24
"""Words that begin with the same letters and are looked for."""
MOST_REFS = 500
"""Ids that one statement names."""
HIT = (
    "SELECT kind, ref, document_id, title, snippet(words, 4, char(2), char(3), '…', 24) AS snippet "
    "FROM words WHERE words MATCH :query"
)


class SqliteFinding:
    """FTS5 with Porter stems and no diacritics; boxes in an R*Tree."""

    def make(self, connection: Connection) -> None:
        connection.execute(
            text(
                "CREATE VIRTUAL TABLE words USING fts5(kind UNINDEXED, ref UNINDEXED, document_id UNINDEXED, title, "
                "body, tokenize = 'porter unicode61 remove_diacritics 2')"
            )
        )
        self.index_refs(connection)
        connection.execute(text("CREATE VIRTUAL TABLE area_box USING rtree(number, west, east, south, north)"))

    def index_refs(self, connection: Connection) -> None:
        """FTS5 has no index of columns that are not searched, and would read every text to forget one.

        Its content table is a plain table with its columns by number (https://sqlite.org/fts5.html, section 9.3), on
        which an index stands like on any other: c0 is the kind, c1 the ref.
        """
        connection.execute(text("CREATE INDEX IF NOT EXISTS words_ref ON words_content (c1, c0)"))

    # ---- words -----------------------------------------------------------------------------------------------------

    def learn(self, connection: Connection, entries: Sequence[Entry]) -> None:
        columns = "kind, ref, document_id, title, body"
        query = text(f"INSERT INTO words ({columns}) VALUES (:kind, :ref, :document_id, :title, :body)")  # noqa: S608
        if entries:
            connection.execute(query, [asdict(entry) for entry in entries])

    def forget(self, connection: Connection, kind: str, refs: Sequence[str]) -> None:
        rows = "SELECT id FROM words_content WHERE c1 IN :refs AND c0 = :kind"
        query = text(f"DELETE FROM words WHERE rowid IN ({rows})")  # noqa: S608
        for at in range(0, len(refs), MOST_REFS):
            part = list(refs[at : at + MOST_REFS])
            connection.execute(query.bindparams(bindparam("refs", expanding=True)), {"kind": kind, "refs": part})

    def whole(self, terms: Terms) -> str:
        return " ".join(f'"{" ".join(phrase)}"' for phrase in terms.phrases)

    def quick(self, terms: Terms) -> str:
        query = self.whole(terms)
        return f"{query}*" if query and terms.begun else query

    def begun(self, connection: Connection, terms: Terms) -> str:
        """FTS5 would read all places of all words that begin so before its first find; named one by one it does not."""
        *start, last = terms.phrases
        if len(last) > 1 or len(last[0]) < LEAST_BEGINNING:
            return ""
        low = _bare(last[0])
        connection.execute(text("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, words, row)"))
        found = connection.execute(
            text("SELECT term FROM temp.vocabulary WHERE term >= :low AND term < :high LIMIT :most"),
            {"low": low, "high": low + chr(0x10FFFF), "most": MOST_BEGUN},
        )
        words = " OR ".join(f'"{term}"' for term in found.scalars())
        before = self.whole(Terms(tuple(start), False))
        return f"{before} AND ({words})" if words and before else words

    def either(self, queries: Sequence[str]) -> str:
        return " OR ".join(f"({query})" for query in queries)

    def ranked(self, connection: Connection, query: str, limit: int) -> list[Hit]:
        rows = connection.execute(text(f"{HIT} ORDER BY rank, ref LIMIT :limit"), {"query": query, "limit": limit})
        return [Hit(*row) for row in rows]

    def newest(self, connection: Connection, query: str, limit: int) -> list[Hit]:
        rows = connection.execute(text(f"{HIT} ORDER BY rowid DESC LIMIT :limit"), {"query": query, "limit": limit})
        return [Hit(*row) for row in rows]

    def alike(self, connection: Connection, words: str, limit: int) -> list[Hit]:
        """SQLite has no index of likeness."""
        return []

    def has(self, connection: Connection, query: str, number: int) -> bool:
        count = text("SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH :query LIMIT :number)")
        return int(connection.execute(count, {"query": query, "number": number}).scalar_one()) >= number

    def entries(self, connection: Connection) -> Iterator[Entry]:
        for row in connection.execute(text("SELECT kind, ref, document_id, title, body FROM words ORDER BY rowid")):
            yield Entry(*row)

    # ---- boxes -----------------------------------------------------------------------------------------------------

    def place(self, connection: Connection, kind: str, ref: str, bounds: Bounds) -> None:
        number = connection.execute(
            text("INSERT INTO area (kind, ref) VALUES (:kind, :ref) RETURNING number"), {"kind": kind, "ref": ref}
        ).scalar_one()
        west, south, east, north = bounds
        connection.execute(
            text("INSERT INTO area_box (number, west, east, south, north) VALUES (:n, :w, :e, :s, :north)"),
            {"n": number, "w": west, "e": east, "s": south, "north": north},
        )

    def unplace(self, connection: Connection, kind: str, refs: Sequence[str]) -> None:
        mine = "SELECT number FROM area WHERE kind = :kind AND ref = :ref"
        for ref in refs:
            where = {"kind": kind, "ref": ref}
            connection.execute(text(f"DELETE FROM area_box WHERE number IN ({mine})"), where)  # noqa: S608
            connection.execute(text("DELETE FROM area WHERE kind = :kind AND ref = :ref"), where)

    def boxes(self, connection: Connection) -> Iterator[tuple[str, str, Bounds]]:
        rows = connection.execute(
            text(
                "SELECT area.kind, area.ref, west, south, east, north FROM area_box JOIN area USING (number) "
                "ORDER BY number"
            )
        )
        for kind, ref, *bounds in rows:
            yield kind, ref, tuple(bounds)

    def within(self, connection: Connection, bounds: Bounds) -> list[tuple[str, str]]:
        west, south, east, north = bounds
        rows = connection.execute(
            text(
                "SELECT area.kind, area.ref FROM area_box JOIN area USING (number) "
                "WHERE west <= :e AND east >= :w AND south <= :n AND north >= :s ORDER BY area.kind, area.ref"
            ),
            {"w": west, "s": south, "e": east, "n": north},
        )
        return [(row.kind, row.ref) for row in rows]


def _bare(word: str) -> str:
    """``word`` as FTS5 keeps it: small letters without marks."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(sign))
