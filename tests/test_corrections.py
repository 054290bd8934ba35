"""Corrections of a reading: they hold when the document is read again, later stages follow, and they can be undone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand.case import Case
from firsthand.corrections import by_document
from firsthand.decisions import Wanted, correct, withdraw
from firsthand.errors import UnknownIdError, UsageError
from firsthand.model import Document, SourceKind, Stance, Statement
from firsthand.read.reader import read
from firsthand.trace.tracer import trace

TEXT = (
    "Minister Aldo Brandt met the engineers on Monday. The engine hall at Osk was dismantled in June, he said.\n\n"
    "Engineer Lena Voss toured the site for a day. “The hall is empty,” she said. “The hall is empty.”\n\n"
    "A guide told visitors that the rocket hall will be a museum."
)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    opened = Case.create(tmp_path / "case", fictional=True)
    moment = datetime(2024, 6, 30, tzinfo=UTC)
    opened.store.put_document(
        Document("doc-1", "hall.txt", TEXT, "0" * 64, "text/plain", moment, outlet="Valley News", published=moment)
    )
    read(opened)
    yield opened
    opened.store.close()


def _about(case: Case, words: str) -> Statement:
    return next(item for item in case.store.statements() if words in item.quote)


def test_a_corrected_source_is_read_with_its_own_chain(case: Case) -> None:
    wrong = _about(case, "dismantled in June")
    decision = correct(case, wrong.id, Wanted(source="Engineer Lena Voss"), "he is she", "ana")
    read(case)
    mended = _about(case, "dismantled in June")
    assert mended.source is not None
    assert TEXT[mended.source.start : mended.source.end] == "Engineer Lena Voss"
    assert [link.name for link in mended.chain] == ["Lena Voss", "Valley News"]
    assert (mended.corrected_by, mended.confidence) == (decision.id, 1.0)
    assert (decision.who, decision.note, decision.kind) == ("ana", "he is she", "correction")


def test_a_correction_survives_reading_again_and_can_be_undone(case: Case) -> None:
    before = case.store.reading("doc-1")
    decision = correct(case, _about(case, "dismantled in June").id, Wanted(stance="denies"), who="ana")
    for _ in range(2):
        case.store.set_fingerprint("read", "doc-1", "")
        read(case)
        assert _about(case, "dismantled in June").stance is Stance.DENIES
    withdraw(case, decision.id)
    assert read(case).done == 1
    assert case.store.reading("doc-1") == before


def test_no_statement_and_missing_statement(case: Case) -> None:
    museum = _about(case, "museum")
    correct(case, museum.id, Wanted(drop=True))
    correct(case, "hall.txt", Wanted(content=("toured the site for a day",), source="Engineer Lena Voss"))
    read(case)
    assert not [item for item in case.store.statements() if "museum" in item.quote]
    added = _about(case, "toured the site")
    assert added.source_kind is SourceKind.NAMED_PERSON
    assert added.source_name == "Lena Voss"


def test_corrections_add_up_and_the_later_one_wins(case: Case) -> None:
    first = _about(case, "dismantled in June")
    correct(case, first.id, Wanted(stance="denies"))
    correct(case, first.id, Wanted(content=("was dismantled in June",), stance="predicts"))
    read(case)
    second = _about(case, "was dismantled in June")
    assert (second.quote, second.stance) == ("was dismantled in June", Stance.PREDICTS)
    correct(case, second.id, Wanted(source="Minister Aldo Brandt"))
    read(case)
    third = _about(case, "was dismantled in June")
    assert (third.source_name, third.stance) == ("Aldo Brandt", Stance.PREDICTS)


def test_repeated_words_mean_the_nearest_place(case: Case) -> None:
    minister = _about(case, "dismantled in June")
    correct(case, minister.id, Wanted(content=("The hall is empty",)))
    with pytest.raises(UsageError, match="do not stand in the text"):
        correct(case, minister.id, Wanted(content=("The hall is full",)))
    [correction] = by_document(case.store.decisions())["doc-1"]
    assert correction.content is not None
    assert correction.content[0].start == TEXT.index("The hall is empty")


def test_trace_is_stale_after_a_correction(case: Case) -> None:
    trace(case)
    assert trace(case).fresh
    correct(case, _about(case, "dismantled in June").id, Wanted(stance="denies"))
    read(case)
    assert not trace(case).fresh


def test_a_correction_that_no_longer_fits_is_left_out_and_named(case: Case) -> None:
    decision = correct(case, _about(case, "dismantled in June").id, Wanted(stance="denies"))
    document = case.store.document("doc-1")
    case.store.put_document(replace(document, text="A new text. " + TEXT))
    report = read(case)
    assert [problem.thing for problem in report.problems] == [decision.id]
    assert "undo" in report.problems[0].remedy
    assert _about(case, "dismantled in June").stance is Stance.ASSERTS


def test_bad_corrections_are_refused(case: Case) -> None:
    id = _about(case, "dismantled in June").id
    with pytest.raises(UsageError, match="what to correct"):
        correct(case, id, Wanted())
    with pytest.raises(UsageError, match="nothing else"):
        correct(case, id, Wanted(drop=True, stance="denies"))
    with pytest.raises(UsageError, match="no such stance"):
        correct(case, id, Wanted(stance="whispers"))
    with pytest.raises(UsageError, match="overlap"):
        correct(case, id, Wanted(content=("The engine hall at Osk", "hall at Osk was")))
    with pytest.raises(UsageError, match="needs its words and its source"):
        correct(case, "hall.txt", Wanted(source="Lena Voss"))
    with pytest.raises(UnknownIdError):
        correct(case, "stm-000000000000", Wanted(drop=True))
    with pytest.raises(UnknownIdError):
        correct(case, "other.txt", Wanted(content=("x",), source="y"))
    assert case.store.decisions() == []
