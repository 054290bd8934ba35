"""What others wrote, taken into a case: places and annotations, told by what they are."""

from __future__ import annotations

from pathlib import Path

from firsthand.case import Case
from firsthand.errors import UsageError
from firsthand.exchange.brat import import_annotations
from firsthand.exchange.places import Taken, import_places

PLACES = {".kml", ".kmz", ".geojson", ".json"}


def take(case: Case, path: Path, who: str = "") -> Taken:
    """Take in places (KML, KMZ, GeoJSON) or a folder of brat annotations.

    Raises UsageError when it is neither, InputError when it cannot be used, StorageError.
    """
    if path.is_dir():
        return import_annotations(case, path, who)
    if path.suffix.lower() in PLACES:
        return import_places(case, path)
    remedy = "places come as .kml, .kmz or .geojson, annotations as a folder; reports and feeds: `firsthand collect`"
    raise UsageError("nothing that is imported looks like this", thing=str(path), remedy=remedy)
