"""Tables as CSV, JSON and Parquet; those with a place as GeoParquet 1.1 (https://geoparquet.org/releases/v1.1.0/)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from firsthand.errors import UsageError
from firsthand.exchange.columns import Column, Kind, Row, Table
from firsthand.exchange.writing import json_bytes
from firsthand.outgoing import instant

if TYPE_CHECKING:
    import pyarrow

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is a formula to spreadsheets (https://owasp.org/www-community/attacks/CSV_Injection)."""
SEPARATOR = " | "


def csv_bytes(table: Table) -> bytes:
    """Comma-separated, UTF-8, one header line, RFC 4180 quoting.

    Lists are joined by " | ", geometries are WKT, times ISO 8601. A text that a spreadsheet would run as a formula gets
    an apostrophe in front; the words in Parquet and JSON are untouched.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        writer.writerow([_cell(column, row[column.name]) for column in table.columns])
    return buffer.getvalue().encode()


def _cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    match column.kind:
        case Kind.TEXT:
            return _harmless(value)
        case Kind.TEXTS:
            return _harmless(SEPARATOR.join(value))
        case Kind.TIME:
            return instant(value)
        case Kind.TRUTH:
            return "true" if value else "false"
        case Kind.SHAPE:
            from shapely.geometry import shape

            return str(shape(value).wkt)
        case Kind.NUMBER | Kind.COUNT:
            return str(value)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def tables_json(tables: Iterable[Table]) -> bytes:
    """All tables as one object: a list of rows for each; times are ISO 8601 in UTC, places GeoJSON geometries."""
    return json_bytes({table.name: [_plain(row) for row in table.rows] for table in tables})


def _plain(row: Row) -> Row:
    return {name: instant(value) if isinstance(value, datetime) else value for name, value in row.items()}


def parquet_bytes(table: Table) -> bytes:
    """The table as a Parquet file, with a WKB geometry and its metadata where it has a place.

    Raises UsageError when pyarrow is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as err:
        remedy = "run `pip install 'firsthand[tables]'`, or export csv"
        raise UsageError("Parquet needs the package pyarrow", thing="parquet", remedy=remedy) from err
    columns = {column.name: _column(pyarrow, column, table) for column in table.columns}
    built = pyarrow.table(columns)
    if table.shape_column and table.rows:
        about = {"geo": json.dumps(_geo(table, table.shape_column))}
        built = built.replace_schema_metadata(about)
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(built, sink, compression="zstd")
    return bytes(sink.getvalue().to_pybytes())


def _column(arrow: Any, column: Column, table: Table) -> pyarrow.Array[Any]:
    values = [row[column.name] for row in table.rows]
    match column.kind:
        case Kind.TEXT:
            return arrow.array(values, arrow.string())
        case Kind.TEXTS:
            return arrow.array(values, arrow.list_(arrow.string()))
        case Kind.NUMBER:
            return arrow.array(values, arrow.float64())
        case Kind.COUNT:
            return arrow.array(values, arrow.int64())
        case Kind.TRUTH:
            return arrow.array(values, arrow.bool_())
        case Kind.TIME:
            return arrow.array(values, arrow.timestamp("us", tz="UTC"))
        case Kind.SHAPE:
            from shapely import to_wkb
            from shapely.geometry import shape

            return arrow.array([to_wkb(shape(value)) for value in values], arrow.binary())


def _geo(table: Table, name: str) -> dict[str, Any]:
    """The file's ``geo`` metadata. Without ``crs`` it is OGC:CRS84, longitude first."""
    from shapely.geometry import shape

    outlines = [shape(row[name]) for row in table.rows]
    boxes = [outline.bounds for outline in outlines]
    wests, souths, easts, norths = zip(*boxes, strict=True)
    column = {
        "encoding": "WKB",
        "geometry_types": sorted({outline.geom_type for outline in outlines}),
        "orientation": "counterclockwise",
        "edges": "planar",
        "bbox": [min(wests), min(souths), max(easts), max(norths)],
    }
    return {"version": "1.1.0", "primary_column": name, "columns": {name: column}}
