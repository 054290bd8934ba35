"""Declines, bare denials and corrections: each goes to the claim it speaks of, and counts for nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.model import Action, Relevance, Stance, Statement
from firsthand.trace.acts import text_of, thing_of
from firsthand.trace.claims import Group, Order, is_bare, position
from firsthand.trace.words import concepts, overlap

_ONLY_REPORT = re.compile(
    r"^(?:it|this|that|(?:(?:the|that|this|those|these|any|such|all)\s+)?(?:[\w’'-]+\s+)?"
    r"(?:reports?|claims?|allegations?|accusations?|accounts?|stor(?:y|ies)|charges?))?\W*$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?:it|this|that)?\W*$", re.IGNORECASE)
DENIAL_REACH = 300
"""Characters over which "denied the report" still points back to what was told."""


def attach(statements: Sequence[Statement], groups: Sequence[Group], order: Order) -> None:
    """Add the declines, bare denials and corrections among ``statements`` to the groups they speak of, if any."""
    for statement in sorted(statements, key=order):
        refers = statement.stance is Stance.DECLINES or statement.corrects or is_bare(statement)
        if refers and groups and statement.relevance is Relevance.ON_TOPIC:
            _attach(statement, groups, order)


def _attach(statement: Statement, groups: Sequence[Group], order: Order) -> None:
    best = max(groups, key=lambda group: _speaks_of(statement, group))
    if _speaks_of(statement, best) >= 1.0:
        best.attached.append((statement, "names the same site or act"))
        return
    here = [group for group in groups if statement.document_id in group.documents]
    if statement.stance is Stance.DENIES and not _names_only_a_report(statement, here):
        return
    nearest = _nearest(statement, here, order)
    if nearest is not None:
        nearest.attached.append((statement, "stands next to this claim in its report and names no other"))


def _names_only_a_report(statement: Statement, groups: Sequence[Group]) -> bool:
    """The denied words are "it", "the report" or the thing of a claim in the same document; else nobody knows what."""
    if _ONLY_REPORT.match(text_of(statement).strip()):
        return True
    thing = thing_of(statement)
    here = [member for group in groups for member in group.members if member.document_id == statement.document_id]
    return bool(thing) and any(thing_of(member) == thing for member in here)


def _speaks_of(statement: Statement, group: Group) -> float:
    """How clearly the statement is about the group's act; 1 and more is clear."""
    sites = set(statement.event.site_ids)
    if sites and group.sites and not sites & group.sites:
        return 0.0
    score = 0.6 if sites & group.sites else 0.0
    named = concepts(text_of(statement))
    if len(named) > 1:
        score += max(overlap(named, face.words) for face in group.faces)
    if statement.event.action in {face.event.action for face in group.faces} - {Action.NONE}:
        score += 0.4
    return score


def _nearest(statement: Statement, groups: Sequence[Group], order: Order) -> Group | None:
    """The group with the member that stands nearest before the statement in its document; failing that, after it.

    A denial points back only to what ends close before it, and "denies it" only within its paragraph.
    """
    here = position(statement)
    denial = statement.stance is Stance.DENIES
    close = denial and _PRONOUN.match(text_of(statement).strip())
    best: tuple[bool, int, Group] | None = None
    for group in groups:
        for member in group.members:
            if member.document_id != statement.document_id:
                continue
            end = max((piece.end for piece in member.content), default=here)
            gap = here - end
            if denial and not -1 <= gap <= DENIAL_REACH:
                continue
            if close and not order.same_paragraph(statement.document_id, end, here):
                continue
            rank = (gap < 0, abs(gap), group)
            if best is None or rank[:2] < best[:2]:
                best = rank
    return best[2] if best else None
