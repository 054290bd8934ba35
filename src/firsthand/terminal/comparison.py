"""Two images on disk, compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firsthand.terminal.base import escape, out, put

if TYPE_CHECKING:
    from firsthand.watch.pairs.comparison import Area, Comparison

SHOWN = 20
"""Areas in the list; --json has all."""


def print_comparison(found: Comparison) -> None:
    """How much differs, and where: the largest areas first, or the strongest of a very fine pair."""
    share = found.changed_px / found.usable_px if found.usable_px else 0.0
    put(f"{share:.2%} of the ground that both show differs ({found.changed_px:,} of {found.usable_px:,} pixels).")
    if found.areas:
        scores = f"{'score':>8}" if found.fine else ""
        out.print(f"[dim]{'area':>14}{scores}  at (latitude, longitude)[/]")
    for area in found.areas[:SHOWN]:
        score = f"{area.score:>8.2f}" if area.score is not None else ""
        out.print(f"{_size(area):>14}{score}  {_place(area)}", highlight=False)
    if len(found.areas) > SHOWN:
        put(f"… and {len(found.areas) - SHOWN} more; [bold]--json[/] lists them.")
    if found.fine:
        put("[dim]Candidates for a person to look at: sun, season and view differ too, and nothing was recognised.[/]")
    if found.written:
        put(f"{escape(str(found.written))}: 1 changed, 0 not, 255 not usable", "wrote ")


def _size(area: Area) -> str:
    return f"{area.area_m2:,.0f} m²" if area.area_m2 is not None else f"{area.pixels:,} px"


def _place(area: Area) -> str:
    return f"{area.lat:.5f}, {area.lon:.5f}" if area.lat is not None else "the files name no place"
