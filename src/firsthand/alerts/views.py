"""The package's records in their JSON forms."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.alerts.stage import Checked, Listed
from firsthand.stage import Problem
from firsthand.views.alerts import (
    AlertView,
    CheckedConditionsView,
    CheckedView,
    alert_body,
    alert_view,
    problem_views,
)


def listed_views(found: Sequence[Listed]) -> list[AlertView]:
    return [alert_view(item.alert, item.mark) for item in found]


def checked_view(found: Sequence[Checked], problems: Sequence[Problem]) -> CheckedConditionsView:
    conditions = [
        CheckedView(
            condition=item.condition.name,
            when=str(item.condition.when),
            line=item.condition.line,
            now=[alert_body(alert) for alert in item.now],
            ever=len(item.ever),
        )
        for item in found
    ]
    return CheckedConditionsView(conditions=conditions, problems=problem_views(problems))
