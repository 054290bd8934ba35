"""The ledger of commitments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from rich.markup import escape

from firsthand.terminal.base import out

if TYPE_CHECKING:
    from firsthand.model import Commitment, TimeSpan
    from firsthand.weigh.commitments.board import BoardRow

_COLOURS = {
    "kept": "green",
    "partly": "yellow",
    "reversed": "red",
    "breached": "red",
    "disputed": "yellow",
    "no evidence": "dim",
    "not testable": "dim",
}


def print_commitments(rows: Sequence[BoardRow], history: bool = False) -> None:
    """One block for each undertaking; with ``history`` every status it has had."""
    if not rows:
        out.print(
            "No commitments. `firsthand run` proposes those that reports tell; `firsthand commitment add` enters one."
        )
    for row in rows:
        _print_row(row)
        if history:
            _print_history(row)


def print_commitment(row: BoardRow) -> None:
    """One undertaking with all that it rests on."""
    promise = row.promise
    _print_row(row)
    for line in _terms(promise):
        out.print(f"  {escape(line)}")
    if row.sensing:
        out.print(f"  [dim]what could show it:[/] {escape(row.sensing.text)}")
    for item in row.bearing:
        way = "[green]for    [/]" if item.speaks_for else "[red]against[/]"
        out.print(f"  {way} [dim]{item.id}[/] {escape(item.text)}")
    for telling in row.tellings:
        day = telling.published.date().isoformat() if telling.published else "undated"
        what = "mentions it" if telling.mention else telling.source or "speaker lost"
        where = escape(telling.outlet or telling.document)
        out.print(f"  {day} [cyan]{where}[/] [dim]{telling.statement_id} {escape(what)}[/] “{escape(telling.quote)}”")
    for decision, edit in row.decisions:
        note = f" — {escape(decision.note)}" if decision.note else ""
        out.print(f"  [dim]{decision.id} {escape(decision.who)}, {decision.when:%Y-%m-%d}[/] {escape(edit.told)}{note}")
    _print_history(row)


def _print_row(row: BoardRow) -> None:
    promise = row.promise
    late = " [red]overdue[/]" if row.overdue else ""
    colour = _COLOURS[promise.status]
    out.print(f"[bold cyan]{promise.id}[/] [{colour}]{promise.status}[/]{late} [dim]({promise.state})[/]")
    out.print(f"  [bold]{escape(promise.who)}[/]: “{escape(promise.what)}” [dim]{', '.join(promise.kinds)}[/]")
    out.print(f"  {escape(promise.status_reason)}")
    if promise.judged:
        held = promise.judged
        note = f" — {escape(held.note)}" if held.note else ""
        out.print(f"  [bold]{held.status}[/] in the judgement of {escape(held.who)}, {held.when:%Y-%m-%d}{note}")


def _terms(promise: Commitment) -> list[str]:
    """What its words say beside the act, a line each."""
    lines = [promise.why]
    if promise.provision:
        words = [part for part in (promise.provision.article, promise.provision.text) if part]
        lines.append(f"in: {', '.join(words)}")
    if promise.to:
        lines.append(f"to: {', '.join(promise.to)}")
    named = (("given", promise.made), ("due", promise.by), ("until", promise.until))
    lines += [f"{name}: {_day(span)}" for name, span in named if span and span.end]
    return lines


def _day(span: TimeSpan) -> str:
    """Ends of intervals are the first moment after them."""
    if span.end is None:
        return ""
    last = f"{span.end - timedelta(seconds=1):%Y-%m-%d}"
    return last if span.start is None or f"{span.start:%Y-%m-%d}" == last else f"{span.start:%Y-%m-%d} to {last}"


def _print_history(row: BoardRow) -> None:
    for item in row.history:
        late = ", overdue" if item.overdue else ""
        person = f"; {item.judged} for {escape(item.judged_by)}" if item.judged else ""
        out.print(f"  [dim]{item.at:%Y-%m-%d %H:%M}[/] {item.status}{late}{person} [dim]{escape(item.reason)}[/]")
