"""Commands for rival hypotheses: see a board, export it, and edit it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand.cli.common import CaseOption, JsonOption, NoteOption, SignedOption, app, open_case
from firsthand.errors import UsageError

if TYPE_CHECKING:
    from firsthand.model import Decision

group = typer.Typer(
    name="hypothesis",
    help="Edit a board of rival hypotheses; each edit is dated, signed, and can be undone.",
    epilog="Example: firsthand hypothesis rate brd-1437… E3 H1=CC H4=I --note 'the crew took pictures'",
    no_args_is_help=True,
)
app.add_typer(group, rich_help_panel="Judge")

BoardArgument = Annotated[str, typer.Argument(help="Id of the board, or of its claim.")]
HypothesisArgument = Annotated[str, typer.Argument(help="A hypothesis: H2, or its id.")]
RowArgument = Annotated[str, typer.Argument(help="A row: E3, or its id.")]


def _said(decision: Decision, json_wanted: bool) -> None:
    from firsthand import terminal
    from firsthand.terminal.hypotheses import print_edit

    terminal.answer(decision, print_edit, json_wanted)


@app.command(
    epilog="Examples: firsthand hypotheses · firsthand hypotheses brd-1437… --csv matrix.csv", rich_help_panel="Answers"
)
def hypotheses(
    wanted: Annotated[
        str | None, typer.Argument(metavar="[BOARD]", help="Id of a board, or of its claim; default: list all.")
    ] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write the board's matrix to this file.")] = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """List rival hypotheses: how likely each is, the matrix of evidence, what it hangs on, what would tell more."""
    from firsthand import terminal
    from firsthand.terminal.hypotheses import print_board, print_boards
    from firsthand.views.hypotheses import board_view, board_views
    from firsthand.weigh.hypotheses.boards import board
    from firsthand.weigh.hypotheses.table import write_csv

    if csv is not None and wanted is None:
        raise UsageError("which board?", thing="--csv", remedy="`firsthand hypotheses BOARD --csv FILE`")
    with open_case(case) as opened:
        if csv is not None and wanted is not None:
            write_csv(board(opened, wanted), csv)
            terminal.print_path(csv)
        elif wanted is not None:
            terminal.answer(board_view(opened, wanted), print_board, json_wanted)
        else:
            terminal.answer(board_views(opened), print_boards, json_wanted)


@group.command("open", epilog="Example: firsthand hypothesis open clm-5ee0…, then firsthand weigh")
def open_(
    claim: Annotated[str, typer.Argument(help="Id of the claim.")],
    note: NoteOption = "",
    who: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Ask for a board about a claim; the next `firsthand weigh` proposes it."""
    from firsthand.weigh.hypotheses import boards

    with open_case(case) as opened:
        _said(boards.open_board(opened, claim, boards.Signed(who, note)), json_wanted)


@group.command(epilog="Example: firsthand hypothesis add brd-1437… 'Sold abroad' --note 'two dealers asked'")
def add(
    board: BoardArgument,
    text: Annotated[str, typer.Argument(help="The hypothesis in words.")],
    note: NoteOption = "",
    who: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Add a hypothesis."""
    from firsthand.weigh.hypotheses import boards

    with open_case(case) as opened:
        _said(boards.add_hypothesis(opened, board, text, boards.Signed(who, note)), json_wanted)


@group.command(epilog="Example: firsthand hypothesis drop brd-1437… H4 --note 'the frame was new'")
def drop(
    board: BoardArgument,
    hypothesis: HypothesisArgument,
    note: NoteOption = "",
    who: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Leave a hypothesis out of the judging; it stays visible."""
    from firsthand.weigh.hypotheses import boards

    with open_case(case) as opened:
        _said(boards.drop_hypothesis(opened, board, hypothesis, boards.Signed(who, note)), json_wanted)


@group.command(epilog="Example: firsthand hypothesis rename brd-1437… H3 'Moved to Ledna'")
def rename(
    board: BoardArgument,
    hypothesis: HypothesisArgument,
    text: Annotated[str, typer.Argument(help="The new words.")],
    note: NoteOption = "",
    who: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Put a hypothesis in other words; its ratings stay."""
    from firsthand.weigh.hypotheses import boards

    with open_case(case) as opened:
        _said(boards.rename_hypothesis(opened, board, hypothesis, text, boards.Signed(who, note)), json_wanted)


@group.command(epilog="Example: firsthand hypothesis relate brd-1437… H2 subsumes H3")
def relate(
    board: BoardArgument,
    first: HypothesisArgument,
    kind: Annotated[str, typer.Argument(help="subsumes or exclusive.")],
    second: HypothesisArgument,
    note: NoteOption = "",
    who: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Say that one hypothesis is the wider one, or that the two exclude each other."""
    from firsthand.weigh.hypotheses import boards

    with open_case(case) as opened:
        _said(boards.relate(opened, board, (first, second), kind, boards.Signed(who, note)), json_wanted)


@group.command(epilog="Example: firsthand hypothesis rate brd-1437… E3 H1=CC H4=I --note 'the crew took pictures'")
def rate(
    board: BoardArgument,
    row: RowArgument,
    ratings: Annotated[list[str], typer.Argument(help="H1=CC H2=I …: CC, C, N, I, II, or NA for not applicable.")],
    note: NoteOption = "",
    who: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Rate how a row goes with hypotheses."""
    from firsthand.weigh.hypotheses import boards

    with open_case(case) as opened:
        _said(boards.rate(opened, board, row, _pairs(ratings), boards.Signed(who, note)), json_wanted)


@group.command(
    epilog="Examples: firsthand hypothesis evidence brd-1437… 'No crane on the pad' H3=I --source 'visit' · "
    "firsthand hypothesis evidence brd-1437… --base-rate shown-dismantling"
)
def evidence(
    board: BoardArgument,
    text: Annotated[str, typer.Argument(help="The evidence in words; nothing for a base rate.")] = "",
    ratings: Annotated[list[str] | None, typer.Argument(help="H1=CC H2=I …; those left out stay open.")] = None,
    weight: Annotated[float, typer.Option(help="How far it is trusted, 0 to 1.")] = 1.0,
    source: Annotated[str, typer.Option(help="Where it comes from.")] = "",
    base_rate: Annotated[str, typer.Option("--base-rate", help="Name of a known base rate.")] = "",
    note: NoteOption = "",
    who: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Enter a piece of evidence, or a known base rate."""
    from firsthand.weigh.hypotheses import boards

    entry = boards.Entry(text, _pairs(ratings or []), weight, source, base_rate)
    with open_case(case) as opened:
        _said(boards.add_evidence(opened, board, entry, boards.Signed(who, note)), json_wanted)


@group.command(epilog="Examples: firsthand hypothesis weigh brd-1437… E3 0.4 · … weigh brd-1437… E3 --irrelevant")
def weigh(
    board: BoardArgument,
    row: RowArgument,
    value: Annotated[float | None, typer.Argument(metavar="[WEIGHT]", help="How far it is trusted, 0 to 1.")] = None,
    relevant: Annotated[
        bool | None, typer.Option("--relevant/--irrelevant", help="Count the row, or show it without counting it.")
    ] = None,
    note: NoteOption = "",
    who: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Say how far a row is trusted, or that it does not matter here."""
    from firsthand.weigh.hypotheses import boards

    if (value is None) is (relevant is None):
        raise UsageError("give a weight, --relevant or --irrelevant", thing=row)
    signed = boards.Signed(who, note)
    with open_case(case) as opened:
        if value is not None:
            _said(boards.weigh_row(opened, board, row, value, signed), json_wanted)
        else:
            _said(boards.mark(opened, board, row, bool(relevant), signed), json_wanted)


@group.command(epilog="Examples: firsthand hypothesis assume brd-1437… A2 fails · … 'The pad was not staged' open")
def assume(
    board: BoardArgument,
    about: Annotated[str, typer.Argument(help="An assumption: A2, its id, or a new one in words.")],
    state: Annotated[str, typer.Argument(help="open, holds or fails.")] = "open",
    note: NoteOption = "",
    who: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Check a key assumption, or add one; what fails takes its rows along."""
    from firsthand.weigh.hypotheses import boards

    with open_case(case) as opened:
        _said(boards.assume(opened, board, about, state, boards.Signed(who, note)), json_wanted)


@group.command("import", epilog="Example: firsthand hypothesis import matrix.csv")
def import_(
    file: Annotated[Path, typer.Argument(help="A matrix as `firsthand hypotheses BOARD --csv` writes it, edited.")],
    note: NoteOption = "",
    who: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Take over what a spreadsheet says differently: ratings, weights, new rows and hypotheses. Deletes nothing."""
    from firsthand import terminal
    from firsthand.terminal.hypotheses import print_imported
    from firsthand.weigh.hypotheses.boards import Signed
    from firsthand.weigh.hypotheses.table import import_csv

    with open_case(case) as opened:
        found = import_csv(opened, file, Signed(who, note))
        terminal.answer(found, print_imported, json_wanted)


def _pairs(ratings: list[str]) -> dict[str, str]:
    """``H1=CC`` as a pair. Raises UsageError."""
    pairs = {}
    for item in ratings:
        name, _, value = item.partition("=")
        if not (name and value):
            raise UsageError("a rating is written H1=CC", thing=item)
        pairs[name] = value
    return pairs
