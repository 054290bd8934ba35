"""Records to JSON and back, through one cached pydantic adapter per record type."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, TypeVar

from pydantic import TypeAdapter

Record = TypeVar("Record")


_adapters: dict[type[Any], TypeAdapter[Any]] = {}


def adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """The adapter of a record type; building one costs milliseconds, so each is kept."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def encode(record: object) -> str:
    """A record as JSON text with sorted, stable field order (that of its definition)."""
    return adapter(type(record)).dump_json(record).decode()


def decode(kind: type[Record], body: str) -> Record:
    """The record that ``body`` encodes. Raises ``pydantic.ValidationError`` on a damaged body."""
    return adapter(kind).validate_json(body)  # type: ignore[no-any-return]


def plain(record: object) -> dict[str, Any]:
    """A record as JSON-ready dictionaries and lists."""
    return adapter(type(record)).dump_python(record, mode="json")  # type: ignore[no-any-return]


def utc_text(moment: datetime | None) -> str | None:
    """``moment`` as the store writes it: ISO 8601 in UTC, which sorts by time."""
    return moment.astimezone(UTC).isoformat() if moment else None
