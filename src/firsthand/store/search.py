"""Words and places, learned and found; how, each database knows for itself. Called by the store only."""

from __future__ import annotations

from sqlalchemy import Connection

from firsthand.store.dialects import finding
from firsthand.store.dialects.base import Entry, Hit, terms_of

__all__ = ["Entry", "Hit", "find", "find_newest"]

RANKED = 2_000
"""Matches that are still ranked; ranking all of a common word's would read most of the index."""
KINDS = ("claim", "statement", "document")


def find(connection: Connection, words: str, limit: int) -> list[Hit]:
    """What holds every word, best first; where nothing does, what is written nearly so."""
    found, terms = finding(connection), terms_of(words)
    if not terms.phrases:
        return []
    return found.ranked(connection, found.quick(terms), limit) or found.alike(connection, words, limit)


def find_newest(connection: Connection, words: str, limit: int) -> tuple[list[Hit], bool]:
    """Search that stays quick on common words; see :meth:`firsthand.store.desk.Desk.search_newest`."""
    found, terms = finding(connection), terms_of(words)
    if not terms.phrases:
        return [], False
    query = found.whole(terms)
    hits = found.newest(connection, query, limit + 1)
    wider = found.begun(connection, terms) if len(hits) <= limit and terms.begun else ""
    if wider:
        query, hits = wider, found.newest(connection, wider, limit + 1)
    if len(hits) <= limit:
        hits = hits or found.alike(connection, words, limit)
        return sorted(hits, key=lambda hit: KINDS.index(hit.kind)), False
    if found.has(connection, query, RANKED):
        return hits[:limit], True
    return found.ranked(connection, query, limit), False
