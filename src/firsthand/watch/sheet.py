"""The whole series of a site for people to look at: a contact sheet (picture or page), or one picture that moves.

All tiles of one sensor show the same ground, aligned as they were watched, under one stretch, so that what looks
brighter was brighter. Looks that cannot be used are shown, crossed out, with the reason: a gap is shown as a gap.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jinja2 import Environment, PackageLoader, select_autoescape
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from firsthand.case import Case, storing, write_atomic
from firsthand.errors import FirsthandError, UsageError
from firsthand.model import Look, Scene, Site
from firsthand.stage import Problem, Progress, no_progress
from firsthand.watch.chips import (
    FAINT,
    INK,
    LINE,
    PAPER,
    Stretch,
    View,
    cut_of,
    drawn,
    font,
    north_arrow,
    scale_bar,
    shortened,
    source_of,
    stretch_of,
)
from firsthand.watch.load import Frame, Raster, frame_for, groups_of, read_picture

ENDINGS = (".html", ".png", ".gif", ".webp", ".apng")
MOVING = (".gif", ".webp", ".apng")
TILE_PX = {True: 420, False: 236}
"""Side of the ground shown in one tile, moving or on a sheet."""
CAPTION_PX = 62
GAP_PX = 8
COLUMNS = 5
HEAD_PX, GROUP_PX = 64, 34
FRAME_MS = 900
LAST_FRAME_MS = 2200
"""The end of the series stands longer, so that its beginning is seen as such."""
WEBP_QUALITY = 88


@dataclass(frozen=True, slots=True)
class Tile:
    """One look, drawn."""

    scene: Scene
    image: Image.Image
    why_not: str
    """Why it cannot be used; empty when it can."""

    @property
    def alt(self) -> str:
        """In words, for those who do not see it."""
        state = f"not usable: {self.why_not}" if self.why_not else "usable"
        return f"{source_of(self.scene)}, {self.scene.taken:%Y-%m-%d %H:%M} UTC, {state}"


@dataclass(frozen=True, slots=True)
class Strip:
    """All looks of one sensor, by date."""

    title: str
    tiles: tuple[Tile, ...]
    ground_m: float
    """Side of the ground that each tile shows."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was written, and which scenes could not be drawn."""

    path: Path
    tiles: int
    problems: tuple[Problem, ...] = ()


def sheet(
    case: Case, site_id: str, out: Path | None = None, sensor: str = "", progress: Progress = no_progress
) -> Sheet:
    """Write the series of a site to ``out``, whose ending says how: html, png, gif, webp or apng.

    By default ``briefs/SITE-looks.html`` in the case. ``sensor`` takes only sensors whose name contains it; what moves
    shows one sensor, the one with most usable looks. A scene that cannot be read becomes a problem. Raises
    UnknownSiteError; UsageError for another ending, or when there is nothing to draw; StorageError.
    """
    site = case.site(site_id)
    path = out or case.root / "briefs" / f"{site.id}-looks.html"
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise UsageError(
            "this ending is none of those that can be written", thing=str(path), remedy=f"use {', '.join(ENDINGS)}"
        )
    looks = {look.scene_id: look for look in case.store.looks() if look.site_id == site.id}
    groups = _groups(case, site, sensor)
    if ending in MOVING:
        groups = [max(groups, key=lambda group: (_usable(group, looks), len(group)))]
    problems: list[Problem] = []
    strips = []
    for group in groups:
        try:
            strips.append(_strip(case, site, (group, looks), TILE_PX[ending in MOVING], (problems, progress)))
        except FirsthandError as err:
            problems.append(Problem.of(err))
    if not any(strip.tiles for strip in strips):
        first = problems[0]
        raise UsageError(f"nothing can be drawn: {first.message}", thing=first.thing, remedy=first.remedy)
    if ending in MOVING:
        data = _moving(strips[0], ending)
    elif ending == ".png":
        data = _png(_sheet(site, strips))
    else:
        data = _page(case, site, strips).encode()
    with storing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, data)
    return Sheet(path, sum(len(strip.tiles) for strip in strips), tuple(problems))


def _groups(case: Case, site: Site, sensor: str) -> list[list[Scene]]:
    scenes = case.store.scenes(site.id)
    if not scenes:
        remedy = "collect some with `firsthand collect` or `firsthand collect-scenes`"
        raise UsageError("there is no image of this site", thing=site.name, remedy=remedy)
    chosen = [scene for scene in scenes if sensor.casefold() in scene.sensor.casefold()]
    if not chosen:
        known = ", ".join(sorted({scene.sensor or "unknown" for scene in scenes}))
        raise UsageError("no image of this sensor", thing=sensor, remedy=f"sensors here are: {known}")
    return groups_of(chosen)


def _usable(group: Sequence[Scene], looks: dict[str, Look]) -> int:
    return sum(scene.id in looks and not looks[scene.id].reason for scene in group)


def _strip(
    case: Case,
    site: Site,
    series: tuple[Sequence[Scene], dict[str, Look]],
    side_px: int,
    told: tuple[list[Problem], Progress],
) -> Strip:
    """Read and draw one group, holding one whole picture at a time. Raises InputError when none covers the site."""
    group, looks = series
    problems, progress = told
    frame = frame_for(site, group)
    view = _view(frame, side_px)
    cuts: list[tuple[Scene, Raster, str, Stretch]] = []
    for number, scene in enumerate(group):
        progress(f"drawing {scene.name}", number, len(group))
        try:
            picture = read_picture(case.file_path(scene.sha256), scene, frame)
        except FirsthandError as err:
            problems.append(Problem.of(err, scene.name))
            continue
        shift = looks[scene.id].shift_px if scene.id in looks else (0.0, 0.0)
        cuts.append((scene, cut_of(picture, shift, frame, view), picture.dtype, stretch_of([picture])))
    progress("", len(group), len(group))
    shared = {kind: _shared([cut for cut in cuts if cut[2] == kind], looks) for kind in {cut[2] for cut in cuts}}
    tiles = []
    for scene, cut, kind, _ in cuts:
        why_not = looks[scene.id].reason if scene.id in looks else "not watched yet"
        tiles.append(Tile(scene, _tile(drawn(cut, shared[kind]), view, scene, why_not), why_not))
    return Strip(source_of(group[0]), tuple(tiles), view.side_m)


def _view(frame: Frame, side_px: int) -> View:
    """The largest square around the middle of the frame."""
    grid = frame.transform
    return View(
        grid.c + grid.a * frame.cols / 2,
        grid.f + grid.e * frame.rows / 2,
        min(frame.cols, frame.rows) * frame.gsd_m,
        side_px,
    )


def _shared(cuts: Sequence[tuple[Scene, Raster, str, Stretch]], looks: dict[str, Look]) -> Stretch:
    """Medians over the usable looks; over all where none is."""
    usable = [cut[3] for cut in cuts if cut[0].id in looks and not looks[cut[0].id].reason]
    low, high = np.median(np.array(usable or [cut[3] for cut in cuts]), axis=0)
    return Stretch(float(low), float(high))


# ---- drawing ---------------------------------------------------------------------------------------------------------


def _tile(pixels: NDArray[np.uint8], view: View, scene: Scene, why_not: str) -> Image.Image:
    """One look with scale bar, north, date, source, and a cross where it cannot be used."""
    side = view.side_px
    canvas = Image.new("RGB", (side, side + CAPTION_PX), PAPER)
    canvas.paste(Image.fromarray(pixels), (0, 0))
    draw = ImageDraw.Draw(canvas)
    if why_not and why_not != "not watched yet":
        for ends in (((0, 0), (side, side)), ((0, side), (side, 0))):
            draw.line(ends, fill=PAPER, width=5)
            draw.line(ends, fill=LINE, width=2)
    scale_bar(draw, view)
    north_arrow(draw, view)
    draw.text((8, side + 4), f"{scene.taken:%Y-%m-%d %H:%M} UTC", font=font(14), fill=LINE if why_not else INK)
    draw.text((8, side + 23), shortened(draw, why_not or source_of(scene), side - 16), font=font(12), fill=FAINT)
    draw.text((8, side + 41), shortened(draw, scene.name, side - 16), font=font(12), fill=FAINT)
    return canvas


def _sheet(site: Site, strips: Sequence[Strip]) -> Image.Image:
    """All strips on one picture, a heading over each."""
    tile_w, tile_h = strips[0].tiles[0].image.size if strips[0].tiles else (TILE_PX[False], TILE_PX[False] + CAPTION_PX)
    columns = min(COLUMNS, max(len(strip.tiles) for strip in strips))
    rows = [-(-len(strip.tiles) // columns) for strip in strips]
    width = max(columns * (tile_w + GAP_PX) + GAP_PX, 520)
    height = HEAD_PX + sum(GROUP_PX + count * (tile_h + GAP_PX) for count in rows) + GAP_PX
    canvas = Image.new("RGB", (width, height), (12, 14, 18))
    draw = ImageDraw.Draw(canvas)
    draw.text((GAP_PX + 2, 10), site.name, font=font(22), fill=INK)
    draw.text((GAP_PX + 2, 40), summary(strips), font=font(13), fill=FAINT)
    top = HEAD_PX
    for strip, count in zip(strips, rows, strict=True):
        draw.text((GAP_PX + 2, top + 9), f"{strip.title}, {strip.ground_m:.0f} m across", font=font(15), fill=LINE)
        for number, tile in enumerate(strip.tiles):
            row, column = divmod(number, columns)
            corner = (GAP_PX + column * (tile_w + GAP_PX), top + GROUP_PX + row * (tile_h + GAP_PX))
            canvas.paste(tile.image, corner)
        top += GROUP_PX + count * (tile_h + GAP_PX)
    return canvas


def summary(strips: Sequence[Strip]) -> str:
    """ "28 looks from 2025-04-01 to 2025-08-20, 3 of them not usable"."""
    tiles = [tile for strip in strips for tile in strip.tiles]
    days = sorted(tile.scene.taken for tile in tiles)
    looks = "1 look" if len(tiles) == 1 else f"{len(tiles)} looks"
    unusable = sum(bool(tile.why_not) for tile in tiles)
    return f"{looks} from {days[0]:%Y-%m-%d} to {days[-1]:%Y-%m-%d}, {unusable or 'none'} of them not usable"


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _moving(strip: Strip, ending: str) -> bytes:
    """The tiles one after the other, without end."""
    frames = [tile.image for tile in strip.tiles]
    if ending == ".gif":
        # One palette for all frames: colours that change only because the palette did would look like change.
        whole = Image.new("RGB", (frames[0].width, frames[0].height * len(frames)))
        for number, frame in enumerate(frames):
            whole.paste(frame, (0, number * frame.height))
        palette = whole.quantize(256, method=Image.Quantize.MEDIANCUT)
        frames = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames]
    durations = [FRAME_MS] * (len(frames) - 1) + [LAST_FRAME_MS]
    out = io.BytesIO()
    how = {".gif": ("GIF", {"optimize": False, "disposal": 1}), ".webp": ("WEBP", {"quality": WEBP_QUALITY})}
    kind, more = how.get(ending, ("PNG", {}))
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=durations, loop=0, **more)
    return out.getvalue()


def _page(case: Case, site: Site, strips: Sequence[Strip]) -> str:
    """One self-contained page, each tile with its words."""
    environment = Environment(
        loader=PackageLoader("firsthand.watch"), autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("sheet.html").render(
        site=site,
        case_title=case.title,
        fictional=case.fictional,
        strips=strips,
        summary=summary(strips),
        data_uri=lambda tile: "data:image/png;base64," + base64.b64encode(_png(tile.image)).decode(),
    )
