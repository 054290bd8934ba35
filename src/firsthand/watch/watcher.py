"""The stage: every site whose scenes are new is watched again; looks and changes are stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from firsthand.case import Case
from firsthand.errors import InputError
from firsthand.model import Change, Scene, Site
from firsthand.stage import Problem, Progress, StageReport, no_progress
from firsthand.watch.changes import acts, change_of
from firsthand.watch.detector import fingerprint as detector_fingerprint
from firsthand.watch.detector import read_contract
from firsthand.watch.load import groups_of
from firsthand.watch.observed import observed_changes
from firsthand.watch.series import Series, watch_series

WATCH_VERSION = "2"
"""Part of every fingerprint: raised when the same scenes would give other results."""


def watch(case: Case, progress: Progress = no_progress) -> StageReport:
    """Find and date what changed at every site whose scenes or description are new since the last time.

    A scene that cannot be used becomes a problem and an unusable look; the rest goes on. Each site is stored as a whole
    with its fingerprint, so an interrupted run leaves whole sites and the next one finishes. Raises StorageError.
    """
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
            stale.append((site, scenes, fingerprint))
    problems: list[Problem] = []
    changes = looks = 0
    for number, (site, scenes, fingerprint) in enumerate(stale):

        def tell(what: str, number: int = number, site: Site = site) -> None:
            progress(f"{site.name}: {what}", number, len(stale))

        found, seen, trouble = _watch_site(case, site, scenes, fingerprint, tell)
        problems += trouble
        changes, looks = changes + found, looks + seen
    if stale:
        progress("watched", len(stale), len(stale))
    summary = f"{changes} changes in {looks} looks at {len(stale)} sites" if stale else "nothing new to watch"
    return StageReport("watch", len(stale), fresh, tuple(problems), summary)


def fingerprint_of(site: Site, scenes: Sequence[Scene], detector: str = "") -> str:
    """Changes when the method, the case's detector, the site's description or its scenes do."""
    parts = (WATCH_VERSION + detector, repr(site), *sorted(f"{scene.id} {scene.taken.isoformat()}" for scene in scenes))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _watch_site(
    case: Case, site: Site, scenes: Sequence[Scene], fingerprint: str, tell: Callable[[str], None]
) -> tuple[int, int, list[Problem]]:
    """Watch and store one site; returns (changes, looks, problems)."""
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
    looks = [look for series in all_series for look in series.looks]
    old = case.store.changes(site.id)
    with case.store.writing():
        for scene in _with_cloud(scenes, all_series):
            case.store.put_scene(scene)
        case.store.put_watch(site.id, looks, changes)
        case.store.set_fingerprint("watch", site.id, fingerprint)
    _drop_chips(case, old, changes)
    return len(changes), len(looks), problems


def _with_cloud(scenes: Sequence[Scene], all_series: Sequence[Series]) -> list[Scene]:
    """The scenes whose cloud share is now known."""
    clouded = {id: share for series in all_series for id, share in series.clouded.items()}
    return [replace(scene, cloud_share=round(clouded[scene.id], 4)) for scene in scenes if scene.id in clouded]


def _drop_chips(case: Case, old: Sequence[Change], new: Sequence[Change]) -> None:
    """Remove pictures of changes that are no more, only after the store has let go of them."""
    kept = {chip.name for change in new for chip in change.chips}
    for name in {chip.name for change in old for chip in change.chips} - kept:
        case.chip_path(name).unlink(missing_ok=True)
