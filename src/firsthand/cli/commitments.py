"""Commands for the ledger of commitments, and for what is declared and hidden."""

from __future__ import annotations

from typing import Annotated

import typer

from firsthand.cli.common import (
    CaseOption,
    JsonOption,
    KnownAtOption,
    NoteOption,
    SiteOption,
    app,
    day,
    one_site,
    open_case,
)

ledger = typer.Typer(
    no_args_is_help=True,
    help="Confirm, reject, change, merge, enter or judge a commitment.",
    epilog="Example: firsthand commitment judge com-0f3a… kept --note 'inspectors were let in'",
)
app.add_typer(ledger, name="commitment", rich_help_panel="Judge")

IdArgument = Annotated[str, typer.Argument(help="Id of the commitment; see `firsthand commitments`.")]
# `--who` names the party here.
SignedOption = Annotated[str, typer.Option("--signed", help="Who judges; default: your user name.")]
WhoOption = Annotated[str, typer.Option(help="The party that gave it.")]
WhatOption = Annotated[str, typer.Option(help="Its words.")]
ToOption = Annotated[list[str] | None, typer.Option(help="A party to which it was given; may be repeated.")]
ByOption = Annotated[str | None, typer.Option(help="The last day on which it may be done (yyyy-mm-dd).")]
UntilOption = Annotated[str | None, typer.Option(help="Its own last day, for what is undertaken for a time.")]
MadeOption = Annotated[str | None, typer.Option(help="The day on which it was given.")]
KindOption = Annotated[
    list[str] | None, typer.Option("--kind", help="do, refrain, 'by date', until or reversible; may be repeated.")
]
SitesOption = Annotated[list[str] | None, typer.Option("--site", "-s", help="Site it is about; may be repeated.")]
TextOption = Annotated[str, typer.Option(help="The text in which it stands, such as 'Harrow Accord'.")]
ArticleOption = Annotated[str, typer.Option(help="Article or paragraph of that text.")]


@app.command(
    epilog="Examples: firsthand commitments --open · firsthand commitments com-0f3a… · firsthand commitments --history",
    rich_help_panel="Answers",
)
def commitments(
    id: Annotated[str | None, typer.Argument(help="One commitment, with all that it rests on; default: all.")] = None,
    site: SiteOption = None,
    still_open: Annotated[bool, typer.Option("--open", help="Only what can be tested and is not settled.")] = False,
    history: Annotated[bool, typer.Option("--history", help="Every status that each has had.")] = False,
    rejected: Annotated[bool, typer.Option("--rejected", help="The proposals that people rejected instead.")] = False,
    known_at: KnownAtOption = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """List what was promised, whether it can be tested, and what became of it."""
    from firsthand import terminal
    from firsthand.publish import commitment_board as board
    from firsthand.terminal import commitments as shown
    from firsthand.views.commitments import commitment_view
    from firsthand.weigh.commitments import judging

    moment = day(known_at, "--known-at")
    with open_case(case) as opened:
        if rejected:
            gone = [decision for decision, _ in judging.rejected(opened)]
            terminal.answer(gone, terminal.print_decisions, json_wanted)
        elif id is None:
            rows = board.board(opened, site, still_open, moment)
            views = [commitment_view(row) for row in rows] if json_wanted else []
            terminal.answer(rows, lambda found: shown.print_commitments(found, history), json_wanted, lambda _: views)
        else:
            row = board.board_row(opened, id, moment)
            terminal.answer(row, shown.print_commitment, json_wanted, commitment_view)


@app.command(
    epilog="Examples: firsthand disclosure · firsthand disclosure tarn-valley --json", rich_help_panel="Answers"
)
def disclosure(
    site: Annotated[str | None, typer.Argument(help="Site id, name or alias; default: all.")] = None,
    named: SiteOption = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Tell what is declared against what is seen, what is said to be hidden, and sites quiet when a pass is due."""
    from firsthand import terminal
    from firsthand.terminal.disclosure import print_disclosure
    from firsthand.views.disclosure import disclosure_view
    from firsthand.weigh.disclosure.report import disclosure as found_out

    with open_case(case) as opened:
        found = found_out(opened, one_site(site, named))
    terminal.answer(found, print_disclosure, json_wanted, disclosure_view)


@ledger.command(epilog="Example: firsthand commitment confirm com-0f3a… --note 'read the text'")
def confirm(
    id: IdArgument,
    note: NoteOption = "",
    signed: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """A proposal is a commitment indeed; the next run heeds it."""
    from firsthand import terminal
    from firsthand.weigh.commitments import judging

    with open_case(case) as opened:
        decision = judging.confirm(opened, id, note, signed)
    terminal.answer(decision, terminal.print_decision, json_wanted)


@ledger.command(epilog="Example: firsthand commitment reject com-0f3a… --note 'a wish, no promise'")
def reject(
    id: IdArgument,
    note: NoteOption = "",
    signed: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """A proposal is none; the next run leaves it out, and `undo` brings it back."""
    from firsthand import terminal
    from firsthand.weigh.commitments import judging

    with open_case(case) as opened:
        decision = judging.reject(opened, id, note, signed)
    terminal.answer(decision, terminal.print_decision, json_wanted)


@ledger.command(epilog="Example: firsthand commitment merge com-0f3a… com-77b0…")
def merge(
    id: IdArgument,
    others: Annotated[list[str], typer.Argument(help="Commitments that are the same one.")],
    note: NoteOption = "",
    signed: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Several rows are one commitment; the next run heeds it."""
    from firsthand import terminal
    from firsthand.weigh.commitments import judging

    with open_case(case) as opened:
        decisions = judging.merge(opened, id, others, note, signed)
    terminal.answer(decisions, terminal.print_decisions, json_wanted)


@ledger.command(epilog="Example: firsthand commitment judge com-0f3a… kept --note 'inspectors were let in'")
def judge(
    id: IdArgument,
    status: Annotated[
        str, typer.Argument(help="kept, partly, reversed, breached, 'no evidence', 'not testable' or disputed.")
    ],
    note: NoteOption = "",
    signed: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Say what you hold of a commitment; it stands beside what the machine finds."""
    from firsthand import terminal
    from firsthand.weigh.commitments import judging

    with open_case(case) as opened:
        decision = judging.judge(opened, id, status, note, signed)
    terminal.answer(decision, terminal.print_decision, json_wanted)


@ledger.command(epilog="Example: firsthand commitment edit com-0f3a… --by 2031-06-01 --text-source 'Harrow Accord'")
def edit(
    id: IdArgument,
    who: WhoOption = "",
    what: WhatOption = "",
    to: ToOption = None,
    by: ByOption = None,
    until: UntilOption = None,
    made: MadeOption = None,
    kinds: KindOption = None,
    sites: SitesOption = None,
    text_source: TextOption = "",
    article: ArticleOption = "",
    note: NoteOption = "",
    signed: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Change what a commitment says, which confirms it; the next run heeds it."""
    from firsthand import terminal
    from firsthand.weigh.commitments import judging

    wanted = judging.Wanted(
        who=who,
        what=what,
        to=tuple(to or ()),
        by=day(by, "--by"),
        until=day(until, "--until"),
        made=day(made, "--made"),
        kinds=tuple(kinds or ()),
        sites=tuple(sites or ()),
        text_source=text_source,
        article=article,
    )
    with open_case(case) as opened:
        decision = judging.edit(opened, id, wanted, note, signed)
    terminal.answer(decision, terminal.print_decision, json_wanted)


@ledger.command(
    epilog="Example: firsthand commitment add --who Varland --what 'to dismantle the test stand' --by 2031-06-01 "
    "--site brack --text-source 'Harrow Accord' --article 'Article 4'"
)
def add(
    who: WhoOption,
    what: WhatOption,
    to: ToOption = None,
    by: ByOption = None,
    until: UntilOption = None,
    made: MadeOption = None,
    kinds: KindOption = None,
    sites: SitesOption = None,
    text_source: TextOption = "",
    article: ArticleOption = "",
    note: NoteOption = "",
    signed: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Enter a commitment that the reports do not tell; the next run looks for what bears on it."""
    from firsthand import terminal
    from firsthand.weigh.commitments import judging

    wanted = judging.Wanted(
        who=who,
        what=what,
        to=tuple(to or ()),
        by=day(by, "--by"),
        until=day(until, "--until"),
        made=day(made, "--made"),
        kinds=tuple(kinds or ()),
        sites=tuple(sites or ()),
        text_source=text_source,
        article=article,
    )
    with open_case(case) as opened:
        decision = judging.add(opened, wanted, note, signed)
    terminal.answer(decision, terminal.print_decision, json_wanted)
