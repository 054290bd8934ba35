"""The whole flow on one case: read, trace, watch, weigh, publish, alert; each stage does only what is stale."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from firsthand.case import Case
from firsthand.stage import Progress, StageReport, no_progress
from firsthand.workers import HERE, Workers

StageFunction = Callable[[Case, Progress], StageReport]


def stages(workers: Workers = HERE) -> dict[str, StageFunction]:
    """The stages after ``collect``, by name, in the order in which data flows; ``workers`` help where work divides."""
    # Imported here: each stage brings its own heavy libraries, and `firsthand --help` must answer at once.
    from firsthand.alerts.stage import raise_alerts
    from firsthand.publish.stage import publish
    from firsthand.read.reader import read
    from firsthand.trace.tracer import trace
    from firsthand.watch.watcher import watch
    from firsthand.weigh.weigher import weigh

    return {
        "read": partial(read, workers=workers),
        "trace": partial(trace, workers=workers),
        "watch": partial(watch, workers=workers),
        "weigh": weigh,
        "publish": publish,
        "alerts": raise_alerts,
    }


def run_stage(case: Case, name: str, progress: Progress = no_progress, workers: Workers = HERE) -> StageReport:
    """Run one stage. Raises CaseBusyError when another process works on the case."""
    with case.working():
        return stages(workers)[name](case, progress)


def run(case: Case, progress: Progress = no_progress, workers: Workers = HERE) -> list[StageReport]:
    """Run all stages in order. What one stage leaves out is in its report; the next ones go on with the rest."""
    with case.working():
        return [stage(case, progress) for stage in stages(workers).values()]
