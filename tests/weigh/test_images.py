"""Images: four answers, and never "not there" from "not seen"."""

from __future__ import annotations

from typing import Any

import pytest
from makers import PERSON, days, doc, moment, said
from weigh_makers import STAND, YARD, change, claims_of, record, scene

from firsthand.model import Action, ChangeKind, Claim, ImageAnswer, Stance
from firsthand.weigh.images import ImageRecord, image_verdict


def claim(quote: str = "the test stand was dismantled", **more: Any) -> Claim:
    document = doc("a", f"Adam Holt said {quote}.", 10, "Coastal Wire")
    (found,) = claims_of((document, said(document, quote, ("Adam Holt", PERSON), **more)))
    return found


def answer(of: Claim, on: ImageRecord) -> ImageAnswer:
    return image_verdict(of, moment(10), on).answer


EARLY, LATE = scene(1), scene(9)
TAKEN_DOWN = change(EARLY, LATE, ChangeKind.TAKEN_DOWN)
DATED = {"time": days(4, 6)}


def test_matching_change_agrees_and_is_named() -> None:
    verdict = image_verdict(claim(**DATED), moment(10), record(EARLY, LATE, changes=(TAKEN_DOWN,)))
    assert (verdict.answer, verdict.change_ids) == (ImageAnswer.AGREES, (TAKEN_DOWN.id,))
    assert "2031-03-02" in verdict.reason


def test_undated_claim_is_looked_for_before_its_first_report() -> None:
    assert answer(claim(), record(EARLY, LATE, changes=(TAKEN_DOWN,))) is ImageAnswer.AGREES
    old = change(scene(-400), scene(-390), ChangeKind.TAKEN_DOWN)
    assert answer(claim(), record(scene(-400), scene(-390), changes=(old,))) is ImageAnswer.NO_USABLE_LOOK


@pytest.mark.parametrize(
    "other",
    [
        change(EARLY, LATE, ChangeKind.BUILT),
        change(EARLY, LATE, ChangeKind.TAKEN_DOWN, part=YARD.id),
        change(scene(200), scene(210), ChangeKind.TAKEN_DOWN),
    ],
)
def test_change_of_another_kind_part_or_date_does_not_agree(other: Any) -> None:
    assert answer(claim(**DATED), record(EARLY, LATE, changes=(other,))) is ImageAnswer.CONTRADICTS


def test_fine_looks_before_and_after_without_change_contradict() -> None:
    verdict = image_verdict(claim(**DATED), moment(10), record(EARLY, LATE))
    assert verdict.answer is ImageAnswer.CONTRADICTS
    assert verdict.scene_ids == (EARLY.id, LATE.id)


def test_negated_claim_turns_the_answers_round() -> None:
    denied = claim("the test stand was not dismantled", negated=True, **DATED)
    assert answer(denied, record(EARLY, LATE)) is ImageAnswer.AGREES
    assert answer(denied, record(EARLY, LATE, changes=(TAKEN_DOWN,))) is ImageAnswer.CONTRADICTS


@pytest.mark.parametrize(
    "on",
    [
        record(EARLY),
        record(LATE),
        record(EARLY, clouded=(LATE,)),
        record(clouded=(EARLY, LATE)),
        record(),
    ],
)
def test_not_seen_is_not_absent(on: ImageRecord) -> None:
    assert answer(claim(**DATED), on) is ImageAnswer.NO_USABLE_LOOK


def test_too_coarse_for_the_thing() -> None:
    coarse = record(scene(1, 30.0), scene(9, 30.0))
    verdict = image_verdict(claim(**DATED), moment(10), coarse)
    assert verdict.answer is ImageAnswer.TOO_COARSE
    assert "30 m per pixel" in verdict.reason


def test_trailer_needs_a_finer_image_than_the_stand() -> None:
    trailer = claim("a red trailer stood there", act=Action.PRESENT, thing="red trailer", time=days(8, 10))
    came = change(scene(1, 10.0), scene(9, 10.0), ChangeKind.OBJECT_APPEARED, part=None)
    assert answer(trailer, record(scene(1, 10.0), scene(9, 10.0), changes=(came,))) is ImageAnswer.TOO_COARSE
    fine = change(EARLY, LATE, ChangeKind.OBJECT_APPEARED, part=None)
    assert answer(trailer, record(EARLY, LATE, changes=(fine,))) is ImageAnswer.AGREES


@pytest.mark.parametrize(
    ("quote", "more"),
    [
        ("missiles are being built", {"act": Action.BUILD, "thing": "missiles"}),
        ("they mean to hide the work", {"act": Action.CONCEAL, "thing": "work"}),
    ],
)
def test_what_no_picture_can_show(quote: str, more: dict[str, Any]) -> None:
    assert answer(claim(quote, **more), record(EARLY, LATE)) is ImageAnswer.TOO_COARSE


def test_what_was_foretold_is_borne_out_only_by_what_is_seen_later() -> None:
    foretold = claim("they will dismantle the test stand", stance=Stance.PREDICTS)
    earlier = record(EARLY, LATE, changes=(TAKEN_DOWN,))
    assert image_verdict(foretold, moment(10), earlier, ahead=True).answer is ImageAnswer.NO_USABLE_LOOK
    later = record(LATE, scene(30), changes=(change(LATE, scene(30), ChangeKind.TAKEN_DOWN),))
    assert image_verdict(foretold, moment(10), later, ahead=True).answer is ImageAnswer.AGREES


def test_claim_without_a_place() -> None:
    assert answer(claim(sites=()), record(EARLY, LATE)) is ImageAnswer.NO_USABLE_LOOK


def test_part_is_found_by_the_name_of_its_object() -> None:
    assert claim().event.part_id == STAND.id
