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
            for item in assessments:
                connection.execute(
                    insert(schema.assessment).values(
                        claim_id=item.claim_id, low=item.low, high=item.high, body=encode(item)
                    )
                )
            for rival in rivals:
                connection.execute(
                    insert(schema.rivals).values(id=rival.id, claim_id=rival.claim_id, body=encode(rival))
                )
            for promise in commitments:
                connection.execute(insert(schema.commitment).values(id=promise.id, body=encode(promise)))
            listing.learn_weighing(connection, assessments, commitments)

    def assessments(self) -> dict[str, Assessment]:
        """Assessments by claim id."""
        return {item.claim_id: item for item in self._all(Assessment, schema.assessment)}

    def rivals(self) -> list[Rivals]:
        return self._all(Rivals, schema.rivals, order=schema.rivals.c.id)

    def commitments(self) -> list[Commitment]:
        return self._all(Commitment, schema.commitment, order=schema.commitment.c.id)
