"""The reader against what a careful reader finds in a real, garbled report. Floors, so that later work only raises."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "../shared/specimens"
ROWS_FLOOR = 18
PRECISION_FLOOR = 0.9


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the specimen reports are not beside this checkout")
def test_report_a_is_read_as_a_careful_reader_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import specimens

    expected = json.loads((FOLDER / "report-a.expected.json").read_text(encoding="utf-8"))
    figures, notes = specimens.score(expected, specimens.read_specimen(FOLDER / "report-a.txt", expected))
    print(figures, *notes, sep="\n", file=sys.stderr)
    assert figures["rows"] >= ROWS_FLOOR, notes
    assert figures["precision"] >= PRECISION_FLOOR, notes
    assert figures["invented"] == 0, notes


@pytest.mark.skipif(not FOLDER.is_dir(), reason="the specimen reports are not beside this checkout")
@pytest.mark.parametrize("name", ["report-a", "report-b"])
def test_strayed_paragraphs_and_bylines_are_marked(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import specimens

    expected = json.loads((FOLDER / "report-a.expected.json").read_text(encoding="utf-8"))
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    reading = specimens.read_specimen(FOLDER / f"{name}.txt", expected)
    strayed = [text[mark.start : mark.end] for mark in reading.marks if mark.kind == "off-topic"]
    if name == "report-a":
        starts = expected["off_topic_paragraphs_start_with"]
        assert all(any(paragraph.startswith(start) for paragraph in strayed) for start in starts)
    assert strayed
    assert [mark.kind for mark in reading.marks].count("byline") == 1
