"""Commands that publish beside the briefs: contact sheets, the archive, annotations, the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli.common import CaseOption, JsonOption, app, end, open_case


@app.command(
    epilog="Examples: firsthand sheet tarn-valley --to looks.png · "
    "firsthand sheet tarn-valley --to looks.gif --sensor S2",
    rich_help_panel="Publish",
)
def sheet(
    site: Annotated[str, typer.Argument(help="Site id, name or alias.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "--to", "--out", "-o", help="File to write: .html or .png, or moving .gif, .webp, .apng; default: a page."
        ),
    ] = None,
    sensor: Annotated[str, typer.Option(help="Only sensors whose name holds this.")] = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Draw the whole series of images of a site: a contact sheet, or one picture that moves."""
    from firsthand import terminal
    from firsthand.watch.sheet import sheet as draw

    with open_case(case) as opened, terminal.progress_bar(not json_wanted) as progress:
        done = draw(opened, site, out, sensor, progress)
    if json_wanted:
        terminal.print_json({"sheet": done.path, "looks": done.tiles})
    else:
        terminal.print_path(done.path)
    end(done.problems)


@app.command(epilog="Example: firsthand export-wacz pages.wacz -C my-case", rich_help_panel="Publish")
def export_wacz(
    path: Annotated[Path, typer.Argument(help="File to write, ending in .wacz.")],
    documents: Annotated[list[str] | None, typer.Argument(help="Ids of documents; default: all pages.")] = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Write the captured pages as a web archive (WACZ) that others can replay."""
    from firsthand import terminal
    from firsthand.collect.archives.written import export_wacz as write_wacz

    with open_case(case) as opened:
        written = write_wacz(opened, path, documents or None)
    terminal.answer(written, terminal.print_path, json_wanted, lambda path: {"wacz": path})


@app.command(epilog="Example: firsthand export-annotations annotated/ -C my-case", rich_help_panel="Publish")
def export_annotations(
    folder: Annotated[Path, typer.Argument(help="Folder to write text/ and attributions/ into.")],
    documents: Annotated[
        list[str] | None, typer.Option("--document", help="Id, name or URL of a document; default: all that were read.")
    ] = None,
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Write texts and who says what in them as brat files, from which a reader can be trained."""
    from firsthand import terminal
    from firsthand.publish.annotations import export_annotations as write_annotations

    with open_case(case) as opened:
        written = write_annotations(opened, folder, documents or ())
    terminal.answer(written, terminal.print_paths, json_wanted, lambda paths: {"annotations": paths})


@app.command(epilog="Example: firsthand desk -C demo-case --port 8321 --inbox", rich_help_panel="Publish")
def desk(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8321,
    host: Annotated[
        str, typer.Option(help="Address to answer at; any but this machine's own asks for a token.")
    ] = "127.0.0.1",
    inbox: Annotated[
        bool, typer.Option("--inbox", help="Let browsers and archiving tools send pages in, with a token.")
    ] = False,
    case: CaseOption = None,
) -> None:
    """Serve the desk for the browser; stop it with Ctrl-C."""
    from firsthand.desk.inbox import make_token
    from firsthand.desk.serve import serve

    with open_case(case) as opened:
        root = opened.root
        if inbox:
            make_token(opened)
    serve(root, host, port)
