"""Publishers and news agencies: names, aliases, domains and owners.

The built-in list restates public facts. A case adds its own in ``outlets.csv`` with the columns ``name``, ``aliases``
and ``domains`` (several separated by ``;``) and ``owner``.
"""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files
from pathlib import Path

from firsthand.errors import InputError
from firsthand.model import Outlet

COLUMNS = ("name", "aliases", "domains", "owner")


def case_outlets(path: Path) -> tuple[Outlet, ...]:
    """The outlets of ``path`` (may be missing) before the built-in ones. Raises InputError on a bad table."""
    return own_outlets(path) + builtin_outlets()


def own_outlets(path: Path) -> tuple[Outlet, ...]:
    """Only those of ``path``; none when it is missing. Raises InputError on a bad table."""
    if not path.is_file():
        return ()
    try:
        return parse_outlets(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as err:
        raise InputError(f"not a usable outlet table ({err})", thing=str(path), remedy=f"columns: {COLUMNS}") from err


@cache
def builtin_outlets() -> tuple[Outlet, ...]:
    """Well-known outlets and agencies."""
    return parse_outlets((files("firsthand") / "outlets.csv").read_text(encoding="utf-8"))


def parse_outlets(table: str) -> tuple[Outlet, ...]:
    """Outlets from CSV text. Raises ValueError when a column is missing or a row has no name."""
    rows = csv.DictReader(io.StringIO(table))
    missing = set(COLUMNS) - set(rows.fieldnames or ())
    if missing:
        raise ValueError(f"missing columns: {', '.join(sorted(missing))}")
    found = []
    for number, row in enumerate(rows, 2):
        if not (row["name"] or "").strip():
            raise ValueError(f"line {number} has no name")
        found.append(
            Outlet(row["name"].strip(), _parts(row["aliases"]), _parts(row["domains"]), (row["owner"] or "").strip())
        )
    return tuple(found)


def _parts(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split(";") if part.strip())
