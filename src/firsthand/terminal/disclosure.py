"""What is declared against what is seen, what is said to be hidden, which sites go quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape

from firsthand.terminal.base import out

if TYPE_CHECKING:
    from firsthand.weigh.disclosure.concealment import Concealment
    from firsthand.weigh.disclosure.counts import Comparison
    from firsthand.weigh.disclosure.report import Disclosure


def print_disclosure(found: Disclosure) -> None:
    out.print("[bold]Declared against seen[/]")
    if not found.comparisons:
        out.print("  nobody declares a number of anything")
    for comparison in found.comparisons:
        _print_comparison(comparison)
    out.print("[bold]Said to be hidden[/] [dim](claims by origin; nothing is concluded from them)[/]")
    if not found.concealments:
        out.print("  no claim of it")
    for item in found.concealments:
        _print_concealment(item)
    out.print("[bold]Quiet when a pass is due[/]")
    for quiet in found.quiet:
        colour = "red" if quiet.flagged else "default" if quiet.tested else "dim"
        out.print(f"  [cyan]{escape(quiet.site_id)}[/] [{colour}]{escape(quiet.text)}[/]")


def _print_comparison(comparison: Comparison) -> None:
    out.print(f"  [bold cyan]{comparison.id}[/] {escape(comparison.thing)}: [bold]{comparison.verdict}[/]")
    out.print(f"    {escape(comparison.reason)}")
    for row in comparison.rows:
        day = f"{row.start:%Y-%m-%d}" if row.start else "undated"
        gone = " [dim](corrected since)[/]" if row.corrected else ""
        number = f"{row.number} {row.thing}"
        out.print(
            f"    {row.role:<8} {day} {escape(number)} [dim]{row.statement_id} {escape(row.who)}[/]{gone} "
            f"“{escape(row.quote)}”"
        )


def _print_concealment(item: Concealment) -> None:
    low, high = item.origins
    origins = f"{low} origin" if low == high == 1 else f"{low if low == high else f'{low}–{high}'} origins"
    nothing = " [dim](says that nothing is hidden)[/]" if item.denied_in_words else ""
    out.print(f"  [bold cyan]{item.claim_id}[/] {escape(item.text)}{nothing}")
    names = "; ".join(one.name + (" (first-hand)" if one.first_hand else "") for one in item.said_by)
    opposed = f"; {item.opposed} against it" if item.opposed else ""
    out.print(f"    {origins}, {item.reports} reports{opposed}: {escape(names or 'no origin counted')}")
    if item.images:
        out.print(f"    [dim]images: {escape(item.images)}[/]")
