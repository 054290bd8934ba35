"""Runs of the stages: one at a time, in a process of its own so that pages stay quick, watched by whoever has a page.

A run that somebody else started (``firsthand collect`` in a terminal) is seen by the lock it holds, where the system
tells who holds a lock (Linux).
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from firsthand.errors import CaseBusyError, FirsthandError, UsageError

LOCK = ".lock"
LOCKS = Path("/proc/locks")
FEWEST_S = 0.1
"""Between two messages of a run; stages report more often than anybody looks."""


@dataclass(frozen=True, slots=True)
class Working:
    """How a run stands."""

    at_work: bool = False
    ours: bool = False
    """Started from the desk; otherwise by another process."""
    what: str = ""
    done: int = 0
    total: int = 0
    """0 when it is not known."""
    since: datetime | None = None
    ended: datetime | None = None
    summaries: tuple[str, ...] = ()
    """One line for each stage that has ended."""
    problems: tuple[str, ...] = ()
    error: str = ""


@dataclass(slots=True)
class Runner:
    """Starts runs of one case and knows how they stand. Safe to use from several threads."""

    root: Path
    _state: Working = field(default_factory=Working)
    _process: multiprocessing.process.BaseProcess | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def state(self) -> Working:
        """The run of this desk, else another process's, else how the last run of this desk ended."""
        with self._lock:
            held = self._state
        if held.at_work:
            return held
        other = holder(self.root / LOCK)
        return replace(held, at_work=True, ours=False, what=other, done=0, total=0) if other else held

    def start(self, stage: str = "") -> None:
        """Run all stages, or one, in the background. Raises CaseBusyError when a run is at work, UsageError."""
        from firsthand.pipeline import stages

        if stage and stage not in stages():
            raise UsageError("no such stage", thing=stage, remedy=f"one of: {', '.join(stages())}")
        other = self.state()
        if other.at_work:
            raise CaseBusyError("a run is at work already", thing=other.what, remedy="wait until it ends")
        with self._lock:
            if self._state.at_work:
                raise CaseBusyError("a run is at work already", remedy="wait until it ends")
            self._state = Working(True, True, "starting", since=datetime.now(UTC))
            # Spawned, not forked: a fork would copy locks that other threads of the desk hold.
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe(duplex=False)
            self._process = context.Process(target=_run, args=(str(self.root), stage, theirs), daemon=True)
            self._process.start()
            theirs.close()
        threading.Thread(target=self._follow, args=(ours, self._process), daemon=True).start()

    def stop(self) -> None:
        """End the run of this desk; what its stages had finished is kept. Raises UsageError when there is none."""
        with self._lock:
            if not self._state.at_work or self._process is None:
                raise UsageError("no run of this desk is at work", remedy="only what was started here is stopped here")
            self._process.terminate()

    def _follow(self, messages: Connection, process: multiprocessing.process.BaseProcess) -> None:
        with messages, suppress(EOFError):
            while True:
                kind, *held = messages.recv()
                with self._lock:
                    self._state = _after(self._state, kind, held)
        process.join()
        with self._lock:
            ended = replace(self._state, at_work=False, what="", ended=datetime.now(UTC))
            cut = process.exitcode != 0 and not ended.error
            self._state = replace(ended, error="stopped; what was finished is kept") if cut else ended


def _after(state: Working, kind: str, held: list[object]) -> Working:
    """The state after a message of the run."""
    if kind == "progress":
        what, done, total = held
        return replace(state, what=str(what), done=int(str(done)), total=int(str(total)))
    if kind == "stage":
        summary, *problems = map(str, held)
        return replace(state, summaries=(*state.summaries, summary), problems=(*state.problems, *problems))
    return replace(state, error=str(held[0]))


def _run(root: str, stage: str, messages: Connection) -> None:
    """The body of the process."""
    import signal
    import time

    from firsthand.case import Case
    from firsthand.pipeline import stages

    # Ctrl-C in the terminal reaches the whole group; the desk ends its own runs.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    last = 0.0

    def progress(what: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= FEWEST_S or done == total:
            last = now
            messages.send(("progress", what, done, total))

    try:
        case = Case(Path(root))
        with case.working():
            for name, work in stages().items():
                if stage in ("", name):
                    messages.send(("progress", name, 0, 0))
                    report = work(case, progress)
                    problems = [f"{item.thing}: {item.message}" for item in report.problems]
                    messages.send(("stage", f"{name}: {report.summary}", *problems))
        case.store.close()
    except FirsthandError as error:
        messages.send(("error", f"{error.message}; {error.remedy}" if error.remedy else error.message))


def holder(lock: Path) -> str:
    """What another process that holds the lock is doing ("firsthand collect"); empty when nobody does, or unknown.

    Asked of the system: trying the lock would turn away a process that starts at the same moment.
    """
    try:
        wanted = lock.stat()
        held = LOCKS.read_text(encoding="ascii")
    except OSError:
        return ""
    place = f"{os.major(wanted.st_dev):02x}:{os.minor(wanted.st_dev):02x}:{wanted.st_ino}"
    for line in held.splitlines():
        parts = line.split()
        if len(parts) > 5 and (parts[1], parts[5]) == ("FLOCK", place) and parts[4] != str(os.getpid()):
            return _command(parts[4])
    return ""


def _command(pid: str) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return "another process"
    at = next((place for place, word in enumerate(words) if Path(word).name == "firsthand"), None)
    verb = next((word for word in words[at + 1 :] if word.isalpha()), "") if at is not None else ""
    return f"firsthand {verb}".strip() if at is not None else "another process"
