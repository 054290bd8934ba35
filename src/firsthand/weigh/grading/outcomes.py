"""Which claims proved so and which did not: by a person's resolution, else by images that answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from firsthand.model import Claim, Decision, ImageAnswer, ImageVerdict
from firsthand.weigh.assumptions import FOUND_IF_NOT, FOUND_IF_SO
from firsthand.weigh.images import ImageRecord
from firsthand.weigh.scoring.resolutions import FALSE, RESOLVE, TRUE

ANSWERS = (ImageAnswer.AGREES, ImageAnswer.CONTRADICTS)
EVEN_CLAIMS = 4
"""Claims of either sort that stand for not knowing yet how many of those told prove so."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one claim came to."""

    claim_id: str
    so: bool
    """It proved so, or it did not."""
    at: datetime
    """When the case knew it."""
    words: str
    """What settled it, to go behind "confirmed" or "refuted"."""
    rests_on: tuple[str, ...]
    """Claims that share any of these were settled by one thing."""
    evidence: tuple[str, ...] = ()
    """Ids of changes or scenes."""
    decision_id: str = ""
    rates: tuple[float, float] | None = None
    """How often images give this answer of what is so, and of what is not; None where a person settled it."""

    def rates_of(self, said_so: bool) -> tuple[float, float]:
        """How often this outcome comes where a source that says so, or that it is not so, is right; and where not."""
        if_so, if_not = self.rates or (float(self.so), float(not self.so))
        return (if_so, if_not) if said_so else (if_not, if_so)


def share_so(found: Iterable[bool]) -> float:
    """The share of ``found`` that proved so, drawn to one half where they are few."""
    known = list(found)
    return (EVEN_CLAIMS + sum(known)) / (2 * EVEN_CLAIMS + len(known))


def outcomes(
    claims: Iterable[Claim],
    verdicts: Mapping[str, ImageVerdict],
    record: ImageRecord,
    decisions: Iterable[Decision],
) -> dict[str, Outcome]:
    """By claim id what it came to; claims that nothing settled, or that a person calls void, are left out."""
    claims = list(claims)
    captured = {scene.id: scene.captured for scene in record.scenes}
    scenes_of = {change.id: change.scene_ids for change in record.changes}
    found = {}
    for claim in claims:
        verdict = verdicts[claim.id]
        shown = [*verdict.scene_ids, *(scene for id in verdict.change_ids for scene in scenes_of.get(id, ()))]
        known = [captured[scene] for scene in shown if scene in captured]
        if verdict.answer in ANSWERS and known:
            found[claim.id] = _by_images(claim, verdict, max(known))
    return _resolved(claims, decisions, found)


def rests_on(claim: Claim, verdict: ImageVerdict) -> tuple[str, ...]:
    """What the images' answer rests on: changes; else the scenes compared, with the part they were compared for."""
    if verdict.answer not in ANSWERS:
        return ()
    if verdict.change_ids:
        return verdict.change_ids
    return (f"{'+'.join(sorted(verdict.scene_ids))} {claim.event.part_id or ''}",) if verdict.scene_ids else ()


def _by_images(claim: Claim, verdict: ImageVerdict, at: datetime) -> Outcome:
    so = verdict.answer is ImageAnswer.AGREES
    middle_so, middle_not = sum(FOUND_IF_SO) / 2, sum(FOUND_IF_NOT) / 2
    return Outcome(
        claim_id=claim.id,
        so=so,
        at=at,
        words=f"images: {verdict.answer}. {verdict.reason}",
        rests_on=rests_on(claim, verdict),
        evidence=verdict.change_ids or verdict.scene_ids,
        rates=(middle_so, middle_not) if so else (1 - middle_so, 1 - middle_not),
    )


def _resolved(claims: list[Claim], decisions: Iterable[Decision], found: dict[str, Outcome]) -> dict[str, Outcome]:
    """``found`` with what people resolved, which goes before what images say; of two the last recorded holds."""
    claim_of = {member.statement_id: claim.id for claim in claims for member in claim.members}
    claim_of |= {claim.id: claim.id for claim in claims}
    for decision in (item for item in decisions if item.kind == RESOLVE):
        # Further subjects are there to find the claim again, should its id have changed.
        claim_id = next((claim_of[subject] for subject in decision.subjects if subject in claim_of), None)
        if claim_id is None:
            continue
        found.pop(claim_id, None)
        if decision.value in (TRUE, FALSE):
            note = f": {decision.note}" if decision.note else ""
            found[claim_id] = Outcome(
                claim_id=claim_id,
                so=decision.value == TRUE,
                at=decision.when,
                words=f"{decision.who} resolved it as {decision.value}{note}",
                rests_on=(claim_id,),
                decision_id=decision.id,
            )
    return found
