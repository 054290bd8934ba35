"""Who says that a claim is not so."""

from __future__ import annotations

from collections.abc import Mapping

from firsthand.model import Claim, Member, Relation, Statement
from firsthand.trace.acts import is_negative
from firsthand.trace.counting import parties
from firsthand.trace.origins import Lineage


def denying(claim: Claim, statements: Mapping[str, Statement], lineage: Lineage) -> list[list[Statement]]:
    """The parties that say it is not so, each with all its statements: who repeats a denial denies once."""
    everyone = [statements[member.statement_id] for member in claim.members if member.statement_id in statements]
    denials = [
        statements[member.statement_id]
        for member in claim.members
        if member.statement_id in statements and _denies(member, statements[member.statement_id], claim)
    ]
    return parties(denials, lineage, everyone)


def _denies(member: Member, statement: Statement, claim: Claim) -> bool:
    if member.relation is Relation.DENIES:
        return True
    return member.relation is Relation.CONTRADICTS and is_negative(statement) != claim.event.negated
