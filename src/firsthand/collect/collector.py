"""The door of the collect stage."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from firsthand.collect.archives.captured import Captured
from firsthand.collect.documents import (
    FEED,
    HTML,
    KINDS,
    PDF,
    TEXT,
    Capture,
    is_known,
    keep,
    make_document,
    read_bytes,
    sniff,
)
from firsthand.collect.given import Given, Table, read_sidecar
from firsthand.collect.images import elements, scenes
from firsthand.collect.inputs import STDIN, STDIN_NAME, Input, is_archive, listing, read_stdin
from firsthand.collect.pages.page import Page
from firsthand.collect.sieve import Sieve, topic_pattern
from firsthand.collect.web.feeds import Entry, read_feed
from firsthand.errors import FirsthandError, InputError, UsageError
from firsthand.model import Document, Outlet
from firsthand.outlets import builtin_outlets
from firsthand.stage import Problem, Progress, StageReport, no_progress
from firsthand.workers import HERE, Lost, Workers, done

if TYPE_CHECKING:
    from firsthand.case import Case
    from firsthand.collect.archives.warc import WebRecord
    from firsthand.collect.near import NearCopies
    from firsthand.collect.web.fetch import Fetcher


ENTRY = "application/json"
"""Media type under which a feed's entry is archived."""

MEDIA_TYPES = {HTML: HTML, "application/xhtml+xml": HTML, PDF: PDF, TEXT: TEXT}
"""Kinds of page by the Content-Type of servers; others are told by their first bytes."""

NEAR_COPY = "near copies"
MOST_NAMED = 20
"""Near copies that a report names; all are on record with the document that they repeat."""


@dataclass(frozen=True, slots=True)
class CollectOptions:
    """What the caller knows of all inputs; a sidecar or a row of ``metadata`` knows better. Times are UTC."""

    published: datetime | None = None
    outlet: str = ""
    metadata: Path | None = None
    """CSV table with one row per file or URL."""
    site: str = ""
    """Site of the images, by id, name or alias; empty: by their position."""
    taken: datetime | None = None
    captured: datetime | None = None
    """When the inputs came to us; None: now."""
    url_list: bool = False
    """The inputs are lists of URLs, one a line."""
    timeout_s: float = 30.0
    """Longest time for one page from the web, in seconds."""
    allow_private: bool = False
    """Fetch from private and loopback addresses too."""
    pause_s: float = 1.0
    """Between two pages of one host, in seconds."""
    languages: frozenset[str] = frozenset()
    """Keep documents in these languages only (ISO 639-1); empty: any."""
    about: bool = False
    """Keep only documents that name a site of the case or one of its topic words."""
    drop_copies: bool = False
    """Keep no text that repeats one of the case or one before it, and note which it repeats."""
    fetch_links: bool | None = None
    """Fetch the pages that a feed's entries link to. None: when the feed itself came from the web."""

    def given(self) -> Given:
        """The options as metadata of every input."""
        return Given(
            outlet=self.outlet,
            published=self.published,
            published_from="given" if self.published else "",
            site=self.site,
            taken=self.taken,
            taken_from="given" if self.taken else "",
            captured=self.captured,
        )


@dataclass(frozen=True, slots=True)
class Making:
    """A document to be made of what was captured."""

    capture: Capture
    thing: str
    """What a problem with it is about."""
    page: Page | None = None
    """What the capture holds, where that is known already."""
    instead: Making | None = None
    """What is taken when this cannot be used."""
    note: str = ""
    """What to say of it then."""


@dataclass(frozen=True, slots=True)
class MakeTask:
    """Makes one document, in whatever process this is called."""

    outlets: tuple[Outlet, ...]
    sieve: Sieve

    def __call__(self, making: Making) -> Document | PassedBy:
        document = make_document(making.capture, self.outlets, making.page)
        reason = self.sieve.passed_over(document)
        return PassedBy(reason) if reason else document


@dataclass(frozen=True, slots=True)
class PassedBy:
    """A document that is not kept."""

    reason: str


def collect(
    case: Case,
    inputs: Sequence[str],
    options: CollectOptions | None = None,
    progress: Progress = no_progress,
    workers: Workers = HERE,
) -> StageReport:
    """Take files, folders, ``-`` (standard input), URLs and feeds into the case.

    Each input is a transaction of its own: one that fails becomes a problem of the report, the others are kept.
    Raises InputError when the metadata table cannot be used, StorageError when the case cannot be written.
    """
    batch = _Batch(case, options or CollectOptions())
    found = listing(inputs, batch.options.url_list)
    batch.problems += found.problems
    for result in workers.map(batch.task, batch.makings(found.inputs, progress)):
        batch.take(result)
    progress("", len(found.inputs), len(found.inputs))
    return batch.report(found.passed_over)


def load_document(path: str, options: CollectOptions | None = None) -> Document:
    """The document in one file (``-``: standard input), outside any case; nothing is stored. Raises InputError."""
    options = options or CollectOptions()
    table = Table.read(options.metadata) if options.metadata else Table()
    if is_archive(path):
        raise InputError("a web archive holds several documents", thing=path, remedy="collect it into a case")
    item = Input(STDIN_NAME) if path == STDIN else Input(Path(path).name, Path(path))
    capture = _capture(item, options, table)
    if capture.kind == FEED:
        raise InputError("a feed holds several documents", thing=path, remedy="collect it into a case")
    return make_document(capture, builtin_outlets())


class _Batch:
    """One run: goes through the inputs one by one and counts what came of them."""

    def __init__(self, case: Case, options: CollectOptions) -> None:
        self.case = case
        self.options = options
        self.table = Table.read(options.metadata) if options.metadata else Table()
        self.problems: list[Problem] = []
        self.documents = self.images = self.orbits = self.fresh = self.no_pages = 0
        self._fetcher: Fetcher | None = None
        self._under_way: deque[Making] = deque()
        self._passed_by: Counter[str] = Counter()
        self._near: NearCopies | None = None
        self._copies_named: list[str] = []
        if options.drop_copies:
            from firsthand.collect.near import NearCopies

            self._near = NearCopies(case.store.texts(), lambda id: case.store.document(id).text)
        words = topic_pattern(case.sites, case.topic_words) if options.about else None
        if options.about and words is None:
            remedy = "name places in sites.geojson, or words under [topic] in case.toml"
            raise UsageError("the case does not say what it is about", thing="--about", remedy=remedy)
        self.task = MakeTask(case.outlets, Sieve(options.languages, words))

    def makings(self, inputs: Sequence[Input], progress: Progress) -> Iterator[Making]:
        """The documents to be made of the inputs; what is no document is collected on the way."""
        for number, item in enumerate(inputs):
            progress(item.name, number, len(inputs))
            try:
                for making in self._makings_of(item):
                    self._under_way.append(making)
                    yield making
            except (InputError, UsageError) as err:
                self._problem(item, err)

    def take(self, result: Document | PassedBy | Lost[Making]) -> None:
        """Keep the document that was made of the first capture under way, or what is taken instead of it."""
        making = self._under_way.popleft()
        while isinstance(result, Lost):
            if making.instead is None:
                problem = Problem.of(result.error, making.thing)
                named_short = problem.thing == making.capture.name
                self.problems.append(replace(problem, thing=making.thing) if named_short else problem)
                return
            self.problems.append(Problem(making.thing, result.error.message, making.note + result.error.remedy))
            making = making.instead
            result = done(self.task, making)
        if isinstance(result, PassedBy):
            self._passed_by[result.reason] += 1
        elif not self._dropped(result):
            self._keep(result, making.capture)

    def _keep(self, document: Document, capture: Capture) -> None:
        if not keep(self.case, document, capture.data, capture.given.captured is not None):
            self.fresh += 1
            return
        self.documents += 1
        if self._near is not None:
            self._near.add(document.id, document.text)

    def _dropped(self, document: Document) -> bool:
        """Whether the document is left out as a near copy, which is put on record."""
        # A new state of a page at its own address is a revision of it, and no copy.
        if self._near is None or is_known(self.case, document):
            return False
        original = self._near.original(document.text)
        if original is None:
            return False
        self.case.store.put_near_copy(original.noted(document))
        self._passed_by[NEAR_COPY] += 1
        if len(self._copies_named) < MOST_NAMED:
            said = ", ".join(part for part in (document.outlet, _day(document.published)) if part)
            self._copies_named.append(f"{document.name}{f' ({said})' if said else ''} repeats {original.id}")
        return True

    def _problem(self, item: Input, err: FirsthandError) -> None:
        problem = Problem.of(err, item.name)
        self.problems.append(replace(problem, thing=_full_name(item)) if problem.thing == item.name else problem)

    def _makings_of(self, item: Input) -> Iterator[Making]:
        """The documents of one input. Raises InputError, UsageError."""
        if item.path and item.path.suffix.lower() in scenes.ENDINGS:
            self._raster(item, item.path)
        elif item.path and item.path.suffix.lower() in elements.ENDINGS:
            self._elements(item.path)
        elif item.path and is_archive(item.path.name):
            yield from self._web_archive(item, item.path)
        else:
            capture = self._fetched(item) if item.url else _capture(item, self.options, self.table)
            if capture.kind == FEED:
                yield from self._feed(capture)
            else:
                yield Making(capture, _full_name(item))

    def _raster(self, item: Input, path: Path) -> None:
        given = _given(item, self.options, self.table)
        new, known = scenes.collect_raster(self.case, path, item.name, given, datetime.now(UTC))
        self.images += new
        self.fresh += known

    def _elements(self, path: Path) -> None:
        """Orbital element sets, for ``firsthand passes``."""
        new, known, refused = elements.keep_elements(self.case, path)
        self.orbits += new
        self.fresh += known
        self.problems += refused

    def _web_archive(self, item: Input, path: Path) -> Iterator[Making]:
        """Each page of a WARC or WACZ file is an input of its own. Raises InputError when the file cannot be used."""
        from firsthand.collect.archives.reading import read_web_archive
        from firsthand.collect.archives.warc import PassedOver

        # Who published and when may hold for the whole archive, what names a single page may not.
        given = replace(_given(item, self.options, self.table), url="", title="", byline="")
        with Captured(self.case.root) as pages:
            for found in read_web_archive(path):
                if isinstance(found, Problem):
                    self.problems.append(found)
                elif isinstance(found, PassedOver):
                    self.no_pages += 1
                else:
                    try:
                        yield self._record(found, given, pages)
                    except (InputError, UsageError) as err:
                        self.problems.append(Problem.of(err, found.url))

    def _record(self, record: WebRecord, given: Given, pages: Captured) -> Making:
        """One captured page; ``pages`` are those before it in the archive."""
        given = self.table.row(record.url).over(given)
        captured = given.captured or record.captured
        if record.revisit:
            known = pages.again(record.digest)
            if known is None:
                said = "it says that nothing had changed since a capture that is not in this archive"
                raise InputError(said, thing=record.url, remedy="collect the archive that holds that capture")
            again = replace(known, name=record.url, captured=captured, given=given, url=record.url)
            return Making(again, record.url)
        capture = Capture(
            record.data, record.url, record.kind, captured, given, record.url, record.charset, record.notes
        )
        if record.digest:
            pages.remember(record.digest, capture)
        return Making(capture, record.url)

    def _fetched(self, item: Input, hints: Given | None = None) -> Capture:
        """A page from the web. Raises InputError."""
        if self._fetcher is None:
            from firsthand.collect.web.fetch import Fetcher

            self._fetcher = Fetcher(self.options.timeout_s, self.options.allow_private, self.options.pause_s)
        got = self._fetcher.get(item.url)
        given = _given(item, self.options, self.table)
        named = MEDIA_TYPES.get(got.media_type)
        kind = named if named in {HTML, PDF} else sniff(got.data)
        now = given.captured or datetime.now(UTC)
        return Capture(got.data, item.url, kind, now, given, got.url, got.charset, hints=hints or Given())

    def _feed(self, capture: Capture) -> Iterator[Making]:
        """Each entry is an input of its own. Raises InputError when the feed cannot be read."""
        feed = read_feed(capture.data, capture.name, capture.url)
        self.case.archive(capture.data)
        follow = self.options.fetch_links if self.options.fetch_links is not None else bool(capture.url)
        if feed.left_out:
            self.problems.append(Problem(capture.name, f"{feed.left_out} entries left out", "collect a shorter feed"))
        for entry in feed.entries:
            try:
                making = self._entry(capture, entry, follow)
            except (InputError, UsageError) as err:
                self.problems.append(Problem.of(err, entry.link or entry.id))
                continue
            if making is not None:
                yield making

    def _entry(self, feed: Capture, entry: Entry, follow: bool) -> Making | None:
        """The page that an entry links to, or else the entry's own text, where it has any."""
        item = Input(entry.link or f"{feed.name}: {entry.id}", url=entry.link)
        hints = Given(
            title=entry.title,
            byline=entry.byline,
            published=entry.published,
            published_from="feed",
            updated=entry.updated,
        )
        own = self._own_text(feed, entry, item, hints) if entry.text else None
        if not (follow and entry.link):
            return own
        kept = "the feed's own text was kept; " if own else ""
        try:
            page = self._fetched(item, hints)
        except InputError as err:
            self.problems.append(Problem(entry.link, err.message, kept + err.remedy))
            return own
        page = replace(page, given=replace(page.given, outlet=page.given.outlet or entry.publisher))
        return Making(page, entry.link, instead=own, note=kept)

    def _own_text(self, feed: Capture, entry: Entry, item: Input, hints: Given) -> Making:
        given = _given(item, self.options, self.table)
        given = replace(given, outlet=given.outlet or entry.publisher)
        note = f"the entry's own text, from the feed {feed.name}"
        own = Capture(entry.to_bytes(), item.name, ENTRY, feed.captured, given, entry.link, notes=(note,), hints=hints)
        return Making(own, entry.link or entry.id, Page(entry.text))

    def report(self, passed_over: int) -> StageReport:
        """What was done."""
        parts = [f"{self.documents} new {'document' if self.documents == 1 else 'documents'}"]
        parts.append(f"{self.images} new {'scene' if self.images == 1 else 'scenes'}")
        if self.orbits:
            parts.append(f"{self.orbits} new orbital element {'set' if self.orbits == 1 else 'sets'}")
        if self.fresh:
            parts.append(f"{self.fresh} known already")
        if passed_over:
            parts.append(f"{passed_over} files of other kinds passed over")
        if self.no_pages:
            parts.append(f"{self.no_pages} captures that are no pages passed over")
        parts += [f"{count} {reason} passed over" for reason, count in sorted(self._passed_by.items())]
        return StageReport(
            "collect",
            self.documents + self.images + self.orbits,
            self.fresh,
            tuple(self.problems),
            ", ".join(parts),
            tuple(self._copies_named),
        )


def _day(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""


def _full_name(item: Input) -> str:
    """What a problem calls an input: a file by its whole path."""
    return str(item.path) if item.path else item.name


def _given(item: Input, options: CollectOptions, table: Table) -> Given:
    """What is known of an input from outside: its sidecar, then its row in the table, then the options."""
    sidecar = read_sidecar(item.path) if item.path else Given()
    names = (item.name, str(item.path), item.path.name) if item.path else (item.name,)
    return sidecar.over(table.row(*names)).over(options.given())


def _capture(item: Input, options: CollectOptions, table: Table) -> Capture:
    """The bytes of a file or of standard input. Raises InputError."""
    data = read_bytes(item.path) if item.path else read_stdin()
    given = _given(item, options, table)
    kind = (KINDS.get(item.path.suffix.lower()) if item.path else None) or sniff(data)
    if kind == FEED and sniff(data) != FEED:
        raise InputError("this XML is no RSS or Atom feed", thing=item.name, remedy="collect the page it describes")
    return Capture(data, item.name, kind, given.captured or datetime.now(UTC), given)
