"""What a person corrected in a reading: the words of a statement, its source or stance, or that there is one, or none.

A correction is a decision like any other (:mod:`firsthand.decisions`). It is bound to characters of a document, not to
a statement's id, so that it holds when the document is read again and the reader finds the statement otherwise, or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from firsthand.errors import UsageError
from firsthand.model import Anchor, Decision, Document, Stance, Statement

KIND = "correction"
_QUOTES = {**dict.fromkeys('"“”„«»', '["“”„«»]'), **dict.fromkeys("'‘’", "['‘’]")}


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one statement."""

    content: tuple[Anchor, ...] = ()
    source: Anchor | None = None
    cue: Anchor | None = None

    @classmethod
    def of(cls, statement: Statement) -> Words:
        return cls(statement.content, statement.source, statement.cue)

    @property
    def start(self) -> int:
        """First character of any of them; 0 when there are none."""
        return min((anchor.start for anchor in self.anchors), default=0)

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        return (*self.content, *(anchor for anchor in (self.source, self.cue) if anchor))


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction; fields that it leaves alone are ``None``."""

    document_id: str
    about: Words | None
    """The statement as it stood when it was judged; ``None`` when one was missing."""
    drop: bool = False
    """These words are no statement."""
    content: tuple[Anchor, ...] | None = None
    source: Anchor | None = None
    cue: Anchor | None = None
    stance: Stance | None = None
    decision_id: str = ""
    """The decision that it is; not part of its value."""

    @property
    def words(self) -> Words:
        """The words of the statement once corrected."""
        old = self.about or Words()
        return Words(
            old.content if self.content is None else self.content, self.source or old.source, self.cue or old.cue
        )

    @property
    def told(self) -> str:
        """For people: "no statement", or what it is said to be."""
        if self.drop:
            return f"no statement: “{_shown(self.about)}”"
        parts = [] if self.about else ["missing statement"]
        if self.content is not None:
            parts.append(f"content “{_shown(Words(self.content))}”")
        parts += [f"{name} “{anchor.quote}”" for name, anchor in (("source", self.source), ("cue", self.cue)) if anchor]
        return "; ".join([*parts, *([f"stance {self.stance.value}"] if self.stance else [])])


def _shown(words: Words | None) -> str:
    said = " … ".join(anchor.quote for anchor in (words.content or words.anchors)) if words else ""
    return said if len(said) <= 80 else f"{said[:79]}…"


def value_of(correction: Correction) -> str:
    """The correction as the value of its decision."""
    from firsthand.store.codec import encode

    return encode(replace(correction, decision_id=""))


def correction_of(decision: Decision) -> Correction:
    """The correction that a decision of this kind holds."""
    return replace(correction_in(decision.value), decision_id=decision.id)


def correction_in(value: str) -> Correction:
    """The correction that :func:`value_of` gave."""
    from firsthand.store.codec import decode

    return decode(Correction, value)


def by_document(decisions: Iterable[Decision]) -> dict[str, list[Correction]]:
    """Corrections among ``decisions`` by document id, in the order in which they were made."""
    found: dict[str, list[Correction]] = {}
    for decision in decisions:
        if decision.kind == KIND:
            correction = correction_of(decision)
            found.setdefault(correction.document_id, []).append(correction)
    return found


def fits(correction: Correction, text: str) -> bool:
    """All words of the correction still stand where they stood."""
    anchors = [*(correction.about.anchors if correction.about else ()), *correction.words.anchors]
    return all(text[anchor.start : anchor.end] == anchor.quote for anchor in anchors)


def place(document: Document, words: str, near: int) -> Anchor:
    """Where ``words`` stand in the document, the place nearest to character ``near`` when they stand there repeatedly.

    White space and the shape of quotation marks do not matter. Raises UsageError when they do not stand there.
    """
    found = places(document, words)
    start, end = min(found, key=lambda span: (abs(span[0] - near), span[0]))
    return Anchor(start, end, document.text[start:end])


def nearest(document: Document, first: str, second: str) -> tuple[Anchor, Anchor]:
    """The places of two wordings that stand closest together. Raises UsageError when either does not stand there."""
    firsts, others = places(document, first), places(document, second)
    left, right = min(
        ((one, other) for one in firsts for other in others),
        key=lambda pair: (max(pair[0][0], pair[1][0]) - min(pair[0][1], pair[1][1]), pair),
    )
    return Anchor(*left, document.text[slice(*left)]), Anchor(*right, document.text[slice(*right)])


def places(document: Document, words: str) -> Sequence[tuple[int, int]]:
    """All places where ``words`` stand. Raises UsageError when there is none."""
    parts = ["".join(_QUOTES.get(char, re.escape(char)) for char in word) for word in words.split()]
    found = [match.span() for match in re.finditer(r"\s+".join(parts), document.text)] if parts else []
    if not found:
        remedy = f"copy the very words from `firsthand read --explain {document.name}`"
        raise UsageError("these words do not stand in the text", thing=f"“{words}”", remedy=remedy)
    return found
