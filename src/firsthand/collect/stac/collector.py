"""The door: scenes of a site from a STAC source into the case."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import box as rectangle
from shapely.geometry import shape

from firsthand.collect.given import Given
from firsthand.collect.images.scenes import collect_raster
from firsthand.collect.stac.items import Item, parse_item
from firsthand.collect.stac.options import StacOptions
from firsthand.collect.stac.scene import read_item, write_scene
from firsthand.collect.stac.search import find_items
from firsthand.collect.stac.web import Web
from firsthand.collect.stac.window import Box, window_box
from firsthand.errors import FirsthandError, StorageError
from firsthand.model import Scene
from firsthand.stage import Problem, Progress, StageReport, no_progress

if TYPE_CHECKING:
    from firsthand.case import Case

SAME_PASS = timedelta(seconds=90)
"""Scenes of one satellite closer in time are tiles or versions of one exposure, and would be counted as two looks."""
TOKEN_URLS = {
    "planetarycomputer.microsoft.com": "https://planetarycomputer.microsoft.com/api/sas/v1/token/{collection}",
}
"""Where known archives hand out the token that their files ask for, by the host of the API."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One exposure that a source has: the versions and tiles of it, the best first."""

    items: tuple[Item, ...]
    covered: float
    """Share of the window that the best one's outline covers, in [0, 1]."""
    known: bool
    """The case has this exposure."""
    otherwise: bool = False
    """The case has it with other bands, another window or from another archive; that one stays."""

    @property
    def best(self) -> Item:
        return self.items[0]


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source has for the site."""

    offers: tuple[Offer, ...]
    """By date."""
    problems: tuple[Problem, ...]
    cloudy: int
    """Exposures passed over because of ``max_cloud_percent``."""
    beyond: int
    """Exposures passed over because of ``max_count``."""


def list_scenes(case: Case, options: StacOptions, progress: Progress = no_progress) -> Listing:
    """What would be collected; nothing is fetched but the catalogue. Raises UnknownSiteError, InputError."""
    return _listing(case, options, _web(options), progress)


def collect_scenes(case: Case, options: StacOptions, progress: Progress = no_progress) -> StageReport:
    """Bring the scenes of a site into the case, only the window around it.

    Each scene is stored by itself as soon as it is read: an interrupted run goes on where it was, and what the case has
    is not read again. A scene that cannot be used becomes a problem. Raises UnknownSiteError, InputError when the
    source itself cannot be used, StorageError.
    """
    web = _web(options)
    listing = _listing(case, options, web, progress)
    problems = list(listing.problems)
    new = known = 0
    window = window_box(case.site(options.site), options.margin_m)
    for number, offer in enumerate(listing.offers):
        progress(offer.best.id, number, len(listing.offers))
        if offer.known:
            known += 1
            continue
        failed = _take(case, options, web, offer, window)
        problems += failed
        new += len(failed) < len(offer.items)
    progress("", len(listing.offers), len(listing.offers))
    return StageReport("collect", new, known, tuple(problems), _summary(new, known, listing, web))


def _listing(case: Case, options: StacOptions, web: Web, progress: Progress) -> Listing:
    site = case.site(options.site)
    window = window_box(site, options.margin_m)
    known = [scene for scene in case.store.scenes(site.id) if scene.source]
    problems: list[Problem] = []
    items: list[tuple[Item, float]] = []
    progress(f"searching {options.source}", 0, 1)
    for found in find_items(options, window, web):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        try:
            item = parse_item(found.raw, found.href, options.bands)
        except FirsthandError as err:
            problems.append(Problem.of(err))
        else:
            items.append((item, _outline_share(item, window)))
    groups = _by_pass([(item, share) for item, share in items if share > 0])
    offers = [_offer(group, known, options, window) for group in groups]
    clear = [offer for offer in offers if not _cloudy(offer.best, options.max_cloud_percent)]
    chosen = sorted(clear, key=lambda offer: (offer.best.cloud_percent or 0.0, -offer.best.taken.timestamp()))
    chosen = chosen[: options.max_count]
    chosen.sort(key=lambda offer: offer.best.taken)
    return Listing(tuple(chosen), tuple(problems), len(offers) - len(clear), len(clear) - len(chosen))


def _take(case: Case, options: StacOptions, web: Web, offer: Offer, window: Box) -> list[Problem]:
    """Collect the first of an exposure's items that can be read; the problems of those that could not."""
    failed: list[Problem] = []
    for item in offer.items:
        try:
            cut = read_item(item, window, web)
            with tempfile.TemporaryDirectory(prefix="firsthand-") as folder:
                path = Path(folder) / "scene.tif"
                write_scene(cut, path, source_of(item, options, window))
                given = Given(site=options.site)
                collect_raster(case, path, f"{item.id}.tif", given, datetime.now(UTC))
            return failed
        except StorageError:
            raise
        except FirsthandError as err:
            failed.append(
                replace(Problem.of(err), thing=f"{item.id}: {err.thing}" if err.thing != item.id else item.id)
            )
    return failed


def source_of(item: Item, options: StacOptions, window: Box) -> str:
    """The item's address with a mark of what is cut from it, by which a later run knows it again."""
    roles = ",".join(asset.role for asset in item.assets)
    cut = " ".join(f"{edge:.6f}" for edge in window)
    mark = sha256(f"{roles} {cut}".encode()).hexdigest()[:12]
    return f"{item.href.split('?', 1)[0]}#{item.collection}/{item.id}/{mark}"


def _by_pass(items: Sequence[tuple[Item, float]]) -> list[list[tuple[Item, float]]]:
    """Items put together by exposure: same satellite, within ``SAME_PASS``."""
    groups: list[list[tuple[Item, float]]] = []
    for item, share in sorted(items, key=lambda each: (*_eye(each[0]), each[0].taken, each[0].id)):
        last = groups[-1][-1][0] if groups else None
        if last is not None and _eye(last) == _eye(item) and item.taken - last.taken <= SAME_PASS:
            groups[-1].append((item, share))
        else:
            groups.append([(item, share)])
    return groups


def _eye(item: Item) -> tuple[str, str]:
    return item.platform.casefold(), item.sensor.casefold()


def _offer(group: list[tuple[Item, float]], known: Sequence[Scene], options: StacOptions, window: Box) -> Offer:
    """The fuller of several tiles first, of versions of one tile the newest."""
    newest_first = sorted(group, key=lambda each: (each[0].baseline, each[0].id), reverse=True)
    ordered = sorted(newest_first, key=lambda each: -round(each[1], 1))
    items = tuple(item for item, _ in ordered)
    marks = {source_of(item, options, window) for item in items}
    mine = [
        scene
        for scene in known
        if scene.source in marks
        or (
            ((scene.platform.casefold(), scene.sensor.casefold()) == _eye(items[0]))
            and abs(scene.taken - items[0].taken) <= SAME_PASS
        )
    ]
    return Offer(items, ordered[0][1], bool(mine), bool(mine) and not any(scene.source in marks for scene in mine))


def _outline_share(item: Item, window: Box) -> float:
    """Share of the window inside the item's outline, else its box; 1 when it has neither that can be used."""
    frame = rectangle(*window)
    try:
        outline = shape(dict(item.geometry)) if item.geometry is not None else None
        if outline is not None and not outline.is_valid:
            outline = shapely.make_valid(outline)
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError):
        outline = None
    if outline is None or outline.is_empty:
        if item.bbox is None:
            return 1.0
        outline = rectangle(*item.bbox)
    return float(outline.intersection(frame).area / frame.area)


def _cloudy(item: Item, limit_percent: float) -> bool:
    return item.cloud_percent is not None and item.cloud_percent > limit_percent


def _web(options: StacOptions) -> Web:
    named = re.match(r"https?://([^/?#:]+)", options.source, re.IGNORECASE)
    return Web(
        allow_private=options.allow_private,
        timeout_s=options.timeout_s,
        retry_s=options.retry_s,
        token_url=options.token_url or TOKEN_URLS.get(named[1].lower() if named else "", ""),
    )


def _summary(new: int, known: int, listing: Listing, web: Web) -> str:
    otherwise = sum(offer.otherwise for offer in listing.offers)
    parts = [f"{new} new {'scene' if new == 1 else 'scenes'}"]
    if known:
        parts.append(f"{known} known already")
    if otherwise:
        parts.append(f"{otherwise} of them with other bands or another window, kept as they are")
    if listing.cloudy:
        parts.append(f"{listing.cloudy} too cloudy")
    if listing.beyond:
        parts.append(f"{listing.beyond} beyond --max-count")
    if web.bytes_read >= 2**17:
        parts.append(f"{web.bytes_read / 2**20:.1f} MB read")
    return ", ".join(parts)
