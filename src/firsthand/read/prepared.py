"""A document made ready for the rules: its paragraphs, its language, and the spans that the model marks in it."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from firsthand.language import foreign_language, language_of
from firsthand.model import Document
from firsthand.read.anonymity import without_grounds
from firsthand.read.attribution.spans import Tagged
from firsthand.read.attribution.tagger import tag
from firsthand.read.paragraphs import Paragraph, split_paragraphs
from firsthand.read.titles import names_of, recased

_BATCH_CHARACTERS = 300_000
"""Far above any article: only what is no article is judged in several groups."""
_WORKERS = 2
"""Documents that the model marks at once; more wait for the rules, which only one thread can run."""
_AHEAD = 5
"""Documents that are marked before the rules come to them."""
_SWITCH_S = 0.0005


@dataclass(frozen=True, slots=True)
class Page:
    """What a paragraph takes from its document."""

    names: frozenset[str]
    """Words that it writes with a capital, which tell names in a headline of capitals."""
    language: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A numbered paragraph with what the model marked in it, in the paragraph's offsets."""

    number: int
    paragraph: Paragraph
    tagged: tuple[Tagged, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    document: Document
    page: Page
    batches: tuple[tuple[Marked, ...], ...]
    """Paragraphs in groups of bounded size, so that the work for each group stays bounded."""


def prepare(document: Document) -> Prepared:
    """The document with its marked paragraphs. Raises IntegrityError when the model's files are damaged."""
    page = Page(names_of(document.text), language_of(document.text))
    return Prepared(document, page, tuple(mark(batch, page) for batch in _batches(split_paragraphs(document.text))))


def prepared(documents: Iterable[Document]) -> Iterator[Prepared]:
    """:func:`prepare` for each document, in order; the model works on the next ones while the caller reads one.

    Closing the iterator stops the work after the document at hand.
    """
    waiting: deque[Future[Prepared]] = deque()
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_S)  # the model's threads ask for the interpreter after each window, and would wait
    with ThreadPoolExecutor(_WORKERS, "attribution") as worker:
        try:
            for document in documents:
                waiting.append(worker.submit(prepare, document))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            sys.setswitchinterval(usual)
            for future in waiting:
                future.cancel()


def mark(batch: Iterable[tuple[int, Paragraph]], page: Page) -> tuple[Marked, ...]:
    """Numbered paragraphs with what the model marks in them."""
    numbered = list(batch)
    found = tag([replace(part, text=plain(part.text, page)) for _, part in numbered])
    return tuple(Marked(*item, tuple(tagged)) for item, tagged in zip(numbered, found, strict=True))


def plain(text: str, page: Page) -> str:
    """What is read of a paragraph, at the same length; nothing of one in another language."""
    return "" if foreign_language(text, page.language) else without_grounds(recased(text, page.names))


def _batches(paragraphs: Iterable[Paragraph]) -> Iterator[list[tuple[int, Paragraph]]]:
    batch: list[tuple[int, Paragraph]] = []
    size = 0
    for number, paragraph in enumerate(paragraphs):
        batch.append((number, paragraph))
        size += len(paragraph.text)
        if size > _BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
