"""The ledger of the demonstration case: its promise cannot be tested, those entered beside it fare as images say."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from firsthand.case import Case
from firsthand.model import CommitmentStatus
from firsthand.publish import commitment_board as board
from firsthand.publish.brief.promises import promise_sentences
from firsthand.publish.dossier import gather
from firsthand.weigh.commitments import judging
from firsthand.weigh.commitments.judging import Wanted
from firsthand.weigh.weigher import weigh

MADE = datetime(2025, 5, 16, tzinfo=UTC)
ENTERED = (
    ("to dismantle the engine test stand", datetime(2025, 7, 31, tzinfo=UTC)),
    ("to let inspectors into Tarn Valley", datetime(2025, 8, 1, tzinfo=UTC)),
    ("not to build a new assembly hall", None),
    ("not to build engines at Tarn Valley", None),
)


def test_statuses_and_history_over_two_runs(demo_root: Path, tmp_path: Path) -> None:
    case = Case(shutil.copytree(demo_root, tmp_path / "demo"))
    (told,) = case.store.commitments()
    assert told.status is CommitmentStatus.NOT_TESTABLE
    assert told.provision is not None
    assert (told.provision.article, told.to) == ("third paragraph", ("Osmeria",))
    assert len(told.evidence_against) == 1
    for what, by in ENTERED:
        judging.add(case, Wanted(who="Kelvaria", what=what, by=by, made=MADE, sites=("tarn-valley",)))
    for _ in range(2):
        weigh(case)
    rows = {row.promise.what: row for row in board.board(case, "Tarn Valley")}
    assert [str(rows[what].promise.status) for what, _ in ENTERED] == ["kept", "no evidence", "breached", "disputed"]
    assert [row.promise.what for row in rows.values() if row.overdue] == ["to let inspectors into Tarn Valley"]
    assert {len(row.history) for row in rows.values()} == {1}
    judging.judge(case, rows["to dismantle the engine test stand"].promise.id, "reversed", "put up again elsewhere")
    weigh(case)
    entries = case.store.history(rows["to dismantle the engine test stand"].promise.id)
    assert [(entry.status, entry.judged) for entry in entries] == [
        (CommitmentStatus.KEPT, None),
        (CommitmentStatus.KEPT, CommitmentStatus.REVERSED),
    ]
    said = [
        item.text
        for promise in case.store.commitments()
        for item in promise_sentences(promise, gather(case, "tarn-valley"))
    ]
    assert "It stands in the third paragraph of the joint communiqué and was given to Osmeria." in said
    assert "The day by which it was due, 1 August 2025, has passed; that alone is no breach." in said
    case.store.close()
