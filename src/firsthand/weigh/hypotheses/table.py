"""A board as a table for a spreadsheet, and back.

One row for each piece of evidence, one column for each hypothesis. Files are RFC 4180: commas, quotes doubled, lines
ended by CRLF, in UTF-8 with a byte order mark, by which spreadsheets know it. What a spreadsheet would take for a
formula is written behind an apostrophe, which is taken off again. Nothing is deleted by an import: what is not in the
file stays as it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from firsthand.case import Case, storing, write_atomic
from firsthand.errors import FirsthandError, InputError, UsageError
from firsthand.model import Board, Decision, EvidenceRow, Hypothesis, Rating
from firsthand.stage import plural
from firsthand.weigh.hypotheses.boards import UNSIGNED, Signed, board, clean, done, rating, weight
from firsthand.weigh.hypotheses.edits import Rated, Verb, added_id
from firsthand.weigh.hypotheses.judge import cell

FIXED = ("board", "id", "kind", "evidence", "weight", "counts", "source")
"""The columns before the hypotheses."""
NEEDED = frozenset({"board", "id", "evidence"})
MOST_BYTES = 5_000_000
MOST_NAMED = 5
"""Errors named in one message."""
YES, NO = frozenset({"yes", "y", "true", "1", ""}), frozenset({"no", "n", "false", "0"})
_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_WITH_ID = re.compile(r"^(?P<text>.*?)\s*\[(?P<id>hyp-[0-9a-f]{12})\]$", re.DOTALL)


def export_csv(on: Board) -> str:
    """The matrix of ``on``; dropped hypotheses are left out."""
    hypotheses = [item for item in on.hypotheses if not item.dropped_by]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*FIXED, *(_safe(f"{item.text} [{item.id}]") for item in hypotheses)])
    for row in on.rows:
        counts = "no" if row.irrelevant_by else "yes"
        fixed = (on.id, row.id, row.kind.value, row.text, f"{row.reliability.middle:.2f}", counts, row.source)
        rated = (found.rating.value if (found := cell(row, item)) else "" for item in hypotheses)
        writer.writerow([*map(_safe, fixed), *rated])
    return out.getvalue()


def write_csv(on: Board, path: Path) -> None:
    """Write the matrix to ``path``. Raises StorageError."""
    with storing(path):
        write_atomic(path, export_csv(on).encode("utf-8-sig"))


def _safe(value: str) -> str:
    """``value`` as a spreadsheet takes it for text, whatever it begins with."""
    return f"'{value}" if _FORMULA.match(value) or value.startswith("'") else value


def _plain(value: str) -> str:
    """What was meant by a cell: without the apostrophe that keeps it from being a formula."""
    if value.startswith("'") and (_FORMULA.match(value[1:]) or value[1:].startswith("'")):
        value = value[1:]
    return value.strip()


# ---- import --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import changed."""

    board_id: str
    decisions: tuple[Decision, ...]
    notes: tuple[str, ...]
    """What the file says differently and an import does not change."""


@dataclass(slots=True)
class _Plan:
    """What a file asks for, and what is wrong with it."""

    on: Board
    columns: dict[int, Hypothesis | str] = field(default_factory=dict)
    """By place: a hypothesis of the board, or the words of a new one."""
    renamed: list[tuple[Hypothesis, str]] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of a file, checked."""

    line: int
    row: EvidenceRow | None
    """None for a new one."""
    text: str
    weight: float | None
    """None where it is as before."""
    counts: bool
    source: str
    ratings: tuple[tuple[int, Rating], ...]
    """By place of the column, only what differs."""


def import_csv(case: Case, path: Path, signed: Signed = UNSIGNED) -> Imported:
    """Take over what a table says differently from its board, each change as a decision; all of it or nothing.

    Raises InputError that names each bad line (of the file, the header being line 1), UnknownIdError for its board.
    """
    lines = list(_lines(path))
    if not lines:
        raise InputError("is empty", thing=str(path), remedy="export a board with `firsthand hypotheses BOARD --csv`")
    plan = _header(case, path, lines)
    for number, values in lines[1:]:
        if any(value.strip() for value in values):
            _line(plan, number, values, lines[0][1])
    _check_twice(plan)
    if plan.errors:
        more = f"; and {len(plan.errors) - MOST_NAMED} more" if len(plan.errors) > MOST_NAMED else ""
        said = f"{'; '.join(plan.errors[:MOST_NAMED])}{more}"
        raise InputError(said, thing=str(path), remedy="mend these lines, then import it again; nothing was changed")
    with case.store.writing():
        return Imported(plan.on.id, tuple(_carried_out(case, plan, signed)), tuple(plan.notes))


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Records with the line on which each begins. Raises InputError."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"is larger than {MOST_BYTES // 1_000_000} MB", thing=str(path), remedy="it is no matrix")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        said = f"cannot be read ({error.strerror})"
        raise InputError(said, thing=str(path), remedy="check its name and permissions") from error
    except UnicodeDecodeError as error:
        remedy = "save it as CSV in UTF-8 (in a spreadsheet: CSV UTF-8)"
        raise InputError("is not UTF-8 text", thing=str(path), remedy=remedy) from error
    head = text.partition("\n")[0]
    # Spreadsheets of many countries separate by semicolons, since the comma is their decimal point.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=max(",;\t", key=head.count))
    begins = 1
    try:
        for values in reader:
            yield begins, values
            begins = reader.line_num + 1
    except csv.Error as error:
        remedy = "a quote inside a quoted cell is doubled; close every quoted cell"
        raise InputError(f"line {begins}: not valid CSV ({error})", thing=str(path), remedy=remedy) from error


def _header(case: Case, path: Path, lines: Sequence[tuple[int, list[str]]]) -> _Plan:
    """The plan with its board and columns. Raises InputError, UnknownIdError."""
    names = [_plain(name) for name in lines[0][1]]
    lower = [name.casefold() for name in names]
    missing = sorted(NEEDED - set(lower))
    if missing:
        said = f"line 1: no column {' and no column '.join(missing)}"
        raise InputError(said, thing=str(path), remedy=f"the first columns are: {', '.join(FIXED)}")
    place = lower.index("board")
    ids = {_plain(values[place]) for _, values in lines[1:] if len(values) > place and values[place].strip()}
    if len(ids) != 1:
        said = "no line names its board" if not ids else f"lines of {len(ids)} boards in one file"
        raise InputError(said, thing=str(path), remedy="one file is one board; its id stands in the column `board`")
    plan = _Plan(board(case, ids.pop()))
    seen: set[str] = set()
    for number, name in enumerate(names):
        if lower[number] in seen and name:
            plan.errors.append(f"line 1: column {name!r} stands there twice")
        seen.add(lower[number])
        if lower[number] not in FIXED and name:
            _column(plan, number, name)
    return plan


def _column(plan: _Plan, number: int, name: str) -> None:
    match = _WITH_ID.match(name)
    known = {item.id: item for item in plan.on.hypotheses}
    try:
        if match is None:
            same = next((item for item in plan.on.hypotheses if item.text.casefold() == name.casefold()), None)
            plan.columns[number] = same if same is not None else clean(name, "hypothesis")
        elif match["id"] not in known:
            plan.errors.append(f"line 1: the board has no hypothesis {match['id']}")
        else:
            item = known[match["id"]]
            plan.columns[number] = item
            if match["text"] != item.text:
                plan.renamed.append((item, clean(match["text"], "hypothesis")))
    except UsageError as error:
        plan.errors.append(f"line 1: {error.message}")


def _line(plan: _Plan, number: int, values: Sequence[str], header: Sequence[str]) -> None:
    if len(values) > len(header):
        plan.errors.append(f"line {number}: {plural(len(values), 'cell')}, and the header has {len(header)}")
        return
    cells = {_plain(name).casefold(): _plain(value) for name, value in zip(header, values, strict=False)}
    known = {row.id: row for row in plan.on.rows}
    id = cells.get("id", "")
    if id and id not in known:
        plan.errors.append(f"line {number}: the board has no row {id} (leave the id empty for new evidence)")
        return
    try:
        plan.rows.append(_checked(plan, number, known.get(id), cells, values))
    except FirsthandError as error:
        plan.errors.append(f"line {number}: {error.thing + ': ' if error.thing else ''}{error.message}")


def _checked(plan: _Plan, number: int, row: EvidenceRow | None, cells: dict[str, str], values: Sequence[str]) -> _Row:
    """One line as it differs from the board. Raises UsageError."""
    text, source = cells.get("evidence", ""), cells.get("source", "")
    if row is None:
        text = clean(text, "evidence")
    elif text != row.text.strip() or ("source" in cells and source != row.source.strip()):
        plan.notes.append(f"line {number}: the words of {row.id} stay: an import changes ratings and weights")
    counts = cells.get("counts", "").casefold()
    if counts not in YES | NO:
        raise UsageError("`counts` is yes or no", thing=counts)
    return _Row(
        line=number,
        row=row,
        text=text,
        weight=_weight(row, cells.get("weight", "")),
        counts=counts in YES if counts or row is None else not row.irrelevant_by,
        source=source,
        ratings=tuple(_ratings(plan, row, values)),
    )


def _weight(row: EvidenceRow | None, value: str) -> float | None:
    """The weight of a line; None where it says nothing new. Raises UsageError."""
    if not value or (row is not None and value.replace(",", ".") == f"{row.reliability.middle:.2f}"):
        return None
    try:
        number = float(value.replace(",", "."))
    except ValueError as error:
        raise UsageError("a weight is a number between 0 and 1", thing=value) from error
    given = weight(number)
    return None if row is not None and given == round(row.reliability.middle, 2) else given


def _ratings(plan: _Plan, row: EvidenceRow | None, values: Sequence[str]) -> Iterator[tuple[int, Rating]]:
    """What the line rates differently. Raises UsageError."""
    for place, column in plan.columns.items():
        value = _plain(values[place]) if place < len(values) else ""
        if not value:
            continue
        given = rating(value)
        before = cell(row, column) if row is not None and isinstance(column, Hypothesis) else None
        if before is None or before.rating is not given:
            yield place, given


def _check_twice(plan: _Plan) -> None:
    first: dict[str, int] = {}
    for item in plan.rows:
        if item.row is not None and item.row.id in first:
            plan.errors.append(f"line {item.line}: {item.row.id} stands on line {first[item.row.id]} already")
        elif item.row is not None:
            first[item.row.id] = item.line


def _carried_out(case: Case, plan: _Plan, signed: Signed) -> Iterator[Decision]:
    on, ids = plan.on, {}
    for item, text in plan.renamed:
        yield done(case, on, signed, Verb.RENAME, hypothesis_id=item.id, text=text)
    for place, column in plan.columns.items():
        if isinstance(column, Hypothesis):
            ids[place] = column.id
        else:
            decision = done(case, on, signed, Verb.ADD, text=column)
            ids[place] = added_id(on.id, decision.id)
            yield decision
    for line in plan.rows:
        ratings = tuple(Rated(ids[place], value) for place, value in line.ratings)
        if line.row is None:
            weight = 1.0 if line.weight is None else line.weight
            entry = {"text": line.text, "ratings": ratings, "weight": weight, "source": line.source}
            yield done(case, on, signed, Verb.EVIDENCE, **entry)
            continue
        about = {"row_id": line.row.id, "text": line.row.text}
        if ratings:
            yield done(case, on, signed, Verb.RATE, ratings=ratings, **about)
        if line.weight is not None:
            yield done(case, on, signed, Verb.WEIGH, weight=line.weight, **about)
        if line.counts is bool(line.row.irrelevant_by):
            yield done(case, on, signed, Verb.RELEVANT if line.counts else Verb.IRRELEVANT, **about)
