"""A case, a site and a claim as objects of a notebook."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from html import escape
from pathlib import Path
from types import TracebackType
from typing import Any

from firsthand.case import Case
from firsthand.errors import UnknownIdError, UsageError
from firsthand.exchange.formats import export
from firsthand.exchange.holdings import Holdings, holdings
from firsthand.exchange.rows import MAKERS, table
from firsthand.notebook.picture import Picture
from firsthand.notebook.records import Record, Records
from firsthand.store.search import Hit


def open_book(folder: Path | str, known_at: datetime | str | None = None) -> CaseBook:
    """Open the case in ``folder``; with ``known_at`` (ISO date) as it was known then.

    Raises CaseMissingError, CaseTooNewError, StorageError, UsageError when ``known_at`` is no date.
    """
    return CaseBook(Case(Path(folder)), _moment(known_at))


class _Book:
    """Tables of some part of a case, read when first asked for and then kept."""

    def __init__(self, case: Case, known_at: datetime | None, site: str | None = None) -> None:
        self._case = case
        self._site = site
        self.known_at = known_at

    @cached_property
    def _held(self) -> Holdings:
        return holdings(self._case, self._site, self.known_at)

    def table(self, name: str) -> Records:
        """A table by its name. Raises UsageError on an unknown one."""
        if name not in MAKERS:
            raise UsageError("no such table", thing=name, remedy=f"one of: {', '.join(MAKERS)}")
        return Records(table(self._held, name))

    @property
    def documents(self) -> Records:
        """Texts, by publication."""
        return self.table("documents")

    @property
    def statements(self) -> Records:
        """Who says what, with the very words."""
        return self.table("statements")

    @property
    def claims(self) -> Records:
        """What is claimed, most reported first."""
        return self.table("claims")

    @property
    def members(self) -> Records:
        """The statements of each claim."""
        return self.table("members")

    @property
    def origins(self) -> Records:
        """The independent roots of each claim."""
        return self.table("origins")

    @property
    def copies(self) -> Records:
        """Text that flowed from one document to another."""
        return self.table("copies")

    @property
    def scenes(self) -> Records:
        """Images, by date."""
        return self.table("scenes")

    @property
    def changes(self) -> Records:
        """What changed on the ground."""
        return self.table("changes")

    @property
    def commitments(self) -> Records:
        """What was promised, and what became of it."""
        return self.table("commitments")

    def claim(self, id: str) -> ClaimBook:
        """One claim. Raises UnknownIdError."""
        found = next((row for row in self.claims if row["id"] == id), None)
        if found is None:
            raise UnknownIdError("no claim here has this id", thing=id, remedy="look at .claims")
        return ClaimBook(found, self.members.where(claim=id), self.origins.where(claim=id))

    def export(self, name: str, to: Path | str) -> list[Path]:
        """Write this part of the case in a format of ``firsthand export``. Raises as that does."""
        return export(self._case, name, Path(to), self._site, self.known_at)

    def _repr_html_(self) -> str:
        held = self._held
        counts = ((len(held.documents), "documents"), (len(held.claims), "claims"), (len(held.scenes), "scenes"))
        told = ", ".join(f"{count} {noun}" for count, noun in (*counts, (len(held.changes), "changes")))
        then = f" · as known at {self.known_at:%Y-%m-%d}" if self.known_at else ""
        invented = " · <em>invented material</em>" if held.fictional else ""
        return f"<p><strong>{escape(held.title)}</strong>{invented}{then}<br>{told}</p>"


class CaseBook(_Book):
    """A whole case. Close it, or use it in a ``with`` statement."""

    @property
    def title(self) -> str:
        return self._case.title

    @property
    def sites(self) -> Records:
        """The places under watch."""
        return self.table("sites")

    def site(self, id: str) -> SiteBook:
        """One place by id, name or alias. Raises UnknownSiteError."""
        return SiteBook(self._case, self.known_at, self._case.site(id).id)

    def as_of(self, known_at: datetime | str) -> CaseBook:
        """The same case as it was known at a moment (ISO date). Raises UsageError."""
        return CaseBook(self._case, _moment(known_at))

    def search(self, words: str, limit: int = 20) -> list[Hit]:
        """Documents, statements and claims that hold all words, best first."""
        return self._case.store.search(words, limit)

    def close(self) -> None:
        self._case.store.close()

    def __enter__(self) -> CaseBook:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"case {self.title!r} in {self._case.root}"


class SiteBook(_Book):
    """What bears on one place."""

    @property
    def id(self) -> str:
        return self._held.sites[0].id

    @property
    def name(self) -> str:
        return self._held.sites[0].name

    def timeline(self, width_px: int = 1040) -> Picture:
        """Statements, images, changes and promises on one axis."""
        from firsthand.publish.dossier import gather
        from firsthand.publish.drawing import timeline

        marks = timeline.items(gather(self._case, self.id, self.known_at))
        return Picture(timeline.svg(marks, _nowhere, width_px, "notebook"), f"Timeline of {escape(self.name)}")

    def plan(self, width_px: int = 720) -> Picture:
        """Footprint, parts and changes, north up."""
        from firsthand.publish.drawing import plan

        held = self._held
        return Picture(plan.svg(held.sites[0], held.changes, _nowhere, None, width_px), f"Plan of {escape(self.name)}")

    def __repr__(self) -> str:
        return f"site {self.name!r}: {len(self.claims)} claims, {len(self.changes)} changes"


class ClaimBook:
    """One claim with its reports and origins; its columns are attributes, as of any row."""

    def __init__(self, record: Record, members: Records, origins: Records) -> None:
        self.record = record
        self.members = members
        self.origins = origins

    def __getattr__(self, name: str) -> Any:
        if name == "record":
            raise AttributeError(name)
        return getattr(self.record, name)

    def __repr__(self) -> str:
        return repr(self.record)

    def _repr_html_(self) -> str:
        row = self.record
        low, high = row["probability_low"], row["probability_high"]
        likely = f"{escape(row['words'])}, {low:.0%} to {high:.0%}" if low is not None else "not weighed yet"
        counts = f"{row['reports']} reports, {row['origins_low']} to {row['origins_high']} origins"
        quotes = "".join(
            f"<li>{escape(member['outlet'])} ({escape(member['relation'])}): “{escape(member['quote'])}”</li>"
            for member in self.members
        )
        return f"<p><strong>{escape(row['text'])}</strong><br>{counts}; {likely}</p><ul>{quotes}</ul>"


def _nowhere(kind: str, id: str) -> str:
    """A drawing in a notebook has no page to lead to."""
    return f"#{id}"


def _moment(value: datetime | str | None) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as err:
        raise UsageError(f"{value!r} is no date", thing="known_at", remedy="give yyyy-mm-dd") from err
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
