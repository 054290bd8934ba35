"""The command that compares two images on disk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli.common import JsonOption, app


@app.command(
    epilog="Examples: firsthand compare june.tif july.tif --to changed.tif · firsthand compare a.tif b.tif --fine",
    rich_help_panel="Answers",
)
def compare(
    before: Annotated[Path, typer.Argument(help="The earlier image: a GeoTIFF of any size.")],
    after: Annotated[Path, typer.Argument(help="The later one, on the same grid and with the same bands.")],
    to: Annotated[Path | None, typer.Option(help="Write the mask here: 1 changed, 0 not, 255 not usable.")] = None,
    fine: Annotated[
        bool, typer.Option("--fine", help="For about half a metre a pixel: rank places for a person to look at.")
    ] = False,
    json_wanted: JsonOption = False,
) -> None:
    """Where two images on disk differ, without a case; `firsthand watch` compares those of a site under watch."""
    from firsthand import terminal
    from firsthand.terminal.comparison import print_comparison
    from firsthand.views.comparison import comparison_view
    from firsthand.watch.pairs.comparison import compare as compare_images

    terminal.answer(compare_images(before, after, to, fine), print_comparison, json_wanted, comparison_view)
