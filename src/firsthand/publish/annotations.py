"""Readings as brat standoff files, from which ``training/`` learns and which brat and its kin show and edit.

The layout is PolNeAR's: ``text/DOC.txt`` and ``attributions/DOC_ANNOTATOR.ann``. Each attribution has text-bound
annotations ``Source``, ``Cue``, ``Content`` and ``Attribution`` (which repeats the cue) and one event that joins them.
As in that corpus a quotation is given with its marks, an attribution inside another's content is left out, and so are
the outlet's own voice and edges without content. Offsets are code points; a span that runs over a line break is broken
there, as brat wants it. Format: https://brat.nlplab.org/standoff.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from firsthand.case import Case, storing, write_atomic
from firsthand.corrections import KIND
from firsthand.errors import InputError
from firsthand.model import Anchor, Decision, Document, SourceKind, Statement

MACHINE = "reader"
"""The annotator of documents that nobody corrected."""
Span = tuple[int, int]
_OPENING, _CLOSING = "\"“'‘", "\"”'’"
_STOPS = ",.?!"


@dataclass
class Standoff:
    """One attribution as character spans; several where a role is broken or has several pieces."""

    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)
    note: str = ""


def export_annotations(case: Case, folder: Path, names: Sequence[str] = ()) -> list[Path]:
    """Write texts and annotations of the documents ``names`` (ids, names, URLs; default: all that were read).

    The annotator is whoever corrected the document last, else ``reader``. Returns the annotation files. Raises
    UnknownIdError, StorageError; InputError when nothing has been read.
    """
    chosen = [case.store.document_called(name) for name in names] or case.store.documents()
    judged = _judged(case.store.decisions())
    texts, marks = folder / "text", folder / "attributions"
    written = []
    with storing(folder):
        texts.mkdir(parents=True, exist_ok=True)
        marks.mkdir(parents=True, exist_ok=True)
        for document in chosen:
            reading = case.store.reading(document.id)
            if reading is None:
                continue
            name = _file_name(document)
            path = marks / f"{name}_{_annotator(judged.get(document.id, []))}.ann"
            write_atomic(texts / f"{name}.txt", document.text.encode())
            write_atomic(path, standoff(document.text, attributions(document.text, reading.statements)).encode())
            written.append(path)
    if not written:
        raise InputError("no document was read yet", thing=str(folder), remedy="run `firsthand read` first")
    return written


def _judged(decisions: Iterable[Decision]) -> Mapping[str, list[Decision]]:
    found: dict[str, list[Decision]] = {}
    for decision in decisions:
        if decision.kind == KIND:
            found.setdefault(decision.subjects[-1], []).append(decision)
    return found


def _annotator(decisions: Sequence[Decision]) -> str:
    # The name ends at the last underscore of the file name, so it has none itself.
    return re.sub(r"[\W_]+", "-", decisions[-1].who).strip("-") or MACHINE if decisions else MACHINE


def _file_name(document: Document) -> str:
    stem = re.sub(r"\W+", "-", re.sub(r"\.\w{1,5}$", "", document.name.rsplit("/", 1)[-1])).strip("-")[:60]
    return f"{stem or 'document'}-{document.id[-6:]}"


# ---- statements to spans -------------------------------------------------------------------------------------------


def attributions(text: str, statements: Sequence[Statement]) -> list[Standoff]:
    """The attributions among ``statements`` that the layout holds."""
    spoken = [item for item in statements if item.content and item.source_kind is not SourceKind.OWN_VOICE]
    outer = [item for item in spoken if not any(_inside(item, other) for other in spoken)]
    return [_attribution(text, item) for item in outer]


def _inside(item: Statement, other: Statement) -> bool:
    """Source and cue of ``item`` stand in what ``other`` says."""
    anchors = [anchor for anchor in (item.source, item.cue) if anchor]
    return bool(anchors) and all(
        any(piece.start <= anchor.start and anchor.end <= piece.end for piece in other.content) for anchor in anchors
    )


def _attribution(text: str, item: Statement) -> Standoff:
    note = f"corrected: {item.corrected_by}" if item.corrected_by else f"confidence {item.confidence:.2f}"
    return Standoff(
        source=_spans(item.source),
        cue=_spans(item.cue),
        content=[with_marks(text, (piece.start, piece.end)) for piece in item.content],
        note=f"{item.id}; {note}",
    )


def _spans(anchor: Anchor | None) -> list[Span]:
    return [(anchor.start, anchor.end)] if anchor else []


def with_marks(text: str, span: Span) -> Span:
    """The span with the quotation marks that stand around it, and the stop before the closing one."""
    start, end = span
    if start and text[start - 1] in _OPENING:
        after = end + 1 if text[end : end + 1] and text[end] in _STOPS else end
        if after < len(text) and text[after] in _CLOSING:
            return start - 1, after + 1
    return start, end


# ---- spans to lines and back ---------------------------------------------------------------------------------------


def standoff(text: str, items: Iterable[Standoff]) -> str:
    """The lines of an annotation file."""
    lines: list[str] = []
    count = 0
    for number, item in enumerate(items, 1):
        trigger = [piece for span in item.cue or item.content[:1] for piece in _lines_of(text, span)]
        if not trigger:  # nothing but spaces
            continue
        roles = []
        for role, spans in (("Source", item.source), ("Cue", item.cue), ("Content", item.content)):
            pieces = [piece for span in spans for piece in _lines_of(text, span)]
            if pieces:
                count += 1
                lines.append(_bound(text, count, role, pieces))
                roles.append(f"{role}:T{count}")
        count += 1
        lines.append(_bound(text, count, "Attribution", trigger))
        lines.append(f"E{number}\tAttribution:T{count} {' '.join(reversed(roles))}")
        if item.note:
            lines.append(f"#{number}\tAnnotatorNotes E{number}\t{item.note}")
    return "".join(f"{line}\n" for line in lines)


def _bound(text: str, number: int, role: str, pieces: Sequence[Span]) -> str:
    places = ";".join(f"{start} {end}" for start, end in pieces)
    words = " ".join(text[start:end] for start, end in pieces)
    shown = words.replace("\t", " ").replace("\r", " ")
    return f"T{number}\t{role} {places}\t{shown}"


def _lines_of(text: str, span: Span) -> Iterator[Span]:
    """The pieces of a span, none over a line break and none empty."""
    for match in re.finditer(r"[^\n]+", text[span[0] : span[1]]):
        words = match.group()
        start = span[0] + match.start() + len(words) - len(words.lstrip())
        if words.strip():
            yield start, start + len(words.strip())


def parse_standoff(lines: str) -> list[Standoff]:
    """The attributions of an annotation file, in order of their events. Raises ValueError on a line that is broken."""
    spans: dict[str, list[Span]] = {}
    events: list[tuple[str, list[tuple[str, str]]]] = []
    notes: dict[str, str] = {}
    for line in filter(None, lines.split("\n")):
        key, _, rest = line.partition("\t")
        head, _, words = rest.partition("\t")
        if key.startswith("T"):
            places = head.partition(" ")[2].split(";")
            spans[key] = [(int(start), int(end)) for start, end in (place.split(" ") for place in places)]
        elif key.startswith("E"):
            events.append((key, [(role, target) for role, _, target in (part.partition(":") for part in head.split())]))
        elif key.startswith("#"):
            notes[head.partition(" ")[2]] = words
        else:
            raise ValueError(f"neither text-bound annotation, event nor note: {line!r}")
    return [_event(roles, spans, notes.get(key, "")) for key, roles in events]


def _event(roles: Iterable[tuple[str, str]], spans: Mapping[str, list[Span]], note: str) -> Standoff:
    item = Standoff(note=note)
    for role, target in roles:
        if role != "Attribution":
            getattr(item, role.lower()).extend(spans[target])
    return item
