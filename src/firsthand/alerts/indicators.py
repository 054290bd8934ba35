"""N of M indicators: which signs are there, and do enough of them fall together?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from firsthand.alerts.conditions import Condition, Indicator
from firsthand.alerts.known import Present
from firsthand.model import Change, Claim, IndicatorState


@dataclass(frozen=True, slots=True)
class Sign:
    """One indicator that is there."""

    name: str
    day: datetime | None
    """When: the first look that shows it, the start of the claim's time, or its first report."""
    what: str
    evidence: str
    """Id of the change, claim or scene."""
    site_ids: tuple[str, ...]
    change: Change | None = None
    claim: Claim | None = None


def reached(condition: Condition, present: Present) -> list[Sign]:
    """The latest sign of each indicator that is there; with ``within_days`` those of the fullest such stretch of time.

    Of stretches that are equally full the latest counts.
    """
    signs = [sign for indicator in condition.indicators for sign in _signs(indicator, present)]
    if condition.within_days is None:
        return _latest(signs)
    span = timedelta(days=condition.within_days)
    dated = [sign for sign in signs if sign.day is not None]
    best: list[Sign] = []
    for end in sorted({sign.day for sign in dated if sign.day}):
        here = _latest([sign for sign in dated if sign.day and end - span <= sign.day <= end])
        if len(here) >= len(best):
            best = here
    return best


def state_of(condition: Condition, present: Present) -> IndicatorState:
    """What the next evaluation has to know of these indicators."""
    met = reached(condition, present)
    days = [sign.day for sign in met if sign.day]
    if len(met) < condition.at_least:
        return IndicatorState(condition.name, (), None, None)
    return IndicatorState(
        condition.name, tuple(sign.name for sign in met), min(days, default=None), max(days, default=None)
    )


def _latest(signs: Sequence[Sign]) -> list[Sign]:
    """One sign of each name, in the order in which the indicators are written."""
    found: dict[str, Sign] = {}
    for sign in signs:
        held = found.get(sign.name)
        if held is None or (sign.day and (held.day is None or sign.day > held.day)):
            found[sign.name] = sign
    return list(found.values())


def _signs(indicator: Indicator, present: Present) -> Iterator[Sign]:
    if indicator.activity:
        return _activity(indicator, present)
    return _changes(indicator, present) if indicator.changes else _claims(indicator, present)


def _changes(indicator: Indicator, present: Present) -> Iterator[Sign]:
    where = indicator.where
    for change in present.known.changes:
        right_place = change.site_id == where.site and where.part in ("", change.part_id)
        if right_place and change.kind in indicator.changes and change.area_m2 > indicator.over_m2:
            what = f"{change.kind}, {change.area_m2:,.0f} m²"
            yield Sign(indicator.name, change.after, what, change.id, (change.site_id,), change=change)


def _claims(indicator: Indicator, present: Present) -> Iterator[Sign]:
    where = indicator.where
    for claim in present.known.claims:
        event = claim.event
        if where.site not in event.site_ids or (where.part and where.part != event.part_id) or event.negated:
            continue
        if (where.action and where.action != event.action) or where.object not in event.object.casefold():
            continue
        held = present.assessments.get(claim.id)
        middle = (held.low + held.high) / 2 if held else 0.0
        if middle < indicator.at_least:
            continue
        said = f"claimed, {held.words}" if held else "claimed"
        yield Sign(indicator.name, _day_of(claim, present), said, claim.id, event.site_ids, claim=claim)


def _day_of(claim: Claim, present: Present) -> datetime | None:
    if claim.event.time and claim.event.time.start:
        return claim.event.time.start
    documents = (present.documents.get(member.document_id) for member in claim.members)
    return min((item.published for item in documents if item and item.published), default=None)


def _activity(indicator: Indicator, present: Present) -> Iterator[Sign]:
    for taken, scene, verdict in present.looks(indicator.where.site):
        if verdict == indicator.activity:
            yield Sign(indicator.name, taken, f"{verdict} activity", scene, (indicator.where.site,))
