"""People's decisions on the ledger survive runs, are undone, and stand beside the machine; history only grows."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, tzinfo
from pathlib import Path

import pytest
from makers import anchor, days, moment
from promise_makers import Pair, promise
from typer.testing import CliRunner

from firsthand import decisions
from firsthand.case import Case
from firsthand.cli import app
from firsthand.decisions import withdraw
from firsthand.errors import UnknownIdError, UsageError
from firsthand.model import Commitment, CommitmentKind, CommitmentStatus, ProposalState, Reading
from firsthand.publish import commitment_board as board
from firsthand.weigh.commitments import judging
from firsthand.weigh.commitments.judging import Wanted
from firsthand.weigh.commitments.keep import carried, keep
from firsthand.weigh.weigher import weigh

OPEN = "to work toward lasting peace and full openness"
SITES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"id": "brack", "name": "Brack Test Site", "radius_m": 100},
            "geometry": {"type": "Point", "coordinates": [0.0, 0.0]},
        },
        {
            "type": "Feature",
            "properties": {
                "id": "brack-stand",
                "part_of": "brack",
                "name": "engine test stand",
                "aliases": ["test stand"],
            },
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[0, 0], [0.0003, 0], [0.0003, 0.0003], [0, 0.0003], [0, 0]]],
            },
        },
    ],
}


def put(case: Case, *pairs: Pair) -> None:
    for document, statement in pairs:
        case.store.put_document(document)
        case.store.put_reading(Reading(document.id, (statement,)))


@pytest.fixture
def case(tmp_path: Path) -> Case:
    """A case with two undertakings, weighed."""
    made = Case.create(tmp_path / "case")
    (made.root / "sites.geojson").write_text(json.dumps(SITES), encoding="utf-8")
    put(made, promise(OPEN), promise("to dismantle the test stand at Brack", day=2, part="brack-stand"))
    weigh(made)
    return made


def row(case: Case, words: str) -> Commitment:
    (found,) = [item for item in case.store.commitments() if words in item.what]
    return found


def test_a_proposal_is_confirmed_and_stays_so(case: Case) -> None:
    proposed = row(case, "dismantle")
    assert proposed.state is ProposalState.PROPOSED
    decision = judging.confirm(case, proposed.id, "read the text", "A. Holm")
    weigh(case)
    confirmed = row(case, "dismantle")
    assert (confirmed.state, confirmed.decision_ids) == (ProposalState.CONFIRMED, (decision.id,))
    put(case, promise("to dismantle the test stand at Brack", day=5))
    weigh(case)
    assert row(case, "dismantle").state is ProposalState.CONFIRMED
    withdraw(case, decision.id)
    weigh(case)
    assert row(case, "dismantle").state is ProposalState.PROPOSED


def test_a_rejected_proposal_leaves_the_ledger_until_undone(case: Case) -> None:
    decision = judging.reject(case, row(case, "peace").id, "a wish")
    weigh(case)
    assert [item.what for item in case.store.commitments()] == ["to dismantle the test stand at Brack"]
    assert [(made.id, edit.about) for made, edit in judging.rejected(case)] == [(decision.id, OPEN)]
    withdraw(case, decision.id)
    weigh(case)
    assert row(case, "peace").state is ProposalState.PROPOSED


def test_edits_change_terms_and_what_can_be_tested(case: Case) -> None:
    id = row(case, "peace").id
    wanted = Wanted(
        what="to dismantle the engine test stand", by=moment(30), kinds=("reversible",), text_source="Harrow Accord"
    )
    judging.edit(case, id, wanted)
    weigh(case)
    edited = case.store.commitment(id)
    assert (edited.testable, edited.state) == (True, ProposalState.CONFIRMED)
    assert edited.by is not None
    assert edited.by.end == moment(31)
    assert set(edited.kinds) == {CommitmentKind.DO, CommitmentKind.BY_DATE, CommitmentKind.REVERSIBLE}
    judging.edit(case, id, Wanted(article="Article 4"))
    weigh(case)
    provision = case.store.commitment(id).provision
    assert provision is not None
    assert (provision.article, provision.text) == ("Article 4", "Harrow Accord")


def test_merged_rows_are_one(case: Case) -> None:
    kept, gone = row(case, "dismantle"), row(case, "peace")
    judging.merge(case, kept.id, [gone.id])
    weigh(case)
    (one,) = case.store.commitments()
    assert one.id == kept.id
    assert set(one.statement_ids) == {*kept.statement_ids, *gone.statement_ids}


def test_of_merged_rows_the_last_recorded_judgement_holds_whatever_the_clock_said(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, gone = row(case, "dismantle"), row(case, "peace")
    days = iter([40, 30, 20])

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return moment(next(days))

    monkeypatch.setattr(decisions, "datetime", Clock)
    judging.judge(case, kept.id, "breached")
    judging.judge(case, gone.id, "kept")
    judging.merge(case, kept.id, [gone.id])
    weigh(case)
    judged = case.store.commitment(kept.id).judged
    assert judged is not None and judged.status is CommitmentStatus.KEPT


def test_an_entered_row_needs_no_report_and_takes_in_those_that_come(case: Case) -> None:
    judging.add(
        case, Wanted(who="Varland", what="not to test rocket engines at Brack", sites=("brack",), made=moment(0))
    )
    weigh(case)
    entered = row(case, "rocket")
    assert (entered.state, entered.statement_ids, entered.refrains) == (ProposalState.ADDED, (), True)
    judging.confirm(case, entered.id)
    weigh(case)
    assert row(case, "rocket").state is ProposalState.ADDED
    with pytest.raises(UsageError, match="entered already"):
        judging.add(case, Wanted(who="Varland", what="not to test rocket engines at Brack"))


def test_a_persons_status_stands_beside_the_machines(case: Case) -> None:
    id = row(case, "dismantle").id
    judging.judge(case, id, "kept", "inspectors were let in", "A. Holm")
    weigh(case)
    judged = case.store.commitment(id)
    assert judged.status is CommitmentStatus.NO_EVIDENCE
    assert judged.judged is not None
    assert (judged.judged.status, judged.judged.who) == (CommitmentStatus.KEPT, "A. Holm")
    assert not board.is_open(judged)
    assert [entry.judged for entry in case.store.history(id)] == [None, CommitmentStatus.KEPT]


def test_a_decision_outlives_its_statements(case: Case) -> None:
    judging.confirm(case, row(case, "dismantle").id)
    document, statement = promise("to dismantle the test stand at Brack", day=2, part="brack-stand")
    case.store.put_reading(Reading(document.id, (replace(statement, id="sta-read-anew"),)))
    weigh(case)
    again = row(case, "dismantle")
    assert (again.state, again.statement_ids) == (ProposalState.CONFIRMED, ("sta-read-anew",))
    case.store.put_reading(Reading(document.id, ()))
    weigh(case)
    lost = row(case, "dismantle")
    assert (lost.id, lost.state, lost.statement_ids) == (again.id, ProposalState.CONFIRMED, ())


@pytest.mark.parametrize(
    "wanted",
    [Wanted(), Wanted(kinds=("do", "refrain")), Wanted(kinds=("often",)), Wanted(sites=("nowhere",))],
    ids=["nothing", "both kinds", "unknown kind", "unknown site"],
)
def test_wrong_edits_are_refused(case: Case, wanted: Wanted) -> None:
    with pytest.raises(UsageError):
        judging.edit(case, row(case, "dismantle").id, wanted)
    assert case.store.decisions() == []


def test_unknown_ids_and_statuses_are_refused(case: Case) -> None:
    with pytest.raises(UnknownIdError):
        judging.confirm(case, "com-nothing")
    with pytest.raises(UsageError, match="no such status"):
        judging.judge(case, row(case, "dismantle").id, "broken")


# ---- history ---------------------------------------------------------------------------------------------------------


def test_history_grows_only_with_changes(case: Case) -> None:
    id = row(case, "dismantle").id
    first = case.store.history(id)
    weigh(case)
    assert case.store.history(id) == first
    document, told = promise("to dismantle the test stand at Brack by spring", day=3, part="brack-stand")
    by = replace(days(0, 40), start=None, anchor=anchor(document, "by spring"))
    put(case, (document, replace(told, event=replace(told.event, time=by))))
    weigh(case)
    assert row(case, "dismantle").by == by
    weigh(case)
    entries = case.store.history(id)
    assert entries[: len(first)] == first
    assert [entry.overdue for entry in entries] == [False] * len(entries)
    keep(case.store, case.store.commitments(), moment(41))
    assert [entry.overdue for entry in case.store.history(id)][-1]
    keep(case.store, case.store.commitments(), moment(42))
    assert len(case.store.history(id)) == len(entries) + 1


def test_an_earlier_report_does_not_cut_the_history(case: Case) -> None:
    id = row(case, "dismantle").id
    put(case, promise("to dismantle the test stand at Brack", day=-3, part="brack-stand"))
    weigh(case)
    found = row(case, "dismantle")
    assert (found.id, len(found.statement_ids)) == (id, 2)


def test_ids_are_carried_by_statements_then_by_words(case: Case) -> None:
    known = case.store.commitments()
    anew = [replace(item, id=f"com-new-{number}") for number, item in enumerate(known)]
    assert [item.id for item in carried(anew, known)] == [item.id for item in known]
    reread = [replace(item, statement_ids=(f"sta-{item.id}",)) for item in anew]
    assert [item.id for item in carried(reread, known)] == [item.id for item in known]


# ---- the board -------------------------------------------------------------------------------------------------------


def test_the_board_shows_what_each_row_rests_on(case: Case) -> None:
    first, second = board.board(case)
    assert (first.promise.testable, second.promise.testable) == (True, False)
    assert [telling.outlet for telling in first.tellings] == ["Coastal Wire"]
    assert first.sensing is not None
    assert first.sensing.gsd_m == pytest.approx(16.7, abs=0.1)
    assert "Sentinel-2C" in first.sensing.open_access
    assert second.sensing is None
    assert [item.promise.id for item in board.board(case, "brack", still_open=True)] == [first.promise.id]
    rests = {(item.field, item.kind) for item in board.rows_behind(case, first.promise.id)}
    assert {("words", "statement"), ("sensor", "sensor"), ("history", "entry")} <= rests


def test_satellites_out_of_service_or_too_coarse_show_nothing(case: Case) -> None:
    from firsthand.watch.passes.sensors import known_sensors

    measure = row(case, "dismantle").measure
    assert measure is not None
    sensors = known_sensors().values()
    vehicle = board.sensing(replace(measure, size_m=2.5), sensors, 10.0, date(2031, 1, 1))
    assert vehicle.open_access == ()
    assert "WorldView-3" in vehicle.on_order
    assert "too coarse" in vehicle.text
    hall = board.sensing(replace(measure, size_m=50.0), sensors, None, date(2031, 1, 1))
    assert "Sentinel-1B" not in hall.on_order
    no_image = board.sensing(replace(measure, means=("inspection",), size_m=None), sensors, None, date(2031, 1, 1))
    assert no_image.text == "No image can show it; an inspection could."


def test_commands(case: Case) -> None:
    run = CliRunner()
    here = ["--case", str(case.root)]
    id = row(case, "dismantle").id
    listed = run.invoke(app, ["commitments", *here, "--history"])
    assert listed.exit_code == 0
    assert id in listed.output
    assert run.invoke(app, ["commitment", "confirm", id, "--note", "read", *here]).exit_code == 0
    assert run.invoke(app, ["commitment", "edit", id, "--by", "2031-04-01", "--to", "Osterland", *here]).exit_code == 0
    entered = ["commitment", "add", "--who", "Varland", "--what", "not to test engines", "--site", "brack"]
    assert run.invoke(app, [*entered, *here]).exit_code == 0
    assert run.invoke(app, ["weigh", *here]).exit_code == 0
    (shown,) = [json.loads(run.invoke(app, ["commitments", id, "--json", *here]).stdout)]
    assert (shown["state"], shown["to"], shown["by"]["end"][:10]) == ("confirmed", ["Osterland"], "2031-04-02")
    assert [item["who"] for item in shown["decisions"]]
    assert len(json.loads(run.invoke(app, ["commitments", "--json", *here]).stdout)) == 3
    page = run.invoke(app, ["commitments", id, *here])
    assert "what could show it" in page.output
    decided = run.invoke(app, ["decisions", *here])
    assert "edit: to Osterland" in decided.output
