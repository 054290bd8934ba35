"""The activity series of a site as a small chart made on the server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from firsthand.publish import wording

if TYPE_CHECKING:
    from firsthand.watch.activity import ActivityLook

WIDTH_PX, HEIGHT_PX, LEFT_PX, BOTTOM_PX = 560.0, 190.0, 44.0, 22.0


def chart(looks: Sequence[ActivityLook]) -> Markup:
    """Share of the ground that moved by date, over the band of what is usual; empty without a share."""
    told = [look for look in looks if look.share is not None]
    if not told:
        return Markup("")
    first, last = looks[0].taken, looks[-1].taken
    days = max((last - first).days, 1)
    top = max(max(look.share or 0, look.high or 0) for look in told) * 1.12 or 1.0

    def x(look: ActivityLook) -> float:
        return round(LEFT_PX + (look.taken - first).days / days * (WIDTH_PX - LEFT_PX - 12), 1)

    def y(share: float) -> float:
        return round(HEIGHT_PX - BOTTOM_PX - share / top * (HEIGHT_PX - BOTTOM_PX - 12), 1)

    banded = [look for look in told if look.low is not None and look.high is not None]
    upper = [f"{x(look)},{y(look.high or 0)}" for look in banded]
    lower = [f"{x(look)},{y(look.low or 0)}" for look in reversed(banded)]
    body = [f'<polygon class="usual" points="{" ".join(upper + lower)}"/>'] if len(banded) > 1 else []
    body.append(f'<polyline class="moved" points="{" ".join(f"{x(look)},{y(look.share or 0)}" for look in told)}"/>')
    for look in looks:
        place = y(look.share) if look.share is not None else HEIGHT_PX - BOTTOM_PX
        body.append(
            f'<circle class="{_class(look)}" cx="{x(look)}" cy="{place}" r="3.6"><title>{_title(look)}</title></circle>'
        )
    for share in (0.0, top / 2, top):
        body.append(
            f'<line class="grid" x1="{LEFT_PX}" x2="{WIDTH_PX}" y1="{y(share)}" y2="{y(share)}"/>'
            f'<text x="{LEFT_PX - 6}" y="{y(share) + 4}" text-anchor="end">{share * 100:.1f}\u202f%</text>'
        )
    body.append(f'<text x="{LEFT_PX}" y="{HEIGHT_PX - 4}">{escape(wording.short_day(first))}</text>')
    body.append(f'<text x="{WIDTH_PX}" y="{HEIGHT_PX - 4}" text-anchor="end">{escape(wording.short_day(last))}</text>')
    return Markup(  # noqa: S704 - every piece from outside is escaped where it enters
        f'<svg class="activity" viewBox="0 0 {WIDTH_PX:.0f} {HEIGHT_PX:.0f}" role="img" '
        f'aria-label="Share of the ground that moved, {escape(wording.short_day(first))} to '
        f'{escape(wording.short_day(last))}">{"".join(body)}</svg>'
    )


def _class(look: ActivityLook) -> str:
    return "blank" if look.share is None else "odd" if look.verdict == "unusual" else "told"


def _title(look: ActivityLook) -> str:
    share = f", {look.share * 100:.1f}\u202f% moved" if look.share is not None else ""
    return str(
        escape(f"{wording.short_day(look.taken)}{share}: {look.verdict}{', ' if look.reason else ''}{look.reason}")
    )
