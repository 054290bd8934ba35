"""Alerts, and conditions that are tried out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from firsthand.stage import plural
from firsthand.terminal.base import escape, put

if TYPE_CHECKING:
    from firsthand.alerts.stage import Checked, Listed
    from firsthand.model import Alert

SHOWN_QUOTES = 3
_PAD = " " * 18
"""Below the words that follow an id."""


def print_alerts(found: Sequence[Listed]) -> None:
    """Each alert with its words and images, newest first."""
    for item in found:
        alert = item.alert
        put(f"[bold]{escape(alert.title)}[/]", f"[bold cyan]{alert.id}[/]  ")
        known = f", known since {alert.known:%Y-%m-%d}" if alert.known else ""
        seen = f", seen by {escape(item.mark.who)}" if item.mark and item.seen else ""
        put(f"[dim]“{escape(alert.condition)}”: raised {alert.raised:%Y-%m-%d}{known}{seen}[/]", _PAD)
        _print_ground(alert)
    if not found:
        put(r"No alerts. Conditions are \[\[alert]] tables in case.toml; `firsthand alerts --check` tries them.")


def _print_ground(alert: Alert) -> None:
    """What an alert rests on."""
    put(escape(alert.text), _PAD)
    for quote in alert.quotes[:SHOWN_QUOTES]:
        day = f", {quote.published:%Y-%m-%d}" if quote.published else ""
        where = f"[dim]({escape(quote.outlet or quote.document)}{day}; {quote.statement_id})[/]"
        put(f"{escape(quote.speaker)} {quote.stance}: “{escape(quote.words)}” {where}", f"{_PAD}· ")
    rest = len(alert.quotes) - SHOWN_QUOTES
    if rest > 0:
        put(f"[dim]and {plural(rest, 'more statement')}[/]", f"{_PAD}  ")
    if alert.change_ids:
        put(f"[dim]seen: {', '.join(alert.change_ids)}[/]", f"{_PAD}· ")


def print_checked(found: Sequence[Checked]) -> None:
    """What each condition would raise, and what it would have raised over the whole case."""
    for item in found:
        line = f"line {item.condition.line}" if item.condition.line else "case.toml"
        head = f"[bold]{escape(item.condition.name)}[/] [dim]({item.condition.when}, {line})[/]"
        put(f"{head}: {len(item.now)} now, {len(item.ever)} if nothing had been known")
        for alert in item.now or item.ever[:3]:
            put(escape(alert.title), f"    {'' if item.now else '[dim]would have:[/] '}")
    if not found:
        put(r"No watch conditions. Write them as \[\[alert]] tables in case.toml; see docs/alerts.md.")
