"""How each member stands to its claim, and which member's words stand for it."""

from __future__ import annotations

import re

from firsthand.model import Action, Basis, Relation, SourceKind, Stance, Statement
from firsthand.trace.acts import inside, is_negative, numbers_conflict, text_of, within
from firsthand.trace.groups import Gathered
from firsthand.trace.names import doers_differ

SUPPORT = frozenset({Relation.AGREES, Relation.NARROWS, Relation.WIDENS})
SENTENCE_CHARACTERS = 220
"""Longer words are a paragraph, not a sentence that can stand for a claim."""


def fullness(statement: Statement) -> int:
    """How many details of the event the statement gives."""
    event = statement.event
    details = (event.site_ids, event.object, event.quantity, event.time, event.part_id)
    return sum(bool(detail) for detail in details) + (event.action is not Action.NONE)


_GOES_ON = re.compile(r"(?:and|but|or|so|nor|yet|which|who|as)\b", re.IGNORECASE)


def reference(group: Gathered) -> Statement:
    """The member whose words stand for the claim: positive before negative, the fullest, of those the earliest.

    The first number told is the claim's number: a fuller member that contradicts it does not stand for the claim.
    """
    positive = [member for member in group.members if not is_negative(member)] or group.members
    numbered = next((member for member in positive if member.event.quantity), positive[0])
    agreeing = [member for member in positive if not numbers_conflict(member, numbered)]
    spoken = [member for member in agreeing if member.source_kind is not SourceKind.LOST] or agreeing
    # The first of equals, and members are in the order in which they were told.
    return max(spoken, key=lambda member: (_readable(member), fullness(member)))


def _readable(statement: Statement) -> bool:
    """Words that can stand alone as the claim's sentence: in one piece, no torso or paragraph, telling an act."""
    whole = len(statement.content) == 1 and len(statement.quote) <= SENTENCE_CHARACTERS
    torso = _GOES_ON.match(statement.quote) is not None
    return whole and not torso and statement.event.action is not Action.NONE


def relation(statement: Statement, core: Statement) -> tuple[Relation, str]:
    """How a member stands to the claim that ``core`` stands for, and why."""
    if statement.corrects:
        return Relation.CORRECTS, "corrects or retracts an earlier report"
    if statement.stance is Stance.DECLINES:
        return Relation.DECLINES, "declined to comment, which is neither support nor denial"
    if statement.stance is Stance.DENIES and not is_negative(core):
        return Relation.DENIES, "says that it is not so"
    if is_negative(statement) != is_negative(core):
        return Relation.CONTRADICTS, "says the opposite"
    if numbers_conflict(statement, core):
        return Relation.CONTRADICTS, "gives another number"
    if doers_differ(text_of(statement), text_of(core)):
        return Relation.CONTRADICTS, "names another doer"
    return _agreement(statement, core)


def _agreement(statement: Statement, core: Statement) -> tuple[Relation, str]:
    one, two = statement.event.quantity, core.event.quantity
    told = "the outlet itself rebuts it; " if statement.rebutted else ""
    if statement.source_kind is SourceKind.LOST:
        told += "its speaker is lost; "
    if statement.basis is Basis.ANOTHER_REPORT:
        told += "repeats a report; "
    if one and two and inside(one, two):
        return Relation.NARROWS, told + "gives a narrower number"
    if one and two and inside(two, one):
        return Relation.WIDENS, told + "gives a wider number"
    if within(statement.event.time, core.event.time):
        return Relation.NARROWS, told + "gives a narrower time"
    if within(core.event.time, statement.event.time):
        return Relation.WIDENS, told + "gives a wider time"
    if core.event.site_ids and not statement.event.site_ids:
        return Relation.AGREES, told + "same act and object, names no site"
    return Relation.AGREES, told + "same act, object and site"
