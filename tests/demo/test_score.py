"""The score itself, on hand-made records: what counts as found, right, collapsed, a false alarm."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand.case import Case
from firsthand.demo.score import ClaimScore, score_changes, score_claims, score_reading
from firsthand.demo.truth import Carrier, Flow, Lineage, LoggedClaim
from firsthand.model import (
    Action,
    Anchor,
    Basis,
    Certainty,
    Change,
    ChangeKind,
    Claim,
    Document,
    Event,
    Member,
    Origin,
    Reading,
    Relation,
    SourceKind,
    Stance,
    Statement,
    Voice,
    content_id,
)

NOW = datetime(2025, 7, 1, tzinfo=UTC)
TEXTS = {"first.txt": "The tower is down.", "second.txt": "The tower is down, says First.", "third.txt": "It has gone."}
QUOTES = {"first.txt": "The tower is down", "second.txt": "The tower is down", "third.txt": "It has gone"}
EVENT = Event(Action.DISMANTLE, site_ids=("valley",))


def statement(file: str, stance: Stance = Stance.ASSERTS, kind: SourceKind = SourceKind.OWN_VOICE) -> Statement:
    quote = QUOTES[file]
    return Statement(
        id=content_id("stm", file),
        document_id=content_id("doc", file),
        content=(Anchor(0, len(quote), quote),),
        source=None,
        cue=None,
        source_kind=kind,
        source_name="",
        chain=(),
        voice=Voice.OUTLET,
        stance=stance,
        basis=Basis.UNSTATED,
        certainty=Certainty(0.9, 1.0),
        event=EVENT,
    )


def claim(origin_of: dict[str, str], low: int, high: int) -> Claim:
    members = tuple(
        Member(content_id("stm", file), content_id("doc", file), Relation.AGREES, origin, "")
        for file, origin in origin_of.items()
    )
    origins = tuple(
        Origin(origin, "clm-1", origin, SourceKind.OUTLET, False, True) for origin in sorted(set(origin_of.values()))
    )
    return Claim("clm-1", "The tower is down", EVENT, members, origins, low, high, 0, len(origin_of))


def lineage(**changed) -> Lineage:
    logged = LoggedClaim(
        id="tower",
        site="valley",
        action="dismantle",
        carriers=tuple(Carrier(file, Stance.ASSERTS, "one", quote) for file, quote in QUOTES.items()),
        origins_true=1,
        origin_count=(1, 1),
        first_hand=(0, 0),
        image_answer=None,
        testable=None,
    )
    flows = (Flow("first.txt", "second.txt", "verbatim"), Flow("second.txt", "third.txt", "cites"))
    whole = Lineage(flows, (logged,), (), (), (), (), ())
    return replace(whole, **changed)


@pytest.fixture
def case(tmp_path: Path) -> Case:
    case = Case.create(tmp_path / "case")
    for file, text in TEXTS.items():
        document = Document(content_id("doc", file), file, text, content_id("sha", file), "text/plain", NOW)
        case.store.put_document(document)
        case.store.put_reading(Reading(document.id, (statement(file),)))
    yield case
    case.store.close()


def score(case: Case, computed: Claim) -> ClaimScore:
    case.store.put_trace([computed], [])
    return score_claims(case, lineage())[0]


def test_a_claim_joined_with_one_origin_is_right(case):
    found = score(case, claim(dict.fromkeys(TEXTS, "org-1"), 1, 1))
    assert (found.joined, found.right, found.collapsed, found.copies) == (3, True, 1, 1)


def test_one_wider_than_logged_is_allowed_and_two_are_not(case):
    assert score(case, claim(dict.fromkeys(TEXTS, "org-1"), 1, 2)).right
    assert not score(case, claim(dict.fromkeys(TEXTS, "org-1"), 1, 3)).right


def test_a_count_without_the_true_number_is_wrong(case):
    assert not score(case, claim(dict.fromkeys(TEXTS, "org-1"), 2, 2)).right


def test_a_shattered_claim_is_wrong_whatever_it_counts(case):
    found = score(case, claim({"third.txt": "org-1"}, 1, 1))
    assert (found.joined, found.right, found.collapsed) == (1, False, 0)


def test_a_claim_at_no_site_is_wrong(case):
    computed = claim(dict.fromkeys(TEXTS, "org-1"), 1, 1)
    assert not score(case, replace(computed, event=replace(EVENT, site_ids=()))).right


def test_a_copy_with_an_origin_of_its_own_is_not_collapsed(case):
    found = score(case, claim({"first.txt": "org-1", "second.txt": "org-2", "third.txt": "org-1"}, 1, 2))
    assert (found.collapsed, found.copies) == (0, 1)


def test_a_claim_that_nobody_read_is_not_found(case):
    case.store.put_trace([], [])
    found = score_claims(case, lineage())[0]
    assert (found.computed, found.right, found.copies) == (None, False, 1)


def test_off_topic_lost_and_declined_words(case):
    case.store.put_trace([claim(dict.fromkeys(TEXTS, "org-1"), 1, 1)], [])
    words = (("first.txt", QUOTES["first.txt"]),)
    log = lineage(off_topic=words, speaker_lost=words, no_comment=words)
    found = score_reading(case, replace(log, commitments=log.claims))
    assert found["off_topic_kept_out"] == found["statements_lost_right"] == found["declines_kept_apart"] == 0
    case.store.put_reading(
        Reading(content_id("doc", "first.txt"), (statement("first.txt", Stance.DECLINES, SourceKind.LOST),))
    )
    case.store.put_trace([claim(dict.fromkeys(list(TEXTS)[1:], "org-1"), 1, 1)], [])
    found = score_reading(case, replace(log, commitments=log.claims))
    assert found["off_topic_kept_out"] == found["statements_lost_right"] == found["declines_kept_apart"] == 1


# ---- changes -------------------------------------------------------------------------------------------------------

SQUARE = (((-35.5, 41.2), (-35.4995, 41.2), (-35.4995, 41.2004), (-35.5, 41.2004), (-35.5, 41.2)),)
FAR = tuple(tuple((lon + 0.003, lat) for lon, lat in ring) for ring in SQUARE)


def day(number: int) -> datetime:
    return datetime(2025, 6, number, 12, tzinfo=UTC)


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    bracket = {
        "sensor": "sim",
        "gsd_m": 10.0,
        "pixels": 12.0,
        "before": day(18).isoformat(),
        "after": day(28).isoformat(),
    }
    properties = {
        "site_id": "valley",
        "thing": "tower",
        "kind": "taken down",
        "date": day(24).isoformat(),
        "brackets": [bracket],
    }
    feature = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": SQUARE}, "properties": properties}
    path = tmp_path / "changes.geojson"
    path.write_text(json.dumps({"features": [feature]}))
    return path


CHANGE = Change(
    id="chg-1",
    site_id="valley",
    polygon=SQUARE,
    before=day(18),
    after=day(28),
    kind=ChangeKind.TAKEN_DOWN,
    kind_reason="",
    area_m2=1200,
    area_sd_m2=100,
    strength=9,
    p_value=0.001,
    sensor="sim",
    gsd_m=10,
    scene_ids=("scn-1", "scn-2"),
)


def test_a_change_found_and_dated(truth):
    found = score_changes([CHANGE], truth)
    assert (found.visible, found.found, found.dated_right, found.kind_right) == (1, ("tower taken down",), 1, 1)
    assert found.false_alarms == ()


@pytest.mark.parametrize("wide", [{"before": day(8)}, {"after": day(30)}])
def test_a_wider_interval_than_the_looks_allow_is_not_dated_right(truth, wide):
    found = score_changes([replace(CHANGE, **wide)], truth)
    assert (len(found.found), found.dated_right) == (1, 0)


@pytest.mark.parametrize(
    "wrong", [{"polygon": FAR}, {"after": day(20)}, {"site_id": "depot"}], ids=["elsewhere", "too early", "other site"]
)
def test_what_matches_no_true_change_is_a_false_alarm(truth, wrong):
    found = score_changes([replace(CHANGE, **wrong)], truth)
    assert (found.found, found.false_alarms) == ((), ("chg-1",))


def test_a_seasonal_change_is_no_alarm_and_finds_nothing(truth):
    found = score_changes([replace(CHANGE, kind=ChangeKind.SEASONAL)], truth)
    assert (found.found, found.false_alarms) == ((), ())


def test_the_wrong_kind_is_found_but_not_right(truth):
    found = score_changes([replace(CHANGE, kind=ChangeKind.BUILT)], truth)
    assert (len(found.found), found.kind_right) == (1, 0)
