"""Commands for what people decide."""

from __future__ import annotations

from typing import Annotated

import typer

from firsthand.cli.common import CaseOption, JsonOption, NoteOption, SignedOption, app, open_case


@app.command(epilog="Example: firsthand decide same clm-0f3a… clm-77b0… --note 'one briefing'", rich_help_panel="Judge")
def decide(
    kind: Annotated[str, typer.Argument(help="same (or merge), 'not same', unsure, split, or accept.")],
    subjects: Annotated[
        list[str], typer.Argument(help="Ids of two or more claims or statements; or of the proposal to accept.")
    ],
    note: NoteOption = "",
    who: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Record that statements say the same thing, or do not; the next run heeds it. Split: a claim, then what leaves."""
    from firsthand import terminal
    from firsthand.proposals import settle

    with open_case(case) as opened:
        decision = settle(opened, kind, subjects, note, who)
    terminal.answer(decision, terminal.print_decision, json_wanted)


@app.command(
    epilog="Examples: firsthand correct stm-0f3a… --source 'two officials' · firsthand correct stm-0f3a… --drop · "
    "firsthand correct report.txt --content 'the hall is empty' --source 'a guard'",
    rich_help_panel="Judge",
)
def correct(
    subject: Annotated[str, typer.Argument(help="Id of the statement; or the document that lacks one.")],
    content: Annotated[
        list[str] | None, typer.Option(help="What was said, in the words of the text; repeat it for several pieces.")
    ] = None,
    source: Annotated[str, typer.Option(help="Who said it, in the words of the text.")] = "",
    cue: Annotated[str, typer.Option(help="The words that attribute it, in the words of the text.")] = "",
    stance: Annotated[str, typer.Option(help="asserts, denies, declines, promises, predicts or asks.")] = "",
    drop: Annotated[bool, typer.Option("--drop", help="It is no statement.")] = False,
    note: NoteOption = "",
    who: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Record how a statement should have been read; the next run heeds it."""
    from firsthand import decisions as judge
    from firsthand import terminal

    wanted = judge.Wanted(tuple(content or ()), source, cue, stance, drop)
    with open_case(case) as opened:
        decision = judge.correct(opened, subject, wanted, note, who)
    terminal.answer(decision, terminal.print_decision, json_wanted)


@app.command(epilog="Example: firsthand decisions --all", rich_help_panel="Judge")
def decisions(
    withdrawn: Annotated[bool, typer.Option("--all", help="Withdrawn ones too.")] = False,
    proposed: Annotated[bool, typer.Option("--proposed", help="What programs proposed, for you to accept.")] = False,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """List what people judged."""
    from firsthand import terminal

    with open_case(case) as opened:
        listing = opened.store.proposals if proposed else opened.store.decisions
        found = listing(standing=not withdrawn)
    terminal.answer(found, terminal.print_decisions, json_wanted)


@app.command(epilog="Example: firsthand undo dec-5c20…", rich_help_panel="Judge")
def undo(
    decision: Annotated[str, typer.Argument(help="Id of the decision; see `firsthand decisions`.")],
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Withdraw a judgement; it stays on record as withdrawn."""
    from firsthand import decisions as judge
    from firsthand import terminal

    with open_case(case) as opened:
        gone = judge.withdraw(opened, decision)
    terminal.answer(gone, terminal.print_decision, json_wanted)


@app.command(
    epilog="Examples: firsthand outlets · firsthand outlets 'Harbour Post' --owner 'Pier Holdings' --alias 'the Post'",
    rich_help_panel="Judge",
)
def outlets(
    name: Annotated[str | None, typer.Argument(help="The outlet to add or change; default: list all.")] = None,
    owner: Annotated[str | None, typer.Option(help="Who owns it; '' for nobody known.")] = None,
    alias: Annotated[list[str] | None, typer.Option(help="Another name in running text; may be repeated.")] = None,
    domain: Annotated[list[str] | None, typer.Option(help="A web domain; may be repeated.")] = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """List the registry of outlets, or set an owner, alias or domain: outlets of one owner count as one."""
    from firsthand import terminal
    from firsthand.ownership import OutletEdit, edit_outlet

    with open_case(case) as opened:
        if name is None:
            found = list(opened.outlets)
        else:
            found = [edit_outlet(opened, OutletEdit(name, owner, tuple(alias or ()), tuple(domain or ())))]
    terminal.answer(found, terminal.print_registry, json_wanted)
