"""The stage over a case, and the reader on hard text."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from read_makers import document, read, statements

from firsthand.case import Case
from firsthand.model import Reading, Statement
from firsthand.read import prepared, reader
from firsthand.read.blocks import ReadContext
from firsthand.read.prepared import Prepared

TEXT = "Anna Torv said the missile hall was empty.\n\nThe ministry declined to comment."


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = Case.create(tmp_path / "case")
    for number in (1, 2):
        text = TEXT.replace("Torv", f"Torv{number}")
        made.store.put_document(dataclasses.replace(document(text), id=f"doc-{number}", name=f"{number}.txt"))
    return made


def test_only_stale_documents_are_read(case: Case) -> None:
    first = reader.read(case)
    assert (first.done, first.fresh, first.problems) == (2, 0, ())
    assert len(case.store.statements()) == 4
    again = reader.read(case)
    assert (again.done, again.fresh) == (0, 2)


def test_a_changed_outlet_makes_a_document_stale(case: Case) -> None:
    reader.read(case)
    case.store.put_document(dataclasses.replace(case.store.document("doc-1"), outlet="Harbour Gazette"))
    report = reader.read(case)
    assert (report.done, report.fresh) == (1, 1)
    assert case.store.statements("doc-1")[0].chain[-1].name == "Harbour Gazette"


def test_new_topic_words_make_all_stale(case: Case) -> None:
    reader.read(case)
    (case.root / "case.toml").write_text('[topic]\nwords = ["cooling"]\n', encoding="utf-8")
    assert reader.read(Case(case.root)).done == 2


def test_an_interrupted_run_keeps_what_was_read(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def interrupted(ready: Prepared, context: ReadContext) -> Reading:
        calls.append("read")
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(ready, context)

    real = reader._read
    monkeypatch.setattr(reader, "_read", interrupted)
    with pytest.raises(KeyboardInterrupt):
        reader.read(case)
    monkeypatch.setattr(reader, "_read", real)
    report = reader.read(case)
    assert (report.done, report.fresh) == (1, 1)


def test_progress_is_told(case: Case) -> None:
    told: list[tuple[int, int]] = []
    reader.read(case, lambda what, done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_ids_depend_on_the_text_only() -> None:
    assert [item.id for item in statements(TEXT)] == [item.id for item in statements(TEXT)]
    assert len({item.id for item in statements(TEXT)}) == 2


def anchors_hold(text: str, found: tuple[Statement, ...]) -> bool:
    anchors = [
        anchor
        for item in found
        for anchor in (*item.content, item.source, item.cue, *(link.anchor for link in item.chain))
        if anchor is not None
    ]
    return all(text[anchor.start : anchor.end] == anchor.quote for anchor in anchors)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n\t",
        "\x00\x01\x02",
        '"' * 2000,
        "“" * 2000,
        "said " * 5000,
        ", " * 20000,
        "a" * 100_000,
        "U.S. " * 10_000,
        "\ufeffAnna Torv said the missile hall was empty.",
        "Anna Torv said\x0b the missile\u200b hall 导弹 пуста was empty.",
        "عقد الوزير مؤتمرا صحفيا حول الصواريخ.",
        "MISSILE HALL EMPTY, OFFICIALS SAY\n\nTHE MISSILE HALL IS EMPTY, ANNA TORV SAID.",
    ],
)
def test_hard_text_is_read_without_complaint(text: str) -> None:
    assert anchors_hold(text, read(text).statements)


def test_a_long_single_line_is_read_whole() -> None:
    line = "Anna Torv said the missile hall was empty. The crane left at noon on a wet road. "
    text = line * (200_000 // len(line))
    found = read(text).statements
    assert len(found) >= text.count("Anna Torv") * 0.98
    assert anchors_hold(text, found)


def test_another_language_is_marked_and_not_mangled() -> None:
    text = "Die Halle ist leer und der Kran ist nicht mehr da, sagte der Sprecher mit den Händen in den Taschen."
    reading = read(text)
    assert reading.language == "de"
    assert anchors_hold(text, reading.statements)


def test_a_text_too_long_for_one_batch_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "_BATCH_CHARACTERS", 100)
    text = "\n\n".join(f"Anna Torv said the missile hall number {number} was empty." for number in range(20))
    reading = read(text)
    assert len(reading.statements) == 20
    assert anchors_hold(text, reading.statements)
    assert not reading.marks
