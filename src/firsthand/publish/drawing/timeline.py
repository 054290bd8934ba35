"""One timeline as server-made SVG: lanes of what was published, photographed, seen to change, and promised.

A dot is an exact date, a bar an uncertain one (or, for a change, the time between the looks without and with it). A
hollow dot is a look that cannot be used. Where there are more records than can be told apart, columns stand for them,
as high as the records of those days are many.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from markupsafe import Markup, escape

from firsthand.model import Relation, TimeSpan
from firsthand.publish import wording
from firsthand.publish.claim_words import headline
from firsthand.publish.dossier import Dossier, outlet_of

LANES = ("Published", "Said to have happened", "Images", "Changes seen", "Promised")
EXACT = timedelta(days=1)
DOT_PX, ROW_PX, TOP_PX, GAP_PX = 4.5, 13.0, 30.0, 14.0
MOST_ROWS = 8
COLUMN_PX = 30.0

Linker = Callable[[str, str], str]
"""From a record's kind and id to where the page shows it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One mark on the timeline."""

    lane: str
    start: datetime
    end: datetime | None
    """``None`` for an exact date; otherwise a bar is drawn up to here."""
    label: str
    look: str
    """Its CSS class: how it is drawn."""
    kind: str
    ref: str
    """Kind and id of the record it shows."""
    count: int = 1
    """Records that it stands for; more than one is drawn as a column from ``start`` to ``end``."""
    share: float = 0.0
    """Of those, the share drawn in the lane's second way (against, hollow), in [0, 1]."""
    href: str = ""
    """Where it leads, when not to its record."""


def items(dossier: Dossier) -> list[Item]:
    """All marks of one site, by lane and time."""
    found = [
        *_published(dossier),
        *_happened(dossier),
        *_images(dossier),
        *change_items(dossier),
        *promise_items(dossier),
    ]
    return sorted(found, key=lambda item: (LANES.index(item.lane), item.start, item.ref))


def _published(dossier: Dossier) -> Iterator[Item]:
    stances: dict[str, set[Relation]] = {}
    for file in dossier.claims:
        for told in file.told:
            if told.member:
                stances.setdefault(told.document.id, set()).add(told.member.relation)
    for document in dossier.documents:
        relations = stances.get(document.id)
        if relations is None or document.published is None:
            continue
        against = relations & {Relation.DENIES, Relation.CONTRADICTS, Relation.CORRECTS}
        look = "against" if against else "declines" if relations == {Relation.DECLINES} else "report"
        label = f"{wording.day(document.published)} · {outlet_of(document)}: {document.title or document.name}"
        yield Item("Published", document.published, None, label, look, "document", document.id)


def _happened(dossier: Dossier) -> Iterator[Item]:
    for file in dossier.claims:
        span = file.claim.event.time
        bounds = _bounds(span)
        if span and bounds:
            start, end = bounds
            label = f"{wording.when(span)} · {headline(file)}"
            yield Item("Said to have happened", start, end, label, "happened", "claim", file.claim.id)


def _bounds(span: TimeSpan | None) -> tuple[datetime, datetime | None] | None:
    """Start and end of the mark; an open end gives a dot at the known one."""
    if span is None or (span.start is None and span.end is None):
        return None
    if span.start is None or span.end is None:
        return span.start or (span.end or datetime.now(UTC)) - timedelta(seconds=1), None
    return span.start, None if span.end - span.start <= EXACT else span.end


def _images(dossier: Dossier) -> Iterator[Item]:
    for seen in dossier.seen:
        state = "usable" if seen.usable else f"not usable: {seen.why_not}"
        label = f"{wording.day(seen.scene.taken)} · {seen.scene.sensor}, {state}"
        yield Item(
            "Images", seen.scene.taken, None, label, "usable" if seen.usable else "hollow", "scene", seen.scene.id
        )


def change_items(dossier: Dossier) -> Iterator[Item]:
    """The changes, each between the looks without and with it."""
    parts = {part.id: part.name for part in dossier.site.parts}
    for number, change in enumerate(dossier.changes, 1):
        place = parts.get(change.part_id or "")
        dates = wording.between_days(change.before, change.after)
        label = f"{dates} · {change.kind}{f', {place}' if place else ''} (change {number})"
        yield Item("Changes seen", change.before, change.after, label, "change", "change", change.id)


def promise_items(dossier: Dossier) -> Iterator[Item]:
    """The promises, from when they were made until they fall due."""
    for promise in dossier.commitments:
        told = next((dossier.statements[id] for id in promise.statement_ids if id in dossier.statements), None)
        if told is None:
            continue
        made = _bounds(told.statement.event.time) or (told.document.published or told.document.captured, None)
        due = promise.by.end if promise.by else None
        label = f"{wording.day(made[0])} · {promise.what}"
        yield Item("Promised", made[0], due or made[1], label, "promise", "commitment", promise.id)


# ---- drawing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scale:
    """From time to pixels."""

    first: datetime
    last: datetime
    left_px: float
    right_px: float

    def x(self, moment: datetime) -> float:
        share = min(max((moment - self.first) / (self.last - self.first), 0.0), 1.0)
        return round(self.left_px + share * (self.right_px - self.left_px), 1)


@dataclass(frozen=True, slots=True)
class Window:
    """The lanes to be drawn, in order, and the time that they span; without a time that of the marks."""

    lanes: tuple[str, ...] = LANES
    first: datetime | None = None
    last: datetime | None = None


def svg(
    marks: Sequence[Item], link: Linker, width_px: int = 1040, name: str = "wide", window: Window = Window()
) -> Markup:
    """The timeline; empty when there is nothing to show. ``name`` sets its CSS class and keeps its ids apart."""
    if not marks:
        return Markup("")
    roomy = width_px >= 700
    scale = _scale(marks, (164.0 if roomy else 10.0, width_px - 16.0), window)
    body: list[str] = []
    y = TOP_PX
    for lane in window.lanes:
        inside = [mark for mark in marks if mark.lane == lane]
        if inside:
            drawn, y = _lane(lane, inside, scale, y, roomy, link)
            body += drawn
    height = y + 4
    axis = _axis(scale, height, 88 if roomy else 74)
    title = f"Timeline from {wording.day(scale.first)} to {wording.day(scale.last)}"
    return Markup(  # noqa: S704 - every piece from outside is escaped where it enters
        f'<svg class="timeline {escape(name)}" viewBox="0 0 {width_px} {height:.0f}" role="group" '
        f'aria-label="{escape(title)}" data-first="{scale.first.isoformat()}" data-last="{scale.last.isoformat()}" '
        f'data-left="{scale.left_px}" data-right="{scale.right_px}">{"".join([*axis, *body])}</svg>'
    )


def marks_first(marks: Sequence[Item]) -> datetime:
    return min(mark.start for mark in marks)


def _marks_last(marks: Sequence[Item]) -> datetime:
    return max(mark.end or mark.start for mark in marks)


def _scale(marks: Sequence[Item], edges_px: tuple[float, float], window: Window) -> Scale:
    first, last = marks_first(marks), _marks_last(marks)
    margin = max((last - first) * 0.025, timedelta(days=2))
    start, end = window.first or first - margin, window.last or last + margin
    return Scale(start, max(end, start + timedelta(days=1)), *edges_px)


def _lane(
    lane: str, inside: Sequence[Item], scale: Scale, y: float, roomy: bool, link: Linker
) -> tuple[list[str], float]:
    """The lane's drawing, and where the next one begins."""
    label_y = y + 10 if roomy else y + 8
    top = y if roomy else y + 16
    drawn = [f'<text class="lane" x="{4 if roomy else 10}" y="{label_y:.1f}">{escape(lane)}</text>']
    free: list[float] = []
    columns = [mark for mark in inside if mark.count > 1 or mark.share]
    if columns:
        base, most = top + COLUMN_PX, max(mark.count for mark in inside)
        drawn += [_column(mark, scale, base, most) for mark in inside]
        free = [0.0] * math.ceil(COLUMN_PX / ROW_PX)
    for mark in [] if columns else inside:
        left = scale.x(mark.start) - DOT_PX - 1
        right = scale.x(mark.end) + 2 if mark.end else left + 2 * DOT_PX + 2
        row = next((number for number, edge in enumerate(free) if edge <= left), len(free))
        row = min(row, MOST_ROWS - 1)
        free[row : row + 1] = [right]
        drawn.append(_mark(mark, scale, top + row * ROW_PX + 6, link))
    below = top + len(free) * ROW_PX + GAP_PX
    drawn.append(
        f'<line class="rule" x1="{4 if roomy else 0}" x2="{scale.right_px + 16:.1f}" y1="{below - 7:.1f}" '
        f'y2="{below - 7:.1f}"/>'
    )
    return drawn, below


def _column(mark: Item, scale: Scale, base: float, most: int) -> str:
    """A column on ``base``; its height grows with the square root, so that one record still shows beside a thousand."""
    x = scale.x(mark.start)
    width = max(scale.x(mark.end or mark.start) - x - 1, 2.0)
    height = max(COLUMN_PX * math.sqrt(mark.count / most), 3.0)
    second = height * mark.share
    bars = f'<rect class="mark {mark.look}" x="{x}" y="{base - height:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
    if second:
        bars += f'<rect class="second" x="{x}" y="{base - second:.1f}" width="{width:.1f}" height="{second:.1f}"/>'
    return (
        f'<a href="{escape(mark.href)}" aria-label="{escape(mark.label)}"><title>{escape(mark.label)}</title>{bars}</a>'
    )


def _mark(mark: Item, scale: Scale, y: float, link: Linker) -> str:
    x = scale.x(mark.start)
    if mark.end:
        width = max(scale.x(mark.end) - x, 4)
        shape = f'<rect class="mark {mark.look}" x="{x}" y="{y - 4:.1f}" width="{width:.1f}" height="8" rx="2"/>'
    elif mark.look == "against":
        shape = (
            f'<path class="mark against" d="M{x - 4:.1f} {y - 4:.1f}L{x + 4:.1f} {y + 4:.1f}M{x - 4:.1f} {y + 4:.1f}'
            f'L{x + 4:.1f} {y - 4:.1f}"/>'
        )
    else:
        shape = f'<circle class="mark {mark.look}" cx="{x}" cy="{y:.1f}" r="{DOT_PX - (mark.look == "hollow") * 0.6}"/>'
    return (
        f'<a href="{escape(mark.href or link(mark.kind, mark.ref))}" data-ref="{escape(mark.ref)}" '
        f'aria-label="{escape(mark.label)}"><title>{escape(mark.label)}</title>{shape}</a>'
    )


def _axis(scale: Scale, height: float, least_px: float) -> Iterator[str]:
    for moment, label in ticks(scale, least_px):
        x = scale.x(moment)
        yield f'<line class="tick" x1="{x}" x2="{x}" y1="20" y2="{height:.0f}"/>'
        yield f'<text class="tick" x="{x}" y="13" text-anchor="middle">{escape(label)}</text>'


def ticks(scale: Scale, least_px: float) -> list[tuple[datetime, str]]:
    """Round dates at least ``least_px`` apart, with their labels."""
    most = max(int((scale.right_px - scale.left_px) / least_px), 2)
    days = (scale.last - scale.first).days or 1
    edge = least_px * 0.36
    inside = [
        tick
        for tick in (_day_ticks(scale, days, most) if days / most < 24 else _month_ticks(scale, days, most))
        if scale.left_px + edge <= scale.x(tick[0]) <= scale.right_px - edge
    ]
    return inside or [(scale.first + (scale.last - scale.first) / 2, wording.short_day(scale.first))]


def _day_ticks(scale: Scale, days: int, most: int) -> list[tuple[datetime, str]]:
    step = next((step for step in (1, 2, 5, 7, 14) if days / step <= most), 21)
    start = datetime(scale.first.year, scale.first.month, scale.first.day, tzinfo=UTC) + timedelta(days=1)
    moments = [start + timedelta(days=step * number) for number in range(days // step + 1)]
    return [(moment, f"{moment.day} {moment:%b %Y}") for moment in moments if moment < scale.last]


def _month_ticks(scale: Scale, days: int, most: int) -> list[tuple[datetime, str]]:
    months = days / 30.4
    step = next((step for step in (1, 2, 3, 6, 12, 24, 60, 120) if months / step <= most), 240)
    number = scale.first.year * 12 + scale.first.month
    number += -number % step
    moments = []
    while (moment := datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)) < scale.last:
        moments.append(moment)
        number += step
    return [(moment, f"{moment:%Y}" if step >= 12 else f"{moment:%b %Y}") for moment in moments]
