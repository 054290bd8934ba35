"""A draft's sentences with what bears each, or why none does."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from firsthand.publish.drafts.checker import SentenceVerdict
from firsthand.terminal.base import out


def print_verdicts(verdicts: Sequence[SentenceVerdict]) -> None:
    """Green with the record that bears it, red with the reason; in the end how many of each."""
    for verdict in verdicts:
        mark = Text("✓ ", style="green") if verdict.holds else Text("✗ ", style="red")
        out.print(mark + Text(verdict.text))
        rest = f"  {verdict.carrier}" if verdict.holds else f"  {verdict.reason}"
        out.print(Text(rest, style="dim" if verdict.holds else "red"))
    holding = sum(verdict.holds for verdict in verdicts)
    out.print(f"{holding} of {len(verdicts)} sentences hold")
