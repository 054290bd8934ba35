"""What people do to a board: kept as decisions, taken back, heeded after every re-run."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from board_makers import stored, story
from makers import PERSON, doc, said

from firsthand.case import Case
from firsthand.decisions import withdraw
from firsthand.errors import FirsthandError, InputError, UnknownIdError, UsageError
from firsthand.model import Basis, Board, Decision, LinkKind, Rating, Reading
from firsthand.trace.tracer import trace
from firsthand.weigh.hypotheses import boards
from firsthand.weigh.hypotheses.boards import Entry, Signed
from firsthand.weigh.hypotheses.edits import edit_of
from firsthand.weigh.hypotheses.judge import cell, judged
from firsthand.weigh.hypotheses.table import export_csv, import_csv
from firsthand.weigh.weigher import weigh

ANA = Signed("ana", "seen on the spot")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A case whose one board has readings by three holders."""
    case = stored(tmp_path / "case", story())
    trace(case)
    weigh(case)
    return case


def only(case: Case) -> Board:
    (board,) = boards.boards(case)
    return board


def report_more(case: Case) -> None:
    """A second report comes in, and the case is run again."""
    document = doc("later", "The test stand at Brack was dismantled, said Jan Orr, who saw it.", 9, "Morning Ledger")
    told = said(document, "The test stand at Brack was dismantled", ("Jan Orr", PERSON), basis=Basis.WITNESS)
    case.store.put_document(document)
    case.store.put_reading(Reading(document.id, (told,)))
    trace(case)
    assert weigh(case).done


def test_edits_survive_a_re_run_and_can_be_taken_back(case: Case) -> None:
    id = only(case).id
    decisions = [
        boards.add_hypothesis(case, id, "Sold abroad", ANA),
        boards.drop_hypothesis(case, id, "H4", ANA),
        boards.rename_hypothesis(case, id, "H2", "A mere gesture", ANA),
        boards.rate(case, id, "E1", {"H1": "i", "H2": "na"}, ANA),
        boards.weigh_row(case, id, "E1", 0.25, ANA),
        boards.mark(case, id, "E2", relevant=False, signed=ANA),
        boards.relate(case, id, ("H1", "H2"), "subsumes", ANA),
        boards.assume(case, id, "A1", "holds", ANA),
        boards.add_evidence(case, id, Entry("The pad was swept", {"H1": "CC", "H6": "II"}, 0.5, "a visit"), ANA),
    ]
    before = only(case)
    report_more(case)
    after = only(case)
    assert [item.text for item in after.hypotheses] == [item.text for item in before.hypotheses]
    assert after.hypotheses[-1].text == "Sold abroad"
    assert after.hypotheses[3].dropped_by == decisions[1].id
    assert after.hypotheses[1].text == "A mere gesture"
    rows = {row.id: row for row in after.rows}
    first, second = (rows[row.id] for row in before.rows[:2])
    assert [found.rating for item in after.hypotheses[:2] if (found := cell(first, item))] == [Rating.I, Rating.NA]
    assert (first.reliability.middle, first.weighed_by) == (0.25, decisions[4].id)
    assert second.irrelevant_by == decisions[5].id
    assert [(link.first, link.kind) for link in after.links] == [(after.hypotheses[0].id, LinkKind.SUBSUMES)]
    assert (after.assumptions[0].state, after.assumptions[0].judged_by) == ("holds", decisions[7].id)
    entered = next(row for row in after.rows if row.added_by)
    assert (entered.text, entered.reliability.middle, entered.source) == ("The pad was swept", 0.5, "a visit")
    assert len(after.rows) == len(before.rows) + 1
    for decision in decisions:
        withdraw(case, decision.id)
    assert boards.boards(case) == case.store.proposed_boards()
    assert len(case.store.decisions(standing=False)) == len(decisions)


def test_an_edit_is_heeded_at_once(case: Case) -> None:
    id = only(case).id
    before = {item.hypothesis.id: item.posterior for item in judged(only(case)).standings}
    boards.rate(case, id, "E1", {"H5": "CC", "H6": "CC"}, ANA)
    after = {item.hypothesis.id: item.posterior for item in judged(only(case)).standings}
    assert after != before
    assert (only(case).rows[0].cells[-1].rated_by or only(case).rows[0].cells[0].rated_by).startswith("dec-")


def test_decisions_are_signed_and_told_in_words(case: Case) -> None:
    decision = boards.rate(case, only(case).id, "E1", {"H1": "II"}, ANA)
    assert (decision.kind, decision.who, decision.note) == ("hypothesis", "ana", "seen on the spot")
    assert edit_of(decision).told.startswith("rate II for ")


def test_a_board_may_be_asked_for_about_any_claim(tmp_path: Path) -> None:
    case = stored(tmp_path / "case", story()[:2])
    trace(case)
    weigh(case)
    assert boards.boards(case) == []
    (claim,) = [claim for claim in case.store.claims() if claim.event.object == "test stand"]
    boards.open_board(case, claim.id, ANA)
    weigh(case)
    board = boards.board(case, claim.id)
    assert len(board.hypotheses) == 5
    assert board.rows
    with pytest.raises(UsageError, match="already"):
        boards.open_board(case, claim.id)


def test_what_people_put_on_a_board_stays_when_the_reports_are_gone(case: Case) -> None:
    id = only(case).id
    boards.add_hypothesis(case, id, "Sold abroad", ANA)
    rated = boards.rate(case, id, "E1", {"H1": "II"}, ANA)
    case.store.put_boards([])
    left = only(case)
    assert [item.text for item in left.hypotheses] == ["Sold abroad"]
    assert "proposed nothing" in left.notes[0]
    assert any(rated.id in note for note in left.notes)


def test_a_known_base_rate_is_entered_with_its_sources_as_of_its_time(case: Case) -> None:
    (offer,) = boards.offered(case, only(case))
    assert offer.name == "shown-dismantling"
    boards.add_evidence(case, only(case).id, Entry(base_rate="shown-dismantling"), ANA)
    row = next(row for row in only(case).rows if row.added_by)
    cells = {item.key: cell(row, item) for item in only(case).hypotheses}
    # The story plays in 2031: three of four known cases were undone, (3 + 1) / (4 + 2).
    assert cells["symbolic"] is not None and cells["symbolic"].likelihood == pytest.approx(4 / 6, abs=1e-4)
    assert cells["relocation"] is not None and cells["relocation"].likelihood == pytest.approx(2 / 6, abs=1e-4)
    assert "GC(XXXVII)/1075" in row.source
    assert boards.offered(case, only(case)) == ()
    with pytest.raises(UsageError, match="already"):
        boards.add_evidence(case, only(case).id, Entry(base_rate="shown-dismantling"), ANA)


Asked = Callable[[Case, str], Decision]
WRONG: dict[str, Asked] = {
    "no board": lambda case, id: boards.add_hypothesis(case, "brd-none", "x"),
    "no hypothesis": lambda case, id: boards.drop_hypothesis(case, id, "H99"),
    "no row": lambda case, id: boards.rate(case, id, "evi-none", {"H1": "C"}),
    "no rating": lambda case, id: boards.rate(case, id, "E1", {"H1": "very"}),
    "nothing rated": lambda case, id: boards.rate(case, id, "E1", {}),
    "a weight above one": lambda case, id: boards.weigh_row(case, id, "E1", 1.5),
    "a weight that is none": lambda case, id: boards.weigh_row(case, id, "E1", float("nan")),
    "an empty text": lambda case, id: boards.add_hypothesis(case, id, "  "),
    "a text with control characters": lambda case, id: boards.add_hypothesis(case, id, "a\x1b[2Jb"),
    "the same text twice": lambda case, id: boards.add_hypothesis(case, id, "It was not taken down at all"),
    "one hypothesis twice": lambda case, id: boards.relate(case, id, ("H1", "H1")),
    "an unknown relation": lambda case, id: boards.relate(case, id, ("H1", "H2"), "causes"),
    "relevant already": lambda case, id: boards.mark(case, id, "E1", relevant=True),
    "an unknown state": lambda case, id: boards.assume(case, id, "A1", "maybe"),
    "no source": lambda case, id: boards.add_evidence(case, id, Entry("The pad was swept")),
    "no base rate": lambda case, id: boards.add_evidence(case, id, Entry(base_rate="luck")),
    "a base rate for something else": lambda case, id: boards.add_evidence(case, id, Entry(base_rate="named-facility")),
}


@pytest.mark.parametrize("asked", WRONG.values(), ids=WRONG.keys())
def test_wrong_edits_are_refused_and_leave_nothing(asked: Asked, case: Case) -> None:
    with pytest.raises((UnknownIdError, UsageError)):
        asked(case, only(case).id)
    assert case.store.decisions() == []


def test_relations_make_no_circle(case: Case) -> None:
    id = only(case).id
    boards.relate(case, id, ("H1", "H2"))
    boards.relate(case, id, ("H2", "H3"))
    with pytest.raises(UsageError, match="circle"):
        boards.relate(case, id, ("H3", "H1"))
    boards.relate(case, id, ("H2", "H3"), "exclusive")
    assert {link.kind for link in only(case).links} == {LinkKind.SUBSUMES, LinkKind.EXCLUSIVE}


# ---- tables --------------------------------------------------------------------------------------------------------


def table(case: Case) -> list[list[str]]:
    return list(csv.reader(io.StringIO(export_csv(only(case)), newline="")))


def written(case: Case, rows: list[list[str]], delimiter: str = ",") -> Path:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    path = case.root / "edited.csv"
    path.write_bytes(out.getvalue().encode("utf-8-sig"))
    return path


def test_a_table_comes_back_as_it_went_and_changes_nothing(case: Case) -> None:
    boards.add_hypothesis(case, only(case).id, '=HYPERLINK("x"), or "so"', ANA)
    boards.add_hypothesis(case, only(case).id, "'quoted", ANA)
    entry = Entry("@risk\nsecond line, \u2014 done", {"H1": "C"}, 0.5, "+49 telephone")
    boards.add_evidence(case, only(case).id, entry, ANA)
    before = only(case)
    path = case.root / "matrix.csv"
    path.write_bytes(export_csv(before).encode("utf-8-sig"))
    found = import_csv(case, path, ANA)
    assert (found.decisions, found.notes) == ((), ())
    assert only(case) == before


def test_no_cell_begins_like_a_formula(case: Case) -> None:
    for text in ("=1+1", "+1", "-1", "@a", " =1", "＝1"):
        boards.add_hypothesis(case, only(case).id, text, ANA)
    cells = [value for line in table(case) for value in line]
    assert not [value for value in cells if value.lstrip()[:1] in set("=+-@＝＋－＠")]
    assert export_csv(only(case)).endswith("\r\n")


def test_what_was_edited_in_the_spreadsheet_is_taken_over(case: Case) -> None:
    rows = table(case)
    rows[0][7] = rows[0][7].replace("A step", "One step")
    rows[0].append("Sold abroad")
    for line in rows[1:]:
        line.append("")
    first = rows[1]
    first[4], first[5], first[7], first[-1] = "0,4", "no", "ii", "CC"
    rows.append([rows[1][0], "", "", "The pad was swept", "0.5", "yes", "a visit", "C", *[""] * (len(rows[0]) - 8)])
    found = import_csv(case, written(case, rows, ";"), ANA)
    board = only(case)
    assert [edit_of(item).verb for item in found.decisions] == [
        "rename",
        "add",
        "rate",
        "weigh",
        "irrelevant",
        "evidence",
    ]
    assert board.hypotheses[0].text.startswith("One step")
    added = board.hypotheses[-1]
    assert added.text == "Sold abroad"
    row = next(row for row in board.rows if row.id == first[1])
    assert (row.reliability.middle, bool(row.irrelevant_by)) == (0.4, True)
    ratings = [found.rating for item in (board.hypotheses[0], added) if (found := cell(row, item))]
    assert ratings == [Rating.II, Rating.CC]
    entered = board.rows[-1]
    assert (entered.text, entered.source) == ("The pad was swept", "a visit")
    again = import_csv(case, written(case, table(case)), ANA)
    assert again.decisions == ()


def test_words_of_a_row_are_not_changed_by_an_import(case: Case) -> None:
    rows = table(case)
    rows[1][3] = "something else"
    found = import_csv(case, written(case, rows), ANA)
    assert found.decisions == ()
    assert found.notes[0].startswith("line 2: the words of evi-")


def _short(rows: list[list[str]]) -> None:
    del rows[0][3]


def _put(line: int, place: int, value: str) -> Callable[[list[list[str]]], None]:
    def change(rows: list[list[str]]) -> None:
        rows[line][place] = value

    return change


BAD: dict[str, tuple[Callable[[list[list[str]]], None], str]] = {
    "a rating": (_put(2, 7, "perhaps"), "line 3: perhaps: no such rating"),
    "a weight": (_put(1, 4, "much"), "line 2: much: a weight is a number"),
    "a weight too large": (_put(1, 4, "7"), "line 2: 7: a weight lies between"),
    "counts": (_put(1, 5, "maybe"), "line 2: maybe: `counts` is yes or no"),
    "an unknown row": (_put(1, 1, "evi-000000000000"), "line 2: the board has no row evi-000000000000"),
    "a row twice": (lambda rows: rows.append(list(rows[1])), "stands on line 2 already"),
    "an unknown hypothesis": (_put(0, 7, "New [hyp-000000000000]"), "line 1: the board has no hypothesis"),
    "a column twice": (lambda rows: rows[0].__setitem__(8, rows[0][7]), "line 1: column"),
    "no column evidence": (_short, "line 1: no column evidence"),
    "too many cells": (lambda rows: rows[1].append("C"), "line 2: "),
    "two boards": (_put(1, 0, "brd-000000000000"), "lines of 2 boards in one file"),
    "new evidence without words": (lambda rows: rows.append([rows[1][0]]), "the evidence is empty"),
}


@pytest.mark.parametrize(("spoil", "message"), BAD.values(), ids=BAD.keys())
def test_a_bad_table_names_the_line_and_changes_nothing(
    spoil: Callable[[list[list[str]]], None], message: str, case: Case
) -> None:
    rows = table(case)
    rows[1][7] = "II"
    spoil(rows)
    with pytest.raises(InputError, match=message.replace("[", r"\[")):
        import_csv(case, written(case, rows), ANA)
    assert case.store.decisions() == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\xff\xfe\x00b", "UTF-8"),
        (b'board,id,evidence\r\n"open', "line 2: not valid CSV"),
        (b"board,id,evidence\r\n", "no line names its board"),
        (b"\x00\x01\x02", "line 1"),
    ],
)
def test_a_file_that_is_no_table_is_refused(content: bytes, message: str, case: Case) -> None:
    path = case.root / "bad.csv"
    path.write_bytes(content)
    with pytest.raises(FirsthandError, match=message):
        import_csv(case, path)
    with pytest.raises(InputError, match="cannot be read"):
        import_csv(case, case.root / "none.csv")
