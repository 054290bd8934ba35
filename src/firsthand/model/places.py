"""Places under watch, and the publishers of reports."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.model.common import Polygon


@dataclass(frozen=True, slots=True)
class SitePart:
    """A named part of a site: a stand, a hall, a yard."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""
    footprint: Polygon | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A place under watch."""

    id: str
    name: str
    lon: float
    lat: float
    radius_m: float
    """Uncertainty of the point in metres."""
    aliases: tuple[str, ...] = ()
    kind: str = ""
    footprint: Polygon | None = None
    parts: tuple[SitePart, ...] = ()
    parent_id: str | None = None
    sources: tuple[str, ...] = ()
    """Where each fact comes from, with dates."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher or news agency, as statements may name it."""

    name: str
    aliases: tuple[str, ...] = ()
    """Other names in running text ("the Post"); matched as whole words."""
    domains: tuple[str, ...] = ()
    owner: str = ""
    """Sister outlets share one owner and are one publisher."""
