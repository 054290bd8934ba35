"""The command that fetches scenes of a site from a STAC source."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.cli.common import CaseOption, JsonOption, app, day, end, open_case

if TYPE_CHECKING:
    from firsthand.collect.stac.options import StacOptions


@app.command(
    "collect-scenes",
    epilog="Examples: firsthand collect-scenes https://earth-search.aws.element84.com/v1 --site alder "
    "--collection sentinel-2-l2a --from 2024-01-01 --to 2024-12-31 --max-cloud 40 --dry-run · "
    "firsthand collect-scenes my-catalogue/ --site alder",
    rich_help_panel="A case",
)
def collect_scenes(
    source: Annotated[str, typer.Argument(help="A STAC API or catalogue: an address, or a folder or JSON file.")],
    site: Annotated[str, typer.Option("--site", "-s", help="Site id, name or alias.")],
    collection: Annotated[
        list[str] | None, typer.Option(help="Collection id, such as sentinel-2-l2a; may be given several times.")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help="First day (yyyy-mm-dd).")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day, included.")] = None,
    bands: Annotated[str, typer.Option(help="Bands to read, such as red,nir,swir1; default: by sensor.")] = "",
    max_cloud: Annotated[
        float, typer.Option(help="Most cloud over the whole scene, in percent.", min=0, max=100)
    ] = 100,
    max_count: Annotated[int | None, typer.Option(help="At most so many scenes, the clearest first.", min=1)] = None,
    margin_m: Annotated[
        float, typer.Option("--margin", help="Ground around the site's outline, in metres.", min=0)
    ] = 400,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Ask servers on this machine and in private networks too.")
    ] = False,
    token_url: Annotated[
        str, typer.Option(help="Where files' read token is had; {collection} is replaced by the collection's id.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be collected; fetch nothing.")] = False,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Fetch satellite scenes of a site, only the window around it: Sentinel-2, Landsat, Sentinel-1 and others."""
    from firsthand.collect.stac.options import StacOptions

    options = StacOptions(
        source=source,
        site=site,
        start=day(first, "--from"),
        end=_last_moment(last),
        collections=tuple(collection or ()),
        bands=tuple(name.strip().lower() for name in bands.split(",") if name.strip()),
        max_cloud_percent=max_cloud,
        max_count=max_count,
        margin_m=margin_m,
        allow_private=allow_private,
        token_url=token_url,
    )
    (_list if dry_run else _fetch)(options, case, json_wanted)


def _last_moment(value: str | None) -> datetime | None:
    """The end of a day given without a time of day, else the moment given."""
    moment = day(value, "--to")
    whole_day = value is not None and len(value.strip()) <= len("yyyy-mm-dd")
    return moment + timedelta(days=1, seconds=-1) if moment and whole_day else moment


def _list(options: StacOptions, case: Path | None, json_wanted: bool) -> None:
    from firsthand import terminal
    from firsthand.collect.stac.collector import list_scenes
    from firsthand.terminal.scenes import print_offers
    from firsthand.views.scenes import offers_view

    with open_case(case) as opened, terminal.progress_bar(not json_wanted) as progress:
        listing = list_scenes(opened, options, progress)
        offers = offers_view(listing, opened.site(options.site).id)
    terminal.answer(offers, print_offers, json_wanted)
    end(listing.problems)


def _fetch(options: StacOptions, case: Path | None, json_wanted: bool) -> None:
    from firsthand import terminal, views
    from firsthand.collect.stac.collector import collect_scenes as run_collect_scenes

    with open_case(case) as opened, opened.working(), terminal.progress_bar(not json_wanted) as progress:
        report = run_collect_scenes(opened, options, progress)
    terminal.answer(report, terminal.print_report, json_wanted, views.stage_view)
    end(report.problems)
