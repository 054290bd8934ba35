"""JSON forms of boards of rival hypotheses: the matrix with its reasons, what it comes to, and what that hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic import Field

from firsthand.case import Case
from firsthand.model import Board, EvidenceRow
from firsthand.views.base import View
from firsthand.weigh.hypotheses.boards import board, boards, offered
from firsthand.weigh.hypotheses.discriminate import Discriminator, discriminators
from firsthand.weigh.hypotheses.judge import Fall, Outcome, RowWeight, Standing, judged


class HypothesisView(View):
    number: str = Field(description="H1, H2 …: its column, as commands take it")
    id: str
    text: str
    key: str | None = Field(description="its name in the general set; null for one of a report or a person")
    happened: bool = Field(description="whether the act took place if it holds")
    why: str = Field(description="where it comes from, or who holds it")
    statements: list[str] = Field(description="ids of the readings that put it forward")
    rank: int | None = Field(description="1 for the likeliest; null when dropped, as are all numbers below")
    start: float | None = Field(description="probability before any evidence")
    posterior: float | None = Field(ge=0, le=1)
    low: float | None
    high: float | None
    words: str | None = Field(description="ICD 203 term of the interval, or undetermined")
    inconsistency: float | None = Field(description="reliability times 1 for I and 2 for II, summed")
    added_by: str | None = Field(description="id of the decision by which a person added it; null for proposals")
    renamed_by: str | None
    dropped_by: str | None


class CellView(View):
    hypothesis: str = Field(description="its number")
    rating: str = Field(description="CC, C, N, I, II or NA")
    likelihood: float | None = Field(description="after the reliability; null where the row does not apply")
    reason: str
    rated_by: str | None = Field(description="id of the decision by which a person rated it; null for proposals")


class TrustView(View):
    low: float = Field(ge=0, le=1)
    middle: float = Field(ge=0, le=1, description="what is reckoned with")
    high: float = Field(ge=0, le=1)
    reason: str


class EvidenceView(View):
    number: str = Field(description="E1, E2 …: its row, as commands take it")
    id: str
    kind: str
    text: str
    trust: TrustView
    counted: bool
    why_not: str = Field(description="why it is not counted; empty when it is")
    diagnosticity: float = Field(ge=1, description="largest likelihood divided by the smallest; 1 tells nothing apart")
    cells: list[CellView] = Field(description="hypotheses that nobody has rated it for are not among them")
    evidence: list[str] = Field(description="ids of origins, statements, claims, changes or scenes")
    origin: str | None = Field(description="rows of one origin fall together")
    source: str
    added_by: str | None = Field(description="id of the decision by which a person entered it; null for proposals")
    weighed_by: str | None
    irrelevant_by: str | None


class FallView(View):
    without: str = Field(description="the origin, row or assumption that falls")
    kind: str
    rows: list[str] = Field(description="numbers of the rows that it takes along or weakens")
    order: list[str] = Field(description="numbers of the hypotheses, likeliest first, without it")
    posteriors: dict[str, float] = Field(description="by number of the hypothesis")
    leader_changes: bool
    order_changes: bool
    shift: float = Field(ge=0, le=1, description="largest change of any posterior")


class AssumptionView(View):
    number: str = Field(description="A1, A2 …, as commands take it")
    id: str
    text: str
    check: str
    rows: list[str] = Field(description="numbers of the rows that fall with it")
    state: str = Field(description="open, holds or fails")
    judged_by: str | None


class RelationView(View):
    first: str
    kind: str = Field(description="subsumes or exclusive; hypotheses without one are taken to exclude each other")
    second: str
    decided_by: str


class PassView(View):
    satellite: str
    time: datetime


class DiscriminatorView(View):
    text: str
    gain_bits: float = Field(description="expected loss of uncertainty, found or not")
    need: str
    if_found: dict[str, float] = Field(description="posteriors if it were found, by number of the hypothesis")
    if_not: dict[str, float]
    sensors: list[str] = Field(description="satellites of the table that are fine enough, finest first")
    passes: list[PassView] = Field(description="the next passes; empty where the case keeps no element sets")


class BaseRateView(View):
    name: str
    question: str


class BoardView(View):
    id: str
    claim: str
    question: str
    sites: list[str]
    set: str = Field(description="the general set that its hypotheses come from")
    happened: float | None = Field(description="probability that the act took place; null where all take it so")
    leads: bool = Field(description="the likeliest stands clear of the next: their intervals do not meet")
    hypotheses: list[HypothesisView] = Field(description="in the order of their numbers")
    evidence: list[EvidenceView]
    sensitivity: list[FallView] = Field(description="what changes most first")
    assumptions: list[AssumptionView]
    relations: list[RelationView]
    discriminators: list[DiscriminatorView] = Field(description="the most telling first")
    base_rates: list[BaseRateView] = Field(description="known base rates that fit and nobody has entered")
    notes: list[str]


def board_view(case: Case, wanted: str, now: datetime | None = None) -> BoardView:
    """One board as a page or ``--json`` shows it, by its id or that of its claim.

    ``now`` is the moment from which passes are listed. Raises UnknownIdError, InputError.
    """
    return _board_view(case, board(case, wanted), now or datetime.now(UTC))


def board_views(case: Case, now: datetime | None = None) -> list[BoardView]:
    """All boards of a case."""
    return [_board_view(case, item, now or datetime.now(UTC)) for item in boards(case)]


def _board_view(case: Case, on: Board, now: datetime) -> BoardView:
    outcome = judged(on)
    numbers = {item.id: f"H{place}" for place, item in enumerate(on.hypotheses, 1)}
    rows = {row.id: f"E{place}" for place, row in enumerate(on.rows, 1)}
    return BoardView(
        id=on.id,
        claim=on.claim_id,
        question=on.question,
        sites=list(on.site_ids),
        set=on.set_name,
        happened=outcome.happened,
        leads=outcome.leads,
        hypotheses=_hypotheses(outcome, numbers),
        evidence=[_evidence(weight, rows[weight.row.id], numbers) for weight in outcome.rows],
        sensitivity=[_fall(fall, rows, numbers) for fall in outcome.falls],
        assumptions=[
            AssumptionView(
                number=f"A{place}",
                id=item.id,
                text=item.text,
                check=item.check,
                rows=[rows[id] for id in item.row_ids if id in rows],
                state=item.state,
                judged_by=item.judged_by or None,
            )
            for place, item in enumerate(on.assumptions, 1)
        ],
        relations=[
            RelationView(
                first=numbers[link.first], kind=link.kind, second=numbers[link.second], decided_by=link.decided_by
            )
            for link in on.links
        ],
        discriminators=[_discriminator(item, numbers) for item in discriminators(outcome, case, now)],
        base_rates=[BaseRateView(name=item.name, question=item.question) for item in offered(case, on)],
        notes=list(on.notes),
    )


def _hypotheses(outcome: Outcome, numbers: dict[str, str]) -> list[HypothesisView]:
    standings = {standing.hypothesis.id: standing for standing in outcome.standings}
    found = []
    for item in outcome.board.hypotheses:
        standing: Standing | None = standings.get(item.id)
        found.append(
            HypothesisView(
                number=numbers[item.id],
                id=item.id,
                text=item.text,
                key=item.key or None,
                happened=item.happened,
                why=item.why,
                statements=list(item.statement_ids),
                rank=standing.rank if standing else None,
                start=standing.start if standing else None,
                posterior=standing.posterior if standing else None,
                low=standing.low if standing else None,
                high=standing.high if standing else None,
                words=standing.words if standing else None,
                inconsistency=standing.inconsistency if standing else None,
                added_by=item.added_by or None,
                renamed_by=item.renamed_by or None,
                dropped_by=item.dropped_by or None,
            )
        )
    return found


def _evidence(weight: RowWeight, number: str, numbers: dict[str, str]) -> EvidenceView:
    row: EvidenceRow = weight.row
    trust = row.reliability
    return EvidenceView(
        number=number,
        id=row.id,
        kind=row.kind,
        text=row.text,
        trust=TrustView(low=trust.low, middle=trust.middle, high=trust.high, reason=trust.reason),
        counted=weight.counted,
        why_not=weight.why_not,
        diagnosticity=weight.diagnosticity,
        cells=[
            CellView(
                hypothesis=numbers[id],
                rating=cell.rating,
                likelihood=weight.likelihoods.get(id),
                reason=cell.reason,
                rated_by=cell.rated_by or None,
            )
            for id, cell in weight.cells.items()
        ],
        evidence=list(row.evidence),
        origin=row.origin or None,
        source=row.source,
        added_by=row.added_by or None,
        weighed_by=row.weighed_by or None,
        irrelevant_by=row.irrelevant_by or None,
    )


def _fall(fall: Fall, rows: dict[str, str], numbers: dict[str, str]) -> FallView:
    return FallView(
        without=fall.name,
        kind=fall.kind,
        rows=[rows[id] for id in fall.row_ids if id in rows],
        order=_numbered(fall.order, numbers),
        posteriors={numbers[id]: share for id, share in fall.posterior.items()},
        leader_changes=fall.leader_changes,
        order_changes=fall.order_changes,
        shift=fall.shift,
    )


def _discriminator(item: Discriminator, numbers: dict[str, str]) -> DiscriminatorView:
    return DiscriminatorView(
        text=item.find.text,
        gain_bits=item.gain_bits,
        need=item.need,
        if_found={numbers[id]: share for id, share in item.if_found.items()},
        if_not={numbers[id]: share for id, share in item.if_not.items()},
        sensors=list(item.sensors),
        passes=[PassView(satellite=flown.satellite, time=flown.time) for flown in item.passes],
    )


def _numbered(ids: Sequence[str], numbers: dict[str, str]) -> list[str]:
    return [numbers[id] for id in ids]
