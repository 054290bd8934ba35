"""Whether all is well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from firsthand.terminal.base import escape, print_problems, put

if TYPE_CHECKING:
    from firsthand.health import Check
    from firsthand.integrity import Verification

_COLOURS = {"good": "green", "note": "yellow", "bad": "red"}


def print_verification(result: Verification) -> None:
    print_problems(result.problems)
    held = (
        f"{result.anchors} quotes, {result.files} files, {result.chips} chips, {result.references} references checked"
    )
    verdict = "[green]all hold[/]" if not result.problems else f"[red]{len(result.problems)} do not hold[/]"
    put(f"{held}: {verdict}")


def print_checks(checks: Iterable[Check]) -> None:
    found: Sequence[Check] = tuple(checks)
    longest = max((len(check.name) for check in found), default=0)
    for check in found:
        lead = f"[{_COLOURS[check.state]}]{check.state:<5}[/] [bold]{escape(check.name):<{longest}}[/]  "
        put(escape(check.message), lead)
