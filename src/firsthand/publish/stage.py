"""The last stage: the briefs of all sites, written again only when something that they rest on has changed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from firsthand import __version__
from firsthand.case import Case
from firsthand.errors import FirsthandError, StorageError
from firsthand.publish.brief.publisher import brief, index
from firsthand.stage import Problem, Progress, StageReport, no_progress

_STAGE = "publish"
_EARLIER = ("read", "trace", "watch", "weigh")


def publish(case: Case, progress: Progress = no_progress) -> StageReport:
    """Write the brief of each site and their index. A refused brief is a problem; the others go on.

    Raises StorageError: a full disk or a lost server is no matter of one brief, and a later run goes on from there.
    """
    state = _state(case)
    old = case.store.fingerprints(_STAGE)
    problems: list[Problem] = []
    written = 0
    for number, site in enumerate(case.sites):
        progress("briefs", number, len(case.sites))
        path = case.root / "briefs" / f"{site.id}.html"
        if old.get(site.id) == state and path.is_file():
            continue
        try:
            brief(case, site.id)
        except StorageError:
            raise
        except FirsthandError as error:
            problems.append(Problem.of(error, f"brief of {site.id}"))
            continue
        case.store.set_fingerprint(_STAGE, site.id, state)
        written += 1
    if written:
        index(case)
    total = len(case.sites)
    progress("briefs", total, total)
    summary = f"{written} of {total} briefs written" if written else f"{total} briefs up to date"
    return StageReport(_STAGE, written, total - written - len(problems), tuple(problems), summary)


def _state(case: Case) -> str:
    """A hash of all that briefs are made from."""
    stages = {stage: case.store.fingerprints(stage) for stage in _EARLIER}
    files = [_bytes(case.root / name) for name in ("case.toml", "sites.geojson", "outlets.csv")]
    rows = [(item.id, item.outlet, item.title, str(item.published)) for item in case.store.documents()]
    decisions = [(item.id, str(item.withdrawn)) for item in case.store.decisions(standing=False)]
    parts = json.dumps([__version__, stages, files, rows, decisions], sort_keys=True)
    return hashlib.sha256(parts.encode()).hexdigest()


def _bytes(path: Path) -> str:
    return path.read_bytes().hex() if path.is_file() else ""
