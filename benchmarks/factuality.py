"""Event factuality on the [-3, 3] scale: mean absolute error per set and pooled.

Reads jsonl files in the form of Jiang and de Marneffe (2021): ``text`` and ``targets`` with token spans. Of a set's
folder the ``test`` file is used when there is one, else ``dev``, else every jsonl file that is not ``train``.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

from common import data_folder, sets, show

from firsthand.read.certainty import Scale, factuality

PERSONAL = re.compile(r"\b(?:i|you|my|your|me|we|our|us)\b|[?!]", re.IGNORECASE)
MOST_PERSONAL, FEWEST_NAMES = 0.3, 0.4
NAME_INSIDE = re.compile(r"\b[a-z]+ [A-Z][a-z]+")


def parts(folder: Path) -> list[Path]:
    """The files of one set that are judged."""
    files = sorted(path for path in folder.glob("*.jsonl*") if not path.name.startswith("train"))
    for name in ("test", "dev"):
        chosen = [path for path in files if path.name.startswith(name)]
        if chosen:
            return chosen
    return files


def events(path: Path) -> Iterator[tuple[str, int, int, float]]:
    """(text, start, end, label) of every event, offsets in characters."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            words = record["text"].split(" ")
            for target in record["targets"]:
                first, last = target["span1"]
                start = sum(len(word) + 1 for word in words[:first])
                yield record["text"], start, start + len(" ".join(words[first:last])), float(target["label"])


def scale_of(texts: list[str]) -> Scale:
    """The question that a set asks, told by its register.

    News sets ask how far the author commits, the others whether it has happened. News speaks of names and seldom of
    "I" and "you"; web talk, dialogue and template sentences do not.
    """
    personal = sum(bool(PERSONAL.search(text)) for text in texts) / len(texts)
    names = sum(bool(NAME_INSIDE.search(text)) for text in texts) / len(texts)
    return Scale.COMMITTED if personal < MOST_PERSONAL and names > FEWEST_NAMES else Scale.HAPPENED


def main() -> None:
    folder = data_folder("Event factuality, mean absolute error.", "data/factuality")
    pooled: list[tuple[float, float]] = []
    for name, path in sets(folder, lambda place: bool(parts(place))).items():
        gold = [event for file in parts(path) for event in events(file)]
        scale = scale_of([text for text, *_ in gold])
        errors = [
            (abs(factuality(text, start, end, scale) - label), abs(3.0 - label)) for text, start, end, label in gold
        ]
        pooled += errors
        if name:
            show(figures(errors) | {"scale": str(scale)}, name)
    show(figures(pooled))


def figures(errors: list[tuple[float, float]]) -> dict[str, float | int | str]:
    """Means over all events."""
    count = len(errors)
    return {
        "mae": sum(ours for ours, _ in errors) / count,
        "always_certain_mae": sum(always for _, always in errors) / count,
        "events": count,
    }


if __name__ == "__main__":
    main()
