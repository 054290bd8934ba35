"""The ground truth: what every stage makes of the demonstration case, against what its author logged and simulated."""

from __future__ import annotations

import pytest

from firsthand.demo.score import Carried, figures, score_changes, score_claims
from firsthand.demo.truth import read_lineage


@pytest.fixture(scope="module")
def measured(demo_case):
    return figures(demo_case)


@pytest.fixture(scope="module")
def lineage(demo_case):
    return read_lineage(demo_case.root / "truth" / "lineage.json")


def test_no_stage_leaves_anything_out(demo_run):
    assert [problem for report in demo_run[1] for problem in report.problems] == []


def test_every_logged_copy_collapses_to_its_origin(demo_case, lineage):
    assert [(score.id, pair) for score in score_claims(demo_case, lineage) for pair in score.apart] == []


def test_every_logged_claim_has_its_number_of_origins(demo_case, lineage):
    wrong = [
        (score.id, score.computed and (score.computed.origin_low, score.computed.origin_high), score.joined)
        for score in score_claims(demo_case, lineage)
        if not score.right
    ]
    assert wrong == []


def test_first_hand_is_counted_right(measured):
    assert measured["first_hand_right"] == 1


def test_every_visible_change_is_found_and_dated(demo_case):
    score = score_changes(demo_case.store.changes(), demo_case.root / "truth" / "changes.geojson")
    assert score.visible == 4
    assert len(score.found) == score.dated_right == 4, score
    assert len(score.false_alarms) <= 1, score.false_alarms


def test_nothing_changes_at_ledna(demo_case):
    assert demo_case.store.changes("ledna") == []


def test_the_second_site_is_not_mixed_with_the_first(demo_case, lineage):
    carried = Carried(demo_case)
    wagons = next(claim for claim in lineage.claims if claim.id == "ledna-wagons").carriers[0]
    statements = {item.id for item in carried.statements(wagons.file, wagons.quote)}
    report = {item.document_id for item in carried.statements(wagons.file, wagons.quote)}
    for claim in demo_case.store.claims():
        about = {member.document_id for member in claim.members}
        assert ("ledna" in claim.event.site_ids) == bool(about & report), claim.text
        if statements & {member.statement_id for member in claim.members}:
            assert claim.event.site_ids == ("ledna",)
            assert about == report


def test_words_that_no_brief_may_use_reach_none(measured):
    assert measured["off_topic_kept_out"] == 1
    assert measured["declines_kept_apart"] == 1


def test_lost_speakers_are_not_guessed(measured):
    assert measured["statements_lost_right"] == 1


def test_the_promise_is_not_testable_and_the_experts_are_rivals(measured):
    assert measured["pledge_not_testable"] == 1
    assert measured["readings_rival"] == 1
