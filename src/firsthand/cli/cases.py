"""Commands that make a case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli.common import JsonOption, app, end


@app.command(epilog="Example: firsthand new sohae --title 'Sohae watch'", rich_help_panel="A case")
def new(
    folder: Annotated[Path, typer.Argument(help="Folder to make; must be new or empty.")],
    title: Annotated[str, typer.Option(help="Title of the case.")] = "",
    sites: Annotated[Path | None, typer.Option(help="A sites.geojson to start with.")] = None,
    store: Annotated[
        str, typer.Option(help="Keep the records on a team's server: postgresql://user@host/database.")
    ] = "",
    json_wanted: JsonOption = False,
) -> None:
    """Make a new case in its own folder."""
    from firsthand import terminal
    from firsthand.case import new_case

    case = new_case(folder, title=title, sites=sites, store=store)
    if json_wanted:
        terminal.print_json({"case": str(folder), "title": case.title, "sites": [site.id for site in case.sites]})
    else:
        terminal.print_new_case(case)


@app.command(epilog="Example: firsthand demo demo-case && firsthand desk -C demo-case", rich_help_panel="A case")
def demo(
    folder: Annotated[Path, typer.Argument(help="Folder to make the demo case in.")] = Path("demo-case"),
    json_wanted: JsonOption = False,
) -> None:
    """Build the fictional demo case, run all stages, write its briefs."""
    from firsthand import pipeline, terminal, views
    from firsthand.demo.build import build

    with terminal.progress_bar(not json_wanted) as progress:
        case = build(folder, progress)
        reports = pipeline.run(case, progress)
    terminal.answer(reports, terminal.print_reports, json_wanted, views.stage_views)
    if not json_wanted:
        terminal.print_doors(folder)
    end(tuple(problem for report in reports for problem in report.problems))
