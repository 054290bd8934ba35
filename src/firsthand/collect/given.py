"""Metadata that people give: options, sidecar files, tables. It beats what a page says of itself."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from firsthand.collect.pages.text import decode
from firsthand.errors import InputError
from firsthand.printable import json_value

SIDECAR_ENDING = ".meta.json"

MAX_TABLE_BYTES = 64 * 2**20

KEYS = ("url", "outlet", "title", "byline", "published", "updated", "captured", "taken", "sensor", "site")
"""What a sidecar's object or a table's columns may hold; a table has ``file`` besides."""

TIMES = ("published", "updated", "captured", "taken")


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of one input from outside it; empty or None where nothing is said. Times are UTC."""

    url: str = ""
    outlet: str = ""
    title: str = ""
    byline: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    captured: datetime | None = None
    taken: datetime | None = None
    sensor: str = ""
    site: str = ""
    published_from: str = ""
    """given, sidecar or feed, where ``published`` is set."""
    taken_from: str = ""
    """given or sidecar, where ``taken`` is set."""
    notes: tuple[str, ...] = ()

    def over(self, other: Given) -> Given:
        """This metadata, with its gaps filled from ``other``."""
        gaps: dict[str, Any] = {
            field.name: getattr(other, field.name)
            for field in fields(self)
            if field.name != "notes" and not getattr(self, field.name)
        }
        if self.published:
            gaps.pop("published_from", None)
        if self.taken:
            gaps.pop("taken_from", None)
        return replace(self, **gaps, notes=self.notes + other.notes)


def parse_time(value: str) -> datetime:
    """A UTC time from ISO 8601 ("2018-07-31", with or without time and offset) or an RFC 2822 date; no offset: UTC.

    Raises ValueError.
    """
    value = value.strip()
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = parsedate_to_datetime(value)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError as err:
        raise ValueError(value) from err


def from_mapping(values: Mapping[str, Any], thing: str, origin: str) -> Given:
    """Metadata from a sidecar's or a table's values; ``origin`` (given, sidecar) becomes ``published_from``.

    Raises InputError naming ``thing`` and the field.
    """
    found: dict[str, Any] = {}
    for key in KEYS:
        value = values.get(key)
        if value is None or not str(value).strip():
            continue
        if not isinstance(value, str | int | float):
            raise InputError(f"{key} is not a plain value", thing=thing, remedy="write it as text")
        found[key] = _time(key, str(value), thing) if key in TIMES else " ".join(str(value).split())
    unused = sorted(set(map(str, values)) - set(KEYS) - {"file"})
    notes = (f"metadata not used: {', '.join(unused)}",) if unused else ()
    return Given(
        **found,
        published_from=origin if "published" in found else "",
        taken_from=origin if "taken" in found else "",
        notes=notes,
    )


def read_sidecar(path: Path) -> Given:
    """The sidecar ``NAME.meta.json`` of the file ``path``; empty when there is none. Raises InputError."""
    sidecar = path.with_name(path.name + SIDECAR_ENDING)
    if not sidecar.is_file():
        return Given()
    try:
        values = json_value(sidecar.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as err:
        raise InputError(
            f"not readable as JSON ({err})", thing=str(sidecar), remedy="mend it, or take it away"
        ) from err
    if not isinstance(values, dict):
        raise InputError("not a JSON object", thing=str(sidecar), remedy=f"its keys may be {', '.join(KEYS)}")
    return from_mapping(values, str(sidecar), "sidecar")


class Table:
    """A CSV of metadata: one row per input, found by its ``file`` (name or relative path) or ``url``."""

    def __init__(self, rows: Mapping[str, Given] | None = None) -> None:
        self._rows = dict(rows or {})
        self._used: set[str] = set()

    @classmethod
    def read(cls, path: Path) -> Table:
        """Raises InputError naming the file, the line and the remedy."""
        try:
            data = path.read_bytes()
        except OSError as err:
            raise InputError(
                f"cannot be read ({err.strerror})", thing=str(path), remedy="check the name given with --metadata"
            ) from err
        if not data.strip():
            raise InputError("the table is empty", thing=str(path), remedy=f"columns: file, {', '.join(KEYS)}")
        if len(data) > MAX_TABLE_BYTES:
            raise InputError("too long for a metadata table", thing=str(path), remedy="split it")
        rows: dict[str, Given] = {}
        reader = csv.DictReader(io.StringIO(decode(data, str(path)).text, newline=""))
        try:
            columns = {(name or "").strip().lower() for name in reader.fieldnames or ()}
            if not columns & {"file", "url"}:
                raise InputError(
                    "no column says which file or url a row is about",
                    thing=str(path),
                    remedy=f"columns: file, {', '.join(KEYS)}",
                )
            for row in reader:
                cells = {(key or "").strip().lower(): value for key, value in row.items() if key}
                given = from_mapping(cells, f"{path}, line {reader.line_num}", "given")
                for key in ((cells.get("file") or "").strip(), given.url):
                    if key:
                        rows.setdefault(key, given)
        except csv.Error as err:
            raise InputError(f"not a usable CSV ({err})", thing=str(path), remedy="export it again as CSV") from err
        return cls(rows)

    def row(self, *keys: str) -> Given:
        """The first row found under one of ``keys``; empty metadata when there is none."""
        for key in keys:
            if key in self._rows:
                self._used.add(key)
                return self._rows[key]
        return Given()


def _time(key: str, value: str, thing: str) -> datetime:
    try:
        return parse_time(value)
    except (ValueError, TypeError, IndexError) as err:
        raise InputError(
            f"{key} is no date: {value!r}", thing=thing, remedy="write it as 2018-07-31 or 2018-07-31T14:00:00Z"
        ) from err
