"""Build the demonstration case: fictional reports and simulated images, taken in as anybody's would be."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from firsthand.case import Case, storing, write_atomic
from firsthand.collect.collector import CollectOptions, collect
from firsthand.collect.given import KEYS
from firsthand.decisions import GRADE
from firsthand.demo.scenes import write_scenes
from firsthand.errors import IntegrityError
from firsthand.model import Decision, content_id
from firsthand.simulate.truth import Truth
from firsthand.stage import Progress, no_progress

TITLE = "Tarn Valley (invented demonstration case)"
HERE = Path(__file__).parent
REPORTS = HERE / "reports"
LINEAGE = HERE / "lineage.json"
METADATA = HERE / "metadata.csv"

GRADED, GRADED_ON = "NewsFlux24", datetime(2025, 7, 16, 9, 30, tzinfo=UTC)
DOWNLINK = timedelta(hours=20)
"""From a scene's taking to its capture by us; providers of real scenes take about as long."""


def build(root: Path, progress: Progress = no_progress) -> Case:
    """Make the demonstration case at ``root``, with reports and scenes collected and no stage run; a few seconds.

    The truth lies in ``root/truth``: ``lineage.json`` and ``changes.geojson``. The same version of Firsthand gives the
    same ids. Raises CaseExistsError, CaseError, StorageError; nothing is left at ``root`` when it fails.
    """
    case = Case.create(root, TITLE, fictional=True)
    try:
        _fill(case, progress)
    except BaseException:
        # Half a demonstration cannot be completed by running it again, and `create` found an empty folder.
        case.store.close()
        shutil.rmtree(root, ignore_errors=True)
        raise
    return case


def _fill(case: Case, progress: Progress) -> None:
    with storing(case.root):
        for name in ("sites.geojson", "outlets.csv"):
            write_atomic(case.root / name, (HERE / name).read_bytes())
        settings = case.root / "case.toml"
        write_atomic(settings, settings.read_bytes() + (HERE / "alerts.toml").read_bytes())
    with tempfile.TemporaryDirectory(prefix="firsthand-demo-") as name:
        work = Path(name)
        progress("simulate images", 0, 1)
        with storing(work):
            truths = write_scenes(work / "scenes")
            _write_metadata(work / "metadata.csv", truths)
        progress("simulate images", 1, 1)
        _keep_truth(case, work / "scenes")
        inputs = [*sorted(REPORTS.iterdir()), *sorted((work / "scenes").rglob("*.tif"))]
        options = CollectOptions(metadata=work / "metadata.csv")
        report = collect(case, [str(path) for path in inputs], options, progress)
    _give_letter(case)
    if report.problems:
        first = report.problems[0]
        raise IntegrityError(
            f"the demonstration's own input was left out ({first.message})",
            thing=first.thing,
            remedy="install Firsthand again; if it stays, report a bug",
        )


def _give_letter(case: Case) -> None:
    """A letter that somebody gave on a fixed day, so that the same version gives the same ids."""
    who, note = "Runa Holt (invented)", "retells others' reports; its engine count was nobody's"
    id = content_id("dec", GRADE, GRADED, who)
    case.store.put_decision(Decision(id, GRADE, (GRADED,), "D", who, GRADED_ON, note))


def _write_metadata(path: Path, truths: dict[str, Truth]) -> None:
    """The reports' metadata, with a row for each scene: without one, its capture time would be the present."""
    with METADATA.open(encoding="utf-8", newline="") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file))
    for truth in truths.values():
        rows += [
            {"file": look.file, "site": truth.site_id, "captured": (look.taken + DOWNLINK).isoformat()}
            for look in truth.looks
        ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["file", *KEYS])
        writer.writeheader()
        writer.writerows(rows)


def _keep_truth(case: Case, scenes: Path) -> None:
    """``truth/lineage.json`` as its author logged it, and all sites' changes in one ``truth/changes.geojson``."""
    sites = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(scenes.rglob("changes.geojson"))]
    merged = {
        "type": "FeatureCollection",
        "note": sites[0]["note"],
        "features": [feature for site in sites for feature in site["features"]],
        "looks": {site["site_id"]: site["looks"] for site in sites},
    }
    folder = case.root / "truth"
    with storing(folder):
        folder.mkdir()
        write_atomic(folder / "lineage.json", LINEAGE.read_bytes())
        write_atomic(folder / "changes.geojson", (json.dumps(merged, indent=1) + "\n").encode())
