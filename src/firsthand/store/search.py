"""Words and places, learned and found; how, each database knows for itself. Called by the store only."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from sqlalchemy import Connection

from firsthand.store.dialects import finding
from firsthand.store.dialects.base import Entry, Finding, Hit, Terms, terms_of

__all__ = ["Entry", "Hit", "find", "find_newest", "find_some"]

RANKED = 2_000
"""Matches that are still ranked; ranking all of a common word's would read most of the index."""
RARE = 500
"""Matches of a word that is looked for by itself, when any of several may be found."""
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


def find_some(connection: Connection, words: Sequence[str], limit: int) -> list[Hit]:
    """What holds some of ``words``, which stand in their order, best first.

    A word or two neighbours that few records hold are looked for by themselves, common words only all together.
    """
    found = finding(connection)
    known = [word for word in dict.fromkeys(words) if found.has(connection, _asked(found, [word]), 1)]
    common = [word for word in known if found.has(connection, _asked(found, [word]), RARE)]
    pairs = [found.whole(Terms((pair,), False)) for pair in pairwise(words) if {*pair} & {*common}]
    queries = [_asked(found, [word]) for word in known if word not in common]
    queries += [query for query in pairs if not found.has(connection, query, RARE)]
    together = _asked(found, common)
    many = bool(common) and found.has(connection, together, RANKED)
    if common and not many:
        queries.append(together)
    hits = found.ranked(connection, found.either(queries), limit) if queries else []
    return hits or (found.newest(connection, together, limit) if many else [])


def _asked(found: Finding, words: Sequence[str]) -> str:
    return found.whole(Terms(tuple((word,) for word in words), False))
