"""Attributions by nouns, on invented sentences."""

from __future__ import annotations

import pytest
from read_makers import only, said

from firsthand.model import SourceKind, Stance


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("The claim by the ministry that the missile stand was dismantled in June could not be checked.",
         "the ministry", "the missile stand was dismantled in June"),
        ("The ministry's claim that the missile stand was dismantled could not be checked.",
         "The ministry", "the missile stand was dismantled"),
        ("Anna Torv’s warning that the missile hall was a store drew no answer.",
         "Anna Torv", "the missile hall was a store"),
        ("The officials' latest allegation that two missiles had left was not new.",
         "The officials", "two missiles had left"),
        ("The town printed a statement by Leon Marsh that the missile hall had been sold.",
         "Leon Marsh", "the missile hall had been sold"),
    ],
)  # fmt: skip
def test_a_noun_attributes_its_clause(text: str, source: str, content: str) -> None:
    item = only(text)
    assert said(item) == (source, content)
    assert item.stance is Stance.ASSERTS


def test_the_owner_is_named_without_its_ending() -> None:
    item = only("Nobody doubts. Anna Torv's claim that the missile hall was a store drew no answer.")
    assert (item.source_kind, item.source_name) == (SourceKind.NAMED_PERSON, "Anna Torv")


def test_a_promise_by_a_noun_is_a_promise() -> None:
    item = only("Nothing came of the ministry's promise to close the missile hall by June.")
    assert item.stance is Stance.PROMISES


def test_a_denied_allegation_stays_with_its_denier() -> None:
    item = only("The embassy rejected the paper's allegation that missiles were built at Mirren Works.")
    assert item.source and item.source.quote == "The embassy"


def test_reports_without_owner_have_no_source() -> None:
    from firsthand.read.attribution import find_attributions

    assert find_attributions("There were reports that the hall had been sold.")[0] == []
