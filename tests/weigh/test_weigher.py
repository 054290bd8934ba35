"""The stage: works once, sees what changed, and survives a new trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from makers import PERSON, days, doc, said
from orbit_makers import two_lines
from weigh_makers import change, claims_of, record, scene

from firsthand.case import Case
from firsthand.model import Basis, ChangeKind, Decision, ImageAnswer, Reading
from firsthand.trace.tracer import trace
from firsthand.weigh.weigher import weigh, weigh_claims


def filled(root: Path) -> Case:
    case = Case.create(root / "case")
    document = doc("a", "Adam Holt said the test stand was dismantled.", 1, "Coastal Wire")
    told = said(document, "the test stand was dismantled", ("Adam Holt", PERSON), basis=Basis.WITNESS)
    case.store.put_document(document)
    case.store.put_reading(Reading(document.id, (told,)))
    trace(case)
    return case


def test_weighs_once_and_again_what_a_new_trace_changed(tmp_path: Path) -> None:
    case = filled(tmp_path)
    assert weigh(case).done == 1
    before = case.store.assessments()
    assert (weigh(case).done, weigh(case).fresh) == (0, 1)
    case.store.set_fingerprint("trace", "all", "stale")
    trace(case)
    assert case.store.assessments() == before
    more = doc("b", "Ida Brun said the test stand was dismantled.", 2, "Skywatch")
    case.store.put_document(more)
    case.store.put_reading(Reading(more.id, (said(more, "the test stand was dismantled", ("Ida Brun", PERSON)),)))
    trace(case)
    assert case.store.assessments() == {}
    assert weigh(case).done == 1
    assert case.store.assessments() != before


def test_claim_without_origin_is_held_against_the_images() -> None:
    document = doc("a", "The test stand was dismantled.", 10)
    own = said(document, "The test stand was dismantled", time=days(4, 6))
    (claim,) = claims_of((document, own))
    early, late = scene(1), scene(9)
    on = record(early, late, changes=(change(early, late, ChangeKind.TAKEN_DOWN),))
    (assessment,) = weigh_claims([claim], [own], [document], on).assessments
    assert claim.origins == ()
    assert assessment.image.answer is ImageAnswer.AGREES


def test_empty_case(tmp_path: Path) -> None:
    report = weigh(Case.create(tmp_path / "case"))
    assert report.summary == "0 claims weighed, 0 with rival readings, 0 promises"


def test_new_element_sets_make_a_case_weighed_again(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "orbits")
    weigh(case)
    before = case.store.fingerprints("weigh")
    (case.root / "elements").mkdir()
    (case.root / "elements" / "sets.tle").write_text(two_lines())
    weigh(case)
    with_sets = case.store.fingerprints("weigh")
    weigh(case)
    assert before != with_sets == case.store.fingerprints("weigh")


def test_a_judgement_that_weighing_heeds_makes_a_case_weighed_again_and_so_does_its_withdrawal(tmp_path: Path) -> None:
    case = filled(tmp_path)
    weigh(case)
    made = Decision("dec-1", "resolve", (case.store.claims()[0].id,), "true", "Vera", datetime(2031, 5, 1, tzinfo=UTC))
    case.store.put_decision(made)
    assert (weigh(case).done, weigh(case).fresh) == (1, 1)
    case.store.put_decision(replace(made, withdrawn=datetime(2031, 5, 2, tzinfo=UTC)))
    assert (weigh(case).done, weigh(case).fresh) == (1, 1)
