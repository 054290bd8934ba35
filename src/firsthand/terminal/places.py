"""Sites, what changed there, how busy they are, and when satellites pass."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from firsthand.terminal.base import out
from firsthand.terminal.reading import distance

if TYPE_CHECKING:
    from firsthand.views import SiteView
    from firsthand.watch.activity import Activity
    from firsthand.watch.passes.planner import PassReport


def print_sites(sites: Sequence[SiteView]) -> None:
    table = Table(box=None, pad_edge=False)
    for column in ("id", "name", "where", "sources differ by", "claims", "changes", "scenes"):
        table.add_column(column, justify="right" if column in {"claims", "changes", "scenes"} else "left")
    for site in sites:
        where = f"{site.lat:.4f}, {site.lon:.4f} ± {site.radius_m:.0f} m"
        apart = f"{distance(site.disagreement_m)} ({len(site.stated)} lists)" if len(site.stated) > 1 else ""
        counts = (str(site.claims), str(site.changes), str(site.scenes))
        table.add_row(escape(site.id), escape(site.name), where, apart, *counts)
    out.print(table)
    if not sites:
        out.print("No sites yet. Add them to sites.geojson in the case folder.")


def print_activity(activity: Activity) -> None:
    """One row per look: what moved, what is usual then, and the verdict; cloudy looks as such."""
    table = Table(box=None, pad_edge=False)
    for column in ("taken", "sensor", "share that moved", "usual", "verdict"):
        table.add_column(column, justify="right" if column in {"share that moved", "usual"} else "left")
    for look in activity.looks:
        known = look.share is not None
        table.add_row(
            f"{look.taken:%Y-%m-%d}",
            escape(f"{look.sensor} {look.gsd_m:g} m".strip()),
            f"{look.share:.2%}" if known else "",
            f"{look.low:.2%} to {look.high:.2%}" if known else "",
            escape(f"{look.verdict}: {look.reason}" if look.reason else look.verdict),
        )
    out.print(table)
    if not activity.looks:
        out.print("No image of this site yet. Collect scenes first.")


def print_changes(collection: dict[str, Any]) -> None:
    """Changes, one line each, with the reason of their kind below."""
    for feature in collection["features"]:
        what = feature["properties"]
        where = f" at {what['part']}" if what["part"] else ""
        out.print(
            f"[bold cyan]{feature['id']}[/]  {what['site']}{where}: [bold]{what['kind']}[/], "
            f"after {what['before']}, by {what['after']}; {what['area_m2']:.0f} ± {what['area_sd_m2']:.0f} m²"
        )
        out.print(f"              [dim]{escape(what['kind_reason'])}; {what['sensor']}, {what['gsd_m']:g} m[/]")
    if not collection["features"]:
        out.print("No changes seen. Collect two or more dated images of a site, then `firsthand watch`.")


def print_passes(report: PassReport) -> None:
    """The passes of a window, the odds, and all that they rest on."""
    out.print(f"[bold]{escape(report.site.name)}[/], {report.start:%Y-%m-%d %H:%M} to {report.end:%Y-%m-%d %H:%M} UTC")
    table = Table("pass (UTC)", "satellite", "elevation", "off nadir", "off track", "sun", "usable look", box=None)
    for item in report.passes:
        flown = item.flown
        table.add_row(
            f"{flown.time + timedelta(seconds=0.5):%Y-%m-%d %H:%M:%S}",
            escape(flown.sensor.name),
            f"{flown.elevation_deg:.0f}°",
            f"{flown.off_nadir_deg:.0f}°",
            f"{flown.track_km:.0f} km {flown.side}",
            f"{flown.sun_elevation_deg:.0f}°",
            item.why_not or f"{item.chance:.0%}",
            style="dim" if item.why_not else "",
        )
    out.print(table)
    count = sum(not item.why_not for item in report.passes)
    out.print(f"{count} of {len(report.passes)} passes can give a usable look.\n")
    odds = Table("activity of", "seen, mean", "seen, worst case", "the worst case starts between", box=None)
    for held in report.odds:
        first, last = (report.start + timedelta(hours=hours) for hours in (held.worst_from_h, held.worst_to_h))
        between = f"{first:%Y-%m-%d %H:%M} and {last:%Y-%m-%d %H:%M}"
        odds.add_row(f"{held.hours:g} h", f"{held.mean:.1%}", f"{held.worst:.1%}", between)
    out.print(odds)
    for warned in (item for item in report.ephemerides if item.warning):
        out.print(
            f"[yellow]elements[/] {escape(warned.sensor.name)}, {warned.elements.epoch:%Y-%m-%d}: {warned.warning}"
        )
    for line in report.assumptions:
        out.print(f"[dim]· {escape(line)}[/]")
