"""What people mark in brat comes back as corrections; what they left alone makes none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from firsthand.case import Case
from firsthand.corrections import correction_of
from firsthand.errors import InputError
from firsthand.exchange.brat import import_annotations
from firsthand.exchange.formats import export
from firsthand.publish.annotations import export_annotations
from firsthand.read.reader import read

TEXT = (
    "“The quarry is empty,” foreman Ole Brandt said. The crane\n"
    "at the pier was sold in May, officials told reporters.\n\n"
    "The harbour office declined to comment.\n"
)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    from firsthand.collect.collector import collect

    opened = Case.create(tmp_path / "case", fictional=True)
    (tmp_path / "quarry.txt").write_text(TEXT, encoding="utf-8")
    collect(opened, [str(tmp_path / "quarry.txt")])
    read(opened)
    yield opened
    opened.store.close()


def _exported(case: Case, folder: Path) -> Path:
    [path] = export_annotations(case, folder)
    return path


def test_what_nobody_changed_makes_no_correction(case: Case, tmp_path: Path) -> None:
    _exported(case, tmp_path / "out")
    taken = import_annotations(case, tmp_path / "out")
    assert taken.added == () and taken.problems == ()


def test_the_whole_small_case_comes_back_unchanged(small_case_copy: Case, tmp_path: Path) -> None:
    export(small_case_copy, "brat", tmp_path / "out")
    taken = import_annotations(small_case_copy, tmp_path / "out")
    assert taken.added == () and taken.problems == ()


def test_changed_added_and_deleted_annotations_are_heeded(case: Case, tmp_path: Path) -> None:
    path = _exported(case, tmp_path / "out")
    text = case.store.documents()[0].text
    lines = path.read_text("utf-8").splitlines()
    # The annotator names the foreman without his trade, and drops the refusal.
    start = text.index("foreman Ole Brandt")
    lines = [
        line.replace(f"Source {start} {start + 18}\tforeman Ole Brandt", f"Source {start + 8} {start + 18}\tOle Brandt")
        for line in lines
    ]
    dropped = text.index("The harbour office")
    number = next(line.split("\t")[0] for line in lines if f"Source {dropped} " in line)
    event = next(line for line in lines if line.startswith("E") and number in line)
    kept = [line for line in lines if line != event and f" {event.split(chr(9))[0]}\t" not in line]
    signed = path.with_name(path.name.replace("_reader", "_ada"))
    path.unlink()
    signed.write_text("".join(f"{line}\n" for line in kept), encoding="utf-8")
    taken = import_annotations(case, tmp_path / "out")
    decisions = case.store.decisions()
    assert len(taken.added) == len(decisions) == 2 and {decision.who for decision in decisions} == {"ada"}
    assert sorted(correction_of(decision).drop for decision in decisions) == [False, True]
    read(case)
    sources = {item.source.quote for item in case.store.statements() if item.source}
    assert "Ole Brandt" in sources and "The harbour office" not in sources
    _exported(case, tmp_path / "again")
    assert import_annotations(case, tmp_path / "again").added == (), "the corrected reading is what was annotated"


def test_a_text_that_the_case_lacks_is_collected(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "other", fictional=True)
    folder = tmp_path / "flat"
    folder.mkdir()
    words = "The ferry left at noon. It will not be back, captain Runa Dahl told us.\n"
    (folder / "ferry.txt").write_text(words, encoding="utf-8")
    spans = {
        name: (words.index(text), words.index(text) + len(text))
        for name, text in (("Source", "captain Runa Dahl"), ("Cue", "told"), ("Content", "It will not be back"))
    }
    lines = [f"T{n}\t{name} {a} {b}\t{words[a:b]}" for n, (name, (a, b)) in enumerate(spans.items(), 1)]
    lines += [
        f"T4\tAttribution {spans['Cue'][0]} {spans['Cue'][1]}\ttold",
        "E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1",
    ]
    (folder / "ferry.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    taken = import_annotations(case, folder)
    assert taken.problems == ()
    read(case)
    told = {(item.source.quote, item.quote) for item in case.store.statements() if item.source}
    assert ("captain Runa Dahl", "It will not be back") in told
    case.store.close()


def test_files_that_do_not_fit_are_named(case: Case, tmp_path: Path) -> None:
    path = _exported(case, tmp_path / "out")
    path.write_text("T1\tSource 0 5\tnot these words\nE1\tAttribution:T1 Source:T1\n", encoding="utf-8")
    taken = import_annotations(case, tmp_path / "out")
    assert taken.added == () and "do not stand" in taken.problems[0].message
    path.write_text("R1\tSame Arg1:T1\n", encoding="utf-8")
    assert import_annotations(case, tmp_path / "out").problems
    path.with_name(path.name.replace("_reader", "_other")).touch()
    assert "several people" in import_annotations(case, tmp_path / "out").problems[0].message
    with pytest.raises(InputError, match=r"no \.ann file"):
        import_annotations(case, tmp_path / "nothing")
