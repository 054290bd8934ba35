"""Articles with marked attributions (brat standoff, PolNeAR's layout) as labels and links over word pieces."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from firsthand.read.attribution.pieces import Pieces, pieces_of
from firsthand.read.paragraphs import split_paragraphs

ROLES = ("source", "cue", "content")
LABELS = ("O", *(f"{place}-{role}" for role in ROLES for place in "BI"))
Span = tuple[int, int]


@dataclass
class Marked:
    """One attribution as character spans of its text."""

    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)


@dataclass
class Article:
    """A text with its pieces, the label of each piece, and who belongs to whom.

    ``spans`` holds (role number, first piece, last piece + 1); ``owners`` maps the number of a content span to that of
    its cue span; ``speakers`` maps the number of a cue span to those of its source spans.
    """

    name: str
    text: str
    marked: list[Marked]
    pieces: Pieces
    labels: np.ndarray
    spans: list[tuple[int, int, int]]
    owners: dict[int, int]
    speakers: dict[int, list[int]]


def articles(part: Path, tokenizer: Tokenizer) -> list[Article]:
    """All articles below ``part`` (``text/`` and ``attributions/``), in order of their names."""
    found = []
    for path in sorted((part / "attributions").glob("*.ann")):
        file = part / "text" / f"{path.stem.rsplit('_', 1)[0]}.txt"
        with file.open(encoding="utf-8", newline="") as opened:
            text = opened.read()
        found.append(article(path.stem, text, marked_in(path, text), tokenizer))
    return found


def marked_in(path: Path, text: str) -> list[Marked]:
    """Attributions of one annotation file; a line that does not parse is skipped."""
    spans: dict[str, list[Span]] = {}
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) > 1 and parts[0].startswith("T"):
            pieces = re.findall(r"(\d+) (\d+)", parts[1])
            spans[parts[0]] = [_trimmed(text, int(start), int(end)) for start, end in pieces]
        elif len(parts) > 1 and parts[0].startswith("E"):
            item = Marked()
            for role, key in re.findall(r"(?<![\w-])([A-Za-z-]+)\d*:(T\d+)", parts[1]):
                if role.lower() in ROLES:
                    getattr(item, role.lower()).extend(spans.get(key, []))
            found.append(item)
    return found


def article(name: str, text: str, marked: list[Marked], tokenizer: Tokenizer) -> Article:
    pieces = pieces_of(tokenizer, list(split_paragraphs(text)))
    labels = np.zeros(len(pieces), dtype=np.int64)
    numbers: dict[tuple[int, int, int], int] = {}
    owners: dict[int, int] = {}
    speakers: dict[int, list[int]] = {}
    for item in marked:
        placed = {role: [_place(numbers, labels, pieces, number, span) for span in getattr(item, role)]
                  for number, role in enumerate(ROLES)}  # fmt: skip
        cues = [number for number in placed["cue"] if number is not None]
        if not cues:
            continue
        for content in placed["content"]:
            if content is not None:
                owners[content] = cues[0]
        speakers.setdefault(cues[0], []).extend(number for number in placed["source"] if number is not None)
    return Article(name, text, marked, pieces, labels, list(numbers), owners, speakers)


def _place(
    numbers: dict[tuple[int, int, int], int], labels: np.ndarray, pieces: Pieces, role: int, span: Span
) -> int | None:
    """Mark ``span`` in ``labels``; its number among the spans, or None when nothing of it is free."""
    real = pieces.ends > pieces.starts
    inside = np.flatnonzero(real & (pieces.starts < span[1]) & (pieces.ends > span[0]))
    if not len(inside):
        return None
    first, last = int(inside[0]), int(inside[-1]) + 1
    key = (role, first, last)
    if key in numbers:
        return numbers[key]
    if labels[first:last].any():  # one label for each piece: what was marked first stays
        return None
    labels[first:last] = 2 + 2 * role
    labels[first] = 1 + 2 * role
    numbers[key] = len(numbers)
    return numbers[key]


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
