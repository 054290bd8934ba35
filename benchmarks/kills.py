"""``kill -9`` at random moments: what a case has lost or holds twice afterwards. Part of ``benchmarks/faults.py``.

Each trial collects the demonstration's reports and images into a new case and runs all stages, in a process of its own
that is killed at a moment drawn evenly from the time such a run takes; the next process goes on from there, until one
comes to its end. After each death the case must open and ``verify`` find nothing; in the end it must hold what an
undisturbed run gives.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from firsthand.case import Case
from firsthand.collect.collector import CollectOptions, collect
from firsthand.demo.build import HERE, METADATA, REPORTS
from firsthand.errors import CaseMissingError
from firsthand.integrity import verify
from firsthand.pipeline import run

SETTINGS = ("sites.geojson", "outlets.csv")
EVERY = 3
"""Of the demonstration's reports one in so many is taken, so that a run is short and has all stages."""


@dataclass(slots=True)
class Toll:
    """What came of all deaths."""

    kills: int = 0
    lost: int = 0
    """Records of an undisturbed run that a disturbed one has not; one for each case that does not open or verify."""
    doubled: int = 0
    """Records that only a disturbed run has."""


def work(root: Path, scenes: Path) -> None:
    """The whole flow, from an empty folder or from wherever the last process was killed."""
    try:
        case = Case(root)
    except CaseMissingError:
        case = Case.create(root, fictional=True)
    for name in SETTINGS:
        shutil.copy(HERE / name, root / name)
    case = Case(root)
    reports = [str(path) for path in sorted(REPORTS.iterdir())[::EVERY]]
    with case.working():
        collect(case, [*reports, str(scenes)], CollectOptions(metadata=METADATA))
    run(case)
    case.store.close()


def kill_many(kills: int, seed: int = 0) -> Toll:
    """Kill at least ``kills`` processes, case after case."""
    chance = random.Random(seed)
    toll = Toll()
    with tempfile.TemporaryDirectory() as folder:
        scenes = coarse_scenes(Path(folder))
        whole = Path(folder, "whole")
        start = time.monotonic()
        in_child(lambda: work(whole, scenes))
        length_s = time.monotonic() - start
        expected = in_child_records(whole)
        while toll.kills < kills:
            root = Path(folder, f"case-{toll.kills}")
            while not in_child(lambda root=root: work(root, scenes), chance.uniform(0, length_s)):  # type: ignore[misc]
                toll.kills += 1
                toll.lost += not sound(root)
            found = in_child_records(root)
            toll.lost += sum((expected - found).values())
            toll.doubled += sum((found - expected).values())
            shutil.rmtree(root)
    return toll


def coarse_scenes(folder: Path) -> Path:
    """Five coarse images of the demonstration, in a folder of their own."""
    from firsthand.demo.build import build

    demo = build(folder / "demo")
    chosen = folder / "scenes"
    chosen.mkdir()
    for scene in [scene for scene in demo.store.scenes("tarn-valley") if scene.gsd_m > 5][:5]:
        shutil.copy(demo.file_path(scene.sha256), chosen / Path(scene.name).name)
    demo.store.close()
    return chosen


def sound(root: Path) -> bool:
    """The case opens and nothing in it is damaged; a folder that is no case yet is sound too."""
    try:
        return in_child(lambda: _verify(root))
    except RuntimeError:
        return False


def _verify(root: Path) -> None:
    if not (root / "case.toml").exists():
        return
    case = Case(root)
    problems = verify(case).problems
    case.store.close()
    assert not problems, problems


def in_child_records(root: Path) -> Counter[str]:
    """All records of a case, by kind and id, as another process sees them."""
    told = root.with_suffix(".records")

    def tell() -> None:
        case = Case(root)
        store = case.store
        groups = (store.documents(), store.statements(), store.scenes(), store.changes(), store.claims())
        lines = [f"{type(record).__name__} {record.id}" for group in groups for record in group]
        lines += [f"Look {look.scene_id}" for look in store.looks()]
        lines += [f"Assessment {id}" for id in store.assessments()]
        told.write_text("\n".join(lines))

    in_child(tell)
    return Counter(told.read_text().splitlines())


def in_child(act: Callable[[], None], killed_after_s: float | None = None) -> bool:
    """Do ``act`` in a fork of this process; False when it was killed first. Raises RuntimeError when it fails."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            act()
            code = 0
        except BaseException:  # noqa: BLE001  (whatever it was, the parent is told)
            traceback.print_exc()
        finally:
            os._exit(code)
    end = None if killed_after_s is None else time.monotonic() + killed_after_s
    while True:
        done, status = os.waitpid(child, 0 if end is None else os.WNOHANG)
        if done:
            break
        if end is not None and time.monotonic() >= end:
            os.kill(child, signal.SIGKILL)
            end = None
        time.sleep(0.002)
    if os.WIFSIGNALED(status):
        return False
    if os.WEXITSTATUS(status):
        raise RuntimeError("a process failed by itself; what it printed says more")
    return True
