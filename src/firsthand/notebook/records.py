"""Rows of one table, shown as HTML, given as a frame of pandas or geopandas where these are installed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, Any, overload

from firsthand.errors import UsageError
from firsthand.exchange.columns import Kind, Table

if TYPE_CHECKING:
    import geopandas
    import pandas

SHOWN_ROWS = 12
SHOWN_CHARACTERS = 120
_FIRST = ("id", "text", "quote", "name", "title", "kind", "relation", "outlet", "published", "taken", "after")
"""Columns that a reader wants to see first; a wide table shows these and the frame holds all."""
_MOST_COLUMNS = 7


class Record(Mapping[str, Any]):
    """One row; its columns are also attributes."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self._row = row

    def __getitem__(self, name: str) -> Any:
        return self._row[name]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._row:
            raise AttributeError(name)
        return self._row[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._row)

    def __len__(self) -> int:
        return len(self._row)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._row]

    def __repr__(self) -> str:
        return f"{self._row.get('id', '')}: {_plain(self._row.get('text') or self._row.get('quote') or '')}"

    def _repr_html_(self) -> str:
        lines = "".join(
            f"<tr><th>{escape(name)}</th><td>{_cell(value, 2000)}</td></tr>" for name, value in self.items()
        )
        return f"<table>{lines}</table>"


class Records(Sequence[Record]):
    """All rows of a table, in a settled order."""

    def __init__(self, table: Table) -> None:
        self.table = table

    @overload
    def __getitem__(self, place: int) -> Record: ...

    @overload
    def __getitem__(self, place: slice) -> Records: ...

    def __getitem__(self, place: int | slice) -> Record | Records:
        if isinstance(place, slice):
            return Records(Table(self.table.name, self.table.columns, self.table.rows[place]))
        return Record(self.table.rows[place])

    def __len__(self) -> int:
        return len(self.table.rows)

    @property
    def columns(self) -> dict[str, str]:
        """What each column means."""
        return {column.name: column.about for column in self.table.columns}

    def where(self, **equal: Any) -> Records:
        """The rows whose columns have these values; of a list column, those whose list holds the value.

        Raises UsageError on a column that is not there.
        """
        unknown = set(equal) - set(self.columns)
        if unknown:
            remedy = f"columns are: {', '.join(self.columns)}"
            raise UsageError("no such column", thing=", ".join(sorted(unknown)), remedy=remedy)
        kept = [row for row in self.table.rows if all(_has(row[name], value) for name, value in equal.items())]
        return Records(Table(self.table.name, self.table.columns, tuple(kept)))

    def to_frame(self) -> pandas.DataFrame:
        """A pandas DataFrame with every column; geometries as WKT. Raises UsageError when pandas is not installed."""
        try:
            import pandas
        except ImportError as err:
            raise _missing("pandas") from err
        shape = self.table.shape_column
        rows = [{**row, shape: _shape(row[shape]).wkt} if shape else row for row in self.table.rows]
        frame = pandas.DataFrame(rows, columns=list(self.columns))
        for column in self.table.columns:
            if column.kind is Kind.TIME:
                frame[column.name] = pandas.to_datetime(frame[column.name], utc=True)
        return frame

    def to_geodataframe(self) -> geopandas.GeoDataFrame:
        """A GeoDataFrame in WGS 84. Raises UsageError when geopandas is not installed or the rows have no place."""
        try:
            import geopandas
        except ImportError as err:
            raise _missing("geopandas") from err
        shape = self._placed()
        frame = self.to_frame()
        frame[shape] = [_shape(row[shape]) for row in self.table.rows]
        return geopandas.GeoDataFrame(frame, geometry=shape, crs="EPSG:4326")

    def geojson(self) -> dict[str, Any]:
        """A GeoJSON FeatureCollection. Raises UsageError when the rows have no place."""
        shape = self._placed()
        features = [
            {
                "type": "Feature",
                "id": row["id"],
                "geometry": row[shape],
                "properties": {key: _jsonable(value) for key, value in row.items() if key not in {"id", shape}},
            }
            for row in self.table.rows
        ]
        return {"type": "FeatureCollection", "features": features}

    def _placed(self) -> str:
        if self.table.shape_column is None:
            remedy = "sites, scenes and changes have one"
            raise UsageError("these rows have no place on the map", thing=self.table.name, remedy=remedy)
        return self.table.shape_column

    def __repr__(self) -> str:
        return f"{len(self)} {self.table.name}"

    def _repr_html_(self) -> str:
        names = _shown([column.name for column in self.table.columns if column.kind is not Kind.SHAPE])
        head = "".join(f"<th>{escape(name)}</th>" for name in names)
        body = "".join(
            f"<tr>{''.join(f'<td>{_cell(row[name])}</td>' for name in names)}</tr>"
            for row in self.table.rows[:SHOWN_ROWS]
        )
        left = len(self) - SHOWN_ROWS
        more = f" · {left} more rows" if left > 0 else ""
        columns = f" · {len(self.columns)} columns, all in <code>.to_frame()</code>"
        return (
            f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"<p>{len(self)} {escape(self.table.name)}{more}{columns}</p>"
        )


def _shown(names: Sequence[str]) -> list[str]:
    first = [name for name in _FIRST if name in names]
    return [*first, *(name for name in names if name not in first)][:_MOST_COLUMNS]


def _cell(value: Any, limit: int = SHOWN_CHARACTERS) -> str:
    """Escaped: words from outside never become markup in somebody's notebook."""
    return escape(_plain(value, limit))


def _plain(value: Any, limit: int = SHOWN_CHARACTERS) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    text = " | ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def _has(held: Any, wanted: Any) -> bool:
    return wanted in held if isinstance(held, list) else bool(held == wanted)


def _shape(geometry: dict[str, Any]) -> Any:
    from shapely.geometry import shape

    return shape(geometry)


def _jsonable(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _missing(package: str) -> UsageError:
    remedy = "run `pip install 'firsthand[notebook]'`; without it, the rows themselves can be read one by one"
    return UsageError(f"this needs the package {package}", thing=package, remedy=remedy)
