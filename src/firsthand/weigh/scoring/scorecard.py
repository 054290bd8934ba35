"""The whole score of a case: the machine and each person apart, what is left out, and the recalibration on offer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from firsthand.case import Case, storing, write_atomic
from firsthand.decisions import Judged, record
from firsthand.errors import UsageError
from firsthand.model import Decision, Forecast
from firsthand.weigh.scales import UNDETERMINED
from firsthand.weigh.scoring.calibration_plot import calibration_svg
from firsthand.weigh.scoring.recalibration import (
    LEAST_RESOLVED,
    PLATT,
    RECALIBRATE,
    Curve,
    Offer,
    Recalibrated,
    curve_text,
    offer,
    recalibrated,
    standing_curve,
)
from firsthand.weigh.scoring.resolutions import resolved
from firsthand.weigh.scoring.scores import (
    FIRST,
    LAST,
    MACHINE,
    Scored,
    Scores,
    Unscored,
    machine_scored,
    people_scored,
    scores,
)

SHOW, APPLY = "show", "apply"


@dataclass(frozen=True, slots=True)
class Shift:
    """What recalibration says of one claim, beside what was stated."""

    claim_id: str
    text: str
    low: float
    high: float
    words: str
    recalibrated: Recalibrated


@dataclass(frozen=True, slots=True)
class Scorecard:
    """How good the judgements of a case were."""

    which: str
    """first or last: which of several judgements of one question counted."""
    judged: tuple[Scores, ...]
    """The machine, then people by name; those of whom nothing is resolved are not among them."""
    machine: Unscored
    people: Unscored
    items: tuple[Scored, ...]
    open: tuple[Forecast, ...]
    """People's forecasts that are not resolved, the one due first coming first."""
    offer: Offer | None = None
    """What recalibration would do; None below 30 resolved judgements of the machine."""
    shifts: tuple[Shift, ...] = ()
    """What the curve that stands, or else the one on offer, says of today's claims."""
    applied: Decision | None = None
    """The recalibration that stands."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a score."""

    who: str = ""
    """The machine or one person; empty: everybody."""
    which: str = LAST
    method: str = PLATT
    recalibrate: str = ""
    """apply, or empty to be shown what it would do."""
    note: str = ""


def score(case: Case, wanted: Wanted = Wanted()) -> Scorecard:
    """The scores of a case, once the recalibration on offer is applied where that is asked for. Raises UsageError."""
    if wanted.recalibrate not in ("", SHOW, APPLY):
        remedy = f"{SHOW} what it would do, or {APPLY} it"
        raise UsageError("what is to be done about recalibration?", thing=wanted.recalibrate, remedy=remedy)
    if wanted.which not in (FIRST, LAST):
        remedy = f"{FIRST} stated, or {LAST} before it was known"
        raise UsageError("which judgement counts?", thing=wanted.which, remedy=remedy)
    if wanted.recalibrate == APPLY:
        apply_recalibration(case, wanted.method, wanted.which, wanted.note)
    decisions, forecasts = case.store.decisions(), case.store.forecasts()
    _known(wanted.who, forecasts)
    machine, machine_left = machine_scored(case.store.stated(), decisions, wanted.which)
    people, people_left = people_scored(forecasts, decisions, datetime.now(UTC), wanted.which)
    items = [item for item in (*machine, *people) if wanted.who in ("", item.who)]
    on_offer = offer(_pairs(machine), wanted.method) if len(machine) >= LEAST_RESOLVED else None
    standing = standing_curve(decisions)
    curve = standing[0] if standing else on_offer.curve if on_offer else None
    return Scorecard(
        which=wanted.which,
        judged=tuple(_judged(items)),
        machine=machine_left,
        people=people_left,
        items=tuple(items),
        open=_open(forecasts, decisions),
        offer=on_offer,
        shifts=_shifts(case, curve) if curve else (),
        applied=standing[1] if standing else None,
    )


def _known(who: str, forecasts: Sequence[Forecast]) -> None:
    """Raises UsageError for a name that nobody here has."""
    names = list(dict.fromkeys([MACHINE, *(item.who for item in forecasts)]))
    if who and who not in names:
        remedy = f"one of: {', '.join(names)}"
        raise UsageError("nobody of this name has made a forecast here", thing=who, remedy=remedy)


def _judged(items: Sequence[Scored]) -> Iterator[Scores]:
    """The scores of each judge, the machine's first."""
    for name in sorted({item.who for item in items}, key=lambda name: (name != MACHINE, name.casefold())):
        found = scores(name, [item for item in items if item.who == name])
        if found:
            yield found


def _open(forecasts: Sequence[Forecast], decisions: Sequence[Decision]) -> tuple[Forecast, ...]:
    came = resolved(decisions)
    still = [item for item in forecasts if not {item.claim_id or item.id, item.statement_id or item.id} & came.keys()]
    return tuple(sorted(still, key=lambda item: (item.by is None, item.by or item.made, item.id)))


def apply_recalibration(case: Case, method: str = PLATT, which: str = LAST, note: str = "", who: str = "") -> Decision:
    """Apply what :func:`score` offers; recorded as a decision, undone like any other.

    Raises UsageError with fewer than 30 resolved judgements of the machine.
    """
    machine, _ = machine_scored(case.store.stated(), case.store.decisions(), which)
    curve = offer(_pairs(machine), method).curve
    return record(case, Judged(RECALIBRATE, (MACHINE,), curve_text(curve)), note, who)


def write_plot(case: Case, card: Scorecard, path: Path) -> Path:
    """Write the calibration plot as SVG. Raises UsageError on another ending, StorageError."""
    if path.suffix.lower() != ".svg":
        raise UsageError("the plot is an SVG", thing=str(path), remedy="name a file that ends in .svg")
    with storing(path):
        write_atomic(path, calibration_svg(case.title, card.judged, _counted(card.which)).encode())
    return path


def _counted(which: str) -> str:
    return "first" if which == FIRST else "last before they were resolved"


def _pairs(items: Sequence[Scored]) -> list[tuple[float, float]]:
    return [(item.probability, float(item.true)) for item in items]


def _shifts(case: Case, curve: Curve) -> tuple[Shift, ...]:
    """Today's claims, those that move furthest first; what has no word has none to recalibrate."""
    texts = {claim.id: claim.text for claim in case.store.claims()}
    found = [
        Shift(id, texts[id], held.low, held.high, held.words, recalibrated(curve, held.low, held.high))
        for id, held in case.store.assessments().items()
        if id in texts and held.words != UNDETERMINED
    ]
    return tuple(sorted(found, key=lambda item: (-_moved(item), item.claim_id)))


def _moved(item: Shift) -> float:
    return abs(item.recalibrated.low + item.recalibrated.high - item.low - item.high)
