"""What is declared against what is seen, what is said to be hidden, which sites go quiet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firsthand.stage import plural
from firsthand.terminal.base import escape, put

if TYPE_CHECKING:
    from firsthand.weigh.disclosure.concealment import Concealment
    from firsthand.weigh.disclosure.counts import Comparison
    from firsthand.weigh.disclosure.report import Disclosure


def print_disclosure(found: Disclosure) -> None:
    put("[bold]Declared against seen[/]")
    if not found.comparisons:
        put("nobody declares a number of anything", "  ")
    for comparison in found.comparisons:
        _print_comparison(comparison)
    put("[bold]Said to be hidden[/] [dim](claims by origin; nothing is concluded from them)[/]")
    if not found.concealments:
        put("no claim of it", "  ")
    for item in found.concealments:
        _print_concealment(item)
    put("[bold]Quiet when a pass is due[/]")
    for quiet in found.quiet:
        colour = "red" if quiet.flagged else "default" if quiet.tested else "dim"
        put(f"[{colour}]{escape(quiet.text)}[/]", f"  [cyan]{escape(quiet.site_id)}[/]  ")


def _print_comparison(comparison: Comparison) -> None:
    put(f"{escape(comparison.thing)}: [bold]{comparison.verdict}[/]", f"  [bold cyan]{comparison.id}[/]  ")
    put(escape(comparison.reason), "    ")
    for row in comparison.rows:
        day = f"{row.day or 'undated':<13}"
        gone = " [yellow](corrected since)[/]" if row.corrected else ""
        said = f"{escape(f'{row.number} {row.thing}')}: {escape(row.who)}{gone} “{escape(row.quote)}”"
        put(f"{said} [dim]{row.statement_id}[/]", f"    [dim]{row.role:<8}[/] {day}  ")


def _print_concealment(item: Concealment) -> None:
    low, high = item.origins
    origins = plural(low, "origin") if low == high else f"{low}–{high} origins"
    nothing = " [dim](says that nothing is hidden)[/]" if item.denied_in_words else ""
    put(f"{escape(item.text)}{nothing}", f"  [bold cyan]{item.claim_id}[/]  ")
    names = "; ".join(one.name + (" (first-hand)" if one.first_hand else "") for one in item.said_by)
    opposed = f"; {item.opposed} against it" if item.opposed else ""
    reports = plural(item.reports, "report")
    put(f"{origins}, {reports}{opposed}: {escape(names or 'no origin counted')}", "    ")
    if item.images:
        put(f"[dim]images: {escape(item.images)}[/]", "    ")
