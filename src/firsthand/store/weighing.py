"""Assessments, rival readings and commitments."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert

from firsthand.model import Assessment, Commitment, Rivals
from firsthand.store import listing, schema
from firsthand.store.codec import encode
from firsthand.store.tables import Tables, unit


class Weighing(Tables):
    """What the machine judges; replaced by each weighing."""

    @unit
    def put_weigh(
        self, assessments: Sequence[Assessment], rivals: Sequence[Rivals], commitments: Sequence[Commitment]
    ) -> None:
        """Replace all assessments, rival readings and commitments."""
        with self.writing() as connection:
            for table in (schema.assessment, schema.rivals, schema.commitment):
                connection.execute(delete(table))
            judged = [
                {"claim_id": item.claim_id, "low": item.low, "high": item.high, "body": encode(item)}
                for item in assessments
            ]
            rivalling = [{"id": item.id, "claim_id": item.claim_id, "body": encode(item)} for item in rivals]
            promised = [{"id": item.id, "body": encode(item)} for item in commitments]
            for table, rows in (
                (schema.assessment, judged),
                (schema.rivals, rivalling),
                (schema.commitment, promised),
            ):
                if rows:
                    connection.execute(insert(table), rows)
            listing.learn_weighing(connection, assessments, commitments)

    def assessments(self) -> dict[str, Assessment]:
        """Assessments by claim id."""
        return {item.claim_id: item for item in self._all(Assessment, schema.assessment)}

    def assessments_holding(self, id: str) -> list[Assessment]:
        """Assessments whose records name this id anywhere, by claim."""
        table = schema.assessment
        return self._all(Assessment, table, table.c.body.contains(id, autoescape=True), order=table.c.claim_id)

    def rivals(self) -> list[Rivals]:
        return self._all(Rivals, schema.rivals, order=schema.rivals.c.id)

    def commitments(self) -> list[Commitment]:
        return self._all(Commitment, schema.commitment, order=schema.commitment.c.id)
