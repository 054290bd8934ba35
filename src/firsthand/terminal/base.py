"""What all output shares: the two consoles, JSON, problems, progress, reports of stages."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from rich.console import Console
from rich.markup import escape

from firsthand.stage import Problem, Progress, StageReport, no_progress

if TYPE_CHECKING:
    from firsthand.case import Case

Found = TypeVar("Found")

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


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
        err.print(f"[yellow]left out[/] [bold]{escape(problem.thing)}[/]: {escape(problem.message)}")
        if problem.remedy:
            err.print(f"  → {escape(problem.remedy)}")


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
    out.print(f"[bold]{report.stage:<8}[/] {escape(report.summary or f'{report.done} done{fresh}')}")


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
        head = f"{pad}[cyan]{name}[/]:" if name is not None else f"{pad}-"
        if isinstance(item, dict | list) and item:
            out.print(head)
            _print_value(item, depth + 1)
        else:
            said = "none" if item in (None, [], {}, "") else str(item)
            out.print(f"{head} {escape(said)}")
