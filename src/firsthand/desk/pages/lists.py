"""Long lists, a page at a time: claims and reports, of one site or all, of a span of days, contested or new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from firsthand.case import Case
from firsthand.desk.days import asked_day
from firsthand.desk.digest import claims_in_brief
from firsthand.desk.frame import Frame
from firsthand.publish import wording
from firsthand.publish.brief.compose import claim_block
from firsthand.store.desk import Wanted

A_PAGE = 50
FURTHEST = 400
"""Pages of one list; who wants more should ask more narrowly."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, as text."""

    site: str = ""
    start: str = ""
    end: str = ""
    only: str = ""
    learned: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list."""

    heading: str
    items: Sequence[Any]
    total: int
    first: int
    last: int
    earlier: str
    later: str


class Lists:
    """One method per list; each returns HTML."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame

    def claims(self, asked: Asked) -> str:
        case = self.frame.shelf.case()
        wanted = _wanted(case, asked)
        ids, total = case.store.claim_ids(wanted)
        blocks = [claim_block(file) for file in claims_in_brief(case, ids)]
        noun = "Contested claims" if wanted.contested else "Claims"
        held = _listed(f"{noun}{_scope(case, asked)}", blocks, total, ("/claims", asked))
        return self.frame.page(
            "claims.html",
            here=asked.site or "claims",
            asked=asked,
            sites=case.sites,
            list=held,
            against=case.store.against(ids),
        )

    def reports(self, asked: Asked) -> str:
        case = self.frame.shelf.case()
        ids, total = case.store.report_ids(_wanted(case, asked))
        documents = case.store.documents_called(ids)
        found = [documents[id] for id in ids if id in documents]
        held = _listed(f"Reports{_scope(case, asked)}", found, total, ("/reports", asked))
        return self.frame.page("reports.html", here=asked.site or "reports", asked=asked, sites=case.sites, list=held)


def _wanted(case: Case, asked: Asked) -> Wanted:
    """Raises UnknownSiteError, and UsageError for a date that is none."""
    end = asked_day(asked.end)
    return Wanted(
        site_id=case.site(asked.site).id if asked.site else None,
        start=asked_day(asked.start),
        end=end + timedelta(days=1) if end else None,
        contested=asked.only == "contested",
        learned_after=asked_day(asked.learned),
        limit=A_PAGE,
        offset=(min(max(asked.page, 1), FURTHEST) - 1) * A_PAGE,
    )


def _scope(case: Case, asked: Asked) -> str:
    """ " of Ormond Point, 3 March 2031 to 9 March 2031"."""
    words = f" of {case.site(asked.site).name}" if asked.site else ""
    first, last, learned = asked_day(asked.start), asked_day(asked.end), asked_day(asked.learned)
    if first and last:
        words += f", {wording.day(first)} to {wording.day(last)}"
    elif first or last:
        words += f", {'from' if first else 'until'} {wording.day(first or last or datetime.now(UTC))}"
    return words + (f", learned since {wording.day(learned)}" if learned else "")


def _listed(heading: str, items: Sequence[Any], total: int, address: tuple[str, Asked]) -> Listed:
    path, asked = address
    page = min(max(asked.page, 1), FURTHEST)
    first = (page - 1) * A_PAGE + 1
    last = first + len(items) - 1
    return Listed(
        heading=heading,
        items=items,
        total=total,
        first=first,
        last=last,
        earlier=_address(path, asked, page - 1) if page > 1 else "",
        later=_address(path, asked, page + 1) if last < total and page < FURTHEST else "",
    )


def _address(path: str, asked: Asked, page: int) -> str:
    held = {"site": asked.site, "from": asked.start, "to": asked.end, "only": asked.only, "learned": asked.learned}
    return f"{path}?{urlencode({name: value for name, value in held.items() if value} | {'page': str(page)})}"
