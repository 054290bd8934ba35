"""Conditions against what was known and what is: invented claims, promises and changes; each cause once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from makers import OFFICIAL, PERSON, days, doc, moment, said
from weigh_makers import SITE, STAND, YARD, change, claims_of, scene

from firsthand.alerts.conditions import Condition, Indicator, When, Where
from firsthand.alerts.evaluate import evaluate, watches_nothing
from firsthand.alerts.indicators import reached, state_of
from firsthand.alerts.known import Past, Present
from firsthand.model import (
    Alert,
    Assessment,
    Basis,
    Change,
    ChangeKind,
    Commitment,
    CommitmentStatus,
    Document,
    ImageAnswer,
    ImageVerdict,
    Reason,
    Snapshot,
    Stance,
    Statement,
)
from firsthand.replay import Knowledge

NOW = datetime(2031, 6, 1, tzinfo=UTC)
HERE = Where(site="brack")
Pair = tuple[Document, Statement]

WITNESS_TEXT = doc("a", "Adam Holt said the test stand was dismantled.", 1, "Coastal Wire")
WITNESS = said(WITNESS_TEXT, "the test stand was dismantled", ("Adam Holt", PERSON), basis=Basis.WITNESS)
OFFICIAL_TEXT = doc("b", "Two officials said the test stand was dismantled.", 2, "Morning Ledger")
OFFICIALS = said(OFFICIAL_TEXT, "the test stand was dismantled", ("Two officials", OFFICIAL))
DENIAL_TEXT = doc("c", "Vera Rask denied that the test stand was dismantled.", 3, "State Gazette")
DENIAL = said(DENIAL_TEXT, "the test stand was dismantled", ("Vera Rask", PERSON), stance=Stance.DENIES)


def judged(claim_id: str, words: str) -> Assessment:
    image = ImageVerdict(claim_id, ImageAnswer.NO_USABLE_LOOK, "None.")
    return Assessment(claim_id, 0.6, 0.7, words, "low", "", (Reason("Adam Holt.", 1.0, ()),), image, 3)


def world(*pairs: Pair, words: str = "", changes: tuple[Change, ...] = (), promises: tuple[Commitment, ...] = ()):
    claims = claims_of(*pairs) if pairs else ()
    known = Knowledge(
        documents=tuple(dict.fromkeys(document for document, _ in pairs)),
        statements=tuple(statement for _, statement in pairs),
        scenes=tuple(scene(day) for day in (1, 9, 15)),
        looks=(),
        changes=changes,
        claims=claims,
        copies=(),
        assessments=tuple(judged(claim.id, words) for claim in claims) if words else (),
        rivals=(),
        commitments=promises,
    )
    return Present(known, (SITE,), NOW)


def before(present: Present, number: int = 1, *conditions: Condition) -> Past:
    states = [state_of(condition, present) for condition in conditions]
    return Past(present.snapshot(number, states), present.known.documents)


NOTHING = Past(Snapshot(0))
FIRST = (WITNESS_TEXT, WITNESS)
SECOND = (OFFICIAL_TEXT, OFFICIALS)
THIRD = (DENIAL_TEXT, DENIAL)


def raised(when: When, past: Past, present: Present, **more: object) -> list[Alert]:
    return evaluate(Condition(when.value, when, 1, **{"where": HERE, **more}), past, present)  # type: ignore[arg-type]


# ---- origins -------------------------------------------------------------------------------------------------------


def test_a_new_origin_is_told_with_its_words() -> None:
    (alert,) = raised(When.ORIGIN, before(world(FIRST)), world(FIRST, SECOND))
    assert alert.title.startswith("One new origin: ")
    assert [(quote.statement_id, quote.words, quote.outlet) for quote in alert.quotes] == [
        (OFFICIALS.id, "the test stand was dismantled", "Morning Ledger")
    ]
    assert "Two officials" in alert.text and "second-hand" in alert.text
    assert alert.known == OFFICIAL_TEXT.captured
    assert alert.raised == NOW


def test_with_nothing_known_a_claim_is_new() -> None:
    (alert,) = raised(When.ORIGIN, NOTHING, world(FIRST))
    assert alert.title.startswith("New claim: ")
    assert raised(When.ORIGIN, before(world(FIRST)), world(FIRST)) == []


def test_a_copy_of_a_known_origin_is_no_news() -> None:
    copy = doc("d", "Adam Holt said the test stand was dismantled.", 4, "Skywatch")
    again = said(copy, "the test stand was dismantled", ("Adam Holt", PERSON), basis=Basis.WITNESS)
    assert raised(When.ORIGIN, before(world(FIRST)), world(FIRST, (copy, again))) == []


def test_only_first_hand_origins_when_asked() -> None:
    assert raised(When.ORIGIN, before(world(FIRST)), world(FIRST, SECOND), first_hand=True) == []
    assert len(raised(When.ORIGIN, before(world(SECOND)), world(FIRST, SECOND), first_hand=True)) == 1


def test_a_new_reading_of_old_reports_is_no_news() -> None:
    anew = replace(OFFICIALS, id="stm-read-anew")
    past = before(world(FIRST, SECOND))
    assert raised(When.ORIGIN, past, world(FIRST, (OFFICIAL_TEXT, anew))) == []


def test_a_revision_brings_as_news_only_what_is_new_in_it() -> None:
    old = doc("r1", "Two officials said the test stand was dismantled.", 2, "Morning Ledger")
    told = said(old, "the test stand was dismantled", ("Two officials", OFFICIAL))
    new = replace(
        doc("r2", f"{old.text} Vera Rask said: the stand was taken down.", 2, "Morning Ledger"), revises=old.id
    )
    kept = said(new, "the test stand was dismantled", ("Two officials", OFFICIAL))
    added = said(new, "the stand was taken down", ("Vera Rask", PERSON), basis=Basis.WITNESS)
    past = Past(world((old, told)).snapshot(1), (old, new))
    assert not past.is_news(kept)
    assert past.is_news(added)


def test_a_claim_can_be_watched_by_a_statement_of_it() -> None:
    present = world(FIRST, SECOND)
    by_statement, by_claim = Where(claim=WITNESS.id), Where(claim=present.known.claims[0].id)
    past = before(world(FIRST))
    for where in (by_statement, by_claim):
        assert len(raised(When.ORIGIN, past, present, where=where)) == 1
    gone = Condition("x", When.ORIGIN, 1, Where(claim="clm-gone"))
    assert watches_nothing(gone, present)
    assert evaluate(gone, past, present) == []


def test_claims_are_chosen_by_action_and_object() -> None:
    past, present = before(world(FIRST)), world(FIRST, SECOND)
    assert raised(When.ORIGIN, past, present, where=Where(site="brack", action="dismantle", object="stand"))
    assert not raised(When.ORIGIN, past, present, where=Where(site="brack", action="build"))
    assert not raised(When.ORIGIN, past, present, where=Where(site="brack", object="hall"))
    assert not raised(When.ORIGIN, past, present, where=Where(site="elsewhere"))


# ---- words, denials, corrections -----------------------------------------------------------------------------------


def test_a_word_that_changed_is_told_with_what_came_since() -> None:
    past = before(world(FIRST, words="likely"))
    (alert,) = raised(When.WORD, past, world(FIRST, SECOND, words="very likely"))
    assert alert.title.startswith("likely → very likely: ")
    assert "one new statement" in alert.text
    assert [quote.statement_id for quote in alert.quotes] == [OFFICIALS.id]
    assert raised(When.WORD, past, world(FIRST, SECOND, words="likely")) == []
    assert raised(When.WORD, past, world(FIRST, words="unlikely"), to=("likely",)) == []


def test_a_word_that_moves_there_and_back_is_two_causes() -> None:
    likely, unlikely = world(FIRST, words="likely"), world(FIRST, words="unlikely")
    (first,) = raised(When.WORD, before(likely, 1), unlikely)
    (second,) = raised(When.WORD, before(likely, 3), unlikely)
    assert first.id != second.id
    assert "weighed anew" in first.text


def test_a_new_denial_is_told_as_a_denial() -> None:
    (alert,) = raised(When.DENIAL, before(world(FIRST)), world(FIRST, THIRD))
    assert alert.title.startswith("Denied: ")
    assert [(quote.speaker, quote.stance) for quote in alert.quotes] == [("Vera Rask", "denies")]
    assert raised(When.DENIAL, before(world(FIRST, THIRD)), world(FIRST, THIRD)) == []


def test_a_correction_names_the_reports_that_still_rest_on_it() -> None:
    copy = doc("d", "The Morning Ledger reported two officials as saying the test stand was dismantled.", 4, "Skywatch")
    chain = (("Two officials", OFFICIAL), ("Morning Ledger", OFFICIAL))
    relayed = said(copy, "the test stand was dismantled", chain[0])
    fix = doc("e", "Correction: two officials did not say the test stand was dismantled.", 6, "Morning Ledger")
    fixed = said(fix, "the test stand was dismantled", ("two officials", OFFICIAL), corrects=True)
    (alert,) = raised(
        When.CORRECTION, before(world(SECOND, (copy, relayed))), world(SECOND, (copy, relayed), (fix, fixed))
    )
    assert alert.title.startswith("Corrected upstream: ")
    assert alert.quotes[0].statement_id == fixed.id
    assert raised(When.CORRECTION, NOTHING, world(SECOND)) == []


# ---- the ground and promises ---------------------------------------------------------------------------------------

EARLY, LATE, LATER = scene(1), scene(9), scene(15)
DOWN = change(EARLY, LATE, ChangeKind.TAKEN_DOWN)


def test_a_change_above_the_size_is_told_once() -> None:
    present = world(changes=(DOWN,))
    (alert,) = raised(When.CHANGE, NOTHING, present, over_m2=100.0)
    assert alert.change_ids == (DOWN.id,)
    assert alert.scene_ids == DOWN.scene_ids
    assert "engine test stand" in alert.title
    assert raised(When.CHANGE, before(present), present) == []
    assert raised(When.CHANGE, NOTHING, present, over_m2=400.0) == []
    assert raised(When.CHANGE, NOTHING, present, changes=(ChangeKind.BUILT,)) == []
    assert raised(When.CHANGE, NOTHING, present, where=Where(site="brack", part=YARD.id)) == []


def test_tighter_dates_are_no_news_but_another_time_is() -> None:
    tighter = change(scene(3), LATE, ChangeKind.TAKEN_DOWN)
    again = change(LATE, LATER, ChangeKind.TAKEN_DOWN)
    past = before(world(changes=(DOWN,)))
    assert raised(When.CHANGE, past, world(changes=(tighter,))) == []
    assert len(raised(When.CHANGE, past, world(changes=(tighter, again)))) == 1


def promise(status: CommitmentStatus) -> Commitment:
    return Commitment(
        "com-1", "Varland", "to take down the stand", (WITNESS.id,), ("brack",), None, True, "", status, "So."
    )


def test_a_promise_whose_status_moved() -> None:
    silent, partly = (
        world(FIRST, promises=(promise(s),)) for s in (CommitmentStatus.NO_EVIDENCE, CommitmentStatus.PARTLY)
    )
    (alert,) = raised(When.COMMITMENT, before(silent), partly)
    assert alert.title == "no evidence → partly: Varland, to take down the stand"
    assert [quote.statement_id for quote in alert.quotes] == [WITNESS.id]
    assert raised(When.COMMITMENT, before(partly), partly) == []
    assert raised(When.COMMITMENT, NOTHING, silent) == []
    assert len(raised(When.COMMITMENT, NOTHING, partly)) == 1
    assert raised(When.COMMITMENT, before(silent), partly, to=("breached",)) == []
    assert raised(When.COMMITMENT, before(silent), partly, where=Where(party="nobody")) == []


# ---- indicators ----------------------------------------------------------------------------------------------------

STAND_DOWN = Indicator("stand down", Where(site="brack", part=STAND.id), (ChangeKind.TAKEN_DOWN,))
HALL_UP = Indicator("hall up", HERE, (ChangeKind.BUILT,))
CLAIMED = Indicator("claimed", Where(site="brack", action="dismantle"), at_least=0.6)
RESTLESS = Indicator("restless", HERE, activity="unusual")


def signs(*indicators: Indicator, at_least: int = 2, within: float | None = None) -> Condition:
    return Condition("signs", When.INDICATORS, 1, indicators=indicators, at_least=at_least, within_days=within)


def test_enough_indicators_raise_one_alert_with_all_their_evidence() -> None:
    condition = signs(STAND_DOWN, HALL_UP, CLAIMED)
    present = world(FIRST, words="likely", changes=(DOWN,))
    (alert,) = evaluate(condition, NOTHING, present)
    assert alert.title == "2 of 3 indicators: signs"
    assert alert.change_ids == (DOWN.id,)
    assert alert.subjects == (DOWN.id, present.known.claims[0].id)
    assert evaluate(condition, before(present, 1, condition), present) == []
    assert evaluate(signs(STAND_DOWN, HALL_UP, CLAIMED, at_least=3), NOTHING, present) == []


def test_one_more_indicator_is_a_new_cause_and_one_less_is_none() -> None:
    condition = signs(STAND_DOWN, HALL_UP, CLAIMED)
    up = change(LATE, LATER, ChangeKind.BUILT)
    two = world(FIRST, words="likely", changes=(DOWN,))
    three = world(FIRST, words="likely", changes=(DOWN, up))
    (more,) = evaluate(condition, before(two, 1, condition), three)
    assert more.title.startswith("3 of 3")
    assert evaluate(condition, before(three, 1, condition), two) == []


def test_indicators_must_fall_together_when_asked() -> None:
    late_hall = change(scene(60), scene(80), ChangeKind.BUILT)
    present = world(changes=(DOWN, late_hall))
    assert len(reached(signs(STAND_DOWN, HALL_UP, within=90), present)) == 2
    assert [sign.name for sign in reached(signs(STAND_DOWN, HALL_UP, within=30), present)] == ["hall up"]
    assert evaluate(signs(STAND_DOWN, HALL_UP, within=30), NOTHING, present) == []


def test_a_claim_that_is_too_weak_is_no_sign() -> None:
    assert reached(signs(replace(CLAIMED, at_least=0.66)), world(FIRST, words="likely")) == []
    (sign,) = reached(signs(CLAIMED), world(FIRST, words="likely"))
    assert sign.day == WITNESS_TEXT.published
    timed = replace(WITNESS, event=replace(WITNESS.event, time=days(4, 6)))
    (dated,) = reached(signs(CLAIMED), world((WITNESS_TEXT, timed), words="likely"))
    assert dated.day == moment(4)


def test_unusual_activity_is_a_sign() -> None:
    rows = ((moment(5), "scn-1", "usual"), (moment(7), "scn-2", "unusual"))
    present = replace(world(), looks=lambda site: rows if site == "brack" else ())
    (alert,) = evaluate(signs(RESTLESS, at_least=1), NOTHING, present)
    assert alert.scene_ids == ("scn-2",)
