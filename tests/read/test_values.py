"""Values point at their words, and what the words leave open is kept with the reason. All texts are invented."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from read_makers import OUTLETS, SITES

from firsthand.case import Case
from firsthand.collect.collector import CollectOptions, collect
from firsthand.errors import StorageError
from firsthand.integrity import anchors_of
from firsthand.model import Document, Reading, Statement
from firsthand.read import reader
from firsthand.read.places.gazetteer import Gazetteer
from firsthand.read.quantity import find_unknown_counts
from firsthand.read.reader import ReadContext, read_text

REPORT = (
    "Two trucks left Mirren Works for Mongolia last month, an official said on Monday. "
    "An undisclosed number of launchers will follow in the coming weeks, officials said."
)


def reading(text: str, published: datetime | None = datetime(2024, 5, 3, tzinfo=UTC)) -> Reading:
    captured = datetime(2024, 5, 4, tzinfo=UTC)
    document = Document("doc-1", "a.txt", text, "0" * 64, "text/plain", captured, outlet="News", published=published)
    return read_text(document, ReadContext(SITES, OUTLETS, ("launchers",), Gazetteer(None)))


def gaps(statement: Statement) -> list[tuple[str, str]]:
    return [(gap.kind, gap.anchor.quote) for gap in statement.unresolved]


def test_places_of_a_statement_are_the_sites_and_the_world() -> None:
    read = reading(REPORT)
    assert [(place.name, place.site_id) for place in read.places] == [("Mirren Works", "mirren"), ("Mongolia", None)]
    first, second = read.statements
    assert [place.name for place in first.places] == ["Mirren Works", "Mongolia"]
    assert second.places == ()


def test_every_value_stands_at_its_words() -> None:
    read = reading(f"A first paragraph.\n\n{REPORT}")
    anchors = [anchor for statement in read.statements for anchor in anchors_of(statement)]
    anchors += [place.anchor for place in read.places]
    text = f"A first paragraph.\n\n{REPORT}"
    assert len(anchors) > 10
    assert all(text[anchor.start : anchor.end] == anchor.quote for anchor in anchors)
    event = read.statements[0].event
    assert event.quantity is not None and event.quantity.anchor is not None and event.quantity.anchor.quote == "Two"
    assert event.time is not None and event.time.anchor is not None and event.time.anchor.quote == "last month"


def test_without_a_date_of_publication_dates_are_open() -> None:
    first, second = reading(REPORT, published=None).statements
    assert ("time", "last month") in gaps(first)
    assert first.event.time is None
    assert gaps(second) == [("time", "the coming weeks"), ("count", "An undisclosed number of launchers")]


def test_with_it_only_what_the_text_withholds_is() -> None:
    first, second = reading(REPORT).statements
    assert gaps(first) == []
    assert gaps(second) == [("count", "An undisclosed number of launchers")]


@pytest.mark.parametrize("words", ["now", "three days", "every day", "recent", "in the past"])
def test_lengths_repetitions_and_the_present_are_no_gaps(words: str) -> None:
    (statement,) = reading(f"The launchers at Mirren Works moved {words}, an official said.").statements
    assert gaps(statement) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("an unknown number of launchers", "an unknown number of launchers"),
        ("A number of sites were hit", "A number of sites"),
        ("countless trucks came", "countless trucks"),
        ("the number of trucks grew", ""),
        ("a number one priority", ""),
    ],
)
def test_withheld_counts(text: str, words: str) -> None:
    assert [gap.anchor.quote for gap in find_unknown_counts(text)] == ([words] if words else [])


def test_a_fictional_case_asks_no_gazetteer(demo_case: Case) -> None:
    places = [
        place for document in demo_case.store.documents() for place in demo_case.store.reading(document.id).places
    ]
    assert places
    assert all(place.site_id for place in places)


def test_a_gazetteer_that_cannot_be_kept_costs_the_towns_only(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(progress: object) -> Gazetteer:
        raise StorageError("cannot keep the gazetteer", thing="there", remedy="name another folder")

    monkeypatch.setattr(reader, "gazetteer", failing)
    root = tmp_path_factory.mktemp("world")
    case = Case.create(root / "case")
    (root / "a.txt").write_text("Trucks left for Mongolia, officials said.")
    collect(case, [str(root / "a.txt")], CollectOptions())
    report = reader.read(case)
    again = reader.read(case)
    assert [problem.remedy for problem in report.problems] == ["name another folder"]
    assert (report.done, again.done, again.fresh) == (1, 1, 0)
    (document,) = case.store.documents()
    stored = case.store.reading(document.id)
    assert stored is not None
    assert [place.name for place in stored.places] == ["Mongolia"]
    case.store.close()
