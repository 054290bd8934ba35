"""What an export is made of: the records of a case, or of one of its sites, tied together by id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from firsthand.case import Case
from firsthand.model import (
    Alert,
    AlertMark,
    Assessment,
    Board,
    Change,
    Claim,
    Commitment,
    Copy,
    Decision,
    Document,
    Forecast,
    Look,
    Member,
    Scene,
    Site,
    Stated,
    Statement,
)
from firsthand.replay import Knowledge, knowledge
from firsthand.views import QuoteView, hull_quote
from firsthand.weigh.hypotheses.boards import boards

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Judgements:
    """What is judged of the records beside their likelihood."""

    boards: tuple[Board, ...] = ()
    """As edited. None as of an earlier moment: a board rests on all that the case holds."""
    forecasts: tuple[Forecast, ...] = ()
    stated: tuple[Stated, ...] = ()
    """What the machine said of claims, in order of time."""
    alerts: tuple[Alert, ...] = ()
    marks: dict[str, AlertMark] = field(default_factory=dict)
    """Who has seen an alert, by its id."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """Records in a settled order, so that an export of the same case has the same bytes."""

    title: str
    """Of the case, or of the site."""
    fictional: bool
    known_at: datetime | None
    sites: tuple[Site, ...]
    documents: dict[str, Document]
    """By id, in order of publication."""
    statements: dict[str, Statement]
    """By id, in order of publication and text; only those that stand."""
    claims: tuple[Claim, ...]
    assessments: dict[str, Assessment]
    """By claim id."""
    changes: tuple[Change, ...]
    scenes: dict[str, Scene]
    """By id, in order of time."""
    looks: dict[str, Look]
    """By scene id."""
    commitments: tuple[Commitment, ...]
    copies: tuple[Copy, ...]
    """Between documents that are held here."""
    decisions: tuple[Decision, ...]
    judgements: Judgements = field(default_factory=Judgements)

    @property
    def moment(self) -> datetime:
        """When the newest record came in: the only time that an export may give as its own."""
        captured = [document.captured for document in self.documents.values()]
        captured += [scene.captured for scene in self.scenes.values()]
        return max([*captured, *(decision.when for decision in self.decisions)], default=EPOCH)

    def anchor(self, statement: Statement) -> QuoteView:
        """The statement's words and where they stand."""
        return hull_quote(statement, self.documents[statement.document_id].text)

    def quotes(self, members: Iterable[Member]) -> list[str]:
        """The words of some members of a claim, in their order, each once."""
        found = (self.anchor(self.statements[member.statement_id]).quote for member in members)
        return list(dict.fromkeys(found))

    def claims_of(self, site: Site) -> list[Claim]:
        return [claim for claim in self.claims if site.id in claim.event.site_ids]


def holdings(case: Case, site: str | None = None, known_at: datetime | None = None) -> Holdings:
    """All that the case holds, or what bears on one site (id, name or alias), as known at a moment or now.

    Raises UnknownSiteError.
    """
    known = knowledge(case, known_at)
    chosen = (case.site(site),) if site else case.sites
    ids = {item.id for item in chosen}
    claims = tuple(claim for claim in known.claims if not site or ids.intersection(claim.event.site_ids))
    commitments = tuple(item for item in known.commitments if not site or ids.intersection(item.site_ids))
    documents, statements = _texts(known, _wanted(known, claims, commitments, ids) if site else None)
    scenes = {scene.id: scene for scene in known.scenes if not site or scene.site_id in ids}
    decisions = [item for item in case.store.decisions() if known_at is None or item.when <= known_at]
    judgements = _judgements(case, known_at)
    return Holdings(
        title=chosen[0].name if site else case.title,
        fictional=case.fictional,
        known_at=known_at,
        sites=chosen,
        documents=documents,
        statements=statements,
        claims=claims,
        assessments={item.claim_id: item for item in known.assessments},
        changes=tuple(change for change in known.changes if not site or change.site_id in ids),
        scenes=scenes,
        looks={look.scene_id: look for look in known.looks if look.scene_id in scenes},
        commitments=commitments,
        copies=tuple(item for item in known.copies if {item.from_document, item.to_document} <= set(documents)),
        decisions=tuple(item for item in decisions if not site or _about(item, statements, documents)),
        judgements=_bearing_on(judgements, ids, statements) if site else judgements,
    )


def _judgements(case: Case, known_at: datetime | None) -> Judgements:
    def known(when: datetime) -> bool:
        return known_at is None or when <= known_at

    store = case.store
    return Judgements(
        boards=tuple(boards(case)) if known_at is None else (),
        forecasts=tuple(item for item in store.forecasts() if known(item.made)),
        stated=tuple(item for item in store.stated() if known(item.at)),
        alerts=tuple(item for item in store.alerts() if known(item.raised)),
        marks={id: mark for id, mark in store.alert_marks().items() if known(mark.when)},
    )


def _bearing_on(held: Judgements, sites: set[str], statements: dict[str, Statement]) -> Judgements:
    """What of it is about some sites; a forecast is by the claim it is about."""
    return Judgements(
        boards=tuple(item for item in held.boards if sites.intersection(item.site_ids)),
        forecasts=tuple(item for item in held.forecasts if item.statement_id in statements),
        stated=tuple(item for item in held.stated if item.statement_id in statements),
        alerts=tuple(item for item in held.alerts if sites.intersection(item.site_ids)),
        marks=held.marks,
    )


def _wanted(known: Knowledge, claims: Iterable[Claim], promises: Iterable[Commitment], sites: set[str]) -> set[str]:
    """Ids of the statements that bear on some sites."""
    wanted = {member.statement_id for claim in claims for member in claim.members}
    wanted |= {id for promise in promises for id in promise.statement_ids}
    return wanted | {item.id for item in known.statements if sites.intersection(item.event.site_ids)}


def _texts(known: Knowledge, wanted: set[str] | None) -> tuple[dict[str, Document], dict[str, Statement]]:
    """Documents and statements by id; with ``wanted`` only these statements and the documents they stand in."""
    kept = [item for item in known.statements if wanted is None or item.id in wanted]
    holding = {item.document_id for item in kept}
    documents = {item.id: item for item in known.documents if wanted is None or item.id in holding}
    place = {id: number for number, id in enumerate(documents)}
    kept.sort(key=lambda item: (place[item.document_id], hull_quote(item, documents[item.document_id].text).start))
    return documents, {item.id: item for item in kept}


def _about(decision: Decision, statements: dict[str, Statement], documents: dict[str, Document]) -> bool:
    return any(subject in statements or subject in documents for subject in decision.subjects)
