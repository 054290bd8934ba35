"""The JSON form of ``firsthand compare --json``; see :mod:`firsthand.views`."""

from __future__ import annotations

from pydantic import Field

from firsthand.views import View
from firsthand.watch.pairs.comparison import Comparison


class AreaView(View):
    pixels: int
    area_m2: float | None = Field(description="null when the files do not say where on the ground they lie")
    lon: float | None = Field(description="degrees east of a point inside the area")
    lat: float | None
    score: float | None = Field(description="with --fine: how much it differs; ranks only")


class ComparisonView(View):
    before: str
    after: str
    fine: bool
    usable_px: int = Field(description="pixels that could be compared")
    changed_px: int
    areas: list[AreaView] = Field(description="the largest first; with --fine the strongest first")
    written: str | None = Field(description="the mask: 1 changed, 0 not, 255 not usable")


def comparison_view(found: Comparison) -> ComparisonView:
    return ComparisonView(
        before=str(found.before),
        after=str(found.after),
        fine=found.fine,
        usable_px=found.usable_px,
        changed_px=found.changed_px,
        areas=[
            AreaView(pixels=area.pixels, area_m2=area.area_m2, lon=area.lon, lat=area.lat, score=area.score)
            for area in found.areas
        ],
        written=str(found.written) if found.written else None,
    )
