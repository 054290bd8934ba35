"""Counts against Microsoft's number range cases: ``cases_right``, ``cases``, ``quantulum3_right``.

A case is right when the ranges found in its sentence are the gold ranges, in order, both ends equal, open ends open.
Whether an end is open or closed in the mathematical sense is not compared: Firsthand keeps closed intervals. Exact
numbers beside the gold are not counted as mistakes, since the specification leaves single numbers out.

The two files of cases contradict each other in two sentences ("from 200 to 300 in 2008", "2 in 5 or more"), so at most
all but two can be right. ``quantulum3``, where it is installed, is scored on the same cases in the same run.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path

from common import data_folder, sets, show

from firsthand.read.quantity import find_quantities

Range = tuple[float | None, float | None]


def case_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("Number/NumberRange*.json"))


def read_cases(folder: Path) -> list[tuple[str, list[Range]]]:
    """(sentence, gold ranges) of every case."""
    return [
        (case["Input"], [gold_range(result["Resolution"]["value"]) for result in case["Results"]])
        for path in case_files(folder)
        for case in json.loads(path.read_text(encoding="utf-8-sig"))
    ]


def gold_range(value: str) -> Range:
    """``(,500]`` as (None, 500.0)."""
    low, high = value[1:-1].split(",")
    return float(low) if low else None, float(high) if high else None


def firsthand_ranges(sentence: str) -> list[Range]:
    return [(found.low, found.high) for found in find_quantities(sentence)]


def quantulum_ranges() -> Callable[[str], list[Range]] | None:
    """quantulum3's reading of a sentence, its uncertainty as the half width of a range; ``None`` if not installed."""
    if importlib.util.find_spec("quantulum3") is None:
        return None
    from quantulum3 import parser

    def ranges(sentence: str) -> list[Range]:
        found = parser.parse(sentence)
        return [(one.value - (one.uncertainty or 0), one.value + (one.uncertainty or 0)) for one in found]

    return ranges


def count_right(cases: list[tuple[str, list[Range]]], read: Callable[[str], list[Range]]) -> int:
    right = 0
    for sentence, gold in cases:
        right += [one for one in read(sentence) if one[0] != one[1] or one in gold] == gold
    return right


def main() -> None:
    folder = data_folder(__doc__ or "", "data/quantity")
    found = sets(folder, lambda child: bool(case_files(child)))
    cases = [case for child in found.values() for case in read_cases(child)]
    show({"cases_right": count_right(cases, firsthand_ranges), "cases": len(cases)})
    peer = quantulum_ranges()
    show({"quantulum3_right": count_right(cases, peer) if peer else "not installed (pip install quantulum3)"})


if __name__ == "__main__":
    main()
