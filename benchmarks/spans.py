"""Scores of spans, role by role, as CofeNet's authors score them (Wang et al., COLING 2022), re-written.

A span is ``(start, end)`` in tokens or characters. *exact*: the same span is expected; *begin*: the same start; both as
F1 in percent. *jaccard*: for each expected span its best overlap with a found one (intersection over the outer extent),
and 0 for each found span that touches no expected one; the mean over all of these, in percent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass
class RoleScore:
    """Counts of one role over many texts."""

    right: int = 0
    begun: int = 0
    found: int = 0
    expected: int = 0
    overlap: float = 0.0
    compared: int = 0

    def add(self, expected: Iterable[Span], found: Iterable[Span]) -> None:
        want, have = set(expected), set(found)
        starts, our_starts = {span[0] for span in want}, {span[0] for span in have}
        self.right += len(want & have)
        self.begun += len(starts & our_starts)
        self.found += len(have)
        self.expected += len(want)
        self.overlap += sum(max((overlap(span, other) for other in have), default=0.0) for span in want)
        strays = sum(all(overlap(span, other) == 0 for other in want) for span in have)
        self.compared += len(want) + strays

    @property
    def exact_f1(self) -> float:
        return _f1(self.right, self.found, self.expected)

    @property
    def begin_f1(self) -> float:
        return _f1(self.begun, self.found, self.expected)

    @property
    def jaccard(self) -> float:
        return 100 * self.overlap / self.compared if self.compared else 0.0


def overlap(first: Span, second: Span) -> float:
    """Shared length over the outer extent; 0 when they do not touch."""
    shared = min(first[1], second[1]) - max(first[0], second[0])
    return shared / (max(first[1], second[1]) - min(first[0], second[0])) if shared > 0 else 0.0


def labelled_spans(labels: Sequence[str], role: str) -> list[Span]:
    """Spans of ``role`` in BIO labels: a ``B-role`` with the ``I-role`` after it; other ``I-role`` are ignored."""
    spans: list[Span] = []
    start: int | None = None
    for at, label in enumerate([*labels, "O"]):
        if start is not None and label != f"I-{role}":
            spans.append((start, at))
            start = None
        if label == f"B-{role}":
            start = at
    return spans


def _f1(right: int, found: int, expected: int) -> float:
    return 200 * right / (found + expected) if found + expected else 0.0
