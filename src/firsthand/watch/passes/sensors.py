"""What each satellite can see: the built-in table, and what a case adds to it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from firsthand.errors import InputError

FILE = "sensors.toml"
"""Of a case, beside its ``case.toml``."""


@dataclass(frozen=True, slots=True)
class Sensor:
    """One imaging satellite."""

    number: int
    """Catalogue number (NORAD)."""
    name: str
    kind: str
    """optical or radar."""
    gsd_m: float
    half_swath_km: float | None = None
    """Ground on either side of the track that each pass shows; None for those that look by angle."""
    off_nadir_deg: tuple[float, float] | None = None
    """Least and most angle at the satellite between straight down and the site."""
    side: str = "both"
    """Side of the flight direction on which it looks: both, left or right."""
    acquired: float | None = None
    """Share of passes at which it takes an image of land; None where it looks only where it is told to."""
    until: date | None = None
    """Last day in service."""
    source: str = ""

    @property
    def optical(self) -> bool:
        return self.kind == "optical"

    @property
    def tasked(self) -> bool:
        """It looks where its owners tell it to; nobody else knows how often that is."""
        return self.acquired is None


def known_sensors(case_root: Path | None = None) -> dict[int, Sensor]:
    """Sensors by catalogue number, those of the case's ``sensors.toml`` before the built-in ones. Raises InputError."""
    builtin = files("firsthand.watch.passes").joinpath("sensors.toml").read_text(encoding="utf-8")
    found = _parse(builtin, "the built-in sensors.toml")
    own = case_root / FILE if case_root else None
    if own and own.is_file():
        found |= _parse(own.read_text(encoding="utf-8", errors="replace"), str(own))
    return found


def _parse(text: str, thing: str) -> dict[int, Sensor]:
    remedy = "mend that entry; docs/passes.md shows one"
    try:
        rows = tomllib.loads(text).get("sensor", [])
    except (ValueError, RecursionError) as err:
        raise InputError(f"not valid TOML ({err})", thing=thing, remedy="mend the line it names") from err
    sensors = {}
    for place, row in enumerate(rows if isinstance(rows, list) else [rows], 1):
        try:
            sensor = _sensor(row)
        except (LookupError, TypeError, ValueError, OverflowError) as err:
            said = f"{err.args[0]!r} is missing" if isinstance(err, KeyError) else str(err)
            raise InputError(f"sensor {place}: {said}", thing=thing, remedy=remedy) from err
        sensors[sensor.number] = sensor
    return sensors


def _sensor(row: dict[str, Any]) -> Sensor:
    """One row, checked. Raises KeyError, TypeError or ValueError with a sentence."""
    unknown = set(row) - set(Sensor.__dataclass_fields__)
    if unknown:
        raise ValueError(f"{sorted(unknown)[0]!r} is no field of a sensor")
    angles = row.get("off_nadir_deg")
    sensor = Sensor(
        number=int(row["number"]),
        name=str(row["name"]),
        kind=str(row["kind"]),
        gsd_m=float(row["gsd_m"]),
        half_swath_km=None if row.get("half_swath_km") is None else float(row["half_swath_km"]),
        off_nadir_deg=None if angles is None else (float(angles[0]), float(angles[1])),
        side=str(row.get("side", "both")),
        acquired=None if row.get("acquired") is None else float(row["acquired"]),
        until=row.get("until"),
        source=str(row.get("source", "")),
    )
    _check(sensor)
    return sensor


def _check(sensor: Sensor) -> None:
    """Raise ValueError with what cannot be."""
    faults = {
        f"kind {sensor.kind!r} is neither optical nor radar": sensor.kind not in ("optical", "radar"),
        f"side {sensor.side!r} is neither both, left nor right": sensor.side not in ("both", "left", "right"),
        "gsd_m must be above 0": sensor.gsd_m <= 0,
        "give half_swath_km or off_nadir_deg, one of them": (sensor.half_swath_km is None)
        is (sensor.off_nadir_deg is None),
        "half_swath_km must be above 0": sensor.half_swath_km is not None and sensor.half_swath_km <= 0,
        "off_nadir_deg must be [least, most] between 0 and 65": sensor.off_nadir_deg is not None
        and not 0 <= sensor.off_nadir_deg[0] < sensor.off_nadir_deg[1] <= 65,
        "acquired must lie between 0 and 1": sensor.acquired is not None and not 0 <= sensor.acquired <= 1,
        "until must be a day such as 2021-12-23": sensor.until is not None and not isinstance(sensor.until, date),
    }
    for message, is_so in faults.items():
        if is_so:
            raise ValueError(message)
