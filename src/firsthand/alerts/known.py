"""The two sides of an evaluation: what was known the last time, and what is known now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol

from firsthand.model import (
    AlertQuote,
    Assessment,
    Change,
    ChangeState,
    Claim,
    ClaimState,
    Commitment,
    CommitmentState,
    Document,
    IndicatorState,
    Scene,
    Site,
    Snapshot,
    Statement,
)
from firsthand.publish.dossier import Told
from firsthand.replay import Knowledge


class Sign(Protocol):
    """One indicator that is there."""

    @property
    def name(self) -> str: ...

    @property
    def day(self) -> datetime | None: ...


Looks = Callable[[str], Sequence[tuple[datetime, str, str]]]
"""For a site's id: (taken, scene id, verdict) of each look whose activity could be told."""


def no_looks(site_id: str) -> Sequence[tuple[datetime, str, str]]:
    return ()


@dataclass(frozen=True)
class Present:
    """What is known now, found by id."""

    known: Knowledge
    sites: tuple[Site, ...]
    now: datetime
    looks: Looks = no_looks

    @cached_property
    def statements(self) -> dict[str, Statement]:
        return {statement.id: statement for statement in self.known.statements}

    @cached_property
    def documents(self) -> dict[str, Document]:
        return {document.id: document for document in self.known.documents}

    @cached_property
    def scenes(self) -> dict[str, Scene]:
        return {scene.id: scene for scene in self.known.scenes}

    @cached_property
    def assessments(self) -> dict[str, Assessment]:
        return {assessment.claim_id: assessment for assessment in self.known.assessments}

    @cached_property
    def changes(self) -> dict[str, Change]:
        return {change.id: change for change in self.known.changes}

    def told(self, claim: Claim, statement_ids: Iterable[str]) -> list[Statement]:
        """Those of ``statement_ids`` that are members of ``claim``, in its order."""
        wanted = set(statement_ids)
        members = (member.statement_id for member in claim.members)
        return [self.statements[id] for id in members if id in wanted and id in self.statements]

    def quotes(self, statements: Iterable[Statement]) -> tuple[AlertQuote, ...]:
        return tuple(self._quote(statement) for statement in statements if statement.document_id in self.documents)

    def _quote(self, statement: Statement) -> AlertQuote:
        document = self.documents[statement.document_id]
        speaker = Told(statement, document).speaker
        return AlertQuote(
            statement_id=statement.id,
            document_id=document.id,
            document=document.name,
            outlet=document.outlet,
            published=document.published,
            speaker=speaker,
            words=statement.quote,
            stance=str(statement.stance),
        )

    def captured(self, quotes: Iterable[AlertQuote], scene_ids: Iterable[str]) -> datetime | None:
        """When the latest of this evidence came into the case."""
        moments = [self.documents[quote.document_id].captured for quote in quotes]
        moments += [self.scenes[id].captured for id in scene_ids if id in self.scenes]
        return max(moments, default=None)

    def site_name(self, id: str) -> str:
        return next((site.name for site in self.sites if site.id == id), id)

    def part_name(self, id: str | None) -> str:
        return next((part.name for site in self.sites for part in site.parts if part.id == id), "")

    def snapshot(self, number: int, indicators: Iterable[IndicatorState] = ()) -> Snapshot:
        """What the next evaluation has to know of this one."""
        claims = []
        for claim in self.known.claims:
            held = self.assessments.get(claim.id)
            state = ClaimState(held.words if held else "", tuple(member.statement_id for member in claim.members))
            claims.append((claim.id, state))
        return Snapshot(
            number=number,
            document_ids=tuple(sorted({statement.document_id for statement in self.known.statements})),
            claims=tuple(claims),
            changes=tuple(change_state(change) for change in self.known.changes),
            commitments=tuple(
                (item.id, CommitmentState(str(item.status), item.statement_ids)) for item in self.known.commitments
            ),
            indicators=tuple(indicators),
        )


class Past:
    """What was known at the last evaluation."""

    def __init__(self, snapshot: Snapshot, documents: Sequence[Document] = ()) -> None:
        """``documents`` are all of the case, replaced revisions too."""
        self.number = snapshot.number
        self._indicators = snapshot.indicators
        self._documents = frozenset(snapshot.document_ids)
        self._claims = dict(snapshot.claims)
        self._claim_of = {id: claim for claim, state in snapshot.claims for id in state.statement_ids}
        self._by_id = {document.id: document for document in documents}
        self._commitments = dict(snapshot.commitments)
        self._changes: dict[str, list[ChangeState]] = {}
        for change in snapshot.changes:
            self._changes.setdefault(change.site_id, []).append(change)
        self._promise_of = {id: promise for promise, state in snapshot.commitments for id in state.statement_ids}

    def is_news(self, statement: Statement) -> bool:
        """Its words came with a document that was not known, nor stood in a known revision of it.

        What is merely read or grouped in a new way is no news.
        """
        document = self._by_id.get(statement.document_id)
        if statement.document_id in self._documents:
            return False
        seen: set[str] = set()
        while document and document.revises and document.revises not in seen:
            seen.add(document.revises)
            earlier = self._by_id.get(document.revises)
            if document.revises in self._documents and earlier and _flat(statement.quote) in _flat(earlier.text):
                return False
            document = earlier
        return True

    def claim(self, claim: Claim) -> ClaimState | None:
        """What was known of it: under its id, else of the claim that held one of its statements."""
        if claim.id in self._claims:
            return self._claims[claim.id]
        former = (
            self._claim_of[member.statement_id] for member in claim.members if member.statement_id in self._claim_of
        )
        return next((self._claims[id] for id in former), None)

    def commitment(self, promise: Commitment) -> CommitmentState | None:
        if promise.id in self._commitments:
            return self._commitments[promise.id]
        former = (self._promise_of[id] for id in promise.statement_ids if id in self._promise_of)
        return next((self._commitments[id] for id in former), None)

    def had_indicators(self, condition: str, met: Sequence[Sign]) -> bool:
        """All of ``met`` were there already, in a time that touches theirs."""
        held = next((item for item in self._indicators if item.condition == condition), None)
        if held is None or not {sign.name for sign in met} <= set(held.names):
            return False
        days = [sign.day for sign in met if sign.day]
        return held.last is None or not days or min(days) <= held.last

    def knew(self, change: Change) -> bool:
        """The change was known, perhaps with looser dates or another outline."""
        new = change_state(change)
        return any(_same(new, old) for old in self._changes.get(new.site_id, ()))


def change_state(change: Change) -> ChangeState:
    lons, lats = zip(*change.polygon[0], strict=True)
    box = (min(lons), min(lats), max(lons), max(lats))
    return ChangeState(change.id, change.site_id, str(change.kind), change.before, change.after, box)


def _same(new: ChangeState, old: ChangeState) -> bool:
    if new.id == old.id:
        return True
    apart = new.box[0] > old.box[2] or old.box[0] > new.box[2] or new.box[1] > old.box[3] or old.box[1] > new.box[3]
    return new.kind == old.kind and not apart and new.before < old.after and old.before < new.after


def _flat(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().casefold()
