"""One site's records as a page needs them: the weightiest claims, the newest reports, and how many there are in all.

The same :class:`~firsthand.publish.dossier.Dossier` that a brief is composed from, but bounded: its cost does not grow
with the case. Where a site has no more than the bounds it is the whole dossier, without what is said of no place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from firsthand.case import Case
from firsthand.model import Claim, Commitment, Document, Rivals
from firsthand.publish.brief.compose import BriefText, compose
from firsthand.publish.dossier import ClaimFile, Dossier, Seen, Told, chosen, published_key
from firsthand.store.desk import Wanted
from firsthand.store.listing import NOWHERE

MOST_CLAIMS = 30
MOST_TOLD_ALONE = 120
"""Of a claim that has a page to itself."""
MOST_REPORTS = 20
MOST_PROMISES = 12


@dataclass(frozen=True, slots=True)
class Digest:
    """What a site's page shows, and how much there is."""

    dossier: Dossier
    text: BriefText
    claims: int
    contested: int
    reports: int
    promises: int
    newest: tuple[Document, ...]
    """The latest reports, without their text."""
    against: dict[str, int]
    """Members that speak against each claim."""


def digest(case: Case, site_id: str, now: datetime | None = None) -> Digest:
    """The page's records of one site. Raises UnknownSiteError."""
    site, store = case.site(site_id), case.store
    here, claims = store.claim_ids(Wanted(site.id, limit=MOST_CLAIMS))
    held = store.claim_heads(here)
    rivals = tuple(store.rivals_of(here))
    promises, promised = store.promise_ids((site.id, NOWHERE), MOST_PROMISES)
    members = [member for claim in held.values() for member in claim.members]
    told = _told(case, [*(member.statement_id for member in members), *_named(promises, rivals)])
    files = claim_files(case, [held[id] for id in here if id in held], told)
    looks = {look.scene_id: look for look in store.looks(site.id)}
    whole = Dossier(
        case_title=case.title,
        fictional=case.fictional,
        site=site,
        written=now or datetime.now(UTC),
        known_at=None,
        claims=tuple(sorted(files, key=lambda file: (-file.claim.reports, file.claim.id))),
        changes=tuple(store.changes(site.id)),
        seen=tuple(Seen(scene, looks.get(scene.id)) for scene in store.scenes(site.id)),
        commitments=tuple(sorted(_bearing(promises, told), key=lambda item: item.id)),
        rivals=tuple(item for item in rivals if _is_whole(item, told)),
        programme=(),
        copies=(),
        statements=told,
        claim_of={member.statement_id: claim.id for claim in held.values() for member in claim.members},
    )
    reports, total = store.report_ids(Wanted(site.id, limit=MOST_REPORTS))
    documents = store.documents_called(reports)
    _, contested = store.claim_ids(Wanted(site.id, contested=True, limit=1))
    newest = tuple(documents[id] for id in reports if id in documents)
    return Digest(whole, compose(whole), claims, contested, total, promised, newest, store.against(here))


def claim_alone(case: Case, claim_id: str) -> ClaimFile:
    """One claim with its members, up to ``MOST_TOLD_ALONE``, and judgement. Raises UnknownIdError."""
    claim = case.store.claim(claim_id)
    told = _told(case, [member.statement_id for member in chosen(claim, MOST_TOLD_ALONE)])
    return claim_files(case, [claim], told)[0]


def claims_in_brief(case: Case, ids: Sequence[str]) -> list[ClaimFile]:
    """These claims with some of their members each, in the order given."""
    held = case.store.claim_heads(ids)
    told = _told(case, [member.statement_id for claim in held.values() for member in claim.members])
    return claim_files(case, [held[id] for id in ids if id in held], told)


def claim_files(case: Case, claims: Sequence[Claim], told: dict[str, Told]) -> list[ClaimFile]:
    """Claims with those of ``told`` that are their members, and their judgements."""
    judged = case.store.assessments_called(claim.id for claim in claims)
    files = []
    for claim in claims:
        members = {member.statement_id: member for member in claim.members}
        here = [item for id, item in told.items() if id in members]
        held = tuple(Told(item.statement, item.document, members[item.statement.id]) for item in here)
        files.append(ClaimFile(claim, held, judged.get(claim.id)))
    return files


def told_in(case: Case, statement_ids: Iterable[str]) -> dict[str, Told]:
    """Statements with their documents (without text), by id, in order of publication; replaced revisions left out."""
    return _told(case, statement_ids)


def _told(case: Case, statement_ids: Iterable[str]) -> dict[str, Told]:
    held = case.store.statements_called(statement_ids)
    documents = case.store.documents_called(item.document_id for item in held.values())
    replaced = case.store.replaced(documents)
    found = [
        Told(item, documents[item.document_id])
        for item in held.values()
        if item.document_id in documents and item.document_id not in replaced
    ]
    found.sort(key=lambda told: (published_key(told.document), _start(told)))
    return {told.statement.id: told for told in found}


def _start(told: Told) -> int:
    return told.statement.content[0].start if told.statement.content else 0


def _named(promises: Iterable[Commitment], rivals: Iterable[Rivals]) -> list[str]:
    ids = [id for promise in promises for id in promise.statement_ids]
    return ids + [id for held in rivals for reading in held.readings for id in reading.statement_ids]


def _bearing(promises: Iterable[Commitment], told: dict[str, Told]) -> list[Commitment]:
    return [item for item in promises if any(id in told for id in item.statement_ids)]


def _is_whole(rivals: Rivals, told: dict[str, Told]) -> bool:
    return all(id in told for reading in rivals.readings for id in reading.statement_ids)
