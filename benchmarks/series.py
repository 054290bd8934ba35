"""Changes injected into a real series, against the false alarms of the same series left as it is.

``python benchmarks/series.py --data DIR``: DIR holds dated pixel series (``pixel_series_*``) and, where the user has
it, ``sentinel2_cube_subset_romania_10m.nc``: 140 Sentinel-2 dates of a Carpathian wood, 100 x 100 pixels of 10 m, which
the package nrt 0.1.0 carries (EUPL-1.2). It is looked for below DIR, then in an installed nrt; without it that part is
skipped.

Injected is a square of the stated size in pixels, at a random place with a random part of a pixel, blurred by the
camera (.45 pixel), which brightens every band by the stated contrast from a random day on. ``detection_S_C``: share
found of those of S pixels and contrast C. Found means: reported as activity (not as cleared or seasonal vegetation), on
its ground, with a first look at most four clear looks off. ``interval_right``: of the found, those whose interval lies
within [last clear look without, first clear look with] and holds the day. False alarms are activity steps in the series
as it is; fellings and regrowth, real in this wood, are counted apart. ``peer_*``: a plain median/MAD score of the
brightness, exceeded twice in a row, its threshold set to as many false alarms as half a one per year allows.
"""

from __future__ import annotations

import importlib.util
import time
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import rasterio
from common import data_folder, show
from numpy.typing import NDArray
from scipy import ndimage

from firsthand.simulate.ground import Grid, Ground, make_parcels
from firsthand.simulate.sky import make_sky, through
from firsthand.simulate.spec import GRAVEL, Thing, ThingClass
from firsthand.sun import sun_at
from firsthand.watch.clouds.cover import covers_of
from firsthand.watch.greenery import DEPARTS, is_greenery
from firsthand.watch.history import LEAST_SEEN
from firsthand.watch.load import REFLECTANCE, Picture
from firsthand.watch.steps import Step, find_steps

CUBE = "sentinel2_cube_subset_romania_10m.nc"
ROLES = {"B2": "blue", "B3": "green", "B4": "red", "B8": "nir"}
BANDS = tuple(ROLES.values())
GSD_M = 10.0
SIZES_PX = (0.25, 1.0, 2.0, 4.0, 9.0, 16.0)
CONTRASTS = (0.02, 0.05, 0.1, 0.2)
RUNS = 6
SIMULATED_LOOKS, SIMULATED_RUNS = 76, 2
APART_PX = 14
BLUR_PX = 0.45
FINE = 8
DEPARTURES = (2.0, 2.5, 3.0, 4.0, 5.0, 7.0)
DELAYS = (2, 3, 4, 6)
Raster = NDArray[np.float32]


class Cube(NamedTuple):
    """A series as the benchmark changes and watches it."""

    values: Raster
    """(looks, bands, rows, cols) reflectance."""
    clear: NDArray[np.bool_]
    """(looks, rows, cols)."""
    days: NDArray[np.float64]

    @property
    def years(self) -> float:
        return float(self.days[-1] - self.days[0]) / 365.25

    def watched(self) -> list[Step]:
        looks = [
            np.where(seen, look, np.nan).astype(np.float32)
            for look, seen in zip(self.values, self.clear[:, None], strict=True)
        ]
        return find_steps(looks, self.days.tolist(), GSD_M)


class Injected(NamedTuple):
    """One change that was made."""

    size_px: float
    contrast: float
    day: float
    where: NDArray[np.bool_]
    before: int
    """Last clear look without it."""
    after: int
    """First clear look with it."""


def cube_path(folder: Path) -> Path | None:
    """The series' file in ``folder`` or in an installed nrt."""
    found = next(iter(sorted(folder.rglob(CUBE))), None)
    if found is not None:
        return found
    spec = importlib.util.find_spec("nrt")
    for root in (spec.submodule_search_locations or []) if spec else []:
        if (Path(root) / "data" / CUBE).is_file():
            return Path(root) / "data" / CUBE
    return None


def read_cube(path: Path) -> Cube:
    """The looks that show enough, clouds masked as ``watch`` masks them."""
    layers = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the file has no geotransform that GDAL knows
        for name in (*ROLES, "SCL"):
            with rasterio.open(f"netcdf:{path}:{name}") as source:
                layers[name] = source.read()
                days = source.tags()["NETCDF_DIM_time_VALUES"]
    values = np.stack([layers[name] for name in ROLES], axis=1).astype(np.float32) / 10000
    values[np.broadcast_to((values == 0).all(axis=1, keepdims=True), values.shape)] = np.nan
    pictures = [
        Picture(None, look, BANDS, REFLECTANCE, classes.astype(np.uint16), "scl")  # type: ignore[arg-type]
        for look, classes in zip(values, layers["SCL"], strict=True)
    ]
    covers = covers_of(pictures, GSD_M)
    clear = np.stack([picture.valid & ~cover.blocked for picture, cover in zip(pictures, covers, strict=True)])
    wide = clear.mean(axis=(1, 2)) >= LEAST_SEEN
    dates = np.array([float(day) for day in days.strip("{}").split(",")])
    return Cube(np.nan_to_num(values[wide]), clear[wide], dates[wide])


def simulated_cube(seed: int) -> Cube:
    """Three years over a made place of fields and gravel, looks as ``firsthand.simulate`` makes them, clouds known."""
    rng = np.random.default_rng(seed)
    side = 100
    grid = Grid(-side * GSD_M / 2, side * GSD_M / 2, GSD_M, side, side)
    ground = Ground(grid, make_parcels(seed, side * GSD_M), seed)
    yard = Thing("yard", "yard", 0, 0, 400, 300, 0, GRAVEL, ThingClass.GROUND)
    first, looks, clear, days = datetime(2021, 1, 10, 10, tzinfo=UTC), [], [], []
    for number in range(SIMULATED_LOOKS):
        taken = first + timedelta(days=float(14 * number + rng.integers(0, 6)))
        sun = sun_at(taken, 25.0, 45.0)
        sky = make_sky(grid, float(rng.choice([0.0, 0.0, 0.1, 0.4])), float(rng.uniform(0, 0.4)), sun, rng)
        seen = through(ground.reflectance(taken, sun, (yard,), range(len(BANDS))), sky, range(len(BANDS)))
        seen = ndimage.shift(seen, (0, *rng.normal(0, 0.15, 2)), order=1, mode="nearest")
        looks.append(seen * (1 + 0.03 * rng.standard_normal()) + 0.003 * rng.standard_normal(seen.shape))
        clear.append(~ndimage.binary_dilation(sky.blocked, iterations=2))
        days.append((taken - first).total_seconds() / 86400)
    return Cube(np.stack(looks).astype(np.float32), np.stack(clear), np.array(days))


def footprint(shape: tuple[int, ...], row: float, col: float, size_px: float) -> Raster:
    """Share of every pixel (rows, cols) that a square of ``size_px`` pixels at (row, col) fills for the camera."""
    half, reach = np.sqrt(size_px) / 2, 5
    top, left = int(row) - reach, int(col) - reach
    at = (np.arange((2 * reach + 1) * FINE) + 0.5) / FINE
    inside = (np.abs(at + top - row) <= half)[:, None] & (np.abs(at + left - col) <= half)
    fine = ndimage.gaussian_filter(inside * (size_px * FINE**2 / max(1, inside.sum())), BLUR_PX * FINE)
    small = fine.reshape(2 * reach + 1, FINE, 2 * reach + 1, FINE).mean(axis=(1, 3))
    whole = np.zeros((shape[0] + 4 * reach, shape[1] + 4 * reach), dtype=np.float32)
    whole[top + 2 * reach : top + 4 * reach + 1, left + 2 * reach : left + 4 * reach + 1] = small
    return whole[2 * reach : -2 * reach, 2 * reach : -2 * reach]


def inject(cube: Cube, seed: int) -> tuple[Cube, list[Injected]]:
    """The cube with one change in every cell of a grid; sizes and contrasts take turns."""
    rng = np.random.default_rng(seed)
    values, made = cube.values.copy(), []
    rows, cols = cube.clear.shape[1:]
    cells = [(r, c) for r in range(APART_PX // 2, rows - 6, APART_PX) for c in range(APART_PX // 2, cols - 6, APART_PX)]
    kinds = [(size, contrast) for size in SIZES_PX for contrast in CONTRASTS]
    for number, cell in enumerate(rng.permutation(len(cells))):
        size, contrast = kinds[number % len(kinds)]
        row, col = np.array(cells[cell]) + rng.uniform(-2, 2, 2)
        cover = footprint((rows, cols), row, col, size)
        day = rng.uniform(cube.days[0] + 365, cube.days[-1] - 120)
        change = _placed(cube, cover, day, size, contrast)
        if change is not None:
            values[cube.days >= day] += contrast * cover
            made.append(change)
    return cube._replace(values=values), made


def _placed(cube: Cube, cover: Raster, day: float, size_px: float, contrast: float) -> Injected | None:
    seen = cube.clear[:, cover > 0.3 * cover.max()].mean(axis=1) >= 0.5
    late = cube.days >= day
    before, after = np.flatnonzero(seen & ~late), np.flatnonzero(seen & late)
    if not before.size or after.size < 2:
        return None
    return Injected(size_px, contrast, day, cover > 0.1 * cover.max(), int(before[-1]), int(after[0]))


def hits(change: Injected, steps: Sequence[Step]) -> list[Step]:
    return [
        step
        for step in steps
        if change.where[step.rows[: step.core], step.cols[: step.core]].any() and abs(step.after - change.after) <= 4
    ]


def right(change: Injected, step: Step, days: NDArray[np.float64]) -> bool:
    inside = step.before >= change.before and step.after <= change.after
    return bool(inside and days[step.before] < change.day <= days[step.after])


def activity(steps: Sequence[Step], departs: float = DEPARTS) -> list[Step]:
    """The steps that are not leaf and soil's own doing, at a threshold other than the product's if wanted."""
    return [step for step in steps if not is_greenery(step, BANDS, departs)]


def study(cube: Cube) -> dict[str, float | int]:
    """Detection by size and contrast, dates, and the curve against false alarms: ``curve_D_*`` at departure D."""
    calm = cube.watched()
    runs = [inject(cube, seed) for seed in range(RUNS)]
    watched = [(made, changed.watched()) for changed, made in runs]
    figures: dict[str, float | int] = {"looks": len(cube.days), "years": cube.years}
    found: list[tuple[Injected, list[Step]]] = [
        (change, hits(change, activity(steps))) for made, steps in watched for change in made
    ]
    for size in SIZES_PX:
        for contrast in CONTRASTS:
            mine = [bool(steps) for change, steps in found if (change.size_px, change.contrast) == (size, contrast)]
            figures[f"detection_{size:g}px_{contrast:g}"] = float(np.mean(mine))
    aim = [(change, steps) for change, steps in found if change.size_px >= 4 and change.contrast >= 0.05]
    seen = [(change, steps) for change, steps in aim if steps]
    figures["detection_4px"] = len(seen) / len(aim)
    figures["interval_right"] = float(
        np.mean([any(right(change, step, cube.days) for step in steps) for change, steps in seen])
    )
    figures["false_alarms_site_year"] = len(activity(calm)) / cube.years
    figures["vegetation_changes_site_year"] = (len(calm) - len(activity(calm))) / cube.years
    for departs in DEPARTURES:
        share = np.mean(
            [
                bool(hits(change, activity(steps, departs)))
                for made, steps in watched
                for change in made
                if change.size_px >= 4 and change.contrast >= 0.05
            ]
        )
        figures[f"curve_{departs:g}_false_alarms_site_year"] = len(activity(calm, departs)) / cube.years
        figures[f"curve_{departs:g}_detection_4px"] = float(share)
    return figures | peer(cube, runs) | delays(cube)


def simulated() -> dict[str, float]:
    """The same injections into a made series, where nothing else happens."""
    cube = simulated_cube(4)
    found = []
    for seed in range(SIMULATED_RUNS):
        changed, made = inject(cube, seed)
        steps = activity(changed.watched())
        found += [(change, hits(change, steps)) for change in made if change.size_px >= 4 and change.contrast >= 0.05]
    seen = [(change, steps) for change, steps in found if steps]
    return {
        "detection_4px": len(seen) / len(found),
        "interval_right": float(np.mean([any(right(one, step, cube.days) for step in steps) for one, steps in seen])),
        "false_alarms_site_year": len(activity(cube.watched())) / cube.years,
    }


def delays(cube: Cube) -> dict[str, float]:
    """Detection of 4 pixels at .05 and .1 when the series ends a few looks after the change."""
    figures = {}
    rows, cols = cube.clear.shape[1:]
    for delay in DELAYS:
        results, rng = [], np.random.default_rng(delay)
        for end in np.linspace(0.45 * len(cube.days), len(cube.days) - 1, 3).astype(int):
            cut = Cube(cube.values[:end].copy(), cube.clear[:end], cube.days[:end])
            made = []
            for row in range(10, rows - 8, 16):
                for col in range(10, cols - 8, 16):
                    cover = footprint((rows, cols), row + rng.uniform(-2, 2), col + rng.uniform(-2, 2), 4.0)
                    seen = np.flatnonzero(cut.clear[:, cover > 0.3 * cover.max()].mean(axis=1) >= 0.5)
                    day, contrast = float(cut.days[seen[-delay]]), (0.05, 0.1)[(row + col) // 16 % 2]
                    change = _placed(cut, cover, day, 4.0, contrast)
                    assert change is not None
                    cut.values[cut.days >= day] += contrast * cover
                    made.append(change)
            steps = activity(cut.watched())
            results += [bool(hits(change, steps)) for change in made]
        figures[f"detection_4px_after_{delay}_looks"] = float(np.mean(results))
    return figures


def peer(cube: Cube, runs: Sequence[tuple[Cube, list[Injected]]]) -> dict[str, float]:
    """Median/MAD of the brightness, twice in a row, at half a false alarm a year."""
    allowed = int(0.5 * cube.years)
    score = twice(cube)
    levels = np.unique(np.round(score[score > 0], 1))
    threshold = float(levels[-1])
    for level in levels[::-1]:
        if ndimage.label(score > level, structure=np.ones((3, 3, 3)))[1] > allowed:
            break
        threshold = float(level)
    found = []
    for changed, made in runs:
        above = twice(changed) > threshold
        for change in made:
            if change.size_px >= 4 and change.contrast >= 0.05:
                near = above[max(0, change.after - 4) : change.after + 5]
                found.append(bool(near[:, change.where].any()))
    return {"peer_median_mad_detection_4px": float(np.mean(found))}


def twice(cube: Cube) -> Raster:
    """The lower of two neighbouring clear looks' scores, (looks, rows, cols)."""
    bright = np.where(cube.clear, cube.values.mean(axis=1), np.nan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        middle = np.nanmedian(bright, axis=0)
        score = np.abs(bright - middle) / (1.4826 * np.nanmedian(np.abs(bright - middle), axis=0) + 1e-6)
    out, last = np.zeros_like(score), np.zeros(score.shape[1:])
    for look in range(len(score)):
        here = np.nan_to_num(score[look])
        out[look] = np.where(cube.clear[look], np.minimum(here, last), 0)
        last = np.where(cube.clear[look], here, last)
    return out


def pixels(folder: Path) -> dict[str, float | int]:
    """Dated pixel series (``pixel_series_*/*_obs.csv``) against the breaks of COLD that come with them.

    ``break_error_days`` is from the first expected break to ours nearest to it, ``pyxccd_break_error_days`` the same
    for pyxccd's COLD where it is installed; ``breaks`` is how many we found in all.
    """
    figures: dict[str, float | int] = {}
    for path in sorted(folder.rglob("spectral_*_obs.csv")):
        expected = np.loadtxt(path.with_name(path.name.replace("_obs", "_breaks")), encoding="utf-8-sig")
        rows = np.loadtxt(path, delimiter=",")
        good = (rows[:, 8] <= 1) & (rows[:, 1:7] > 0).all(axis=1) & (rows[:, 1:7] < 10000).all(axis=1)
        clear = rows[good][np.argsort(rows[good][:, 0], kind="stable")]
        looks = [row[1:7].astype(np.float32)[:, None, None] for row in clear]
        found = [clear[step.after, 0] for step in find_steps(looks, clear[:, 0].tolist(), 30.0)]
        first = float(np.ravel(expected)[np.ravel(expected) > 0][0])
        figures["breaks"] = figures.get("breaks", 0) + len(found)
        figures["break_error_days"] = max(
            float(figures.get("break_error_days", 0)), float(np.min(np.abs(np.array(found) - first), initial=9999))
        )
        if importlib.util.find_spec("pyxccd"):
            import pyxccd

            whole = [np.ascontiguousarray(column) for column in rows[:, :9].astype(np.int64).T]
            breaks = pyxccd.cold_detect(*whole)["t_break"]
            figures["pyxccd_break_error_days"] = float(np.min(np.abs(breaks[breaks > 0] - first), initial=9999))
    return figures


def main() -> None:
    folder = data_folder(__doc__.splitlines()[0], "data/imagery")
    show(pixels(folder))
    show(simulated(), "simulated")
    path = cube_path(folder)
    if path is None:
        print(f"skipped: {CUBE} is neither in {folder} nor in an installed nrt 0.1.0")
        return
    cube = read_cube(path)
    started = time.process_time()
    cube.watched()
    seconds = time.process_time() - started
    show({"pixel_dates_per_s": int(cube.clear.size / seconds)})
    show(study(cube))


if __name__ == "__main__":
    main()
