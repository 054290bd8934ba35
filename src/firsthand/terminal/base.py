"""What all output shares: the two consoles, paragraphs that hang, JSON, problems, progress, reports of stages.

On a terminal paragraphs are wrapped to its width, their later lines below the first word after the lead. What is piped
has no colour, and each paragraph is one line whatever the size of any window, for `grep` and `diff`; ``COLUMNS`` wraps
it all the same.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape as _escape
from rich.text import Text

from firsthand.printable import printable
from firsthand.stage import Problem, Progress, StageReport, no_progress

if TYPE_CHECKING:
    from firsthand.case import Case

Found = TypeVar("Found")

UNWRAPPED = 100_000
"""Columns of what is piped."""
WIDEST = 120
"""Columns beyond which lines of prose are hard to follow."""
NARROWEST = 24
"""Columns that a paragraph keeps beside a long lead."""


def _console(stream: TextIO, stderr: bool = False) -> Console:
    fitted = stream.isatty() or "COLUMNS" in os.environ
    return Console(stderr=stderr, highlight=False, width=None if fitted else UNWRAPPED)


out = _console(sys.stdout)
err = _console(sys.stderr, stderr=True)


def escape(text: str) -> str:
    """Words from outside for use within markup: none of it is taken for markup, nothing in it steers the terminal."""
    return _escape(printable(text))


def width() -> int:
    """Columns to fill."""
    return out.width if out.width == UNWRAPPED else min(out.width, WIDEST)


def put(body: str | Text, lead: str = "", to: Console | None = None) -> None:
    """One paragraph: ``lead``, then ``body``, whose later lines stand below its first. Both may hold markup."""
    console = to or out
    first = Text.from_markup(lead)
    depth = cell_len(first.plain)
    text = Text.from_markup(body) if isinstance(body, str) else body
    columns = max(NARROWEST, min(console.width, width() if console is out else console.width) - depth)
    for number, line in enumerate(text.wrap(console, columns)):
        line.rstrip()
        start = first if number == 0 else Text(" " * depth if line else "")
        console.print(Text.assemble(start, line), soft_wrap=True)


def answer(
    found: Found,
    show: Callable[[Found], object],
    json_wanted: bool,
    form: Callable[[Found], object] | None = None,
) -> None:
    """Print ``found`` for people by ``show``, or as JSON: as it stands, or in its ``form``."""
    if json_wanted:
        print_json(form(found) if form else found)
    else:
        show(found)


def print_json(value: object) -> None:
    """``value`` as indented JSON on standard output, without colour or wrapping."""
    json.dump(plain(value), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def plain(value: Any) -> Any:
    """A JSON form, record, path or moment, or any collection of them, as JSON holds it; times in ISO 8601."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value


def print_problems(problems: Iterable[Problem]) -> None:
    """What was left out, each with its remedy, on standard error."""
    for problem in problems:
        put(f"[bold]{escape(problem.thing)}[/]: {escape(problem.message)}", "[yellow]left out[/] ", err)
        if problem.remedy:
            put(escape(problem.remedy), "  → ", err)


def print_path(path: Path) -> None:
    """A path alone on its line, for other programs to take."""
    out.print(str(path), markup=False, soft_wrap=True)


def print_new_case(case: Case) -> None:
    out.print(f"Made the case [bold]{escape(case.title)}[/] in {escape(str(case.root))}")
    if not case.sites:
        out.print("Next: put the places under watch into sites.geojson, then `firsthand collect`.")


def print_doors(root: Path) -> None:
    """Where the briefs and the desk of a case are."""
    for path in sorted((root / "briefs").glob("*.html")):
        out.print(f"brief    {escape(str(path))}", soft_wrap=True)
    out.print(f"desk     firsthand desk -C {escape(str(root))}  →  http://127.0.0.1:8321/", soft_wrap=True)


def print_paths(paths: Iterable[Path]) -> None:
    for path in paths:
        print_path(path)


def print_reports(reports: Iterable[StageReport]) -> None:
    for report in reports:
        print_report(report)


def print_report(report: StageReport) -> None:
    fresh = f", {report.fresh} up to date" if report.fresh else ""
    put(escape(report.summary or f"{report.done} done{fresh}"), f"[bold]{report.stage:<8}[/] ")
    for line in report.passed_by:
        put(escape(line), "         [dim]-[/] ")


@contextmanager
def progress_bar(wanted: bool = True) -> Iterator[Progress]:
    """A progress bar on standard error while the block runs; silent when standard error is no terminal."""
    if not (wanted and err.is_terminal):
        yield no_progress
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description:<32}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=err, transient=True) as bars:
        task = bars.add_task("starting", total=None)

        def show(what: str, done: int, total: int) -> None:
            bars.update(task, description=what[:32], completed=done, total=total)

        yield show


def print_record(record: dict[str, Any]) -> None:
    """A record as indented YAML-like lines."""
    _print_value(record, 0)


def _print_value(value: Any, depth: int) -> None:
    pad = "  " * depth
    items = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    for name, item in items:
        head = f"{pad}[cyan]{escape(str(name))}[/]:" if name is not None else f"{pad}-"
        if isinstance(item, dict | list) and item:
            out.print(head)
            _print_value(item, depth + 1)
        else:
            said = "none" if item in (None, [], {}, "") else str(item)
            put(escape(said), f"{head} ")
