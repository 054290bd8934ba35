"""A claim in the making: the statements that were put together, in the order in which they were placed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from firsthand.model import Statement, content_id
from firsthand.trace.acts import ALWAYS, Told, meet

MAX_FACES = 12


@dataclass(frozen=True, slots=True)
class Gathered:
    """The statements of one claim."""

    members: Sequence[Statement]
    """Those that tell it, in the order in which they were told."""
    attached: Sequence[tuple[Statement, str]]
    """Declines, bare denials and corrections, each with why it stands here."""

    def everyone(self) -> list[Statement]:
        return [*self.members, *(statement for statement, _ in self.attached)]


@dataclass(slots=True)
class Group:
    """Statements that say the same thing."""

    founder: str
    """Id of the statement that began it."""
    ready: Callable[[Statement], Told]
    """Makes a statement ready for comparing."""
    changed: bool = False
    """It is not, or may not be, what an earlier run had."""
    members: list[Statement] = field(default_factory=list)
    attached: list[tuple[Statement, str]] = field(default_factory=list)
    """Declines, bare denials and corrections, each with why it stands here."""
    sites: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    _unseen: list[Statement] = field(default_factory=list)
    """Members that have not been looked at as faces yet: most groups of a large case are never compared again."""
    _faces: list[Told] = field(default_factory=list)
    _things: set[str] = field(default_factory=set)
    _forecasts: set[bool] = field(default_factory=set)
    _bounds: tuple[float, float] = (ALWAYS[1], ALWAYS[0])
    """First and last moment of all faces together."""

    def add(self, statement: Statement) -> None:
        self.members.append(statement)
        self._unseen.append(statement)
        self.sites.update(statement.event.site_ids)
        self.documents.add(statement.document_id)
        if statement.event.part_id:
            self.parts.add(statement.event.part_id)

    @property
    def faces(self) -> list[Told]:
        """Its first, differently worded members, with which a newcomer is compared."""
        for statement in self._unseen:
            if len(self._faces) >= MAX_FACES:
                break
            told = self.ready(statement)
            if all(told.words != face.words for face in self._faces):
                self._show(told)
        self._unseen.clear()
        return self._faces

    def _show(self, face: Told) -> None:
        self._faces.append(face)
        self._things.add(face.thing)
        self._forecasts.add(face.forecast)
        self._bounds = (min(self._bounds[0], face.bounds[0]), max(self._bounds[1], face.bounds[1]))

    def admits(self, newcomer: Told) -> bool:
        """A face may fit the newcomer: one is of its thing or of none, one of its time, and one foretells if it does.

        Spares comparing face by face with groups of which none does.
        """
        if self._unseen:
            _ = self.faces
        return (
            (not newcomer.thing or newcomer.thing in self._things or "" in self._things)
            and meet(newcomer.bounds, self._bounds)
            and newcomer.forecast in self._forecasts
        )

    @property
    def id(self) -> str:
        """The claim's id, which depends on its earliest member only; members must be in order."""
        return content_id("clm", self.members[0].id)

    def absorb(self, other: Group) -> None:
        """Take over all that ``other`` holds."""
        faces = [*self.faces, *other.faces]
        self._faces = []
        for face in faces:
            self._show(face)
        self.members.extend(other.members)
        self.sites |= other.sites
        self.parts |= other.parts
        self.documents |= other.documents
        self.changed |= other.changed
        other.members.clear()

    def gathered(self) -> Gathered:
        """The statements alone, when all are placed."""
        return Gathered(tuple(self.members), tuple(self.attached))
