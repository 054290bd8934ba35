"""The sources of a case: the list, the history, a letter given and taken back, and what agreement can tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from makers import ORGANISATION, PERSON, doc, said
from typer.testing import CliRunner

from firsthand.case import Case
from firsthand.cli import app
from firsthand.decisions import withdraw
from firsthand.errors import UnknownIdError, UsageError
from firsthand.model import Basis, Reading
from firsthand.trace.tracer import trace
from firsthand.weigh.grading.dependence import comparable
from firsthand.weigh.scoring.resolutions import resolve
from firsthand.weigh.sources import give_letter, source_of_case, sources_of
from firsthand.weigh.weigher import weigh

BOARD = "Harbour Board"


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """One report in which an organisation tells what it did, and a private person what he saw."""
    made = Case.create(tmp_path / "case")
    for number, (name, kind) in enumerate(((BOARD, ORGANISATION), ("Adam Holt", PERSON))):
        act = ("the crane was dismantled", "the gantry was dismantled")[number]
        report = doc(f"r{number}", f"{name} said {act}.", number, "Coastal Wire")
        words = said(report, act, (name, kind), basis=Basis.WITNESS, thing=act.split()[1], sites=())
        made.store.put_document(report)
        made.store.put_reading(Reading(report.id, (words,)))
    trace(made)
    weigh(made)
    return made


def letter(case: Case, name: str = BOARD) -> str:
    weigh(case)
    return source_of_case(case, name).letter


def test_a_letter_is_given_by_name_dated_signed_and_undone(case: Case) -> None:
    assert letter(case) == "F"
    before = case.store.assessments()
    given = give_letter(case, "harbour  board", "b", "twenty years of honest tallies", "Vera")
    assert (given.subjects, given.value, given.who) == ((BOARD,), "B", "Vera")
    assert letter(case) == "B"
    assert case.store.assessments() != before
    withdraw(case, given.id)
    assert letter(case) == "F"
    assert case.store.assessments() == before
    assert [move.what for move in source_of_case(case, BOARD).moves] == ["given", "withdrawn"]


def test_letters_as_they_stood(case: Case) -> None:
    give_letter(case, BOARD, "B")
    weigh(case)
    earlier = datetime.now(UTC) - timedelta(days=1)
    assert source_of_case(case, BOARD, earlier).letter == "F"
    assert {item.letter for item in sources_of(case, earlier)} == {"F"}
    assert {item.letter for item in sources_of(case)} == {"B", "F"}


def test_resolving_a_claim_tests_its_source(case: Case) -> None:
    claim = next(item for item in case.store.claims() if "crane" in item.text)
    resolve(case, claim.id, "true", "seen on site", "Vera")
    weigh(case)
    (move,) = source_of_case(case, BOARD).moves
    assert (move.what, move.claim_id) == ("confirmed", claim.id)
    record = next(item for item in sources_of(case) if item.name == BOARD)
    assert (record.letter, record.tests, record.why) == ("F", 1, "too little (1 resolved claim)")
    assert not record.identifiable


def test_private_persons_have_no_record_but_may_be_given_a_letter(case: Case) -> None:
    assert "Adam Holt" not in {item.name for item in sources_of(case)}
    give_letter(case, "Adam Holt", "C")
    assert letter(case, "Adam Holt") == "C"


def test_nobody_is_graded_whom_no_report_names(case: Case) -> None:
    with pytest.raises(UnknownIdError, match="no source of this case"):
        give_letter(case, "Ida Brun", "A")
    with pytest.raises(UsageError, match="no such letter"):
        give_letter(case, BOARD, "G")
    with pytest.raises(UnknownIdError):
        source_of_case(case, "Ida Brun")


def test_commands_print_letters_and_sums(case: Case) -> None:
    run = CliRunner().invoke
    root = str(case.root)
    assert run(app, ["grade", BOARD, "B", "--note", "honest tallies", "-C", root]).exit_code == 0
    assert run(app, ["weigh", "-C", root]).exit_code == 0
    assert "B*" in run(app, ["sources", "-C", root]).stdout
    assert "gave B: honest tallies" in " ".join(run(app, ["sources", BOARD, "-C", root]).stdout.split())
    claim = next(item for item in case.store.claims() if "crane" in item.text)
    assert "all together" in run(app, ["weigh", "--explain", claim.id, "-C", root]).stdout


def test_agreement_tells_who_errs_only_in_odd_cycles() -> None:
    every = {"a", "b", "c", "d"}
    assert comparable({"A": every, "B": every}) == {"A": (1, False), "B": (1, False)}
    assert comparable({"A": every, "B": every, "C": every})["A"] == (2, True)
    pairs = {"A": {"1", "2", "3"}, "B": {"1", "2", "3", "4", "5", "6"}, "C": {"4", "5", "6"}, "D": {"9"}}
    assert comparable(pairs) == {"A": (1, False), "B": (2, False), "C": (1, False), "D": (0, False)}
