"""What became of an undertaking: statuses follow images and reports, and say no more than these."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from makers import ORGANISATION, PERSON, anchor, days, doc, moment, said
from promise_makers import Pair, ledger, promise
from weigh_makers import SITE, STAND, change, claims_of, record, scene, square

from firsthand.model import (
    Action,
    Assessment,
    Basis,
    ChangeKind,
    Commitment,
    CommitmentStatus,
    ImageAnswer,
    ImageVerdict,
    Stance,
)
from firsthand.weigh.commitments.ledger import is_overdue

EARLY, LATE, LATER = scene(-1), scene(9), scene(20)
DOWN = change(EARLY, LATE, ChangeKind.TAKEN_DOWN)
UP = change(LATE, LATER, ChangeKind.BUILT)
TAKE_DOWN = promise("to dismantle the test stand at Brack", part=STAND.id)


def due(last: float, quote: str = "to dismantle the test stand at Brack by spring") -> Pair:
    document, told = promise(quote, part=STAND.id)
    time = replace(days(0, last), start=None, anchor=anchor(document, "by spring"))
    return document, replace(told, event=replace(told.event, time=time))


def report(quote: str, day: float = 5, name: str = "Adam Holt", **more: Any) -> Pair:
    document = doc(f"{quote} {day} {name}", f"{name} said {quote}.", day, "Skywatch")
    return document, said(document, quote, (name, more.pop("kind", PERSON)), **more)


def one(*pairs: Pair, **more: Any) -> Commitment:
    (row,) = ledger(*pairs, **more)
    return row


# ---- to do -----------------------------------------------------------------------------------------------------------


def test_images_show_part_or_all_of_it() -> None:
    some = one(TAKE_DOWN, on=record(EARLY, LATE, changes=(DOWN,)))
    assert (some.status, some.evidence_for) == (CommitmentStatus.PARTLY, (DOWN.id,))
    assert "44%" in some.status_reason
    all_of_it = replace(DOWN, area_m2=850.0)
    whole = one(TAKE_DOWN, on=record(EARLY, LATE, changes=(all_of_it,)))
    assert whole.status is CommitmentStatus.KEPT


def test_done_and_undone_is_reversed() -> None:
    row = one(TAKE_DOWN, on=record(EARLY, LATE, LATER, changes=(DOWN, UP)))
    assert (row.status, row.evidence_for, row.evidence_against) == (CommitmentStatus.REVERSED, (DOWN.id,), (UP.id,))


def test_done_after_the_day_is_not_kept() -> None:
    whole = replace(DOWN, area_m2=850.0)
    assert one(due(30), on=record(EARLY, LATE, changes=(whole,))).status is CommitmentStatus.KEPT
    straddling = one(due(5), on=record(EARLY, LATE, changes=(whole,)))
    assert straddling.status is CommitmentStatus.PARTLY
    assert "before or after" in straddling.status_reason
    late = one(due(-3), on=record(EARLY, LATE, changes=(whole,)))
    assert late.status is CommitmentStatus.PARTLY
    assert "after the day" in late.status_reason


def test_standing_after_its_day_is_breached_and_unseen_is_overdue() -> None:
    seen = one(due(7), on=record(EARLY, LATE))
    assert seen.status is CommitmentStatus.BREACHED
    assert set(seen.evidence_against) == {EARLY.id, LATE.id}
    assert not is_overdue(seen, moment(30))
    unseen = one(due(7))
    assert unseen.status is CommitmentStatus.NO_EVIDENCE
    assert (is_overdue(unseen, moment(6)), is_overdue(unseen, moment(7))) == (False, True)


def test_coarse_or_clouded_looks_break_nothing() -> None:
    coarse = one(due(7), on=record(scene(-1, 30.0), scene(9, 30.0)))
    assert coarse.status is CommitmentStatus.NO_EVIDENCE
    assert "too coarse" in coarse.status_reason
    clouded = one(due(7), on=record(EARLY, clouded=(LATE,)))
    assert clouded.status is CommitmentStatus.NO_EVIDENCE


def test_reports_alone_keep_it_in_part_and_name_their_images() -> None:
    told = report("the test stand was dismantled", basis=Basis.IMAGE)
    row = one(TAKE_DOWN, also=(told,))
    assert row.status is CommitmentStatus.PARTLY
    assert "from images (Adam Holt)" in row.status_reason
    assert row.evidence_for == (claims_of(told)[0].id,)


def test_the_partys_own_word_is_no_evidence() -> None:
    told = report("the test stand was dismantled", name="Government of Varland", kind=ORGANISATION)
    row = one(TAKE_DOWN, also=(told,))
    assert row.status is CommitmentStatus.NO_EVIDENCE
    assert "Only Varland itself" in row.status_reason


def test_denied_reports_are_disputed() -> None:
    told = report("the test stand was dismantled")
    denied = report("the test stand was dismantled", 6, "Mara Ost", stance=Stance.DENIES)
    assert one(TAKE_DOWN, also=(told, denied)).status is CommitmentStatus.DISPUTED


def test_counts_are_held_against_the_number_promised() -> None:
    pair = promise("to withdraw two launchers from Brack")
    left = change(EARLY, LATE, ChangeKind.OBJECT_LEFT, None)
    first = one(pair, on=record(EARLY, LATE, changes=(left,)))
    assert (first.status, "1 of 2" in first.status_reason) == (CommitmentStatus.PARTLY, True)
    other = replace(left, id="chg-other", polygon=square(4))
    assert one(pair, on=record(EARLY, LATE, changes=(left, other))).status is CommitmentStatus.KEPT


# ---- to refrain ------------------------------------------------------------------------------------------------------

NO_HALL = promise("not to build a second test stand at Brack", part=STAND.id)
NO_TESTS = promise("not to test engines at Brack")


def a_test(quote: str = "Varland tested an engine at Brack", day: float = 9, **more: Any) -> Pair:
    return report(quote, day, act=Action.TEST, thing="engine", **more)


def judged(pair: Pair, low: float, high: float, words: str) -> Assessment:
    claim = claims_of(pair)[0].id
    image = ImageVerdict(claim, ImageAnswer.TOO_COARSE, "")
    return Assessment(claim, low, high, words, "low", "", (), image, 3)


def test_an_image_of_the_act_after_the_promise_breaks_it() -> None:
    row = one(NO_HALL, on=record(EARLY, LATE, LATER, changes=(UP,)))
    assert (row.status, row.evidence_against) == (CommitmentStatus.BREACHED, (UP.id,))


def test_what_was_done_before_the_promise_breaks_nothing() -> None:
    early = change(scene(-20), scene(-10), ChangeKind.BUILT)
    row = one(NO_HALL, on=record(scene(-20), scene(-10), changes=(early,)))
    assert (row.status, row.evidence_against) == (CommitmentStatus.NO_EVIDENCE, ())


def test_a_likely_dated_claim_breaks_it_and_a_doubtful_one_disputes_it() -> None:
    dated = a_test(time=days(6, 7))
    broken = one(NO_TESTS, also=(dated,), judged=(judged(dated, 0.6, 0.8, "likely"),))
    assert broken.status is CommitmentStatus.BREACHED
    doubtful = one(NO_TESTS, also=(dated,), judged=(judged(dated, 0.2, 0.6, "roughly even chance"),))
    assert doubtful.status is CommitmentStatus.DISPUTED
    undecided = one(NO_TESTS, also=(dated,), judged=(judged(dated, 0.5, 0.9, "undetermined"),))
    assert undecided.status is CommitmentStatus.DISPUTED


def test_undated_and_denied_claims_dispute_it() -> None:
    undated = one(NO_TESTS, also=(a_test(),))
    assert undated.status is CommitmentStatus.DISPUTED
    assert "do not say when" in undated.status_reason
    denial = report(
        "Varland tested an engine at Brack", 10, "Mara Ost", act=Action.TEST, thing="engine", stance=Stance.DENIES
    )
    denied = one(NO_TESTS, also=(a_test(time=days(6, 7)), denial))
    assert denied.status is CommitmentStatus.DISPUTED


def test_what_is_foretold_breaks_nothing() -> None:
    row = one(NO_TESTS, also=(a_test("Varland will test an engine at Brack", stance=Stance.PREDICTS),))
    assert (row.status, row.evidence_against) == (CommitmentStatus.NO_EVIDENCE, ())


def test_an_act_after_its_end_breaks_nothing() -> None:
    document, told = promise("not to test engines at Brack until spring")
    time = replace(days(0, 5), start=None, anchor=anchor(document, "until spring"))
    pair = document, replace(told, event=replace(told.event, time=time))
    assert one(pair, also=(a_test(time=days(6, 7)),)).status is CommitmentStatus.NO_EVIDENCE


def test_looked_and_not_there_is_kept_so_far() -> None:
    row = one(NO_HALL, on=record(EARLY, LATE))
    assert row.status is CommitmentStatus.KEPT
    assert row.status_reason.endswith("kept so far.")
    assert row.evidence_for == (EARLY.id, LATE.id)
    assert one(NO_HALL).status is CommitmentStatus.NO_EVIDENCE
    assert SITE.id in row.site_ids
