"""Scores, forecasts and recalibration as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import Field

from firsthand.model import Forecast
from firsthand.views.base import View

if TYPE_CHECKING:
    from firsthand.weigh.scoring.scorecard import Scorecard
    from firsthand.weigh.scoring.scores import Scores


class ForecastView(View):
    id: str
    claim: str | None
    text: str
    probability: float = Field(gt=0, lt=1)
    by: datetime | None = Field(description="when it will be known")
    who: str
    made: datetime
    note: str


class BinView(View):
    words: str = Field(description="of ICD 203")
    low: float
    high: float = Field(description="low and high: the range that the words stand for")
    count: int = Field(ge=1)
    stated: float = Field(description="mean of what was stated")
    share: float = Field(description="share that came true")
    share_low: float
    share_high: float = Field(description="share_low and share_high: its 95 % interval (Wilson)")


class ScoresView(View):
    who: str = Field(description="machine, or a person")
    count: int = Field(ge=1, description="resolved judgements")
    brier: float = Field(ge=0, le=1, description="reliability - resolution + uncertainty + within")
    log_score: float = Field(ge=0, description="mean surprise in nats; 0 is best")
    base_rate: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float
    bins: list[BinView]


class UnscoredView(View):
    open: int
    due: int
    void: int
    undetermined: int
    late: int = Field(description="resolved before anything was stated")


class ItemView(View):
    who: str
    subject: str
    text: str
    probability: float
    stated: datetime
    true: bool
    resolved: datetime
    decision: str


class ShiftView(View):
    claim: str
    text: str
    stated: tuple[float, float]
    words: str
    recalibrated: tuple[float, float]
    recalibrated_words: str


class OfferView(View):
    method: str
    count: int
    brier_stated: float
    brier_fitted: float = Field(description="of the judgements that the curve was fitted to")
    brier_held_out: float = Field(description="each judgement recalibrated by a curve fitted without it")
    helps: bool
    points: list[tuple[float, float]]


class ScoreView(View):
    which: str = Field(description="first or last: which of several judgements of one question counted")
    judged: list[ScoresView]
    machine_unscored: UnscoredView
    people_unscored: UnscoredView
    items: list[ItemView]
    open: list[ForecastView]
    offer: OfferView | None
    applied: str | None = Field(description="id of the decision by which a recalibration stands")
    shifts: list[ShiftView] = Field(description="today's claims as stated and recalibrated, what moves most first")


def forecast_view(forecast: Forecast) -> ForecastView:
    return ForecastView(
        id=forecast.id,
        claim=forecast.claim_id or None,
        text=forecast.text,
        probability=forecast.probability,
        by=forecast.by,
        who=forecast.who,
        made=forecast.made,
        note=forecast.note,
    )


def score_view(card: Scorecard) -> ScoreView:
    return ScoreView(
        which=card.which,
        judged=[_scores(item) for item in card.judged],
        machine_unscored=UnscoredView.model_validate(card.machine, from_attributes=True),
        people_unscored=UnscoredView.model_validate(card.people, from_attributes=True),
        items=[
            ItemView(
                who=item.who,
                subject=item.subject,
                text=item.text,
                probability=item.probability,
                stated=item.stated,
                true=item.true,
                resolved=item.resolved,
                decision=item.decision_id,
            )
            for item in card.items
        ],
        open=[forecast_view(item) for item in card.open],
        offer=_offer(card),
        applied=card.applied.id if card.applied else None,
        shifts=[
            ShiftView(
                claim=item.claim_id,
                text=item.text,
                stated=(item.low, item.high),
                words=item.words,
                recalibrated=(item.recalibrated.low, item.recalibrated.high),
                recalibrated_words=item.recalibrated.words,
            )
            for item in card.shifts
        ],
    )


def _scores(item: Scores) -> ScoresView:
    return ScoresView.model_validate(item, from_attributes=True)


def _offer(card: Scorecard) -> OfferView | None:
    if card.offer is None:
        return None
    held = card.offer
    return OfferView(
        method=held.curve.method,
        count=held.curve.count,
        brier_stated=held.before,
        brier_fitted=held.after,
        brier_held_out=held.held_out,
        helps=held.helps,
        points=list(held.curve.points),
    )
