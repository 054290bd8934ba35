"""The ledger of commitments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from firsthand.terminal.base import escape, put

if TYPE_CHECKING:
    from firsthand.model import Commitment, TimeSpan
    from firsthand.publish.commitment_board import BoardRow

_COLOURS = {
    "kept": "green",
    "partly": "yellow",
    "reversed": "red",
    "breached": "red",
    "disputed": "yellow",
    "no evidence": "dim",
    "not testable": "dim",
}
_PAD = " " * 18
"""Below the words that follow an id."""
_DETAIL = " " * 4


def print_commitments(rows: Sequence[BoardRow], history: bool = False) -> None:
    """One block for each undertaking; with ``history`` every status it has had."""
    if not rows:
        put("No commitments. `firsthand run` proposes those that reports tell; `firsthand commitment add` enters one.")
    for row in rows:
        _print_row(row)
        if history:
            _print_history(row)


def print_commitment(row: BoardRow) -> None:
    """One undertaking with all that it rests on."""
    _print_row(row)
    for line in _terms(row.promise):
        put(escape(line), _DETAIL)
    if row.sensing:
        put(escape(row.sensing.text), f"{_DETAIL}[dim]what could show it:[/] ")
    for item in row.bearing:
        way = "[green]for    [/]" if item.speaks_for else "[red]against[/]"
        put(f"{escape(item.text)} [dim]{item.id}[/]", f"{_DETAIL}{way}  ")
    for telling in row.tellings:
        day = telling.published.date().isoformat() if telling.published else "undated   "
        what = "mentions it" if telling.mention else telling.source or "speaker lost"
        where = escape(telling.outlet or telling.document)
        said = f"[cyan]{where}[/] [dim]{escape(what)}[/] “{escape(telling.quote)}” [dim]{telling.statement_id}[/]"
        put(said, f"{_DETAIL}{day}  ")
    for decision, edit in row.decisions:
        note = f": {escape(decision.note)}" if decision.note else ""
        said = f"{escape(edit.told)}{note} [dim]({escape(decision.who)}, {decision.id})[/]"
        put(said, f"{_DETAIL}{decision.when:%Y-%m-%d}  ")
    _print_history(row)


def _print_row(row: BoardRow) -> None:
    promise = row.promise
    late = " [red]overdue[/]" if row.overdue else ""
    lead = f"[bold cyan]{promise.id}[/]  "
    put(f"[bold]{escape(promise.who)}[/]: “{escape(promise.what)}” [dim]({', '.join(promise.kinds)})[/]", lead)
    status = f"[{_COLOURS[promise.status]}]{promise.status}[/]{late} [dim]({promise.state})[/]"
    put(f"{status}: {escape(promise.status_reason)}", _PAD)
    if promise.judged:
        held = promise.judged
        note = f": {escape(held.note)}" if held.note else ""
        put(f"[bold]{held.status}[/] in the judgement of {escape(held.who)}, {held.when:%Y-%m-%d}{note}", _PAD)


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
        put(
            f"{item.status}{late}{person} [dim]{escape(item.reason)}[/]", f"{_DETAIL}[dim]{item.at:%Y-%m-%d %H:%M}[/]  "
        )
