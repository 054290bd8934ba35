"""Opened numbers as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from firsthand.views.base import View

if TYPE_CHECKING:
    from firsthand.why.rows import Opened


class WhyRowView(View):
    what: str
    amount: float | None = Field(description="in the unit of the number; null for what is said and not counted")
    evidence: list[str] = Field(description="ids that can be opened in turn")
    quote: str = Field(description="words of the first statement among the evidence; empty without one")


class WhyNumberView(View):
    title: str
    value: str = Field(description="as it is printed elsewhere")
    unit: str
    rows: list[WhyRowView]
    total: float | None = Field(description="what the amounts add up to; null where they are not added")
    note: str = Field(description="how the value follows from the rows")


class WhyView(View):
    id: str
    kind: str
    title: str
    numbers: list[WhyNumberView]


def why_view(opened: Opened) -> WhyView:
    return WhyView(
        id=opened.id,
        kind=opened.kind,
        title=opened.title,
        numbers=[
            WhyNumberView(
                title=number.title,
                value=number.value,
                unit=number.unit,
                rows=[
                    WhyRowView(what=row.what, amount=row.amount, evidence=list(row.evidence), quote=row.quote)
                    for row in number.rows
                ],
                total=number.total,
                note=number.note,
            )
            for number in opened.numbers
        ],
    )
