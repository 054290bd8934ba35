"""Commands that look after a case and this installation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.cli.common import CaseOption, JsonOption, app, find_case, open_case
from firsthand.errors import FirsthandError

if TYPE_CHECKING:
    from firsthand.stage import Problem


@app.command(
    epilog="Examples: firsthand verify -C demo-case · firsthand verify handed-over.bag", rich_help_panel="Care"
)
def verify(
    bag: Annotated[Path | None, typer.Argument(help="A case that was handed over as a bag; default: the case.")] = None,
    signer: Annotated[
        Path | None, typer.Option("--signer", help="Public SSH key, or file of allowed signers, that signed the bag.")
    ] = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Check every quote against its text, every file and chip against its hash; of a bag, its manifests first."""
    from firsthand import terminal
    from firsthand.errors import IntegrityError, UsageError

    if signer is not None and bag is None:
        raise UsageError(
            "only a bag is signed", thing="--signer", remedy="name the bag: `firsthand verify BAG --signer KEY`"
        )
    problems: tuple[Problem, ...]
    if bag is not None:
        from firsthand.exchange.bag import verify_bag
        from firsthand.terminal.exchange import print_bag

        checked = verify_bag(bag, signer)
        problems = checked.problems
        terminal.answer(checked, print_bag, json_wanted)
    else:
        from firsthand import integrity

        with open_case(case) as opened, terminal.progress_bar(not json_wanted) as progress:
            result = integrity.verify(opened, progress)
        problems = result.problems
        terminal.answer(result, terminal.print_verification, json_wanted)
    if problems:
        raise typer.Exit(IntegrityError.exit_code)


@app.command(epilog="Example: firsthand doctor", rich_help_panel="Care")
def doctor(case: CaseOption = None, json_wanted: JsonOption = False) -> None:
    """Check this installation and, when there is one, the case."""
    from firsthand import health, terminal

    checks = health.examine(find_case(case))
    terminal.answer(checks, terminal.print_checks, json_wanted)
    if any(check.state == "bad" for check in checks):
        raise typer.Exit(FirsthandError.exit_code)
