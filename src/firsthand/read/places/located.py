"""Places with coordinates: the case's sites first, then the world's, each with what the choice rests on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from firsthand.geo import country_at, outline_of
from firsthand.model import Anchor, PlaceMention, Site, Unresolved
from firsthand.read.places.finder import SiteMention, find_sites, fold_name
from firsthand.read.places.gazetteer import Gazetteer, Place, regions
from firsthand.read.places.names import find_names
from firsthand.read.places.toponyms import Toponym, resolve_all

SURE_ENOUGH = 0.7
"""Odds below which a place is left open: `benchmarks/places.py` says how many are right above it."""

Span = tuple[int, int]


def find_places(
    text: str, sites: Sequence[Site], book: Gazetteer, hint: str = ""
) -> tuple[list[PlaceMention], list[Unresolved]]:
    """Every place that ``text`` names, in order, and the names that may be several places.

    ``hint`` is more text of the same document, as its title. A name that a site of the case bears is that site, or
    nothing ("Sinpo-class"), and never a town of the same name.
    """
    own = find_sites(text, sites)
    taken = [(mention.anchor.start, mention.anchor.end) for mention in own]
    places, gaps = world_places(text, taken, sites, book, hint)
    by_id = {site.id: site for site in sites}
    places += [site_place(mention, by_id[mention.site_id]) for mention in own]
    return sorted(places, key=lambda place: place.anchor.start), gaps


def world_places(
    text: str, taken: Sequence[Span], sites: Sequence[Site], book: Gazetteer, hint: str = ""
) -> tuple[list[PlaceMention], list[Unresolved]]:
    """The places of the gazetteer that ``text`` names outside the spans ``taken``, and the names left open."""
    claimed = _claimed(tuple(sites))
    own = sorted(taken)
    named = (span for span in find_names(text, book) if not _meets(span, own))
    spans = [span for span in named if fold_name(text[slice(*span)]) not in claimed]
    settled = resolve_all(text, spans, hint=f"{hint}\n{_homes(tuple(sites))}" if taken else hint, known=book)
    places: list[PlaceMention] = []
    gaps: list[Unresolved] = []
    for found in settled:
        anchor = Anchor(found.start, found.end, text[found.start : found.end])
        if found.place is None:
            continue
        if found.odds < SURE_ENOUGH and found.rival is not None:
            reason = f"may be {described(found.place)} or {described(found.rival)}, and the text does not say which"
            gaps.append(Unresolved(anchor, reason, "place"))
        else:
            places.append(_mention(found, found.place, anchor))
    return places, gaps


def locate(text: str, spans: Sequence[Span], sites: Sequence[Site]) -> list[PlaceMention | None]:
    """What the names at ``spans`` (start, end) mean, whatever their odds; ``None`` where nothing is known."""
    by_id = {site.id: site for site in sites}
    mentions = find_sites(text, sites)
    found: list[PlaceMention | None] = []
    for (start, end), toponym in zip(spans, resolve_all(text, spans), strict=True):
        own = next((item for item in mentions if item.anchor.start < end and start < item.anchor.end), None)
        if own is not None:
            found.append(site_place(own, by_id[own.site_id]))
        elif toponym.place is None:
            found.append(None)
        else:
            found.append(_mention(toponym, toponym.place, Anchor(start, end, text[start:end])))
    return found


def site_place(mention: SiteMention, site: Site) -> PlaceMention:
    """A site of the case as a place; the name is that of the part where the words name one."""
    part = next((part for part in site.parts if part.id == mention.part_id), None)
    return PlaceMention(
        name=f"{part.name}, {site.name}" if part else site.name,
        lon=site.lon,
        lat=site.lat,
        radius_m=site.radius_m,
        kind="site",
        anchor=mention.anchor,
        how="case site",
        site_id=site.id,
        part_id=mention.part_id,
    )


def described(place: Place) -> str:
    """ "Paris, Texas, United States": the name with the division, where it is known, and the country."""
    named = [place.name, _region_names().get((place.country, place.region), "") if place.region else ""]
    named.append(_region_names().get((place.country, ""), ""))
    return ", ".join(dict.fromkeys(name for name in named if name))


def _mention(found: Toponym, place: Place, anchor: Anchor) -> PlaceMention:
    outline = outline_of(place.country) if place.kind == "country" else None
    return PlaceMention(
        name=described(place),
        lon=place.lon,
        lat=place.lat,
        radius_m=place.radius_m,
        kind=place.kind,
        anchor=anchor,
        how=_how(found),
        odds=round(found.odds, 2),
        country=place.country,
        extent=outline.bounds if outline else None,
    )


def _how(found: Toponym) -> str:
    if found.how != "named":
        return found.how
    return "the only place of this name" if found.rival is None else f"likelier than {described(found.rival)}"


def _meets(span: Span, taken: Sequence[Span]) -> bool:
    """Whether a span overlaps one of ``taken``, which are sorted and apart."""
    before = bisect_left(taken, (span[1], 0))
    return before > 0 and taken[before - 1][1] > span[0]


@lru_cache(maxsize=16)
def _claimed(sites: tuple[Site, ...]) -> frozenset[str]:
    return frozenset(fold_name(name) for site in sites for name in (site.name, *site.aliases))


@lru_cache(maxsize=16)
def _homes(sites: tuple[Site, ...]) -> str:
    """The countries that the sites of the case lie in: context for the other names of a text that names one."""
    found = {country.code for site in sites if (country := country_at(site.lon, site.lat))}
    return ". ".join(sorted(name for (code, region), name in _region_names().items() if code in found and not region))


@lru_cache(maxsize=1)
def _region_names() -> dict[tuple[str, str], str]:
    """Names of countries (code, "") and provinces (code, division)."""
    known = [place for place in regions() if place.country and (place.kind == "country" or place.region)]
    return {(place.country, place.region): place.name for place in known}
