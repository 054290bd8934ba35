"""What is denied when a report is rejected, dismissed or called names."""

from __future__ import annotations

import pytest
from read_makers import only, said

from firsthand.model import Stance


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The ministry on Monday rejected as “a tale” a newspaper report that missiles were built at Mirren Works.",
         "The ministry"),
        ("OSK — The ministry dismissed as nonsense claims that missiles were built at Mirren Works.", "The ministry"),
        ('The ministry dismissed the report that missiles were built at Mirren Works as "nonsense".', "The ministry"),
        ("Anna Torv called the claim that missiles were built at Mirren Works a politically motivated lie.",
         "Anna Torv"),
        ("Officials described as false reports that missiles were built at Mirren Works.", "Officials"),
        ("The embassy rejected the paper's allegation that missiles were built at Mirren Works.", "The embassy"),
        ("The army dismissed reports that missiles were built at Mirren Works.", "The army"),
        ("The army denied rumours that missiles were built at Mirren Works.", "The army"),
    ],
)  # fmt: skip
def test_the_clause_of_the_report_is_denied(text: str, source: str) -> None:
    item = only(text)
    assert said(item) == (source, "missiles were built at Mirren Works")
    assert item.stance is Stance.DENIES
    assert item.event.site_ids == ("mirren",)


def test_a_report_may_be_called_false_without_saying_what_it_told() -> None:
    item = only("Minister Leon Marsh called the missile report a summer tall tale.")
    assert (item.stance, item.quote) == (Stance.DENIES, "the missile report a summer tall tale")


@pytest.mark.parametrize(
    "text",
    [
        "Anna Torv called the missile report a beginning.",
        "Anna Torv called the missile treaty a lie.",
        "Anna Torv described reports that missiles were built there as thorough.",
    ],
)
def test_other_names_are_no_denials(text: str) -> None:
    assert only(text).stance is Stance.ASSERTS


def test_as_inside_the_denied_clause_is_no_verdict() -> None:
    item = only("The army dismissed reports that the missile hall served as a store for salt.")
    assert item.quote == "the missile hall served as a store for salt"
