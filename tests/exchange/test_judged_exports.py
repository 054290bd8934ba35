"""What is judged leaves the house and comes back: boards, forecasts with their scores, alerts, commitments."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from firsthand.alerts import stage as alerts
from firsthand.case import Case
from firsthand.exchange import prov, stix
from firsthand.exchange.bag import import_case, write_bag
from firsthand.exchange.columns import Row
from firsthand.exchange.holdings import Holdings, holdings
from firsthand.exchange.rows import table, tables
from firsthand.exchange.tables import tables_json
from firsthand.model import Board
from firsthand.weigh.commitments import judging
from firsthand.weigh.hypotheses import boards
from firsthand.weigh.scoring.resolutions import foretell, resolve
from firsthand.weigh.weigher import weigh

CONDITION = """
[[alert]]
name = "New origins"
when = "origin"
site = "tarn-valley"
"""


@pytest.fixture(scope="module")
def judged_root(small_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small case after a week of work: a board with edits, forecasts, a promise entered, an alert seen."""
    root = shutil.copytree(small_root, tmp_path_factory.mktemp("judged") / "case")
    settings = root / "case.toml"
    settings.write_text(settings.read_text("utf-8") + CONDITION, encoding="utf-8")
    case = Case(root)
    claim = case.store.claims("tarn-valley")[0].id
    boards.open_board(case, claim)
    judging.add(case, judging.Wanted(who="Kelvaria", what="to let visitors in", by=datetime(2026, 1, 1, tzinfo=UTC)))
    weigh(case)
    boards.add_hypothesis(case, claim, "A rehearsal", boards.Signed("Ada"))
    boards.rate(case, claim, "E1", {"H1": "C"}, boards.Signed("Ada"))
    foretell(case, claim, 0.4, who="Ada")
    foretell(case, claim, 0.8, note="the looks", who="Ada")
    foretell(case, "the hall is in use", 0.25, by=datetime(2026, 3, 1, tzinfo=UTC), who="Bert")
    resolve(case, claim, "true", note="inspectors saw it", who="Cleo")
    alerts.raise_alerts(case)
    alerts.mark(case, [case.store.alerts()[0].id], who="Ada")
    case.store.close()
    return root


@pytest.fixture(scope="module")
def case(judged_root: Path) -> Iterator[Case]:
    opened = Case(judged_root)
    yield opened
    opened.store.close()


@pytest.fixture(scope="module")
def held(case: Case) -> Holdings:
    return holdings(case)


def asked_for(case: Case) -> Board:
    """The board that somebody asked for and edited."""
    return next(item for item in boards.boards(case) if any(found.added_by for found in item.hypotheses))


def _rows(held: Holdings, name: str) -> tuple[Row, ...]:
    found = table(held, name)
    names = [column.name for column in found.columns]
    assert found.rows and all(list(names) == sorted(row, key=names.index) for row in found.rows)
    return found.rows


def test_a_board_is_exported_with_its_matrix(held: Holdings, case: Case) -> None:
    board = asked_for(case)
    named = [_rows(held, name) for name in ("hypotheses", "evidence", "ratings")]
    assert all({row["board"] for row in rows} == {item.id for item in boards.boards(case)} for rows in named)
    hypotheses, rows, ratings = ([row for row in found if row["board"] == board.id] for found in named)
    added = next(row for row in hypotheses if row["text"] == "A rehearsal")
    assert added["added_by"] and added["rank"]
    assert sorted(row["rank"] for row in hypotheses) == list(range(1, len(hypotheses) + 1))
    assert 0.99 < sum(row["probability"] for row in hypotheses) < 1.01
    mine = next(row for row in ratings if (row["row_number"], row["hypothesis_number"]) == ("E1", "H1"))
    assert mine["rating"] == "C" and mine["rated_by"]
    first = next(row for row in rows if row["number"] == "E1")
    assert first["statements"] and len(first["quotes"]) <= len(first["statements"])
    assert all(any(quote in document.text for document in held.documents.values()) for quote in first["quotes"])


def test_forecasts_carry_what_came_of_them(held: Holdings) -> None:
    early, late, own = _rows(held, "forecasts")
    assert (late["outcome"], late["resolved_by"], late["known"]) == ("true", "Cleo", "inspectors saw it")
    assert late["brier"] == pytest.approx(0.04) and late["scored"]
    assert early["brier"] == pytest.approx(0.36) and not early["scored"], "only the last said before counts"
    assert late["quote"] and any(late["quote"] in document.text for document in held.documents.values())
    assert own["outcome"] is None and own["brier"] is None and own["claim"] is None
    (ada,) = [row for row in _rows(held, "scores") if row["who"] == "Ada"]
    assert (ada["probability"], ada["outcome"], ada["brier"]) == (0.8, True, pytest.approx(0.04))


def test_alerts_carry_their_words_and_who_saw_them(held: Holdings) -> None:
    rows = _rows(held, "alerts")
    assert [row["seen_by"] for row in rows if row["seen"]] == ["Ada"]
    for row in rows:
        assert row["condition"] == "New origins" and row["sites"] == ["tarn-valley"]
        assert row["quotes"] and len(row["quotes"]) == len(row["statements"]) == len(row["speakers"])


def test_one_site_and_an_earlier_day_leave_out_what_is_not_theirs(case: Case) -> None:
    other = holdings(case, "ledna")
    assert (
        not table(other, "hypotheses").rows and not table(other, "forecasts").rows and not table(other, "alerts").rows
    )
    assert {row["who"] for row in _rows(holdings(case, "tarn-valley"), "forecasts")} == {"Ada"}
    before = holdings(case, known_at=case.store.forecasts()[0].made - timedelta(days=1))
    for name in ("hypotheses", "forecasts", "scores", "alerts"):
        assert not table(before, name).rows


def test_json_holds_the_same_rows(held: Holdings) -> None:
    read: dict[str, list[Any]] = json.loads(tables_json(tables(held)))
    assert {name: len(rows) for name, rows in read.items()} == {found.name: len(found.rows) for found in tables(held)}
    assert read["forecasts"][2]["by"] == "2026-03-01T00:00:00.000Z"
    assert read["sites"][0]["geometry"]["type"] in ("Point", "Polygon")


def test_stix_holds_the_board_and_the_forecasts_of_claims(held: Holdings, case: Case) -> None:
    import stix2

    bundle = stix2.parse(stix.stix_bytes(held).decode(), allow_custom=False)
    own = next(thing["id"] for thing in bundle.objects if thing.get("name") == "Firsthand")
    board = asked_for(case)
    note = next(thing for thing in bundle.objects if thing.get("abstract") == board.question)
    assert "A rehearsal: " in note["content"]
    claims = {thing["id"] for thing in bundle.objects if thing["type"] == "note"}
    assert set(note["object_refs"]) <= claims
    said = [thing for thing in bundle.objects if thing.get("authors")]
    assert [(item["authors"], item["opinion"]) for item in said] == [(["Ada"], "disagree"), (["Ada"], "strongly-agree")]
    assert all("confidence" not in item and item["created_by_ref"] == own for item in said)


def test_prov_derives_what_is_judged_from_what_it_rests_on(held: Holdings) -> None:
    found = prov.prov(held)
    ends = {(item["prov:generatedEntity"], item["prov:usedEntity"]) for item in found["wasDerivedFrom"].values()}
    assert {used for _, used in ends} <= set(found["entity"])
    board, forecast, alert = held.judgements.boards[0], held.judgements.forecasts[0], held.judgements.alerts[0]
    assert (f"fh:{board.id}", f"fh:{board.claim_id}") in ends
    assert (f"fh:{forecast.id}", f"fh:{forecast.claim_id}") in ends
    assert (f"fh:{alert.id}", f"fh:{alert.quotes[0].statement_id}") in ends
    assert all(f"fh:{promise.id}" in found["entity"] for promise in held.commitments)


def test_a_case_handed_over_brings_all_of_it_back(case: Case, tmp_path: Path) -> None:
    write_bag(case, tmp_path / "case.bag")
    assert import_case(tmp_path / "case.bag", tmp_path / "theirs").problems == ()
    theirs = Case(tmp_path / "theirs")
    try:
        assert boards.boards(theirs) == boards.boards(case)
        assert theirs.store.forecasts() == case.store.forecasts()
        assert theirs.store.alerts() == case.store.alerts() and theirs.store.alert_marks() == case.store.alert_marks()
        assert theirs.store.commitments() == case.store.commitments()
        assert theirs.store.decisions(standing=False) == case.store.decisions(standing=False)
        assert tables_json(tables(holdings(theirs))) == tables_json(tables(holdings(case)))
        assert alerts.raise_alerts(theirs).done == 0, "what was told there is not told again here"
        weigh(theirs)
        assert boards.boards(theirs) == boards.boards(case), "what people rated outlives a run on the other side"
    finally:
        theirs.store.close()
