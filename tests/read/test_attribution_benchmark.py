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


def test_statements_are_linked_one_to_one(attribution: ModuleType) -> None:
    expected = [attribution.Marked([(0, 4)], [], [(10, 30)])]
    near = attribution.Marked([(0, 4)], [], [(12, 30)])
    wrong_source = attribution.Marked([(35, 39)], [], [(10, 30)])
    far = attribution.Marked([(0, 4)], [], [(28, 45)])
    no_source = attribution.Marked([], [], [(10, 30)])
    assert attribution.link(TEXT, expected, [near, near]) == [(0, 0)]
    assert attribution.link(TEXT, expected, [wrong_source, far, no_source]) == []


def test_figures(attribution: ModuleType) -> None:
    tally = attribution.Linked()
    expected = [attribution.Marked([(0, 4)], [(5, 9)], [(10, 30)])]
    found = [
        attribution.Marked([(0, 4)], [(5, 9)], [(12, 30)]),
        attribution.Marked([(35, 39)], [(40, 46)], [(47, 49)]),
    ]
    tally.add(TEXT, expected, found)
    figures = tally.figures()
    assert figures["statement_f1"] == pytest.approx(66.7)
    assert figures["statement_precision"] == pytest.approx(50)
    assert (figures["direct_recall"], figures["indirect_recall"]) == (100, 0), "it stands wholly in marks"


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


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("spans")


def test_exact_begin_and_jaccard(spans: ModuleType) -> None:
    tally = spans.RoleScore()
    tally.add([(0, 4), (10, 20), (30, 32)], [(0, 4), (10, 15), (40, 44)])
    assert tally.exact_f1 == pytest.approx(200 * 1 / 6)
    assert tally.begin_f1 == pytest.approx(200 * 2 / 6)
    # 1 for the exact one, 1/2 for the short one, 0 for the missed one, 0 for the stray one
    assert tally.jaccard == pytest.approx(100 * 1.5 / 4)


def test_an_inner_label_without_a_beginning_is_ignored(spans: ModuleType) -> None:
    labels = ["I-cue", "B-cue", "I-cue", "B-source", "I-cue", "B-cue"]
    assert spans.labelled_spans(labels, "cue") == [(1, 3), (5, 6)]
    assert spans.labelled_spans(labels, "source") == [(3, 4)]


def test_tokens_become_running_text(attribution: ModuleType) -> None:
    tokens = ["``", "Go", ",", "''", "Torv", "did", "n't", "say", "."]
    text, [placed] = attribution.joined([tokens])
    assert text == "“Go,” Torv didn't say.\n\n"
    assert [text[start:end] for start, end in placed[:3]] == ["“", "Go", ","]
    assert attribution.on_tokens((0, 5), placed) == (0, 4)


def test_a_direct_content_stands_wholly_in_marks(attribution: ModuleType) -> None:
    quoted = (TEXT.index('"'), TEXT.rindex('"') + 1)
    assert attribution.is_direct(TEXT, [quoted])
    assert not attribution.is_direct(TEXT, [(0, quoted[1])])
