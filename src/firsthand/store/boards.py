"""Boards of rival hypotheses, as the machine proposes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select

from firsthand.model import Board
from firsthand.store import schema
from firsthand.store.codec import encode
from firsthand.store.tables import Tables, unit


class Boards(Tables):
    """Replaced by each weighing; what people decided about them is kept with the other decisions."""

    @unit
    def put_boards(self, boards: Sequence[Board]) -> None:
        """Replace all proposed boards."""
        table = schema.board
        with self.writing() as connection:
            connection.execute(delete(table))
            for item in boards:
                connection.execute(insert(table).values(id=item.id, claim_id=item.claim_id, body=encode(item)))

    def latest_report(self) -> datetime | None:
        """When the latest report was published, by which a board knows what is hindsight."""
        with self._reading() as connection:
            moment = connection.execute(select(func.max(schema.document.c.published))).scalar_one()
        return datetime.fromisoformat(moment) if moment else None

    def proposed_boards(self) -> list[Board]:
        """All boards as proposed, without what people decided."""
        return self._all(Board, schema.board, order=schema.board.c.id)
