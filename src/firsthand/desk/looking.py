"""Two dates of a site side by side, drawn as they were watched: aligned, on the same ground, under one stretch."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from firsthand.case import Case
from firsthand.errors import FirsthandError, UnknownIdError, UsageError
from firsthand.model import Scene, Site
from firsthand.publish import wording
from firsthand.publish.dossier import Seen

if TYPE_CHECKING:
    from firsthand.watch.activity import ActivityLook

SIDE_PX = 720
JPEG_QUALITY = 84
MOST_CHOICES = 120


@dataclass(frozen=True, slots=True)
class Side:
    """One picture of a pair, as the templates draw it."""

    src: str
    label: str
    alt: str
    width: int = SIDE_PX
    height: int = SIDE_PX


@dataclass(frozen=True, slots=True)
class TwoDates:
    """A pair, and what else could be chosen."""

    before_id: str
    after_id: str
    before: Side
    after: Side
    choice: tuple[Seen, ...]
    """Images of the same sensor, by date."""
    groups: tuple[tuple[str, tuple[Seen, ...]], ...]
    """All images by sensor."""
    seen: tuple[Seen, Seen]
    sensor: str
    same_sensor: bool


def two_dates(seen: Sequence[Seen], before: str = "", after: str = "") -> TwoDates | None:
    """The pair asked for, else the first and the last usable look of the finest sensor; ``None`` with fewer than two.

    Raises UsageError when an image asked for is not one of this site.
    """
    groups = _groups(seen)
    if before or after:
        known = {item.scene.id: item for item in seen}
        missing = [id for id in (before, after) if id not in known]
        if missing:
            remedy = "choose two images from the lists of the page"
            raise UsageError("no such image of this site", thing=missing[0] or "none chosen", remedy=remedy)
        first, last = known[before], known[after]
    else:
        usable = [group for _, group in groups if sum(item.usable for item in group) > 1]
        best = next(iter(usable), next((group for _, group in groups if len(group) > 1), ()))
        shown = [item for item in best if item.usable] if usable else list(best)
        if len(shown) < 2:
            return None
        first, last = shown[0], shown[-1]
    own = next(group for _, group in groups if first in group)
    pair = f"{first.scene.id}/{last.scene.id}"
    return TwoDates(
        before_id=first.scene.id,
        after_id=last.scene.id,
        before=_side(first.scene, f"/pair/{pair}/before.jpg"),
        after=_side(last.scene, f"/pair/{pair}/after.jpg"),
        choice=_some(own, (first, last)),
        groups=groups,
        seen=(first, last),
        sensor=f"{first.scene.sensor}, {wording.metres(first.scene.gsd_m)} a pixel",
        same_sensor=last in own,
    )


def _some(group: tuple[Seen, ...], chosen: tuple[Seen, Seen]) -> tuple[Seen, ...]:
    """A choice that a list can hold: the latest, and those chosen."""
    kept = {item.scene.id for item in (*group[-MOST_CHOICES:], *chosen)}
    return tuple(item for item in group if item.scene.id in kept)


def _groups(seen: Sequence[Seen]) -> tuple[tuple[str, tuple[Seen, ...]], ...]:
    """By sensor and pixel size, the finest first, each by date."""
    found: dict[tuple[float, str], list[Seen]] = {}
    for item in seen:
        found.setdefault((round(item.scene.gsd_m, 1), item.scene.sensor), []).append(item)
    return tuple(
        (f"{sensor or 'unknown sensor'}, {wording.metres(gsd_m)} a pixel", tuple(group))
        for (gsd_m, sensor), group in sorted(found.items())
    )


def _side(scene: Scene, src: str) -> Side:
    return Side(src, wording.short_day(scene.taken), wording.day(scene.taken))


def pair_pictures(case: Case, site: Site, scenes: tuple[Scene, Scene]) -> tuple[bytes, bytes]:
    """Two JPEGs of the same square of ground, ``SIDE_PX`` a side.

    Raises UnknownIdError when an archived image is gone, InputError when one cannot be read.
    """
    from firsthand.watch.chips import View, cut_of, drawn, stretch_of
    from firsthand.watch.load import frame_for, groups_of, read_picture

    groups = groups_of(case.store.scenes(site.id))
    looks = {look.scene_id: look for look in case.store.looks(site.id)}
    held = []
    for scene in scenes:
        if not case.file_path(scene.sha256).is_file():
            raise UnknownIdError("the archived image is gone", thing=scene.name, remedy="collect the scene again")
        group = next((group for group in groups if scene in group), [scene])
        frame = frame_for(site, group)
        held.append((scene, frame, read_picture(case.file_path(scene.sha256), scene, frame)))
    side_m = min(min(frame.rows, frame.cols) * frame.gsd_m for _, frame, _ in held)
    one = held[0][1] == held[1][1]
    stretch = stretch_of([picture for _, _, picture in held])
    made = []
    for scene, frame, picture in held:
        grid = frame.transform
        east, north = grid.c + grid.a * frame.cols / 2, grid.f + grid.e * frame.rows / 2
        shift = looks[scene.id].shift_px if scene.id in looks else (0.0, 0.0)
        cut = cut_of(picture, shift, frame, View(east, north, side_m, SIDE_PX))
        made.append(_jpeg(drawn(cut, stretch if one else stretch_of([picture]))))
    return made[0], made[1]


def _jpeg(pixels: object) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=JPEG_QUALITY, optimize=True)  # type: ignore[arg-type]
    return buffer.getvalue()


def contact_sheet(case: Case, site: Site) -> bytes:
    """All looks of a site as one PNG. Raises UsageError when there is nothing to draw."""
    import tempfile
    from pathlib import Path

    from firsthand.watch.sheet import sheet

    with tempfile.TemporaryDirectory() as folder:
        return sheet(case, site.id, Path(folder) / "sheet.png").path.read_bytes()


def passes_page(case: Case, site: Site) -> dict[str, Any]:
    """What the table of passes shows; what stands in the way, in words, where there is no telling."""
    from firsthand.watch.passes.planner import PassOptions, passes

    try:
        report = passes(case, site.id, PassOptions(days=7.0))
    except FirsthandError as err:
        return {"why_not": err.message, "remedy": err.remedy, "report": None, "shown_passes": ()}
    useful = [item for item in report.passes if not item.why_not] or list(report.passes)
    return {"why_not": "", "remedy": "", "report": report, "shown_passes": useful[:30]}


def activity_series(case: Case, site: Site) -> tuple[tuple[ActivityLook, ...], str]:
    """How busy the site was in each look; when that cannot be computed, no looks and the reason in words."""
    from numpy.linalg import LinAlgError

    from firsthand.watch.activity import activity_of

    try:
        return activity_of(case, site).looks, ""
    except FirsthandError as err:
        return (), err.message
    except LinAlgError:
        return (), "the images are too even to tell change from noise"
