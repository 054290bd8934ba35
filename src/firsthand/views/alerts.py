"""Alerts and tried-out conditions as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from pydantic import Field

from firsthand.model import Alert, AlertMark, AlertQuote
from firsthand.stage import Problem
from firsthand.views.base import View
from firsthand.views.stages import ProblemView


class AlertQuoteView(View):
    statement: str
    document: str = Field(description="file name or URL it was collected under")
    outlet: str
    published: datetime | None
    speaker: str = Field(description="who said it; 'speaker lost' where the text does not say")
    words: str
    stance: str = Field(description="what the speaker does with the words: asserts, denies, promises …")


class AlertBody(View):
    """An alert as raised; what the feed holds."""

    id: str
    condition: str = Field(description="its name in case.toml")
    kind: str = Field(description="origin, word, change, commitment, denial, correction or indicators")
    title: str
    text: str
    raised: datetime = Field(description="when the evaluation found it")
    known: datetime | None = Field(description="when the latest of its evidence was captured")
    sites: list[str]
    subjects: list[str] = Field(description="ids of what it is about, the main one first")
    quotes: list[AlertQuoteView]
    changes: list[str]
    scenes: list[str]
    chips: list[str] = Field(description="file names of pictures below chips/")


class AlertView(AlertBody):
    seen: bool
    seen_by: str | None
    seen_at: datetime | None


class FeedView(View):
    """``feeds/alerts.json``."""

    case: str
    fictional: bool
    alerts: list[AlertBody]


class CheckedView(View):
    condition: str
    when: str
    line: int = Field(ge=0, description="in case.toml, from 1; 0 when not known")
    now: list[AlertBody] = Field(description="what the next run would raise")
    ever: int = Field(ge=0, description="how many alerts the whole case would raise had nothing been known")


class CheckedConditionsView(View):
    conditions: list[CheckedView]
    problems: list[ProblemView]


def alert_view(alert: Alert, mark: AlertMark | None) -> AlertView:
    seen = mark if mark and mark.seen else None
    body = alert_body(alert).model_dump()
    return AlertView(
        **body, seen=seen is not None, seen_by=seen.who if seen else None, seen_at=seen.when if seen else None
    )


def feed_view(case: str, fictional: bool, alerts: Iterable[Alert]) -> FeedView:
    return FeedView(case=case, fictional=fictional, alerts=[alert_body(alert) for alert in alerts])


def problem_views(problems: Sequence[Problem]) -> list[ProblemView]:
    return [ProblemView(thing=item.thing, message=item.message, remedy=item.remedy) for item in problems]


def alert_body(alert: Alert) -> AlertBody:
    return AlertBody(
        id=alert.id,
        condition=alert.condition,
        kind=alert.kind,
        title=alert.title,
        text=alert.text,
        raised=alert.raised,
        known=alert.known,
        sites=list(alert.site_ids),
        subjects=list(alert.subjects),
        quotes=[_quote(quote) for quote in alert.quotes],
        changes=list(alert.change_ids),
        scenes=list(alert.scene_ids),
        chips=list(alert.chips),
    )


def _quote(quote: AlertQuote) -> AlertQuoteView:
    return AlertQuoteView(
        statement=quote.statement_id,
        document=quote.document,
        outlet=quote.outlet,
        published=quote.published,
        speaker=quote.speaker,
        words=quote.words,
        stance=quote.stance,
    )
