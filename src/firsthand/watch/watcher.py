"""The stage: every site whose scenes are new is watched again; looks and changes are stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from firsthand.case import Case
from firsthand.errors import InputError
from firsthand.model import Change, Look, Scene, Site
from firsthand.stage import Problem, Progress, StageReport, no_progress, plural
from firsthand.watch.changes import acts, change_of
from firsthand.watch.detector import fingerprint as detector_fingerprint
from firsthand.watch.detector import read_contract
from firsthand.watch.load import groups_of
from firsthand.watch.observed import observed_changes
from firsthand.watch.series import Series, watch_series
from firsthand.workers import HERE, Lost, Workers

WATCH_VERSION = "2"
"""Part of every fingerprint: raised when the same scenes would give other results."""


@dataclass(frozen=True, slots=True)
class Work:
    """A site to be watched."""

    site: Site
    scenes: Sequence[Scene]
    fingerprint: str
    """Of all that its changes rest on."""


@dataclass(frozen=True, slots=True)
class Watched:
    """What was seen at one site."""

    changes: tuple[Change, ...]
    looks: tuple[Look, ...]
    clouded: tuple[Scene, ...]
    """The scenes whose cloud share is now known."""
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class WatchTask:
    """Watches one site, in whatever process this is called; the case's folder must be within its reach."""

    root: Path

    def __call__(self, work: Work) -> Watched:
        return watch_site(_opened(self.root), work.site, work.scenes)


def watch(case: Case, progress: Progress = no_progress, workers: Workers = HERE) -> StageReport:
    """Find and date what changed at every site whose scenes or description are new since the last time.

    A scene that cannot be used becomes a problem and an unusable look; the rest goes on. Each site is stored as a whole
    with its fingerprint, so an interrupted run leaves whole sites and the next one finishes. Raises StorageError.
    """
    stale, fresh = _stale(case)
    problems: list[Problem] = []
    changes = looks = 0
    for number, (work, watched) in enumerate(zip(stale, _all_watched(case, stale, progress, workers), strict=True)):
        if isinstance(watched, Lost):
            problems.append(Problem.of(watched.error, work.site.name))
            continue
        _keep(case, work, watched)
        problems += watched.problems
        changes, looks = changes + len(watched.changes), looks + len(watched.looks)
        progress(work.site.name, number + 1, len(stale))
    if stale:
        progress("watched", len(stale), len(stale))
    seen = f"{plural(changes, 'change')} in {plural(looks, 'look')} at {plural(len(stale), 'site')}"
    summary = seen if stale else "nothing new to watch"
    return StageReport("watch", len(stale), fresh, tuple(problems), summary)


def _stale(case: Case) -> tuple[list[Work], int]:
    """The sites to be watched, and how many need not be."""
    known = case.store.fingerprints("watch")
    detector_is = detector_fingerprint(case.root)
    stale = []
    fresh = 0
    for site in case.sites:
        scenes = case.store.scenes(site.id)
        fingerprint = fingerprint_of(site, scenes, detector_is)
        if not scenes and site.id not in known:
            continue
        if known.get(site.id) == fingerprint:
            fresh += 1
        else:
            stale.append(Work(site, scenes, fingerprint))
    return stale, fresh


def _all_watched(
    case: Case, stale: Sequence[Work], progress: Progress, workers: Workers
) -> Iterator[Watched | Lost[Work]]:
    """What was seen at each site, in order."""
    if workers is not HERE:
        yield from workers.map(WatchTask(case.root.resolve()), stale)
        return
    for number, work in enumerate(stale):

        def tell(what: str, number: int = number, site: Site = work.site) -> None:
            progress(f"{site.name}: {what}", number, len(stale))

        yield watch_site(case, work.site, work.scenes, tell)


@lru_cache(maxsize=1)
def _opened(root: Path) -> Case:
    """The case in a worker's process, opened once."""
    return Case(root)


def fingerprint_of(site: Site, scenes: Sequence[Scene], detector: str = "") -> str:
    """Changes when the method, the case's detector, the site's description or its scenes do."""
    parts = (WATCH_VERSION + detector, repr(site), *sorted(f"{scene.id} {scene.taken.isoformat()}" for scene in scenes))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def watch_site(
    case: Case, site: Site, scenes: Sequence[Scene], tell: Callable[[str], None] = lambda what: None
) -> Watched:
    """Watch one site; its chips are drawn, nothing else is stored. Raises StorageError."""
    all_series = [watch_series(case, site, group, tell) for group in groups_of(scenes)]
    tell("drawing chips")
    changes = [change_of(case, site, act) for act in acts(site, all_series)]
    problems = [problem for series in all_series for problem in series.problems]
    try:
        contract = read_contract(case.root)
    except InputError as err:
        contract, problems = None, [*problems, Problem.of(err)]
    for series in all_series if contract is not None else ():
        assert contract is not None
        observed, trouble = observed_changes(case, site, series, contract)
        changes, problems = changes + observed, problems + trouble
    looks = tuple(look for series in all_series for look in series.looks)
    return Watched(tuple(changes), looks, tuple(_with_cloud(scenes, all_series)), tuple(problems))


def _keep(case: Case, work: Work, watched: Watched) -> None:
    """Store what was seen at one site, with its fingerprint."""
    old = case.store.changes(work.site.id)
    with case.store.writing():
        for scene in watched.clouded:
            case.store.put_scene(scene)
        case.store.put_watch(work.site.id, watched.looks, watched.changes)
        case.store.set_fingerprint("watch", work.site.id, work.fingerprint)
    _drop_chips(case, old, watched.changes)


def _with_cloud(scenes: Sequence[Scene], all_series: Sequence[Series]) -> list[Scene]:
    """The scenes whose cloud share is now known."""
    clouded = {id: share for series in all_series for id, share in series.clouded.items()}
    return [replace(scene, cloud_share=round(clouded[scene.id], 4)) for scene in scenes if scene.id in clouded]


def _drop_chips(case: Case, old: Sequence[Change], new: Sequence[Change]) -> None:
    """Remove pictures of changes that are no more, only after the store has let go of them."""
    kept = {chip.name for change in new for chip in change.chips}
    for name in {chip.name for change in old for chip in change.chips} - kept:
        case.chip_path(name).unlink(missing_ok=True)
