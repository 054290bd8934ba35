"""What can be written of a case, for whom: the list of formats, and the one function that writes each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from firsthand.case import Case
from firsthand.errors import InputError, UsageError
from firsthand.exchange.annotations import annotation_bytes
from firsthand.exchange.atom import write_atom
from firsthand.exchange.bag import write_bag
from firsthand.exchange.ftm import ftm_bytes
from firsthand.exchange.geojson import geojson_bytes
from firsthand.exchange.holdings import Holdings, holdings
from firsthand.exchange.kmz import write_kmz
from firsthand.exchange.prov import prov_bytes
from firsthand.exchange.rows import tables
from firsthand.exchange.stac import write_stac
from firsthand.exchange.stix import stix_bytes
from firsthand.exchange.tables import csv_bytes, parquet_bytes, tables_json
from firsthand.exchange.timelinejs import timeline_bytes
from firsthand.exchange.writing import write_file, write_folder
from firsthand.nearest import closest, with_meant

Writer = Callable[[Case, Holdings, Path], list[Path]]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: what it is for, and what writes it."""

    about: str
    kind: str
    """``folder``, or the ending of the file."""
    write: Writer
    by_site: bool = True
    """It can be written of one site."""
    by_time: bool = True
    """It can be written as of a moment."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list of formats."""

    name: str
    writes: str
    """``folder``, or the ending of the file."""
    by_site: bool
    about: str


def listing() -> list[Line]:
    """All formats, for people to choose from."""
    return [Line(name, item.kind, item.by_site, item.about) for name, item in FORMATS.items()]


def export(
    case: Case,
    name: str,
    to: Path | None,
    site: str | None = None,
    known_at: datetime | None = None,
    key: Path | None = None,
) -> list[Path]:
    """Write the case, or what bears on one site, in a format; returns the files. A bag may be signed with an SSH key.

    Raises UsageError on an unknown format or one that cannot be written so, UnknownSiteError, InputError when there is
    nothing to write, IntegrityError, StorageError.
    """
    if name not in FORMATS:
        error = UsageError("no such format", thing=name, remedy=f"one of: {', '.join(FORMATS)}")
        meant = closest(name, list(FORMATS))
        raise with_meant(error, meant) if meant else error
    chosen = FORMATS[name]
    if to is None:
        example = "FOLDER" if chosen.kind == "folder" else f"FILE{chosen.kind}"
        raise UsageError("nothing says where to write it", thing=name, remedy=f"add --to {example}")
    if site and not chosen.by_site:
        raise UsageError("this format holds a whole case", thing=name, remedy="leave the site out")
    if known_at and not chosen.by_time:
        raise UsageError("this format holds a case as it is now", thing=name, remedy="leave --known-at out")
    if key is not None and name != "bag":
        raise UsageError("only a bag is signed", thing=name, remedy="leave --sign out, or sign the file yourself")
    if key is not None:
        return [write_bag(case, to, key)]
    return chosen.write(case, holdings(case, site, known_at), to)


def _whole(make: Callable[[Holdings], bytes]) -> Writer:
    return lambda _, held, to: [write_file(to, make(held))]


def _one(write: Callable[[Case, Holdings, Path], Path]) -> Writer:
    return lambda case, held, to: [write(case, held, to)]


def _bag(case: Case, held: Holdings, to: Path) -> list[Path]:
    return [write_bag(case, to)]


def _csv(case: Case, held: Holdings, to: Path) -> list[Path]:
    return write_folder(to, {f"{table.name}.csv": csv_bytes(table) for table in tables(held)})


def _parquet(case: Case, held: Holdings, to: Path) -> list[Path]:
    return write_folder(to, {f"{table.name}.parquet": parquet_bytes(table) for table in tables(held)})


def _wacz(case: Case, held: Holdings, to: Path) -> list[Path]:
    from firsthand.collect.archives.written import export_wacz, is_page

    pages = [document.id for document in held.documents.values() if is_page(document)]
    return [export_wacz(case, to, pages)]


def _brat(case: Case, held: Holdings, to: Path) -> list[Path]:
    from firsthand.publish.annotations import export_annotations

    if not held.documents:
        raise InputError("no report speaks of this place", thing=held.title, remedy="choose another site, or none")
    return export_annotations(case, to, list(held.documents))


FORMATS: Mapping[str, Format] = {
    "stix": Format("STIX 2.1 bundle for OpenCTI, MISP and their kin", ".json", _whole(stix_bytes)),
    "geojson": Format("sites, changes and scenes as one map layer", ".geojson", _whole(geojson_bytes)),
    "kmz": Format("Google Earth: places, changes and images in time", ".kmz", _one(write_kmz)),
    "stac": Format("static catalogue of scenes and changes", "folder", _one(write_stac)),
    "ftm": Format("FollowTheMoney entities for Aleph, one a line", ".jsonl", _whole(ftm_bytes)),
    "annotations": Format("W3C Web Annotation: statements on their pages", ".jsonld", _whole(annotation_bytes)),
    "prov": Format("PROV-JSON: what comes from where", ".json", _whole(prov_bytes)),
    "csv": Format("tables for spreadsheets", "folder", _csv),
    "json": Format("the same tables as one JSON file", ".json", _whole(lambda held: tables_json(tables(held)))),
    "parquet": Format("tables for data desks; places as GeoParquet", "folder", _parquet),
    "timelinejs": Format("a timeline for TimelineJS", ".json", _whole(timeline_bytes)),
    "atom": Format("what came in as feeds, one a site and one a commitment", "folder", write_atom),
    "wacz": Format("captured pages as a web archive that can be replayed", ".wacz", _wacz),
    "brat": Format("texts and who says what in them, to train on or edit", "folder", _brat, by_time=False),
    "bag": Format("the whole case, to hand over (BagIt)", "folder", _bag, by_site=False, by_time=False),
}
"""All formats by name, in the order in which they are listed."""
