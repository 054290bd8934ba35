"""The stage: works once, sees what changed, and leaves people's decisions in charge."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from makers import PERSON, doc, moment, said

from firsthand.case import Case
from firsthand.model import Action, Assessment, Decision, ImageAnswer, ImageVerdict, Reading
from firsthand.trace.tracer import trace


def filled(root: Path) -> Case:
    case = Case.create(root / "case")
    for name, quote in (("a", "the test stand at Brack was dismantled"), ("b", "the stand at Brack has been razed")):
        document = doc(name, f"Adam Holt said {quote}.", 1, "Coastal Wire")
        case.store.put_document(document)
        case.store.put_reading(Reading(document.id, (said(document, quote, ("Adam Holt", PERSON)),)))
    return case


def test_traces_once_and_again_only_when_something_changed(tmp_path: Path) -> None:
    case = filled(tmp_path)
    assert trace(case).done == 2
    (claim,) = case.store.claims("brack")
    again = trace(case)
    assert (again.done, again.fresh) == (0, 2)
    case.store.put_document(replace(case.store.documents()[0], outlet="Skywatch"))
    assert trace(case).done == 2
    assert [item.id for item in case.store.claims()] == [claim.id]


def judged(claim_id: str) -> Assessment:
    image = ImageVerdict(claim_id, ImageAnswer.NO_USABLE_LOOK, "no image")
    return Assessment(claim_id, 0.5, 0.6, "likely", "low", "thin", (), image, 3)


def test_only_claims_that_change_lose_their_assessment(tmp_path: Path) -> None:
    case = filled(tmp_path)
    other = doc("c", "Adam Holt said the hall at Orle was built.", 2, "Coastal Wire")
    told = said(other, "the hall at Orle was built", act=Action.BUILD, thing="hall", sites=("orle",))
    case.store.put_document(other)
    case.store.put_reading(Reading(other.id, (told,)))
    trace(case)
    (stand,), (hall,) = case.store.claims("brack"), case.store.claims("orle")
    case.store.put_weigh([judged(stand.id), judged(hall.id)], (), ())
    case.store.set_fingerprint("weigh", "all", "fresh")
    late = doc("d", "Bea Rook said the stand at Brack was dismantled.", 5, "Skywatch")
    case.store.put_document(late)
    quote = "the stand at Brack was dismantled"
    case.store.put_reading(Reading(late.id, (said(late, quote, ("Bea Rook", PERSON)),)))
    trace(case)
    assert set(case.store.assessments()) == {hall.id}
    assert case.store.fingerprints("weigh")["all"] != "fresh", "what was judged on fewer reports is judged again"
    assert case.store.claim(stand.id).reports == 3
    assert [hit.ref for hit in case.store.search("hall") if hit.kind == "claim"] == [hall.id]


def test_a_decision_takes_effect_and_can_be_withdrawn(tmp_path: Path) -> None:
    case = filled(tmp_path)
    trace(case)
    ids = tuple(statement.id for statement in case.store.statements())
    decision = Decision("dec-1", "not same", ids, "", "a. reviewer", moment(9))
    case.store.put_decision(decision)
    trace(case)
    assert len(case.store.claims()) == 2
    case.store.put_decision(replace(decision, withdrawn=moment(10)))
    trace(case)
    assert len(case.store.claims()) == 1


STORY = (
    "Crews pulled the tall frame down by night and drove its beams away on nine wagons before dawn, people across the "
    "river told this paper."
)


def test_reports_that_come_one_by_one_give_what_all_at_once_give(tmp_path: Path) -> None:
    told = [f"{STORY} It was quiet.", f"According to a report, {STORY}", "Nothing was seen.", f"{STORY} More follows."]
    documents = [
        doc(f"d{number}", text, day, "Coastal Wire")
        for number, (text, day) in enumerate(zip(told, (3, 1, 2, 4), strict=True))
    ]
    slow, fast = Case.create(tmp_path / "slow"), Case.create(tmp_path / "fast")
    for document in documents:
        reading = Reading(document.id, (said(document, document.text[:40]),))
        for case in (slow, fast):
            case.store.put_document(document)
            case.store.put_reading(reading)
        trace(slow)
    trace(fast)
    assert slow.store.claims() == fast.store.claims() != []
    assert slow.store.copies() == fast.store.copies()
    assert len(slow.store.copies()) == 2


def test_empty_case(tmp_path: Path) -> None:
    report = trace(Case.create(tmp_path / "case"))
    assert report.summary == "0 claims, 0 flows between documents"
