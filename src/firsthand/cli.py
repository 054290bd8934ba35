"""The command line. It parses, makes one call, prints, and turns errors into messages and exit codes; no logic here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from firsthand import __version__
from firsthand.errors import EXIT_INTERRUPTED, EXIT_PARTIAL, CaseMissingError, FirsthandError, UsageError

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


def main() -> None:
    """Entry point: errors become one clear message and an honest exit code."""
    try:
        app()
    except FirsthandError as error:
        print(f"firsthand: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, SystemExit) as ended:
        # Typer turns an interrupt inside a command into an exit with this code, and says nothing.
        if isinstance(ended, SystemExit) and ended.code != EXIT_INTERRUPTED:
            raise
        said = "firsthand: stopped; what was finished is kept. Run the same command again to go on."
        print(said, file=sys.stderr)  # noqa: T201
        sys.exit(EXIT_INTERRUPTED)


# ---- shared by the commands ------------------------------------------------------------------------------------------


def _find_case(given: Path | None) -> Path | None:
    if given is not None:
        return given
    here = Path.cwd()
    return next((folder for folder in (here, *here.parents) if (folder / "case.toml").is_file()), None)


@contextmanager
def _open(given: Path | None) -> Iterator[Case]:
    from firsthand.case import Case

    root = _find_case(given)
    if root is None:
        raise CaseMissingError(
            "there is no case here",
            thing=str(Path.cwd()),
            remedy="make one with `firsthand new DIR`, or say which with --case DIR",
        )
    case = Case(root)
    try:
        yield case
    finally:
        case.store.close()


def _day(value: str | None, option: str) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError as error:
        raise UsageError(f"{value!r} is no date", thing=option, remedy="give yyyy-mm-dd, such as 2025-07-31") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _end(problems: tuple[Problem, ...]) -> None:
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
    pass


def _stage(name: str, case: Path | None, json_wanted: bool) -> None:
    from firsthand import pipeline, terminal, views

    with _open(case) as opened, terminal.progress_bar(not json_wanted) as progress:
        report = pipeline.run_stage(opened, name, progress)
    if json_wanted:
        terminal.print_json(views.stage_view(report))
    else:
        terminal.print_report(report)
    _end(report.problems)


# ---- making and filling a case ---------------------------------------------------------------------------------------


@app.command(epilog="Example: firsthand new sohae --title 'Sohae watch'", rich_help_panel="A case")
def new(
    folder: Annotated[Path, typer.Argument(help="Folder to make; must be new or empty.")],
    title: Annotated[str, typer.Option(help="Title of the case.")] = "",
    sites: Annotated[Path | None, typer.Option(help="A sites.geojson to start with.")] = None,
    json_wanted: JsonOption = False,
) -> None:
    """Make a new case in its own folder."""
    from firsthand import terminal
    from firsthand.case import new_case

    case = new_case(folder, title=title, sites=sites)
    if json_wanted:
        terminal.print_json({"case": str(folder), "title": case.title, "sites": [site.id for site in case.sites]})
    else:
        terminal.print_new_case(case)


@app.command(epilog="Example: firsthand demo demo-case && firsthand desk -C demo-case", rich_help_panel="A case")
def demo(
    folder: Annotated[Path, typer.Argument(help="Folder to make the demo case in.")] = Path("demo-case"),
    json_wanted: JsonOption = False,
) -> None:
    """Build the fictional demo case, run all stages, write its briefs."""
    from firsthand import pipeline, terminal, views
    from firsthand.demo.build import build

    with terminal.progress_bar(not json_wanted) as progress:
        case = build(folder, progress)
        reports = pipeline.run(case, progress)
    if json_wanted:
        terminal.print_json([views.stage_view(report) for report in reports])
    else:
        for report in reports:
            terminal.print_report(report)
        terminal.print_doors(folder)
    _end(tuple(problem for report in reports for problem in report.problems))


@app.command(
    epilog="Examples: firsthand collect reports/ --outlet 'Osmeria Courier' --published 2025-07-02 · "
    "firsthand collect scenes/ · cat page.txt | firsthand collect - · firsthand collect --urls list.txt",
    rich_help_panel="A case",
)
def collect(
    inputs: Annotated[list[str], typer.Argument(help="Files, folders, URLs, feeds, or - for standard input.")],
    published: Annotated[str | None, typer.Option(help="Publication date of all inputs (ISO 8601).")] = None,
    outlet: Annotated[str, typer.Option(help="Who published them.")] = "",
    metadata: Annotated[
        Path | None,
        typer.Option(
            help="CSV with columns file,url,outlet,title,byline,published,updated,captured,taken,sensor,site."
        ),
    ] = None,
    site: Annotated[str, typer.Option(help="Site that the images show, when their position does not say.")] = "",
    taken: Annotated[
        str | None, typer.Option(help="When the images were taken, when they do not say (ISO 8601).")
    ] = None,
    urls: Annotated[bool, typer.Option("--urls", help="The inputs are text files with one URL a line.")] = False,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Take in reports and images: text, Markdown, HTML, PDF, RSS/Atom, WARC, WACZ, GeoTIFF."""
    from firsthand import terminal, views
    from firsthand.collect.collector import CollectOptions
    from firsthand.collect.collector import collect as run_collect

    options = CollectOptions(
        published=_day(published, "--published"),
        outlet=outlet,
        metadata=metadata,
        site=site,
        taken=_day(taken, "--taken"),
        url_list=urls,
    )
    with _open(case) as opened, opened.working(), terminal.progress_bar(not json_wanted) as progress:
        report = run_collect(opened, inputs, options, progress)
    if json_wanted:
        terminal.print_json(views.stage_view(report))
    else:
        terminal.print_report(report)
    _end(report.problems)


# ---- stages ----------------------------------------------------------------------------------------------------------


@app.command(
    epilog="Examples: firsthand read · firsthand read --json report.txt --published 2025-07-02",
    rich_help_panel="Stages",
)
def read(
    file: Annotated[str | None, typer.Argument(help="Read only this text (or - ) and store nothing.")] = None,
    published: Annotated[str | None, typer.Option(help="Its publication date (ISO 8601).")] = None,
    outlet: Annotated[str, typer.Option(help="Its outlet.")] = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Find who says what, about which place, when, and how they know."""
    if file is None:
        _stage("read", case, json_wanted)
        return
    from firsthand import queries, terminal

    root = _find_case(case)
    moment = _day(published, "--published")
    if root is None:
        view = queries.read_file(None, file, moment, outlet)
    else:
        with _open(root) as opened:
            view = queries.read_file(opened, file, moment, outlet)
    if json_wanted:
        terminal.print_json(view)
    else:
        terminal.print_statements(view)


@app.command(epilog="Examples: firsthand trace · firsthand trace clm-0f3a… --json", rich_help_panel="Stages")
def trace(
    claim: Annotated[str | None, typer.Argument(help="Show the origins and repetitions of this claim.")] = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Group what says the same thing and count its independent origins."""
    if claim is None:
        _stage("trace", case, json_wanted)
        return
    from firsthand import queries, terminal

    with _open(case) as opened:
        view = queries.trace(opened, claim)
    if json_wanted:
        terminal.print_json(view)
    else:
        terminal.print_trace(view)


@app.command(epilog="Example: firsthand watch -C my-case", rich_help_panel="Stages")
def watch(case: CaseOption = None, json_wanted: JsonOption = False) -> None:
    """Find what changed on the ground between the images of each site."""
    _stage("watch", case, json_wanted)


@app.command(epilog="Example: firsthand weigh -C my-case", rich_help_panel="Stages")
def weigh(case: CaseOption = None, json_wanted: JsonOption = False) -> None:
    """Say how likely each claim is, why, and what became of the promises."""
    _stage("weigh", case, json_wanted)


@app.command(epilog="Example: firsthand run -C my-case", rich_help_panel="Stages")
def run(case: CaseOption = None, json_wanted: JsonOption = False) -> None:
    """Run all stages on what is new, and write the briefs."""
    from firsthand import pipeline, terminal, views

    with _open(case) as opened, terminal.progress_bar(not json_wanted) as progress:
        reports = pipeline.run(opened, progress)
    if json_wanted:
        terminal.print_json([views.stage_view(report) for report in reports])
    else:
        for report in reports:
            terminal.print_report(report)
    _end(tuple(problem for report in reports for problem in report.problems))


# ---- answers ---------------------------------------------------------------------------------------------------------


@app.command(epilog="Example: firsthand sites --json", rich_help_panel="Answers")
def sites(case: CaseOption = None, json_wanted: JsonOption = False) -> None:
    """List the places under watch."""
    from firsthand import queries, terminal

    with _open(case) as opened:
        found = queries.sites(opened)
    if json_wanted:
        terminal.print_json(found)
    else:
        terminal.print_sites(found)


@app.command(epilog="Example: firsthand claims --site tarn-valley --known-at 2025-07-05", rich_help_panel="Answers")
def claims(
    site: SiteOption = None,
    known_at: KnownAtOption = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """List what is claimed, with reports, origins, first-hand knowledge and likelihood."""
    from firsthand import queries, terminal

    with _open(case) as opened:
        found = queries.claims(opened, site, _day(known_at, "--known-at"))
    if json_wanted:
        terminal.print_json(found)
    else:
        terminal.print_claims(found)


@app.command(epilog="Example: firsthand sources --json", rich_help_panel="Answers")
def sources(case: CaseOption = None, json_wanted: JsonOption = False) -> None:
    """List outlets: claims they carry, how often first, how accurate, and from whom they copy."""
    from firsthand import terminal
    from firsthand.trace.behaviour import outlets_of

    with _open(case) as opened:
        found = outlets_of(opened)
    if json_wanted:
        terminal.print_json([terminal.as_json(record) for record in found])
    else:
        terminal.print_outlets(found)


@app.command(epilog="Example: firsthand changes tarn-valley --geojson > changes.geojson", rich_help_panel="Answers")
def changes(
    site: Annotated[str | None, typer.Argument(help="Site id, name or alias; default: all sites.")] = None,
    geojson: Annotated[bool, typer.Option("--geojson", "--json", help="Print GeoJSON.")] = False,
    case: CaseOption = None,
) -> None:
    """List what changed on the ground, between which dates, with area and strength."""
    from firsthand import queries, terminal

    with _open(case) as opened:
        found = queries.changes(opened, site)
    if geojson:
        terminal.print_json(found)
    else:
        terminal.print_changes(found)


@app.command(epilog="Examples: firsthand show clm-0f3a… · firsthand show report.txt", rich_help_panel="Answers")
def show(
    id: Annotated[str, typer.Argument(help="Id of a document, statement, claim, scene or change; or a file name.")],
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Show one record with all that it rests on."""
    from firsthand import queries, terminal

    with _open(case) as opened:
        record = queries.show(opened, id)
    if json_wanted:
        terminal.print_json(record)
    else:
        terminal.print_record(record)


@app.command(epilog="Example: firsthand search test stand", rich_help_panel="Answers")
def search(
    words: Annotated[list[str], typer.Argument(help="All must occur; quote a phrase to keep it whole.")],
    limit: Annotated[int, typer.Option(min=1, max=1000, help="At most this many results.")] = 20,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Search document texts, statements and claims."""
    from firsthand import queries, terminal

    with _open(case) as opened:
        hits = queries.search(opened, " ".join(words), limit)
    if json_wanted:
        terminal.print_json(hits)
    else:
        terminal.print_hits(hits)


# ---- people's judgements ---------------------------------------------------------------------------------------------


@app.command(epilog="Example: firsthand decide same clm-0f3a… clm-77b0… --note 'one briefing'", rich_help_panel="Judge")
def decide(
    kind: Annotated[str, typer.Argument(help="same, 'not same' or unsure.")],
    subjects: Annotated[list[str], typer.Argument(help="Ids of two or more claims or statements.")],
    note: Annotated[str, typer.Option(help="Why.")] = "",
    who: Annotated[str, typer.Option(help="Who judges; default: your user name.")] = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Record that statements say the same thing, or do not; the next run heeds it."""
    from firsthand import decisions as judge
    from firsthand import terminal

    with _open(case) as opened:
        decision = judge.decide(opened, kind, subjects, note, who)
    if json_wanted:
        terminal.print_json(terminal.as_json(decision))
    else:
        terminal.print_decisions([decision])


@app.command(epilog="Example: firsthand decisions --all", rich_help_panel="Judge")
def decisions(
    withdrawn: Annotated[bool, typer.Option("--all", help="Withdrawn ones too.")] = False,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """List what people judged."""
    from firsthand import terminal

    with _open(case) as opened:
        found = opened.store.decisions(standing=not withdrawn)
    if json_wanted:
        terminal.print_json([terminal.as_json(decision) for decision in found])
    else:
        terminal.print_decisions(found)


@app.command(epilog="Example: firsthand undo dec-5c20…", rich_help_panel="Judge")
def undo(
    decision: Annotated[str, typer.Argument(help="Id of the decision; see `firsthand decisions`.")],
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Withdraw a judgement; it stays on record as withdrawn."""
    from firsthand import decisions as judge
    from firsthand import terminal

    with _open(case) as opened:
        gone = judge.withdraw(opened, decision)
    if json_wanted:
        terminal.print_json(terminal.as_json(gone))
    else:
        terminal.print_decisions([gone])


# ---- publishing and care ---------------------------------------------------------------------------------------------


@app.command(epilog="Example: firsthand brief tarn-valley --known-at 2025-07-05", rich_help_panel="Publish")
def brief(
    site: Annotated[str, typer.Argument(help="Site id, name or alias.")],
    to: Annotated[
        Path | None, typer.Option("--to", help="File to write; default: briefs/SITE.html in the case.")
    ] = None,
    known_at: KnownAtOption = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Write the brief of one site: a single HTML file in which each sentence opens what it rests on."""
    from firsthand import terminal
    from firsthand.publish.publisher import BriefOptions
    from firsthand.publish.publisher import brief as write_brief

    with _open(case) as opened:
        site_id = opened.site(site).id
        path = write_brief(opened, site_id, BriefOptions(out=to, known_at=_day(known_at, "--known-at")))
    if json_wanted:
        terminal.print_json({"site": site_id, "brief": str(path)})
    else:
        terminal.print_path(path)


@app.command(epilog="Example: firsthand export-wacz pages.wacz -C my-case", rich_help_panel="Publish")
def export_wacz(
    path: Annotated[Path, typer.Argument(help="File to write, ending in .wacz.")],
    documents: Annotated[list[str] | None, typer.Argument(help="Ids of documents; default: all pages.")] = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Write the captured pages as a web archive (WACZ) that others can replay."""
    from firsthand import terminal
    from firsthand.collect.archive import export_wacz as write_wacz

    with _open(case) as opened:
        written = write_wacz(opened, path, documents or None)
    if json_wanted:
        terminal.print_json({"wacz": str(written)})
    else:
        terminal.print_path(written)


@app.command(epilog="Example: firsthand desk -C demo-case --port 8321", rich_help_panel="Publish")
def desk(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8321,
    case: CaseOption = None,
) -> None:
    """Serve the desk on this machine, for the browser; stop it with Ctrl-C."""
    from firsthand.desk.serve import serve

    with _open(case) as opened:
        root = opened.root
    serve(root, port=port)


@app.command(epilog="Example: firsthand verify -C demo-case", rich_help_panel="Care")
def verify(case: CaseOption = None, json_wanted: JsonOption = False) -> None:
    """Check every quote against its text, every file and chip against its hash."""
    from firsthand import integrity, terminal
    from firsthand.errors import IntegrityError

    with _open(case) as opened, terminal.progress_bar(not json_wanted) as progress:
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

    checks = health.examine(_find_case(case))
    if json_wanted:
        terminal.print_json([terminal.as_json(check) for check in checks])
    else:
        terminal.print_checks(checks)
    if any(check.state == "bad" for check in checks):
        raise typer.Exit(FirsthandError.exit_code)


if __name__ == "__main__":
    main()
