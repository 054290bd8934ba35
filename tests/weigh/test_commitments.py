"""Promises: one row each, testable or not with the reason, status from what happened."""

from __future__ import annotations

from dataclasses import replace

from makers import ORGANISATION, PERSON, anchor, days, doc, said
from weigh_makers import SITE, STAND, change, claims_of, record, scene

from firsthand.model import Action, ChangeKind, Commitment, CommitmentStatus, Relevance, Stance, Statement
from firsthand.weigh.commitments import find_commitments
from firsthand.weigh.images import ImageRecord

EARLY, LATE, LATER = scene(1), scene(9), scene(20)
DOWN = change(EARLY, LATE, ChangeKind.TAKEN_DOWN)
UP = change(LATE, LATER, ChangeKind.BUILT)


def promise(quote: str, name: str = "Varland", day: float = 0, **more: object) -> Statement:
    document = doc(f"{quote} {day}", f"{name} promised {quote}.", day, "Coastal Wire")
    fields = {"act": Action.PROMISE, "thing": "", "sites": (), "stance": Stance.PROMISES}
    return said(document, quote, (name, ORGANISATION), **(fields | more))


def ledger(*promises: Statement, on: ImageRecord | None = None, claims: tuple = ()) -> tuple[Commitment, ...]:  # type: ignore[type-arg]
    return find_commitments(promises, claims, on or ImageRecord((SITE,)))


STAND_PROMISE = promise("to dismantle the test stand at Brack", sites=("brack",), part=STAND.id)


def test_vague_promise_is_not_testable_and_says_why() -> None:
    (found,) = ledger(promise("to work toward lasting peace and full openness"))
    assert (found.testable, found.status) == (False, CommitmentStatus.NOT_TESTABLE)
    assert "No date, no measure" in found.why
    assert found.who == "Varland"


def test_measure_without_a_date_is_testable() -> None:
    (found,) = ledger(STAND_PROMISE)
    assert found.testable
    assert "no date" in found.why
    assert found.status is CommitmentStatus.NO_EVIDENCE


def test_deadline_is_kept() -> None:
    quote = "to dismantle the test stand at Brack by April"
    document = doc("d", f"Varland promised {quote}.", 0, "Coastal Wire")
    time = replace(days(31, 61), anchor=anchor(document, "by April"))
    (found,) = ledger(promise(quote, sites=("brack",), time=time))
    assert found.by == time
    assert found.why.startswith("It names a date and a measure")


def test_status_follows_the_images() -> None:
    (done,) = ledger(STAND_PROMISE, on=record(EARLY, LATE, changes=(DOWN,)))
    assert (done.status, done.evidence) == (CommitmentStatus.PARTLY, (DOWN.id,))
    (undone,) = ledger(STAND_PROMISE, on=record(EARLY, LATE, LATER, changes=(DOWN, UP)))
    assert (undone.status, undone.evidence) == (CommitmentStatus.REVERSED, (DOWN.id, UP.id))


def test_status_follows_reports_where_images_are_silent() -> None:
    document = doc("r", "Adam Holt said the test stand was dismantled.", 5, "Skywatch")
    claims = claims_of((document, said(document, "the test stand was dismantled", ("Adam Holt", PERSON))))
    (found,) = ledger(STAND_PROMISE, claims=claims)
    assert (found.status, found.evidence) == (CommitmentStatus.PARTLY, (claims[0].id,))


def test_one_promise_told_many_times_is_one_row() -> None:
    words = "to work toward lasting peace and full openness"
    rows = ledger(
        promise(words),
        promise(f"once more “{words}” at the spring meeting", day=3),
        promise(words, "Varlandish envoys", 4),
    )
    assert [len(row.statement_ids) for row in rows] == [3]


def test_two_promises_are_two_rows() -> None:
    assert len(ledger(promise("to open the archives of the navy"), STAND_PROMISE)) == 2


def test_off_topic_promises_are_left_out() -> None:
    assert ledger(promise("to host a regatta", relevance=Relevance.OFF_TOPIC)) == ()


def test_refraining_is_no_measure_of_dismantling() -> None:
    (found,) = ledger(promise("never to dismantle the test stand", sites=("brack",)))
    assert not found.testable
