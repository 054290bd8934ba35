"""What really happened in a simulated series, and which look could know it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from firsthand.model import ChangeKind, Polygon
from firsthand.simulate.spec import APPEARS, VANISHES, Thing


@dataclass(frozen=True, slots=True)
class TrueLook:
    """One scene as it was made."""

    file: str
    sensor: str
    gsd_m: float
    taken: datetime
    cloud_share: float
    """Share of the window under cloud or cloud shadow, in [0, 1]."""
    haze: float
    shift_px: tuple[float, float]
    clear_things: frozenset[str]
    """Ids of the things whose ground this look shows unclouded and whole."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """How tightly one sensor's clear looks enclose a change."""

    sensor: str
    gsd_m: float
    pixels: float
    """Size of the change in this sensor's pixels."""
    before: datetime
    """Last clear look without it."""
    after: datetime
    """First clear look with it."""


@dataclass(frozen=True, slots=True)
class TrueChange:
    """One change that was made."""

    thing_id: str
    name: str
    kind: ChangeKind
    polygon: Polygon
    date: datetime
    area_m2: float
    part_id: str | None
    brackets: tuple[Bracket, ...]
    """Sensors that had a clear look on both sides, finest first; empty when none could know."""


@dataclass(frozen=True, slots=True)
class Truth:
    """The whole truth of a series."""

    site_id: str
    changes: tuple[TrueChange, ...]
    looks: tuple[TrueLook, ...]

    def visible(self, pixels: float = 4.0) -> list[TrueChange]:
        """Changes that cover ``pixels`` or more of some sensor with a clear look on both sides."""
        return [change for change in self.changes if any(item.pixels >= pixels for item in change.brackets)]

    def write(self, path: Path) -> None:
        """As GeoJSON: a feature per change, and the looks beside them."""
        collection = {
            "type": "FeatureCollection",
            "note": "Ground truth of simulated, invented scenes.",
            "site_id": self.site_id,
            "features": [_feature(self.site_id, change) for change in self.changes],
            "looks": [_look(look) for look in self.looks],
        }
        path.write_text(json.dumps(collection, indent=1) + "\n", encoding="utf-8")


def true_changes(things: Iterable[Thing], polygons: dict[str, Polygon], looks: Sequence[TrueLook]) -> list[TrueChange]:
    """The comings and goings of ``things``, by date; ``polygons`` are their outlines in degrees."""
    found = []
    for thing in things:
        for date, kinds in ((thing.appears, APPEARS), (thing.vanishes, VANISHES)):
            if date is None:
                continue
            found.append(
                TrueChange(
                    thing_id=thing.id,
                    name=thing.name,
                    kind=kinds[thing.thing_class],
                    polygon=polygons[thing.id],
                    date=date,
                    area_m2=thing.area_m2,
                    part_id=thing.part_id,
                    brackets=_brackets(thing, date, looks),
                )
            )
    return sorted(found, key=lambda change: (change.date, change.thing_id))


def _brackets(thing: Thing, date: datetime, looks: Sequence[TrueLook]) -> tuple[Bracket, ...]:
    found = []
    for sensor, gsd_m in sorted({(look.sensor, look.gsd_m) for look in looks}, key=lambda item: item[1]):
        clear = [look.taken for look in looks if look.sensor == sensor and thing.id in look.clear_things]
        states = [(taken, thing.stands_at(taken)) for taken in clear]
        there_after = date == thing.appears
        before = [taken for taken, there in states if taken < date and there is not there_after]
        after = [taken for taken, there in states if taken >= date and there is there_after]
        if before and after:
            found.append(Bracket(sensor, gsd_m, thing.area_m2 / gsd_m**2, max(before), min(after)))
    return tuple(found)


def _feature(site_id: str, change: TrueChange) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Polygon", "coordinates": change.polygon},
        "properties": {
            "site_id": site_id,
            "thing": change.thing_id,
            "name": change.name,
            "kind": str(change.kind),
            "date": change.date.isoformat(),
            "area_m2": change.area_m2,
            "part_id": change.part_id,
            "brackets": [
                {
                    "sensor": item.sensor,
                    "gsd_m": item.gsd_m,
                    "pixels": round(item.pixels, 2),
                    "before": item.before.isoformat(),
                    "after": item.after.isoformat(),
                }
                for item in change.brackets
            ],
            "note": "Invented.",
        },
    }


def _look(look: TrueLook) -> dict[str, Any]:
    return {
        "file": look.file,
        "sensor": look.sensor,
        "taken": look.taken.isoformat(),
        "cloud_share": round(look.cloud_share, 3),
        "haze": look.haze,
        "shift_px": list(look.shift_px),
    }
