"""The door of the collect stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from firsthand.case import Case
from firsthand.collect import scenes
from firsthand.collect.documents import FEED, KINDS, Capture, keep, make_document, read_bytes, sniff
from firsthand.collect.given import Given, Table, read_sidecar
from firsthand.collect.inputs import STDIN, STDIN_NAME, Input, listing, read_stdin
from firsthand.errors import InputError, UsageError
from firsthand.model import Document
from firsthand.outlets import builtin_outlets
from firsthand.stage import Problem, Progress, StageReport, no_progress


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
    item = Input(STDIN_NAME) if path == STDIN else Input(Path(path).name, Path(path))
    return make_document(_capture(item, options, table), builtin_outlets())


class _Batch:
    """One run: takes inputs one by one and counts what came of them."""

    def __init__(self, case: Case, options: CollectOptions) -> None:
        self.case = case
        self.options = options
        self.table = Table.read(options.metadata) if options.metadata else Table()
        self.problems: list[Problem] = []
        self.documents = self.images = self.fresh = 0

    def take(self, item: Input) -> None:
        """Collect one input, or note why not."""
        try:
            if item.path and item.path.suffix.lower() in scenes.ENDINGS:
                self._raster(item, item.path)
            else:
                self._document(_capture(item, self.options, self.table))
        except (InputError, UsageError) as err:
            self.problems.append(Problem.of(err, item.name))

    def _raster(self, item: Input, path: Path) -> None:
        given = _given(item, self.options, self.table)
        new, known = scenes.collect_raster(self.case, path, item.name, given, datetime.now(UTC))
        self.images += new
        self.fresh += known

    def _document(self, capture: Capture) -> None:
        document = make_document(capture, self.case.outlets)
        if keep(self.case, document, capture.data, capture.given.captured is not None):
            self.documents += 1
        else:
            self.fresh += 1

    def report(self, passed_over: int) -> StageReport:
        """What was done."""
        parts = [f"{self.documents} new {'document' if self.documents == 1 else 'documents'}"]
        parts.append(f"{self.images} new {'scene' if self.images == 1 else 'scenes'}")
        if self.fresh:
            parts.append(f"{self.fresh} known already")
        if passed_over:
            parts.append(f"{passed_over} files of other kinds passed over")
        return StageReport("collect", self.documents + self.images, self.fresh, tuple(self.problems), ", ".join(parts))


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
