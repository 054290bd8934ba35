"""The whole case at a glance: its sites with counts, the newest changes, what is contested, what was promised."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from firsthand.case import Case
from firsthand.model import Change, Commitment, Document, Site
from firsthand.publish.dossier import ClaimFile, Told, claim_files, published_key, told_statements

NEWEST = 6
"""Changes and documents shown on the case page."""


@dataclass(frozen=True, slots=True)
class SiteLine:
    """One site with what the case holds on it."""

    site: Site
    claims: int
    changes: int
    images: int
    last_report: datetime | None
    last_image: datetime | None


@dataclass(frozen=True, slots=True)
class Overview:
    sites: tuple[SiteLine, ...]
    changes: tuple[tuple[Change, str], ...]
    """Newest first, with the name of the site."""
    contested: tuple[ClaimFile, ...]
    """Denied, contradicted or corrected."""
    promises: tuple[Commitment, ...]
    documents: tuple[Document, ...]
    """Newest first."""
    lost: tuple[Told, ...]
    """On-topic statements whose speaker the text has lost."""
    counts: dict[str, int]


def overview(case: Case) -> Overview:
    """The case page's records."""
    told = told_statements(case)
    files = claim_files(case, told)
    changes = sorted(case.store.changes(), key=lambda change: change.after, reverse=True)
    names = {site.id: site.name for site in case.sites}
    documents = sorted(case.store.documents(), key=published_key, reverse=True)
    dated = [document for document in documents if document.published]
    return Overview(
        sites=tuple(_line(case, site, files, changes) for site in case.sites),
        changes=tuple((change, names.get(change.site_id, change.site_id)) for change in changes[:NEWEST]),
        contested=tuple(file for file in files if file.oppose or file.correct or file.claim.corrected),
        promises=tuple(case.store.commitments()),
        documents=tuple((dated or documents)[:NEWEST]),
        lost=tuple(item for item in told.values() if item.lost),
        counts=case.store.counts(),
    )


def _line(case: Case, site: Site, files: list[ClaimFile], changes: list[Change]) -> SiteLine:
    here = [file for file in files if site.id in file.claim.event.site_ids]
    scenes = case.store.scenes(site.id)
    moments = [told.document.published for file in here for told in file.told if told.document.published]
    return SiteLine(
        site=site,
        claims=len(here),
        changes=sum(change.site_id == site.id for change in changes),
        images=len(scenes),
        last_report=max(moments, default=None),
        last_image=scenes[-1].taken if scenes else None,
    )
