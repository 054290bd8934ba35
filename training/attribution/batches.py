"""Windows of articles as padded batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from corpus import Article
from torch import Tensor

from firsthand.read.attribution.pieces import CLS, SEP, Window, windows_of

_STEP = 32
"""Lengths are padded to multiples of this, so that kernels made for one length serve many batches."""


@dataclass
class Batch:
    ids: Tensor
    cases: Tensor
    quoted: Tensor
    mask: Tensor
    labels: Tensor
    links: list[list[tuple[Tensor, Tensor, Tensor]]]
    """For each window and each of the two links: heads, tails and the wanted (heads, tails + 1), the last for none."""


def batches(found: Sequence[Article], longest: int, pieces: int, chance: random.Random | None) -> Iterator[Batch]:
    """Batches of about ``pieces`` pieces; shuffled, with other cuts each time, when ``chance`` is given."""
    windows = []
    for item in found:
        first = chance.randrange(longest // 4, longest) if chance else 0
        windows += [(item, window) for window in windows_of(item.pieces, longest, first)]
    windows.sort(key=lambda pair: len(pair[1]) + (chance.random() * longest / 4 if chance else 0))
    groups, group = [], []
    for pair in windows:
        group.append(pair)
        if sum(len(window) + 2 for _, window in group) >= pieces:
            groups.append(group)
            group = []
    groups += [group] if group else []
    if chance:
        chance.shuffle(groups)
    for group in groups:
        made = batch_of(group)
        if chance:
            _vary(made, chance)
        yield made


def _vary(batch: Batch, chance: random.Random) -> None:
    """Now and then all capitals, all small letters, or quotation marks that tell nothing, as bad pages have them."""
    for row in range(len(batch.ids)):
        dice = chance.random()
        words = (batch.cases[row] >= 1) & (batch.cases[row] <= 3)
        if dice < 0.04:
            batch.cases[row][words] = 3
        elif dice < 0.08:
            batch.cases[row][words] = 1
        elif dice < 0.14:
            batch.quoted[row] = 0


def batch_of(group: Sequence[tuple[Article, Window]]) -> Batch:
    length = -(-(max(len(window) for _, window in group) + 2) // _STEP) * _STEP
    made = [torch.zeros(len(group), length, dtype=torch.long) for _ in range(4)]
    ids, cases, quoted, labels = made
    mask = torch.zeros(len(group), length)
    links = []
    for row, (item, window) in enumerate(group):
        cut = slice(window.first, window.last)
        size = len(window)
        ids[row, 0], ids[row, size + 1] = CLS, SEP
        ids[row, 1 : size + 1] = torch.from_numpy(item.pieces.ids[cut])
        cases[row, 1 : size + 1] = torch.from_numpy(item.pieces.cases[cut])
        quoted[row, 1 : size + 1] = torch.from_numpy(item.pieces.quoted[cut])
        labels[row, 1 : size + 1] = torch.from_numpy(item.labels[cut])
        if size and int(labels[row, 1]) and int(labels[row, 1]) % 2 == 0:
            _begin(labels[row, 1 : size + 1])
        mask[row, : size + 2] = 1
        links.append(links_in(item, window))
    return Batch(ids, cases, quoted, mask, labels, links)


def _begin(labels: Tensor) -> None:
    """A span that the window cuts begins anew."""
    labels[0] -= 1


def links_in(item: Article, window: Window) -> list[tuple[Tensor, Tensor, Tensor]]:
    inside = {
        number: (first - window.first + 1, last - window.first + 1)
        for number, (_, first, last) in enumerate(item.spans)
        if window.first <= first and last <= window.last
    }
    numbers = [[number for number in inside if item.spans[number][0] == role] for role in range(3)]
    wanted_cues = {content: [cue] for content, cue in item.owners.items()}
    return [
        _link(inside, numbers[2], numbers[1], wanted_cues),
        _link(inside, numbers[1], numbers[0], item.speakers),
    ]


def _link(
    inside: dict[int, tuple[int, int]], heads: list[int], tails: list[int], wanted: dict[int, list[int]]
) -> tuple[Tensor, Tensor, Tensor]:
    target = torch.zeros(len(heads), len(tails) + 1)
    for row, head in enumerate(heads):
        columns = [tails.index(tail) for tail in wanted.get(head, []) if tail in tails]
        target[row, columns or [len(tails)]] = 1
    return (
        torch.tensor([inside[head] for head in heads], dtype=torch.long).reshape(-1, 2),
        torch.tensor([inside[tail] for tail in tails], dtype=torch.long).reshape(-1, 2),
        target,
    )
