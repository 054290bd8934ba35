"""What exports and imports did."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from firsthand.terminal.base import escape, print_problems, put
from firsthand.terminal.care import print_verification

if TYPE_CHECKING:
    from firsthand.exchange.bag import BagVerification
    from firsthand.exchange.formats import Line
    from firsthand.exchange.places import Taken


def print_formats(lines: Iterable[Line]) -> None:
    for line in lines:
        whole = "" if line.by_site else " [dim](only of the whole case)[/]"
        put(f"{escape(line.about)}{whole}", f"[bold]{line.name:<12}[/] [dim]{line.writes:<9}[/] ")


def print_taken(taken: Taken) -> None:
    for id in taken.added:
        put(escape(id))
    put(escape(taken.summary))


def print_bag(result: BagVerification) -> None:
    """A bag, and the case inside it where that could be looked at."""
    put(f"{result.files} files of the bag checked")
    if result.signer:
        put(f"signed by {escape(result.signer.name or 'a key without a name')} [dim]({escape(result.signer.key)})[/]")
    elif result.signed:
        put("There is a signature. By whom, `firsthand verify BAG --signer KEY` tells.")
    if result.case is not None:
        print_verification(result.case)
    else:
        print_problems(result.problems)
        put(f"[red]{len(result.problems)} do not hold[/]")
