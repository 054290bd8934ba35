"""The date benchmark on TimeML as TempEval-3 writes it, and the reader on invented news of 2013 in that form.

The articles under ``timeml/`` are made up; their values follow the TimeML 1.2.1 guidelines. Floors, so that later work
only raises them.
"""

from __future__ import annotations

import importlib
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(__file__).parent / "timeml"
DOCUMENT = """<?xml version="1.0" ?>
<TimeML>
<DOCID>one</DOCID>
<DCT>{created}</DCT>
<TITLE>Rain on Sunday</TITLE>
<TEXT>
Hale &amp; Torv <EVENT eid="e1" class="REPORTING">said</EVENT> <TIMEX3 tid="t1" type="DATE" value="2013-03-21">Thursday
</TIMEX3> that it rains <TIMEX3 tid="t2" type="SET" value="P1D" quant="EVERY">every day</TIMEX3>.
<TIMEX3 tid="t3" type="DATE" value="PRESENT_REF"/>
</TEXT>
<MAKEINSTANCE eiid="ei1" eventID="e1" pos="VERB" tense="PAST" aspect="NONE" polarity="POS"/>
</TimeML>
"""
CREATED = '<TIMEX3 tid="t0" type="DATE" value="{value}" functionInDocument="CREATION_TIME">{value}</TIMEX3>'


@pytest.fixture
def temporal(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("temporal")


def written(folder: Path, created: str) -> Path:
    path = folder / "one.tml"
    path.write_text(DOCUMENT.format(created=created), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2013-03-22", datetime(2013, 3, 22, tzinfo=UTC)),
        ("20130322", datetime(2013, 3, 22, tzinfo=UTC)),
        ("2013-03-22T14:05:00", datetime(2013, 3, 22, 14, 5, tzinfo=UTC)),
    ],
)
def test_creation_time_is_given_and_never_scored(
    temporal: ModuleType, tmp_path: Path, value: str, moment: datetime
) -> None:
    text, created, gold = temporal.read_timeml(written(tmp_path, CREATED.format(value=value)))
    assert created == moment
    assert [(one.type, one.value) for one in gold] == [("DATE", "2013-03-21"), ("SET", "P1D")]
    assert [text[one.start : one.end] for one in gold] == ["Thursday\n", "every day"]
    assert text.strip().startswith("Hale & Torv said"), "entities are read, the title and the header are not"


def test_a_document_without_creation_time_is_read(temporal: ModuleType, tmp_path: Path) -> None:
    _, created, gold = temporal.read_timeml(written(tmp_path, ""))
    assert created is None
    assert len(gold) == 2


def test_scores_of_one_document(temporal: ModuleType, tmp_path: Path) -> None:
    path = written(tmp_path, CREATED.format(value="2013-03-22"))
    assert temporal.score_documents([path]).figures() | {"pages_per_s": 0} == {
        "value_f1": 100.0,
        "interval_exact": 1.0,
        "span_relaxed_f1": 100.0,
        "expressions": 2,
        "pages_per_s": 0,
    }
    early = written(tmp_path, CREATED.format(value="2013-03-14"))
    figures = temporal.score_documents([early]).figures()
    assert (figures["value_f1"], figures["interval_exact"], figures["span_relaxed_f1"]) == (50.0, 0.0, 100.0)


def test_invented_news_is_read(temporal: ModuleType) -> None:
    paths = temporal.documents_of(FOLDER)
    figures = temporal.score_documents(paths).figures()
    assert len(paths) == 11
    assert figures["expressions"] == 288
    assert figures["value_f1"] >= 92
    assert figures["interval_exact"] >= 0.94
    assert figures["span_relaxed_f1"] >= 97
