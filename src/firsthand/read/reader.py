"""The stage ``read``: one document, or every stale document of a case."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from firsthand.corrections import Correction, Words, by_document
from firsthand.errors import FirsthandError, IntegrityError
from firsthand.language import ENGLISH, foreign_language
from firsthand.model import Document, Mark, PlaceMention, Reading, Statement
from firsthand.read import READER_VERSION
from firsthand.read.anonymity import without_grounds
from firsthand.read.attribution import find_attributions
from firsthand.read.blocks import Block, ReadContext
from firsthand.read.corrected import with_corrections
from firsthand.read.paragraphs import Paragraph, split_paragraphs
from firsthand.read.places import SiteMention, find_sites
from firsthand.read.places.gazetteer import Gazetteer
from firsthand.read.places.towns import edition, gazetteer
from firsthand.read.placing import place_blocks
from firsthand.read.prepared import Marked, Page, Prepared, mark, prepare, prepared
from firsthand.read.relays import relayed
from firsthand.read.relevance import Topic, judge_paragraphs
from firsthand.read.running import join_runs, mark_runs
from firsthand.read.silence import with_silence
from firsthand.read.statements import Statements
from firsthand.read.titles import placed, recased
from firsthand.stage import Problem, Progress, StageReport, no_progress, plural
from firsthand.workers import HERE, Lost, Workers

if TYPE_CHECKING:
    from firsthand.case import Case

__all__ = ["ReadContext", "read", "read_text", "read_texts"]

STAGE = "read"

Read = tuple[Reading, list[Problem]]
"""What is said in a document, and the corrections that no longer fit it."""


@dataclass(frozen=True, slots=True)
class Work:
    """A document to be read."""

    document: Document
    corrections: Sequence[Correction]
    fingerprint: str
    """Of all that its reading rests on."""


def read_text(document: Document, context: ReadContext) -> Reading:
    """Everything that is said in ``document``. Pure and deterministic.

    Never raises on any text; raises IntegrityError when the model's files are missing or damaged.
    """
    return _read(prepare(document), context)


def read_texts(documents: Iterable[Document], context: ReadContext) -> Iterator[Reading]:
    """:func:`read_text` for each document, in order; faster than one by one, for two processors share the work."""
    for ready in prepared(documents):
        yield _read(ready, context)


def _read(ready: Prepared, context: ReadContext) -> Reading:
    topic = Topic(_topic_words(context), tuple(context.outlets))
    reader = Statements(ready.document, context, topic)
    statements: list[Statement] = []
    marks: list[Mark] = []
    places: list[PlaceMention] = []
    for batch in ready.batches:
        blocks = mark_runs([_block(item, context, ready.page) for item in batch])
        blocks = place_blocks(blocks, ready.document, context)
        places += [place for block in blocks for place in block.named]
        judged = judge_paragraphs(blocks, topic)
        made = [item for block in blocks for item in reader.of(block, judged.get(block.number, ()))]
        statements += join_runs(made, blocks, reader.adopted)
        marks += [mark for block in blocks for mark in judged.get(block.number, ())]
    return Reading(ready.document.id, tuple(_unique(statements)), tuple(marks), ready.page.language, tuple(places))


def _block(item: Marked, context: ReadContext, page: Page) -> Block:
    paragraph = item.paragraph
    foreign = foreign_language(paragraph.text, page.language)
    if foreign:
        return Block(item.number, paragraph, (), (), (), (), foreign=foreign)
    text = recased(paragraph.text, page.names)
    found, split, quotations = find_attributions(without_grounds(text), item.tagged)
    found = with_silence(text, found, [(items[0].start, items[-1].end) for items in split])
    found = placed(text, relayed(text, found), [name for site in context.sites for name in (site.name, *site.aliases)])
    places = tuple(_moved(place, paragraph.start) for place in find_sites(paragraph.text, context.sites))
    return Block(item.number, paragraph, tuple(found), tuple(split), tuple(quotations), places)


def _unique(statements: Iterable[Statement]) -> list[Statement]:
    kept: dict[str, Statement] = {}
    for statement in statements:
        kept.setdefault(statement.id, statement)
    return list(kept.values())


def _topic_words(context: ReadContext) -> frozenset[str]:
    """Topic words of the case, with those that name the parts of its sites ("stand", "hall")."""
    parts = [part for site in context.sites for part in site.parts]
    named = " ".join(name for part in parts for name in (part.name, part.kind, *part.aliases)).lower()
    named += " ".join(["", *(f"{site.name.split()[-1]} {site.kind}" for site in context.sites)]).lower()
    telling = {
        word for word in re.findall(r"[^\W\d_]{4,}", named) if word not in {"area", "north", "south", "main", "part"}
    }
    return frozenset(telling | {word.lower() for word in context.topic_words})


def _moved(place: SiteMention, base: int) -> SiteMention:
    words = place.anchor
    return replace(place, anchor=replace(words, start=words.start + base, end=words.end + base))


@dataclass(frozen=True, slots=True)
class ReadTask:
    """Reads one document with its corrections, in whatever process this is called."""

    context: ReadContext
    """Without the gazetteer, which each machine has its own file of."""
    worldwide: bool
    """Look places up in the gazetteer."""

    def __call__(self, work: Work) -> Read:
        context = replace(self.context, gazetteer=gazetteer()) if self.worldwide else self.context
        return corrected_reading(work.document, context, work.corrections)


def read(
    case: Case, progress: Progress = no_progress, workers: Workers = HERE, only: Sequence[str] | None = None
) -> StageReport:
    """Read every document that is new, or whose text, outlet, date, sites, outlets or topic words changed.

    ``only`` leaves it at the documents with these ids. Each document is one transaction with its fingerprint, so an
    interrupted run loses nothing and goes on from there.
    """
    context = ReadContext(case.sites, case.outlets, case.topic_words)
    known = case.store.fingerprints(STAGE)
    documents = case.store.documents() if only is None else [case.store.document(id) for id in only]
    corrections = by_document(case.store.decisions())
    world = "" if case.fictional else edition()
    setting = _digest(READER_VERSION, context.sites, context.outlets, context.topic_words, world)
    stale = [
        Work(item, corrections.get(item.id, ()), mark)
        for item in documents
        if known.get(item.id) != (mark := _fingerprint(item, setting, corrections.get(item.id, ())))
    ]
    problems: list[Problem] = []
    misfits: list[Problem] = []
    if stale and not case.fictional:
        context = replace(context, gazetteer=_gazetteer(progress, problems))
    whole = not problems
    if not whole:
        workers = HERE  # others would fail over the same gazetteer
    statements = 0
    for number, (work, result) in enumerate(zip(stale, _readings(stale, context, workers), strict=True)):
        progress(f"reading {work.document.name}", number, len(stale))
        if isinstance(result, Lost):
            problems.append(Problem.of(result.error, work.document.name))
            continue
        reading, gone = result
        misfits += gone
        try:
            with case.store.writing():
                case.store.put_reading(reading)
                if whole:
                    case.store.set_fingerprint(STAGE, work.document.id, work.fingerprint)
        except IntegrityError as error:
            # A full disk or a lost server is no matter of this document: it ends the stage, which can go on later.
            problems.append(Problem.of(error, work.document.name))
            continue
        statements += len(reading.statements)
    progress("reading", len(stale), len(stale))
    done = len(stale) - len(problems) + (not whole)
    said = f"{plural(statements, 'statement')} in {plural(done, 'document')}"
    summary = said if stale else "every document was read already"
    return StageReport(STAGE, done, len(documents) - len(stale), (*problems, *misfits), summary)


def _readings(stale: Sequence[Work], context: ReadContext, workers: Workers) -> Iterator[Read | Lost[Work]]:
    """What is said in each document, in order."""
    if workers is not HERE:
        yield from workers.map(ReadTask(replace(context, gazetteer=None), context.gazetteer is not None), stale)
        return
    for ready, work in zip(prepared(work.document for work in stale), stale, strict=True):
        try:
            yield _corrected(ready, context, work.corrections)
        except FirsthandError as error:
            yield Lost(work, error)


def _gazetteer(progress: Progress, problems: list[Problem]) -> Gazetteer:
    """The gazetteer. When it cannot be kept: only regions, and a problem; the documents are read again next time."""
    try:
        return gazetteer(progress)
    except FirsthandError as error:
        problems.append(Problem.of(error))
        return Gazetteer(None)


def corrected_reading(document: Document, context: ReadContext, corrections: Sequence[Correction]) -> Read:
    """Everything that is said in ``document``, as people corrected it; with the corrections that no longer fit."""
    return _corrected(prepare(document), context, corrections)


def _corrected(ready: Prepared, context: ReadContext, corrections: Sequence[Correction]) -> Read:
    reading = _read(ready, context)
    if not corrections:
        return reading, []
    return with_corrections(reading, ready.document, corrections, partial(_statement_of, ready.document, context))


def _statement_of(document: Document, context: ReadContext, words: Words) -> Statement | None:
    """The statement that has the given words of a document, wherever they stand; None when nothing is said in them."""
    low, high = words.start, max((anchor.end for anchor in words.anchors), default=0)
    parts = [part for part in split_paragraphs(document.text) if part.start < high and part.end > low]
    if not parts:
        return None
    whole = Paragraph(parts[0].start, document.text[parts[0].start : parts[-1].end])
    page = Page(frozenset(), ENGLISH)
    [marked] = mark([(0, whole)], page)
    [block] = place_blocks([_block(marked, context, page)], document, context)
    reader = Statements(document, context, Topic(_topic_words(context), tuple(context.outlets)))
    return reader.one(block, words)


def _fingerprint(document: Document, setting: str, corrections: Sequence[Correction]) -> str:
    text = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    # Without corrections the mark is as it always was: a case need not be read again because there can be some.
    judged = [corrections] if corrections else []
    return _digest(setting, text, document.outlet, document.published, *judged)


def _digest(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(repr, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
