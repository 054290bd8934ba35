"""From scores of labels to spans: the best path through a linear chain, and the spans that it names.

Labels are 0 for what is outside, then begin and inside of each role in turn (source, cue, content).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]

PieceSpan = tuple[int, int, int]
"""Role (0 source, 1 cue, 2 content), first piece, last piece + 1."""


def best_paths(emissions: Floats, sizes: Labels, steps: Floats, begin: Floats) -> Labels:
    """Viterbi over a batch: the labels ``[texts, pieces]`` of highest score; zeros behind each text's size.

    ``emissions`` is ``[texts, pieces, labels]``, ``sizes`` the number of pieces of each text (at least 1), ``steps``
    ``[from, to]``, ``begin`` ``[labels]``.
    """
    texts, length, labels = emissions.shape
    back = np.zeros((length, texts, labels), dtype=np.int64)
    score = begin + emissions[:, 0]
    stay = np.arange(labels)
    onward_from = steps.T[None]  # [1, to, from]: the maximum runs along the last axis
    for at in range(1, length):
        onward = score[:, None, :] + onward_from
        best = onward.argmax(2)
        reached = np.take_along_axis(onward, best[:, :, None], 2)[:, :, 0] + emissions[:, at]
        here = (at < sizes)[:, None]
        back[at] = np.where(here, best, stay)
        score = np.where(here, reached, score)
    paths = np.zeros((texts, length), dtype=np.int64)
    rows = np.arange(texts)
    paths[:, -1] = score.argmax(1)
    for at in range(length - 1, 0, -1):
        paths[:, at - 1] = back[at][rows, paths[:, at]]
    paths[np.arange(length)[None] >= sizes[:, None]] = 0
    return paths


def spans_of(labels: Labels) -> list[PieceSpan]:
    """Spans named by the labels of one text."""
    found: list[PieceSpan] = []
    role = start = 0
    for at, label in enumerate([*labels.tolist(), 0]):
        goes_on = role and label == 2 * role
        if role and not goes_on:
            found.append((role - 1, start, at))
        if not goes_on:
            role, start = (label + 1) // 2, at
    return found
