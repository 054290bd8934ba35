"""Proposals change nothing until a person accepts them."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from firsthand.case import Case
from firsthand.cli import app
from firsthand.corrections import correction_of
from firsthand.decisions import Wanted, withdraw
from firsthand.errors import UnknownIdError, UsageError
from firsthand.proposals import accept, propose, propose_correction
from firsthand.trace.tracer import trace


def _two(case: Case) -> list[str]:
    return [claim.id for claim in case.store.claims()[:2]]


def test_a_proposal_is_heeded_only_once_accepted(small_case_copy: Case) -> None:
    case = small_case_copy
    ids = _two(case)
    before = len(case.store.claims())
    proposal = propose(case, "same", ids, "one briefing", "helper")
    assert case.store.decisions() == []
    trace(case)
    assert len(case.store.claims()) == before
    decision = accept(case, proposal.id, who="Ada")
    assert (decision.kind, decision.who, decision.subjects) == ("same", "Ada", proposal.subjects)
    assert decision.note == "proposed by helper: one briefing"
    assert case.store.decisions() == [decision]
    assert case.store.proposals() == []
    trace(case)
    assert len(case.store.claims()) == before - 1


def test_a_correction_is_proposed_with_its_anchors(small_case_copy: Case) -> None:
    case = small_case_copy
    statement = next(item for item in case.store.statements() if item.content and item.source)
    proposal = propose_correction(case, statement.id, Wanted(drop=True), "", "helper")
    decision = accept(case, proposal.id)
    assert correction_of(decision).about.content == statement.content  # type: ignore[union-attr]
    with pytest.raises(UsageError, match="already"):
        accept(case, proposal.id)


def test_what_cannot_be_decided_cannot_be_proposed(small_case_copy: Case) -> None:
    with pytest.raises(UnknownIdError):
        propose(small_case_copy, "same", ["clm-none", "clm-other"], "", "helper")
    assert small_case_copy.store.proposals(standing=False) == []


def test_the_command_line_lists_accepts_and_refuses(small_case_copy: Case) -> None:
    case = small_case_copy
    first = propose(case, "same", _two(case), "", "helper")
    second = propose(case, "unsure", _two(case), "", "helper")
    run = CliRunner()
    listed = run.invoke(app, ["decisions", "--proposed", "-C", str(case.root)])
    assert f"firsthand decide accept {first.id}" in " ".join(listed.stdout.split())
    assert first.id not in run.invoke(app, ["decisions", "-C", str(case.root)]).stdout
    assert run.invoke(app, ["decide", "accept", first.id, "-C", str(case.root)]).exit_code == 0
    withdraw(case, second.id)
    assert [decision.kind for decision in case.store.decisions()] == ["same"]
    assert case.store.proposals() == []
