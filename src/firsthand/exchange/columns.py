"""What a table of an export is made of: columns of a kind, each with what it means, and rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from firsthand.model import TimeSpan


class Kind(StrEnum):
    """What a column holds; each cell may be empty."""

    TEXT = "text"
    TEXTS = "texts"
    """A list of texts."""
    NUMBER = "number"
    COUNT = "count"
    TRUTH = "truth"
    TIME = "time"
    """UTC."""
    SHAPE = "shape"
    """A GeoJSON geometry in WGS 84."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind
    about: str


Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that all have the same columns."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def shape_column(self) -> str | None:
        """The column that places its rows on the map."""
        return next((column.name for column in self.columns if column.kind is Kind.SHAPE), None)


def columns_of(kind: Kind, /, **about: str) -> tuple[Column, ...]:
    return tuple(Column(name, kind, words) for name, words in about.items())


def span_cells(name: str, span: TimeSpan | None) -> Row:
    """The two cells of a span of time; the end is excluded."""
    return {f"{name}_start": span.start if span else None, f"{name}_end": span.end if span else None}
