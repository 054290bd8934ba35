"""Commands for a case that several people share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli.common import CaseOption, JsonOption, app, open_case


@app.command(
    epilog="Examples: firsthand move sohae --to postgresql://ana@db.example.org/firsthand · "
    "firsthand move sohae --to folder",
    rich_help_panel="Care",
)
def move(
    case: Annotated[Path | None, typer.Argument(help="The case; default: this folder or one above it.")] = None,
    to: Annotated[str, typer.Option(help="postgresql://user@host/database, or folder.")] = "",
    json_wanted: JsonOption = False,
) -> None:
    """Carry all records of a case to a team's server, or back into its folder; compared before anything switches."""
    from firsthand import team, terminal
    from firsthand.terminal.team import print_moved

    with open_case(case) as opened:
        moved = team.move(opened, to)
    terminal.answer(moved, print_moved, json_wanted)


@app.command(
    epilog="Examples: firsthand people · firsthand people add ben --role analyst · firsthand people remove ben",
    rich_help_panel="Care",
)
def people(
    verb: Annotated[str, typer.Argument(help="add or remove; without it, everybody is listed.")] = "",
    name: Annotated[str, typer.Argument(help="The account at the server, or the user's name on this machine.")] = "",
    role: Annotated[str, typer.Option(help="reader, analyst or owner.")] = "analyst",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """List who may do what with the case, or change it."""
    from firsthand import team, terminal
    from firsthand.terminal.team import print_people

    with open_case(case) as opened:
        found = team.people(opened, verb, name, role)
    terminal.answer(found, print_people, json_wanted)


@app.command(epilog="Example: firsthand log --limit 20", rich_help_panel="Care")
def log(
    limit: Annotated[int, typer.Option(min=1, help="How many events, newest first.")] = 20,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Who did what, newest first, and the last link of the chain that proves it."""
    from firsthand import team, terminal
    from firsthand.terminal.team import print_log

    with open_case(case) as opened:
        found = team.log(opened, limit)
    terminal.answer(found, print_log, json_wanted)
