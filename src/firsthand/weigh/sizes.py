"""How large the things are that claims speak of: from a part's footprint, else from a small table of usual sizes."""

from __future__ import annotations

from math import cos, radians

from firsthand.model import Claim, Polygon, Site, SitePart
from firsthand.trace.settle import part_heads
from firsthand.trace.words import concept, head
from firsthand.wording.words import words

USUAL_M = {
    "wall": 1.0,
    "boat": 2.5,
    "container": 2.4,
    "helicopter": 2.5,
    "lorry": 2.5,
    "vehicle": 2.5,
    "excavator": 2.5,
    "bulldozer": 2.5,
    "crane": 3.0,
    "launcher": 3.0,
    "railcar": 3.0,
    "tank": 3.0,
    "wagon": 3.0,
    "antenna": 4.0,
    "tent": 4.0,
    "portal": 5.0,
    "road": 6.0,
    "silo": 6.0,
    "bunker": 8.0,
    "tower": 8.0,
    "bridge": 8.0,
    "dome": 10.0,
    "stand": 10.0,
    "building": 12.0,
    "roof": 12.0,
    "vessel": 12.0,
    "aircraft": 12.0,
    "pad": 15.0,
    "pier": 8.0,
    "dock": 20.0,
    "runway": 30.0,
}
"""Shorter side in metres of things that stand in the open; usual sizes, used only without a footprint. Widths of road
vehicles (2.55 m), railway wagons (about 3 m) and containers (2.44 m) are set by law or standard; the others are the
smaller of what is common, so that "fine enough" is not said too easily. ``docs/passes.md`` shows the table."""

SIZES_M = {concept(name): size_m for name, size_m in USUAL_M.items()}
"""The same by the family of the word, as claims are compared."""

METRES_PER_DEGREE = 111_320.0


def find_part(claim: Claim, site: Site) -> SitePart | None:
    """The part that the claim is about: named by the reader, or the only one with the name of the claim's object."""
    for part in site.parts:
        if part.id == claim.event.part_id:
            return part
    wanted = head(claim.event.object)
    if not wanted:
        return None
    named = [part for part in site.parts if wanted in part_heads(part)]
    return named[0] if len(named) == 1 else None


def expected_size_m(claim: Claim, part: SitePart | None) -> float | None:
    """Shorter side in metres of what the claim speaks of; None when its size is unknown or it stands indoors."""
    return size_of_m(claim.event.object, part)


def size_of_m(thing: str, part: SitePart | None) -> float | None:
    """Shorter side in metres of ``thing`` (a noun phrase), which may be ``part``; None when unknown or indoors."""
    name = head(thing)
    is_part = part is not None and (not name or name in part_heads(part))
    if is_part and part is not None and part.footprint:
        return _shorter_side_m(part.footprint)
    if name in SIZES_M:
        return SIZES_M[name]
    inside = [concept(word.text) for word in words(thing)]
    return next((SIZES_M[word] for word in reversed(inside) if word in SIZES_M), None) if is_part else None


def _shorter_side_m(footprint: Polygon) -> float:
    lons, lats = zip(*footprint[0], strict=True)
    east = (max(lons) - min(lons)) * METRES_PER_DEGREE * cos(radians(sum(lats) / len(lats)))
    return float(min(east, (max(lats) - min(lats)) * METRES_PER_DEGREE))
