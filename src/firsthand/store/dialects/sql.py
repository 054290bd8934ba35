"""What SQLite and PostgreSQL write differently inside one statement: JSON in text columns, moments, text to sort by."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, literal_column
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement

PlainText = String().with_variant(String(collation="C"), "postgresql")
"""Text that sorts by its bytes wherever it lies, as SQLite sorts it; a server would sort by its own language."""


class JsonValue(FunctionElement[str]):
    """One value of a JSON column as text."""

    name = "json_value"
    type = String()
    inherit_cache = True


class JsonItems(FunctionElement[str]):
    """The items of an array in a JSON column, one row each; to be used as a table with the column ``value``."""

    name = "json_items"
    type = String()
    inherit_cache = True


class JsonEmptied(FunctionElement[str]):
    """A JSON column with one of its texts left out, which spares the reading of it."""

    name = "json_emptied"
    type = String()
    inherit_cache = True


class Moment(FunctionElement[Any]):
    """An ISO 8601 text as a moment, whatever its offset."""

    name = "moment"
    inherit_cache = True


def json_value(body: ColumnElement[Any], path: str) -> ColumnElement[Any]:
    """The value under ``path`` ("image.answer"); the path stands in the SQL, so that an index on it is found."""
    return JsonValue(body, literal_column(f"'{path}'"))


def json_items(body: ColumnElement[Any], path: str, name: str) -> Any:
    """The items of the array under ``path`` as a table called ``name`` with the column ``value``."""
    return JsonItems(body, literal_column(f"'{path}'")).table_valued("value").alias(name)


def json_emptied(body: ColumnElement[Any], path: str) -> ColumnElement[Any]:
    """``body`` with an empty text under ``path``."""
    return JsonEmptied(body, literal_column(f"'{path}'"))


def _parts(element: FunctionElement[Any], compiler: Any, **more: Any) -> tuple[str, str]:
    body, path = element.clauses
    return compiler.process(body, **more), compiler.process(path, **more).strip("'")


def _jsonb(body: str) -> str:
    # PostgreSQL's jsonb has no place for U+0000, which JSON may name; the text column itself keeps it.
    return f"replace({body}, '\\u0000', '\\ufffd')::jsonb"


def _steps(path: str) -> str:
    return "'{" + path.replace(".", ",") + "}'"


@compiles(JsonValue, "sqlite")
def _value_sqlite(element: JsonValue, compiler: Any, **more: Any) -> str:
    body, path = _parts(element, compiler, **more)
    return f"json_extract({body}, '$.{path}')"


@compiles(JsonValue, "postgresql")
def _value_postgres(element: JsonValue, compiler: Any, **more: Any) -> str:
    body, path = _parts(element, compiler, **more)
    return f"({_jsonb(body)} #>> {_steps(path)})"


@compiles(JsonItems, "sqlite")
def _items_sqlite(element: JsonItems, compiler: Any, **more: Any) -> str:
    body, path = _parts(element, compiler, **more)
    return f"json_each({body}, '$.{path}')"


@compiles(JsonItems, "postgresql")
def _items_postgres(element: JsonItems, compiler: Any, **more: Any) -> str:
    body, path = _parts(element, compiler, **more)
    return f"jsonb_array_elements_text({_jsonb(body)} #> {_steps(path)})"


@compiles(JsonEmptied, "sqlite")
def _emptied_sqlite(element: JsonEmptied, compiler: Any, **more: Any) -> str:
    body, path = _parts(element, compiler, **more)
    return f"json_set({body}, '$.{path}', '')"


@compiles(JsonEmptied, "postgresql")
def _emptied_postgres(element: JsonEmptied, compiler: Any, **more: Any) -> str:
    body, path = _parts(element, compiler, **more)
    return f"jsonb_set({_jsonb(body)}, {_steps(path)}, '\"\"')::text"


@compiles(Moment, "sqlite")
def _moment_sqlite(element: Moment, compiler: Any, **more: Any) -> str:
    return f"datetime({compiler.process(element.clauses, **more)})"


@compiles(Moment, "postgresql")
def _moment_postgres(element: Moment, compiler: Any, **more: Any) -> str:
    return f"({compiler.process(element.clauses, **more)})::timestamptz"
