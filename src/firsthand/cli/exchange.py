"""Commands that hand a case over and take in what others wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli.common import CaseOption, JsonOption, KnownAtOption, SiteOption, app, day, end, one_site, open_case

PANEL = "Exchange"


@app.command(
    epilog="Examples: firsthand export --list · firsthand export kmz tarn-valley --to tarn.kmz · "
    "firsthand export csv --to tables",
    rich_help_panel=PANEL,
)
def export(
    name: Annotated[str | None, typer.Argument(metavar="FORMAT", help="What to write; see --list.")] = None,
    site: Annotated[str | None, typer.Argument(help="Site id, name or alias; default: the whole case.")] = None,
    named: SiteOption = None,
    to: Annotated[Path | None, typer.Option("--to", help="File or folder to write.")] = None,
    list_wanted: Annotated[bool, typer.Option("--list", help="List the formats.")] = False,
    known_at: KnownAtOption = None,
    sign: Annotated[Path | None, typer.Option("--sign", help="SSH key that signs a bag.")] = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Write the case, or what bears on one site, in a format that others use."""
    from firsthand import terminal
    from firsthand.exchange.formats import export as write
    from firsthand.exchange.formats import listing
    from firsthand.terminal.exchange import print_formats

    if list_wanted or name is None:
        terminal.answer(listing(), print_formats, json_wanted)
        return
    with open_case(case) as opened:
        written = write(opened, name, to, one_site(site, named), day(known_at, "--known-at"), sign)
    terminal.answer(written, terminal.print_paths, json_wanted, lambda paths: {"format": name, "files": paths})


@app.command(
    "import", epilog="Examples: firsthand import sites.kml · firsthand import annotated/", rich_help_panel=PANEL
)
def import_(
    path: Annotated[Path, typer.Argument(help="Places: .kml, .kmz, .geojson. Annotations: a folder of brat files.")],
    who: Annotated[
        str, typer.Option("--signed", "--who", help="Who signs corrections; default: the annotator, or your user name.")
    ] = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Take in places, or annotations as corrections; reports and feeds come by `firsthand collect`."""
    from firsthand import terminal
    from firsthand.exchange.taking import take
    from firsthand.terminal.exchange import print_taken

    with open_case(case) as opened:
        taken = take(opened, path, who)
    terminal.answer(taken, print_taken, json_wanted)
    end(taken.problems)


@app.command(epilog="Example: firsthand import-case handed-over.bag their-case", rich_help_panel=PANEL)
def import_case(
    bag: Annotated[Path, typer.Argument(help="Folder of the bag; see `firsthand export bag`.")],
    folder: Annotated[Path, typer.Argument(help="Folder to make; must be new or empty.")],
    json_wanted: JsonOption = False,
) -> None:
    """Make a case of a bag that was handed over, once every hash holds."""
    from firsthand import terminal
    from firsthand.exchange.bag import import_case as unpack
    from firsthand.terminal.exchange import print_bag

    result = unpack(bag, folder)
    terminal.answer(result, print_bag, json_wanted)
    end(result.problems)


@app.command(epilog="Example: firsthand mcp -C demo-case", rich_help_panel=PANEL)
def mcp(case: CaseOption = None) -> None:
    """Answer agents over standard input and output (MCP): they read with anchors, and write only as proposals."""
    from firsthand.mcp import serve

    with open_case(case) as opened:
        root = opened.root
    serve(root)
