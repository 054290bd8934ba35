"""Which value is true where sources differ and copy, against gold values.

Layout of a set: ``claims.csv`` or ``claims.csv.gz`` with the columns source, object, attribute, value and ``gold.csv``
(``.gz``) with object, attribute, value. One method with the same settings for all sets. ``accuracy``: share of gold
items whose likeliest value is the gold one; ``brier``: mean squared error of the probabilities of all claimed values of
the gold items; ``majority_accuracy``: plain voting, the first value in the alphabet on a tie.

Peers, measured on the flights of Li et al. 2012 (400 items): majority .760, accuracy weights alone .653 (Brier .217),
PooledInvestment .928, accuracy with copying .923 (Brier .037).
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from common import data_folder, sets, show

from firsthand.trace.truth import resolve

Rows = list[tuple[str, str, str]]


def find(folder: Path, name: str) -> Path | None:
    """The table ``name`` of a set, packed or not."""
    return next((path for path in (folder / f"{name}.csv", folder / f"{name}.csv.gz") if path.is_file()), None)


def rows(folder: Path, name: str) -> Iterator[dict[str, str]]:
    path = find(folder, name)
    if path is None:
        raise FileNotFoundError(f"{folder}: no {name}.csv")
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8", newline="") as packed:
            yield from csv.DictReader(packed)
    else:
        with path.open(encoding="utf-8", newline="") as plain:
            yield from csv.DictReader(plain)


def item(row: dict[str, str]) -> str:
    return f"{row['object']}\t{row.get('attribute', '')}"


def measure(folder: Path) -> dict[str, float | int]:
    """The figures of one set."""
    claims = [(row["source"], item(row), row["value"]) for row in rows(folder, "claims")]
    gold = {item(row): row["value"] for row in rows(folder, "gold")}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for _, about, value in sorted(set(claims)):
        votes[about][value] += 1
    values = resolve(claims).values
    right, majority, errors = 0, 0, []
    for about, true in gold.items():
        told = values.get(about, {})
        right += max(sorted(told), key=lambda value: told[value], default=None) == true
        majority += max(sorted(votes[about]), key=lambda value: votes[about][value], default=None) == true
        errors += [(share - (value == true)) ** 2 for value, share in told.items()]
    return {
        "accuracy": right / len(gold),
        "brier": sum(errors) / max(len(errors), 1),
        "majority_accuracy": majority / len(gold),
        "claims": len(claims),
        "items": len(gold),
    }


def main() -> None:
    """Print the figures of each set."""
    folder = data_folder(__doc__ or "", "data/truth")
    for name, each in sets(
        folder, lambda path: find(path, "claims") is not None and find(path, "gold") is not None
    ).items():
        show(measure(each), name)


if __name__ == "__main__":
    main()
