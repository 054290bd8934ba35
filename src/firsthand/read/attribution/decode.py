"""From scores of labels to spans: the best path through a linear chain, and the spans that it names.

Labels are 0 for what is outside, then begin and inside of each role in turn (source, cue, content).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int64]

PieceSpan = tuple[int, int, int]
"""Role (0 source, 1 cue, 2 content), first piece, last piece + 1."""


def best_paths(emissions: Sequence[Floats], steps: Floats, begin: Floats) -> list[Labels]:
    """Viterbi over several texts at once: for each the labels ``[pieces]`` of highest score.

    Each of ``emissions`` is ``[pieces, labels]`` with at least one piece; ``steps`` is ``[from, to]``, ``begin``
    ``[labels]``.
    """
    longest = max(len(scores) for scores in emissions)
    texts, labels = len(emissions), len(begin)
    laid = np.zeros((longest, texts, labels), dtype=np.float32)
    for text, scores in enumerate(emissions):
        laid[longest - len(scores) :, text] = scores  # ends flush, so that all paths end together
    first = longest - np.array([len(scores) for scores in emissions])
    back = np.zeros((longest, texts, labels), dtype=np.intp)
    onward_from = np.ascontiguousarray(steps.T)[None]
    rows, columns = np.arange(texts)[:, None], np.arange(labels)[None]
    opens = {int(at): np.flatnonzero(first == at) for at in np.unique(first)}
    score = np.zeros((texts, labels), dtype=np.float32)
    for at in range(longest):
        onward = score[:, None, :] + onward_from
        best = onward.argmax(2)
        score = onward[rows, columns, best] + laid[at]
        back[at] = best
        if at in opens:
            score[opens[at]] = begin + laid[at, opens[at]]
    path = np.zeros((longest, texts), dtype=np.int64)
    path[-1] = score.argmax(1)
    flat = np.arange(texts)
    for at in range(longest - 1, 0, -1):
        path[at - 1] = back[at, flat, path[at]]
    return [path[begins:, text] for text, begins in enumerate(first)]


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
