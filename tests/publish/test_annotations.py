"""Annotation files: what is written can be read again, in brat's way and in the layout of the corpus."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.case import Case
from firsthand.decisions import Wanted, correct
from firsthand.errors import InputError, UnknownIdError
from firsthand.model import Document
from firsthand.publish.annotations import Standoff, attributions, export_annotations, parse_standoff, standoff
from firsthand.read.reader import read

TEXT = (
    "“The hall is empty,” engineer Lena Voss said. The engine hall\n"
    "at Osk was closed in June, officials told reporters.\n\n"
    "The ministry declined to comment.\n"
)
BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    opened = Case.create(tmp_path / "case", fictional=True)
    moment = datetime(2024, 6, 30, tzinfo=UTC)
    opened.store.put_document(Document("doc-abc123", "pages/hall_1.txt", TEXT, "0" * 64, "text/plain", moment))
    yield opened
    opened.store.close()


def _words(spans: list[tuple[int, int]]) -> list[str]:
    return [TEXT[start:end] for start, end in spans]


def test_files_say_what_was_read(case: Case, tmp_path: Path) -> None:
    read(case)
    [path] = export_annotations(case, tmp_path / "out")
    assert path.name == "hall_1-abc123_reader.ann"
    assert (tmp_path / "out" / "text" / "hall_1-abc123.txt").read_text(encoding="utf-8") == TEXT
    items = parse_standoff(path.read_text(encoding="utf-8"))
    told = [(_words(item.source), _words(item.cue), _words(item.content)) for item in items]
    assert (["engineer Lena Voss"], ["said"], ["“The hall is empty,”"]) in told
    assert (["officials"], ["told"], ["The engine hall", "at Osk was closed in June"]) in told, "broken at the line end"
    assert (["The ministry"], ["declined"], ["to comment"]) in told


def test_the_benchmark_reads_the_files(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(case)
    [path] = export_annotations(case, tmp_path / "out")
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    gold = importlib.import_module("attribution").gold(path, TEXT)
    assert [item.content for item in gold] == [item.content for item in parse_standoff(path.read_text())]


def test_lines_keep_to_the_layout_of_the_corpus() -> None:
    item = Standoff(source=[(21, 39)], cue=[(40, 44)], content=[(0, 20)])
    assert standoff(TEXT, [item]).splitlines() == [
        "T1\tSource 21 39\tengineer Lena Voss",
        "T2\tCue 40 44\tsaid",
        "T3\tContent 0 20\t“The hall is empty,”",
        "T4\tAttribution 40 44\tsaid",
        "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1",
    ]


def test_whoever_corrected_is_the_annotator(case: Case, tmp_path: Path) -> None:
    read(case)
    wrong = next(item for item in case.store.statements() if "closed in June" in item.quote)
    decision = correct(case, wrong.id, Wanted(source="engineer Lena Voss"), who="ana_b c")
    read(case)
    [path] = export_annotations(case, tmp_path / "out", ["pages/hall_1.txt"])
    assert path.stem.rsplit("_", 1) == ["hall_1-abc123", "ana-b-c"]
    [mended] = [item for item in parse_standoff(path.read_text(encoding="utf-8")) if decision.id in item.note]
    assert _words(mended.source) == ["engineer Lena Voss"]


def test_nothing_to_write_is_said(case: Case, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no document was read"):
        export_annotations(case, tmp_path / "out")
    with pytest.raises(UnknownIdError):
        export_annotations(case, tmp_path / "out", ["other.txt"])


def test_inner_attributions_and_own_voice_are_left_out() -> None:
    from firsthand.read.blocks import ReadContext
    from firsthand.read.reader import read_text

    text = "“The foreman told us, ‘Nobody goes there,’ and that was all,” inspector Timo Hale said."
    moment = datetime(2024, 6, 30, tzinfo=UTC)
    reading = read_text(Document("doc", "doc", text, "", "text/plain", moment), ReadContext())
    assert len(reading.statements) == 2
    [only] = attributions(text, reading.statements)
    assert [text[start:end] for start, end in only.source] == ["inspector Timo Hale"]


_SPANS = st.tuples(st.integers(0, 40), st.integers(1, 40)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.text(min_size=90, max_size=120), st.lists(st.tuples(_SPANS, _SPANS), min_size=1, max_size=4))
def test_any_spans_come_back_as_their_lines(text: str, pairs: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    told = [(source, content) for source, content in pairs if text[slice(*source)].strip()]
    items = [Standoff(source=[source], cue=[source], content=[content]) for source, content in told]
    again = parse_standoff(standoff(text, items))
    assert len(again) == len(items)
    for item, back in zip(items, again, strict=True):
        for role in ("source", "cue", "content"):
            [(start, end)] = getattr(item, role)
            kept = "".join(text[low:high] for low, high in getattr(back, role))
            assert "".join(kept.split()) == "".join(text[start:end].split())
