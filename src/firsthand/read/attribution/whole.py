"""Attributions of a whole text, for whoever needs spans and nothing else."""

from __future__ import annotations

from dataclasses import replace

from firsthand.read.attribution.finder import find_attributions
from firsthand.read.attribution.spans import Attribution, Span
from firsthand.read.attribution.tagger import tag
from firsthand.read.paragraphs import split_paragraphs


def attributions(text: str) -> list[Attribution]:
    """Who says what in ``text``, paragraph after paragraph; spans are those of ``text``.

    Raises IntegrityError when the model's files are missing or damaged.
    """
    paragraphs = list(split_paragraphs(text))
    return [
        _moved(item, part.start)
        for part, tagged in zip(paragraphs, tag(paragraphs), strict=True)
        for item in find_attributions(part.text, tagged)[0]
    ]


def _moved(item: Attribution, base: int) -> Attribution:
    def span(given: Span) -> Span:
        return given[0] + base, given[1] + base

    return replace(
        item,
        source=span(item.source) if item.source else None,
        cue=span(item.cue) if item.cue else None,
        content=tuple(map(span, item.content)),
        sentence=span(item.sentence),
        told=span(item.told) if item.told else None,
        cited=tuple(map(span, item.cited)),
        reporter=span(item.reporter) if item.reporter else None,
    )
