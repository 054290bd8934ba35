"""A draft's sentences with what bears each, or why none does."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.publish.drafts.checker import SentenceVerdict
from firsthand.terminal.base import escape, put


def print_verdicts(verdicts: Sequence[SentenceVerdict]) -> None:
    """Green with the record that bears it, red with the reason; in the end how many of each."""
    for verdict in verdicts:
        colour, mark = ("green", "✓") if verdict.holds else ("red", "✗")
        put(escape(verdict.text), f"[{colour}]{mark}[/] ")
        put(f"[dim]{verdict.carrier}[/]" if verdict.holds else f"[red]{escape(verdict.reason)}[/]", "  ")
    holding = sum(verdict.holds for verdict in verdicts)
    put(f"{holding} of {len(verdicts)} sentences hold")
