"""What was read in a text: statements, places, words marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from firsthand.printable import printable
from firsthand.read import UNSURE_BELOW
from firsthand.terminal.base import escape, out, print_json, put, width

if TYPE_CHECKING:
    from firsthand.model import Document, Reading
    from firsthand.views import HitView, PlaceView, ReadView, StatementView

SURE_FROM = 0.9
"""Places with better odds than this are shown without them."""


def print_statements(view: ReadView) -> None:
    """The statements of one text."""
    for statement in view.statements:
        _print_statement(statement)
    for mark in view.marks:
        put(f"[dim]{mark.kind}: {escape(mark.reason)}[/]", f"[dim]{mark.start}–{mark.end}[/]  ")
    _print_places(view.places)


def _print_places(places: Sequence[PlaceView]) -> None:
    """Each place once, with the number of times that the text names it."""
    times = Counter((place.quote, place.name) for place in places)
    if places:
        put("[dim]Places[/]")
    shown: set[tuple[str, str]] = set()
    for place in places:
        if (place.quote, place.name) in shown:
            continue
        shown.add((place.quote, place.name))
        often = times[place.quote, place.name]
        words = f"“{escape(place.quote)}”" if often == 1 else f"“{escape(place.quote)}” ×{often}"
        where = f"{place.lat:.4f}, {place.lon:.4f} ± {distance(place.radius_m)}"
        how = place.how if place.odds >= SURE_FROM else f"{place.how} ({place.odds:.0%})"
        put(f"{words}: [bold]{escape(place.name)}[/], {where} [dim]{escape(how)}[/]", "  · ")


def distance(metres: float) -> str:
    """ "870 m", "3.5 km", "420 km"."""
    if metres < 1000:
        return f"{metres:.0f} m"
    return f"{metres / 1000:.1f} km" if metres < 20_000 else f"{metres / 1000:.0f} km"


def print_explained(document: Document, reading: Reading, json_wanted: bool) -> None:
    """The text with its statements marked; as JSON what `read --json` prints."""
    if json_wanted:
        from firsthand.views import read_view

        print_json(read_view(document, reading))
        return
    from firsthand.terminal.explained import explained

    for line in explained(document, reading):
        out.print(line, width=width())


def _print_statement(statement: StatementView) -> None:
    who = " ◀ ".join(statement.chain) or "speaker lost"
    colour = "green" if statement.stance == "asserts" else "yellow"
    said = " … ".join(piece.quote for piece in statement.content)
    quote = f" “{escape(said)}”" if said else ""
    lead = f"[dim]{f'{statement.start}–{statement.end}':<12}[/]"
    put(f"[bold]{escape(who)}[/] [{colour}]{statement.stance}[/]{quote}", lead)
    tags = [statement.voice, f"basis: {statement.basis}", *statement.sites]
    if statement.relevance != "on-topic":
        tags.append(statement.relevance)
    if statement.confidence < UNSURE_BELOW:
        tags.append(f"unsure ({statement.confidence:.0%})")
    put(f"[dim]{escape(' · '.join(tags))}[/]", " " * 12)
    for gap in statement.unresolved:
        put(f"[yellow]open ({gap.kind}): “{escape(gap.quote)}”: {escape(gap.reason)}[/]", " " * 12)


def print_hits(hits: Sequence[HitView]) -> None:
    """Each find with the words around it; documents under their title, statements under who says it."""
    for hit in hits:
        title = hit.title or hit.document or ""
        lead = f"[dim]{hit.kind:<9}[/] [cyan]{hit.id}[/]  "
        snippet = " ".join(printable(hit.snippet).split())
        if title and title not in snippet:
            put(f"[bold]{escape(title)}[/]", lead)
            lead = " " * 28
        put(Text(snippet), lead)
    if not hits:
        put("Nothing found. Search covers document texts, statements and claims; all words must occur.")
