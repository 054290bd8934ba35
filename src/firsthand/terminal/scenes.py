"""Scenes that an archive offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from firsthand.terminal.base import escape, out, put

if TYPE_CHECKING:
    from firsthand.views.scenes import OffersView


def print_offers(offers: OffersView) -> None:
    """Each scene with the item that would be read, then how many there are."""
    if offers.scenes:
        out.print(f"[dim]{'taken':<18}{'cloud':>6}{'covers':>8}  satellite, item[/]")
    for scene in offers.scenes:
        cloud = "" if scene.cloud_percent is None else f"{scene.cloud_percent:.0f} %"
        known = " [dim](known)[/]" if scene.known else ""
        lead = f"{scene.taken:%Y-%m-%d %H:%M}  {cloud:>6}{scene.covered:>8.0%}  "
        put(f"{escape(scene.platform or scene.sensor)} [cyan]{escape(scene.id)}[/]{known}", lead)
    fresh = sum(not scene.known for scene in offers.scenes)
    put(f"{fresh} to collect, {len(offers.scenes) - fresh} known, {offers.cloudy} too cloudy.")
    bands = sorted({" ".join(scene.bands) for scene in offers.scenes})
    if bands:
        put(escape("; ".join(bands)), "bands: ")
