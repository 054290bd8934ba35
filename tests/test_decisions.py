"""People's judgements move claims together or apart, survive re-runs, and can be undone."""

from __future__ import annotations

import pytest

from firsthand.case import Case
from firsthand.decisions import decide, withdraw
from firsthand.errors import UnknownIdError, UsageError
from firsthand.model import Claim, Relation
from firsthand.pipeline import run


def _members(case: Case) -> set[frozenset[str]]:
    return {frozenset(member.statement_id for member in claim.members) for claim in case.store.claims()}


def _agreeing(claim: Claim) -> list[str]:
    return [member.statement_id for member in claim.members if member.relation is Relation.AGREES]


def test_same_joins_two_claims_until_it_is_undone(small_case_copy: Case) -> None:
    case = small_case_copy
    before = _members(case)
    first, second = case.store.claims()[-2:]
    decision = decide(case, "same", [first.id, second.id], "one briefing", "ana")
    run(case)
    joined = set(_agreeing(first)) | set(_agreeing(second))
    assert any(joined <= group for group in _members(case))
    assert case.store.decisions() == [decision]
    withdraw(case, decision.id)
    run(case)
    assert _members(case) == before
    assert [found.withdrawn is not None for found in case.store.decisions(standing=False)] == [True]


def test_not_same_keeps_statements_apart(small_case_copy: Case) -> None:
    case = small_case_copy
    claim = max(case.store.claims(), key=lambda found: len(found.members))
    pair = _agreeing(claim)[:2]
    assert len(pair) == 2
    decide(case, "not same", pair, who="ana")
    run(case)
    assert not any(set(pair) <= group for group in _members(case))


def test_bad_judgements_are_refused(small_case_copy: Case) -> None:
    case = small_case_copy
    claim = case.store.claims()[0].id
    with pytest.raises(UsageError, match="no such judgement"):
        decide(case, "perhaps", [claim, claim])
    with pytest.raises(UsageError, match="two different"):
        decide(case, "same", [claim, claim])
    with pytest.raises(UnknownIdError):
        decide(case, "same", [claim, "clm-000000000000"])
    with pytest.raises(UnknownIdError, match="no decision"):
        withdraw(case, "dec-000000000000")
    assert case.store.decisions(standing=False) == []
