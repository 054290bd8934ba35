"""Commands that keep forecasts, resolve them and score them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from firsthand.cli.common import CaseOption, JsonOption, NoteOption, SignedOption, app, day, open_case


@app.command(
    epilog="Examples: firsthand forecast clm-0f3a… 0.7 --by 2025-12-31 · "
    "firsthand forecast 'the new hall is in use' 30% --by 2026-03-01",
    rich_help_panel="Judge",
)
def forecast(
    subject: Annotated[str, typer.Argument(help="Id of a claim, or words of your own.")],
    probability: Annotated[str, typer.Argument(help="0.7 or 70%.")],
    by: Annotated[str | None, typer.Option(help="When it will be known (yyyy-mm-dd).")] = None,
    note: NoteOption = "",
    who: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Keep what you expect, to be scored when it is resolved."""
    from firsthand import terminal
    from firsthand.views.scoring import forecast_view
    from firsthand.weigh.scoring import resolutions

    chance = resolutions.probability_of(probability)
    with open_case(case) as opened:
        made = resolutions.foretell(opened, subject, chance, day(by, "--by"), note, who)
    terminal.answer(made, terminal.print_forecast, json_wanted, forecast_view)


@app.command(
    epilog="Examples: firsthand resolve clm-0f3a… true --note 'inspectors saw it' · firsthand resolve fct-77b0… void",
    rich_help_panel="Judge",
)
def resolve(
    subject: Annotated[str, typer.Argument(help="Id of a claim or of a forecast.")],
    value: Annotated[str, typer.Argument(help="true, false, or void: it cannot be answered.")],
    note: Annotated[str, typer.Option(help="How it is known.")] = "",
    who: SignedOption = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Say what came of a claim or forecast; scores heed it at once, the letters of its sources at the next run."""
    from firsthand import terminal
    from firsthand.weigh.scoring import resolutions

    with open_case(case) as opened:
        decision = resolutions.resolve(opened, subject, value, note, who)
    terminal.answer(decision, terminal.print_decision, json_wanted)


@app.command(
    epilog="Examples: firsthand score · firsthand score --who machine --stated first --plot calibration.svg · "
    "firsthand score --recalibrate apply",
    rich_help_panel="Answers",
)
def score(
    who: Annotated[str, typer.Option(help="machine, or one person; default: everybody, each apart.")] = "",
    stated: Annotated[
        str, typer.Option(help="Of several judgements of one question: first, or last before it was resolved.")
    ] = "last",
    plot: Annotated[Path | None, typer.Option(help="Write the calibration plot to this SVG file.")] = None,
    recalibrate: Annotated[
        str, typer.Option(help="apply: keep the recalibration that is on offer; `firsthand undo` takes it back.")
    ] = "",
    method: Annotated[str, typer.Option(help="platt or isotonic.")] = "platt",
    note: Annotated[str, typer.Option(help="Why it is applied.")] = "",
    case: CaseOption = None,
    json_wanted: JsonOption = False,
) -> None:
    """Tell how good the judgements were: Brier score, log score, calibration by word, and what recalibration offers."""
    from firsthand import terminal
    from firsthand.views.scoring import score_view
    from firsthand.weigh.scoring import scorecard

    with open_case(case) as opened:
        card = scorecard.score(opened, scorecard.Wanted(who, stated, method, recalibrate, note))
        if plot is not None:
            scorecard.write_plot(opened, card, plot)
    terminal.answer(card, terminal.print_scorecard, json_wanted, score_view)
