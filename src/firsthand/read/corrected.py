"""A reading as people corrected it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from firsthand.corrections import Correction, Words, fits
from firsthand.model import Anchor, Document, Reading, Statement
from firsthand.stage import Problem

_SAME = 0.5
"""Share of characters that a statement has in common with the one judged, of all that either has, to be the same."""

Build = Callable[[Words], Statement | None]
"""Makes the statement that has these words; None when they make none."""


def with_corrections(
    reading: Reading, document: Document, corrections: Iterable[Correction], build: Build
) -> tuple[Reading, list[Problem]]:
    """``reading`` with ``corrections`` in the order in which they were made, and those that no longer fit the text.

    A statement that the reader no longer finds, or never found, is made from the words of the correction.
    """
    statements = list(reading.statements)
    problems: list[Problem] = []
    for correction in corrections:
        if not fits(correction, document.text):
            problems.append(_no_longer(correction, "its words no longer stand in the text"))
            continue
        at = _matching(statements, correction.about)
        if correction.drop:
            statements = [item for index, item in enumerate(statements) if index != at]
            continue
        made = _made(correction, statements[at] if at is not None else None, build)
        if made is None:
            problems.append(_no_longer(correction, "its words make no statement"))
        elif at is None:
            statements.append(made)
        else:
            statements[at] = made
    kept = {item.id: item for item in sorted(statements, key=lambda item: bool(item.corrected_by))}
    ordered = sorted(kept.values(), key=lambda item: (Words.of(item).start, item.id))
    return (replace(reading, statements=tuple(ordered)) if ordered != list(reading.statements) else reading), problems


def _no_longer(correction: Correction, why: str) -> Problem:
    return Problem(correction.decision_id, f"a correction was left out: {why}", "withdraw it with `firsthand undo`")


def _made(correction: Correction, found: Statement | None, build: Build) -> Statement | None:
    """The corrected statement; rebuilt where its words change, so that chain, basis and event follow from them."""
    words = correction.words
    if found is not None and correction.content is None:
        words = Words(found.content, correction.source or found.source, correction.cue or found.cue)
    made = found if found is not None and words == Words.of(found) else build(words)
    if made is None:
        return None
    stance = correction.stance or (found.stance if found is not None else made.stance)
    return replace(made, stance=stance, confidence=1.0, corrected_by=correction.decision_id)


def _matching(statements: Sequence[Statement], about: Words | None) -> int | None:
    """The statement that says the judged words, best first; None when none does."""
    if about is None:
        return None
    scored = [(_likeness(Words.of(item), about), -index) for index, item in enumerate(statements)]
    best, index = max(scored, default=(0.0, 0))
    return -index if best >= _SAME else None


def _likeness(one: Words, other: Words) -> float:
    """Jaccard of the characters said, or of the other words where either says nothing; a shared source settles ties."""
    first, second = (
        _characters(words.content if one.content and other.content else words.anchors) for words in (one, other)
    )
    share = len(first & second) / len(first | second) if first | second else 0.0
    return share + (0.01 if one.source == other.source else 0.0) + (0.01 if one.cue == other.cue else 0.0)


def _characters(anchors: Iterable[Anchor]) -> set[int]:
    return {index for anchor in anchors for index in range(anchor.start, anchor.end)}
