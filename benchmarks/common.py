"""The benchmarks' convention.

``python benchmarks/NAME.py --data DIR`` prints ``name: value`` lines. DIR is one set's folder or a task's folder that
holds several; then each set's figures carry its name as a prefix and the pooled ones stand plain. Shares lie between 0
and 1 unless a paper's percentages are compared.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path


def data_folder(description: str, default: str) -> Path:
    """The folder given with ``--data`` (default: ``../shared/data/DEFAULT``); ends with a clear message if absent."""
    parser = argparse.ArgumentParser(description=description)
    root = Path(__file__).resolve().parent.parent.parent / "shared"
    parser.add_argument("--data", type=Path, default=root / default, help="folder of the corpus (see its README)")
    folder: Path = parser.parse_args().data
    if not folder.is_dir():
        sys.exit(f"{folder}: no such folder\n  -> give the corpus with --data DIR")
    return folder


def sets(folder: Path, is_set: Callable[[Path], bool]) -> dict[str, Path]:
    """``{"": folder}`` when the folder is one set, else its subfolders that are sets, by name."""
    if is_set(folder):
        return {"": folder}
    found = {child.name: child for child in sorted(folder.iterdir()) if child.is_dir() and is_set(child)}
    if not found:
        sys.exit(f"{folder}: holds no data that this benchmark knows\n  -> give the folder of one set, or of its task")
    return found


def show(figures: Mapping[str, float | int | str], prefix: str = "") -> None:
    """Print ``name: value`` lines, shares with four digits."""
    for name, value in figures.items():
        label = f"{prefix}_{name}" if prefix else name
        print(f"{label}: {value:.4f}" if isinstance(value, float) else f"{label}: {value}", flush=True)
