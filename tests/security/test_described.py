"""Every operation of the desk, with input made from its own description by schemathesis, valid and not.

Each generated request is sent three times: to a desk that asks for a token, without one; to an open desk without the
form's token, when it would change something; and as a person at the open desk sends it. No answer may fail, tell of the
program's inside, lack the policy, lead elsewhere, or be other than described; and the first two change nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

import pytest
import schemathesis
from fastapi import FastAPI
from hostile_case import state
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from firsthand.case import Case
from firsthand.desk.app import create_app
from firsthand.desk.policy import HEADERS
from firsthand.desk.progress import Runner
from firsthand.desk.security import Access

HERE = "http://127.0.0.1:8321"
READING = ("GET", "HEAD", "OPTIONS")
INBOX, ENTRY, OPEN = "/inbox", "/enter", "/static/"
TIMES = int(os.environ.get("FIRSTHAND_WEB_INPUTS", "1"))
"""How many times as many inputs; ``make soak`` asks for more."""
EACH = {GenerationMode.POSITIVE: 6 * TIMES, GenerationMode.NEGATIVE: 2 * TIMES}
"""Inputs for one operation. What is not valid takes long to make."""
PATIENCE_S = 120
QUIET = settings(
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # what fails is shown as it was made
)
INSIDE = re.compile(r"Traceback|File \"[^\"]+\", line \d+|firsthand/desk/\w+\.py|sqlite3\.|sqlalchemy|/site-packages/")


def nothing_of_the_inside_is_told(context: Any, answer: Any, case: Any) -> None:
    if "text/html" in answer.headers.get("content-type", [""])[0]:
        found = INSIDE.search(answer.text)
        assert not found, found


def the_policy_is_borne(context: Any, answer: Any, case: Any) -> None:
    for name in HEADERS:
        assert answer.headers.get(name.lower()), name
    assert answer.headers["x-content-type-options"] == ["nosniff"]
    assert "script-src" not in answer.headers["content-security-policy"][0]


def nobody_is_led_elsewhere(context: Any, answer: Any, case: Any) -> None:
    for place in answer.headers.get("location", []):
        parts = urlsplit(place)
        assert not parts.scheme and not parts.netloc and place.startswith("/") and not place.startswith("//"), place


def it_does_not_fail(context: Any, answer: Any, case: Any) -> None:
    assert answer.status_code < 500, answer.text[:2000]


OURS = [it_does_not_fail, nothing_of_the_inside_is_told, the_policy_is_borne, nobody_is_led_elsewhere]
CHECKS = [
    *OURS,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@dataclass(slots=True)
class Desks:
    """Two desks over copies of the hostile case: one open, one that asks for a token."""

    open: FastAPI
    locked: FastAPI
    known: dict[str, list[str]]
    """What the case holds that a parameter or a field of this name may mean."""
    locked_root: Path
    cookie: str
    token: str
    """Of a session at the open one, and of its forms."""

    def known_for(self, name: str, made: object) -> object:
        """Half of the time something that the case holds, chosen by what was generated."""
        if isinstance(made, list):
            return [self.known_for(name, item) for item in made]
        held = self.known.get(name, [])
        place = crc32(repr(made).encode()) % (2 * len(held) or 1)
        return held[place] if place < len(held) and isinstance(made, str) else made


WORDS = {
    "site_id": ["ormond-point"],
    "site": ["ormond-point", "Ormond Point"],
    "sites": ["ormond-point"],
    "ratings": ["H1=CC", "H1=", "H2=I", "H9=CC"],
    "verb": [
        "open",
        "add",
        "drop",
        "rename",
        "relate",
        "rate",
        "evidence",
        "weigh",
        "mark",
        "assume",
        "confirm",
        "judge",
    ],
    "kind": ["same", "split", "different", "unsure", "excludes", "implies"],
    "value": ["true", "false", "unsure"],
    "stance": ["denies", "asserts"],
    "state": ["seen", "relevant", "open"],
    "status": ["kept", "broken", "open"],
    "letter": ["A", "F"],
    "probability": ["70%", "0.2", "nan", "1e999"],
    "weight": ["0.4", "nan", "-1", "1e999"],
    "size": ["small"],
    "side": ["before.jpg"],
    "clock": ["published", "learned"],
    "from": ["2031-03-01", "9999-12-31", "0001-01-01"],
    "to": ["2031-03-09", "/claims"],
    "by": ["2031-06-01", "9999-12-31"],
    "made": ["2031-02-01"],
    "since": ["2031-03-01", "0001-01-01"],
    "source": ["two officials"],
    "draft": ["june"],
    "back": ["/claims?page=2#x", "//evil.example", "/\\evil.example", "https://evil.example"],
}
"""What forms and addresses may ask for in any case, sound or not, by the name of the field."""


def _held(case: Case) -> dict[str, list[str]]:
    """Ids and words by the names of the parameters and form fields that take them."""
    from firsthand.weigh.hypotheses.boards import boards

    statements, claims = [item.id for item in case.store.statements()], [item.id for item in case.store.claims()]
    documents, board = [item.id for item in case.store.documents()], boards(case)[0]
    promises, decisions = [item.id for item in case.store.commitments()], [item.id for item in case.store.decisions()]
    any_id = [statements[0], claims[0], documents[0], *promises[:1], *decisions[:1], "june", "ormond-point"]
    return WORDS | {
        "document_id": documents,
        "other_id": documents,
        "claim_id": claims,
        "board_id": [board.id],
        "board": [board.id, *claims[:1]],
        "decision_id": decisions,
        "subject": [*statements[:3], *claims[:3], *documents[:3]],
        "statements": statements,
        "other": [*claims, board.hypotheses[0].id],
        "others": promises,
        "hypothesis": [item.id for item in board.hypotheses],
        "row": [item.id for item in board.rows],
        "id": any_id,
        "name": [outlet.name for outlet in case.outlets[:3]],
        "content": [case.store.statements()[0].content[0].quote],
    }


@pytest.fixture(scope="module")
def desks(hostile_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    folder = tmp_path_factory.mktemp("described")
    roots = [shutil.copytree(hostile_root, folder / name) for name in ("open", "locked")]
    case = Case(roots[0])
    known = _held(case)
    case.store.close()
    with pytest.MonkeyPatch.context() as patch:
        # A run would be a process of its own that outlives the test.
        patch.setattr(Runner, "start", lambda self, stage: None)
        opened, locked = create_app(roots[0]), create_app(roots[1], Access.fresh())
        first = TestClient(opened, base_url=HERE).get("/")
        [token] = set(re.findall(r'name="csrf" value="(\w+)"', first.text))
        cookie = "; ".join(f"{name}={value}" for name, value in first.cookies.items())
        yield Desks(opened, locked, known, roots[1], cookie, token)


def _described(desks: Desks) -> Any:
    """The description of the open desk, with ids of the case among what is generated."""
    made = schemathesis.openapi.from_dict(desks.open.openapi())

    def of_the_case(context: Any, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        return {name: desks.known_for(name, value) for name, value in values.items()}

    for hook in ("map_path_parameters", "map_query", "map_body"):
        made.hook(hook)(of_the_case)
    return made


def _asked(desks: Desks, case: Any) -> None:
    """One generated request, sent thrice."""
    path, writes = case.operation.path, case.method.upper() not in READING
    sent = {"base_url": HERE, "allow_redirects": False, "timeout": PATIENCE_S}
    refused = case.call(app=desks.locked, **sent)
    case.validate_response(refused, checks=OURS)
    if path not in (ENTRY, INBOX) and not path.startswith(OPEN):
        assert refused.status_code in ((403, 415) if writes else (303,)), refused.status_code
    if writes and path not in (ENTRY, INBOX):
        assert case.call(app=desks.open, **sent).status_code in (403, 413, 415)
    if writes and isinstance(case.body, dict):
        case.body["csrf"] = desks.token
    answer = case.call(app=desks.open, headers={"Cookie": desks.cookie}, **sent)
    case.validate_response(answer, checks=CHECKS)


def _tried(desks: Desks, operation: Any, mode: GenerationMode) -> str:
    """What is wrong with the answers of an operation; empty when nothing is."""

    @settings(QUIET, max_examples=EACH[mode])
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        _asked(desks, case)

    try:
        ask()
    except Unsatisfiable:  # nothing can be wrong with what has no parameters
        return ""
    except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001  (whatever an answer fails with is looked for)
        ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "firsthand" in frame.filename]
        told = error.exceptions[0] if isinstance(error, BaseExceptionGroup) else error
        return f"{type(told).__name__}: {f'{told}'[:600]}\n{''.join(traceback.format_list(ours[-2:]))}"
    return ""


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_operation_answers_as_described(desks: Desks, mode: GenerationMode) -> None:
    operations = [found.ok() for found in _described(desks).get_all_operations()]
    assert len(operations) > 60
    before = state(desks.locked_root)
    wrong = {operation.label: said for operation in operations if (said := _tried(desks, operation, mode))}
    assert not wrong, "\n\n".join(f"{label}: {said}" for label, said in wrong.items())
    assert state(desks.locked_root) == before, "without a token something was changed"
