"""The learned span model: which words are sources, cues and contents, and which belong together.

A six-layer encoder (MiniLM-L6-H384, 8-bit) gives each word piece a score for each label and four linking vectors; a
linear chain decodes the labels, dot products of the linking vectors say which cue carries a content and which source
stands behind a cue. ``training/attribution`` makes the weights; ``docs/models/attribution.md`` is their card.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from firsthand.models.loader import load_session, model_bytes
from firsthand.read.attribution.cue_names import named
from firsthand.read.attribution.decode import Floats, Labels, PieceSpan, best_paths, spans_of
from firsthand.read.attribution.pieces import CLS, SEP, Pieces, Window, pieces_of, windows_of
from firsthand.read.attribution.spans import Span, Tagged
from firsthand.read.paragraphs import Paragraph

if TYPE_CHECKING:
    from tokenizers import Tokenizer

MODEL = "attribution.onnx"
SETTINGS = "attribution.json"
TOKENIZER = "sentences.tokenizer.json"
"""Both models have the same vocabulary."""

SOURCE, CUE, CONTENT = range(3)
_DECODED = 16
"""Windows decoded together: a longer array makes each step of the chain cheaper."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What stands beside the weights: the chain's scores and the weights of distance."""

    longest: int
    steps: Floats
    begin: Floats
    bias: Floats
    """``[2, 6]``: for content to cue, and for cue to source (see :func:`distance`)."""
    sureness: Floats
    """Weights of :func:`evidence` for the log-odds that an attribution is right."""


def tag(paragraphs: Sequence[Paragraph]) -> list[list[Tagged]]:
    """Attributions of each paragraph, in its own offsets. Raises IntegrityError when the model's files are damaged."""
    homes: list[list[Tagged]] = [[] for _ in paragraphs]
    for item in marked(paragraphs):
        for number, part in _at_home(item, paragraphs):
            homes[number].append(part)
    return homes


def marked(paragraphs: Sequence[Paragraph]) -> list[Tagged]:
    """Attributions of a text in the document's offsets, in order."""
    found = []
    weights = _settings().sureness
    for raw in raw_attributions(paragraphs):
        odds = float(np.exp(-(evidence(raw, paragraphs) @ weights)))
        found.append(replace(raw.tagged, confidence=round(1 / (1 + odds), 3)))
    return sorted(found, key=lambda item: min((*item.contents, *([item.cue] if item.cue else []))))


@dataclass(frozen=True, slots=True)
class Raw:
    """An attribution with what the model's scores say of it."""

    tagged: Tagged
    mean: float
    """Mean over its pieces by which the score of their label exceeds that of the best other one."""
    ends: float
    """The smallest such margin at the ends of its spans."""
    quoted: bool
    """A content of it opens inside or with a quotation."""


def raw_attributions(paragraphs: Sequence[Paragraph]) -> Iterator[Raw]:
    """Attributions of a text in the document's offsets, in any order."""
    settings = _settings()
    pieces = pieces_of(_tokenizer(), paragraphs)
    windows = list(windows_of(pieces, settings.longest))
    for start in range(0, len(windows), _DECODED):
        group = windows[start : start + _DECODED]
        scored = [_run(pieces, window) for window in group]
        paths = best_paths([emissions for emissions, _ in scored], settings.steps, settings.begin)
        for window, (emissions, links), path in zip(group, scored, paths, strict=True):
            margins = margins_of(emissions, path)
            for made in _linked(spans_of(path), links, settings):
                yield _placed(pieces, window, made, margins)


def evidence(raw: Raw, paragraphs: Sequence[Paragraph]) -> Floats:
    """What tells right attributions from wrong ones: 1, two margins, a cue that is known, a source, a quotation."""
    item = raw.tagged
    known = False
    if item.cue:
        part = paragraphs[bisect_right(paragraphs, item.cue[0], key=lambda part: part.start) - 1]
        known = bool(named(part.text[item.cue[0] - part.start : item.cue[1] - part.start])[0])
    return np.array([1, raw.mean, raw.ends, known, bool(item.sources), raw.quoted], dtype=np.float32)


def margins_of(emissions: Floats, path: Labels) -> Floats:
    """By how much the score of each piece's label exceeds that of the best other label."""
    rows = np.arange(len(path))
    own = emissions[rows, path]
    others = emissions.copy()
    others[rows, path] = -np.inf
    best: Floats = own - others.max(1)
    return best


def _at_home(item: Tagged, paragraphs: Sequence[Paragraph]) -> Iterator[tuple[int, Tagged]]:
    """The attribution in its cue's paragraph; contents in other ones by themselves: their speaker stands elsewhere."""
    starts = [part.start for part in paragraphs]
    homes: dict[int, list[Span]] = defaultdict(list)
    for start, end in item.contents:
        homes[bisect_right(starts, start) - 1].append((start, end))
    home = bisect_right(starts, item.cue[0]) - 1 if item.cue else next(iter(homes))
    homes.setdefault(home, [])
    for number, contents in homes.items():
        base, end = paragraphs[number].start, paragraphs[number].end

        def own(spans: Iterable[Span], base: int = base, end: int = end) -> tuple[Span, ...]:
            return tuple((first - base, last - base) for first, last in spans if base <= first and last <= end)

        kept = own(contents)
        if number == home:
            # A cue that runs over the end of its paragraph is none.
            cue = next(iter(own([item.cue] if item.cue else [])), None)
            if cue or kept:
                yield number, Tagged(own(item.sources), cue, kept, item.confidence)
        elif kept:
            yield number, Tagged((), None, kept, item.confidence)


@cache
def _settings() -> Settings:
    told = json.loads(model_bytes(SETTINGS))
    names = ("steps", "begin", "bias", "sureness")
    steps, begin, bias, sureness = (np.array(told[name], dtype=np.float32) for name in names)
    return Settings(int(told["longest"]), steps, begin, bias, sureness)


@cache
def _tokenizer() -> Tokenizer:
    from tokenizers import Tokenizer

    made = Tokenizer.from_str(model_bytes(TOKENIZER).decode("utf-8"))
    made.no_truncation()
    made.no_padding()
    return made


def _run(pieces: Pieces, window: Window) -> tuple[Floats, Floats]:
    """Emissions ``[pieces, labels]`` and linking vectors ``[pieces, 4 * width]`` of one window with its two ends.

    One at a time: several together no longer fit the processor's caches, and each would blur the others' 8-bit scale.
    One thread each: two texts at once keep two processors busier than two threads on one text.
    """
    cut = slice(window.first, window.last)
    ids = np.concatenate([[CLS], pieces.ids[cut], [SEP]])[None]
    cases, quoted = (np.pad(kinds[cut], 1)[None] for kinds in (pieces.cases, pieces.quoted))
    given = {"ids": ids, "cases": cases, "quoted": quoted}
    emissions, links = load_session(MODEL, threads=1).run(["emissions", "links"], given)
    return emissions[0], links[0]


@dataclass(frozen=True, slots=True)
class _Linked:
    sources: tuple[PieceSpan, ...]
    cue: PieceSpan | None
    contents: tuple[PieceSpan, ...]


def _linked(spans: Sequence[PieceSpan], links: Floats, settings: Settings) -> Iterator[_Linked]:
    """Cues with their contents and sources; contents without a cue by themselves."""
    roles: dict[int, list[PieceSpan]] = defaultdict(list)
    for span in spans:
        roles[span[0]].append(span)
    cues = roles[CUE]
    owners = best_links(roles[CONTENT], cues, links, 0, settings.bias[0])
    speakers = best_links(cues, roles[SOURCE], links, 1, settings.bias[1])
    owned: dict[int | None, list[PieceSpan]] = defaultdict(list)
    for content, owner in zip(roles[CONTENT], owners, strict=True):
        owned[owner].append(content)
    for number, cue in enumerate(cues):
        speaker = speakers[number]
        yield _Linked(() if speaker is None else (roles[SOURCE][speaker],), cue, tuple(owned[number]))
    for content in owned[None]:
        yield _Linked((), None, (content,))


def best_links(
    heads: Sequence[PieceSpan], tails: Sequence[PieceSpan], links: Floats, which: int, bias: Floats
) -> list[int | None]:
    """For each head the number of the tail it goes with; None where none scores above nothing."""
    if not heads or not tails:
        return [None] * len(heads)
    width = links.shape[1] // 4
    asks = _ends(links[:, 2 * which * width : (2 * which + 1) * width], heads)
    gives = _ends(links[:, (2 * which + 1) * width : (2 * which + 2) * width], tails)
    scores = asks @ gives.T / np.sqrt(width) + distance(heads, tails) @ bias
    best = scores.argmax(1)
    return [int(tail) if scores[row, tail] > 0 else None for row, tail in enumerate(best)]


def _ends(vectors: Floats, spans: Sequence[PieceSpan]) -> Floats:
    return vectors[[span[1] for span in spans]] + vectors[[span[2] - 1 for span in spans]]


def distance(heads: Sequence[PieceSpan], tails: Sequence[PieceSpan]) -> Floats:
    """Features ``[heads, tails, 6]`` of how two spans stand: before or after, how far apart, touching."""
    first, second = (np.array([span[1:] for span in spans], dtype=np.float32) for spans in (heads, tails))
    after = (second[None, :, 0] >= first[:, None, 1]).astype(np.float32)
    before = 1 - after
    gap = np.where(after > 0, second[None, :, 0] - first[:, None, 1], first[:, None, 0] - second[None, :, 1])
    gap = np.maximum(gap, 0)
    near, touch = np.log1p(gap), (gap <= 2).astype(np.float32)
    return np.stack([after, before, after * near, before * near, after * touch, before * touch], -1)


def _placed(pieces: Pieces, window: Window, made: _Linked, margins: Floats) -> Raw:
    def span(piece: PieceSpan) -> Span:
        first, last = (window.first - 1 + at for at in (piece[1], piece[2] - 1))
        return int(pieces.starts[first]), int(pieces.ends[last])

    parts = [*made.sources, *([made.cue] if made.cue else []), *made.contents]
    inner = np.concatenate([margins[first:last] for _, first, last in parts])
    ends = min(float(margins[[first, last - 1]].min()) for _, first, last in parts)
    quoted = any(pieces.quoted[window.first - 1 + first] for _, first, _ in made.contents)
    cue = span(made.cue) if made.cue else None
    tagged = Tagged(tuple(map(span, made.sources)), cue, tuple(map(span, made.contents)), 0.0)
    return Raw(tagged, float(inner.mean()), ends, bool(quoted))
