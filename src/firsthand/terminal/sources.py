"""Sources with their letters and histories, and how a judgement adds up from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from firsthand.stage import plural
from firsthand.terminal.base import escape, out, put

if TYPE_CHECKING:
    from firsthand.model import SourceGrade
    from firsthand.trace.behaviour import Giver
    from firsthand.weigh.explanation import Explanation
    from firsthand.weigh.sources import SourceRecord

LIKELY = 0.5
"""Probability of copying from which it is worth telling."""
_COLOURS = {"A": "green", "B": "green", "C": "yellow", "D": "red", "E": "red", "F": "dim"}


def print_sources(records: Sequence[SourceRecord]) -> None:
    """Each source with its letter, its record, what it carries, and from whom it has that."""
    for record in records:
        star = "*" if record.given_by else " "
        kind = "" if record.kind == "outlet" else f" [dim]{record.kind}[/]"
        put(f"[bold]{escape(record.name)}[/]{kind}", f"[{_COLOURS[record.letter]}]{record.letter}[/]{star}  ")
        put(f"[dim]{'; '.join(_record(record))}[/]", " " * 4)
        if record.copies_from:
            givers = ", ".join(escape(_giver(giver)) for giver in record.copies_from)
            put(f"[dim]has it from[/] {givers}", " " * 4)
    if any(record.given_by for record in records):
        put("[dim]given by a person; `firsthand sources NAME` tells by whom and why[/]", "[dim]*[/] ")
    if not records:
        put("No source of a claim yet. Collect reports, then `firsthand run`.")


def _record(record: SourceRecord) -> Iterator[str]:
    if record.tests:
        yield f"right {record.right:.1f}, wrong {record.wrong:.1f} in {plural(record.tests, 'resolved claim')}"
    if record.claims:
        yield f"carries {plural(record.claims, 'claim')}, {record.first} first"
    if record.why:
        yield f"judged from: {escape(record.why)}"


def _giver(giver: Giver) -> str:
    """ "Coastal Wire (3 texts)", with the probability of copying where it says something."""
    sure = f", copying {giver.probability:.0%}" if giver.probability >= LIKELY else ""
    return f"{giver.outlet} ({plural(giver.texts, 'text')}{sure})"


def print_source(grade: SourceGrade) -> None:
    """One source with every move of its letter."""
    from firsthand.weigh.scales import RELIABILITY

    learned = f" [dim](by its record: {grade.learned})[/]" if grade.given_by else ""
    put(f"[bold]{escape(grade.name)}[/] · {grade.kind}")
    put(f"{RELIABILITY[grade.letter]}{learned}", f"[{_COLOURS[grade.letter]}]{grade.letter}[/]  ")
    if grade.tests:
        share = f"{grade.low:.0%}–{grade.high:.0%}".replace("%–", "–")
        put(
            f"right {grade.right:g}, wrong {grade.wrong:g} in {plural(grade.tests, 'resolved claim')}; "
            f"right in {share} of claims, with 80 % probability"
        )
    for move in grade.moves:
        which = move.claim_id or move.decision_id
        weight = f"+{move.right:g} right, +{move.wrong:g} wrong" if move.right + move.wrong else move.what
        lead = f"{move.at:%Y-%m-%d}  [bold]{move.letter}[/]  "
        put(f"{escape(move.reason)} [dim]{escape(weight)}[/] [cyan]{which}[/]", lead)
    if not grade.moves:
        put("No claim of its own has been resolved yet, and nobody gave it a letter.")


def print_explanation(found: Explanation) -> None:
    """The start, every move and their sums, in log odds; then the interval that follows."""
    out.print("[dim]log odds      ±[/]")
    for row in found.rows:
        perhaps = "" if row.at_low else " [yellow](perhaps the same as another: not at the low end)[/]"
        put(f"{escape(row.text)}{perhaps}", f"{row.log_odds:>+8.3f}  {row.give_or_take:.3f}  ")
        if row.evidence:
            put(f"[dim]{escape(', '.join(row.evidence))}[/]", " " * 17)
    out.print(f"{'─' * 15}")
    _print_sum(found.everything, "all together")
    if found.surely != found.everything:
        _print_sum(found.surely, "without what may be the same")
    put(f"{found.low:.0%} to {found.high:.0%}: [bold]{found.words}[/]")
    if found.moved_most:
        put(escape(" ".join(reason.text for reason in found.moved_most)), "Moved most by: ")


def _print_sum(total: tuple[float, float], what: str) -> None:
    put(f"[bold]{what}[/]", f"{total[0]:>+8.3f}  {total[1]:.3f}  ")
