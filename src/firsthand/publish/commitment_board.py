"""The ledger as people read it: each undertaking with who told it, what bears on it, which sensor could show it.

Everything here is a plain record made from what is stored; the command line and the desk print it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from firsthand.case import Case
from firsthand.errors import UnknownIdError
from firsthand.model import Commitment, CommitmentStatus, Decision, Measure, StatusEntry
from firsthand.publish import wording
from firsthand.replay import knowledge
from firsthand.watch.passes.sensors import Sensor, known_sensors
from firsthand.watch.visibility import PIXELS_ACROSS, could_show
from firsthand.weigh.commitments.edits import Edit, edit_of
from firsthand.weigh.commitments.ledger import is_overdue
from firsthand.weigh.commitments.measure import INSPECTION, STATEMENT

_OTHER_MEANS = {INSPECTION: "an inspection", STATEMENT: "a statement"}
_SETTLED = frozenset({CommitmentStatus.KEPT, CommitmentStatus.REVERSED, CommitmentStatus.BREACHED})


@dataclass(frozen=True, slots=True)
class Telling:
    """One report of an undertaking."""

    statement_id: str
    document_id: str
    document: str
    outlet: str
    published: datetime | None
    source: str
    quote: str
    mention: bool
    """It only mentions the undertaking in passing."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """One claim, change or scene that bears on an undertaking."""

    id: str
    kind: str
    """claim, change or scene."""
    speaks_for: bool
    """For its having been kept; otherwise against."""
    text: str
    when: datetime | None
    """When it happened at the earliest, or was first seen."""


@dataclass(frozen=True, slots=True)
class Sensing:
    """By what means one could tell, and which satellites could show it."""

    means: tuple[str, ...]
    size_m: float | None
    gsd_m: float | None
    """Coarsest resolution that shows it, in metres per pixel; ``None`` when no image can."""
    open_access: tuple[str, ...]
    """Satellites fine enough that take images of all land by themselves, finest first."""
    on_order: tuple[str, ...]
    """Satellites fine enough that look where they are told to."""
    held_gsd_m: float | None
    """Finest image of the place in this case."""
    text: str
    """The same in a sentence."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One undertaking with all that the board shows of it."""

    promise: Commitment
    overdue: bool
    tellings: tuple[Telling, ...]
    bearing: tuple[Bearing, ...]
    sensing: Sensing | None
    """``None`` when it cannot be tested."""
    decisions: tuple[tuple[Decision, Edit], ...]
    history: tuple[StatusEntry, ...]
    """Oldest first; as known at the moment asked for."""


def board(
    case: Case,
    site: str | None = None,
    still_open: bool = False,
    known_at: datetime | None = None,
    now: datetime | None = None,
) -> tuple[BoardRow, ...]:
    """All undertakings: the overdue first, then the open ones by their day, then the settled, then the untestable.

    ``site`` is an id, name or alias; ``still_open`` leaves out what is settled or cannot be tested; ``known_at``
    answers as of that moment. Raises UnknownSiteError.
    """
    now = known_at or now or datetime.now(UTC)
    found = in_order(case, site, still_open, known_at, now)
    sensors = known_sensors(case.root)
    return tuple(_row(case, item, sensors, known_at, now) for item in found)


def in_order(
    case: Case,
    site: str | None = None,
    still_open: bool = False,
    known_at: datetime | None = None,
    now: datetime | None = None,
) -> list[Commitment]:
    """The undertakings of :func:`board` alone, without what is gathered for each. Raises UnknownSiteError."""
    moment = known_at or now or datetime.now(UTC)
    place = case.site(site).id if site else None
    found = [item for item in _promises(case, known_at) if place is None or place in item.site_ids or not item.site_ids]
    if still_open:
        found = [item for item in found if is_open(item)]
    return sorted(found, key=lambda item: _order(item, moment))


def board_row(case: Case, id: str, known_at: datetime | None = None, now: datetime | None = None) -> BoardRow:
    """One undertaking. Raises UnknownIdError."""
    found = next((item for item in _promises(case, known_at) if item.id == id), None)
    if found is None:
        raise UnknownIdError("no commitment with this id", thing=id, remedy="list them with `firsthand commitments`")
    return _row(case, found, known_sensors(case.root), known_at, known_at or now or datetime.now(UTC))


def is_open(promise: Commitment) -> bool:
    """It can be tested, and neither machine nor person holds it for kept, undone or broken."""
    held = {promise.status, promise.judged.status if promise.judged else promise.status}
    return promise.testable and not held & _SETTLED


@dataclass(frozen=True, slots=True)
class Behind:
    """One row on which something shown of an undertaking rests."""

    field: str
    """What rests on it: words, status, history, deadline, sensor or decision."""
    kind: str
    """statement, claim, change, scene, decision, entry or sensor."""
    id: str
    text: str


def rows_behind(case: Case, id: str) -> tuple[Behind, ...]:
    """The rows that made everything shown of an undertaking, for `firsthand why`. Raises UnknownIdError."""
    row = board_row(case, id)
    promise = row.promise
    found = [
        Behind("words", "statement", item.statement_id, f"{item.source or 'no named source'}: “{item.quote}”")
        for item in row.tellings
    ]
    if promise.by:
        words = promise.by.anchor.quote if promise.by.anchor else "entered by a person"
        rests = next(iter(promise.statement_ids if promise.by.anchor else promise.decision_ids), "")
        found.append(Behind("deadline", "statement" if promise.by.anchor else "decision", rests, words))
    found += [
        Behind("status", item.kind, item.id, f"{'for' if item.speaks_for else 'against'}: {item.text}")
        for item in row.bearing
    ]
    if row.sensing:
        found.append(Behind("sensor", "sensor", "", row.sensing.text))
    found += [
        Behind("decision", "decision", decision.id, f"{decision.who}, {decision.when:%Y-%m-%d}: {edit.told}")
        for decision, edit in row.decisions
    ]
    found += [
        Behind("history", "entry", f"{promise.id}@{item.at.isoformat()}", f"{item.status}: {item.reason}")
        for item in row.history
    ]
    return tuple(found)


def sensing(measure: Measure, sensors: Iterable[Sensor], held_gsd_m: float | None, on: date) -> Sensing:
    """Which of ``sensors`` in service on a day could show what a measure asks for."""
    if measure.size_m is None or not measure.by_images:
        others = " or ".join(_OTHER_MEANS[name] for name in measure.means if name in _OTHER_MEANS)
        return Sensing(measure.means, None, None, (), (), held_gsd_m, f"No image can show it; {others} could.")
    size_m = round(measure.size_m, 1)
    fit = sorted(
        (item for item in sensors if could_show(size_m, item.gsd_m) and (item.until is None or item.until >= on)),
        key=lambda item: (item.gsd_m, item.name),
    )
    freely = tuple(item.name for item in fit if not item.tasked)
    ordered = tuple(item.name for item in fit if item.tasked)
    gsd_m = round(size_m / PIXELS_ACROSS, 2)
    text = f"It is about {size_m:.0f} m across, so that an image of {gsd_m:g} m per pixel or finer could show it: "
    named = [f"{', '.join(freely)} (of all land)" if freely else "", f"{_few(ordered)} (on order)" if ordered else ""]
    text += "; ".join(name for name in named if name) or "no satellite of the table is fine enough"
    if held_gsd_m is not None:
        enough = "fine enough" if could_show(size_m, held_gsd_m) else "too coarse"
        text += f". The finest image of the place in this case has {held_gsd_m:g} m per pixel, {enough}"
    return Sensing(measure.means, size_m, gsd_m, freely, ordered, held_gsd_m, f"{text}.")


def _few(names: tuple[str, ...], most: int = 4) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _promises(case: Case, known_at: datetime | None) -> list[Commitment]:
    return case.store.commitments() if known_at is None else list(knowledge(case, known_at).commitments)


def _order(promise: Commitment, now: datetime) -> tuple[int, datetime, str]:
    due = promise.by.end if promise.by and promise.by.end else datetime.max.replace(tzinfo=UTC)
    rank = 0 if is_overdue(promise, now) else 1 if is_open(promise) else 2 if promise.testable else 3
    return rank, due, promise.id


def _row(
    case: Case, promise: Commitment, sensors: dict[int, Sensor], known_at: datetime | None, now: datetime
) -> BoardRow:
    history = [item for item in case.store.history(promise.id) if known_at is None or item.at <= known_at]
    made = {decision.id: decision for decision in case.store.decisions(standing=False)}
    decided = [made[id] for id in promise.decision_ids if id in made]
    held = [scene.gsd_m for site in promise.site_ids for scene in case.store.scenes(site, known_at)]
    means = sensing(promise.measure, sensors.values(), min(held, default=None), now.date()) if promise.measure else None
    return BoardRow(
        promise=promise,
        overdue=is_overdue(promise, now),
        tellings=tuple(_tellings(case, promise)),
        bearing=tuple(_bearing(case, promise)),
        sensing=means,
        decisions=tuple((item, edit_of(item)) for item in decided),
        history=tuple(history),
    )


def _tellings(case: Case, promise: Commitment) -> Iterable[Telling]:
    ids = [(id, False) for id in promise.statement_ids]
    ids += [(id, True) for id in promise.mention_ids if id not in promise.statement_ids]
    # A report that was corrected and read again since may have lost a statement that the last run weighed.
    held = case.store.statements_called(id for id, _ in ids)
    for id, mention in ids:
        if id not in held:
            continue
        statement = held[id]
        document = case.store.document(statement.document_id)
        yield Telling(
            statement_id=id,
            document_id=document.id,
            document=document.name,
            outlet=document.outlet,
            published=document.published,
            source=statement.source_name,
            quote=statement.quote,
            mention=mention or id in promise.mention_ids,
        )


def _bearing(case: Case, promise: Commitment) -> Iterable[Bearing]:
    ids = [(id, True) for id in promise.evidence_for]
    for id, speaks_for in [*ids, *((id, False) for id in promise.evidence_against)]:
        if id.startswith("chg-"):
            change = case.store.change(id)
            text = f"{change.kind}, {wording.area(change.area_m2)}, {change.before:%Y-%m-%d} to {change.after:%Y-%m-%d}"
            yield Bearing(id, "change", speaks_for, text, change.after)
        elif id.startswith("clm-"):
            yield _claim_bearing(case, id, speaks_for)
        else:
            scene = case.store.scene(id)
            text = f"{scene.name}: {scene.sensor}, {scene.gsd_m:g} m per pixel, {scene.taken:%Y-%m-%d}"
            yield Bearing(id, "scene", speaks_for, text, scene.taken)


def _claim_bearing(case: Case, id: str, speaks_for: bool) -> Bearing:
    try:
        claim = case.store.claim(id)
    except UnknownIdError:
        # An answer as of an earlier day can rest on a claim that later reports have made part of another.
        return Bearing(id, "claim", speaks_for, "a claim that has been joined with another since", None)
    return Bearing(id, "claim", speaks_for, claim.text, claim.event.time.start if claim.event.time else None)
