"""The JSON form of ``firsthand passes --json``; see :mod:`firsthand.views`."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import Field

from firsthand.views import ProblemView, View
from firsthand.watch.passes.planner import Ephemeris, Listed, PassReport


class PassView(View):
    satellite: str
    number: int = Field(description="catalogue number (NORAD)")
    kind: str = Field(description="optical or radar")
    gsd_m: float
    time: datetime = Field(description="of the closest approach, UTC")
    time_error_s: float = Field(ge=0, description="expected, from the age of the elements")
    elevation_deg: float = Field(description="of the satellite, seen from the site")
    azimuth_deg: float = Field(description="of the satellite, clockwise from north")
    off_nadir_deg: float = Field(description="angle at the satellite between straight down and the site")
    track_km: float = Field(description="from the site to the ground track")
    side: str = Field(description="side of the flight direction on which the site lies: left or right")
    direction: str = Field(description="ascending (north) or descending")
    sun_elevation_deg: float
    chance: float = Field(ge=0, le=1, description="of a usable look")
    why_not: str = Field(description="why it counts for nothing; empty when it counts")


class OddsView(View):
    hours: float = Field(description="length of the activity")
    mean: float = Field(ge=0, le=1, description="chance to be seen, over all starts in the window")
    worst: float = Field(ge=0, le=1, description="against somebody who knows the passes")
    worst_from: datetime = Field(description="first start of the longest stretch that gives the worst case")
    worst_to: datetime


class ElementsView(View):
    satellite: str
    number: int
    epoch: datetime
    age_days: float = Field(ge=0, description="at the end of the window it is farther from")
    error_km: float = Field(ge=0, description="expected along-track error at that age, for a maintained orbit")
    warning: str
    source: str = Field(description="file it was read from")


class PassesView(View):
    site: str
    start: datetime
    end: datetime
    passes: list[PassView]
    odds: list[OddsView]
    elements: list[ElementsView]
    assumptions: list[str]
    problems: list[ProblemView]


def passes_view(report: PassReport) -> PassesView:
    return PassesView(
        site=report.site.id,
        start=report.start,
        end=report.end,
        passes=[_pass_view(item) for item in report.passes],
        odds=[
            OddsView(
                hours=item.hours,
                mean=item.mean,
                worst=item.worst,
                worst_from=report.start + timedelta(hours=item.worst_from_h),
                worst_to=report.start + timedelta(hours=item.worst_to_h),
            )
            for item in report.odds
        ],
        elements=[_elements_view(item) for item in report.ephemerides],
        assumptions=list(report.assumptions),
        problems=[ProblemView(thing=p.thing, message=p.message, remedy=p.remedy) for p in report.problems],
    )


def _pass_view(item: Listed) -> PassView:
    flown = item.flown
    return PassView(
        satellite=flown.sensor.name,
        number=flown.sensor.number,
        kind=flown.sensor.kind,
        gsd_m=flown.sensor.gsd_m,
        time=flown.time,
        time_error_s=round(flown.error_s, 2),
        elevation_deg=round(flown.elevation_deg, 2),
        azimuth_deg=round(flown.azimuth_deg, 1),
        off_nadir_deg=round(flown.off_nadir_deg, 2),
        track_km=round(flown.track_km, 1),
        side=flown.side,
        direction="ascending" if flown.ascending else "descending",
        sun_elevation_deg=round(flown.sun_elevation_deg, 1),
        chance=item.chance,
        why_not=item.why_not,
    )


def _elements_view(item: Ephemeris) -> ElementsView:
    return ElementsView(
        satellite=item.sensor.name,
        number=item.sensor.number,
        epoch=item.elements.epoch,
        age_days=round(item.age_days, 2),
        error_km=round(item.error_km, 2),
        warning=item.warning,
        source=item.elements.source,
    )
