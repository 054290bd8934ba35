"""Commands for watch conditions and the alerts that they raise."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from firsthand.cli.common import (
    CaseOption,
    JsonOption,
    NoteOption,
    SignedOption,
    SiteOption,
    app,
    day,
    end,
    open_case,
)


@app.command(
    epilog="Examples: firsthand alerts --unseen · firsthand alerts --since 2025-07-01 · firsthand alerts --check",
    rich_help_panel="Answers",
)
def alerts(
    since: Annotated[str | None, typer.Option(help="Only those raised from this day on (yyyy-mm-dd).")] = None,
    unseen: Annotated[bool, typer.Option("--unseen", help="Only those that nobody has marked as seen.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Try the conditions of case.toml out instead; nothing is kept.")
    ] = False,
    site: SiteOption = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """List what the watch conditions of case.toml raised, newest first."""
    from firsthand import terminal
    from firsthand.alerts import stage
    from firsthand.alerts.views import checked_view, listed_views

    if check:
        with open_case(case) as opened, terminal.progress_bar(not json_wanted) as progress:
            found, problems = stage.check(opened, progress)
        terminal.answer(found, terminal.print_checked, json_wanted, lambda tried: checked_view(tried, problems))
        end(problems)
        return
    with open_case(case) as opened:
        listed = stage.listed(opened, day(since, "--since"), unseen, site)
    terminal.answer(listed, terminal.print_alerts, json_wanted, listed_views)


@app.command(
    epilog="Examples: firsthand alert seen alr-0f3a… · firsthand alert seen all · firsthand alert unseen alr-0f3a…",
    rich_help_panel="Judge",
)
def alert(
    state: Annotated[str, typer.Argument(help="seen, or unseen to take it back.")],
    ids: Annotated[list[str], typer.Argument(help="Ids of alerts, or all.")],
    note: NoteOption = "",
    who: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Mark alerts as seen; signed and dated, and taken back with unseen."""
    from firsthand import terminal
    from firsthand.alerts import stage
    from firsthand.alerts.views import listed_views

    with open_case(case) as opened:
        marked = stage.mark(opened, ids, stage.seen_state(state), who, note)
    terminal.answer(marked, terminal.print_alerts, json_wanted, listed_views)


@app.command(epilog="Example: firsthand feed --site tarn-valley > tarn-valley.atom", rich_help_panel="Publish")
def feed(site: SiteOption = None, case: CaseOption = None, json_wanted: JsonOption = False) -> None:
    """Print the alerts as an Atom feed, or as JSON; `run` keeps both in the case's feeds folder."""
    from firsthand.alerts import feeds

    with open_case(case) as opened:
        place = opened.site(site) if site else None
        page = feeds.as_json(opened, place) if json_wanted else feeds.atom(opened, place)
    sys.stdout.write(page.decode())
