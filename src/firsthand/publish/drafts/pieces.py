"""A draft cut into sentences, with what each cites. Offsets are code points of the draft, half-open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ID = re.compile(r"\b[a-z]{2,4}-[0-9a-f]{12}\b|\bplace-[\w-]+")
_NOTE = re.compile(r"^\[\^([^\]]+)\]:[ \t]*(.*(?:\n(?:[ \t]+.*|(?=\n[ \t]+\S)))*)", re.MULTILINE)
_CITATION = re.compile(r"\[\^([^\]\s]+)\]|\[((?:[a-z]+-[\w-]+)(?:[,;]\s*[a-z]+-[\w-]+)*)\]")
_ASIDE = re.compile(
    r"^(?:#{1,6} .*|---+|\*\*\*+|___+|```.*|!\[.*|\|.*|<!--.*|<[a-zA-Z/].*|[ \t]*)$",
)
"""Lines that say nothing: headings, rules, pictures, tables, markup."""
_LEAD = re.compile(r"(?:[ \t]*(?:[-*+•>]|\d{1,3}[.)])[ \t]+)+|[ \t]+")
_END = re.compile(
    r"(?<![A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bNo)(?<!\bSt)(?<!\bca)(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)"
    r"[.!?][”\"’')\]*_]*(?:[ \t]?\[[^\]]*\])*(?=\s+[“\"‘'(\[*_]*[A-Z0-9]|\s*$)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence of a draft."""

    start: int
    """First character, 0-based."""
    end: int
    """One past the last character, citations included."""
    text: str
    """Its words, without marks of emphasis and citations."""
    cited: tuple[str, ...]
    """Ids that it cites itself, as ``[clm-…]`` or through a footnote."""
    opens: bool
    """It opens a paragraph."""


def pieces(text: str) -> list[Piece]:
    """The sentences of a draft in plain text or Markdown; headings, tables and footnotes are none."""
    notes = {found[1]: tuple(_ID.findall(found[2])) for found in _NOTE.finditer(text)}
    blank = [found.span() for found in _NOTE.finditer(text)]
    return [
        piece
        for start, end in _paragraphs(text)
        if not any(one <= start < other for one, other in blank)
        for piece in _sentences(text, start, end, notes)
    ]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of lines that belong together; a list item is a paragraph of its own."""
    start = end = -1
    for line in re.finditer(r"[^\n]*(?:\n|$)", text):
        words = line.group().rstrip("\n")
        lead = _LEAD.match(words)
        item = lead is not None and lead.group().strip() != ""
        if start >= 0 and (_ASIDE.match(words) or item or words.startswith("[^")):
            yield start, end
            start = -1
        if _ASIDE.match(words):
            continue
        if start < 0:
            start = line.start() + (lead.end() if lead else 0)
        end = line.start() + len(words)
    if start >= 0:
        yield start, end


def _sentences(text: str, start: int, end: int, notes: dict[str, tuple[str, ...]]) -> Iterator[Piece]:
    position, opens = start, True
    while position < end:
        stop = next(
            (found.end() for found in _END.finditer(text, position, end) if _closed(text, position, found)), end
        )
        if re.search(r"\w", text[position:stop]):
            yield _piece(text, position, stop, notes, opens)
            opens = False
        position = stop
        while position < end and text[position].isspace():
            position += 1


def _closed(text: str, start: int, found: re.Match[str]) -> bool:
    """No quotation is open where the sentence seems to end."""
    inside = text[start : found.end()]
    return inside.count("“") <= inside.count("”") and inside.count('"') % 2 == 0


def _piece(text: str, start: int, end: int, notes: dict[str, tuple[str, ...]], opens: bool) -> Piece:
    raw = text[start:end]
    cited: list[str] = []
    for found in _CITATION.finditer(raw):
        cited += notes.get(found[1], ()) if found[1] else _ID.findall(found[2])
    words = re.sub(r"\s+", " ", re.sub(r"(?<!\w)[*_]{1,3}|[*_]{1,3}(?!\w)", "", _CITATION.sub("", raw)))
    words = re.sub(r"\s+([.,;:!?])", r"\1", words).strip()
    return Piece(start, start + len(raw.rstrip()), words, tuple(dict.fromkeys(cited)), opens)
