"""On a case: judgements are kept as stated, forecasts and resolutions signed, scores and plots follow, all undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from firsthand.case import Case
from firsthand.decisions import Judged, record, withdraw
from firsthand.errors import UnknownIdError, UsageError
from firsthand.model import Decision, Stated
from firsthand.queries import claims
from firsthand.views import AssessmentView
from firsthand.weigh.scoring.judgements import keep_judgements
from firsthand.weigh.scoring.recalibration import Curve, curve_text, standing_curve
from firsthand.weigh.scoring.resolutions import foretell, probability_of, resolve, resolved
from firsthand.weigh.scoring.scorecard import Wanted, score, write_plot
from firsthand.weigh.weigher import WEIGH_VERSION, weigh

EARLY = datetime(2031, 1, 1, tzinfo=UTC)


def test_a_run_keeps_what_it_states_and_says_it_once(small_case_copy: Case) -> None:
    store = small_case_copy.store
    kept = store.stated()
    assert {item.claim_id for item in kept} == {claim.id for claim in store.claims()}
    held = store.assessments()
    assert all(
        (item.low, item.high, item.words)
        == (held[item.claim_id].low, held[item.claim_id].high, held[item.claim_id].words)
        for item in kept
    )
    assert {item.weigh_version for item in kept} == {WEIGH_VERSION}
    store.set_fingerprint("weigh", "all", "stale")
    weigh(small_case_copy)
    assert store.stated() == kept


def test_only_what_differs_is_kept_and_nothing_is_changed(small_case_copy: Case) -> None:
    store = small_case_copy.store
    before, claims = store.stated(), store.claims()
    moved = dict(store.assessments())
    moved[claims[0].id] = replace(moved[claims[0].id], low=0.31, high=0.32, words="unlikely")
    fresh = keep_judgements(store, claims, moved.values(), "next")
    assert [(item.claim_id, item.low, item.weigh_version) for item in fresh] == [(claims[0].id, 0.31, "next")]
    assert store.stated() == [*before, *fresh]
    assert keep_judgements(store, claims, moved.values(), "next") == []


def test_forecasts_are_resolved_with_their_claim_or_alone(small_case_copy: Case) -> None:
    case = small_case_copy
    claim = case.store.claims()[0]
    foretell(case, claim.id, 0.8, note="the looks", who="Ada")
    own = foretell(case, "the  hall is in use", 0.25, by=EARLY, who="Ada")
    assert own.text == "the hall is in use"
    assert score(case).open[0].id == own.id, "the one that is due first"
    resolve(case, claim.id, "true", who="Bert")
    resolve(case, own.id, "false", who="Bert")
    card = score(case, Wanted(who="Ada"))
    assert card.open == ()
    (ada,) = card.judged
    assert ada.brier == pytest.approx((0.04 + 0.0625) / 2)


def test_undoing_a_resolution_opens_the_question_again(small_case_copy: Case) -> None:
    case = small_case_copy
    claim = next(claim for claim in case.store.claims() if case.store.assessments()[claim.id].words != "undetermined")
    decision = resolve(case, claim.id, "true", note="seen", who="Ada")
    assert decision.subjects[0] == claim.id
    assert [item.subject for item in score(case).items] == [claim.id]
    withdraw(case, decision.id)
    assert score(case).items == ()
    assert len(case.store.decisions(standing=False)) == 1


def test_wrong_input_names_the_remedy(small_case_copy: Case) -> None:
    case = small_case_copy
    with pytest.raises(UnknownIdError, match="clm-gone"):
        resolve(case, "clm-gone", "true")
    with pytest.raises(UnknownIdError, match="fct-gone"):
        resolve(case, "fct-gone", "true")
    with pytest.raises(UsageError, match="true, false, void"):
        resolve(case, case.store.claims()[0].id, "maybe")
    with pytest.raises(UsageError, match="strictly between"):
        foretell(case, "it rains", 1.0)
    with pytest.raises(UsageError, match="words"):
        foretell(case, "  ", 0.5)
    with pytest.raises(UsageError, match="nobody"):
        score(case, Wanted(who="Nobody"))
    with pytest.raises(UsageError, match="first"):
        score(case, Wanted(which="best"))
    with pytest.raises(UsageError, match="apply"):
        score(case, Wanted(recalibrate="now"))
    with pytest.raises(UsageError, match="too few"):
        score(case, Wanted(recalibrate="apply"))


@pytest.mark.parametrize(("typed", "meant"), [("0.7", 0.7), ("70%", 0.7), ("70 %", 0.7), (".05", 0.05)])
def test_probabilities_as_people_type_them(typed: str, meant: float) -> None:
    assert probability_of(typed) == pytest.approx(meant)


def test_words_are_no_probability() -> None:
    with pytest.raises(UsageError, match="no probability"):
        probability_of("likely")


# ---- recalibration and plot ----------------------------------------------------------------------------------------


@pytest.fixture
def resolved_case(small_case_copy: Case) -> Case:
    """Forty claims that were stated too surely and have been resolved; invented."""
    store = small_case_copy.store
    at = datetime.now(UTC) - timedelta(days=1)
    store.add_stated(Stated(f"clm-{n}", f"stm-{n}", "invented", 0.85, 0.95, "very likely", at, "1") for n in range(40))
    for n in range(40):
        record(small_case_copy, Judged("resolve", (f"clm-{n}",), "true" if n < 24 else "false"), who="Ada")
    return small_case_copy


def test_the_last_recorded_holds_also_when_the_clock_was_set_back() -> None:
    curves = [Curve("platt", number, ((0.1, 0.2), (0.9, 0.8))) for number in (40, 50)]
    made = [
        Decision(f"dec-{n}", "recalibrate", ("score",), curve_text(curve), "Ada", EARLY - timedelta(days=n))
        for n, curve in enumerate(curves)
    ]
    assert standing_curve(made) == (curves[1], made[1])
    answers = [
        Decision(f"dec-{value}", "resolve", ("clm-1",), value, "Ada", EARLY - timedelta(days=n))
        for n, value in enumerate(("true", "false"))
    ]
    assert resolved(answers)["clm-1"].value == "false"
    assert resolved(answers[::-1])["clm-1"].value == "true"


def test_recalibration_is_offered_applied_shown_apart_and_undone(resolved_case: Case) -> None:
    stated = resolved_case.store.assessments()
    card = score(resolved_case)
    assert card.offer is not None and card.offer.helps
    assert card.applied is None and standing_curve(resolved_case.store.decisions()) is None
    assert card.shifts and all(item.recalibrated.high < item.high for item in card.shifts if item.low > 0.7)
    applied = score(resolved_case, Wanted(recalibrate="apply", note="agreed")).applied
    assert applied is not None and applied.note == "agreed"
    curve, decision = standing_curve(resolved_case.store.decisions()) or (None, None)
    assert decision == applied and curve == card.offer.curve
    assert resolved_case.store.assessments() == stated, "what was stated stays"
    shown = [claim.assessment for claim in claims(resolved_case) if claim.assessment and claim.assessment.recalibrated]
    assert shown and all(item.recalibrated and item.recalibrated.decision == applied.id for item in shown)
    assert all((item.low, item.high) == (stated[id].low, stated[id].high) for item, id in _with_ids(resolved_case))
    withdraw(resolved_case, applied.id)
    assert score(resolved_case).applied is None
    assert not any(claim.assessment and claim.assessment.recalibrated for claim in claims(resolved_case))


def _with_ids(case: Case) -> list[tuple[AssessmentView, str]]:
    return [(claim.assessment, claim.id) for claim in claims(case) if claim.assessment]


def test_the_plot_stands_alone_and_says_what_it_shows(resolved_case: Case, tmp_path: Path) -> None:
    path = write_plot(resolved_case, score(resolved_case), tmp_path / "plot.svg")
    tree = etree.fromstring(path.read_bytes())
    name = "{http://www.w3.org/2000/svg}"
    assert tree.get("role") == "img"
    assert tree.get("aria-labelledby") == "plot-title plot-desc"
    description = tree.findtext(f"{name}desc") or ""
    assert (
        "machine, 40 resolved" in description
        and "very likely: 40 stated at 90% on average, 60% came true" in description
    )
    texts = ["".join(text.itertext()) for text in tree.iter(f"{name}text")]
    assert "n=40" in texts and "stated probability" in texts and "very likely" in texts
    point = tree.find(f"{name}circle")
    assert point is not None
    left, top, side = 70, 130, 440
    assert (float(point.get("cx")), float(point.get("cy"))) == (left + 0.9 * side, top + 0.4 * side)
    assert "http" not in path.read_text().replace("http://www.w3.org/2000/svg", "")


def test_a_plot_of_nothing_says_so(small_case_copy: Case, tmp_path: Path) -> None:
    path = write_plot(small_case_copy, score(small_case_copy), tmp_path / "plot.svg")
    assert "Nothing has been resolved yet" in path.read_text()
    with pytest.raises(UsageError, match="SVG"):
        write_plot(small_case_copy, score(small_case_copy), tmp_path / "plot.png")
