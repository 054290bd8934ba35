"""What people decide stands through every later run, also when new reports join, until it is undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from makers import PERSON, doc, said

from firsthand.case import Case
from firsthand.decisions import decide, withdraw
from firsthand.model import Reading, Statement
from firsthand.trace.tracer import trace

TOLD = (
    ("a", "the test stand at Brack was dismantled", 1, "Adam Holt"),
    ("b", "the stand at Brack has been razed", 2, "Bea Rook"),
    ("c", "the stand at Brack was torn down by night", 3, "Cem Aslan"),
)
OTHER = ("d", "the hall at Orle was dismantled", 4, "Dora Venn")
NEW = ("e", "the stand at Brack was dismantled by its crews", 9, "Edda Pesk")


def add(case: Case, report: tuple[str, str, int, str]) -> Statement:
    name, quote, day, who = report
    document = doc(name, f"{who} said {quote}.", day, "Coastal Wire")
    place = {"sites": ("orle",), "thing": "hall"} if "Orle" in quote else {}
    statement = said(document, quote, (who, PERSON), **place)
    case.store.put_document(document)
    case.store.put_reading(Reading(document.id, (statement,)))
    return statement


def together(case: Case) -> set[frozenset[str]]:
    """The claims, as the letters of the reports that carry them."""
    names = {document.id: document.name for document in case.store.documents()}
    return {frozenset(names[member.document_id] for member in claim.members) for claim in case.store.claims()}


def sets(*claims: str) -> set[frozenset[str]]:
    return {frozenset(claim) for claim in claims}


@pytest.mark.parametrize(
    ("kind", "subjects", "joined", "apart"),
    [
        ("merge", "ad", ("ad",), ()),
        ("same", "ad", ("ad",), ()),
        ("split", "ac", ("ab",), ("ac",)),
        ("split", "abc", ("bc",), ("ab", "ac")),
        ("not same", "ab", (), ("ab",)),
        ("unsure", "ab", (), ("ab",)),
    ],
)
def test_a_judgement_outlives_new_reports_and_can_be_undone(
    tmp_path: Path, kind: str, subjects: str, joined: tuple[str, ...], apart: tuple[str, ...]
) -> None:
    case = Case.create(tmp_path / "case")
    ids = {report[0]: add(case, report).id for report in (*TOLD, OTHER)}
    trace(case)
    assert together(case) == sets("abc", "d")
    before = case.store.claims()
    decision = decide(case, kind, [ids[letter] for letter in subjects], who="a. reviewer")

    def holds() -> bool:
        claims = together(case)
        return all(any(claim >= set(pair) for claim in claims) for pair in joined) and not any(
            claim >= set(pair) for claim in claims for pair in apart
        )

    trace(case)
    assert holds()
    assert trace(case).done == 0
    add(case, NEW)
    trace(case)
    assert holds()
    assert sum(len(claim) for claim in together(case)) == 5
    withdraw(case, decision.id)
    trace(case)
    assert together(case) == sets("abce", "d")
    assert {claim.id for claim in case.store.claims()} == {claim.id for claim in before}, "ids are as they were"
    assert case.store.decisions() == []
    assert [item.who for item in case.store.decisions(standing=False)] == ["a. reviewer"]
