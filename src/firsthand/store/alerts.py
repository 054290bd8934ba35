"""Alerts as raised, who has seen them, and what the last evaluation knew."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from firsthand.model import Alert, AlertMark
from firsthand.store import chain, schema
from firsthand.store.codec import encode, utc_text
from firsthand.store.journal import Journal
from firsthand.store.tables import unit


class Alerts(Journal):
    """Alerts and marks are only ever added; the state of the evaluation is replaced."""

    @unit
    def add_alerts(self, alerts: Iterable[Alert]) -> list[Alert]:
        """Keep those that are not here yet; returns them."""
        table = schema.alert
        with self.writing() as connection:
            known = set(connection.execute(select(table.c.id)).scalars())
            fresh = list({alert.id: alert for alert in alerts if alert.id not in known}.values())
            for alert in fresh:
                body = encode(alert)
                connection.execute(insert(table).values(id=alert.id, raised=utc_text(alert.raised), body=body))
                self.log("alert", alert.id, chain.content_of(alert.id, body))
        return fresh

    def alerts(self) -> list[Alert]:
        """All alerts, in the order in which they were raised."""
        return self._all(Alert, schema.alert, order=schema.alert.c.seq)

    def alert(self, id: str) -> Alert:
        """One alert. Raises UnknownIdError."""
        return self._one(Alert, schema.alert, schema.alert.c.id, id, "list them with `firsthand alerts`")

    def add_alert_mark(self, mark: AlertMark) -> None:
        with self.writing() as connection:
            body = encode(mark)
            connection.execute(insert(schema.alert_mark).values(alert_id=mark.alert_id, body=body))
            self.log("alert mark", mark.alert_id, chain.content_of(mark.alert_id, body))

    def alert_marks(self) -> dict[str, AlertMark]:
        """The last mark of each alert that has one, by alert id."""
        return {mark.alert_id: mark for mark in self._all(AlertMark, schema.alert_mark, order=schema.alert_mark.c.seq)}

    def alert_state(self, key: str) -> str | None:
        """What is kept under ``key``, as JSON; None when there is nothing."""
        table = schema.alert_state
        with self._reading() as connection:
            return connection.execute(select(table.c.body).where(table.c.key == key)).scalar_one_or_none()

    @unit
    def set_alert_state(self, key: str, body: str) -> None:
        table = schema.alert_state
        with self.writing() as connection:
            connection.execute(delete(table).where(table.c.key == key))
            connection.execute(insert(table).values(key=key, body=body))
