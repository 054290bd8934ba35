"""One site's records, gathered from the store and tied together: what the brief and the desk both read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from firsthand.case import Case
from firsthand.errors import UnknownIdError
from firsthand.model import (
    Assessment,
    Change,
    Claim,
    Commitment,
    Copy,
    Document,
    Look,
    Member,
    Origin,
    ProposalState,
    Relation,
    Relevance,
    Rivals,
    Scene,
    Site,
    SourceKind,
    Stance,
    Statement,
)
from firsthand.replay import Knowledge, knowledge

USABLE_SHARE = 0.5
"""Below this share of the site window, or with a reason against it, a look is drawn hollow and counts as not usable."""

AGREEING = (Relation.AGREES, Relation.NARROWS, Relation.WIDENS)
OPPOSING = (Relation.DENIES, Relation.CONTRADICTS)


@dataclass(frozen=True, slots=True)
class Told:
    """A statement with the document it stands in and its place in a claim."""

    statement: Statement
    document: Document
    member: Member | None = None

    @property
    def lost(self) -> bool:
        return self.statement.source_kind is SourceKind.LOST

    @property
    def speaker(self) -> str:
        """Who said it, as it may be printed; lost speakers are never named."""
        if self.lost:
            return "speaker lost"
        if self.statement.source_kind is SourceKind.OWN_VOICE or not self.statement.source_name:
            return outlet_of(self.document)
        return self.statement.source_name


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """One claim with all that belongs to it."""

    claim: Claim
    told: tuple[Told, ...]
    """Its members in order of publication, undated last."""
    assessment: Assessment | None

    def with_relation(self, relations: Iterable[Relation]) -> tuple[Told, ...]:
        wanted = set(relations)
        return tuple(item for item in self.told if item.member and item.member.relation in wanted)

    @property
    def agree(self) -> tuple[Told, ...]:
        return self.with_relation(AGREEING)

    @property
    def oppose(self) -> tuple[Told, ...]:
        return self.with_relation(OPPOSING)

    @property
    def decline(self) -> tuple[Told, ...]:
        return self.with_relation((Relation.DECLINES,))

    @property
    def correct(self) -> tuple[Told, ...]:
        return self.with_relation((Relation.CORRECTS,))

    def origin(self, id: str | None) -> Origin | None:
        return next((origin for origin in self.claim.origins if origin.id == id), None)


@dataclass(frozen=True, slots=True)
class Seen:
    """One scene with what it was good for."""

    scene: Scene
    look: Look | None
    """``None`` when the scene has not been watched yet."""

    @property
    def usable(self) -> bool:
        return self.look is not None and not self.look.reason and self.look.usable_share >= USABLE_SHARE

    @property
    def why_not(self) -> str:
        """Why the look cannot be used, in words; empty when it can."""
        if self.usable:
            return ""
        if self.look is None:
            return "not examined yet"
        # "100% under cloud" and "93% under cloud" are one reason to a reader.
        reason = re.sub(r"^\d+(?:\.\d+)? ?% (?:of \w+ )?", "", self.look.reason)
        return reason or "too little of the site can be judged"


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that the case holds on one site, as known at ``known_at``."""

    case_title: str
    fictional: bool
    site: Site
    written: datetime
    known_at: datetime | None
    claims: tuple[ClaimFile, ...]
    changes: tuple[Change, ...]
    seen: tuple[Seen, ...]
    commitments: tuple[Commitment, ...]
    rivals: tuple[Rivals, ...]
    programme: tuple[Told, ...]
    """On-topic statements that name no site, and that no commitment of this brief holds already."""
    copies: tuple[Copy, ...]
    statements: dict[str, Told]
    """Every on-topic statement of the case, by id."""
    claim_of: dict[str, str]
    """The claim of each statement that has one, of this place or another."""
    places: dict[str, Site] = field(default_factory=dict)
    """All places of the case, by id."""
    since: datetime | None = None
    """Only what was learned from then on."""
    title: str = ""
    """What a brief of a claim or a question is called; empty for one of a site."""
    whole: bool = True
    """False where only the weightiest records were gathered: what they count is then not what the case holds."""

    @property
    def is_of_site(self) -> bool:
        """It tells of one place; a dossier of a claim or a question tells of what bears on that."""
        return not self.title

    def place_of(self, file: ClaimFile) -> Site | None:
        """The place that a sentence on a claim names."""
        if self.is_of_site:
            return self.site
        return next((self.places[id] for id in file.claim.event.site_ids if id in self.places), None)

    @property
    def reports(self) -> tuple[Document, ...]:
        """The documents that speak of this place, or of what is asked, by publication."""
        if not self.is_of_site:
            found = {item.document.id: item.document for file in self.claims for item in file.told}
            return tuple(sorted(found.values(), key=published_key))
        told = [item for file in self.claims for item in file.told]
        told += [item for item in self.statements.values() if self.site.id in item.statement.event.site_ids]
        found = {item.document.id: item.document for item in told}
        return tuple(sorted(found.values(), key=published_key))

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that this dossier rests on, by publication."""
        ids = {told.document.id for file in self.claims for told in file.told}
        ids |= {told.document.id for told in self.programme}
        for promise in self.commitments:
            ids |= {self.statements[id].document.id for id in promise.statement_ids if id in self.statements}
        for rival in self.rivals:
            held = (id for reading in rival.readings for id in reading.statement_ids)
            ids |= {self.statements[id].document.id for id in held if id in self.statements}
        found = {told.document.id: told.document for told in self.statements.values() if told.document.id in ids}
        return tuple(sorted(found.values(), key=published_key))

    @property
    def usable(self) -> tuple[Seen, ...]:
        return tuple(seen for seen in self.seen if seen.usable)

    @property
    def backdrop(self) -> Seen | None:
        """The latest usable look of the finest sensor, to lie under the plan."""
        finest = min((seen.scene.gsd_m for seen in self.usable), default=0.0)
        return next((seen for seen in reversed(self.usable) if seen.scene.gsd_m <= finest * 1.5), None)


def place_id(site: Site) -> str:
    """The evidence for a place's names, apart from what is counted there."""
    return f"place-{site.id}"


def outlet_of(document: Document) -> str:
    """The publisher, or the file's name when no publisher is known."""
    return document.outlet or document.name


def published_key(document: Document) -> tuple[bool, datetime, str]:
    """Sorts by publication, undated last."""
    return document.published is None, document.published or document.captured, document.name


def gather(case: Case, site_id: str, known_at: datetime | None = None, now: datetime | None = None) -> Dossier:
    """The dossier of one site; with ``known_at`` as it would have been then. Raises UnknownSiteError."""
    held = tied(case, case.site(site_id), knowledge(case, known_at))
    return replace(held, known_at=known_at, written=now or held.written)


def tied(case: Case, site: Site, known: Knowledge) -> Dossier:
    """The dossier of one site out of what is known, or out of a part of it."""
    told = _told(known.documents, known.statements, topical=True)
    assessments = {item.claim_id: item for item in known.assessments}
    here = [claim for claim in known.claims if site.id in claim.event.site_ids]
    files = _claim_files(here, told, assessments)
    kept = tuple(file for file in files if file.told)
    commitments = tuple(item for item in known.commitments if _bears_on(item, site, told))
    placed = {id for item in commitments for id in item.statement_ids}
    placed |= {id for held in known.rivals for reading in held.readings for id in reading.statement_ids}
    placed |= {member.statement_id for claim in known.claims if claim.event.site_ids for member in claim.members}
    return Dossier(
        case_title=case.title,
        fictional=case.fictional,
        site=site,
        written=datetime.now(UTC),
        known_at=None,
        claims=kept,
        changes=tuple(change for change in known.changes if change.site_id == site.id),
        seen=_seen(known, site),
        commitments=commitments,
        rivals=_rivals(known, site, kept, told),
        programme=_programme(told, placed),
        copies=known.copies,
        statements=told,
        claim_of={member.statement_id: claim.id for claim in known.claims for member in claim.members},
        places={item.id: item for item in case.sites},
    )


def gather_claims(
    case: Case, claim_ids: Sequence[str], title: str, known_at: datetime | None = None, now: datetime | None = None
) -> Dossier:
    """What bears on some claims, in their order, under ``title``. Raises UnknownIdError for a claim not known then."""
    known = knowledge(case, known_at)
    told = _told(known.documents, known.statements, topical=False)
    assessments = {item.claim_id: item for item in known.assessments}
    by_id = {claim.id: claim for claim in known.claims}
    missing = [id for id in claim_ids if id not in by_id]
    if missing:
        when = f" on {known_at:%Y-%m-%d}" if known_at else ""
        raise UnknownIdError(
            f"this claim was not known{when}", thing=missing[0], remedy="`firsthand claims` lists what is claimed"
        )
    files = tuple(_claim_files([by_id[id] for id in claim_ids], told, assessments))
    images = [file.assessment.image for file in files if file.assessment]
    changes = {id for image in images for id in image.change_ids}
    scenes = {id for image in images for id in image.scene_ids}
    scenes |= {id for change in known.changes if change.id in changes for id in change.scene_ids}
    places = {id: None for file in files for id in file.claim.event.site_ids}
    here = [site for site in case.sites if site.id in places]
    site = here[0] if len(here) == 1 else Site("everywhere", case.title, 0.0, 0.0, 0.0)
    members = {item.statement.id for file in files for item in file.told}
    return Dossier(
        case_title=case.title,
        fictional=case.fictional,
        site=site,
        written=now or datetime.now(UTC),
        known_at=known_at,
        claims=files,
        changes=tuple(change for change in known.changes if change.id in changes),
        seen=tuple(item for item in _seen(known, None) if item.scene.id in scenes),
        commitments=tuple(
            item for item in known.commitments if {*item.statement_ids, *item.evidence} & (members | set(claim_ids))
        ),
        rivals=tuple(item for item in known.rivals if item.claim_id in claim_ids),
        programme=(),
        copies=known.copies,
        statements=told,
        claim_of={member.statement_id: claim.id for claim in known.claims for member in claim.members},
        places={item.id: item for item in case.sites},
        title=title,
    )


def chosen(claim: Claim, most: int) -> list[Member]:
    """Members of a claim, at most so many: all where they are few enough, else those against it first."""
    against = [member for member in claim.members if member.relation not in (*AGREEING, Relation.DECLINES)]
    others = [member for member in claim.members if member.relation in (*AGREEING, Relation.DECLINES)]
    half = against if len(claim.members) <= most else against[: most // 2]
    return [*half, *others[: most - len(half)]]


def claim_file(case: Case, claim_id: str) -> ClaimFile:
    """One claim with its members and judgement. Raises UnknownIdError."""
    claim = case.store.claim(claim_id)
    documents = [case.store.document(id) for id in sorted({member.document_id for member in claim.members})]
    statements = [statement for document in documents for statement in case.store.statements(document.id)]
    told = _told(documents, statements, topical=False)
    return _claim_files([claim], told, case.store.assessments_called([claim_id]))[0]


def _told(documents: Iterable[Document], statements: Iterable[Statement], topical: bool) -> dict[str, Told]:
    by_id = {document.id: document for document in documents}
    found = [
        Told(item, by_id[item.document_id])
        for item in statements
        if not topical or item.relevance is Relevance.ON_TOPIC
    ]
    found.sort(key=lambda told: (published_key(told.document), _start(told.statement)))
    return {told.statement.id: told for told in found}


def _start(statement: Statement) -> int:
    return statement.content[0].start if statement.content else 0


def _claim_files(claims: Iterable[Claim], told: dict[str, Told], assessments: dict[str, Assessment]) -> list[ClaimFile]:
    """Claims with those of ``told`` that are their members, in the order of ``told``, and their judgements."""
    rank = {id: place for place, id in enumerate(told)}
    files = []
    for claim in claims:
        members = {member.statement_id: member for member in claim.members if member.statement_id in told}
        held = sorted(members.items(), key=lambda item: rank[item[0]])
        here = tuple(Told(told[id].statement, told[id].document, member) for id, member in held)
        files.append(ClaimFile(claim, here, assessments.get(claim.id)))
    return files


def _seen(known: Knowledge, site: Site | None) -> tuple[Seen, ...]:
    looks = {look.scene_id: look for look in known.looks}
    here = (scene for scene in known.scenes if site is None or scene.site_id == site.id)
    scenes = sorted(here, key=lambda scene: scene.taken)
    return tuple(Seen(scene, looks.get(scene.id)) for scene in scenes)


def _bears_on(promise: Commitment, site: Site, told: dict[str, Told]) -> bool:
    """A person may enter one that no report tells."""
    held = promise.state is ProposalState.ADDED or any(id in told for id in promise.statement_ids)
    return held and (not promise.site_ids or site.id in promise.site_ids)


def _rivals(known: Knowledge, site: Site, files: Iterable[ClaimFile], told: dict[str, Told]) -> tuple[Rivals, ...]:
    claims = {file.claim.id for file in files}
    found = []
    for rivals in known.rivals:
        held = [id for reading in rivals.readings for id in reading.statement_ids]
        here = any(site.id in told[id].statement.event.site_ids for id in held if id in told)
        if (rivals.claim_id in claims or here) and all(id in told for id in held):
            found.append(rivals)
    return tuple(found)


def _programme(told: dict[str, Told], placed: set[str]) -> tuple[Told, ...]:
    """Words about the matter as a whole; bare edges ("the report cited officials") say nothing and stay out."""
    return tuple(
        item
        for id, item in told.items()
        if id not in placed
        and not item.statement.event.site_ids
        and (item.statement.content or item.statement.stance is Stance.DECLINES)
    )
