"""Text as the attribution model sees it: word pieces with their characters, letter case and quotation state.

The same code feeds training and reading, so that both see the same. The pieces are those of BERT's uncased
vocabulary; what lower-casing loses comes back as a small feature beside each piece.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from firsthand.read.paragraphs import Paragraph

Ints = npt.NDArray[np.int64]

CLS, SEP = 101, 102
CASES = 6
"""Kinds of letter case: other, lower, Capitalised, UPPER, digit, mark."""
QUOTED = 4
"""Kinds of quotation state: outside, inside, an opening mark, a closing mark."""
_MARKS = '"“”«»'


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a text, paragraph after paragraph, each closed by a separator; all arrays have the same length."""

    ids: Ints
    starts: Ints
    """First character in the document; that of the paragraph's end for a separator."""
    ends: Ints
    cases: Ints
    quoted: Ints
    breaks: Ints
    """Index of each paragraph's first piece, and the number of pieces as the last entry."""

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Window:
    """A run of pieces that the model reads at once, ``[first, last)``."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first


def pieces_of(tokenizer: Tokenizer, paragraphs: Sequence[Paragraph]) -> Pieces:
    """Pieces of all paragraphs. Offsets are the document's."""
    ids: list[int] = []
    spans: list[tuple[int, int]] = []
    cases: list[int] = []
    quoted: list[int] = []
    breaks = [0]
    encoded = tokenizer.encode_batch([part.text for part in paragraphs], add_special_tokens=False)
    for part, found in zip(paragraphs, encoded, strict=True):
        inside = False
        for piece, (start, end) in zip(found.ids, found.offsets, strict=True):
            words = part.text[start:end]
            state, inside = _quote_state(words, inside)
            ids.append(piece)
            spans.append((part.start + start, part.start + end))
            cases.append(_case(words))
            quoted.append(state)
        ids.append(SEP)
        spans.append((part.end, part.end))
        cases.append(0)
        quoted.append(0)
        breaks.append(len(ids))
    bounds = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return Pieces(
        np.array(ids, dtype=np.int64),
        bounds[:, 0],
        bounds[:, 1],
        np.array(cases, dtype=np.int64),
        np.array(quoted, dtype=np.int64),
        np.array(breaks, dtype=np.int64),
    )


def windows_of(pieces: Pieces, longest: int, first: int = 0) -> Iterator[Window]:
    """Windows of whole paragraphs, at most ``longest`` pieces each and about equally long; a longer paragraph is cut.

    ``first`` makes the first window that short, so that training sees other cuts each time.
    """
    total = len(pieces)
    count = max(1, -(-total // longest))
    target = min(longest, -(-total // count) + longest // 8)
    start, size = 0, first or target
    end = 0
    for stop in map(int, pieces.breaks[1:]):
        if stop - start > size and end > start:
            yield Window(start, end)
            start, size = end, target
        while stop - start > longest:
            yield Window(start, start + longest)
            start, size = start + longest, target
        end = stop
    if total > start:
        yield Window(start, total)


def _case(words: str) -> int:
    if words.islower():
        return 1
    if words.isupper():
        return 3 if len(words) > 1 else 2
    if words[:1].isupper():
        return 2
    if words.isdigit():
        return 4
    return 5 if not any(map(str.isalnum, words)) else 0


def _quote_state(words: str, inside: bool) -> tuple[int, bool]:
    """State of a piece and whether the next one stands inside a quotation."""
    if len(words) == 1 and words in _MARKS:
        opens = words in "“«" or (words == '"' and not inside)
        return (2, True) if opens else (3, False)
    return (1 if inside else 0), inside
