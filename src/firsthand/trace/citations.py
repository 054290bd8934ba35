"""Flows that texts own up to: one names an outlet whose earlier report carries the same claim."""

from __future__ import annotations

from firsthand.model import Copy, Passage, Statement, content_id
from firsthand.trace.groups import Gathered
from firsthand.trace.origins import Lineage

CITES = "cites"
"""Kind of these flows."""


def citations(group: Gathered, lineage: Lineage) -> tuple[Copy, ...]:
    """Flows that a text owns up to: it names an outlet whose earlier report carries the same claim."""
    found: dict[tuple[str, str], Copy] = {}
    for statement in group.everyone():
        for cited in cited_members(statement, group, lineage):
            pair = (cited.document_id, statement.document_id)
            if pair in found:
                continue
            found[pair] = Copy(
                id=content_id("cpy", *pair),
                from_document=pair[0],
                to_document=pair[1],
                kind=CITES,
                containment=0.0,
                passages=_side_by_side(cited, statement),
                reason=f"names {lineage.documents[cited.document_id].outlet}, whose earlier report says the same",
            )
    return tuple(found.values())


def cited_members(statement: Statement, group: Gathered, lineage: Lineage) -> list[Statement]:
    """For each outlet that the statement rests on, that outlet's latest earlier member of the group."""
    publishers, found = lineage.publishers, []
    for outlet in lineage.cited(statement):
        theirs = [
            member
            for member in group.members
            if publishers.name(lineage.documents[member.document_id].outlet) == outlet
            and lineage.rank[member.document_id] < lineage.rank[statement.document_id]
        ]
        if theirs:
            found.append(max(theirs, key=lambda member: lineage.rank[member.document_id]))
    return sorted(found, key=lambda member: lineage.rank[member.document_id])


def _side_by_side(earlier: Statement, later: Statement) -> tuple[Passage, ...]:
    if not earlier.content or not later.content:
        return ()
    return (Passage(earlier.content[0].start, earlier.content[-1].end, later.content[0].start, later.content[-1].end),)
