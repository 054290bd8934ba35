"""The timeline of a site's page: lanes under one of three clocks, zoomed to a span; columns where marks are many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from urllib.parse import quote, urlencode

from markupsafe import Markup

from firsthand.case import Case
from firsthand.desk.days import asked_day, moved
from firsthand.errors import UsageError
from firsthand.model import Document, Scene
from firsthand.publish import wording
from firsthand.publish.claim_words import headline
from firsthand.publish.dossier import ClaimFile, Dossier, outlet_of
from firsthand.publish.drawing import timeline
from firsthand.publish.drawing.timeline import EXACT, Item, Linker, Window
from firsthand.store.desk import Day

CLOCKS = {"published": "Published", "happened": "Happened", "learned": "Learned"}
"""When it was published, when it happened, when we learned it."""
LANES = ("Reports", "Claims", "Images", "Changes", "Commitments")
MOST_MARKS = 48
"""Marks of one lane that are drawn one by one."""
COLUMNS = {"wide": 60, "narrow": 26}
WIDTHS_PX = {"wide": 1180, "narrow": 360}
STEPS_DAYS = (1, 2, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3652)
LEAST_SPAN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Span:
    """What of the timeline is asked for."""

    clock: str = "published"
    first: datetime | None = None
    last: datetime | None = None

    @property
    def zoomed(self) -> bool:
        return self.first is not None and self.last is not None


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The drawing, and the addresses that move it."""

    wide: Markup
    narrow: Markup
    clock: str
    moves: dict[str, str]
    """earlier, later, nearer, farther, all: the query of each."""
    clocks: dict[str, str]
    """The query of each clock."""
    title: str


def span_of(clock: str, first: str, last: str) -> Span:
    """The span that an address asks for. Raises UsageError for an unknown clock or a date that is none."""
    if clock not in CLOCKS:
        raise UsageError("no such clock", thing=clock, remedy=f"clocks are {', '.join(CLOCKS)}")
    start, end = asked_day(first), asked_day(last)
    if start and end and end - start < LEAST_SPAN:
        end = start + LEAST_SPAN
    return Span(clock, start, end)


def chronicle(case: Case, dossier: Dossier, span: Span, link: Linker) -> Chronicle:
    """The timeline of one site. ``link`` says where the desk shows a record."""
    others = [*_claims(case, dossier, span), *_images(dossier, span), *_changes(dossier, span)]
    others += _promises(dossier, span)
    days = _report_days(case, dossier, span)
    ends = _ends(others, days, span)
    if ends is None:
        return Chronicle(Markup(""), Markup(""), span.clock, {}, _clocks(span), "")
    first, last = ends
    window = Window(LANES, first, last)
    drawn = {}
    for name, width_px in WIDTHS_PX.items():
        marks = [*_reports(case, (dossier.site.id, span, days), ends, name), *_inside(others, first, last, name)]
        drawn[name] = timeline.svg(marks, link, width_px, name, window)
    return Chronicle(
        wide=drawn["wide"],
        narrow=drawn["narrow"],
        clock=span.clock,
        moves=_moves(span, first, last),
        clocks=_clocks(span),
        title=f"{wording.day(first)} to {wording.day(last)}",
    )


# ---- the lanes -------------------------------------------------------------------------------------------------------


def _report_days(case: Case, dossier: Dossier, span: Span) -> list[Day]:
    """What happened has no lane of reports: they only tell of it."""
    if span.clock == "happened":
        return []
    return case.store.report_days(dossier.site.id, _column_of(span.clock))


def _column_of(clock: str) -> str:
    return "captured" if clock == "learned" else "published"


def _reports(
    case: Case, held: tuple[str, Span, Sequence[Day]], ends: tuple[datetime, datetime], name: str
) -> list[Item]:
    site_id, span, days = held
    first, last = ends
    inside = [day for day in days if first <= _noon(day.day) <= last]
    if sum(day.count for day in inside) > MOST_MARKS:
        dated = [(_noon(day.day), day.count, day.look == "against") for day in inside]
        bins = _columns("Reports", dated, ends, name)
        return [replace(item, href=_list_address(site_id, item)) for item in bins]
    rows = case.store.report_marks(site_id, _column_of(span.clock), ends) if inside else []
    documents = case.store.documents_called(id for id, _, _ in rows)
    return [_report(documents[id], moment, look) for id, moment, look in rows if id in documents]


def _report(document: Document, moment: datetime, look: str) -> Item:
    label = f"{wording.short_day(moment)} · {outlet_of(document)}: {document.title or document.name}"
    return Item("Reports", moment, None, label, look, "document", document.id)


def _claims(case: Case, dossier: Dossier, span: Span) -> Iterator[Item]:
    dates = case.store.claim_dates(file.claim.id for file in dossier.claims)
    for file in dossier.claims:
        first, last, learned = dates.get(file.claim.id, (None, None, None))
        ends = {"published": (first, last), "learned": (learned, None), "happened": _happened(file)}[span.clock]
        start, end = ends
        if start is None:
            continue
        exact = end is None or end - start <= EXACT
        what = wording.when(file.claim.event.time) if span.clock == "happened" and file.claim.event.time else ""
        label = f"{what or _dates(start, None if exact else end)} · {headline(file)}"
        look = "against" if exact and file.oppose else "happened"
        yield Item("Claims", start, None if exact else end, label, look, "claim", file.claim.id)


def _happened(file: ClaimFile) -> tuple[datetime | None, datetime | None]:
    time = file.claim.event.time
    if time is None:
        return None, None
    return (time.start, time.end) if time.start else (time.end, None)


def _images(dossier: Dossier, span: Span) -> Iterator[Item]:
    for seen in dossier.seen:
        moment = seen.scene.captured if span.clock == "learned" else seen.scene.taken
        state = "usable" if seen.usable else f"not usable: {seen.why_not}"
        label = f"{wording.short_day(seen.scene.taken)} · {seen.scene.sensor}, {state}"
        yield Item("Images", moment, None, label, "usable" if seen.usable else "hollow", "scene", seen.scene.id)


def _changes(dossier: Dossier, span: Span) -> Iterator[Item]:
    """A change is learned when its later image is."""
    scenes = {seen.scene.id: seen.scene for seen in dossier.seen}
    for item in timeline.change_items(dossier):
        change = next(change for change in dossier.changes if change.id == item.ref)
        later = _latest(scenes[id] for id in change.scene_ids if id in scenes)
        if span.clock != "learned":
            yield replace(item, lane="Changes")
        elif later:
            yield replace(item, lane="Changes", start=later.captured, end=None)


def _latest(scenes: Iterator[Scene]) -> Scene | None:
    return max(scenes, key=lambda scene: scene.taken, default=None)


def _promises(dossier: Dossier, span: Span) -> Iterator[Item]:
    """Made when published; as what happens they span until they fall due."""
    told = dossier.statements
    for item in timeline.promise_items(dossier):
        promise = next(promise for promise in dossier.commitments if promise.id == item.ref)
        document = next(told[id].document for id in promise.statement_ids if id in told)
        if span.clock == "happened":
            yield replace(item, lane="Commitments")
        else:
            moment = document.captured if span.clock == "learned" else document.published or document.captured
            yield replace(item, lane="Commitments", start=moment, end=None)


# ---- spans -----------------------------------------------------------------------------------------------------------


def _ends(others: Sequence[Item], days: Sequence[Day], span: Span) -> tuple[datetime, datetime] | None:
    """First and last moment drawn: what is asked for, else all that there is with a margin."""
    starts = [item.start for item in others] + [_noon(held.day) for held in days]
    ends = [item.end or item.start for item in others] + [_noon(held.day) for held in days]
    if span.first and span.last:
        return span.first, span.last
    if not starts:
        return None
    margin = max((max(ends) - min(starts)) * 0.025, LEAST_SPAN)
    first, last = span.first or moved(min(starts), -margin), span.last or moved(max(ends), margin)
    return first, max(last, moved(first, LEAST_SPAN))


def _inside(items: Sequence[Item], first: datetime, last: datetime, name: str) -> Iterator[Item]:
    """Marks that meet the span; as columns where a lane has too many."""
    for lane in LANES[1:]:
        here = [
            item for item in items if item.lane == lane and item.start <= last and (item.end or item.start) >= first
        ]
        if len(here) > MOST_MARKS:
            dated = [(item.start, 1, item.look in ("hollow", "against")) for item in here]
            bins = _columns(lane, dated, (first, last), name)
            yield from (replace(item, href="#images" if lane == "Images" else "#claims") for item in bins)
        else:
            yield from sorted(here, key=lambda item: (item.start, item.ref))


def _columns(
    lane: str, dated: Sequence[tuple[datetime, int, bool]], ends: tuple[datetime, datetime], name: str
) -> list[Item]:
    """One item for each stretch of days that holds any."""
    first, last = ends
    span_days = max((last - first).days, 1)
    step = next((step for step in STEPS_DAYS if span_days / step <= COLUMNS[name]), STEPS_DAYS[-1])
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    counts: dict[int, list[int]] = {}
    for moment, count, second in dated:
        held = counts.setdefault((moment - start).days // step, [0, 0])
        held[0] += count
        held[1] += count if second else 0
    nouns = {"Reports": ("report", "against"), "Images": ("image", "not usable")}
    noun, odd = nouns.get(lane, (lane.lower().rstrip("s"), "contested"))
    found = []
    for number, (count, odd_ones) in sorted(counts.items()):
        left = start + timedelta(days=number * step)
        right = left + timedelta(days=step)
        label = f"{wording.counted(count, noun)}, {_dates(left, right - timedelta(days=1))}"
        label += f"; {odd_ones} {odd}" if odd_ones else ""
        look = "usable" if lane == "Images" else "report"
        found.append(Item(lane, left, right, label, look, "", "", count, odd_ones / count))
    return found


def _noon(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)


def _dates(start: datetime, end: datetime | None) -> str:
    first, last = wording.short_day(start), wording.short_day(end or start)
    return first if first == last else f"{first} – {last}"


def _list_address(site_id: str, item: Item) -> str:
    end = item.end or item.start
    return f"/reports?{urlencode({'site': site_id, 'from': f'{item.start:%Y-%m-%d}', 'to': f'{end:%Y-%m-%d}'})}"


def _moves(span: Span, first: datetime, last: datetime) -> dict[str, str]:
    width = last - first
    third, quarter = width / 3, width / 4
    to = partial(_query, span.clock)
    moves = {
        "earlier": to(moved(first, -third), moved(last, -third)),
        "later": to(moved(first, third), moved(last, third)),
        "farther": to(moved(first, -width / 2), moved(last, width / 2)),
    }
    if width > 2 * LEAST_SPAN:
        moves["nearer"] = to(first + quarter, last - quarter)
    if span.zoomed:
        moves["all"] = _query(span.clock, None, None)
    return moves


def _clocks(span: Span) -> dict[str, str]:
    return {clock: _query(clock, span.first, span.last) for clock in CLOCKS}


def _query(clock: str, first: datetime | None, last: datetime | None) -> str:
    held = {"clock": clock}
    if first and last:
        held |= {"from": f"{first:%Y-%m-%d}", "to": f"{last:%Y-%m-%d}"}
    return urlencode(held, quote_via=quote)
