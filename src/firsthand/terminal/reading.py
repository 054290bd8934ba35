"""What was read in a text: statements, places, words marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from firsthand.read import UNSURE_BELOW
from firsthand.terminal.base import out, print_json

if TYPE_CHECKING:
    from firsthand.model import Document, Reading
    from firsthand.views import HitView, PlaceView, ReadView, StatementView

SURE_FROM = 0.9
"""Places with better odds than this are shown without them."""


def print_statements(view: ReadView) -> None:
    """The statements of one text."""
    for statement in view.statements:
        out.print(_statement_text(statement))
    for mark in view.marks:
        out.print(f"[dim]{mark.start}–{mark.end} {mark.kind}: {escape(mark.reason)}[/]")
    _print_places(view.places)


def _print_places(places: Sequence[PlaceView]) -> None:
    """Each place once, with the number of times that the text names it."""
    table = Table(box=None, pad_edge=False, title="Places", title_justify="left")
    for column in ("words", "place", "where", "how"):
        table.add_column(column)
    times = Counter((place.quote, place.name) for place in places)
    shown: set[tuple[str, str]] = set()
    for place in places:
        if (place.quote, place.name) in shown:
            continue
        shown.add((place.quote, place.name))
        often = times[place.quote, place.name]
        words = place.quote if often == 1 else f"{place.quote} ×{often}"
        where = f"{place.lat:.4f}, {place.lon:.4f} ± {distance(place.radius_m)}"
        how = place.how if place.odds >= SURE_FROM else f"{place.how} ({place.odds:.0%})"
        table.add_row(escape(words), escape(place.name), where, escape(how))
    if places:
        out.print(table)


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
    from firsthand.explain import explained

    for line in explained(document, reading):
        out.print(line)


def _statement_text(statement: StatementView) -> Text:
    who = " ◀ ".join(statement.chain) or "speaker lost"
    text = Text()
    text.append(f"{statement.start}–{statement.end} ", "dim")
    text.append(who, "bold")
    text.append(f" {statement.stance}", "green" if statement.stance == "asserts" else "yellow")
    if statement.content:
        text.append(f" “{' … '.join(piece.quote for piece in statement.content)}”")
    tags = [statement.voice, f"basis: {statement.basis}", *statement.sites]
    if statement.relevance != "on-topic":
        tags.append(statement.relevance)
    if statement.confidence < UNSURE_BELOW:
        tags.append(f"unsure ({statement.confidence:.0%})")
    text.append(f"\n    {' · '.join(tags)}", "dim")
    for gap in statement.unresolved:
        text.append(f"\n    open ({gap.kind}): “{gap.quote}”: {gap.reason}", "yellow")
    return text


def print_hits(hits: Sequence[HitView]) -> None:
    for hit in hits:
        text = Text(f"{hit.kind:<10}{hit.id}  ", "cyan")
        text.append(f"{hit.title or hit.document or ''}\n          ", "bold")
        text.append(hit.snippet)
        out.print(text)
    if not hits:
        out.print("Nothing found. Search covers document texts, statements and claims; all words must occur.")
