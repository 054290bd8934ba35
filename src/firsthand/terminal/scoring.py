"""Forecasts, resolutions and scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from firsthand.terminal.base import escape, out, put

if TYPE_CHECKING:
    from firsthand.model import Forecast
    from firsthand.weigh.scoring.scorecard import Scorecard
    from firsthand.weigh.scoring.scores import Scores, Unscored

SHOWN_SHIFTS = 10
SHOWN_OPEN = 10


def print_forecast(forecast: Forecast) -> None:
    by = f", to be known by {forecast.by:%Y-%m-%d}" if forecast.by else ""
    put(f"{forecast.probability:.0%}: {escape(forecast.text)}", f"[bold cyan]{forecast.id}[/]  ")
    put(f"[dim]{escape(forecast.who)}, {forecast.made:%Y-%m-%d}{by}[/]", " " * 18)


def print_scorecard(card: Scorecard) -> None:
    """Scores of each judge, what is left out, open forecasts, and the recalibration on offer."""
    counted = "first stated" if card.which == "first" else "last stated before it was resolved"
    put(f"Of several judgements of one question the one {counted} counts.")
    for scores in card.judged:
        _print_scores(scores)
    if not card.judged:
        put("Nothing can be scored yet. `firsthand resolve CLAIM true|false|void` says what came of a claim.")
    _print_left("the machine", card.machine)
    _print_left("people", card.people)
    for forecast in card.open[:SHOWN_OPEN]:
        by = f" by {forecast.by:%Y-%m-%d}" if forecast.by else ""
        said = f"{escape(forecast.who)} {forecast.probability:.0%}{by}: {escape(forecast.text)}"
        put(said, f"[dim]open[/] {forecast.id}  ")
    _print_offer(card)


def _print_scores(scores: Scores) -> None:
    put(
        f"\n[bold]{escape(scores.who)}[/]: {scores.count} resolved, {scores.base_rate:.0%} came true; "
        f"Brier score {scores.brier:.3f}, log score {scores.log_score:.3f}"
    )
    parts = f"reliability {scores.reliability:.3f} - resolution {scores.resolution:.3f}"
    put(f"[dim]{parts} + uncertainty {scores.uncertainty:.3f} + within words {scores.within:+.3f}[/]", "  ")
    table = Table("words", "range", "count", "stated", "came true", "95 %", box=None)
    for item in scores.bins:
        table.add_row(
            item.words,
            f"{item.low:.0%}–{item.high:.0%}",
            str(item.count),
            f"{item.stated:.0%}",
            f"{item.share:.0%}",
            f"{item.share_low:.0%}–{item.share_high:.0%}",
        )
    out.print(table)


def _print_left(whose: str, left: Unscored) -> None:
    parts = [
        f"{left.open} open" + (f" ({left.due} past their day)" if left.due else ""),
        f"{left.void} void" if left.void else "",
        f"{left.undetermined} that had no word" if left.undetermined else "",
        f"{left.late} resolved before anything was stated" if left.late else "",
    ]
    if any((left.open, left.void, left.undetermined, left.late)):
        put(f"[dim]not scored, of {whose}: {', '.join(part for part in parts if part)}[/]")


def _print_offer(card: Scorecard) -> None:
    if card.applied:
        put(f"\nRecalibrated by {card.applied.id} ({escape(card.applied.who)}, {card.applied.when:%Y-%m-%d}).")
    if card.offer:
        held = card.offer
        verdict = "it would help" if held.helps else "it would not help"
        put(
            f"\n[bold]Recalibration on offer[/] ({held.curve.method}, {held.curve.count} judgements): Brier score "
            f"{held.before:.3f} as stated, {held.held_out:.3f} on judgements left out of the fit: {verdict}."
        )
    for item in card.shifts[:SHOWN_SHIFTS]:
        new = item.recalibrated
        stated, moved = (f"{low:.0%}–{high:.0%}" for low, high in ((item.low, item.high), (new.low, new.high)))
        put(escape(item.text), f"[cyan]{item.claim_id}[/]  ")
        put(f"{item.words} ({stated}) → {new.words} ({moved})", " " * 18)
    if card.shifts and card.offer and not card.applied:
        put("[dim]Nothing is changed. `firsthand score --recalibrate apply` shows it beside what is stated.[/]")
