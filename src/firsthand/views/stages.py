"""What a stage did, and what a search found."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from firsthand.stage import StageReport
from firsthand.views.base import View


class HitView(View):
    kind: str
    id: str
    document: str | None
    title: str
    snippet: str


class ProblemView(View):
    thing: str
    message: str
    remedy: str


class StageView(View):
    stage: str
    done: int
    fresh: int
    summary: str
    problems: list[ProblemView]
    passed_by: list[str] = Field(description="what was left out on purpose; of very many the first")


def stage_view(report: StageReport) -> StageView:
    return StageView(
        stage=report.stage,
        done=report.done,
        fresh=report.fresh,
        summary=report.summary,
        problems=[ProblemView(thing=p.thing, message=p.message, remedy=p.remedy) for p in report.problems],
        passed_by=list(report.passed_by),
    )


def stage_views(reports: Iterable[StageReport]) -> list[StageView]:
    return [stage_view(report) for report in reports]
