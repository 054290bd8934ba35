"""What all JSON forms share: words with their place, times, amounts."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from firsthand.model import (
    Anchor,
    Quantity,
    TimeSpan,
)


class View(BaseModel):
    """Base of all JSON forms: no field comes or goes unnoticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class QuoteView(View):
    start: int = Field(ge=0, description="first character, 0-based")
    end: int = Field(ge=0, description="one past the last character")
    quote: str = Field(description="the document's text between start and end")


class TimeView(View):
    start: datetime | None = Field(description="UTC, included; null when open")
    end: datetime | None = Field(description="UTC, excluded; null when open")
    granularity: str
    quote: str | None = Field(description="the words it was read from")
    words: QuoteView | None = Field(description="where these words stand in the document; null for a whole claim")


class QuantityView(View):
    low: float | None = Field(description="included; null when open")
    high: float | None = Field(description="included; null when open")
    of: str
    surest: float | None
    words: QuoteView | None = Field(description="the words it was read from; null for a whole claim")


class CertaintyView(View):
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    words: list[QuoteView]


def quote_view(anchor: Anchor | None) -> QuoteView | None:
    return QuoteView(start=anchor.start, end=anchor.end, quote=anchor.quote) if anchor else None


def time_view(span: TimeSpan | None, of_claim: bool = False) -> TimeView | None:
    """A claim pools several documents, so its words have no place in one."""
    if span is None:
        return None
    return TimeView(
        start=span.start,
        end=span.end,
        granularity=span.granularity.value,
        quote=span.anchor.quote if span.anchor else None,
        words=None if of_claim else quote_view(span.anchor),
    )


def quantity_view(quantity: Quantity | None, of_claim: bool = False) -> QuantityView | None:
    if quantity is None:
        return None
    return QuantityView(
        low=quantity.low,
        high=quantity.high,
        of=quantity.of,
        surest=quantity.surest,
        words=None if of_claim else quote_view(quantity.anchor),
    )


def iso_day(moment: datetime) -> str:
    return date(moment.year, moment.month, moment.day).isoformat()
