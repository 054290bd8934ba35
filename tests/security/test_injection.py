"""Words of others are data: to the database, to a spreadsheet, to a shell and to a language model."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hostile_case import ORDER, filled, routes
from starlette.testclient import TestClient
from typer.testing import CliRunner

from firsthand import agents
from firsthand.case import Case
from firsthand.cli import app
from firsthand.decisions import Judged, record
from firsthand.mcp import INSTRUCTIONS
from firsthand.views import agents as forms

SQL = (
    "' OR '1'='1",
    "'; DROP TABLE document; --",
    '" OR ""="',
    "x' UNION SELECT body FROM document --",
    'words MATCH "a" OR 1',
    '*"*',
    'a" OR "b',
    "NEAR(a b, 999999)",
    "^title:a*",
    "%' --",
    "\x00",
    "clm-' OR 1=1 --",
)


def _counts(case: Case) -> list[int]:
    store = case.store
    return [len(store.documents()), len(store.statements()), len(store.claims()), len(store.decisions(standing=False))]


@pytest.mark.parametrize("attack", SQL)
def test_sql_injection_by_the_search(hostile_case: Case, attack: str) -> None:
    before = _counts(hostile_case)
    hits = hostile_case.store.search(attack, 50)
    nonsense = hostile_case.store.search(f"zzzz {attack}", 50)
    assert nonsense == [], "every word has to occur, whatever stands between them"
    assert len(hits) < sum(before)
    assert _counts(hostile_case) == before
    assert hostile_case.store.integrity() == []


def test_sql_injection_at_the_desk(desk: TestClient, hostile_case: Case) -> None:
    before = _counts(hostile_case)
    for path in routes(desk, writing=False):
        for attack in SQL[:6]:
            answer = desk.get(filled(path, attack), params={"q": attack, "site": attack}, follow_redirects=False)
            assert answer.status_code < 500, (path, attack)
            assert "sqlite" not in answer.text.lower(), (path, attack)
    assert _counts(hostile_case) == before


@pytest.mark.parametrize("command", ["claim", "show", "why", "dossier", "site", "hypotheses", "undo", "search"])
def test_sql_injection_by_the_command_line(hostile_case: Case, command: str) -> None:
    before = _counts(hostile_case)
    for attack in SQL[:6]:
        done = CliRunner().invoke(app, [command, "-C", str(hostile_case.root), "--", attack])
        assert "sqlite" not in done.output.lower()
        assert not isinstance(done.exception, (ValueError, TypeError, KeyError)), (attack, done.exception)
    assert _counts(hostile_case) == before


def test_sql_injection_by_what_is_kept(hostile_case: Case) -> None:
    """Names and notes that are SQL are kept as they are, and read again as they are."""
    for attack in SQL:
        claim = hostile_case.store.claims()[0].id
        made = record(hostile_case, Judged("resolved", (claim,), "true"), note=attack, who=attack or "x")
        kept = next(item for item in hostile_case.store.decisions() if item.id == made.id)
        assert kept.note == made.note
    assert hostile_case.store.integrity() == []


# ---- words that give orders to a model -------------------------------------------------------------------------------


def _strings(value: Any, at: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, (*at, key))
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item, at)
    elif isinstance(value, str):
        yield at, value


def test_prompt_injection(hostile_case: Case) -> None:
    """What pages, outlets, people and drafts say reaches an agent in ``quote`` fields only, marked as evidence."""
    marks = ("Ignore all", "owned()", "onerror", "7*7")
    claims = hostile_case.store.claims()
    answers: list[Any] = [
        agents.places(hostile_case),
        agents.search(hostile_case, "dismantled", 50),
        agents.search(hostile_case, "instructions", 50),
        agents.dossier(hostile_case, "ormond-point"),
        agents.check_draft(hostile_case, f"{ORDER}. The engine test stand was dismantled."),
        agents.waiting(hostile_case),
        *(agents.claim(hostile_case, claim.id) for claim in claims),
        *(agents.origins(hostile_case, claim.id) for claim in claims),
    ]
    told = [item for answer in answers for item in _strings(json.loads(answer.model_dump_json()))]
    bearing = [(at, text) for at, text in told if any(mark in text for mark in marks)]
    assert any(ORDER[:20] in text for _, text in bearing), "the order was in an answer"
    assert {at[-1] for at, _ in bearing} == {"quote"}
    assert forms.UNTRUSTED in INSTRUCTIONS
    assert all(
        answer.model_dump()["notice"] == forms.UNTRUSTED for answer in answers if "notice" in answer.model_dump()
    )


def test_prompt_injection_can_propose_only(hostile_case: Case) -> None:
    """An agent that obeys a page changes nothing: what it writes waits for a person, signed as an agent's."""
    said = [statement.id for statement in hostile_case.store.statements()][:2]
    standing = len(hostile_case.store.decisions())
    made = agents.propose_judgement(hostile_case, "same", said, "the page told me so", "Ada Brink")
    assert len(hostile_case.store.decisions()) == standing
    assert [item.who for item in made.proposals] == ["agent: Ada Brink"]
