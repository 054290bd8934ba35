"""Commands that keep a copy of a case and give it back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli.common import CaseOption, JsonOption, app, open_case
from firsthand.errors import IntegrityError


@app.command(
    epilog="Examples: firsthand backup /mnt/backups · firsthand backup /mnt/backups --keep 7 -C sohae",
    rich_help_panel="Care",
)
def backup(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder that holds the backups; default: the one in which the case lies.")
    ] = None,
    keep: Annotated[
        int | None, typer.Option(help="Remove all backups of this case from there but the newest so many.")
    ] = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Copy the whole case, also while others work on it, under a name with the time; checked before it gets it."""
    from firsthand import terminal
    from firsthand.exchange.backup import back_up
    from firsthand.terminal.backup import print_backup

    with open_case(case) as opened, terminal.progress_bar(not json_wanted) as progress:
        made = back_up(opened, folder, keep, progress)
    terminal.answer(made, print_backup, json_wanted)
    if made.problems:
        raise typer.Exit(IntegrityError.exit_code)


@app.command(
    epilog="Example: firsthand restore /mnt/backups/sohae-backup-20310701T120000Z sohae", rich_help_panel="Care"
)
def restore(
    backup: Annotated[Path, typer.Argument(help="Folder of the backup.")],
    folder: Annotated[Path, typer.Argument(help="Folder to make; must be new or empty.")],
    json_wanted: JsonOption = False,
) -> None:
    """Make a case of a backup, once every hash, quote and reference in it holds."""
    from firsthand import terminal
    from firsthand.exchange.backup import restore as give_back
    from firsthand.terminal.backup import print_restored

    with terminal.progress_bar(not json_wanted) as progress:
        found = give_back(backup, folder, progress)
    terminal.answer(found, print_restored, json_wanted)
    if found.problems:
        raise typer.Exit(IntegrityError.exit_code)
