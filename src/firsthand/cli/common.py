"""What the commands share: the application, its common options, opening a case, and the end of a run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand import __version__
from firsthand.errors import EXIT_PARTIAL, CaseMissingError, UnknownIdError, UnknownSiteError, UsageError

if TYPE_CHECKING:
    from firsthand.case import Case
    from firsthand.stage import Problem

app = typer.Typer(
    name="firsthand",
    help="What is known first-hand about places under watch, what is only repeated, and how sure one may be.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Start with [bold]firsthand demo demo-case[/], or [bold]firsthand new my-case[/]. "
    "Exit codes: 0 done, 2 wrong use, 3 unusable input, 4 case, 5 storage, 6 integrity, 7 brief refused, "
    "8 done but something was left out, 130 interrupted.",
)

CaseOption = Annotated[
    Path | None,
    typer.Option("--case", "-C", envvar="FIRSTHAND_CASE", help="Case folder; default: this folder or one above it."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON (see docs/formats.md) instead of text.")]
SiteOption = Annotated[str | None, typer.Option("--site", "-s", help="Site id, name or alias.")]
KnownAtOption = Annotated[
    str | None,
    typer.Option("--known-at", help="Answer as on this day (yyyy-mm-dd): only what had been captured by then."),
]
NoteOption = Annotated[str, typer.Option("--note", help="Why.")]
SignedOption = Annotated[str, typer.Option("--signed", "--who", help="Who judges; default: your user name.")]
JobsOption = Annotated[
    int, typer.Option("--jobs", "-j", min=1, max=256, help="Processes that share the work; the results are the same.")
]
ClusterOption = Annotated[
    str, typer.Option("--cluster", help="Address of a Dask scheduler whose workers share the work (tcp://…).")
]


def find_case(given: Path | None) -> Path | None:
    if given is not None:
        return given
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "case.toml").is_file()), None)


@contextmanager
def open_case(given: Path | None) -> Iterator[Case]:
    from firsthand.case import Case

    root = find_case(given)
    if root is None:
        raise CaseMissingError(
            "there is no case here",
            thing=str(Path.cwd()),
            remedy="make one with `firsthand new DIR`, or say which with --case DIR",
        )
    case = Case(root)
    try:
        yield case
    except (UnknownIdError, UnknownSiteError) as error:
        from firsthand.nearest import told

        raise told(case, error) from error
    finally:
        case.store.close()


def one_site(given: str | None, named: str | None) -> str | None:
    """The site of a command that takes it as its argument and, as other commands do, by ``--site``."""
    if given and named and given != named:
        raise UsageError("two sites are named", thing=f"{given}, {named}", remedy="name one, with --site or without")
    return given or named


def day(value: str | None, option: str) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise UsageError(f"{value!r} is no date", thing=option, remedy="give yyyy-mm-dd, such as 2025-07-31") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def end(problems: tuple[Problem, ...]) -> None:
    """Say what was left out; exit non-zero when anything was."""
    from firsthand.terminal import print_problems

    print_problems(problems)
    if problems:
        raise typer.Exit(EXIT_PARTIAL)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"firsthand {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """What stands before a command: the version, or nothing."""
