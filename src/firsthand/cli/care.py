"""Commands that look after a case and this installation."""

from __future__ import annotations

import typer

from firsthand.cli.common import CaseOption, JsonOption, app, find_case, open_case
from firsthand.errors import FirsthandError


@app.command(epilog="Example: firsthand verify -C demo-case", rich_help_panel="Care")
def verify(case: CaseOption = None, json_wanted: JsonOption = False) -> None:
    """Check every quote against its text, every file and chip against its hash."""
    from firsthand import integrity, terminal
    from firsthand.errors import IntegrityError

    with open_case(case) as opened, terminal.progress_bar(not json_wanted) as progress:
        result = integrity.verify(opened, progress)
    terminal.answer(result, terminal.print_verification, json_wanted)
    if result.problems:
        raise typer.Exit(IntegrityError.exit_code)


@app.command(epilog="Example: firsthand doctor", rich_help_panel="Care")
def doctor(case: CaseOption = None, json_wanted: JsonOption = False) -> None:
    """Check this installation and, when there is one, the case."""
    from firsthand import health, terminal

    checks = health.examine(find_case(case))
    terminal.answer(checks, terminal.print_checks, json_wanted)
    if any(check.state == "bad" for check in checks):
        raise typer.Exit(FirsthandError.exit_code)
