"""What an opened number is: rows, each with its amount, its evidence and words, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from firsthand.case import Case
from firsthand.errors import UnknownIdError
from firsthand.model import Change, Claim, Document, Look, Scene, Statement

QUOTE_CHARS = 240


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that a number was made of."""

    what: str
    amount: float | None = None
    """In the unit of the number; ``None`` for what is not counted but said."""
    evidence: tuple[str, ...] = ()
    """Ids that can be opened in turn."""
    quote: str = ""
    """Words of the first statement among the evidence, cut at a word where they are long."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number with the rows that made it."""

    title: str
    value: str
    """As it is printed elsewhere."""
    rows: tuple[Row, ...] = ()
    unit: str = ""
    """Of the amounts."""
    total: float | None = None
    """What the amounts add up to, to the last digit; ``None`` where they are not added."""
    note: str = ""
    """How the value follows from the rows."""


@dataclass(frozen=True, slots=True)
class Opened:
    """All numbers of one record."""

    id: str
    kind: str
    title: str
    numbers: tuple[Number, ...]


class Shelf:
    """The records of a case by id, each read once."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.store = case.store

    @cached_property
    def claims(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.store.claims()}

    @cached_property
    def claim_of_origin(self) -> dict[str, str]:
        return {origin.id: claim.id for claim in self.claims.values() for origin in claim.origins}

    @cached_property
    def documents(self) -> dict[str, Document]:
        return {document.id: document for document in self.store.documents()}

    @cached_property
    def scenes(self) -> dict[str, Scene]:
        return {scene.id: scene for scene in self.store.scenes()}

    @cached_property
    def looks(self) -> dict[str, Look]:
        return {look.scene_id: look for look in self.store.looks()}

    @cached_property
    def changes(self) -> dict[str, Change]:
        return {change.id: change for change in self.store.changes()}

    def statements(self, ids: Iterable[str]) -> list[Statement]:
        """Those that the case holds."""
        found = []
        for id in ids:
            try:
                found.append(self.store.statement(id))
            except UnknownIdError:
                # A decision or an earlier judgement may name what has been read in another way since.
                continue
        return found

    def quote(self, ids: Sequence[str]) -> str:
        """The words of the first statement among ``ids``; empty when there is none."""
        told = self.statements(id for id in ids if id.startswith("stm-"))
        return clipped(told[0].quote) if told else ""

    def row(self, what: str, amount: float | None = None, evidence: Sequence[str] = ()) -> Row:
        """A row with the words of the first statement that it rests on."""
        return Row(what, amount, tuple(evidence), self.quote(evidence))


def clipped(text: str, limit: int = QUOTE_CHARS) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[:limit].rsplit(' ', 1)[0]} …"


def share(probability: float) -> str:
    """ "7 %", "98.4 %"."""
    return f"{probability * 100:.3g} %"
