"""Which part of a site a statement is about, settled by the thing it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from firsthand.model import Action, Site, SitePart, Statement
from firsthand.trace.acts import thing_of
from firsthand.trace.words import head

_ON_THE_PART = frozenset({Action.BUILD, Action.DISMANTLE})
"""Acts whose object is the part itself, not something that stands in it."""


def settle_parts(statements: Sequence[Statement], sites: Sequence[Site]) -> list[Statement]:
    """The statements with their parts settled.

    A sentence may name two parts ("the stand is down, and a trailer stands in the yard"). What is built or dismantled
    is then the part that bears the name of the thing; a part of another name is left out.
    """
    parts = {site.id: site.parts for site in sites}
    return [_settled(statement, parts) for statement in statements]


def _settled(statement: Statement, parts: dict[str, tuple[SitePart, ...]]) -> Statement:
    event = statement.event
    thing = thing_of(statement)
    if event.action not in _ON_THE_PART or not thing:
        return statement
    known = [part for site in event.site_ids for part in parts.get(site, ())]
    named = [part for part in known if thing in part_heads(part)]
    if not known or event.part_id in {part.id for part in named}:
        return statement
    return replace(statement, event=replace(event, part_id=named[0].id if len(named) == 1 else None))


def part_heads(part: SitePart) -> set[str]:
    """The heads of the part's names and kind, as concepts."""
    return {head(name) for name in (part.name, *part.aliases, part.kind)} - {""}
