"""The scorers of the benchmarks, on cases made by hand."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
TEXT = 'Torv said "the hall is empty," and Hale denied it.'


@pytest.fixture
def attribution(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("attribution")


def test_gold_is_read_from_standoff_lines(attribution: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "doc_ab12.ann"
    path.write_text(
        "T1\tSource 0 4\tTorv\nT2\tCue 5 10\tsaid \nT3\tContent 10 20;21 30\tx\n"
        "broken line\nE1\tAttribution:T2 Content:T3 Cue:T2 Source:T1\n",
        encoding="utf-8",
    )
    [item] = attribution.gold(path, TEXT)
    assert item.source == [(0, 4)]
    assert item.cue == [(5, 9)], "spaces are trimmed"
    assert item.content == [(10, 19), (21, 30)]


def test_an_attribution_marked_as_without_source_has_none(attribution: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "doc_ab12.ann"
    path.write_text(
        "T2\tCue 5 9\tsaid\nT3\tContent 10 20\tx\nT4\tAttribution-no-source 5 9\tsaid\n"
        "E1\tAttribution-no-source:T4 Content:T3 Cue:T2\n",
        encoding="utf-8",
    )
    [item] = attribution.gold(path, TEXT)
    assert (item.source, item.cue) == ([], [(5, 9)])


def test_a_quotation_gets_its_marks_back(attribution: ModuleType) -> None:
    start = TEXT.index("the hall")
    span = attribution.with_marks(TEXT, (start, TEXT.index(",")))
    assert TEXT[slice(*span)] == '"the hall is empty,"'
    assert attribution.with_marks(TEXT, (0, 4)) == (0, 4)


def test_statements_are_linked_one_to_one(attribution: ModuleType) -> None:
    expected = [attribution.Marked([(0, 4)], [], [(10, 30)])]
    near = attribution.Marked([(0, 4)], [], [(12, 30)])
    wrong_source = attribution.Marked([(35, 39)], [], [(10, 30)])
    far = attribution.Marked([(0, 4)], [], [(28, 45)])
    no_source = attribution.Marked([], [], [(10, 30)])
    assert attribution.link(TEXT, expected, [near, near]) == [(0, 0)]
    assert attribution.link(TEXT, expected, [wrong_source, far, no_source]) == []


def test_figures(attribution: ModuleType) -> None:
    tally = attribution.Tally()
    expected = [attribution.Marked([(0, 4)], [(5, 9)], [(10, 30)])]
    found = [
        attribution.Marked([(0, 4)], [(5, 9)], [(12, 30)]),
        attribution.Marked([(35, 39)], [(40, 46)], [(47, 49)]),
    ]
    attribution.score(tally, TEXT, expected, found)
    assert tally.f1("source") == pytest.approx(200 / 3)
    assert tally.f1("content") == 0
    assert tally.f1("statement") == pytest.approx(200 / 3)


@pytest.fixture
def specimens(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("specimens")


def test_an_invented_statement_and_a_wrong_speaker_are_seen(specimens: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "made.txt"
    path.write_text(
        "Anna Torv said the missile hall was empty.\n\nKarel Brandt denied that two warheads had been moved at night.",
        encoding="utf-8",
    )
    row = {"content": ["the missile hall was empty"], "stance": "asserts", "source": "Anna Torv", "origin": "Anna Torv"}
    expected = {"published": "2024-05-03", "statements": [row]}
    figures, _ = specimens.score(expected, specimens.read_specimen(path, expected))
    assert figures == {"rows": 1, "recall": 1.0, "precision": 0.5, "invented": 1}
    row["source"] = "Karel Brandt"
    figures, notes = specimens.score(expected, specimens.read_specimen(path, expected))
    assert figures["rows"] == 0
    assert notes[0].startswith("missed")
