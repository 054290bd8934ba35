"""Annotations that people made in brat, taken in as corrections (https://brat.nlplab.org/standoff.html).

The layout is that of :mod:`firsthand.publish.annotations`, or ``DOC.txt`` beside ``DOC.ann``. For each text the files
say what is attributed to whom, all of it: what differs from our reading becomes a correction, what they lack is judged
to be no statement. A text that the case does not have is collected and read first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from firsthand.case import Case
from firsthand.corrections import Correction, Words
from firsthand.decisions import as_judged, record
from firsthand.errors import InputError
from firsthand.exchange.places import Taken
from firsthand.model import Anchor, Document, Statement
from firsthand.publish.annotations import MACHINE, Span, Standoff, attributions, parse_standoff, standoff
from firsthand.stage import Problem, plural

MAX_BYTES = 16 * 2**20
SAME = 0.5
"""Share of characters from which on a new wording is the same statement, corrected; as in reading."""
_STATEMENT = re.compile(r"\bstm-[0-9a-f]{12}\b")
_REMEDY = "mend the file, or leave it out"
_MARKS = "\"“”„«»'‘’"


@dataclass(frozen=True, slots=True)
class Pair:
    """One text and what was annotated in it."""

    text: Path
    annotations: Path
    annotator: str
    """Empty when the file does not name one."""


def import_annotations(case: Case, folder: Path, who: str = "") -> Taken:
    """Take annotation files in as corrections, which the next ``read`` heeds; returns the ids of the decisions.

    ``who`` signs those of files that name no annotator. Raises InputError when there is no annotation, StorageError.
    """
    pairs, problems = _pairs(folder)
    known = _by_text(case)
    made: list[str] = []
    for pair in pairs:
        try:
            text, items = _loaded(pair)
            document = _document(case, known, pair.text, text)
            corrections = _corrections(case, document, items)
        except InputError as err:
            problems.append(Problem.of(err, pair.annotations.name))
            continue
        for statement_id, correction in corrections:
            judged = as_judged(correction, statement_id)
            made.append(record(case, judged, f"from {pair.annotations.name}", pair.annotator or who).id)
    summary = f"{plural(len(made), 'correction')} from {plural(len(pairs), 'text')}"
    return Taken(tuple(made), tuple(problems), f"{summary}; `firsthand read` heeds them" if made else summary)


# ---- files -----------------------------------------------------------------------------------------------------------


def _pairs(folder: Path) -> tuple[list[Pair], list[Problem]]:
    """Texts with their one annotation file each, and texts with several. Raises InputError when there is none."""
    if (folder / "attributions").is_dir() and (folder / "text").is_dir():
        files = [(path, *path.stem.rpartition("_")[::2]) for path in sorted((folder / "attributions").glob("*.ann"))]
        found = [Pair(folder / "text" / f"{name}.txt", path, _person(who)) for path, name, who in files]
    else:
        found = [Pair(path.with_suffix(".txt"), path, "") for path in sorted(folder.glob("*.ann"))]
    if not found:
        raise InputError("no .ann file here", thing=str(folder), remedy="name a folder of brat annotations")
    by_text: dict[Path, list[Pair]] = {}
    for pair in found:
        by_text.setdefault(pair.text, []).append(pair)
    single = [pairs[0] for pairs in by_text.values() if len(pairs) == 1]
    said = "several people annotated this text"
    problems = [Problem(text.name, said, "leave one file for it") for text, pairs in by_text.items() if len(pairs) > 1]
    return single, problems


def _person(annotator: str) -> str:
    return "" if annotator == MACHINE else annotator


def _loaded(pair: Pair) -> tuple[str, list[Standoff]]:
    """The text and its attributions. Raises InputError."""
    text, lines = _read(pair.text), _read(pair.annotations)
    try:
        _check_words(text, lines)
        return text, parse_standoff(lines)
    except (ValueError, KeyError, AttributeError) as err:
        raise InputError(f"this is no attribution file ({err})", thing=str(pair.annotations), remedy=_REMEDY) from err


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"longer than {MAX_BYTES // 2**20} MB", thing=str(path), remedy=_REMEDY)
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as err:
        raise InputError(f"cannot be read ({err})", thing=str(path), remedy=_REMEDY) from err


def _check_words(text: str, lines: str) -> None:
    """Every span stands in the text and has the words that its line shows. Raises ValueError."""
    for line in lines.split("\n"):
        if line.startswith("T"):
            _, head, shown = line.split("\t", 2)
            spans = [tuple(map(int, place.split(" "))) for place in head.partition(" ")[2].split(";")]
            words = " ".join(text[start:end] for start, end in spans)
            inside = all(0 <= start < end <= len(text) for start, end in spans)
            if not inside or words.split() != shown.split():
                raise ValueError(f"the words do not stand where the line says: {line[:80]!r}")


def _document(case: Case, known: dict[str, Document], path: Path, text: str) -> Document:
    """The document of the case that has this text; collected and read when there is none. Raises InputError."""
    found = known.get(text.rstrip())
    if found is not None and case.store.reading(found.id) is not None:
        return found
    from firsthand.collect.collector import collect
    from firsthand.read.reader import read

    if found is None:
        report = collect(case, [str(path)])
        known |= _by_text(case)
        found = known.get(text.rstrip())
        if found is None:
            said = report.problems[0].message if report.problems else "collected, but its text had to be cleaned"
            remedy = "annotate the text as `firsthand export brat` writes it"
            raise InputError(f"the annotations do not fit the text ({said})", thing=str(path), remedy=remedy)
    read(case)
    return found


def _by_text(case: Case) -> dict[str, Document]:
    """White space at the end is left out: it moves no anchor, and collecting takes it away."""
    return {document.text.rstrip(): document for document in case.store.documents()}


# ---- what differs ----------------------------------------------------------------------------------------------------


def _corrections(case: Case, document: Document, items: Sequence[Standoff]) -> list[tuple[str, Correction]]:
    """Corrections with the id of the statement each is about, empty where one was missing."""
    reading = case.store.reading(document.id)
    statements = {item.id: item for item in (reading.statements if reading else ())}
    held = _as_written(document.text, list(statements.values()))
    left = {id: item for id, item in held.items() if not any(_same(item, other) for other in items)}
    fresh = [item for item in items if not any(_same(item, other) for other in held.values())]
    found = []
    for item in fresh:
        about = _meant(item, left)
        left.pop(about, None)
        correction = _correction(document, item, statements.get(about))
        if correction:
            found.append((about, correction))
    for id in left:
        found.append((id, Correction(document.id, Words.of(statements[id]), drop=True)))
    return found


def _as_written(text: str, statements: Sequence[Statement]) -> dict[str, Standoff]:
    """By statement id, what an export of these statements would say."""
    written = parse_standoff(standoff(text, attributions(text, statements)))
    return {match.group(): item for item in written if (match := _STATEMENT.search(item.note))}


def _same(one: Standoff, other: Standoff) -> bool:
    return (one.source, one.cue, one.content) == (other.source, other.cue, other.content)


def _meant(item: Standoff, left: dict[str, Standoff]) -> str:
    """The statement that an annotation changes: the one its note names, else the one whose words it shares."""
    named = _STATEMENT.search(item.note)
    if named and named.group() in left:
        return named.group()
    scored = [(_likeness(item.content, other.content), id) for id, other in left.items()]
    best, id = max(scored, default=(0.0, ""))
    return id if best >= SAME else ""


def _likeness(one: Sequence[Span], other: Sequence[Span]) -> float:
    first, second = ({place for start, end in spans for place in range(start, end)} for spans in (one, other))
    return len(first & second) / len(first | second) if first | second else 0.0


def _correction(document: Document, item: Standoff, statement: Statement | None) -> Correction | None:
    """The correction that makes ``statement`` what the annotation says; None when it says nothing that can be told."""
    content = tuple(_anchor(document.text, span, bare=True) for span in _joined(document.text, item.content))
    source, cue = (_hull(document.text, spans) for spans in (item.source, item.cue))
    if statement is None:
        return Correction(document.id, None, content=content, source=source, cue=cue) if content and source else None
    correction = Correction(document.id, Words.of(statement))
    if content and content != statement.content:
        correction = replace(correction, content=content)
    if source != statement.source:
        correction = replace(correction, source=source)
    if cue != statement.cue:
        correction = replace(correction, cue=cue)
    return correction if correction != Correction(document.id, Words.of(statement)) else None


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """Spans that only white space parts are one, which a line break had cut."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _hull(text: str, spans: Sequence[Span]) -> Anchor | None:
    if not spans:
        return None
    return _anchor(text, (min(start for start, _ in spans), max(end for _, end in spans)))


def _anchor(text: str, span: Span, bare: bool = False) -> Anchor:
    """The words of a span; ``bare``: without the quotation marks around them and the comma before the last."""
    start, end = span
    if bare and end - start > 2 and text[start] in _MARKS and text[end - 1] in _MARKS:
        start, end = start + 1, end - 1
        end -= text[end - 1] == ","
    return Anchor(start, end, text[start:end])
