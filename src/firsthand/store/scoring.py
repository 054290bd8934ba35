"""Judgements and forecasts as they were stated. Rows are only ever added."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import insert

from firsthand.model import Forecast, Stated
from firsthand.store import schema
from firsthand.store.codec import encode, utc_text
from firsthand.store.tables import Tables


class Scoring(Tables):
    """What was said before anybody knew."""

    def add_stated(self, judgements: Iterable[Stated]) -> None:
        with self.writing() as connection:
            for item in judgements:
                row = {"claim_id": item.claim_id, "at": utc_text(item.at), "body": encode(item)}
                connection.execute(insert(schema.stated).values(**row))

    def stated(self, claim_id: str | None = None) -> list[Stated]:
        """The machine's judgements in the order in which they were stated, of one claim or of all."""
        where = [schema.stated.c.claim_id == claim_id] if claim_id else []
        return self._all(Stated, schema.stated, *where, order=schema.stated.c.seq)

    def add_forecast(self, forecast: Forecast) -> None:
        with self.writing() as connection:
            row = {"id": forecast.id, "made": utc_text(forecast.made), "body": encode(forecast)}
            connection.execute(insert(schema.forecast).values(**row))

    def forecasts(self) -> list[Forecast]:
        """People's forecasts in the order in which they were made."""
        return self._all(Forecast, schema.forecast, order=schema.forecast.c.seq)

    def forecast(self, id: str) -> Forecast:
        """One forecast. Raises UnknownIdError."""
        return self._one(Forecast, schema.forecast, schema.forecast.c.id, id, "list them with `firsthand score`")
