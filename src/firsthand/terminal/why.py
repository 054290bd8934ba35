"""Opened numbers: each with its rows, and the sum where they are added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firsthand.terminal.base import escape, out, put

if TYPE_CHECKING:
    from firsthand.why.rows import Number, Opened, Row

AMOUNT_WIDTH = 10


def print_why(opened: Opened) -> None:
    put(f"[dim]{opened.kind}[/]  {escape(opened.title)}", f"[bold cyan]{escape(opened.id)}[/]  ")
    for number in opened.numbers:
        _print_number(number)


def _print_number(number: Number) -> None:
    unit = f" [dim]({number.unit})[/]" if number.unit and any(row.amount is not None for row in number.rows) else ""
    out.print()
    put(f"{escape(number.value)}{unit}", f"[bold]{escape(number.title)}[/]: ")
    signed = any(row.amount is not None and row.amount < 0 for row in number.rows)
    for row in number.rows:
        _print_row(row, signed)
    if number.total is not None and number.rows:
        out.print(f"  {'─' * AMOUNT_WIDTH}\n  [bold]{_amount(number.total, signed)}[/]")
    if number.note:
        put(f"[dim]{escape(number.note)}[/]", "  ")


def _print_row(row: Row, signed: bool) -> None:
    amount = _amount(row.amount, signed) if row.amount is not None else " " * AMOUNT_WIDTH
    put(escape(row.what), f"  {amount}  ")
    pad = " " * (AMOUNT_WIDTH + 4)
    if row.quote:
        put(f"“{escape(row.quote)}”", pad)
    if row.evidence:
        shown, rest = row.evidence[:4], len(row.evidence) - 4
        more = f" and {rest} more" if rest > 0 else ""
        put(f"[dim]{escape(', '.join(shown))}{more}[/]", pad)


def _amount(value: float, signed: bool) -> str:
    text = f"{value:+.6g}" if signed else f"{value:.6g}"
    return text.rjust(AMOUNT_WIDTH)
