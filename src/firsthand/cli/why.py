"""The command that opens a number."""

from __future__ import annotations

from typing import Annotated

import typer

from firsthand.cli.common import CaseOption, JsonOption, app, open_case


@app.command(
    epilog="Examples: firsthand why clm-0f3a… · firsthand why chg-77b0… · firsthand why tarn-valley",
    rich_help_panel="Answers",
)
def why(
    id: Annotated[
        str, typer.Argument(help="Any id; or a site, whose brief it opens; or a source or document by name.")
    ],
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Open every number of a record to the rows that made it."""
    from firsthand import terminal
    from firsthand.views.why import why_view
    from firsthand.why.resolve import why as open_numbers

    with open_case(case) as opened:
        found = open_numbers(opened, id)
    terminal.answer(found, terminal.print_why, json_wanted, why_view)
