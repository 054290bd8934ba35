"""Places that others drew, taken into ``sites.geojson``: KML and KMZ (OGC KML 2.3), and GeoJSON of the same form.

A file from strangers: no DTD or entity is read, no length in an archive is believed, nothing is fetched. What our own
KMZ says of a place by name (``ExtendedData``) comes back as it was.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from firsthand.case import Case, storing, write_atomic
from firsthand.errors import InputError
from firsthand.exchange.shapes import point_geometry
from firsthand.exchange.writing import json_bytes
from firsthand.printable import json_value
from firsthand.sites import parse_sites, read_sites, slug
from firsthand.stage import Problem, plural

MAX_BYTES = 32 * 2**20
"""Of a KML file, unpacked."""
MAX_ENTRIES = 10_000
MAX_PLACES = 20_000
NOTE_CHARACTERS = 500
_REMEDY = "export it again as KML, with places as points or polygons"
_TAG = re.compile(r"<[^<>]*>")
Feature = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import took in."""

    added: tuple[str, ...]
    """Ids, in order."""
    problems: tuple[Problem, ...]
    summary: str = ""


def import_places(case: Case, path: Path) -> Taken:
    """Add the places of a KML, KMZ or GeoJSON file to the case's sites; those it has already stay as they are.

    Raises InputError when the file cannot be used, StorageError.
    """
    features, problems = _features(path)
    target = case.root / "sites.geojson"
    sites = {site.id for site in read_sites(target)}
    held = json_value(target.read_text(encoding="utf-8-sig"))
    known = sites | {str(item["properties"].get("id")) for item in held["features"]}
    added: list[str] = []
    for feature in sorted(features, key=_is_part):
        properties = feature["properties"]
        id = str(properties.get("id") or slug(str(properties.get("name"))))
        fault = _fault(feature, id, sites, known)
        if fault:
            problems.append(Problem(f"{path.name}: {properties.get('name') or 'unnamed'}", fault, "mend it there"))
            continue
        held["features"].append(feature)
        added.append(id)
        known.add(id)
        if not _is_part(feature):
            sites.add(id)
    if added:
        with storing(target):
            write_atomic(target, json_bytes(held))
    return Taken(tuple(added), tuple(problems), f"{plural(len(added), 'place')} added to sites.geojson")


def _is_part(feature: Feature) -> bool:
    return bool(feature["properties"].get("part_of"))


def _fault(feature: Feature, id: str, sites: set[str], known: set[str]) -> str:
    """Why a feature cannot join these sites; empty when it can. ``known`` holds the ids of parts too."""
    if id in known:
        return f"a place has the id {id!r} already"
    site = feature["properties"].get("part_of")
    if site and site not in sites:
        return f"part_of names no site: {site}"
    around = {"type": "Feature", "properties": {"name": site, "id": site}, "geometry": point_geometry(0.0, 0.0)}
    try:
        parse_sites({"type": "FeatureCollection", "features": [around, feature] if site else [feature]})
    except ValueError as err:
        return str(err)
    return ""


def _features(path: Path) -> tuple[list[Feature], list[Problem]]:
    if path.suffix.lower() in {".geojson", ".json"}:
        read_sites(path)
        return list(json_value(path.read_text(encoding="utf-8-sig"))["features"]), []
    return kml_features(_kml(path), path.name)


def _kml(path: Path) -> bytes:
    """The KML of a file, which may be a KMZ. Raises InputError."""
    try:
        with path.open("rb") as file:
            packed = file.read(4) == b"PK\x03\x04"
            file.seek(0)
            data = _unpacked(path) if packed else file.read(MAX_BYTES + 1)
    except OSError as err:
        raise InputError(f"cannot be read ({err.strerror})", thing=str(path), remedy="check its name") from err
    if len(data) > MAX_BYTES:
        raise InputError(f"longer than {MAX_BYTES // 2**20} MB unpacked", thing=str(path), remedy="split it")
    return data


def _unpacked(path: Path) -> bytes:
    """The first KML file at the top of a KMZ, at most one byte more than allowed. Raises InputError."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            tops = [name for name in names if name.lower().endswith(".kml") and "/" not in name]
            if len(names) > MAX_ENTRIES or not tops:
                raise InputError("it holds no KML, or too many files", thing=str(path), remedy=_REMEDY)
            with archive.open("doc.kml" if "doc.kml" in tops else tops[0]) as file:
                return file.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as err:
        raise InputError(f"this is no whole KMZ ({err})", thing=str(path), remedy=_REMEDY) from err


def kml_features(data: bytes, name: str) -> tuple[list[Feature], list[Problem]]:
    """The placemarks of a KML as features of ``sites.geojson``, and those left out. Raises InputError."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as err:
        said = str(err).splitlines()[0][:200] if str(err) else type(err).__name__
        raise InputError(f"not KML that can be read safely ({said})", thing=name, remedy=_REMEDY) from err
    marks = [element for element in root.iter() if _local(element) == "Placemark"]
    if not marks:
        raise InputError("there is no placemark in it", thing=name, remedy=_REMEDY)
    if len(marks) > MAX_PLACES:
        raise InputError(f"more than {MAX_PLACES} placemarks", thing=name, remedy="split it")
    features, problems, dated = [], [], 0
    for number, mark in enumerate(marks, 1):
        if any(_local(child) in {"TimeSpan", "TimeStamp"} for child in mark):
            dated += 1
            continue
        try:
            features.append(_feature(mark, number, name))
        except ValueError as err:
            problems.append(Problem(f"{name}: placemark {number}", str(err), _REMEDY))
    if dated:
        said = "they have a time: they are events, not places"
        problems.append(Problem(f"{name}: {plural(dated, 'placemark')}", said, "take the time away to import them"))
    return features, problems


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _feature(mark: Element, number: int, file: str) -> Feature:
    """Raises ValueError with what is wrong."""
    facts = dict(_data(mark))
    name = _child(mark, "name") or facts.get("name", "")
    if not name:
        raise ValueError("it has no name")
    outlines = [_outline(element) for element in mark.iter() if _local(element) == "Polygon"]
    points = [_positions(element) for element in mark.iter() if _local(element) == "Point"]
    if len(outlines) > 1:
        raise ValueError("it has several outlines; a site has one")
    if not outlines and not points:
        raise ValueError("it is neither a point nor a polygon")
    geometry: dict[str, Any] = {"type": "Polygon", "coordinates": outlines[0]} if outlines else {}
    if not outlines:
        if not points[0]:
            raise ValueError("its point has no coordinates")
        geometry = {"type": "Point", "coordinates": points[0][0]}
    return {"type": "Feature", "geometry": geometry, "properties": _properties(mark, name, facts, file)}


def _properties(mark: Element, name: str, facts: Mapping[str, str], file: str) -> dict[str, Any]:
    ours = "id" in facts
    found: dict[str, Any] = {"id": facts.get("id") or slug(name), "name": name}
    found |= {key: facts[key] for key in ("kind", "part_of") if facts.get(key)}
    if facts.get("aliases"):
        found["aliases"] = _listed(facts["aliases"], ours)
    if facts.get("radius_m"):
        found["radius_m"] = float(facts["radius_m"])
    note = facts.get("note", "") if ours else _plain(_child(mark, "description"))
    if note:
        found["note"] = note[:NOTE_CHARACTERS]
    if "part_of" not in found:
        found["sources"] = _listed(facts.get("sources", ""), ours) or [f"{file} (imported)"]
    return found


def _data(mark: Element) -> Iterator[tuple[str, str]]:
    """Names and values of ``ExtendedData``, in either of the standard's two forms."""
    for element in mark.iter():
        if _local(element) == "Data":
            yield element.get("name", ""), _child(element, "value")
        elif _local(element) == "SimpleData":
            yield element.get("name", ""), (element.text or "").strip()


def _child(element: Element, name: str) -> str:
    return next(((child.text or "").strip() for child in element if _local(child) == name), "")


def _listed(text: str, ours: bool) -> list[str]:
    """Several values: a line each in our files, parted by semicolons in those that people make."""
    return [part.strip() for part in text.split("\n" if ours else ";") if part.strip()]


def _plain(html: str) -> str:
    from html import unescape

    return " ".join(unescape(_TAG.sub(" ", html)).split())


def _outline(polygon: Element) -> list[list[list[float]]]:
    outer = [_ring(child) for child in polygon if _local(child) == "outerBoundaryIs"]
    inner = [_ring(child) for child in polygon if _local(child) == "innerBoundaryIs"]
    return [*outer[:1], *inner]


def _ring(boundary: Element) -> list[list[float]]:
    ring = [place for element in boundary if _local(element) == "LinearRing" for place in _positions(element)]
    return ring if not ring or ring[0] == ring[-1] else [*ring, ring[0]]


def _positions(shape: Element) -> list[list[float]]:
    """Longitude and latitude of each "lon,lat[,height]"; the height is not used. Raises ValueError."""
    places = []
    for text in _child(shape, "coordinates").split():
        parts = text.split(",")
        if len(parts) < 2:
            raise ValueError(f"its coordinates cannot be read: {text[:40]!r}")
        places.append([float(parts[0]), float(parts[1])])
    return places
