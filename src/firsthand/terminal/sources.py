"""Sources with their letters and histories, and how a judgement adds up from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from firsthand.stage import plural
from firsthand.terminal.base import out

if TYPE_CHECKING:
    from firsthand.model import SourceGrade
    from firsthand.trace.behaviour import Giver
    from firsthand.weigh.explanation import Explanation
    from firsthand.weigh.sources import SourceRecord

LIKELY = 0.5
"""Probability of copying from which it is worth telling."""
_COLOURS = {"A": "green", "B": "green", "C": "yellow", "D": "red", "E": "red", "F": "dim"}


def print_sources(records: Sequence[SourceRecord]) -> None:
    """One row per source."""
    table = Table(box=None, pad_edge=False)
    for column in ("letter", "source", "right", "wrong", "claims", "first", "judged from", "has it from"):
        table.add_column(column, justify="right" if column in {"right", "wrong", "claims", "first"} else "left")
    for record in records:
        table.add_row(
            f"[{_COLOURS[record.letter]}]{record.letter}{'*' if record.given_by else ''}[/]",
            escape(record.name) + ("" if record.kind == "outlet" else f"\n[dim]{record.kind}[/]"),
            f"{record.right:.1f}" if record.tests else "—",
            f"{record.wrong:.1f}" if record.tests else "—",
            str(record.claims or "—"),
            str(record.first if record.claims else "—"),
            escape(record.why),
            escape(", ".join(_giver(giver) for giver in record.copies_from)),
        )
    out.print(table)
    if any(record.given_by for record in records):
        out.print("[dim]* given by a person; `firsthand sources NAME` tells by whom and why[/]")
    if not records:
        out.print("No source of a claim yet. Collect reports, then `firsthand run`.")


def _giver(giver: Giver) -> str:
    """ "Coastal Wire (3 texts)", with the probability of copying where it says something."""
    sure = f", copying {giver.probability:.0%}" if giver.probability >= LIKELY else ""
    return f"{giver.outlet} ({plural(giver.texts, 'text')}{sure})"


def print_source(grade: SourceGrade) -> None:
    """One source with every move of its letter."""
    from firsthand.weigh.scales import RELIABILITY

    learned = f" [dim](by its record: {grade.learned})[/]" if grade.given_by else ""
    out.print(f"[bold]{escape(grade.name)}[/] · {grade.kind}")
    out.print(f"[{_COLOURS[grade.letter]}]{grade.letter}[/] {RELIABILITY[grade.letter]}{learned}")
    if grade.tests:
        share = f"{grade.low:.0%}–{grade.high:.0%}".replace("%–", "–")
        out.print(
            f"right {grade.right:g}, wrong {grade.wrong:g} in {plural(grade.tests, 'resolved claim')}; "
            f"right in {share} of claims, with 80 % probability"
        )
    for move in grade.moves:
        which = move.claim_id or move.decision_id
        weight = f"+{move.right:g} right, +{move.wrong:g} wrong" if move.right + move.wrong else move.what
        out.print(
            f"{move.at:%Y-%m-%d}  [bold]{move.letter}[/]  {escape(move.reason)} [dim]{weight}[/] [cyan]{which}[/]"
        )
    if not grade.moves:
        out.print("No claim of its own has been resolved yet, and nobody gave it a letter.")


def print_explanation(found: Explanation) -> None:
    """The start, every move and their sums, in log odds; then the interval that follows."""
    table = Table(box=None, pad_edge=False)
    for column in ("log odds", "±", "what", "evidence"):
        table.add_column(column, justify="right" if column in {"log odds", "±"} else "left")
    for row in found.rows:
        perhaps = "" if row.at_low else " [yellow](perhaps the same as another: not at the low end)[/]"
        table.add_row(
            f"{row.log_odds:+.3f}",
            f"{row.give_or_take:.3f}",
            escape(row.text) + perhaps,
            escape(" ".join(row.evidence)),
        )
    table.add_section()
    table.add_row(f"{found.everything[0]:+.3f}", f"{found.everything[1]:.3f}", "all together", "")
    if found.surely != found.everything:
        table.add_row(f"{found.surely[0]:+.3f}", f"{found.surely[1]:.3f}", "without what may be the same", "")
    out.print(table)
    out.print(f"{found.low:.0%} to {found.high:.0%}: [bold]{found.words}[/]")
