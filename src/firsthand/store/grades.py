"""Letters of sources with their histories."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert

from firsthand.model import SourceGrade
from firsthand.store import schema
from firsthand.store.codec import encode
from firsthand.store.tables import Tables, unit


class Grades(Tables):
    """How reliable sources have proved; replaced by each weighing."""

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
