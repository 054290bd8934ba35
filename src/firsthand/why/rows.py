"""What an opened number is: rows, each with its amount, its evidence and words, and what they add up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from firsthand.case import Case
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
    """The records of a case by id, each read once, and none that is not asked for."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.store = case.store
        self._statements: dict[str, Statement | None] = {}
        self._documents: dict[str, Document | None] = {}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.store.claims()}

    def claim_of_origin(self, id: str) -> Claim | None:
        """The claim that this is an origin of."""
        held = self.store.claims_holding(id)
        return next((claim for claim in held if any(origin.id == id for origin in claim.origins)), None)

    def document(self, id: str) -> Document | None:
        """A document without its text."""
        if id not in self._documents:
            self.expect_documents([id])
        return self._documents[id]

    def expect_documents(self, ids: Iterable[str]) -> None:
        """Read these at once, for one by one would take long."""
        wanted = [id for id in ids if id not in self._documents]
        held = self.store.documents_called(wanted)
        self._documents |= {id: held.get(id) for id in wanted}

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
        """Those that the case holds: a decision may name what has been read in another way since."""
        held = list(ids)
        self.expect_statements(held)
        return [found for id in held if (found := self._statements[id])]

    def expect_statements(self, ids: Iterable[str]) -> None:
        """Read these at once, for one by one would take long."""
        wanted = [id for id in ids if id not in self._statements]
        if wanted:
            held = self.store.statements_called(wanted)
            self._statements |= {id: held.get(id) for id in wanted}

    def quote(self, ids: Sequence[str]) -> str:
        """The words of the first statement among ``ids``; empty when there is none."""
        told = (found for id in ids if id.startswith("stm-") for found in self.statements([id]))
        first = next(told, None)
        return clipped(first.quote) if first else ""

    def row(self, what: str, amount: float | None = None, evidence: Sequence[str] = ()) -> Row:
        """A row with the words of the first statement that it rests on."""
        return Row(what, amount, tuple(evidence), self.quote(evidence))


def clipped(text: str, limit: int = QUOTE_CHARS) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[:limit].rsplit(' ', 1)[0]} …"


def share(probability: float) -> str:
    """ "7 %", "98.4 %"."""
    return f"{probability * 100:.3g} %"
