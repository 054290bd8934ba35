"""Who carried what and what it said, as narrow records: whole ones would take most of the time to compare outlets."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from firsthand.model import Action, Stance
from firsthand.store import schema
from firsthand.store.codec import decode
from firsthand.store.tables import Tables


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a statement's content."""

    quote: str


@dataclass(frozen=True, slots=True)
class Amount:
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What of an event tells whether, and how many."""

    action: Action
    object: str = ""
    negated: bool = False
    quantity: Amount | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement as far as it says yes, no or a number."""

    id: str
    stance: Stance
    content: tuple[Words, ...]
    event: Act

    @property
    def text(self) -> str:
        """Its words, or else the object that they are about."""
        return " … ".join(piece.quote for piece in self.content) or self.event.object


@dataclass(frozen=True, slots=True)
class Place:
    """A member of a claim."""

    statement_id: str
    document_id: str


@dataclass(frozen=True, slots=True)
class Load:
    """A claim with its members."""

    id: str
    members: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Carriage:
    """All that outlets are compared by."""

    reports: dict[str, str]
    """The outlet by the id of the report, in the order of publication, undated ones last by capture."""
    sayings: list[Saying]
    """Those of some claim."""
    claims: list[Load]
    flows: list[tuple[str, str]]
    """From which report to which text was taken over."""


class Carrying(Tables):
    """What of all reports is needed to compare their outlets."""

    def carriage(self) -> Carriage:
        flow, member, statement = schema.text_copy.c, schema.claim_member.c, schema.statement.c
        sayings = select(statement.body).where(statement.id.in_(select(member.statement_id)))
        with self._reading() as connection:
            return Carriage(
                self.outlets_of_reports(),
                [decode(Saying, body) for body in connection.execute(sayings).scalars()],
                [decode(Load, body) for body in connection.execute(select(schema.claim.c.body)).scalars()],
                [(row[0], row[1]) for row in connection.execute(select(flow.from_document, flow.to_document))],
            )

    def outlets_of_reports(self) -> dict[str, str]:
        """See :attr:`Carriage.reports`; reports of no known outlet are left out."""
        report = schema.document.c
        moment = (report.published.is_(None), func.coalesce(report.published, report.captured), report.name)
        with self._reading() as connection:
            rows = connection.execute(select(report.id, report.outlet).where(report.outlet != "").order_by(*moment))
            return {row.id: row.outlet for row in rows}

    def outlets_of_claims(self) -> set[str]:
        """The outlets whose reports carry a claim."""
        report, member, statement = schema.document, schema.claim_member, schema.statement
        joined = member.join(statement, statement.c.id == member.c.statement_id)
        joined = joined.join(report, report.c.id == statement.c.document_id)
        query = select(report.c.outlet).select_from(joined).where(report.c.outlet != "").distinct()
        with self._reading() as connection:
            return set(connection.execute(query).scalars())
