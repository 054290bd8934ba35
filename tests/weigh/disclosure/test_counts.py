"""Declared against seen: who declares, what adds up, and when numbers cannot be held against each other."""

from __future__ import annotations

from typing import Any

import pytest
from makers import OFFICIAL, ORGANISATION, OUTLETS, PERSON, count, days, doc, said
from weigh_makers import SITE, claims_of

from firsthand.model import Action, Basis, Document, Stance, Statement
from firsthand.weigh.disclosure.counts import Comparison, Role, Span, Verdict, compare, count_rows, pooled, summed

Pair = tuple[Document, Statement]


def told(name: str, number: tuple[float | None, float | None], day: float = 1, **more: Any) -> Pair:
    """``name`` says how many launchers stand at Brack."""
    of = more.pop("of", "launcher")
    quote = more.pop("quote", f"Varland has {number[0]} to {number[1]} {of}s at Brack")
    document = doc(f"{name} {number} {day} {of}", f"{name} said {quote}.", day, "Skywatch")
    given = None if number == (None, None) else count(*number, of)
    fields: dict[str, Any] = {"act": Action.PRESENT, "thing": of, "number": given}
    return document, said(document, quote, (name, more.pop("kind", PERSON)), **(fields | more))


def declared(low: float, high: float, day: float = 1, **more: Any) -> Pair:
    return told("Government of Varland", (low, high), day, kind=ORGANISATION, **more)


def seen(low: float, high: float | None, day: float = 3, name: str = "Adam Holt", **more: Any) -> Pair:
    return told(name, (low, high), day, basis=Basis.IMAGE, **more)


def compared(*pairs: Pair) -> list[Comparison]:
    documents = {document.id: document for document, _ in pairs}
    statements = {statement.id: statement for _, statement in pairs}
    return list(compare(count_rows(claims_of(*pairs), statements, documents, OUTLETS), (SITE,)))


def one(*pairs: Pair) -> Comparison:
    (found,) = compared(*pairs)
    return found


def test_intervals() -> None:
    assert Span(1, 2) + Span(3, None) == Span(4, None)
    assert Span(1, 3).within(Span(2, None)) == Span(2, 3)
    assert Span(1, 2).hull(Span(5, None)) == Span(1, None)
    assert not Span(0, 1).meets(Span(2, 3))
    assert [str(span) for span in (Span(0, 0), Span(2, 2), Span(1, 3), Span(2, None))] == [
        "none",
        "2",
        "1 to 3",
        "at least 2",
    ]


def test_fewer_declared_than_seen() -> None:
    found = one(declared(2, 2), seen(4, 5))
    assert (found.verdict, found.declared, found.seen) == (Verdict.FEWER, Span(2, 2), Span(4, 5))
    assert "2 declared, 4 to 5 seen" in found.reason
    assert {row.role for row in found.rows} == {Role.DECLARED, Role.SEEN}


def test_more_declared_than_seen_is_compatible() -> None:
    assert one(declared(6, 6), seen(4, 5)).verdict is Verdict.COMPATIBLE
    assert one(declared(4, 6), seen(5, None)).verdict is Verdict.COMPATIBLE


def test_what_is_only_told_decides_nothing() -> None:
    found = one(declared(2, 2), told("an official", (8, 9), kind=OFFICIAL))
    assert (found.verdict, found.told) == (Verdict.NOTHING_SEEN, Span(8, 9))
    assert "others tell of 8 to 9" in found.reason


def test_other_things_and_other_times_are_not_compared() -> None:
    things = one(declared(2, 2), seen(4, 4, of="radar"))
    assert things.verdict is Verdict.OTHER_THINGS
    assert "radar" in things.reason
    assert one(declared(2, 2), seen(4, 4, day=90)).verdict is Verdict.OTHER_TIMES


def test_an_undated_act_was_done_by_the_day_of_its_report_and_what_stands_stood_on_it() -> None:
    built = told("Adam Holt", (3, 3), day=5, act=Action.BUILD, quote="Varland built 3 launchers at Brack")
    stands = declared(3, 3, day=5)
    pairs = (built, stands)
    documents, statements = {pair[0].id: pair[0] for pair in pairs}, {pair[1].id: pair[1] for pair in pairs}
    days = {row.who: row.day for row in count_rows(claims_of(*pairs), statements, documents, OUTLETS)}
    assert days == {"Adam Holt": "by 2031-03-06", "Government of Varland": "2031-03-06"}


def test_nothing_declared_is_no_comparison() -> None:
    assert compared(seen(4, 5)) == []


def test_a_denial_by_the_holder_declares_none() -> None:
    says = told(
        "an official", (2, 3), kind=OFFICIAL, act=Action.BUILD, of="engine", quote="Varland is building engines"
    )
    denies = told(
        "Government of Varland", (None, None), 2, kind=ORGANISATION, act=Action.BUILD, of="engine",
        quote="any engines were being built", stance=Stance.DENIES,
    )  # fmt: skip
    found = one(says, denies)
    assert (found.declared, found.told, found.verdict) == (Span(0, 0), Span(2, 3), Verdict.NOTHING_SEEN)


def test_distances_and_pictures_are_no_things() -> None:
    assert compared(declared(4, 4, of="kilometre"), seen(4, 4, of="picture")) == []


def test_an_unnamed_official_or_outlet_declares_nothing() -> None:
    pairs = (told("Varland officials", (2, 2), kind=OFFICIAL), seen(4, 4))
    assert compared(*pairs) == []


# ---- sums ------------------------------------------------------------------------------------------------------------


def test_one_place_told_twice_is_no_sum_and_two_places_are() -> None:
    rows = one(declared(9, 9), seen(4, 5), seen(5, 6, 4, "Mara Ost")).rows
    at_yard = [row for row in rows if row.role is Role.SEEN]
    assert pooled(at_yard) == Span(5, 5)
    elsewhere = one(declared(9, 9), seen(2, 3, part="brack-yard")).rows
    assert summed([*at_yard, *[row for row in elsewhere if row.role is Role.SEEN]]) == Span(7, 8)


def test_places_seen_at_other_times_are_not_added() -> None:
    spring = [row for row in one(declared(9, 9), seen(4, 4)).rows if row.role is Role.SEEN]
    summer = seen(3, 3, part="brack-yard", time=days(100, 101))
    later = [row for row in one(declared(9, 9, time=days(99, 100)), summer).rows if row.role is Role.SEEN]
    assert summed([*spring, *later]) == Span(4, 4)


def test_who_changes_a_number_is_held_to_the_latest() -> None:
    found = one(declared(2, 2, day=1), declared(5, 5, day=4), seen(4, 4))
    assert found.declared == Span(5, 5)


@pytest.mark.parametrize("rows", [(), []])
def test_no_rows_have_no_number(rows: tuple[()]) -> None:
    assert (pooled(rows), summed(rows)) == (None, None)
