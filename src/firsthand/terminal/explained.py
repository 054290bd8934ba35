"""A text in the terminal with its statements marked: who says what, through whom, how they know, how sure it is.

Numbers in brackets say it without colour: ``[1 …]`` is what statement 1 says, ``{1 …}`` who says it, ``<1 …>`` the
words that attribute it. A question mark behind the number marks a statement that the reader is not sure of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rich.text import Text

from firsthand.model import Anchor, Document, Reading, Relevance, Statement
from firsthand.printable import printable
from firsthand.read import UNSURE_BELOW
from firsthand.read.paragraphs import split_paragraphs

LEGEND = "[1 …] what is said   {1 …} by whom   <1 …> the words that attribute it   1? the reader is not sure"
_BRACKETS = {"said": ("[", "]"), "source": ("{", "}"), "cue": ("<", ">")}
_STYLES = {"said": "bold", "source": "cyan", "cue": "magenta"}


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    role: str
    label: str
    unsure: bool


def explained(document: Document, reading: Reading) -> Iterator[Text]:
    """The text paragraph by paragraph, each followed by what was read in it."""
    numbers = {statement.id: number for number, statement in enumerate(reading.statements, 1)}
    spans = [span for item in reading.statements for span in _spans(item, numbers[item.id])]
    yield Text(LEGEND, "dim")
    if reading.language not in {"en", "und"}:
        yield Text(f"language: {reading.language}; only English is read", "yellow")
    for paragraph in split_paragraphs(document.text):
        here = [span for span in spans if span.start < paragraph.end and span.end > paragraph.start]
        yield Text()
        yield _marked(document.text, paragraph.start, paragraph.end, here)
        for mark in reading.marks:
            if paragraph.start <= mark.start < paragraph.end:
                yield Text(f"    {mark.kind}: {mark.reason}", "dim italic")
        for statement in reading.statements:
            if paragraph.start <= _first(statement) < paragraph.end:
                yield note(statement, numbers[statement.id])
    if not reading.statements:
        yield Text("\nNo statement was found in this text.", "yellow")


def note(statement: Statement, number: int) -> Text:
    """What was read of one statement, below its paragraph."""
    unsure = statement.confidence < UNSURE_BELOW
    text = Text(f"  {_label(statement, number):>3}  ", "bold yellow" if unsure else "bold")
    text.append(printable(" ◀ ".join(link.name for link in statement.chain) or "speaker lost"), "cyan")
    if not statement.content:
        text.append(" (an edge: nothing of what was said)")
    text.append(f" · {statement.stance.value}", "" if statement.stance.value == "asserts" else "yellow")
    text.append(f" · known by: {statement.basis.value} · {statement.voice.value}")
    text.append(f" · {'unsure, ' if unsure else ''}{statement.confidence:.0%}", "yellow" if unsure else "dim")
    if statement.relevance is not Relevance.ON_TOPIC:
        text.append(f" · {statement.relevance.value}", "dim")
    text.append(f"  {statement.id}", "dim")
    for gap in statement.unresolved:
        text.append(f"\n       unresolved “{printable(gap.anchor.quote)}”: {gap.reason}", "yellow")
    if statement.corrected_by:
        text.append(f"\n       corrected by a person: {statement.corrected_by}", "green")
    return text


def _label(statement: Statement, number: int) -> str:
    return f"{number}?" if statement.confidence < UNSURE_BELOW else str(number)


def _spans(statement: Statement, number: int) -> Iterator[_Span]:
    label, unsure = _label(statement, number), statement.confidence < UNSURE_BELOW
    pieces: list[tuple[str, Anchor | None]] = [("said", anchor) for anchor in statement.content]
    pieces += [("source", statement.source), ("cue", statement.cue)]
    for role, anchor in pieces:
        if anchor is not None and anchor.end > anchor.start:
            yield _Span(anchor.start, anchor.end, role, label, unsure)


def _first(statement: Statement) -> int:
    pieces = [*statement.content, *(anchor for anchor in (statement.source, statement.cue) if anchor)]
    return min((anchor.start for anchor in pieces), default=0)


def _marked(text: str, start: int, end: int, spans: Sequence[_Span]) -> Text:
    """The stretch of text with a bracket at each end of each span, the wider ones outside."""
    edges = sorted({start, end, *(edge for span in spans for edge in (span.start, span.end) if start < edge < end)})
    marked = Text()
    for left, right in pairwise(edges):
        for span in sorted((span for span in spans if max(span.start, start) == left), key=_wide_first):
            marked.append(f"{_BRACKETS[span.role][0]}{span.label} ", _style(span, "dim"))
        over = [span for span in spans if span.start <= left and span.end >= right]
        inner = min(over, key=lambda span: span.end - span.start, default=None)
        marked.append(printable(text[left:right]), _style(inner, _STYLES[inner.role]) if inner else "")
        for span in sorted((span for span in spans if min(span.end, end) == right), key=_wide_first, reverse=True):
            marked.append(_BRACKETS[span.role][1], _style(span, "dim"))
    return marked


def _wide_first(span: _Span) -> tuple[int, str, str]:
    return span.start - span.end, span.role, span.label


def _style(span: _Span, style: str) -> str:
    return f"{style} yellow" if span.unsure else style
