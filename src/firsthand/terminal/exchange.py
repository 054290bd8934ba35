"""What exports and imports did."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from firsthand.terminal.base import out, print_problems
from firsthand.terminal.care import print_verification

if TYPE_CHECKING:
    from firsthand.exchange.bag import BagVerification
    from firsthand.exchange.formats import Line
    from firsthand.exchange.places import Taken


def print_formats(lines: Iterable[Line]) -> None:
    table = Table(box=None, pad_edge=False)
    for name in ("format", "writes", "of", "for"):
        table.add_column(name)
    for line in lines:
        table.add_row(line.name, line.writes, "a site or the case" if line.by_site else "the case", line.about)
    out.print(table)


def print_taken(taken: Taken) -> None:
    for id in taken.added:
        out.print(escape(id))
    out.print(escape(taken.summary))


def print_bag(result: BagVerification) -> None:
    """A bag, and the case inside it where that could be looked at."""
    out.print(f"{result.files} files of the bag checked")
    if result.case is not None:
        print_verification(result.case)
    else:
        print_problems(result.problems)
        out.print(f"[red]{len(result.problems)} do not hold[/]")
