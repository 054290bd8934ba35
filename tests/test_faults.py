"""Stopped in the middle: nothing stored is harmed, and running again finishes the work with the same result."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from firsthand.case import Case
from firsthand.errors import EXIT_INTERRUPTED
from firsthand.integrity import verify
from firsthand.pipeline import run
from firsthand.queries import claims

PAUSED_RUN = """
import sys, time
from firsthand import cli
from firsthand.store import Store

stage, real, seen = sys.argv.pop(), Store.set_fingerprint, []

def pausing(store, name, key, fingerprint):
    # Each stage writes its fingerprint in the transaction of its results: here, half of it is written.
    real(store, name, key, fingerprint)
    seen.extend([key] if name == stage else [])
    if len(seen) == (3 if stage == "read" else 1):
        print("IN THE MIDDLE", flush=True)
        time.sleep(60)

Store.set_fingerprint = pausing
cli.main()
"""


def _stopped_in(root: Path, stage: str, how: signal.Signals) -> subprocess.CompletedProcess[str]:
    """Start ``firsthand run``, wait until ``stage`` is in its middle, then stop it with ``how``."""
    command = [sys.executable, "-c", PAUSED_RUN, "run", "-C", str(root), stage]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    line = ""
    while "IN THE MIDDLE" not in line:
        line = process.stdout.readline()
        assert line or process.poll() is None, process.communicate()[1]
    process.send_signal(how)
    out, err = process.communicate(timeout=30)
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def _state(case: Case) -> tuple[list[str], list[str]]:
    return [view.model_dump_json() for view in claims(case)], [change.id for change in case.store.changes()]


def _state_at(root: Path) -> tuple[list[str], list[str]]:
    case = Case(root)
    try:
        return _state(case)
    finally:
        case.store.close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("stage", ["read", "trace", "watch", "weigh", "publish"])
def test_a_stopped_run_is_finished_by_the_next(
    stage: str, how: signal.Signals, small_built_root: Path, small_root: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(small_built_root, tmp_path / "case")
    stopped = _stopped_in(root, stage, how)
    if how is signal.SIGINT:
        assert stopped.returncode == EXIT_INTERRUPTED
        assert "Run the same command again" in stopped.stderr
        assert "Traceback" not in stopped.stderr
    else:
        assert stopped.returncode == -signal.SIGKILL
    case = Case(root)
    assert verify(case).problems == ()
    run(case)
    assert _state(case) == _state_at(small_root)
    assert verify(case).problems == ()
    case.store.close()


def test_two_runs_at_once_say_so(small_case_copy: Case) -> None:
    command = [sys.executable, "-m", "firsthand.cli", "run", "-C", str(small_case_copy.root)]
    with small_case_copy.working():
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert "another firsthand process" in done.stderr


def test_a_full_disk_stops_clearly_and_harms_nothing(small_built_root: Path, small_root: Path, tmp_path: Path) -> None:
    root = shutil.copytree(small_built_root, tmp_path / "case")
    limited = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "size = int(sys.argv.pop())\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\n"
        "from firsthand import cli\ncli.main()"
    )
    # A limit just above what the store holds now: the first large write of the run cannot be finished.
    size = (root / "case.db").stat().st_size + 20_000
    command = [sys.executable, "-c", limited, "run", "-C", str(root), str(size)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "TMPDIR": "/tmp"})
    assert done.returncode == 5, done.stderr
    assert "Traceback" not in done.stderr
    assert "run the same command again" in done.stderr.lower()
    case = Case(root)
    assert verify(case).problems == ()
    run(case)
    assert _state(case) == _state_at(small_root)
    case.store.close()


def test_running_twice_changes_nothing(small_case_copy: Case) -> None:
    before = _state(small_case_copy)
    reports = run(small_case_copy)
    assert [report.done for report in reports] == [0] * len(reports)
    assert _state(small_case_copy) == before
