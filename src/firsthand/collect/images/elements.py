"""Orbital element sets: read, checked, and kept with the case under ``elements/``.

Two forms are read: two-line sets (TLE, with or without a line for the name) and orbit mean-elements messages (OMM) as
JSON, CSV, XML or ``KEY = VALUE`` text. A two-line set with a wrong checksum is refused by name: such a set may lie
thousands of kilometres off and looks like any other. The fields follow CCSDS 502.0-B (OMM) and the fixed columns of
the two-line form.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import digits
from typing import TYPE_CHECKING, Any

from firsthand.collect.documents import read_bytes
from firsthand.errors import InputError
from firsthand.printable import json_value
from firsthand.stage import Problem

if TYPE_CHECKING:
    from firsthand.case import Case

ENDINGS = frozenset({".tle", ".3le", ".omm"})
FOLDER = "elements"
"""Below the case."""

_REMEDY = "get a fresh set, for instance from CelesTrak or Space-Track"
_ALPHA = "ABCDEFGHJKLMNPQRSTUVWXYZ"
"""First figure of catalogue numbers from 100000 on ("Alpha-5"); I and O are left out."""
_OMM_KEYS = (
    "MEAN_MOTION", "ECCENTRICITY", "INCLINATION", "RA_OF_ASC_NODE", "ARG_OF_PERICENTER", "MEAN_ANOMALY",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ElementSet:
    """Mean elements of one satellite (SGP4's own kind: TEME, WGS 72), at one moment."""

    name: str
    """As the file has it; empty when it has none."""
    number: int
    """Catalogue number (NORAD)."""
    epoch: datetime
    mean_motion: float
    """Revolutions a day."""
    eccentricity: float
    inclination_deg: float
    node_deg: float
    """Right ascension of the ascending node."""
    perigee_deg: float
    """Argument of perigee."""
    anomaly_deg: float
    """Mean anomaly at the epoch."""
    bstar: float
    """Drag term, in inverse earth radii."""
    source: str = ""
    """File it was read from."""

    @property
    def invented(self) -> str:
        """Why the set looks made up rather than measured; empty when it does not."""
        since_midnight = self.epoch - self.epoch.replace(hour=0, minute=0, second=0, microsecond=0)
        if since_midnight in (timedelta(0), timedelta(hours=12)):
            return f"its epoch is exactly {self.epoch:%H:%M}, which measured sets hardly ever are"
        if self.number in (0, 99999):
            return f"its catalogue number is {self.number:05d}"
        return ""


def read_elements(path: Path) -> tuple[list[ElementSet], list[Problem]]:
    """The sound element sets of one file, and what was refused, by name. Raises InputError when it holds none."""
    text = read_bytes(path).decode("utf-8", "replace").lstrip("\ufeff")
    sets, problems = parse_elements(text, path.name)
    if not sets and not problems:
        said = "neither two-line element sets (TLE) nor orbit mean-elements messages (OMM) are in this file"
        raise InputError(said, thing=path.name, remedy=_REMEDY)
    return sets, problems


def parse_elements(text: str, source: str) -> tuple[list[ElementSet], list[Problem]]:
    """The sets of a text in any of the forms. A set that cannot be used becomes a problem; the others are kept."""
    found = list(_messages(text))
    made = _from_messages(found, source) if found else _from_lines(text, source)
    sets: list[ElementSet] = []
    problems: list[Problem] = []
    for item in made:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            sets.append(item)
    return sets, problems


def keep_elements(case: Case, path: Path) -> tuple[int, int, list[Problem]]:
    """Keep a file of element sets with the case: (new sets, sets known already, what was refused).

    Only its sound sets count, but the file is kept as it is. Raises InputError when it holds none, StorageError.
    """
    from firsthand.case import storing, write_atomic

    sets, problems = read_elements(path)
    if not sets:
        first = problems[0]
        raise InputError(first.message, thing=first.thing, remedy=first.remedy)
    data = read_bytes(path)
    folder = case.root / FOLDER
    with storing(folder):
        folder.mkdir(exist_ok=True)
        if any(other.read_bytes() == data for other in folder.iterdir() if other.is_file()):
            return 0, len(sets), problems
        write_atomic(_free_name(folder, path), data)
    return len(sets), 0, problems


def case_elements(case: Case) -> tuple[list[ElementSet], list[Problem]]:
    """All sound sets kept with the case, and what had to be refused."""
    sets: list[ElementSet] = []
    problems: list[Problem] = []
    folder = case.root / FOLDER
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith(".") or not path.is_file():
            continue
        try:
            found, refused = read_elements(path)
        except InputError as err:
            problems.append(Problem.of(err, path.name))
            continue
        sets += found
        problems += refused
    return sets, problems


def _free_name(folder: Path, path: Path) -> Path:
    """The file's own name, or with a number where another file has it: published sets often share one name."""
    names = (path.name, *(f"{path.stem}-{number}{path.suffix}" for number in range(2, 10_000)))
    return next(folder / name for name in names if not (folder / name).exists())


# ---- two-line sets ---------------------------------------------------------------------------------------------------


def _from_lines(text: str, source: str) -> Iterable[ElementSet | Problem]:
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    name = ""
    number = 0
    while number < len(lines):
        line = lines[number]
        if line.startswith("1 ") and number + 1 < len(lines) and lines[number + 1].startswith("2 "):
            yield _from_pair(name, line, lines[number + 1], source)
            name, number = "", number + 2
            continue
        if re.match(r"[12] \S{5}", line) and len(line) > 60:
            yield Problem(name or source, "one of its two lines is missing", _REMEDY)
        else:
            name = line.removeprefix("0 ").strip()
        number += 1


def _from_pair(name: str, first: str, second: str, source: str) -> ElementSet | Problem:
    thing = f"{name or 'satellite ' + first[2:7]} ({source})"
    for which, line in (("first", first), ("second", second)):
        wrong = _line_fault(line)
        if wrong:
            return Problem(thing, f"its {which} line {wrong}; such a set may be thousands of kilometres off", _REMEDY)
    if first[2:7] != second[2:7]:
        return Problem(thing, f"its lines are of two satellites, {first[2:7]} and {second[2:7]}", _REMEDY)
    try:
        return _checked(
            ElementSet(
                name=name,
                number=_catalogue_number(first[2:7]),
                epoch=_epoch(first[18:32]),
                mean_motion=float(second[52:63]),
                eccentricity=float("0." + second[26:33].replace(" ", "0")),
                inclination_deg=float(second[8:16]),
                node_deg=float(second[17:25]),
                perigee_deg=float(second[34:42]),
                anomaly_deg=float(second[43:51]),
                bstar=_assumed_point(first[53:61]),
                source=source,
            )
        )
    except ValueError as err:
        return Problem(thing, f"a field cannot be read ({err})", _REMEDY)


def _line_fault(line: str) -> str:
    """What is wrong with one line; empty when its checksum holds."""
    if len(line) < 69 or line[68] not in digits:
        return f"has {len(line)} characters instead of 69"
    total = sum(int(sign) if sign in digits else sign == "-" for sign in line[:68]) % 10
    return "" if total == int(line[68]) else f"has the checksum {line[68]} where its figures give {total}"


def _catalogue_number(field: str) -> int:
    field = field.strip()
    if field[:1] in _ALPHA and field[:1]:
        return (10 + _ALPHA.index(field[0])) * 10_000 + int(field[1:])
    return int(field)


def _epoch(field: str) -> datetime:
    """``yyddd.dddddddd``; years from 57 on are of the last century."""
    year, day = int(field[:2]), float(field[2:])
    if not 1 <= day < 367:
        raise ValueError(f"day {day:g} of the year")
    start = datetime(year + (1900 if year >= 57 else 2000), 1, 1, tzinfo=UTC)
    return start + timedelta(days=day - 1)


def _assumed_point(field: str) -> float:
    """``-27532-4`` is -0.27532e-4."""
    sign = -1.0 if field[0] == "-" else 1.0
    return sign * float(f"0.{field[1:6].strip() or '0'}e{field[6:8].strip() or '0'}")


# ---- orbit mean-elements messages ------------------------------------------------------------------------------------


def _messages(text: str) -> Iterable[Mapping[str, Any]]:
    """The fields of each message of a text, under their CCSDS names; nothing when it is in another form."""
    start = text.lstrip()[:1]
    if start in ("[", "{"):
        try:
            data = json_value(text)
        except (ValueError, RecursionError):
            return
        yield from (item for item in (data if isinstance(data, list) else [data]) if isinstance(item, dict))
    elif start == "<":
        for body in re.findall(r"<omm\b.*?</omm>", text, re.DOTALL):
            yield dict(re.findall(r"<([A-Z_0-9]+)(?:\s[^>]*)?>([^<]*)</\1>", body))
    elif "MEAN_MOTION" in text.split("\n", 1)[0]:
        yield from csv.DictReader(io.StringIO(text, newline=""))
    elif re.search(r"^\s*MEAN_MOTION\s*=", text, re.MULTILINE):
        for body in re.split(r"(?=^\s*CCSDS_OMM_VERS\s*=)", text, flags=re.MULTILINE):
            fields = dict(re.findall(r"^\s*([A-Z_0-9]+)\s*=\s*([^\[\n]*?)\s*(?:\[.*)?$", body, re.MULTILINE))
            if "EPOCH" in fields or "MEAN_MOTION" in fields:
                yield fields


def _from_messages(messages: Iterable[Mapping[str, Any]], source: str) -> Iterable[ElementSet | Problem]:
    for number, fields in enumerate(messages, 1):
        name = str(fields.get("OBJECT_NAME") or "")
        thing = f"{name or f'message {number}'} ({source})"
        try:
            yield _from_fields(name, fields, source)
        except KeyError as err:
            yield Problem(thing, f"the field {err.args[0]} is missing", _REMEDY)
        except (ValueError, TypeError, OverflowError) as err:
            yield Problem(thing, f"a field cannot be read ({err})", _REMEDY)


def _from_fields(name: str, fields: Mapping[str, Any], source: str) -> ElementSet:
    motion, eccentricity, inclination, node, perigee, anomaly = (float(fields[key]) for key in _OMM_KEYS)
    epoch = datetime.fromisoformat(str(fields["EPOCH"]).strip().removesuffix("Z"))
    return _checked(
        ElementSet(
            name=name,
            number=int(fields["NORAD_CAT_ID"]),
            epoch=epoch if epoch.tzinfo else epoch.replace(tzinfo=UTC),
            mean_motion=motion,
            eccentricity=eccentricity,
            inclination_deg=inclination,
            node_deg=node,
            perigee_deg=perigee,
            anomaly_deg=anomaly,
            bstar=float(fields.get("BSTAR") or 0.0),
            source=source,
        )
    )


def _checked(found: ElementSet) -> ElementSet:
    """The set, when its figures can be those of an orbit. Raises ValueError saying which cannot."""
    if not 0.5 < found.mean_motion < 17.5:
        raise ValueError(f"{found.mean_motion:g} revolutions a day")
    if not 0 <= found.eccentricity < 1:
        raise ValueError(f"eccentricity {found.eccentricity:g}")
    if not 0 <= found.inclination_deg <= 180:
        raise ValueError(f"inclination {found.inclination_deg:g} degrees")
    return found
