"""The learned span model's plain parts: windows, decoding, links, and joining with the rules."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from firsthand.read.attribution.cue_names import named
from firsthand.read.attribution.decode import best_paths, spans_of
from firsthand.read.attribution.pieces import Pieces, windows_of
from firsthand.read.attribution.tagger import best_links


def test_the_best_path_is_the_best_of_all_paths() -> None:
    chance = np.random.default_rng(4)
    texts = [chance.normal(size=(size, 3)).astype(np.float32) for size in (4, 2, 1, 3)]
    steps, begin = chance.normal(size=(3, 3)).astype(np.float32), chance.normal(size=3).astype(np.float32)
    for emissions, found in zip(texts, best_paths(texts, steps, begin), strict=True):

        def score(path: tuple[int, ...], emissions: np.ndarray = emissions) -> float:
            inner = sum(steps[first, second] for first, second in pairwise(path))
            return float(begin[path[0]] + inner + sum(emissions[at, label] for at, label in enumerate(path)))

        best = max(product(range(3), repeat=len(emissions)), key=score)
        assert tuple(found) == best


@pytest.mark.parametrize(
    ("labels", "spans"),
    [
        ([0, 1, 2, 0, 3, 5, 6, 6], [(0, 1, 3), (1, 4, 5), (2, 5, 8)]),
        ([5, 5, 6], [(2, 0, 1), (2, 1, 3)]),
        ([1, 4, 4], [(0, 0, 1), (1, 1, 3)]),
        ([0, 0], []),
    ],
)
def test_labels_name_spans(labels: list[int], spans: list[tuple[int, int, int]]) -> None:
    assert spans_of(np.array(labels)) == spans


def _pieces(sizes: list[int]) -> Pieces:
    total = sum(sizes)
    zeros = np.zeros(total, dtype=np.int64)
    return Pieces(zeros, zeros, zeros, zeros, zeros, np.cumsum([0, *sizes]))


def test_windows_cover_everything_once_and_break_at_paragraphs() -> None:
    pieces = _pieces([30, 40, 20, 100, 5, 5])
    windows = list(windows_of(pieces, 80))
    assert [window.first for window in windows[1:]] == [window.last for window in windows[:-1]]
    assert (windows[0].first, windows[-1].last) == (0, 200)
    assert all(len(window) <= 80 for window in windows)
    breaks = set(pieces.breaks.tolist())
    inside = range(90, 190)  # the paragraph that is too long for one window
    assert all(window.first in breaks or window.first in inside for window in windows)


def test_a_content_goes_with_the_cue_that_asks_for_it() -> None:
    width = 2
    links = np.zeros((12, 4 * width), dtype=np.float32)
    links[8, 0:2], links[9, 0:2] = (1, 0), (1, 0)  # what the content asks for
    links[2, 2:4], links[5, 2:4] = (-3, 0), (3, 0)  # what the two cues give
    contents, cues = [(2, 8, 10)], [(1, 2, 3), (1, 5, 6)]
    assert best_links(contents, cues, links, 0, np.zeros(6, dtype=np.float32)) == [1]
    links[5, 2:4] = (-3, 0)
    assert best_links(contents, cues, links, 0, np.zeros(6, dtype=np.float32)) == [None]


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("has repeatedly said", ("say", "say")),
        ("according to", ("according to", "say")),
        ("declined", ("decline", "decline")),
        ("still believes", ("believe", "think")),
        ("in a memo", ("", "say")),
    ],
)
def test_cues_are_named(cue: str, expected: tuple[str, str]) -> None:
    assert named(cue) == expected
