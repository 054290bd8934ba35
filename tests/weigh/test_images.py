"""Images: four answers, and never "not there" from "not seen"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest
from makers import PERSON, days, doc, moment, said
from weigh_makers import STAND, YARD, change, claims_of, record, scene

from firsthand.model import Action, ChangeKind, Claim, Granularity, ImageAnswer, Site, Stance, TimeSpan
from firsthand.weigh.images import ImageRecord, image_verdict
from firsthand.weigh.sizes import USUAL_M, expected_size_m


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


def by(day: float) -> TimeSpan:
    return TimeSpan(None, moment(day), Granularity.DAY)


def test_an_act_done_by_a_day_is_not_borne_out_by_what_was_seen_long_before() -> None:
    assert answer(claim(time=by(10)), record(EARLY, LATE, changes=(TAKEN_DOWN,))) is ImageAnswer.AGREES
    old = change(scene(-400), scene(-390), ChangeKind.TAKEN_DOWN)
    assert answer(claim(time=by(10)), record(scene(-400), scene(-390), changes=(old,))) is not ImageAnswer.AGREES


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
    ("quote", "more", "why"),
    [
        ("missiles are being built", {"act": Action.BUILD, "thing": "missiles"}, "is done under roof or is too small"),
        ("they mean to hide the work", {"act": Action.CONCEAL, "thing": "work"}, "No picture can show this"),
        ("nothing of it stands there", {"act": Action.PRESENT, "thing": "nothing"}, "nothing of known size that came"),
    ],
)
def test_what_no_picture_can_show(quote: str, more: dict[str, Any], why: str) -> None:
    verdict = image_verdict(claim(quote, **more), moment(10), record(EARLY, LATE))
    assert verdict.answer is ImageAnswer.TOO_COARSE
    assert why in verdict.reason


def test_what_tells_of_no_act_cannot_be_looked_for() -> None:
    told = claim()
    verdict = image_verdict(replace(told, event=replace(told.event, action=Action.NONE)), moment(10), record(EARLY))
    assert verdict.answer is ImageAnswer.TOO_COARSE
    assert "no act that one could look for" in verdict.reason


def test_what_was_foretold_is_borne_out_only_by_what_is_seen_later() -> None:
    foretold = claim("they will dismantle the test stand", stance=Stance.PREDICTS)
    earlier = record(EARLY, LATE, changes=(TAKEN_DOWN,))
    assert image_verdict(foretold, moment(10), earlier, ahead=True).answer is ImageAnswer.NO_USABLE_LOOK
    later = record(LATE, scene(30), changes=(change(LATE, scene(30), ChangeKind.TAKEN_DOWN),))
    assert image_verdict(foretold, moment(10), later, ahead=True).answer is ImageAnswer.AGREES


TRAILER: dict[str, Any] = {"act": Action.PRESENT, "thing": "trailer", "time": days(7, 8)}


def trailer(**more: Any) -> Claim:
    return claim("a trailer stood in the yard", **(TRAILER | more))


@pytest.mark.parametrize("day", [7.4, 5])
def test_a_ten_metre_image_is_too_coarse_for_a_trailer(day: float) -> None:
    verdict = image_verdict(trailer(), moment(10), record(scene(1, 10.0), scene(day, 10.0), scene(30, 10.0)))
    assert verdict.answer is ImageAnswer.TOO_COARSE
    assert "10 m per pixel and shows things of 20 m and more, while this is about 2.5 m across" in verdict.reason
    assert scene(day, 10.0).id in verdict.scene_ids


def test_too_coarse_also_names_the_fine_look_that_cloud_spoilt() -> None:
    verdict = image_verdict(trailer(), moment(10), record(scene(7.4, 10.0), clouded=(scene(7.6),)))
    assert verdict.answer is ImageAnswer.TOO_COARSE
    assert "the look of 2031-03-08 cannot be used (cloud)" in verdict.reason
    assert verdict.scene_ids == (scene(7.4, 10.0).id, scene(7.6).id)


def test_no_usable_look_names_the_cloudy_ones_and_the_nearest_clear_ones() -> None:
    cloudy = (scene(7.2), scene(7.4), scene(8.6))
    on = record(scene(1), scene(5), scene(12), scene(20), clouded=cloudy)
    verdict = image_verdict(trailer(time=days(7, 9)), moment(10), on)
    assert verdict.answer is ImageAnswer.NO_USABLE_LOOK
    assert verdict.reason == (
        "The looks of 2031-03-08 and 2031-03-09 cannot be used; "
        "the nearest usable ones are of 2031-03-06 and 2031-03-13."
    )
    assert verdict.scene_ids == (*(item.id for item in cloudy), scene(5).id, scene(12).id)


def test_a_lasting_act_is_held_against_the_cloudy_looks_after_it() -> None:
    verdict = image_verdict(claim(**DATED), moment(10), record(EARLY, clouded=(LATE,)))
    assert verdict.reason == ("The look of 2031-03-10 cannot be used (cloud); the nearest usable one is of 2031-03-02.")


def test_a_fine_look_without_an_earlier_one_settles_nothing() -> None:
    verdict = image_verdict(trailer(), moment(10), record(scene(7.4)))
    assert verdict.answer is ImageAnswer.NO_USABLE_LOOK
    assert "no earlier one is there to compare it with" in verdict.reason


@dataclass(frozen=True)
class Flown:
    name: str
    time: datetime


class Sky:
    """Passes of two satellites in the hours of the trailer; a coarse one would not have been of use."""

    def __init__(self) -> None:
        self.asked: list[tuple[datetime, datetime, float]] = []

    def over(self, site: Site, start: datetime, end: datetime, size_m: float) -> list[Flown]:
        self.asked.append((start, end, size_m))
        found = [Flown("Keen 1", moment(7.25)), Flown("Keen 2", moment(7.5)), Flown("Keen 1", moment(9))]
        return [flown for flown in found if start <= flown.time < end]


def test_passes_that_could_have_looked_and_were_not_collected_are_named() -> None:
    sky = Sky()
    on = replace(record(scene(1), scene(20), clouded=(scene(7.255),)), overflights=sky)
    verdict = image_verdict(trailer(), moment(10), on)
    assert sky.asked == [(moment(7), moment(8), 2.5)]
    assert "of which no image is collected: Keen 2 on 2031-03-08 at 12:00 UTC." in verdict.reason
    assert "Keen 1" not in verdict.reason


def test_passes_do_not_matter_where_the_images_answer() -> None:
    on = replace(record(EARLY, LATE), overflights=Sky())
    assert image_verdict(claim(**DATED), moment(10), on).answer is ImageAnswer.CONTRADICTS
    assert "Keen" not in image_verdict(claim(**DATED), moment(10), on).reason


def test_sizes_are_found_under_the_names_that_claims_use() -> None:
    for name, size_m in USUAL_M.items():
        found = claim(f"a {name} stood there", act=Action.PRESENT, thing=name)
        assert expected_size_m(found, None) == size_m or name == "tower"  # of the family of the stand


def test_claim_without_a_place() -> None:
    assert answer(claim(sites=()), record(EARLY, LATE)) is ImageAnswer.NO_USABLE_LOOK


def test_part_is_found_by_the_name_of_its_object() -> None:
    assert claim().event.part_id == STAND.id
