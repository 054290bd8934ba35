"""The board at the command line and as JSON: filled in the demonstration, readable in 80 columns, edited by verbs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from firsthand.case import Case
from firsthand.cli import app
from firsthand.errors import UsageError
from firsthand.views.hypotheses import BoardView, board_view, board_views

Run = Callable[..., str]


@pytest.fixture
def run(demo_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command on a copy of the demonstration; what it printed."""
    root = shutil.copytree(demo_root, tmp_path / "demo")
    monkeypatch.setattr("firsthand.terminal.hypotheses.out.width", 80)

    def command(*arguments: str) -> str:
        result = CliRunner().invoke(app, [*arguments, "--case", str(root)])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.stdout

    return command


def only(run: Run) -> BoardView:
    (found,) = json.loads(run("hypotheses", "--json"))
    return BoardView.model_validate(found)


def test_the_demonstration_shows_a_filled_board(demo_root: Path) -> None:
    case = Case(demo_root)
    (board,) = board_views(case)
    held = {item.key for item in board.hypotheses if item.statements}
    assert {"confidence-building", "relocation", "maintenance"} <= held
    assert {"origin", "images", "related claim", "reading"} <= {row.kind for row in board.evidence}
    assert board.happened is not None
    assert board.happened > 0.95
    assert sum(item.posterior or 0 for item in board.hypotheses) == pytest.approx(1.0)
    assert all(cell.reason for row in board.evidence for cell in row.cells)
    assert len([row for row in board.evidence if row.kind == "origin"]) == 3
    assert board.sensitivity and board.assumptions and board.discriminators
    assert board_view(case, board.claim) == board_view(case, board.id)
    case.store.close()


def test_every_id_that_a_row_names_is_in_the_case(demo_root: Path) -> None:
    case = Case(demo_root)
    store = case.store
    known = {item.id for item in (*store.statements(), *store.claims(), *store.changes(), *store.scenes())}
    known |= {origin.id for claim in store.claims() for origin in claim.origins}
    (board,) = board_views(case)
    assert {id for row in board.evidence for id in row.evidence} <= known
    case.store.close()


def test_the_board_is_printed_within_80_columns(run: Run) -> None:
    listed = run("hypotheses")
    shown = run("hypotheses", only(run).id)
    for text in (listed, shown):
        assert max(len(line) for line in text.splitlines()) <= 80
    assert "Relocation" in listed
    for heading in ("tells", "What it hangs on", "Taken for granted", "What would tell them apart best"):
        assert heading in shown
    assert "E1" in shown
    assert "H5" in shown


def test_verbs_edit_the_board_and_undo_takes_it_back(run: Run) -> None:
    board = only(run).id
    run("hypothesis", "add", board, "Sold abroad", "--who", "ana", "--note", "two dealers asked")
    run("hypothesis", "rate", board, "E1", "H6=CC", "H1=II", "--who", "ana")
    run("hypothesis", "evidence", board, "The pad was swept", "H1=C", "--weight", "0.5", "--source", "a visit")
    run("hypothesis", "weigh", board, "E2", "0.1")
    run("hypothesis", "weigh", board, "E3", "--irrelevant")
    run("hypothesis", "relate", board, "H3", "subsumes", "H6")
    run("hypothesis", "assume", board, "A2", "fails")
    run("hypothesis", "rename", board, "H2", "A mere gesture")
    said = run("hypothesis", "drop", board, "H4")
    found = only(run)
    assert found.hypotheses[5].text == "Sold abroad"
    assert found.hypotheses[1].text == "A mere gesture"
    assert (found.hypotheses[3].dropped_by, found.hypotheses[3].rank) == (said.split()[0], None)
    assert found.evidence[1].trust.middle == 0.1
    assert [row.number for row in found.evidence if not row.counted] == ["E3"]
    assert found.relations[0].kind == "subsumes"
    assert found.assumptions[1].state == "fails"
    run("undo", said.split()[0])
    assert only(run).hypotheses[3].rank is not None
    shown = run("hypotheses", board)
    assert "marked irrelevant" in shown
    assert "CC*" in shown


def test_a_table_goes_out_and_comes_back_edited(run: Run, tmp_path: Path) -> None:
    board = only(run).id
    path = tmp_path / "matrix.csv"
    run("hypotheses", board, "--csv", str(path))
    assert "Nothing differs" in run("hypothesis", "import", str(path))
    path.write_text(path.read_text(encoding="utf-8-sig").replace(",0.79,yes,", ",0.5,yes,"), encoding="utf-8")
    assert run("hypothesis", "import", str(path), "--who", "ana").count("weigh 0.5") == 2
    assert [row.trust.middle for row in only(run).evidence[:2]] == [0.5, 0.5]


def test_wrong_use_says_what_to_do(run: Run) -> None:
    board = only(run).id
    for arguments in (
        ("hypotheses", "--csv", "x.csv"),
        ("hypothesis", "rate", board, "E1", "H1:CC"),
        ("hypothesis", "weigh", board, "E1"),
        ("hypothesis", "weigh", board, "E1", "0.5", "--irrelevant"),
    ):
        with pytest.raises(UsageError) as refused:
            run(*arguments)
        assert refused.value.thing
