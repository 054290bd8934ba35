"""What weighing makes: assessments, rival readings, commitments, letters of sources and boards of hypotheses."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert

from firsthand.model import Assessment, Board, Commitment, Rivals, SourceGrade
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

    def commitment(self, id: str) -> Commitment:
        """Raises UnknownIdError."""
        return self._one(Commitment, schema.commitment, schema.commitment.c.id, id)

    @unit
    def put_grades(self, grades: Sequence[SourceGrade]) -> None:
        """Replace all letters."""
        with self.writing() as connection:
            connection.execute(delete(schema.source_grade))
            for grade in grades:
                row = {"id": grade.id, "name": grade.name, "letter": grade.letter, "body": encode(grade)}
                connection.execute(insert(schema.source_grade).values(**row))

    def grades(self) -> list[SourceGrade]:
        """The letters of the sources of all claims, by name."""
        return self._all(SourceGrade, schema.source_grade, order=schema.source_grade.c.name)

    @unit
    def put_boards(self, boards: Sequence[Board]) -> None:
        """Replace all proposed boards."""
        table = schema.board
        with self.writing() as connection:
            connection.execute(delete(table))
            for item in boards:
                connection.execute(insert(table).values(id=item.id, claim_id=item.claim_id, body=encode(item)))

    def proposed_boards(self) -> list[Board]:
        """All boards as proposed, without what people decided."""
        return self._all(Board, schema.board, order=schema.board.c.id)
