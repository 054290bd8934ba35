"""A plan of the site as server-made SVG: footprint, parts and changes, over the latest usable image where there is one.

Drawn in a local equirectangular projection about the site, north up; good to a part in a thousand over ten kilometres.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from firsthand.model import Change, ChangeKind, Polygon, Site
from firsthand.publish import wording

METRES_PER_DEGREE = 111_320.0
"""Of latitude, and of longitude at the equator (WGS 84 mean)."""
LEAST_EXTENT_M = 120.0
MARGIN = 1.06
WINDOW_FACTOR = 3.0
UNMAPPED = (ChangeKind.SEASONAL, ChangeKind.OTHER)
"""Kinds of change that do not widen the plan: they may lie anywhere in a coarse image."""
Box = tuple[float, float, float, float]
"""West, south, east, north, in degrees or in metres east and north of the site's point."""


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A north-up picture under the plan."""

    href: str
    bounds: Box
    """In degrees."""
    label: str


@dataclass(frozen=True, slots=True)
class View:
    """The part of the ground that is drawn, and how many pixels a metre takes."""

    lon: float
    lat: float
    west_m: float
    north_m: float
    px_per_m: float
    width_px: float
    height_px: float

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        east, north = _metres(lon, lat, self.lon, self.lat)
        return round((east - self.west_m) * self.px_per_m, 1), round((self.north_m - north) * self.px_per_m, 1)


def svg(
    site: Site,
    changes: Sequence[Change],
    link: Callable[[str, str], str],
    backdrop: Backdrop | None = None,
    width_px: int = 720,
    first_number: int = 1,
) -> Markup:
    """The plan. Changes are numbered in the order given."""
    view = _view(site, changes, backdrop, width_px)
    body = [
        *_backdrop(backdrop, view),
        *_outline(site, view),
        *(line for part in site.parts for line in _part(part.name, part.footprint, view)),
        *(line for number, change in enumerate(changes, first_number) for line in _change(number, change, view, link)),
        *_scale_bar(view),
        *_north(view),
    ]
    label = f"Plan of {site.name} with {wording.counted(len(changes), 'change')}"
    pictured = " pictured" if backdrop else ""
    return Markup(  # noqa: S704 - every piece from outside is escaped where it enters
        f'<svg class="plan{pictured}" viewBox="0 0 {view.width_px:.0f} {view.height_px:.0f}" role="group" '
        f'aria-label="{escape(label)}">{"".join(body)}</svg>'
    )


def window(site: Site, bounds: Box) -> Box:
    """The part of a scene, given and returned in degrees, that is worth showing for a site.

    About ``WINDOW_FACTOR`` times the site's shapes (or its point's uncertainty); the whole scene when the site lies
    outside of it.
    """
    shapes = [shape for shape in (site.footprint, *(part.footprint for part in site.parts)) if shape]
    corners = [_metres(lon, lat, site.lon, site.lat) for shape in shapes for lon, lat in shape[0]]
    reach_m = max([site.radius_m, LEAST_EXTENT_M, *(abs(value) for corner in corners for value in corner)])
    north = reach_m * WINDOW_FACTOR / METRES_PER_DEGREE
    east = north / max(math.cos(math.radians(site.lat)), 0.01)
    west, south = max(bounds[0], site.lon - east), max(bounds[1], site.lat - north)
    right, top = min(bounds[2], site.lon + east), min(bounds[3], site.lat + north)
    return (west, south, right, top) if west < right and south < top else bounds


def _metres(lon: float, lat: float, lon0: float, lat0: float) -> tuple[float, float]:
    return (lon - lon0) * METRES_PER_DEGREE * math.cos(math.radians(lat0)), (lat - lat0) * METRES_PER_DEGREE


def _view(site: Site, changes: Sequence[Change], backdrop: Backdrop | None, width_px: int) -> View:
    shapes = [shape for shape in (site.footprint, *(part.footprint for part in site.parts)) if shape]
    shapes += [change.polygon for change in changes if change.kind not in UNMAPPED]
    if not shapes and backdrop is None:
        shapes = [change.polygon for change in changes]
    corners = [_metres(lon, lat, site.lon, site.lat) for shape in shapes for lon, lat in shape[0]]
    if backdrop:
        west, south, east, north = backdrop.bounds
        corners += [_metres(lon, lat, site.lon, site.lat) for lon, lat in ((west, south), (east, north))]
    if not corners:
        corners = [(-site.radius_m * 1.3, -site.radius_m * 1.3), (site.radius_m * 1.3, site.radius_m * 1.3)]
    easts, norths = [east for east, _ in corners], [north for _, north in corners]
    margin = 1.0 if backdrop else MARGIN
    width_m = max(max(easts) - min(easts), LEAST_EXTENT_M) * margin
    height_m = max(max(norths) - min(norths), LEAST_EXTENT_M) * margin
    height_m = min(max(height_m, width_m * 0.5), width_m * 1.1) if height_m < width_m else height_m
    width_m = max(width_m, height_m / (1.15 if backdrop else 0.95))
    middle_east, middle_north = (max(easts) + min(easts)) / 2, (max(norths) + min(norths)) / 2
    px_per_m = width_px / width_m
    return View(
        site.lon,
        site.lat,
        middle_east - width_m / 2,
        middle_north + height_m / 2,
        px_per_m,
        width_px,
        height_m * px_per_m,
    )


def _backdrop(backdrop: Backdrop | None, view: View) -> Iterator[str]:
    if backdrop is None:
        return
    west, south, east, north = backdrop.bounds
    left, top = view.point(west, north)
    right, bottom = view.point(east, south)
    yield (
        f'<image href="{escape(backdrop.href)}" x="{left}" y="{top}" width="{right - left:.1f}" '
        f'height="{bottom - top:.1f}" preserveAspectRatio="none"><title>{escape(backdrop.label)}</title></image>'
    )


def _path(polygon: Polygon, view: View) -> str:
    rings = []
    for ring in polygon:
        points = " ".join(f"{x},{y}" for x, y in (view.point(lon, lat) for lon, lat in ring[:-1]))
        rings.append(f"M{points}Z")
    return "".join(rings)


def _outline(site: Site, view: View) -> Iterator[str]:
    if site.footprint:
        yield f'<path class="footprint" d="{_path(site.footprint, view)}"><title>{escape(site.name)}</title></path>'
        return
    x, y = view.point(site.lon, site.lat)
    radius = site.radius_m * view.px_per_m
    title = f"{site.name}: the point is known to {wording.metres(site.radius_m)}"
    yield f'<circle class="footprint" cx="{x}" cy="{y}" r="{radius:.1f}"><title>{escape(title)}</title></circle>'
    yield f'<circle class="point" cx="{x}" cy="{y}" r="3"/>'


def _part(name: str, footprint: Polygon | None, view: View) -> Iterator[str]:
    if footprint is None:
        return
    yield f'<path class="part" d="{_path(footprint, view)}"><title>{escape(name)}</title></path>'
    points = [view.point(lon, lat) for lon, lat in footprint[0]]
    x = min(max(sum(x for x, _ in points[:-1]) / (len(points) - 1), 60), view.width_px - 60)
    y = max(min(y for _, y in points) - 6, 12)
    yield f'<text class="label" x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{escape(name)}</text>'


def _change(number: int, change: Change, view: View, link: Callable[[str, str], str]) -> Iterator[str]:
    dates = f"{wording.day(change.before)} – {wording.day(change.after)}"
    label = f"Change {number}: {change.kind}, {dates}"
    points = [view.point(lon, lat) for lon, lat in change.polygon[0]]
    if not any(0 <= x <= view.width_px and 0 <= y <= view.height_px for x, y in points):
        return
    x, y = max(x for x, _ in points), max(y for _, y in points)
    x, y = min(x + 4, view.width_px - 11), min(y + 4, view.height_px - 11)
    yield (
        f'<a href="{escape(link("change", change.id))}" data-ref="{escape(change.id)}" aria-label="{escape(label)}">'
        f"<title>{escape(label)}</title>"
        f'<path class="change" d="{_path(change.polygon, view)}"/>'
        f'<circle class="badge" cx="{x:.1f}" cy="{y:.1f}" r="9"/>'
        f'<text class="badge" x="{x:.1f}" y="{y + 3.8:.1f}" text-anchor="middle">{number}</text></a>'
    )


def _scale_bar(view: View) -> Iterator[str]:
    wanted = view.width_px / view.px_per_m / 5
    power = 10 ** math.floor(math.log10(wanted))
    length_m = next(step * power for step in (5, 2, 1) if step * power <= wanted)
    width, y = length_m * view.px_per_m, view.height_px - 12
    yield from _haloed(f"M12 {y - 4:.1f}V{y:.1f}H{12 + width:.1f}V{y - 4:.1f}")
    yield f'<text class="scale" x="{18 + width:.1f}" y="{y + 2:.1f}">{wording.metres(length_m)}</text>'


def _north(view: View) -> Iterator[str]:
    x = view.width_px - 18
    yield from _haloed(f"M{x} 34V14M{x - 4} 20L{x} 13L{x + 4} 20")
    yield f'<text class="scale" x="{x}" y="46" text-anchor="middle">N</text>'


def _haloed(path: str) -> Iterator[str]:
    """A line that can be read on any ground."""
    yield f'<path class="halo" d="{path}"/>'
    yield f'<path class="scale" d="{path}"/>'
