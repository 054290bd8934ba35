"""Whether all is well."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.markup import escape

from firsthand.terminal.base import out, print_problems

if TYPE_CHECKING:
    from firsthand.health import Check
    from firsthand.integrity import Verification


def print_verification(result: Verification) -> None:
    print_problems(result.problems)
    held = (
        f"{result.anchors} quotes, {result.files} files, {result.chips} chips, {result.references} references checked"
    )
    verdict = "[green]all hold[/]" if not result.problems else f"[red]{len(result.problems)} do not hold[/]"
    out.print(f"{held}: {verdict}")


def print_checks(checks: Iterable[Check]) -> None:
    colours = {"good": "green", "note": "yellow", "bad": "red"}
    for check in checks:
        out.print(f"[{colours[check.state]}]{check.state:<5}[/] [bold]{escape(check.name)}[/]  {escape(check.message)}")
