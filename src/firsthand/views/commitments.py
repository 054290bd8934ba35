"""The ledger of commitments and its history."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import Field

from firsthand.model import StatusEntry
from firsthand.views.base import QuoteView, TimeView, View, quote_view, time_view

if TYPE_CHECKING:
    from firsthand.publish.commitment_board import Bearing, BoardRow, Sensing, Telling


class ProvisionView(View):
    text: str = Field(description="the text in which it stands; empty when only an article is named")
    article: str = Field(description="empty when none is named")
    document: str | None = Field(description="id of the report that names it; null when a person entered it")
    words: list[QuoteView]


class SensingView(View):
    means: list[str] = Field(description="images, inspection, statement: what could show it, best first")
    size_m: float | None = Field(description="shorter side of what an image would have to show; null when none can")
    gsd_m: float | None = Field(description="coarsest resolution that shows it, metres per pixel")
    open_access: list[str] = Field(description="satellites fine enough that take images of all land")
    on_order: list[str] = Field(description="satellites fine enough that look where they are told to")
    held_gsd_m: float | None = Field(description="finest image of the place in this case")
    text: str


class TellingView(View):
    statement: str
    document: str
    outlet: str
    published: datetime | None
    source: str
    quote: str
    mention: bool = Field(description="it only mentions the undertaking in passing")


class BearingView(View):
    id: str
    kind: str = Field(description="claim, change or scene")
    speaks_for: bool = Field(description="for its having been kept; otherwise against")
    text: str
    when: datetime | None


class EntryView(View):
    at: datetime = Field(description="when a run found it so")
    status: str
    reason: str
    evidence_for: list[str]
    evidence_against: list[str]
    overdue: bool
    state: str
    judged: str | None = Field(description="what a person held of it then")
    judged_by: str


class JudgedView(View):
    status: str
    who: str
    when: datetime
    note: str
    decision: str


class DecidedView(View):
    id: str
    what: str
    who: str
    when: datetime
    note: str


class CommitmentView(View):
    id: str
    who: str
    to: list[str] = Field(description="the other parties")
    what: str
    kinds: list[str] = Field(description="do or refrain first; by date, until, reversible beside it")
    state: str = Field(description="proposed (by the machine), confirmed or added (by a person)")
    sites: list[str]
    provision: ProvisionView | None
    made: TimeView | None = Field(description="when it was given; open at the start when only its report is dated")
    by: TimeView | None
    until: TimeView | None
    testable: bool
    why: str
    status: str = Field(description="the machine's")
    reason: str
    overdue: bool = Field(description="its day has passed without evidence; no breach")
    judged: JudgedView | None = Field(description="what a person holds of it")
    sensing: SensingView | None = Field(description="what could show it; null when nothing could")
    tellings: list[TellingView]
    bearing: list[BearingView]
    decisions: list[DecidedView]
    history: list[EntryView] = Field(description="oldest first")


def commitment_view(row: BoardRow) -> CommitmentView:
    """One row of the board in its JSON form."""
    promise = row.promise
    provision, judged = promise.provision, promise.judged
    return CommitmentView(
        id=promise.id,
        who=promise.who,
        to=list(promise.to),
        what=promise.what,
        kinds=[kind.value for kind in promise.kinds],
        state=promise.state.value,
        sites=list(promise.site_ids),
        provision=ProvisionView(
            text=provision.text,
            article=provision.article,
            document=provision.document_id or None,
            words=[view for anchor in provision.anchors if (view := quote_view(anchor))],
        )
        if provision
        else None,
        made=time_view(promise.made, of_claim=True),
        by=time_view(promise.by, of_claim=True),
        until=time_view(promise.until, of_claim=True),
        testable=promise.testable,
        why=promise.why,
        status=promise.status.value,
        reason=promise.status_reason,
        overdue=row.overdue,
        judged=JudgedView(
            status=judged.status.value, who=judged.who, when=judged.when, note=judged.note, decision=judged.decision_id
        )
        if judged
        else None,
        sensing=_sensing(row.sensing) if row.sensing else None,
        tellings=[_telling(item) for item in row.tellings],
        bearing=[_bearing(item) for item in row.bearing],
        decisions=[
            DecidedView(id=made.id, what=edit.told, who=made.who, when=made.when, note=made.note)
            for made, edit in row.decisions
        ],
        history=[entry_view(item) for item in row.history],
    )


def _telling(item: Telling) -> TellingView:
    return TellingView(
        statement=item.statement_id,
        document=item.document,
        outlet=item.outlet,
        published=item.published,
        source=item.source,
        quote=item.quote,
        mention=item.mention,
    )


def _bearing(item: Bearing) -> BearingView:
    return BearingView(id=item.id, kind=item.kind, speaks_for=item.speaks_for, text=item.text, when=item.when)


def entry_view(entry: StatusEntry) -> EntryView:
    return EntryView(
        at=entry.at,
        status=entry.status.value,
        reason=entry.reason,
        evidence_for=list(entry.evidence_for),
        evidence_against=list(entry.evidence_against),
        overdue=entry.overdue,
        state=entry.state.value,
        judged=entry.judged.value if entry.judged else None,
        judged_by=entry.judged_by,
    )


def _sensing(found: Sensing) -> SensingView:
    return SensingView(
        means=list(found.means),
        size_m=found.size_m,
        gsd_m=found.gsd_m,
        open_access=list(found.open_access),
        on_order=list(found.on_order),
        held_gsd_m=found.held_gsd_m,
        text=found.text,
    )
