"""Commands for sources and their letters."""

from __future__ import annotations

from typing import Annotated

import typer

from firsthand.cli.common import (
    CaseOption,
    JsonOption,
    KnownAtOption,
    NoteOption,
    SignedOption,
    app,
    day,
    open_case,
)


@app.command(
    epilog="Examples: firsthand sources · firsthand sources 'Harbour Post' · firsthand sources --known-at 2025-07-05",
    rich_help_panel="Answers",
)
def sources(
    name: Annotated[str | None, typer.Argument(help="One source, with the history of its letter.")] = None,
    known_at: KnownAtOption = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """List sources: Admiralty letter and what it rests on, claims carried, how often first, from whom they copy."""
    from firsthand import terminal
    from firsthand.weigh.sources import source_of_case, sources_of

    moment = day(known_at, "--known-at")
    with open_case(case) as opened:
        if name is None:
            terminal.answer(sources_of(opened, moment), terminal.print_sources, json_wanted)
        else:
            terminal.answer(source_of_case(opened, name, moment), terminal.print_source, json_wanted)


@app.command(
    epilog="Example: firsthand grade 'Harbour Post' C --note 'two of its three counts were wrong'",
    rich_help_panel="Judge",
)
def grade(
    source: Annotated[str, typer.Argument(help="Its name, as `firsthand sources` shows it.")],
    letter: Annotated[str, typer.Argument(help="A (completely reliable) to E (unreliable), F: cannot be judged.")],
    note: NoteOption = "",
    who: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Give a source its Admiralty letter; it goes before the learned one from the next run on, until `undo`."""
    from firsthand import terminal
    from firsthand.weigh.sources import give_letter

    with open_case(case) as opened:
        decision = give_letter(opened, source, letter, note, who)
    terminal.answer(decision, terminal.print_decision, json_wanted)
