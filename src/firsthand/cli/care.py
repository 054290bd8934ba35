"""Commands that look after a case and this installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from firsthand.cli.common import CaseOption, JsonOption, app, find_case, open_case
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    pass


@app.command(epilog="Example: firsthand verify -C demo-case", rich_help_panel="Care")
def verify(case: CaseOption = None, json_wanted: JsonOption = False) -> None:
    """Check every quote against its text, every file and chip against its hash."""
    from firsthand import integrity, terminal
    from firsthand.errors import IntegrityError

    with open_case(case) as opened, terminal.progress_bar(not json_wanted) as progress:
        result = integrity.verify(opened, progress)
    if json_wanted:
        terminal.print_json(terminal.as_json(result))
    else:
        terminal.print_problems(result.problems)
        terminal.print_verification(result)
    if result.problems:
        raise typer.Exit(IntegrityError.exit_code)


@app.command(epilog="Example: firsthand doctor", rich_help_panel="Care")
def doctor(case: CaseOption = None, json_wanted: JsonOption = False) -> None:
    """Check this installation and, when there is one, the case."""
    from firsthand import health, terminal

    checks = health.examine(find_case(case))
    if json_wanted:
        terminal.print_json([terminal.as_json(check) for check in checks])
    else:
        terminal.print_checks(checks)
    if any(check.state == "bad" for check in checks):
        raise typer.Exit(FirsthandError.exit_code)
