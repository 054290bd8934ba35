"""What the caller wants of a STAC source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StacOptions:
    """One request. Times are UTC."""

    source: str
    """Address of a STAC API or catalogue, or a folder or JSON file on disk."""
    site: str
    """Site of the case, by id, name or alias."""
    start: datetime | None = None
    end: datetime | None = None
    """First and last moment, both included; None leaves that side open."""
    collections: tuple[str, ...] = ()
    """Ids of collections; empty: all that a catalogue holds (a search API wants some)."""
    bands: tuple[str, ...] = ()
    """Roles of the bands to read (blue, nir, swir1, vv …); empty: what suits the sensor."""
    max_cloud_percent: float = 100.0
    """Scenes whose metadata state more cloud are passed over; those that state none are not."""
    max_count: int | None = None
    """At most so many scenes, the least cloudy first."""
    margin_m: float = 400.0
    """Ground read beyond the site's outline, in metres."""
    allow_private: bool = False
    """Ask private and loopback addresses too."""
    token_url: str = ""
    """Address that hands out a read token, ``{collection}`` in it standing for the collection's id; see ``web``."""
    timeout_s: float = 120.0
    """Longest time for one scene's files, and for one answer of the search, in seconds."""
    retry_s: float = 1.0
    """First wait before a busy server is asked again, in seconds; doubled each time."""
