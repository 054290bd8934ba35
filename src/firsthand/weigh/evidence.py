"""All that a judgement may rest on, gathered once and handed to every part of the stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from firsthand.model import Claim, Decision, Document, ImageVerdict, Outlet, Statement
from firsthand.trace.acts import is_forecast
from firsthand.trace.claims import Order
from firsthand.trace.origins import Lineage
from firsthand.trace.relations import SUPPORT
from firsthand.trace.works import Works
from firsthand.weigh.denials import denying
from firsthand.weigh.grading.trust import Trust
from firsthand.weigh.images import ImageRecord, image_verdict


@dataclass(frozen=True, slots=True)
class Evidence:
    """Claims with the statements, documents, looks and decisions that bear on them."""

    claims: tuple[Claim, ...]
    statements: tuple[Statement, ...]
    """In the order in which they were told; what a later revision of its document replaced is not among them."""
    by_id: Mapping[str, Statement]
    documents: tuple[Document, ...]
    """The voices: of each document its latest revision."""
    published: Mapping[str, datetime | None]
    """By document id."""
    lineage: Lineage
    record: ImageRecord
    verdicts: Mapping[str, ImageVerdict]
    """What the images say, by claim id."""
    denials: Mapping[str, Sequence[Sequence[Statement]]]
    """The parties that deny each claim, by its id."""
    decisions: tuple[Decision, ...] = ()
    """What people judged and has not been withdrawn, by time."""
    withdrawn: tuple[Decision, ...] = ()
    """What people judged and took back, for histories."""
    trust: Trust = field(default_factory=Trust)
    """How reliable the sources have proved, and who copies whom (:func:`firsthand.weigh.reliability.learn`)."""

    @classmethod
    def of(
        cls,
        claims: Sequence[Claim],
        statements: Sequence[Statement],
        documents: Sequence[Document],
        record: ImageRecord,
        outlets: Sequence[Outlet] = (),
        decisions: Sequence[Decision] = (),
    ) -> Evidence:
        """Everything but ``trust``, which is learned from it; ``decisions`` with those withdrawn."""
        works = Works(documents)
        ordered = tuple(sorted(works.told(statements), key=Order(works.voices)))
        by_id = {statement.id: statement for statement in ordered}
        published = {document.id: document.published for document in works.voices}
        verdicts = {
            claim.id: image_verdict(claim, _told(claim, published), record, _foretold(claim, by_id)) for claim in claims
        }
        lineage = Lineage(works.voices, ordered, (), outlets)
        return cls(
            claims=tuple(claims),
            statements=ordered,
            by_id=by_id,
            documents=tuple(works.voices),
            published=published,
            lineage=lineage,
            record=record,
            verdicts=verdicts,
            denials={claim.id: denying(claim, by_id, lineage) for claim in claims},
            decisions=tuple(decision for decision in decisions if decision.withdrawn is None),
            withdrawn=tuple(decision for decision in decisions if decision.withdrawn is not None),
        )

    def decided(self, *kinds: str) -> list[Decision]:
        """The standing decisions of these kinds, in the order in which they were recorded."""
        return [decision for decision in self.decisions if decision.kind in kinds]


def _foretold(claim: Claim, statements: Mapping[str, Statement]) -> bool:
    supporting = [
        statements[member.statement_id]
        for member in claim.members
        if member.relation in SUPPORT and member.statement_id in statements
    ]
    return bool(supporting) and all(is_forecast(statement) for statement in supporting)


def _told(claim: Claim, published: Mapping[str, datetime | None]) -> datetime | None:
    """When the claim was first published; None when no report of it is dated."""
    return min((moment for member in claim.members if (moment := published.get(member.document_id))), default=None)
