"""The case at a glance: what is new, contradicted, overdue and unresolved, and the sites with their counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from firsthand.alerts.stage import Listed, listed
from firsthand.case import Case
from firsthand.desk.digest import claims_in_brief, told_in
from firsthand.desk.visits import FIRST_DAYS, Visit
from firsthand.model import Change, Commitment, CommitmentStatus, Document, Site
from firsthand.publish.dossier import ClaimFile, Told
from firsthand.store.desk import SiteCounts, Wanted

NEWEST = 6
MOST_SITES = 60
SETTLED = (CommitmentStatus.KEPT, CommitmentStatus.BREACHED, CommitmentStatus.REVERSED)
"""A promise past its day that is none of these is overdue."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the case holds: rows by table, and by site."""

    whole: dict[str, int]
    by_site: dict[str, SiteCounts]


@dataclass(frozen=True, slots=True)
class SiteLine:
    """One site with what the case holds on it."""

    site: Site
    counts: SiteCounts

    @property
    def last_report(self) -> datetime | None:
        return _moment(self.counts.last_report)

    @property
    def last_image(self) -> datetime | None:
        return _moment(self.counts.last_image)


@dataclass(frozen=True, slots=True)
class Home:
    """All that the case page shows."""

    now: datetime
    since: datetime
    first_visit: bool
    counts: dict[str, int]
    new: dict[str, int]
    new_claims: list[ClaimFile]
    contested: list[ClaimFile]
    contested_total: int
    overdue: list[Commitment]
    overdue_total: int
    open: list[Told]
    open_total: int
    sites: list[SiteLine]
    changes: list[tuple[Change, str]]
    """Newest first, with the name of the site."""
    documents: list[Document]
    alerts: list[Listed]
    """Newest first, only those that nobody has seen."""
    alerts_total: int
    days: int = FIRST_DAYS


def home(case: Case, visit: Visit, now: datetime, counted: Counts) -> Home:
    """The case page's records: bounded lists, and counts of the rest. ``counted`` is what the store holds in all."""
    store = case.store
    names = {site.id: site.name for site in case.sites}
    fresh = store.newest_claim_ids(Wanted(learned_after=visit.since, limit=NEWEST))
    _, contested = store.claim_ids(Wanted(contested=True, limit=1))
    overdue, overdue_total = store.overdue(now, [status.value for status in SETTLED], NEWEST)
    unclear, open_total = store.open_statements(NEWEST)
    told = told_in(case, [item.id for item in unclear])
    changes = [store.change(id) for id in store.newest_changes(NEWEST)]
    reports, _ = store.report_ids(Wanted(limit=NEWEST))
    documents = store.documents_called(reports)
    unseen = listed(case, unseen=True)
    return Home(
        now=now,
        since=visit.since,
        first_visit=visit.first,
        counts=counted.whole,
        new=store.captured_after(visit.since),
        new_claims=claims_in_brief(case, fresh),
        contested=claims_in_brief(case, store.newest_claim_ids(Wanted(contested=True, limit=NEWEST))),
        contested_total=contested,
        overdue=overdue,
        overdue_total=overdue_total,
        open=[told[item.id] for item in unclear if item.id in told],
        open_total=open_total,
        sites=[SiteLine(site, counted.by_site.get(site.id, SiteCounts())) for site in case.sites[:MOST_SITES]],
        changes=[(change, names.get(change.site_id, change.site_id)) for change in changes],
        documents=[documents[id] for id in reports if id in documents],
        alerts=unseen[:NEWEST],
        alerts_total=len(unseen),
    )


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
