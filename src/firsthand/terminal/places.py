"""Sites, what changed there, how busy they are, and when satellites pass."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from rich.table import Table

from firsthand.stage import plural
from firsthand.terminal.base import escape, out, put
from firsthand.terminal.reading import distance

if TYPE_CHECKING:
    from firsthand.views import SiteView
    from firsthand.watch.activity import Activity
    from firsthand.watch.passes.planner import PassReport

_VERDICT_COLOURS = {"unusual": "yellow", "usual": "green", "quiet": "cyan"}


def print_sites(sites: Sequence[SiteView]) -> None:
    """Each site with its place, how far public lists lie apart, and what the case holds of it."""
    longest = max((len(site.id) for site in sites), default=0)
    for site in sites:
        where = f"{site.lat:.4f}, {site.lon:.4f} ± {distance(site.radius_m)}"
        apart = f"; {len(site.stated)} lists differ by {distance(site.disagreement_m)}" if len(site.stated) > 1 else ""
        put(f"{escape(site.name)} [dim]{where}{apart}[/]", f"[bold cyan]{escape(site.id):<{longest}}[/]  ")
        counts = (plural(site.claims, "claim"), plural(site.changes, "change"), plural(site.scenes, "scene"))
        put(", ".join(counts), " " * (longest + 2))
    if not sites:
        put("No sites yet. Add them to sites.geojson in the case folder.")


def print_activity(activity: Activity) -> None:
    """Each look: the verdict, the share that moved, what is usual then; below it why there is none."""
    if not activity.looks:
        put("No image of this site yet. Collect scenes first.")
        return
    out.print(f"[dim]{'taken':<12}{'verdict':<19}{'moved':>6}  {'usual':<12}  sensor[/]", soft_wrap=True)
    for look in activity.looks:
        usual = f"{look.low:.2%}–{look.high:.2%}" if look.share is not None else ""
        share = f"{look.share:.2%}" if look.share is not None else ""
        colour = _VERDICT_COLOURS.get(look.verdict, "default")
        lead = f"{look.taken:%Y-%m-%d}  [{colour}]{look.verdict:<19}[/]{share:>6}  {usual:<12}  "
        put(f"[dim]{escape(look.sensor)}, {look.gsd_m:g} m[/]", lead)
        if look.reason:
            put(f"[dim]{escape(look.reason)}[/]", " " * 12)


def print_changes(collection: dict[str, Any]) -> None:
    """Changes, with the reason of their kind below."""
    for feature in collection["features"]:
        what = feature["properties"]
        where = f"{what['site']} at {what['part']}" if what["part"] else what["site"]
        put(
            f"{escape(where)}: [bold]{what['kind']}[/], after {what['before']}, by {what['after']}; "
            f"{what['area_m2']:,.0f} ± {what['area_sd_m2']:,.0f} m²",
            f"[bold cyan]{feature['id']}[/]  ",
        )
        put(f"[dim]{escape(what['kind_reason'])}; {escape(what['sensor'])}, {what['gsd_m']:g} m[/]", " " * 18)
    if not collection["features"]:
        put("No changes seen. Collect two or more dated images of a site, then `firsthand watch`.")


def print_passes(report: PassReport) -> None:
    """The passes of a window, the odds, and all that they rest on."""
    put(f"[bold]{escape(report.site.name)}[/], {report.start:%Y-%m-%d %H:%M} to {report.end:%Y-%m-%d %H:%M} UTC")
    _print_flown(report)
    count = sum(not item.why_not for item in report.passes)
    put(f"{count} of {len(report.passes)} passes can give a usable look.\n")
    put("[dim]something that lasts   is seen at least once[/]")
    for held in report.odds:
        first, last = (report.start + timedelta(hours=hours) for hours in (held.worst_from_h, held.worst_to_h))
        between = f"when it starts between {first:%Y-%m-%d %H:%M} and {last:%Y-%m-%d %H:%M}"
        put(f"{held.mean:.1%} on average; {held.worst:.1%} {between}", f"{f'{held.hours:g} h':<22} ")
    for warned in (item for item in report.ephemerides if item.warning):
        name, epoch = escape(warned.sensor.name), warned.elements.epoch
        put(f"{name}, {epoch:%Y-%m-%d}: {escape(warned.warning)}", "[yellow]elements[/] ")
    for line in report.assumptions:
        put(f"[dim]{escape(line)}[/]", "[dim]·[/] ")


def _print_flown(report: PassReport) -> None:
    """A row for each pass, in 80 columns."""
    table = Table("pass (UTC)", "satellite", "elev.", "off nadir", "off track", "sun", "usable look", box=None)
    for column in table.columns:
        column.no_wrap = True
    for item in report.passes:
        flown = item.flown
        table.add_row(
            f"{flown.time + timedelta(seconds=30):%Y-%m-%d %H:%M}",
            escape(flown.sensor.name),
            f"{flown.elevation_deg:.0f}°",
            f"{flown.off_nadir_deg:.0f}°",
            f"{flown.track_km:.0f} km {flown.side}",
            f"{flown.sun_elevation_deg:.0f}°",
            item.why_not or f"{item.chance:.0%}",
            style="dim" if item.why_not else "",
        )
    out.print(table)
