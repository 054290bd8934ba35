"""Commands that tell in sentences: the brief and a draft of one, the whole record of a site, what changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli.common import CaseOption, JsonOption, KnownAtOption, app, day, open_case
from firsthand.errors import UsageError

PANEL = "Publish"
SinceOption = Annotated[
    str | None, typer.Option("--since", help="Only what was learned from this day on (yyyy-mm-dd).")
]


@app.command(
    epilog="Examples: firsthand brief tarn-valley --format pdf · firsthand brief 'Was the stand taken down?' · "
    "firsthand brief --check draft.md",
    rich_help_panel=PANEL,
)
def brief(
    subject: Annotated[
        str | None, typer.Argument(help="Site id, name or alias; id of a claim or board; or a question.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", help="File to write; default: briefs/SUBJECT.html in the case.")
    ] = None,
    form: Annotated[str, typer.Option("--format", help="html, pdf or md; default: what --to ends in, else html.")] = "",
    short: Annotated[bool, typer.Option("--short/--long", help="One page, or the whole of it.")] = False,
    since: SinceOption = None,
    known_at: KnownAtOption = None,
    check: Annotated[
        Path | None, typer.Option("--check", help="Hold this text against the case, sentence by sentence, instead.")
    ] = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Write a brief in which each sentence opens what it rests on, or check one that you wrote yourself."""
    from firsthand import terminal
    from firsthand.publish.brief.publisher import BriefOptions
    from firsthand.publish.brief.publisher import brief as write_brief

    if check is not None:
        _check(check, subject or "", case, json_wanted)
        return
    if subject is None:
        raise UsageError(
            "a brief of what?", thing="brief", remedy="name a site, a claim or a question, or --check FILE"
        )
    options = BriefOptions(
        out=to,
        known_at=day(known_at, "--known-at"),
        form=form,
        short=short,
        since=day(since, "--since"),
    )
    with open_case(case) as opened:
        path = write_brief(opened, subject, options)
    terminal.answer(path, terminal.print_path, json_wanted, lambda written: {"subject": subject, "brief": written})


def _check(path: Path, subject: str, case: Path | None, json_wanted: bool) -> None:
    from firsthand import terminal
    from firsthand.publish.drafts.shelf import check_file, refuse
    from firsthand.terminal.drafts import print_verdicts

    with open_case(case) as opened:
        verdicts = check_file(opened, path, subject)
    terminal.answer(verdicts, print_verdicts, json_wanted)
    refuse(verdicts, str(path))


@app.command(epilog="Example: firsthand dossier tarn-valley --format md --to tarn.md", rich_help_panel=PANEL)
def dossier(
    site: Annotated[str, typer.Argument(help="Site id, name or alias.")],
    to: Annotated[Path | None, typer.Option("--to", help="File to write; default: standard output.")] = None,
    form: Annotated[str, typer.Option("--format", help="md, html or json; default: what --to ends in, else md.")] = "",
    known_at: KnownAtOption = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Write the whole record of a site: facts, claims, statements, images, changes, promises, decisions, sources."""
    from firsthand import terminal
    from firsthand.forms import put, record_text

    with open_case(case) as opened:
        text = record_text(opened, site, "json" if json_wanted else form, to, day(known_at, "--known-at"))
    put(text, to, terminal.print_path)


@app.command(epilog="Example: firsthand diff --since 2025-07-05 --site tarn-valley", rich_help_panel=PANEL)
def diff(
    since: Annotated[str, typer.Option("--since", help="What was known on this day (yyyy-mm-dd) is not news.")],
    until: Annotated[
        str | None, typer.Option("--until", help="Up to what was known on this day; default: now.")
    ] = None,
    site: Annotated[str, typer.Option("--site", "-s", help="Site id, name or alias; default: the whole case.")] = "",
    to: Annotated[Path | None, typer.Option("--to", help="File to write; default: standard output.")] = None,
    form: Annotated[str, typer.Option("--format", help="md, html or json; default: what --to ends in, else md.")] = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Tell what changed in what is known: new claims and origins, judgements that moved and why, changes, promises."""
    from firsthand import terminal
    from firsthand.forms import diff_text, put

    first, last = day(since, "--since"), day(until, "--until")
    if first is None:
        raise UsageError("since when?", thing="--since", remedy="give a day, such as 2025-07-31")
    with open_case(case) as opened:
        text = diff_text(opened, (first, last), site, "json" if json_wanted else form, to)
    put(text, to, terminal.print_path)
