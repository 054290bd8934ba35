"""Items found: through the search of a STAC API, or by walking through a static catalogue on disk or on a server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from pystac_client import Client
from pystac_client.exceptions import APIError
from pystac_client.stac_api_io import StacApiIO

from firsthand.collect.given import parse_time
from firsthand.collect.stac.items import resolved
from firsthand.collect.stac.options import StacOptions
from firsthand.collect.stac.web import Web
from firsthand.errors import FirsthandError, InputError
from firsthand.printable import json_value
from firsthand.stage import Problem

if TYPE_CHECKING:
    pass

PAGE_ITEMS = 100
"""Asked for at a time; servers may give fewer."""
MAX_ITEMS = 5000
"""Of one search; Sentinel-2 passes a place some 150 times a year."""
MAX_FILES = 20_000
"""JSON files of one static catalogue."""
MAX_FILE_BYTES = 64 * 2**20
CATALOGUE_NAMES = ("catalog.json", "collection.json")

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True)
class Found:
    """One item as it came."""

    raw: Mapping[str, Any]
    href: str
    """Where it was read; of a search, the address searched at."""


def find_items(options: StacOptions, box: Box, web: Web) -> Iterator[Found | Problem]:
    """Items of the collections, in the time and meeting the box, in the source's order.

    What cannot be read of a catalogue, and a search that breaks off, are problems. Raises InputError when the source
    itself cannot be used.
    """
    href = _root(options.source)
    reader = _Reader(web)
    root = reader.json(href)
    if root.get("type") == "FeatureCollection":
        yield from _fitting(_features(root, href), options, box)
    elif root.get("type") == "Feature":
        yield from _fitting(iter([Found(root, href)]), options, box)
    elif _is_api(root):
        yield from _searched(href, reader, options, box)
    elif root.get("type") in ("Catalog", "Collection") or isinstance(root.get("links"), list):
        yield from _fitting(_walked(root, href, reader, options.collections), options, box)
    else:
        raise InputError(
            "this is no STAC API, catalogue or item",
            thing=options.source,
            remedy="give the address that answers with the catalogue's JSON, or a folder with catalog.json",
        )


class _Reader(StacApiIO):
    """pystac-client's way out, led through our guarded web; a server's catalogue may not open files of this disk."""

    def __init__(self, web: Web) -> None:
        super().__init__(max_retries=None)
        self._web = web

    def request(
        self,
        href: str,
        method: str | None = None,
        headers: dict[str, str] | None = None,
        parameters: dict[str, Any] | None = None,
    ) -> str:
        del headers
        method = (method or "GET").upper()
        if method == "POST":
            return self._web.json(href, "POST", parameters or {})
        if parameters:
            import httpx

            href = str(httpx.URL(href).copy_merge_params(parameters))
        return self._web.json(href)

    def json(self, href: str) -> dict[str, Any]:
        """The JSON object at an address or path. Raises InputError."""
        if href.startswith(("http://", "https://")):
            text = self._web.json(href)
        else:
            try:
                path = Path(href)
                if path.stat().st_size > MAX_FILE_BYTES:
                    raise InputError("too long for a STAC file", thing=href, remedy="check what it is")
                text = path.read_text(encoding="utf-8-sig")
            except (OSError, ValueError) as err:
                reason = getattr(err, "strerror", None) or "no UTF-8 text"
                raise InputError(f"cannot be read ({reason})", thing=href, remedy="check the catalogue") from err
        try:
            found = json_value(text)
        except (ValueError, RecursionError) as err:
            raise InputError(f"bad JSON ({err})", thing=href, remedy="check that this is a STAC address") from err
        if not isinstance(found, dict):
            raise InputError("this JSON is no STAC object", thing=href, remedy="check that this is a STAC address")
        return found


def _searched(href: str, reader: _Reader, options: StacOptions, box: Box) -> Iterator[Found | Problem]:
    """Pages of an API's search, one after the other."""
    if not options.collections:
        known = ", ".join(_collections(href, reader)) or "see the API's own page"
        raise InputError(
            "a search API holds many collections", thing=href, remedy=f"name some with --collection ({known})"
        )
    count = 0
    try:
        client = Client.open(href, stac_io=reader)
        links = [link.to_dict() for link in client.get_links("search")]
        posts = any(link.get("method", "GET") == "POST" for link in links)
        search = client.search(
            method="POST" if posts else "GET",
            collections=list(options.collections),
            bbox=list(box),
            datetime=_interval(options.start, options.end),
            limit=PAGE_ITEMS,
        )
        for page in search.pages_as_dicts():
            features = page.get("features")
            for raw in features if isinstance(features, list) else []:
                if count >= MAX_ITEMS:
                    yield Problem(href, f"more than {MAX_ITEMS} items; the rest was left out", "ask for a shorter time")
                    return
                count += 1
                yield Found(raw if isinstance(raw, Mapping) else {}, href)
    except FirsthandError as err:
        if not count:
            raise
        yield Problem(err.thing or href, f"the search broke off after {count} items: {err.message}", err.remedy)
    except (APIError, ValueError, TypeError, KeyError, AttributeError, RecursionError, NotImplementedError) as err:
        # pystac-client takes answers apart without checking them: a wrong type inside surfaces as whatever it is.
        said = f"its answer is not as STAC has it ({_one_line(err)})"
        if not count:
            raise InputError(said, thing=href, remedy="check the address; report it to those who run it") from err
        yield Problem(href, f"the search broke off after {count} items: {said}", "try again later")


def _collections(href: str, reader: _Reader) -> list[str]:
    """Ids of some collections of an API, for the message; empty when it does not tell."""
    try:
        listed = reader.json(f"{href.rstrip('/')}/collections").get("collections")
    except InputError:
        return []
    ids = [str(one.get("id")) for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    return ids[:20]


def _features(root: Mapping[str, Any], href: str) -> Iterator[Found]:
    features = root.get("features")
    for raw in features if isinstance(features, list) else []:
        yield Found(raw if isinstance(raw, Mapping) else {}, href)


def _walked(
    root: dict[str, Any], href: str, reader: _Reader, collections: tuple[str, ...]
) -> Iterator[Found | Problem]:
    """Items of a static catalogue, depth first; a file that cannot be read is a problem, its neighbours are read."""
    seen = {href}
    waiting = [(root, href)]
    while waiting:
        here, base = waiting.pop()
        below: list[tuple[dict[str, Any], str]] = []
        for rel, link in _links(here):
            try:
                target = resolved(link, base)
            except InputError as err:
                yield Problem.of(err, base)
                continue
            if target in seen:
                continue
            if len(seen) >= MAX_FILES:
                yield Problem(href, f"more than {MAX_FILES} files; the rest was left out", "collect a part of it")
                return
            seen.add(target)
            try:
                found = reader.json(target)
            except InputError as err:
                yield Problem.of(err, target)
                continue
            if rel == "item":
                yield Found(found, target)
            elif found.get("type") != "Collection" or not collections or found.get("id") in collections:
                below.append((found, target))
        waiting += reversed(below)


def _links(here: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Kind and address, as it stands there, of what lies below."""
    links = here.get("links")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, Mapping) and link.get("rel") in ("item", "child") and isinstance(link.get("href"), str):
            yield str(link["rel"]), link["href"]


def _fitting(items: Iterator[Found | Problem], options: StacOptions, box: Box) -> Iterator[Found | Problem]:
    """Those of the wanted collections, time and place, as a search would give; what states neither is handed on."""
    for item in items:
        if isinstance(item, Problem) or (_wanted(item.raw, options) and _meets(item.raw.get("bbox"), box)):
            yield item


def _wanted(raw: Mapping[str, Any], options: StacOptions) -> bool:
    collection = raw.get("collection")
    if options.collections and collection and collection not in options.collections:
        return False
    properties = raw.get("properties")
    stated = properties.get("datetime") or properties.get("start_datetime") if isinstance(properties, Mapping) else None
    try:
        moment = parse_time(str(stated)) if stated else None
    except (ValueError, TypeError, IndexError):
        moment = None
    if moment is None:
        return True
    return not (options.start and moment < options.start) and not (options.end and moment > options.end)


def _meets(bbox: Any, box: Box) -> bool:
    if not isinstance(bbox, list) or len(bbox) not in (4, 6) or not all(isinstance(n, int | float) for n in bbox):
        return True
    west, south, east, north = bbox[0], bbox[1], bbox[len(bbox) // 2], bbox[len(bbox) // 2 + 1]
    across = (west <= box[2] or east < west) and (box[0] <= east or east < west)
    return bool(across and south <= box[3] and box[1] <= north)


def _is_api(root: Mapping[str, Any]) -> bool:
    links = root.get("links")
    rels = [link.get("rel") for link in links if isinstance(link, Mapping)] if isinstance(links, list) else []
    return "search" in rels and "conformsTo" in root


def _root(source: str) -> str:
    """The address or file that stands for the source. Raises InputError."""
    if source.startswith(("http://", "https://")):
        return source
    path = Path(unquote(urlsplit(source).path) if source.startswith("file://") else source)
    if path.is_dir():
        found = next((path / name for name in CATALOGUE_NAMES if (path / name).is_file()), None)
        if found is None:
            raise InputError(
                "no catalog.json and no collection.json in this folder",
                thing=source,
                remedy="give the folder of a static STAC catalogue; collect plain GeoTIFFs with `firsthand collect`",
            )
        path = found
    if not path.is_file():
        raise InputError("there is no such address, file or folder", thing=source, remedy="check the name")
    return str(path.resolve())


def _interval(start: datetime | None, end: datetime | None) -> str | None:
    if start is None and end is None:
        return None
    return "/".join(moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else ".." for moment in (start, end))


def _one_line(err: BaseException) -> str:
    return " ".join(str(err).split())[:160] or type(err).__name__
