"""The two real reports, spun and garbled, that Firsthand exists to read: only the shape of the result is asserted."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand.case import Case
from firsthand.model import (
    Action,
    Basis,
    Claim,
    CommitmentStatus,
    Document,
    Relation,
    Relevance,
    SourceKind,
    Statement,
    content_id,
)
from firsthand.trace.relations import SUPPORT
from firsthand.trace.tracer import trace
from firsthand.weigh.weigher import weigh

SHARED = Path(__file__).parents[2] / "../shared"
NAMES = {"sohae": "Sohae Satellite Launching Station", "sanumdong": "Sanum-dong", "kangson": "Kangson enrichment site"}
ALIASES = {"sohae": ["Sohae"], "sanumdong": ["Sanumdong", "Sanum-dong"], "kangson": ["Kangson"]}
PUBLISHED = {"report-a.txt": "2018-07-31", "report-b.txt": "2018-08-01"}


@pytest.fixture(scope="module", params=["", "Invented Courier of "], ids=["as found", "with outlets"])
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The specimens read, traced and weighed, with three sites; as found, and as if their outlets were known."""
    if not (SHARED / "specimens").is_dir():
        pytest.skip("the specimen reports lie outside the repository and are not here")
    from firsthand.read.reader import read

    case = Case.create(tmp_path_factory.mktemp("specimens") / "case")
    (case.root / "sites.geojson").write_text(json.dumps(sites()), encoding="utf-8")
    for name, day in PUBLISHED.items():
        moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
        text = (SHARED / "specimens" / name).read_text(encoding="utf-8")
        document = Document(content_id("doc", name), name, text, "0" * 64, "text/plain", moment, published=moment)
        outlet = f"{request.param}{name}" if request.param else ""
        case.store.put_document(replace(document, outlet=outlet))
    for stage in (read, trace, weigh):
        assert not stage(case).problems
    return case


def sites() -> dict[str, object]:
    table = SHARED / "data/facilities/dprk_sites_seen/dprk_sites_seen.csv"
    rows = list(csv.DictReader(table.open(encoding="utf-8")))
    features = []
    for id, start in NAMES.items():
        row = next(row for row in rows if row["name"].startswith(start))
        properties = {"id": id, "name": row["name"], "aliases": ALIASES[id], "radius_m": 5000}
        geometry = {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return {"type": "FeatureCollection", "features": features}


def claim_about(case: Case, site: str, action: Action) -> Claim:
    """The one claim of ``action`` at ``site``."""
    (found,) = [claim for claim in case.store.claims(site) if claim.event.action is action]
    return found


def members(case: Case, claim: Claim, *relations: Relation) -> list[Statement]:
    return [case.store.statement(member.statement_id) for member in claim.members if member.relation in relations]


def test_missiles_at_sanumdong_stand_once_with_one_or_two_origins(case: Case) -> None:
    claim = claim_about(case, "sanumdong", Action.BUILD)
    supporting = members(case, claim, *SUPPORT)
    assert len({statement.document_id for statement in supporting}) == 2
    assert any(not statement.event.site_ids for statement in supporting)
    assert (claim.origin_low, claim.origin_high, claim.first_hand) == (1, 2, 0)
    assert all(origin.kind is SourceKind.UNNAMED_OFFICIAL for origin in claim.origins)
    assert claim.event.quantity is not None
    assert (claim.event.quantity.low, claim.event.quantity.high) == (1, 2)


def test_missiles_at_sanumdong_are_not_confirmed(case: Case) -> None:
    claim = claim_about(case, "sanumdong", Action.BUILD)
    assessment = case.store.assessments()[claim.id]
    assert assessment.credibility >= 3
    assert assessment.confidence == "low"
    assert "nothing first-hand" in assessment.confidence_reason
    assert "only unnamed sources" in assessment.confidence_reason


def test_dismantling_at_sohae_stands_on_images_with_two_readings(case: Case) -> None:
    claim = claim_about(case, "sohae", Action.DISMANTLE)
    supporting = members(case, claim, *SUPPORT)
    assert len({statement.document_id for statement in supporting}) == 2
    assert any(statement.basis is Basis.IMAGE for statement in supporting)
    (rivals,) = [rivals for rivals in case.store.rivals() if rivals.claim_id == claim.id]
    assert len(rivals.readings) >= 2
    assert any("confidence" in reading.text for reading in rivals.readings)
    assert any("gesture" in reading.text for reading in rivals.readings)


def test_denuclearisation_is_a_promise_that_cannot_be_tested(case: Case) -> None:
    (promise,) = [item for item in case.store.commitments() if "denuclear" in item.what]
    assert promise.status is CommitmentStatus.NOT_TESTABLE
    assert "No date, no measure" in promise.why


def test_the_test_stand_promise_is_kept_in_part_by_what_images_are_told_to_show(case: Case) -> None:
    (promise,) = [item for item in case.store.commitments() if "test stand" in item.what]
    claim = claim_about(case, "sohae", Action.DISMANTLE)
    assert promise.status in (CommitmentStatus.PARTLY, CommitmentStatus.NO_EVIDENCE)
    assert promise.evidence_for == (claim.id,)
    assert "images" in promise.status_reason
    assert promise.testable
    assert [entry.status for entry in case.store.history(promise.id)] == [promise.status]


def test_declining_counts_for_nothing(case: Case) -> None:
    declined = [
        (claim, member)
        for claim in case.store.claims()
        for member in claim.members
        if member.relation is Relation.DECLINES
    ]
    assert declined
    for claim, member in declined:
        assert member.origin_id is None
        assert member.statement_id not in {item.id for item in members(case, claim, *SUPPORT)}


def test_lost_speakers_have_no_origin(case: Case) -> None:
    for claim in case.store.claims():
        for member in claim.members:
            if case.store.statement(member.statement_id).source_kind is SourceKind.LOST:
                assert member.origin_id is None


def test_off_topic_and_boilerplate_reach_no_claim(case: Case) -> None:
    kept = {member.statement_id for claim in case.store.claims() for member in claim.members}
    aside = {item.id for item in case.store.statements() if item.relevance is not Relevance.ON_TOPIC}
    assert aside
    assert not kept & aside
