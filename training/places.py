"""Fit the weights of :mod:`firsthand.read.places.toponyms`: ``python training/places.py --data ../shared/data/places``.

Coordinate search on every second document of each set; prints the weights to be written into ``Weights`` and the share
within 161 km on the documents fitted and on those left out. Seeded; some minutes on one core.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import fields, replace
from pathlib import Path

from firsthand.read.places.toponyms import Weights, resolve_all

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))
from places import Text, is_set, right, texts  # noqa: E402

FACTORS = (0.5, 0.7, 0.85, 1.2, 1.5, 2.0)


def share(documents: list[Text], weights: Weights) -> float:
    """Gold mentions within 161 km, over all."""
    hits = [
        hit
        for text in documents
        for hit in right(text, resolve_all(text.body, text.spans, hint=text.hint, weights=weights))
    ]
    return sum(hits) / len(hits)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data/places")
    parser.add_argument("--steps", type=int, default=100)
    options = parser.parse_args()
    corpora = [list(texts(folder)) for folder in sorted(options.data.iterdir()) if is_set(folder)]
    fitted = [documents[0::2] for documents in corpora]
    left_out = [documents[1::2] for documents in corpora]
    weights, best = Weights(), 0.0
    chance = random.Random(0)
    for step in range(options.steps):
        name = chance.choice([field.name for field in fields(Weights)])
        value = getattr(weights, name)
        trial = weights if step == 0 else replace(weights, **{name: value * chance.choice(FACTORS)})
        score = sum(share(documents, trial) for documents in fitted) / len(fitted)
        if score > best:
            weights, best = trial, score
            sys.stdout.write(f"{step} {best:.4f} {weights}\n")
            sys.stdout.flush()
    sys.stdout.write("".join(f"left out: {share(documents, weights):.4f}\n" for documents in left_out))


if __name__ == "__main__":
    main()
