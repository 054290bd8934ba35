"""Boards of rival hypotheses in 80 columns: how they stand, the matrix, and what it all hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table

from firsthand.terminal.base import err, escape, out, put
from firsthand.weigh.scales import whole_per_cent

if TYPE_CHECKING:
    from firsthand.model import Decision
    from firsthand.views.hypotheses import BoardView, EvidenceView, HypothesisView
    from firsthand.weigh.hypotheses.table import Imported

_COLOURS = {"CC": "bold green", "C": "green", "N": "dim", "I": "red", "II": "bold red", "NA": "dim"}
_MOST_FALLS, _MOST_FINDS = 6, 4
_TELLING = 0.005
"""Falls that move no posterior by more than half a point are not shown."""


def print_boards(boards: Sequence[BoardView]) -> None:
    """One entry for each board: its question and how its hypotheses stand."""
    for board in boards:
        put(escape(board.question), f"[bold cyan]{board.id}[/]  ")
        for item in _by_rank(board.hypotheses):
            put(escape(item.text), f"{_percent(item.posterior):>16}  ")
    if not boards:
        put("No rival hypotheses yet. `firsthand hypothesis open CLAIM`, then `firsthand weigh`, makes a board.")


def print_board(board: BoardView) -> None:
    """One board in full."""
    put(f"[dim]claim {board.claim}[/]", f"[bold cyan]{board.id}[/]  ")
    put(escape(board.question))
    for note in board.notes:
        put(f"[yellow]{escape(note)}[/]")
    _standings(board)
    _matrix(board)
    _falls(board)
    _assumptions(board)
    _finds(board)
    for item in board.base_rates:
        put(f"\nKnown base rate, not entered: [bold]{escape(item.name)}[/]. {escape(item.question)}")


def _by_rank(hypotheses: Sequence[HypothesisView]) -> list[HypothesisView]:
    return sorted((item for item in hypotheses if item.rank is not None), key=lambda item: item.rank or 0)


def _percent(share: float | None) -> str:
    return "" if share is None else whole_per_cent(share)


def _standings(board: BoardView) -> None:
    """How the hypotheses stand, the likeliest first; below each what that means and rests on."""
    out.print("\n[dim]        likely  between   against[/]")
    for item in _by_rank(board.hypotheses):
        between = _percent(item.low) if item.low == item.high else f"{_percent(item.low)[:-2]}–{_percent(item.high)}"
        share, against = _percent(item.posterior), f"{item.inconsistency or 0:.2f}"
        put(escape(item.text), f"{item.number:<6}[bold]{share:>8}[/]  {between:<8}  {against:>7}  ")
        put(f"[dim]{escape(item.words or '')}; {escape(item.why)}[/]", " " * 8)
    for item in board.hypotheses:
        if item.dropped_by:
            put(f"[strike dim]{escape(item.text)}[/] [dim]dropped[/]", f"{item.number:<6}")
    if not board.leads:
        put("No hypothesis stands clear of the next one.")
    if board.happened is not None:
        put(f"That it happened at all: {_percent(board.happened)}.")
    for relation in board.relations:
        verb = "subsumes" if relation.kind == "subsumes" else "excludes"
        put(f"{relation.first} {verb} {relation.second} [dim]({escape(relation.decided_by)})[/]")


def _matrix(board: BoardView) -> None:
    numbers = [item.number for item in board.hypotheses if not item.dropped_by]
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("")
    table.add_column("evidence", ratio=1)
    table.add_column("trust", justify="right")
    table.add_column("tells", justify="right")
    for number in numbers:
        table.add_column(number, justify="left")
    for row in board.evidence:
        text = f"[dim]{row.kind}:[/] {escape(_clipped(row.text))}"
        if not row.counted:
            text = f"[strike]{escape(_clipped(row.text))}[/] [dim]{escape(row.why_not)}[/]"
        tells = f"{row.diagnosticity:.1f}" if row.counted else "-"
        table.add_row(row.number, text, f"{row.trust.middle:.2f}", tells, *_cells(row, numbers))
    out.print()
    out.print(table)
    out.print("[dim]tells: how many times likelier under the one than under the other; * rated by a person[/]")


def _cells(row: EvidenceView, numbers: Sequence[str]) -> list[str]:
    cells = {cell.hypothesis: cell for cell in row.cells}
    shown = []
    for number in numbers:
        cell = cells.get(number)
        if cell is None:
            shown.append("[dim]?[/]")
        else:
            mark = "*" if cell.rated_by else ""
            letters = "-" if cell.rating == "NA" else cell.rating
            shown.append(f"[{_COLOURS[cell.rating]}]{letters}[/]{mark}")
    return shown


def _clipped(text: str, most: int = 110) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _falls(board: BoardView) -> None:
    telling = [fall for fall in board.sensitivity if fall.shift >= _TELLING or fall.order_changes][:_MOST_FALLS]
    if not telling:
        return
    put("\n[dim]What it hangs on: without …[/]")
    for fall in telling:
        change = "another leads" if fall.leader_changes else "the order changes" if fall.order_changes else "same order"
        order = f": {' '.join(fall.order)}" if fall.order_changes else ""
        moved = f"up to {max(1, round(fall.shift * 100))} points"
        put(f"{escape(_clipped(fall.without, 60))}: {moved}, {change}{order}", "  · ")


def _assumptions(board: BoardView) -> None:
    if board.assumptions:
        put("\n[dim]Taken for granted[/]")
    for item in board.assumptions:
        state = "" if item.state == "open" else f" [bold]{item.state}[/]"
        put(f"{escape(item.text)}.{state} [dim]Check: {escape(item.check)}[/]", f"  {item.number}  ")


def _finds(board: BoardView) -> None:
    if board.discriminators:
        put("\n[dim]What would tell them apart best[/]")
    for item in board.discriminators[:_MOST_FINDS]:
        put(f"{escape(item.text)} [dim]({item.gain_bits:.2f} bit)[/]", "  · ")
        put(f"[dim]{escape(item.need)}{escape(_brought(item.sensors))}[/]", "    ")
        for flown in item.passes:
            put(f"{escape(flown.satellite)}, {flown.time:%Y-%m-%d %H:%M} UTC", "    ")


def _brought(sensors: Sequence[str]) -> str:
    return f": {', '.join(sensors)}" if sensors else ""


def print_edit(decision: Decision) -> None:
    """One edit as recorded."""
    from firsthand.weigh.hypotheses.edits import edit_of

    lead = f"[bold cyan]{decision.id}[/]  "
    put(f"{escape(edit_of(decision).told)}  [dim]by {escape(decision.who)}[/]", lead)


def print_imported(imported: Imported) -> None:
    for note in imported.notes:
        put(f"[yellow]{escape(note)}[/]", to=err)
    for decision in imported.decisions:
        print_edit(decision)
    if not imported.decisions:
        put(f"Nothing differs from {imported.board_id}.")
