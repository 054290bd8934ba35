"""Words: stems and families meet where reports mean the same, and only there."""

from __future__ import annotations

import pytest

from firsthand.trace.words import concepts, counted, head, overlap
from firsthand.wording.words import words


def test_words_keep_their_places() -> None:
    text = "The Ledger's stand, it's said, was U.S.-built."
    assert all(
        text[word.start : word.end].casefold().startswith(word.text[:3].replace(".", "")[:1]) for word in words(text)
    )
    assert [word.text for word in words("Brack's stand")] == ["brack", "stand"]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("dismantling", "dismantled"),
        ("demolished", "dismantlement"),
        ("constructing", "built"),
        ("ICBMs", "rockets"),
        ("trailers", "truck"),
    ],
)
def test_one_concept(one: str, two: str) -> None:
    assert concepts(one) == concepts(two) != frozenset()


@pytest.mark.parametrize(("one", "two"), [("built", "dismantled"), ("stand", "hall"), ("north", "south")])
def test_different_concepts(one: str, two: str) -> None:
    assert not concepts(one) & concepts(two)


@pytest.mark.parametrize(
    ("phrase", "wanted"),
    [
        ("engine test stand", "stand"),
        ("liquid-fueled icbms (two of them)", "missile"),
        ("hall of the assembly works", "building"),
        ("activity", ""),
        ("", ""),
    ],
)
def test_head_of_a_noun_phrase(phrase: str, wanted: str) -> None:
    assert head(phrase) == wanted


def test_counted_leaves_out_years_and_days() -> None:
    assert counted("In May 2018 workers, 12 cranes and 3 halls, on 7 July") == {
        "cran": frozenset({12.0}),
        "building": frozenset({3.0}),
    }


def test_overlap_of_nothing_is_zero() -> None:
    assert overlap(frozenset(), frozenset({"stand"})) == 0.0
