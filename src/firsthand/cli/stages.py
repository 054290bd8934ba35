"""Commands that fill a case and run its stages."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli.common import CaseOption, ClusterOption, JobsOption, JsonOption, app, day, end, find_case, open_case
from firsthand.errors import UsageError


def run_stage(name: str, case: Path | None, json_wanted: bool, jobs: int = 1, cluster: str = "") -> None:
    from firsthand import pipeline, terminal, views
    from firsthand.workers import hired

    with (
        open_case(case) as opened,
        hired(jobs, cluster) as workers,
        terminal.progress_bar(not json_wanted) as progress,
    ):
        report = pipeline.run_stage(opened, name, progress, workers)
    terminal.answer(report, terminal.print_report, json_wanted, views.stage_view)
    end(report.problems)


@app.command(
    epilog="Examples: firsthand collect reports/ --outlet 'Osmeria Courier' --published 2025-07-02 · "
    "firsthand collect scenes/ · cat page.txt | firsthand collect - · firsthand collect --urls list.txt · "
    "firsthand collect crawl.warc.gz --about --language en --drop-copies",
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
    about: Annotated[
        bool, typer.Option("--about", help="Keep only what names a site of the case or a topic word of case.toml.")
    ] = False,
    language: Annotated[
        list[str] | None, typer.Option(help="Keep only texts in this language (en, ko, …); may be repeated.")
    ] = None,
    drop_copies: Annotated[
        bool, typer.Option("--drop-copies", help="Note texts that repeat one of the case, and do not take them in.")
    ] = False,
    jobs: JobsOption = 1,
    cluster: ClusterOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Take in reports and images: text, Markdown, HTML, PDF, RSS/Atom, WARC, WACZ, GeoTIFF, TLE/OMM."""
    from firsthand import terminal, views
    from firsthand.collect.collector import CollectOptions
    from firsthand.collect.collector import collect as run_collect
    from firsthand.workers import hired

    options = CollectOptions(
        published=day(published, "--published"),
        outlet=outlet,
        metadata=metadata,
        site=site,
        taken=day(taken, "--taken"),
        url_list=urls,
        about=about,
        drop_copies=drop_copies,
        languages=frozenset(code.lower() for code in language or ()),
    )
    with (
        open_case(case) as opened,
        opened.working(),
        hired(jobs, cluster) as workers,
        terminal.progress_bar(not json_wanted) as progress,
    ):
        report = run_collect(opened, inputs, options, progress, workers)
    terminal.answer(report, terminal.print_report, json_wanted, views.stage_view)
    end(report.problems)


@app.command(
    epilog="Examples: firsthand run -C my-case · firsthand run --jobs 4 · firsthand run --cluster tcp://10.0.0.5:8786",
    rich_help_panel="Stages",
)
def run(
    jobs: JobsOption = 1, cluster: ClusterOption = "", case: CaseOption = None, json_wanted: JsonOption = False
) -> None:
    """Run all stages on what is new, and write the briefs."""
    from firsthand import pipeline, terminal, views
    from firsthand.workers import hired

    with (
        open_case(case) as opened,
        hired(jobs, cluster) as workers,
        terminal.progress_bar(not json_wanted) as progress,
    ):
        reports = pipeline.run(opened, progress, workers)
    terminal.answer(reports, terminal.print_reports, json_wanted, views.stage_views)
    end(tuple(problem for report in reports for problem in report.problems))


@app.command(
    epilog="Examples: firsthand read · firsthand read --explain report.txt · "
    "firsthand read --json report.txt --published 2025-07-02",
    rich_help_panel="Stages",
)
def read(
    file: Annotated[str | None, typer.Argument(help="Read only this text (or - ) and store nothing.")] = None,
    published: Annotated[str | None, typer.Option(help="Its publication date (ISO 8601).")] = None,
    outlet: Annotated[str, typer.Option(help="Its outlet.")] = "",
    explain: Annotated[
        bool, typer.Option("--explain", help="Print the text, or a document of the case, with its statements marked.")
    ] = False,
    jobs: JobsOption = 1,
    cluster: ClusterOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Find who says what, about which place, when, and how they know."""
    if file is None and explain:
        raise UsageError("which text?", thing="--explain", remedy="name a document of the case, or a file")
    if file is None:
        run_stage("read", case, json_wanted, jobs, cluster)
        return
    from firsthand import queries, terminal

    root = find_case(case)
    moment = day(published, "--published")
    if explain:
        with nullcontext() if root is None else open_case(root) as opened:
            document, reading = queries.explain(opened, file, moment, outlet)
        terminal.print_explained(document, reading, json_wanted)
        return
    with terminal.progress_bar(not json_wanted) as progress:
        if root is None:
            view = queries.read_file(None, file, moment, outlet, progress)
        else:
            with open_case(root) as opened:
                view = queries.read_file(opened, file, moment, outlet, progress)
    terminal.answer(view, terminal.print_statements, json_wanted)


@app.command(
    epilog="Examples: firsthand trace · firsthand trace --jobs 4 · firsthand trace clm-0f3a… --json",
    rich_help_panel="Stages",
)
def trace(
    claim: Annotated[str | None, typer.Argument(help="Show the origins and repetitions of this claim.")] = None,
    jobs: JobsOption = 1,
    cluster: ClusterOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Group what says the same thing and count its independent origins."""
    if claim is None:
        run_stage("trace", case, json_wanted, jobs, cluster)
        return
    from firsthand import queries, terminal

    with open_case(case) as opened:
        view = queries.trace(opened, claim)
    terminal.answer(view, terminal.print_trace, json_wanted)


@app.command(epilog="Example: firsthand watch -C my-case", rich_help_panel="Stages")
def watch(
    jobs: JobsOption = 1, cluster: ClusterOption = "", case: CaseOption = None, json_wanted: JsonOption = False
) -> None:
    """Find what changed on the ground between the images of each site."""
    run_stage("watch", case, json_wanted, jobs, cluster)


@app.command(
    epilog="Examples: firsthand weigh -C my-case · firsthand weigh --explain clm-0f3a…", rich_help_panel="Stages"
)
def weigh(
    explain: Annotated[
        str | None, typer.Option("--explain", help="Id of a claim: show how its probability adds up, and do no more.")
    ] = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Say how likely each claim is, why, how reliable its sources are, and what became of the promises."""
    if explain is None:
        run_stage("weigh", case, json_wanted)
        return
    from firsthand import terminal
    from firsthand.weigh.explanation import explained

    with open_case(case) as opened:
        found = explained(opened, explain)
    terminal.answer(found, terminal.print_explanation, json_wanted)
