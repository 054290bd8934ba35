"""Commands that answer from what is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli.common import CaseOption, JsonOption, KnownAtOption, SiteOption, app, day, end, one_site, open_case


@app.command(epilog="Example: firsthand sites --json", rich_help_panel="Answers")
def sites(case: CaseOption = None, json_wanted: JsonOption = False) -> None:
    """List the places under watch."""
    from firsthand import queries, terminal

    with open_case(case) as opened:
        found = queries.sites(opened)
    terminal.answer(found, terminal.print_sites, json_wanted)


@app.command(epilog="Example: firsthand claims --site tarn-valley --known-at 2025-07-05", rich_help_panel="Answers")
def claims(
    site: SiteOption = None,
    known_at: KnownAtOption = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """List what is claimed, with reports, origins, first-hand knowledge and likelihood."""
    from firsthand import queries, terminal

    with open_case(case) as opened:
        found = queries.claims(opened, site, day(known_at, "--known-at"))
    terminal.answer(found, terminal.print_claims, json_wanted)


@app.command(
    epilog="Examples: firsthand check article.txt --outlet 'Coastal Wire' · cat article.txt | firsthand check -",
    rich_help_panel="Answers",
)
def check(
    file: Annotated[str, typer.Argument(help="The text: a file, or - for standard input.")],
    published: Annotated[str | None, typer.Option(help="Its publication date (ISO 8601).")] = None,
    outlet: Annotated[str, typer.Option(help="Its outlet.")] = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Hold a new text against the case: what it repeats, sharpens, contradicts or adds. Nothing is stored."""
    from firsthand import queries, terminal

    with open_case(case) as opened, terminal.progress_bar(not json_wanted) as progress:
        found = queries.check(opened, file, day(published, "--published"), outlet, progress)
    terminal.answer(found, terminal.print_check, json_wanted)


@app.command(epilog="Example: firsthand changes tarn-valley --geojson > changes.geojson", rich_help_panel="Answers")
def changes(
    site: Annotated[str | None, typer.Argument(help="Site id, name or alias; default: all sites.")] = None,
    named: SiteOption = None,
    geojson: Annotated[bool, typer.Option("--geojson", "--json", help="Print GeoJSON.")] = False,
    case: CaseOption = None,
) -> None:
    """List what changed on the ground, between which dates, with area and strength."""
    from firsthand import queries, terminal

    with open_case(case) as opened:
        found = queries.changes(opened, one_site(site, named))
    if geojson:
        terminal.print_json(found)
    else:
        terminal.print_changes(found)


@app.command(epilog="Example: firsthand activity tarn-valley --json", rich_help_panel="Answers")
def activity(
    site: Annotated[str, typer.Argument(help="Site id, name or alias.")],
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Tell how busy a site was in each look: quiet, usual or unusual, or not seen for cloud."""
    from firsthand import terminal
    from firsthand.watch.activity import activity_of

    with open_case(case) as opened, terminal.progress_bar(not json_wanted) as progress:
        found = activity_of(opened, opened.site(site), lambda what: progress(what, 0, 0))
    terminal.answer(found, terminal.print_activity, json_wanted)


@app.command(epilog="Examples: firsthand show clm-0f3a… · firsthand show report.txt", rich_help_panel="Answers")
def show(
    id: Annotated[str, typer.Argument(help="Id of a document, statement, claim, scene or change; or a file name.")],
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Show one record with all that it rests on."""
    from firsthand import queries, terminal

    with open_case(case) as opened:
        record = queries.show(opened, id)
    terminal.answer(record, terminal.print_record, json_wanted)


@app.command(epilog="Example: firsthand search test stand", rich_help_panel="Answers")
def search(
    words: Annotated[list[str], typer.Argument(help="All must occur; quote a phrase to keep it whole.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most this many results.")] = 20,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Search document texts, statements and claims."""
    from firsthand import queries, terminal

    with open_case(case) as opened:
        hits = queries.search(opened, " ".join(words), limit)
    terminal.answer(hits, terminal.print_hits, json_wanted)


@app.command(
    epilog="Examples: firsthand passes tarn-valley --hours 6 · firsthand passes tarn-valley --elements s2.tle",
    rich_help_panel="Answers",
)
def passes(
    site: Annotated[str, typer.Argument(help="Site id, name or alias.")],
    hours: Annotated[
        list[float] | None, typer.Option(help="Length of the activity; repeat it for several. Default: 6 h to 5 days.")
    ] = None,
    days: Annotated[float, typer.Option(help="Length of the window.")] = 30,
    start: Annotated[str | None, typer.Option("--from", help="Start of the window (UTC); default: now.")] = None,
    elements: Annotated[
        Path | None, typer.Option(help="File of element sets (TLE or OMM); default: those kept with the case.")
    ] = None,
    cloud: Annotated[float, typer.Option(help="Share of the time that cloud hides the site.")] = 0.55,
    persistence: Annotated[float, typer.Option(help="Hours over which cloud lasts; 0: each pass anew.")] = 0,
    trace: Annotated[float, typer.Option(help="Hours for which the activity leaves something to be seen.")] = 0,
    sun: Annotated[float, typer.Option(help="Lowest sun for optical images, in degrees.")] = 10,
    size: Annotated[float | None, typer.Option(help="Shorter side in metres of what is to be seen.")] = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """List which satellites can see a site and when, and how likely something short is to be seen at all."""
    from firsthand import terminal
    from firsthand.views.passes import passes_view
    from firsthand.watch.passes.planner import USUAL_HOURS, PassOptions
    from firsthand.watch.passes.planner import passes as find

    wanted = tuple(hours) if hours else USUAL_HOURS
    options = PassOptions(
        start=day(start, "--from"),
        days=days,
        hours=wanted,
        elements=elements,
        cloud=cloud,
        persistence_h=persistence,
        trace_h=trace,
        sun_limit_deg=sun,
        size_m=size,
    )
    with open_case(case) as opened:
        report = find(opened, site, options)
    terminal.answer(report, terminal.print_passes, json_wanted, passes_view)
    end(report.problems)
