"""Runs from the desk: one at a time, told as they go; other processes are seen; nobody meets a locked database."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from working_case import claim_about, send

from firsthand.case import Case
from firsthand.desk.progress import LOCKS, Runner, Working, _after, holder
from firsthand.errors import CaseBusyError, UsageError

HOLDING = """
import sys
from pathlib import Path
from firsthand.case import Case
with Case(Path(sys.argv[1])).working():
    print("held", flush=True)
    sys.stdin.read()
"""
COLLECTING = """
import sys
from pathlib import Path
from firsthand.case import Case
from firsthand.collect.collector import collect
case = Case(Path(sys.argv[1]))
folder = Path(sys.argv[2])
with case.working():
    for number in range(25):
        path = folder / f"report-{number}.txt"
        path.write_text(f"The hall at Ormond Point has grown by {number} metres, the mayor said.")
        assert not collect(case, [str(path)]).problems
"""
"""What ``firsthand collect`` does."""


def until(true: Callable[[], bool]) -> None:
    for _ in range(1200):
        if true():
            return
        time.sleep(0.05)
    pytest.fail("it did not come about")


def test_a_run_from_the_desk_is_told_as_it_goes(worker: TestClient, work_case: Case) -> None:
    assert worker.get("/progress.json").json()["at_work"] is False
    work_case.store.set_fingerprint("trace", "all", "")
    with work_case.store.writing():  # the run waits for its turn to write, and so is still there
        send(worker, "/", "/run", stage="trace")
        assert worker.get("/progress.json").json()["ours"] is True
        busy = send(worker, "/", "/run", stage="trace")
    assert busy.status_code == 503
    assert "a run is at work already" in busy.text
    with worker.stream("GET", "/progress") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        events = [json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: ")]
    assert events[-1]["at_work"] is False
    assert events[-1]["error"] == ""
    assert [line.split(":")[0] for line in events[-1]["summaries"]] == ["trace"]
    assert send(worker, "/", "/run", stage="dance").status_code == 400


def test_a_run_is_stopped(work_root: Path) -> None:
    runner = Runner(work_root)
    with pytest.raises(UsageError, match="no run of this desk"):
        runner.stop()
    runner.start()
    runner.stop()
    until(lambda: not runner.state().at_work)
    assert "stopped" in runner.state().error


@pytest.mark.skipif(not LOCKS.exists(), reason="this system does not tell who holds a lock")
def test_another_process_at_work_is_seen_and_left_alone(work_root: Path) -> None:
    runner = Runner(work_root)
    assert holder(work_root / ".lock") == ""
    command = [sys.executable, "-c", HOLDING, str(work_root), "/usr/bin/firsthand", "collect"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        other.stdout.readline()
        state = runner.state()
        assert (state.at_work, state.ours, state.what) == (True, False, "firsthand collect")
        with pytest.raises(CaseBusyError):
            runner.start()
        other.stdin.close()
        other.wait()
    assert not runner.state().at_work


def test_a_lock_that_the_system_does_not_tell_of_stops_the_run_kindly(work_root: Path, work_case: Case) -> None:
    runner = Runner(work_root)
    with work_case.working():
        runner.start("weigh")
        until(lambda: not runner.state().at_work)
    assert "another firsthand process is at work here" in runner.state().error


def test_what_a_run_tells() -> None:
    state = _after(Working(True, True), "progress", ["reading a.txt", 3, 9])
    assert (state.what, state.done, state.total) == ("reading a.txt", 3, 9)
    state = _after(state, "stage", ["read: 4 statements", "a.txt: no text"])
    assert (state.summaries, state.problems) == (("read: 4 statements",), ("a.txt: no text",))
    assert _after(state, "error", ["disk full"]).error == "disk full"


def test_nobody_meets_a_locked_database(worker: TestClient, work_root: Path, tmp_path: Path) -> None:
    """One process collects, two people decide, twenty read; each request is answered."""
    case = Case(work_root)
    claim = claim_about(case, "A red trailer")
    bad: list[str] = []

    def reading() -> None:
        for page in ("/", f"/claim/{claim}", "/site/ormond-point", "/commitments"):
            answer = worker.get(page)
            if answer.status_code != 200:
                bad.append(f"{page}: {answer.status_code} {answer.text[-300:]}")

    def deciding() -> None:
        for _ in range(6):
            answer = send(worker, f"/claim/{claim}", f"/claim/{claim}/forecast", probability="0.6")
            if answer.status_code != 303:
                bad.append(f"forecast: {answer.status_code} {answer.text[-300:]}")

    worker.get("/")
    with subprocess.Popen([sys.executable, "-c", COLLECTING, str(work_root), str(tmp_path)]) as collecting:
        threads = [threading.Thread(target=work) for work in [reading] * 20 + [deciding] * 2]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert collecting.wait() == 0
    assert bad == []
    assert len(case.store.forecasts()) == 12
    assert sum(document.name.startswith("report-") for document in case.store.documents()) == 25
    assert case.store.integrity() == []
    case.store.close()
