"""The door of the collect stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from firsthand.collect import elements, scenes
from firsthand.collect.documents import FEED, HTML, KINDS, PDF, TEXT, Capture, keep, make_document, read_bytes, sniff
from firsthand.collect.feeds import Entry, read_feed
from firsthand.collect.given import Given, Table, read_sidecar
from firsthand.collect.inputs import STDIN, STDIN_NAME, Input, is_archive, listing, read_stdin
from firsthand.collect.page import Page
from firsthand.errors import InputError, UsageError
from firsthand.model import Document
from firsthand.outlets import builtin_outlets
from firsthand.stage import Problem, Progress, StageReport, no_progress

if TYPE_CHECKING:
    from firsthand.case import Case
    from firsthand.collect.fetch import Fetcher
    from firsthand.collect.warc import WebRecord


ENTRY = "application/json"
"""Media type under which a feed's entry is archived."""

MEDIA_TYPES = {HTML: HTML, "application/xhtml+xml": HTML, PDF: PDF, TEXT: TEXT}
"""Kinds of page by the Content-Type of servers; others are told by their first bytes."""


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


def collect(
    case: Case, inputs: Sequence[str], options: CollectOptions | None = None, progress: Progress = no_progress
) -> StageReport:
    """Take files, folders, ``-`` (standard input), URLs and feeds into the case.

    Each input is a transaction of its own: one that fails becomes a problem of the report, the others are kept.
    Raises InputError when the metadata table cannot be used, StorageError when the case cannot be written.
    """
    options = options or CollectOptions()
    batch = _Batch(case, options)
    found = listing(inputs, options.url_list)
    batch.problems += found.problems
    for number, item in enumerate(found.inputs):
        progress(item.name, number, len(found.inputs))
        batch.take(item)
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
    """One run: takes inputs one by one and counts what came of them."""

    def __init__(self, case: Case, options: CollectOptions) -> None:
        self.case = case
        self.options = options
        self.table = Table.read(options.metadata) if options.metadata else Table()
        self.problems: list[Problem] = []
        self.documents = self.images = self.orbits = self.fresh = self.no_pages = 0
        self._fetcher: Fetcher | None = None

    def take(self, item: Input) -> None:
        """Collect one input, or note why not."""
        try:
            if item.path and item.path.suffix.lower() in scenes.ENDINGS:
                self._raster(item, item.path)
                return
            if item.path and item.path.suffix.lower() in elements.ENDINGS:
                self._elements(item.path)
                return
            if item.path and is_archive(item.path.name):
                self._web_archive(item, item.path)
                return
            capture = self._fetched(item) if item.url else _capture(item, self.options, self.table)
            if capture.kind == FEED:
                self._feed(capture)
            else:
                self._document(capture)
        except (InputError, UsageError) as err:
            problem = Problem.of(err, item.name)
            named_short = item.path is not None and problem.thing == item.name
            self.problems.append(replace(problem, thing=str(item.path)) if named_short else problem)

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

    def _web_archive(self, item: Input, path: Path) -> None:
        """Each page of a WARC or WACZ file is an input of its own. Raises InputError when the file cannot be used."""
        from firsthand.collect.warc import PassedOver
        from firsthand.collect.webarchive import read_web_archive

        # Who published and when may hold for the whole archive, what names a single page may not.
        given = replace(_given(item, self.options, self.table), url="", title="", byline="")
        pages: dict[str, Capture] = {}
        for found in read_web_archive(path):
            if isinstance(found, Problem):
                self.problems.append(found)
            elif isinstance(found, PassedOver):
                self.no_pages += 1
            else:
                try:
                    self._record(found, given, pages)
                except (InputError, UsageError) as err:
                    self.problems.append(Problem.of(err, found.url))

    def _record(self, record: WebRecord, given: Given, pages: dict[str, Capture]) -> None:
        """One captured page. ``pages`` holds those of the archive by digest, for records that only refer to them."""
        given = self.table.row(record.url).over(given)
        captured = given.captured or record.captured
        if record.revisit:
            known = pages.get(record.digest)
            if known is None:
                said = "it says that nothing had changed since a capture that is not in this archive"
                raise InputError(said, thing=record.url, remedy="collect the archive that holds that capture")
            data = self.case.file_path(known.name).read_bytes()
            again = replace(known, data=data, name=record.url, captured=captured, given=given, url=record.url)
            self._document(again)
            return
        capture = Capture(
            record.data, record.url, record.kind, captured, given, record.url, record.charset, record.notes
        )
        self._document(capture)
        if record.digest:
            # Remembered by the name under which the case has archived the bytes, not with the bytes themselves.
            pages[record.digest] = replace(capture, data=b"", name=sha256(record.data).hexdigest())

    def _fetched(self, item: Input, hints: Given | None = None) -> Capture:
        """A page from the web. Raises InputError."""
        if self._fetcher is None:
            from firsthand.collect.fetch import Fetcher

            self._fetcher = Fetcher(self.options.timeout_s, self.options.allow_private, self.options.pause_s)
        got = self._fetcher.get(item.url)
        given = _given(item, self.options, self.table)
        named = MEDIA_TYPES.get(got.media_type)
        kind = named if named in {HTML, PDF} else sniff(got.data)
        now = given.captured or datetime.now(UTC)
        return Capture(got.data, item.url, kind, now, given, got.url, got.charset, hints=hints or Given())

    def _feed(self, capture: Capture) -> None:
        """Each entry is an input of its own. Raises InputError when the feed cannot be read."""
        feed = read_feed(capture.data, capture.name, capture.url)
        self.case.archive(capture.data)
        follow = self.options.fetch_links if self.options.fetch_links is not None else bool(capture.url)
        if feed.left_out:
            self.problems.append(Problem(capture.name, f"{feed.left_out} entries left out", "collect a shorter feed"))
        for entry in feed.entries:
            try:
                self._entry(capture, entry, follow)
            except (InputError, UsageError) as err:
                self.problems.append(Problem.of(err, entry.link or entry.id))

    def _entry(self, feed: Capture, entry: Entry, follow: bool) -> None:
        """The page that an entry links to, or else the entry's own text."""
        item = Input(entry.link or f"{feed.name}: {entry.id}", url=entry.link)
        hints = Given(
            title=entry.title,
            byline=entry.byline,
            published=entry.published,
            published_from="feed",
            updated=entry.updated,
        )
        if follow and entry.link:
            try:
                page = self._fetched(item, hints)
                self._document(replace(page, given=replace(page.given, outlet=page.given.outlet or entry.publisher)))
                return
            except InputError as err:
                kept = "the feed's own text was kept; " if entry.text else ""
                self.problems.append(Problem(entry.link, err.message, kept + err.remedy))
        if not entry.text:
            return
        given = _given(item, self.options, self.table)
        given = replace(given, outlet=given.outlet or entry.publisher)
        note = f"the entry's own text, from the feed {feed.name}"
        own = Capture(entry.to_bytes(), item.name, ENTRY, feed.captured, given, entry.link, notes=(note,), hints=hints)
        self._document(own, Page(entry.text))

    def _document(self, capture: Capture, page: Page | None = None) -> None:
        document = make_document(capture, self.case.outlets, page)
        if keep(self.case, document, capture.data, capture.given.captured is not None):
            self.documents += 1
        else:
            self.fresh += 1

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
        return StageReport(
            "collect", self.documents + self.images + self.orbits, self.fresh, tuple(self.problems), ", ".join(parts)
        )


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
