"""What the machine proposes: hypotheses from readings, one row for each origin, ids that stay."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from board_makers import Told, story, weighed
from makers import ORGANISATION, PERSON, doc, said
from weigh_makers import STAND, change, record, scene

from firsthand.model import (
    Action,
    Basis,
    Board,
    ChangeKind,
    EvidenceKind,
    EvidenceRow,
    Rating,
    Relation,
    Stance,
)
from firsthand.weigh.hypotheses.catalogue import base_rates, hypothesis_sets
from firsthand.weigh.hypotheses.judge import cell, judged

SHARED = Path(__file__).parents[3] / "../shared"


def board_of(told: list[Told]) -> Board:
    (board,) = weighed(told).boards
    return board


def rated(board: Board, row: EvidenceRow) -> dict[str, Rating]:
    """Ratings of a row by key of the hypothesis, or by its words."""
    found = {item.key or item.text: cell(row, item) for item in board.hypotheses}
    return {key: item.rating for key, item in found.items() if item is not None}


def kinds(board: Board, kind: EvidenceKind) -> list[EvidenceRow]:
    return [row for row in board.rows if row.kind is kind]


def test_readings_find_their_hypotheses_and_unknown_ones_become_their_own() -> None:
    board = board_of(story())
    why = {item.key or item.text: item.why for item in board.hypotheses}
    assert why["confidence-building"] == "held by Ida Brun"
    assert why["symbolic"] == "held by Adam Holt"
    assert why["Done to please a cousin"] == "held by Udo Falk"
    assert why["relocation"].startswith("general set: ")
    assert board.hypotheses[-1].key == "not so"
    assert not board.hypotheses[-1].happened


def test_each_party_that_reads_is_one_row_with_its_hypothesis_above_the_others() -> None:
    board = board_of(story())
    by_origin = {row.origin: rated(board, row) for row in kinds(board, EvidenceKind.READING)}
    assert set(by_origin) == {"Ida Brun", "Adam Holt", "Udo Falk"}
    assert by_origin["Ida Brun"]["confidence-building"] is Rating.CC
    assert by_origin["Ida Brun"]["symbolic"] is Rating.I
    assert by_origin["Ida Brun"]["not so"] is Rating.NA
    assert by_origin["Udo Falk"]["Done to please a cousin"] is Rating.CC


def test_a_wire_story_repeated_forty_times_gives_the_same_board() -> None:
    wire = story()
    copies = [told for number in range(40) for told in story(f"c{number}", 1 + number, f"Outlet {number}")]
    alone, repeated = board_of(wire), board_of([*wire, *copies])
    assert len(kinds(repeated, EvidenceKind.ORIGIN)) == 1
    assert [(row.id, row.kind, row.reliability) for row in repeated.rows] == [
        (row.id, row.kind, row.reliability) for row in alone.rows
    ]
    one, many = judged(alone), judged(repeated)
    assert [(item.hypothesis.id, item.posterior, item.low, item.high) for item in one.standings] == [
        (item.hypothesis.id, item.posterior, item.low, item.high) for item in many.standings
    ]


def test_the_board_gives_the_act_the_probability_of_the_claim() -> None:
    told = story()
    found = weighed(told)
    (board,) = found.boards
    (assessment,) = [item for item in found.assessments if item.claim_id == board.claim_id]
    happened = judged(board).happened
    assert happened is not None
    assert assessment.low <= happened <= assessment.high


def test_a_denial_speaks_for_not_at_all_and_an_own_deed_for_being_seen() -> None:
    document = doc("gazette", "The stand at Brack was taken down by our crews, the ministry said.", 2, "State Gazette")
    own = said(document, "was taken down by our crews", ("ministry", ORGANISATION), basis=Basis.OWN_ACT)
    other = doc("denial", "The test stand at Brack was not dismantled, said Olga Rey.", 3, "Morning Ledger")
    denial = said(other, "was not dismantled", ("Olga Rey", PERSON), stance=Stance.DENIES)
    board = board_of([*story(), (document, own), (other, denial)])
    (denied,) = kinds(board, EvidenceKind.DENIAL)
    assert rated(board, denied)["not so"] is Rating.CC
    assert rated(board, denied)["symbolic"] is Rating.II
    ministry = next(row for row in kinds(board, EvidenceKind.ORIGIN) if row.origin == "ministry")
    assert rated(board, ministry)["symbolic"] is Rating.CC
    assert rated(board, ministry)["relocation"] is Rating.C
    assert any("own deed" in item.text and item.row_ids == (ministry.id,) for item in board.assumptions)


def test_images_that_answer_count_and_images_that_cannot_show_it_apply_to_nothing() -> None:
    early, late, later = scene(-10), scene(-2), scene(30)
    gone = change(early, late, ChangeKind.TAKEN_DOWN)
    up = change(late, later, ChangeKind.BUILT)
    elsewhere = change(late, later, ChangeKind.BUILT, part="brack-yard")
    told = [(document, replace(item, event=replace(item.event, part_id=STAND.id))) for document, item in story()]
    seen = record(early, late, later, changes=(gone, up, elsewhere))
    (board,) = weighed(told, seen).boards
    (images,) = kinds(board, EvidenceKind.IMAGES)
    assert rated(board, images)["not so"] is Rating.II
    assert images.evidence[0] == gone.id
    changes = {row.evidence: rated(board, row) for row in kinds(board, EvidenceKind.CHANGE)}
    assert changes[(up.id,)]["maintenance"] is Rating.CC
    assert changes[(up.id,)]["confidence-building"] is Rating.II
    assert changes[(elsewhere.id,)]["relocation"] is Rating.C
    (bare,) = weighed(told).boards
    (silent,) = kinds(bare, EvidenceKind.IMAGES)
    assert set(rated(bare, silent).values()) == {Rating.NA}
    assert not judged(bare).rows[bare.rows.index(silent)].likelihoods


def test_other_claims_about_the_site_are_one_row_each_however_many_tell_them() -> None:
    first = doc("f", "Engines are being built at Brack, said Jan Orr.", 4, "Morning Ledger")
    second = doc("g", "Engines are being built at Brack, said Kit Lund.", 5, "Skywatch")
    told = [
        (document, said(document, "Engines are being built at Brack", (who, PERSON), act=Action.BUILD, thing="engines"))
        for document, who in ((first, "Jan Orr"), (second, "Kit Lund"))
    ]
    board = board_of([*story(), *told])
    (related,) = kinds(board, EvidenceKind.RELATED)
    assert rated(board, related)["confidence-building"] is Rating.I
    assert {name for name, _ in related.without} == {"Jan Orr", "Kit Lund"}
    falls = {fall.name: fall for fall in judged(board).falls}
    assert falls["Jan Orr"].row_ids == (related.id,)
    assert falls["Jan Orr"].shift > 0


def test_ids_stay_when_more_is_reported() -> None:
    document = doc("later", "The test stand at Brack was dismantled, said Jan Orr, who saw it.", 9, "Morning Ledger")
    told = said(document, "The test stand at Brack was dismantled", ("Jan Orr", PERSON), basis=Basis.WITNESS)
    before, after = board_of(story()), board_of([*story(), (document, told)])
    assert before.id == after.id
    assert [item.id for item in before.hypotheses] == [item.id for item in after.hypotheses]
    assert {row.id for row in before.rows} < {row.id for row in after.rows}


def test_sets_rate_every_hypothesis_they_name_and_each_has_its_null() -> None:
    for chosen in hypothesis_sets():
        keys = {entry.key for entry in chosen.entries}
        assert [entry.happened for entry in chosen.entries].count(False) == 1
        assert all(entry.source for entry in chosen.entries)
        for sign in chosen.signs.values():
            assert set(sign.ratings) <= {*keys, "*"}
            assert keys <= set(sign.ratings) or "*" in sign.ratings
        for find in chosen.finds:
            assert set(find.ratings) <= {*keys, "*"}
    actions = [action for chosen in hypothesis_sets() for action in chosen.actions]
    assert len(actions) == len(set(actions))


def test_base_rates_name_their_sources_and_know_nothing_of_later_years() -> None:
    for rate in base_rates():
        assert set(rate.sets) <= {chosen.name for chosen in hypothesis_sets()}
        assert all(item.source and str(item.known)[:2] in ("19", "20") for item in rate.cases)
        first = min(item.known for item in rate.cases)
        assert rate.known_by(first) == ()
        assert len(rate.known_by(9999)) == len(rate.cases)


def test_the_sohae_dismantling_shows_both_readings_with_the_evidence_for_each(tmp_path: Path) -> None:
    if not (SHARED / "specimens").is_dir():
        pytest.skip("the specimen reports lie outside the repository and are not here")
    from firsthand.case import Case
    from firsthand.collect.collector import CollectOptions, collect
    from firsthand.pipeline import stages

    case = Case.create(tmp_path / "case")
    places = [("sohae", "Sohae Satellite Launching Station", "Sohae"), ("sanumdong", "Sanum-dong", "Sanumdong")]
    features = [
        {
            "type": "Feature",
            "properties": {"id": id, "name": name, "aliases": [alias]},
            "geometry": {"type": "Point", "coordinates": [125.0, 39.5]},
        }
        for id, name, alias in places
    ]
    (case.root / "sites.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    for name, day in (("report-a.txt", "2018-07-31"), ("report-b.txt", "2018-08-01")):
        published = datetime.fromisoformat(day).replace(tzinfo=UTC)
        assert not collect(case, [str(SHARED / "specimens" / name)], CollectOptions(published=published)).problems
    for stage in ("read", "trace", "weigh"):
        stages()[stage](case, lambda what, done, total: None)
    (board,) = case.store.proposed_boards()
    claim = case.store.claim(board.claim_id)
    assert (claim.event.action, claim.event.site_ids[0]) == (Action.DISMANTLE, "sohae")
    held = {item.key: item for item in board.hypotheses if item.statement_ids}
    assert set(held) == {"confidence-building", "symbolic"}
    for key, hypothesis in held.items():
        spoken = [row for row in kinds(board, EvidenceKind.READING) if rated(board, row)[key] in (Rating.C, Rating.CC)]
        assert len(spoken) == 1
        assert spoken[0].evidence == hypothesis.statement_ids
    told = {member.statement_id for member in claim.members if member.relation is Relation.AGREES}
    (origin,) = kinds(board, EvidenceKind.ORIGIN)
    assert set(origin.evidence[1:]) <= told
    assert len(judged(board).standings) == len(board.hypotheses)
