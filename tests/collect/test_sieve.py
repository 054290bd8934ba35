"""Of a large archive only what is about the case and in its languages is kept; the rest is counted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand.case import Case
from firsthand.collect.collector import CollectOptions, collect
from firsthand.collect.sieve import OFF_TOPIC, OTHER_LANGUAGE, Sieve, topic_pattern
from firsthand.errors import UsageError
from firsthand.model import Document, Site

QUAY = Site("north-quay", "North Quay", 10.0, 50.0, 400.0, aliases=("Nordkai",))
ENGLISH = "The port authority said that the cranes of the north-quay had been sold and that nobody was told of it."
GERMAN = "Die Hafenbehörde sagte, dass die Kräne vom Nordkai verkauft sind und dass es auch nicht mit dem Rat war."
ELSEWHERE = "The town council said that the library had been closed and that nobody was told of it before the vote."


def document(text: str) -> Document:
    return Document("doc-1", "page.txt", text, "0" * 64, "text/plain", datetime(2026, 3, 1, tzinfo=UTC))


def test_words_and_languages_decide() -> None:
    sieve = Sieve(frozenset({"en"}), topic_pattern([QUAY], ["gantry"]))
    assert [sieve.passed_over(document(text)) for text in (ENGLISH, GERMAN, ELSEWHERE)] == [
        "",
        OTHER_LANGUAGE,
        OFF_TOPIC,
    ]
    assert sieve.passed_over(document("A gantry fell.")) == ""
    assert sieve.passed_over(document("Gantrys fell.")) == OFF_TOPIC
    assert Sieve().passed_over(document(GERMAN)) == ""


def test_a_site_by_any_of_its_names_across_lines() -> None:
    pattern = topic_pattern([QUAY], [])
    assert pattern is not None
    assert all(pattern.search(text) for text in ("at NORTH QUAY", "the north\nquay", "am Nordkai"))
    assert not pattern.search("the northern quay")
    assert topic_pattern([], []) is None


def test_what_is_passed_over_is_counted_and_not_kept(tmp_path: Path) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    for name, text in (("a", ENGLISH), ("b", GERMAN), ("c", ELSEWHERE)):
        (inputs / f"{name}.txt").write_text(text)
    case = Case.create(tmp_path / "case")
    with pytest.raises(UsageError, match="does not say what it is about"):
        collect(case, [str(inputs)], CollectOptions(about=True))
    (case.root / "case.toml").write_text('[topic]\nwords = ["cranes", "Nordkai"]\n')
    case.store.close()
    case = Case(tmp_path / "case")
    report = collect(case, [str(inputs)], CollectOptions(about=True, languages=frozenset({"en"})))
    assert [item.name for item in case.store.documents()] == ["a.txt"]
    assert "1 in another language passed over" in report.summary
    assert "1 not about the case passed over" in report.summary
    assert report.problems == ()
    assert len(list(case.root.glob("files/*/*"))) == 1
    case.store.close()
