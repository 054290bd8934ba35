"""Speed and memory of pairs and series: ``python benchmarks/speed.py [--size 2000] [--peer-python PATH]``.

Pairs: ``megapixels_per_s`` of ``firsthand.watch.pairs.maps.change_map`` on a made pair of four bands in memory, against
``numpy_irmad_megapixels_per_s``, IR-MAD written plainly over whole float64 arrays with the same rule to stop;
``windows_megapixels_per_s`` and ``peak_mb`` of ``compare_files`` on a pair of ``--size`` squared pixels on disk, in a
process of its own (10000 is the size that must stay within 4 GB). Series: ``pixel_dates_per_s`` of the search for steps
in 90 made looks of four bands, against pyxccd (COLD) and nrt (EWMA on one band, and twice that time for two) where the
interpreter given with ``--peer-python`` has them. All use one core. ``--data`` is accepted and not used.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio
from common import show
from numpy.typing import NDArray
from scipy import linalg, special

from firsthand.watch.pairs.maps import change_map
from firsthand.watch.pairs.strips import compare_files
from firsthand.watch.steps import find_steps

BANDS = 4
IN_MEMORY_PX = 1000
SIDE_PX, LOOKS = 80, 90
PEER = """
import sys, time, warnings
import numpy as np
warnings.filterwarnings("ignore")
data = np.load(sys.argv[1])
values, days = data["values"], data["days"]
looks, bands, rows, cols = values.shape
try:
    import pyxccd
    dates = (days + 736000).astype(np.int64)
    numbers = [np.ascontiguousarray((values[:, band] * 10000).astype(np.int64)) for band in range(bands)]
    clear, started, count = np.zeros(looks, np.int64), time.process_time(), 0
    for row in range(0, rows, 8):
        for col in range(0, cols, 8):
            blue, green, red, nir = (np.ascontiguousarray(layer[:, row, col]) for layer in numbers)
            pyxccd.cold_detect(dates, blue, green, red, nir, nir, nir, clear + 2900, clear)
            count += looks
    print("pyxccd_pixel_dates_per_s:", int(count / (time.process_time() - started)))
except ImportError as err:
    print("pyxccd skipped:", err)
try:
    import datetime, xarray
    from nrt.monitor.ewma import EWMA
    index = (values[:, 3] - values[:, 2]) / (values[:, 3] + values[:, 2])
    when = np.datetime64("2018-01-01") + days.astype("timedelta64[D]")
    cube = xarray.DataArray(index, dims=("time", "y", "x"), coords={"time": when.astype("datetime64[ns]")})
    half = looks // 2
    for attempt in range(2):
        started, monitor = time.process_time(), EWMA(trend=False)
        monitor.fit(dataarray=cube[:half])
        for look in range(half, looks):
            monitor.monitor(array=index[look], date=when[look].astype("datetime64[s]").astype(object))
    print("nrt_ewma_pixel_dates_per_s:", int(index.size / (time.process_time() - started)))
except ImportError as err:
    print("nrt skipped:", err)
"""


def made_pair(size: int, rows: slice) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Rows of two scenes (bands, rows, size) with shared structure, other light, noise, and a changed corner."""
    rng = np.random.default_rng([rows.start, size])
    shape = (rows.stop - rows.start, size)
    ground = rng.standard_normal((3, *shape), dtype=np.float32)
    mixing = np.random.default_rng(1).uniform(0.2, 1, (BANDS, 3)).astype(np.float32)
    before = 500 + 80 * np.tensordot(mixing, ground, axes=1)
    after = 1.1 * before + 30
    before, after = (image + 15 * rng.standard_normal(image.shape, dtype=np.float32) for image in (before, after))
    after[:, : shape[0] // 8, : size // 8] += 200 * ground[0, : shape[0] // 8, : size // 8]
    return before, after


def plain_irmad(before: NDArray[np.float32], after: NDArray[np.float32]) -> NDArray[np.float64]:
    """IR-MAD as the papers write it, all pixels in every round."""
    x, y = (image.reshape(len(image), -1).astype(np.float64) for image in (before, after))
    weights, last = np.ones(x.shape[1]), np.zeros(len(x))
    for _ in range(50):
        share = weights / weights.sum()
        cx, cy = x - (x * share).sum(axis=1, keepdims=True), y - (y * share).sum(axis=1, keepdims=True)
        xx, yy, xy = (cx * share) @ cx.T, (cy * share) @ cy.T, (cx * share) @ cy.T
        squared, left = linalg.eigh(xy @ np.linalg.solve(yy, xy.T), xx)
        rho = np.sqrt(np.clip(squared, 0, 1))
        right = np.linalg.solve(yy, xy.T @ left)
        right /= np.sqrt((right * (yy @ right)).sum(axis=0))
        chi2 = ((left.T @ cx - right.T @ cy) ** 2 / np.maximum(2 * (1 - rho), 1e-9)[:, None]).sum(axis=0)
        weights = special.chdtrc(len(x), chi2)
        if np.abs(rho - last).max() < 1e-4:
            break
        last = rho
    return chi2


def write_pair(folder: Path, size: int) -> list[Path]:
    """The made pair as tiled GeoTIFFs, written a few rows at a time."""
    paths = [folder / "before.tif", folder / "after.tif"]
    profile = {"driver": "GTiff", "count": BANDS, "dtype": "uint16", "width": size, "height": size, "tiled": True}
    with rasterio.open(paths[0], "w", **profile) as one, rasterio.open(paths[1], "w", **profile) as other:
        for top in range(0, size, 512):
            rows = slice(top, min(size, top + 512))
            window = rasterio.windows.Window(0, top, size, rows.stop - top)
            for target, image in zip((one, other), made_pair(size, rows), strict=True):
                target.write(np.clip(image, 1, 65535).astype(np.uint16), window=window)
    return paths


def pairs(size: int) -> dict[str, float]:
    before, after = made_pair(IN_MEMORY_PX, slice(0, IN_MEMORY_PX))
    megapixels = before[0].size / 1e6
    rates = {}
    for name, run in (("megapixels_per_s", change_map), ("numpy_irmad_megapixels_per_s", plain_irmad)):
        started = time.process_time()
        run(before, after)
        rates[name] = megapixels / (time.process_time() - started)
    with tempfile.TemporaryDirectory(prefix="firsthand-benchmark-") as name:
        paths = write_pair(Path(name), size)
        command = [sys.executable, __file__, "--compare", *map(str, paths), str(Path(name) / "out.tif")]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return rates | {"windows_megapixels_per_s": size**2 / 1e6 / float(told[0]), "peak_mb": float(told[1])}


def series(peer_python: str) -> dict[str, float | int]:
    """Our rate; the peers print theirs."""
    rng = np.random.default_rng(0)
    days = np.sort(rng.choice(365 * 4, LOOKS, replace=False)).astype(float)
    ground = rng.uniform(0.05, 0.3, (BANDS, SIDE_PX, SIDE_PX))
    season = 1 + 0.2 * np.cos(2 * np.pi * days / 365.25)[:, None, None, None]
    values = (ground * season + 0.004 * rng.standard_normal((LOOKS, *ground.shape))).astype(np.float32)
    started = time.process_time()
    find_steps(list(values), days.tolist(), 10.0)
    rate = LOOKS * SIDE_PX**2 / (time.process_time() - started)
    with tempfile.TemporaryDirectory(prefix="firsthand-benchmark-") as name:
        np.savez(Path(name) / "cube.npz", values=values, days=days)
        command = [peer_python, "-c", PEER, str(Path(name) / "cube.npz")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        print(done.stdout.strip() or f"peers skipped: {done.stderr.strip().splitlines()[-1]}")
    return {"pixel_dates_per_s": int(rate)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="not used")
    parser.add_argument("--size", type=int, default=2000, help="side of the pair on disk, in pixels")
    parser.add_argument("--peer-python", default=sys.executable, help="interpreter that has pyxccd and nrt")
    parser.add_argument("--compare", nargs=3, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.compare:
        started = time.process_time()
        compare_files(*options.compare)
        seconds = time.process_time() - started
        print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    show(pairs(options.size))
    show(series(options.peer_python))


if __name__ == "__main__":
    main()
