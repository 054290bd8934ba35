"""Build and run the demonstration case; measure it against its logged lineage and simulated changes.

``docs/demo.md`` defines every figure. ``--data DIR`` is accepted as by all benchmarks and not used: the case brings its
own truth. ``--detail`` lists what is wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from common import show

from firsthand import pipeline
from firsthand.case import Case
from firsthand.demo.build import build
from firsthand.demo.score import figures, score_changes, score_claims
from firsthand.demo.truth import read_lineage
from firsthand.model import ChangeKind


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="not used")
    parser.add_argument("--detail", action="store_true", help="say on standard error what each figure is made of")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="firsthand-benchmark-") as folder:
        begun = time.perf_counter()
        case = build(Path(folder) / "demo")
        built = time.perf_counter()
        reports = pipeline.run(case)
        ran = time.perf_counter()
        for report in reports:
            for problem in report.problems:
                print(f"{report.stage}: {problem.thing}: {problem.message}", file=sys.stderr)
        show(figures(case))
        show({"build_s": built - begun, "run_s": ran - built})
        if options.detail:
            _detail(case)
        case.store.close()


def _detail(case: Case) -> None:
    for score in score_claims(case, read_lineage(case.root / "truth" / "lineage.json")):
        claim = score.computed
        count = f"[{claim.origin_low}, {claim.origin_high}] first-hand {claim.first_hand}" if claim else "not found"
        line = f"{score.id}: {'right' if score.right else 'WRONG'}, {count}, joined {score.joined}/{score.carriers}"
        print(f"{line}, collapsed {score.collapsed}/{score.copies}", file=sys.stderr)
        for missed in score.missed:
            print(f"    missed {missed}", file=sys.stderr)
        for apart in score.apart:
            print(f"    not collapsed {apart}", file=sys.stderr)
        for origin in claim.origins if claim else ():
            print(f"    {origin.name} ({origin.kind}; certain: {origin.certain}): {origin.reason}", file=sys.stderr)
    changes = case.store.changes()
    alarms = score_changes(changes, case.root / "truth" / "changes.geojson").false_alarms
    for change in changes:
        unjudged = "not judged" if change.kind is ChangeKind.SEASONAL else "right"
        mark = "FALSE ALARM" if change.id in alarms else unjudged
        span = f"{change.before:%Y-%m-%d} to {change.after:%Y-%m-%d}"
        print(f"{change.site_id} {change.kind} {span} {change.area_m2:.0f} m2 {change.sensor}: {mark}", file=sys.stderr)


if __name__ == "__main__":
    main()
