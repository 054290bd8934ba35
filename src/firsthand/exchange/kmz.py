"""Places, changes, reports and images for Google Earth and its kin (KMZ; OGC KML 2.3, docs.ogc.org/is/12-007r2).

The time slider shows a change from the first look with it, a report from its publication, an image from its day to
the next one. Balloons hold the words and their source; they are HTML, so all that comes from outside is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

from firsthand.case import Case
from firsthand.exchange import shapes
from firsthand.exchange.columns import Row
from firsthand.exchange.holdings import Holdings
from firsthand.exchange.rows import table
from firsthand.exchange.shapes import Box
from firsthand.exchange.writing import write_zip
from firsthand.model import Change, Claim, Polygon, Scene, Site
from firsthand.outgoing import web_address, xml_text
from firsthand.publish.drawing.pictures import scene_view

NAMESPACE = "http://www.opengis.net/kml/2.2"
VIEW_PX = 640
"""Longer side of an overlay."""
AROUND = 1.5
"""An overlay reaches this many times the size of the change to each side."""
LEAST_DEG = 0.002
"""About 200 m: smaller overlays show too little of the place."""
_STYLES = (("site", "ff00a5ff", "2600a5ff"), ("change", "ff2a2ad4", "402a2ad4"), ("part", "ffc8c8c8", "00ffffff"))
"""Name, colour of lines and of surfaces, as alpha, blue, green, red."""


def write_kmz(case: Case, held: Holdings, path: Path) -> Path:
    """Write the KMZ of ``held``. Raises IntegrityError when an archived image cannot be read, StorageError."""
    images: dict[str, bytes] = {}
    document = _document(case, held, images)
    Xml.indent(document)
    doc = Xml.tostring(document, encoding="utf-8", xml_declaration=True)
    return write_zip(path, {"doc.kml": doc + b"\n", **images})


def _document(case: Case, held: Holdings, images: dict[str, bytes]) -> Xml.Element:
    root = Xml.Element("kml", xmlns=NAMESPACE)
    document = Xml.SubElement(root, "Document")
    _text(document, "name", held.title)
    _text(document, "description", "Invented material: this case is fictional." if held.fictional else "")
    for name, line, fill in _STYLES:
        style = Xml.SubElement(document, "Style", id=name)
        _text(Xml.SubElement(style, "LineStyle"), "color", line)
        _text(Xml.SubElement(style, "PolyStyle"), "color", fill)
    _folder(document, "Places", [mark for site in held.sites for mark in _site(held, site)])
    rows = {row["id"]: row for row in table(held, "changes").rows}
    _folder(document, "Changes", [_change(change, rows[change.id]) for change in held.changes])
    _folder(document, "Reports", list(_reports(held)))
    _folder(document, "Images", list(_overlays(case, held, images)))
    return root


def _folder(parent: Xml.Element, name: str, marks: Sequence[Xml.Element]) -> None:
    if marks:
        folder = Xml.SubElement(parent, "Folder")
        _text(folder, "name", name)
        folder.extend(marks)


# ---- marks -----------------------------------------------------------------------------------------------------------


def _site(held: Holdings, site: Site) -> Iterator[Xml.Element]:
    said = "".join(_told(held, claim) for claim in held.claims_of(site))
    sources = "".join(f"<li>{escape(source)}</li>" for source in site.sources)
    mark = _mark(site.id, site.name, f"{said}<p>Sources of the place:</p><ul>{sources}</ul>" if sources else said)
    facts = {"id": site.id, "kind": site.kind, "radius_m": f"{site.radius_m:g}", "note": site.note}
    facts |= {"aliases": "\n".join(site.aliases), "sources": "\n".join(site.sources)}
    _data(mark, facts)
    if site.footprint:
        _polygon(mark, "site", site.footprint)
    else:
        _text(Xml.SubElement(mark, "Point"), "coordinates", f"{site.lon:.7f},{site.lat:.7f}")
    yield mark
    for part in site.parts:
        if part.footprint:
            outline = _mark(part.id, part.name, escape(part.kind))
            _data(outline, {"id": part.id, "part_of": site.id, "kind": part.kind})
            _polygon(outline, "part", part.footprint)
            yield outline


def _told(held: Holdings, claim: Claim) -> str:
    judged = held.assessments.get(claim.id)
    likely = f"; {escape(judged.words)}, {judged.low:.0%} to {judged.high:.0%}" if judged else ""
    counts = f"{claim.reports} reports, {claim.origin_low} to {claim.origin_high} origins{likely}"
    return f"<p><b>{escape(claim.text)}</b><br>{counts}<br><small>{claim.id}</small></p>"


def _change(change: Change, row: Row) -> Xml.Element:
    lines = [
        f"seen between {change.before:%Y-%m-%d} and {change.after:%Y-%m-%d}, {change.sensor}, {change.gsd_m:g} m",
        f"{change.area_m2:.0f} m² (±{change.area_sd_m2:.0f})",
        change.kind_reason,
        change.limits,
    ]
    images = "".join(
        f"<li>{escape(id)}, SHA-256 {sha}</li>" for id, sha in zip(row["scenes"], row["sha256"], strict=False)
    )
    mark = _mark(change.id, change.kind.value, f"<p>{'<br>'.join(map(escape, lines))}</p><ul>{images}</ul>")
    _span(mark, change.after, None)
    _data(mark, {"id": change.id, "site": change.site_id, "part": change.part_id or ""})
    _polygon(mark, "change", change.polygon)
    return mark


def _reports(held: Holdings) -> Iterator[Xml.Element]:
    """One mark for each member of a claim about a place, at that place."""
    places = {site.id: site for site in held.sites}
    claims = {claim.id: claim for claim in held.claims}
    for row in table(held, "members").rows:
        claim = claims[row["claim"]]
        for site in [places[id] for id in claim.event.site_ids if id in places][:1]:
            address = web_address(row["url"])
            link = f'<a href="{escape(address, quote=True)}">{escape(address)}</a>' if address else ""
            words = (
                f"<blockquote>{escape(row['quote'])}</blockquote><p>{escape(row['relation'])}: {escape(claim.text)}</p>"
            )
            mark = _mark(row["statement"], row["outlet"] or row["document"], f"{words}<p>{link}</p>")
            _span(mark, row["published"], None)
            names = ("statement", "claim", "document", "sha256")
            _data(mark, {name: row[name] for name in names} | {"start": str(row["start"]), "end": str(row["end"])})
            _text(Xml.SubElement(mark, "Point"), "coordinates", f"{site.lon:.7f},{site.lat:.7f}")
            yield mark


# ---- images ----------------------------------------------------------------------------------------------------------


def _overlays(case: Case, held: Holdings, images: dict[str, bytes]) -> Iterator[Xml.Element]:
    """The image before and the image after each change, laid on the ground; their bytes go into ``images``."""
    for change in held.changes:
        scenes = [held.scenes[id] for id in change.scene_ids if id in held.scenes]
        for number, scene in enumerate(scenes):
            box = _window(change.polygon, scene)
            view = scene_view(case, scene, box, VIEW_PX) if box else None
            if box is None or view is None:
                continue
            name = f"images/{change.id}-{scene.id}.jpg"
            images[name] = view
            until = scenes[number + 1].taken if number + 1 < len(scenes) else None
            yield _overlay(scene, name, box, until)


def _window(polygon: Polygon, scene: Scene) -> Box | None:
    """The ground around a change as far as the scene shows it; None when it shows none of it."""
    west, south, east, north = shapes.box_of(polygon)
    wide, high = max((east - west) * AROUND, LEAST_DEG), max((north - south) * AROUND, LEAST_DEG)
    left, bottom, right, top = scene.bounds
    box = (max(west - wide, left), max(south - high, bottom), min(east + wide, right), min(north + high, top))
    return box if box[0] < box[2] and box[1] < box[3] else None


def _overlay(scene: Scene, name: str, box: Box, until: datetime | None) -> Xml.Element:
    overlay = Xml.Element("GroundOverlay", id=Path(name).stem)
    _text(overlay, "name", f"{scene.taken:%Y-%m-%d} {scene.sensor}")
    _span(overlay, scene.taken, until)
    _data(overlay, {"scene": scene.id, "sha256": scene.sha256, "gsd_m": f"{scene.gsd_m:g}"})
    _text(Xml.SubElement(overlay, "Icon"), "href", name)
    corners = Xml.SubElement(overlay, "LatLonBox")
    west, south, east, north = box
    for side, value in (("north", north), ("south", south), ("east", east), ("west", west)):
        _text(corners, side, f"{value:.7f}")
    return overlay


# ---- elements --------------------------------------------------------------------------------------------------------


def _mark(id: str, name: str, balloon: str) -> Xml.Element:
    mark = Xml.Element("Placemark", id=id)
    _text(mark, "name", name)
    _text(mark, "description", balloon)
    return mark


def _text(parent: Xml.Element, name: str, value: str) -> None:
    """A child with text, unless the text is empty."""
    if value:
        Xml.SubElement(parent, name).text = xml_text(value)


def _data(mark: Xml.Element, facts: dict[str, Any]) -> None:
    """What a reader can take out again by name; the order of elements is the standard's, so outlines come after."""
    extended = Xml.SubElement(mark, "ExtendedData")
    for name, value in facts.items():
        if value:
            _text(Xml.SubElement(extended, "Data", name=name), "value", str(value))


def _span(mark: Xml.Element, begin: datetime | None, end: datetime | None) -> None:
    if begin or end:
        span = Xml.SubElement(mark, "TimeSpan")
        _text(span, "begin", f"{begin.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if begin else "")
        _text(span, "end", f"{end.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if end else "")


def _polygon(mark: Xml.Element, style: str, polygon: Polygon) -> None:
    # styleUrl stands before ExtendedData in the standard's order.
    place = next((number for number, child in enumerate(mark) if child.tag == "ExtendedData"), len(mark))
    url = Xml.Element("styleUrl")
    url.text = f"#{style}"
    mark.insert(place, url)
    shape = Xml.SubElement(mark, "Polygon")
    _text(shape, "tessellate", "1")
    for number, ring in enumerate(shapes.polygon_geometry(polygon)["coordinates"]):
        boundary = Xml.SubElement(shape, "innerBoundaryIs" if number else "outerBoundaryIs")
        places = " ".join(f"{lon:.7f},{lat:.7f}" for lon, lat in ring)
        _text(Xml.SubElement(boundary, "LinearRing"), "coordinates", places)
