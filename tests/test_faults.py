"""Stopped in the middle: nothing stored is harmed, and running again finishes the work with the same result."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest

from firsthand.case import Case
from firsthand.decisions import Judged
from firsthand.errors import EXIT_INTERRUPTED, StorageError
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


def test_a_folder_that_cannot_be_written_to_is_told_and_nothing_is_lost(small_case_copy: Case) -> None:
    """Also where a permission does not bind (root): a file stands where a folder should be made."""
    before = _state(small_case_copy)
    root = small_case_copy.root
    shutil.rmtree(root / "briefs")
    (root / "briefs").write_text("in the way", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "firsthand.cli", "brief", "tarn-valley", "-C", str(root)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == StorageError.exit_code, done.stderr
    assert "Traceback" not in done.stderr
    assert _state(small_case_copy) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind root")
def test_a_read_only_case_says_so(small_case_copy: Case) -> None:
    root = small_case_copy.root
    small_case_copy.store.close()
    for folder in (root, root / "files"):
        folder.chmod(0o555)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "firsthand.cli", "run", "-C", str(root)], capture_output=True, text=True, check=False
        )
    finally:
        for folder in (root, root / "files"):
            folder.chmod(0o755)
    assert done.returncode == StorageError.exit_code
    assert "Traceback" not in done.stderr and "permissions" in done.stderr


def test_files_deleted_or_altered_behind_our_back_are_named(small_case_copy: Case) -> None:
    case = small_case_copy
    lost, altered = case.store.documents()[:2]
    case.file_path(lost.sha256).unlink()
    path = case.file_path(altered.sha256)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    found = {problem.thing: problem.message for problem in verify(case).problems}
    assert set(found) == {lost.name, altered.name}
    assert "gone" in found[lost.name] and "altered" in found[altered.name]


def test_a_clock_that_jumps_back_loses_nothing_and_the_last_decision_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each decision is kept with the time that the clock gave, in the order in which it was made."""
    from firsthand import decisions

    case = Case.create(tmp_path / "case", fictional=True)
    times = iter([datetime(2031, 5, 2, tzinfo=UTC), datetime(2031, 5, 1, tzinfo=UTC), datetime(1970, 1, 2, tzinfo=UTC)])

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return next(times)

    monkeypatch.setattr(decisions, "datetime", Clock)
    made = [decisions.record(case, Judged("letter", ("Quay News",), letter), who="Ada").id for letter in "ABC"]
    assert [item.id for item in case.store.decisions(standing=False)] == made
    assert len(set(made)) == 3
    assert verify(case).problems == ()
    case.store.close()
