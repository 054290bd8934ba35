"""Full-text and area search (SQLite FTS5 and R*Tree). Called by the store only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

LEAST_BEGINNING = 2
"""Letters that a beginning of a word needs."""
MOST_BEGUN = 24
"""Words that begin with the same letters and are looked for."""


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


def learn(connection: Connection, kind: str, ref: str, document_id: str, title: str, body: str) -> None:
    connection.execute(
        text("INSERT INTO words (kind, ref, document_id, title, body) VALUES (:kind, :ref, :doc, :title, :body)"),
        {"kind": kind, "ref": ref, "doc": document_id, "title": title, "body": body},
    )


def forget(connection: Connection, kind: str, refs: Iterable[str]) -> None:
    query = text("DELETE FROM words WHERE kind = :kind AND ref IN :refs").bindparams(bindparam("refs", expanding=True))
    connection.execute(query, {"kind": kind, "refs": list(refs)})


def forget_kind(connection: Connection, kind: str) -> None:
    connection.execute(text("DELETE FROM words WHERE kind = :kind"), {"kind": kind})


def fts_query(words: str) -> str:
    """User words as an FTS5 query: every word must occur; a "quoted phrase" stays whole; the last word is a prefix."""
    terms = []
    for phrase, word in re.findall(r'"([^"]+)"|([^\s"]+)', words):
        clean = " ".join(re.findall(r"\w+", phrase or word))
        if clean:
            terms.append(f'"{clean}"')
    if terms and not words.rstrip().endswith('"'):
        terms[-1] += "*"
    return " ".join(terms)


def find(connection: Connection, words: str, limit: int) -> list[Hit]:
    query = fts_query(words)
    return ranked(connection, query, limit) if query else []


def ranked(connection: Connection, query: str, limit: int) -> list[Hit]:
    """What an FTS5 query finds, best first."""
    rows = connection.execute(
        text(
            "SELECT kind, ref, document_id, title, snippet(words, 4, char(2), char(3), '…', 24) AS snippet "
            "FROM words WHERE words MATCH :query ORDER BY rank, ref LIMIT :limit"
        ),
        {"query": query, "limit": limit},
    )
    return [Hit(row.kind, row.ref, row.document_id, row.title, row.snippet) for row in rows]


def widened(connection: Connection, query: str) -> str:
    """An FTS5 query whose last word is a beginning, with the words that begin so in its place; empty without one.

    FTS5 would read all places of all those words before it gives the first find; named one by one it does not.
    """
    start, _, last = query.removesuffix("*").rpartition('"')[0].rpartition('"')
    if " " in last or len(last) < LEAST_BEGINNING:
        return ""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", last.lower()) if not unicodedata.combining(sign))
    connection.execute(text("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, words, row)"))
    found = connection.execute(
        text("SELECT term FROM temp.vocabulary WHERE term >= :low AND term < :high LIMIT :most"),
        {"low": plain, "high": plain + chr(0x10FFFF), "most": MOST_BEGUN},
    )
    words = " OR ".join(f'"{term}"' for term in found.scalars())
    if not words:
        return ""
    return f"{start.strip()} AND ({words})" if start.strip() else words


def place(connection: Connection, kind: str, ref: str, bounds: tuple[float, float, float, float]) -> None:
    number = connection.execute(
        text("INSERT INTO area (kind, ref) VALUES (:kind, :ref) RETURNING number"), {"kind": kind, "ref": ref}
    ).scalar_one()
    west, south, east, north = bounds
    connection.execute(
        text("INSERT INTO area_box (number, west, east, south, north) VALUES (:n, :w, :e, :s, :north)"),
        {"n": number, "w": west, "e": east, "s": south, "north": north},
    )


def unplace(connection: Connection, kind: str, refs: Iterable[str]) -> None:
    for ref in refs:
        where = {"kind": kind, "ref": ref}
        connection.execute(
            text("DELETE FROM area_box WHERE number IN (SELECT number FROM area WHERE kind = :kind AND ref = :ref)"),
            where,
        )
        connection.execute(text("DELETE FROM area WHERE kind = :kind AND ref = :ref"), where)


def within(connection: Connection, bounds: tuple[float, float, float, float]) -> list[tuple[str, str]]:
    west, south, east, north = bounds
    rows = connection.execute(
        text(
            "SELECT area.kind, area.ref FROM area_box JOIN area USING (number) "
            "WHERE west <= :e AND east >= :w AND south <= :n AND north >= :s ORDER BY area.kind, area.ref"
        ),
        {"w": west, "s": south, "e": east, "n": north},
    )
    return [(row.kind, row.ref) for row in rows]
