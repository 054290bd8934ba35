"""What a statement is about, settled by the words it uses: its act where the reader found none, and its part.

Readers work sentence by sentence; reports say "the tower is gone" or "is at work on two engines" where they mean that a
stand was dismantled and engines are built. Nothing is settled without a thing that stands or is made at sites.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from firsthand.model import Action, Site, SitePart, Statement
from firsthand.trace.acts import text_of, thing_of
from firsthand.trace.words import concept, head, named_thing

_ON_THE_PART = frozenset({Action.BUILD, Action.DISMANTLE})
"""Acts whose object is the part itself, not something that stands in it."""
_WEAK = frozenset({Action.NONE, Action.TEST, Action.OPERATE, Action.PRESENT})
"""Acts that a noun alone suggests ("test site"); a finite verb of building or dismantling outweighs it."""
_AUXILIARY = r"\b(?:is|are|was|were|be|been|being|has|have|had)\s+(?:(?:still|now|already|been|being|not|never)\s+)*"
_FINITE = (
    (
        Action.BUILD,
        re.compile(
            _AUXILIARY + r"(?:built|building|construct(?:ed|ing)|erect(?:ed|ing)|fabricat(?:ed|ing)|produc(?:ed|ing)"
            r"|manufactur(?:ed|ing)|assembl(?:ed|ing)|complete[d]?|finished|put(?:ting)? up|(?:at work|working) on)\b",
            re.IGNORECASE,
        ),
    ),
    (
        Action.DISMANTLE,
        re.compile(
            _AUXILIARY
            + r"(?:dismantl(?:ed|ing)|demolish(?:ed|ing)|razed|torn down|(?:taken|brought|pulled) down|down|gone)\b"
            r"|\b(?:takes?|took|taking|brings?|brought|pull(?:s|ed)?|tore|c[oa]me)\s+(?:[\w’'-]+\s+){0,4}down\b",
            re.IGNORECASE,
        ),
    ),
)


_MOVING = re.compile(
    r"\b(?:arriv(?:e|es|ed|ing)|depart(?:s|ed|ing)?|deliver(?:s|ed|ing)|haul(?:s|ed|ing)|truck(?:ed|ing)"
    r"|(?:brought|sent|taken|flown|carried) (?:in)?to)\b",
    re.IGNORECASE,
)
_PLAIN_FORM = re.compile(r"\b(?:(?:did|does|do)(?: not|n['’]t)?|never)\s+(?:\w+ly\s+)?(\w+)", re.IGNORECASE)
_BY_CONCEPT = {
    "build": Action.BUILD,
    "dismantle": Action.DISMANTLE,
    "move": Action.MOVE,
    "test": Action.TEST,
    "conceal": Action.CONCEAL,
}
"""Acts by the family of their verb: "did not move" has no form that a reader of past acts looks for."""


def settle(statements: Sequence[Statement], sites: Sequence[Site]) -> list[Statement]:
    """The statements with their times, acts and parts settled."""
    parts = {site.id: site.parts for site in sites}
    return [_with_part(_with_act(_with_time(statement)), parts) for statement in statements]


def _with_time(statement: Statement) -> Statement:
    """A date inside the source's words ("Monday's report") is that of the report, not of the act."""
    time, source = statement.event.time, statement.source
    if time is None or time.anchor is None or source is None:
        return statement
    if source.start <= time.anchor.start and time.anchor.end <= source.end:
        return replace(statement, event=replace(statement.event, time=None))
    return statement


def _with_act(statement: Statement) -> Statement:
    if statement.event.action not in _WEAK:
        return statement
    text = text_of(statement)
    for action, pattern in _FINITE:
        if pattern.search(text) and named_thing(text, str(action)):
            return replace(statement, event=replace(statement.event, action=action))
    if statement.event.action is not Action.NONE or not named_thing(text, ""):
        return statement
    plain = [_BY_CONCEPT.get(concept(match.group(1).casefold())) for match in _PLAIN_FORM.finditer(text)]
    moved = [Action.MOVE] if _MOVING.search(text) else []
    told = next((act for act in (*plain, *moved) if act), None)
    return replace(statement, event=replace(statement.event, action=told)) if told else statement


def _with_part(statement: Statement, parts: dict[str, tuple[SitePart, ...]]) -> Statement:
    """What is built or dismantled is the part that bears the name of the thing, not another that the sentence names."""
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
