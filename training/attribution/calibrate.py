"""How sure the model may be: weights of the evidence for an attribution, fitted on articles that it was not trained on.

An attribution is right when one that a person marked has a content of at least half the same characters and a source
that shares a character with its own, or both have none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from corpus import Article, Marked

from firsthand.read.attribution import tagger
from firsthand.read.attribution.spans import Span, Tagged
from firsthand.read.paragraphs import split_paragraphs

_RIDGE = 1e-2
_STEPS = 50


def calibrate(found: Sequence[Article], folder: Path) -> np.ndarray:
    """Fit the weights on ``found`` and write them into ``attribution.json`` of ``folder``, which is then complete."""
    rows, right = [], []
    for item in found:
        paragraphs = list(split_paragraphs(item.text))
        for raw in tagger.raw_attributions(paragraphs):
            if raw.tagged.contents:
                rows.append(tagger.evidence(raw, paragraphs))
                right.append(any(is_same(raw.tagged, marked) for marked in item.marked))
    weights = fitted(np.array(rows, dtype=np.float64), np.array(right, dtype=np.float64))
    path = folder / tagger.SETTINGS
    settings = json.loads(path.read_text(encoding="utf-8"))
    settings["sureness"] = [round(float(weight), 4) for weight in weights]
    path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    return weights


def fitted(rows: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Logistic regression with a small ridge, by Newton's steps."""
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        share = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - share) - _RIDGE * weights
        curve = (rows * (share * (1 - share))[:, None]).T @ rows + _RIDGE * np.eye(len(weights))
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def is_same(tagged: Tagged, marked: Marked) -> bool:
    ours, theirs = characters(tagged.contents), characters(marked.content)
    if 2 * len(ours & theirs) < len(ours | theirs):
        return False
    if not tagged.sources or not marked.source:
        return not tagged.sources and not marked.source
    return bool(characters(tagged.sources) & characters(marked.source))


def characters(spans: Iterable[Span]) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}
