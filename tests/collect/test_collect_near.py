"""Near copies are left out when that is wanted, named and kept on record; a text that says anything new is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand import queries
from firsthand.case import Case
from firsthand.collect import near
from firsthand.collect.collector import CollectOptions, collect
from firsthand.collect.near import NearCopies
from firsthand.workers import hired

STORY = (
    "The harbour office said on Monday that the old pier at Quell had been closed to ships. "
    "A spokesman, Oren Vask, told reporters that three cranes were being taken apart and that the work would last "
    "until the end of autumn. Residents of the lower town said that lorries came and went at night. "
    "The office did not say who had ordered the work. Fishermen were given berths on the northern side, where the "
    "water is shallow, and some of them complained that larger boats could not reach the market any more."
)
OTHER = (
    "A library in the upper town reopened after a year of repairs. Its reading room has new windows, and the town "
    "archive moved into the cellar, where it is dry. The mayor thanked the masons and promised longer hours."
)
DATELINE = f"QUELL, 4 March 2026, Tidewater Agency — {STORY}"


def original(text: str, *kept: str) -> str:
    """The number of the text that this one repeats; empty for none."""
    held = {str(number): known for number, known in enumerate(kept)}
    found = NearCopies(held.items(), held.__getitem__).original(text)
    return found.id if found else ""


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        STORY.upper(),
        DATELINE,
        STORY.replace("lorries", "trucks"),
        STORY.replace("until the end of autumn", "till late autumn"),
        STORY.replace(" Fishermen were given berths on the northern side, where the water is shallow, and", " And"),
        f"{STORY} Write to the desk for permission to print.",
    ],
)
def test_words_that_say_nothing_make_no_other_text(text: str) -> None:
    assert original(text, OTHER, STORY) == "1"


@pytest.mark.parametrize(
    "text",
    [
        STORY.replace("three cranes", "four cranes"),
        STORY.replace("until the end of autumn", "until 14 autumn days"),
        STORY.replace("Oren Vask", "Ilse Brandt"),
        STORY.replace("had been closed", "had not been closed"),
        STORY.replace("did not say", "did say"),
        OTHER,
        f"{STORY} The office denied this.",
        f"{STORY} Workers on the site saw smoke rising from the second hall on the day before the pier was shut, and "
        "left by the southern gate with their tools.",
        "The harbour office said on Monday that the old pier at Quell had been closed to ships. It was bought.",
        "",
        "Closed.",
    ],
)
def test_a_text_that_says_anything_else_is_no_copy(text: str) -> None:
    assert original(text, STORY) == ""


def test_of_two_alike_the_fuller_is_named_and_of_equals_the_earlier() -> None:
    worn = STORY.replace("lorries", "trucks")
    assert original(STORY, worn, STORY, STORY) == "1"


def test_what_is_remembered_of_a_text_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "MOST_PRINTS", 4)
    held = {"a": STORY}
    index = NearCopies(held.items(), held.__getitem__)
    assert sum(len(level) for level in index._index.levels) == 4
    assert index.original(STORY.replace("lorries", "trucks")) is not None


@pytest.fixture
def pages(inbox: Path) -> Path:
    texts = (STORY, OTHER, DATELINE, STORY.replace("three", "five"), f"{OTHER} Write to us.", STORY.upper())
    for number, text in enumerate(texts):
        (inbox / f"page-{number}.txt").write_text(text)
    return inbox


def names(case: Case) -> list[str]:
    return sorted(document.name for document in case.store.documents())


DROPPING = CollectOptions(drop_copies=True, outlet="Quell Post")


def test_copies_are_kept_unless_told_otherwise(case: Case, pages: Path) -> None:
    assert collect(case, [str(pages)]).done == 6


def test_near_copies_are_named_and_stay_on_record(case: Case, pages: Path) -> None:
    report = collect(case, [str(pages)], DROPPING)
    assert names(case) == ["page-0.txt", "page-1.txt", "page-3.txt"]
    first = case.store.document_called("page-0.txt")
    assert "3 near copies passed over" in report.summary
    assert [line.split()[0] for line in report.passed_by] == ["page-2.txt", "page-4.txt", "page-5.txt"]
    assert report.passed_by[0].endswith(f"repeats {first.id}")
    kept = case.store.near_copies(first.id)
    assert {(copy.name, copy.outlet) for copy in kept} == {("page-2.txt", "Quell Post"), ("page-5.txt", "Quell Post")}
    assert len(list(case.root.glob("files/*/*"))) == 3, "bytes of what is left out are not archived"
    shown = queries.show(case, "page-0.txt")
    assert [copy["name"] for copy in shown["near_copies"]] == [copy.name for copy in kept]


def test_the_same_again_changes_nothing(case: Case, pages: Path) -> None:
    collect(case, [str(pages)], DROPPING)
    before = case.store.near_copies(case.store.document_called("page-0.txt").id)
    again = collect(case, [str(pages)], DROPPING)
    assert (again.done, again.fresh) == (0, 3)
    assert "3 near copies passed over" in again.summary
    assert case.store.near_copies(case.store.document_called("page-0.txt").id) == before


def test_a_copy_that_is_wanted_after_all_becomes_a_document(case: Case, pages: Path) -> None:
    collect(case, [str(pages)], DROPPING)
    collect(case, [str(pages / "page-2.txt")], CollectOptions())
    assert "page-2.txt" in names(case)
    kept = case.store.near_copies(case.store.document_called("page-0.txt").id)
    assert [copy.name for copy in kept] == ["page-5.txt"]


def test_copies_of_what_the_case_had_before_are_found(case: Case, pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firsthand.store.reports.CHUNK", 1)
    collect(case, [str(pages / "page-1.txt"), str(pages / "page-0.txt")])
    assert collect(case, [str(pages)], DROPPING).done == 1


def test_two_processes_leave_out_the_same(case: Case, pages: Path, tmp_path: Path) -> None:
    alone = collect(case, [str(pages)], DROPPING)
    other = Case.create(tmp_path / "other")
    with hired(jobs=2) as workers:
        shared = collect(other, [str(pages)], DROPPING, workers=workers)
    assert (shared.summary, shared.passed_by) == (alone.summary, alone.passed_by)
    assert names(other) == names(case)
    other.store.close()
