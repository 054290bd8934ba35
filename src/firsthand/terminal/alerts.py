"""Alerts, and conditions that are tried out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.markup import escape

from firsthand.terminal.base import out

if TYPE_CHECKING:
    from firsthand.alerts.stage import Checked, Listed
    from firsthand.model import Alert

SHOWN_QUOTES = 3


def print_alerts(found: Sequence[Listed]) -> None:
    """Each alert with its words and images, newest first."""
    for item in found:
        seen = f" [dim]seen by {escape(item.mark.who)}[/]" if item.mark and item.seen else ""
        known = f", known since {item.alert.known:%Y-%m-%d}" if item.alert.known else ""
        head = f"[bold cyan]{item.alert.id}[/]  [dim]{item.alert.raised:%Y-%m-%d}{known}[/]{seen}"
        print_alert(item.alert, head)
    if not found:
        out.print(
            "No alerts. Conditions are [[alert]] tables in case.toml; `firsthand alerts --check` tries them.",
            markup=False,
        )


def print_alert(alert: Alert, head: str) -> None:
    out.print(head)
    out.print(f"              [bold]{escape(alert.title)}[/]")
    out.print(f"              {escape(alert.text)} [dim]({escape(alert.condition)})[/]")
    for quote in alert.quotes[:SHOWN_QUOTES]:
        day = f", {quote.published:%Y-%m-%d}" if quote.published else ""
        where = f"[dim]({escape(quote.outlet or quote.document)}{day}; {quote.statement_id})[/]"
        out.print(f"              {escape(quote.speaker)} {quote.stance}: “{escape(quote.words)}” {where}")
    rest = len(alert.quotes) - SHOWN_QUOTES
    if rest > 0:
        out.print(f"              [dim]and {rest} more statement{'' if rest == 1 else 's'}[/]")
    for id in alert.change_ids:
        out.print(f"              [dim]{id}[/]")


def print_checked(found: Sequence[Checked]) -> None:
    """What each condition would raise, and what it would have raised over the whole case."""
    for item in found:
        line = f"line {item.condition.line}" if item.condition.line else "case.toml"
        head = f"[bold]{escape(item.condition.name)}[/] [dim]({item.condition.when}, {line})[/]"
        out.print(f"{head}: {len(item.now)} now, {len(item.ever)} if nothing had been known")
        for alert in item.now or item.ever[:3]:
            out.print(f"    {'' if item.now else '[dim]would have: [/]'}{escape(alert.title)}")
    if not found:
        out.print("No watch conditions. Write them as [[alert]] tables in case.toml; see docs/alerts.md.", markup=False)
