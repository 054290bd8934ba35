"""The calibration plot: what was stated against what came, as an SVG that stands alone and can be read aloud."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from firsthand.weigh.scales import BANDS
from firsthand.weigh.scoring.scores import Bin, Scores

SIDE_PX = 440
"""Of the square within which points lie."""
LEFT_PX, TOP_PX, BOTTOM_PX, RIGHT_PX = 70, 130, 70, 80
COLOURS = ("#1b5e8c", "#b3541e", "#3d7a37", "#7a3d7a", "#555555")
"""Of judges in order; shapes tell them apart without colour."""
SHAPES = ("circle", "square", "diamond", "triangle")


def calibration_svg(title: str, judged: Sequence[Scores], which: str) -> str:
    """The plot of several judges, each with a shape of its own, over the ranges of the words of ICD 203.

    ``which`` says which judgement counted, the first or the last before it was resolved.
    """
    legend_px = 24 * len(judged)
    width, height = LEFT_PX + SIDE_PX + RIGHT_PX, TOP_PX + SIDE_PX + BOTTOM_PX + legend_px
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'role="img" aria-labelledby="plot-title plot-desc" font-family="system-ui, sans-serif" font-size="13">',
        f'<title id="plot-title">{escape(title)}: calibration</title>',
        f'<desc id="plot-desc">{escape(described(judged, which))}</desc>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<text x="{LEFT_PX}" y="22" font-size="16" font-weight="600">{escape(title)}</text>',
        f'<text x="{LEFT_PX}" y="42" fill="#444">Stated {escape(which)}; whiskers: 95 % interval</text>',
        *_ranges(),
        *_axes(),
    ]
    for number, scores in enumerate(judged):
        parts += [_point(item, number) for item in scores.bins]
        parts += _legend(scores, number)
    return "\n".join([*parts, "</svg>"]) + "\n"


def described(judged: Sequence[Scores], which: str) -> str:
    """The plot in words."""
    if not judged:
        return "Nothing has been resolved yet."
    said = [f"What was stated ({which}) against the share that came true."]
    for scores in judged:
        rows = "; ".join(
            f"{item.words}: {item.count} stated at {item.stated:.0%} on average, {item.share:.0%} came true"
            for item in scores.bins
        )
        said.append(f"{scores.who}, {scores.count} resolved, Brier score {scores.brier:.3f}: {rows}.")
    return " ".join(said)


def _x(probability: float) -> float:
    return round(LEFT_PX + probability * SIDE_PX, 1)


def _y(share: float) -> float:
    return round(TOP_PX + (1 - share) * SIDE_PX, 1)


def _ranges() -> list[str]:
    """A stripe for each word of ICD 203, named above the plot."""
    parts = []
    for number, (low, high, word) in enumerate(BANDS):
        shade = "#eef2f5" if number % 2 == 0 else "#ffffff"
        x, wide = _x(low), _x(high) - _x(low)
        middle = x + wide / 2
        parts.append(f'<rect x="{x}" y="{TOP_PX}" width="{wide:.1f}" height="{SIDE_PX}" fill="{shade}"/>')
        parts.append(
            f'<text x="{middle:.1f}" y="{TOP_PX - 6}" font-size="10" fill="#444" '
            f'transform="rotate(-40 {middle:.1f} {TOP_PX - 6})">{word}</text>'
        )
    return parts


def _axes() -> list[str]:
    bottom, right = TOP_PX + SIDE_PX, LEFT_PX + SIDE_PX
    parts = [
        f'<rect x="{LEFT_PX}" y="{TOP_PX}" width="{SIDE_PX}" height="{SIDE_PX}" fill="none" stroke="#333"/>',
        f'<line x1="{LEFT_PX}" y1="{bottom}" x2="{right}" y2="{TOP_PX}" stroke="#777" stroke-dasharray="5 4"/>',
        f'<text x="{LEFT_PX + SIDE_PX / 2:.0f}" y="{bottom + 42}" text-anchor="middle">stated probability</text>',
        f'<text x="18" y="{TOP_PX + SIDE_PX / 2:.0f}" text-anchor="middle" '
        f'transform="rotate(-90 18 {TOP_PX + SIDE_PX / 2:.0f})">share that came true</text>',
    ]
    for tenth in range(0, 11, 2):
        share = tenth / 10
        parts.append(f'<text x="{_x(share)}" y="{bottom + 20}" text-anchor="middle">{share:.0%}</text>')
        parts.append(f'<text x="{LEFT_PX - 8}" y="{_y(share) + 4}" text-anchor="end">{share:.0%}</text>')
    return parts


def _point(item: Bin, number: int) -> str:
    # Judges side by side, or their whiskers would cover each other.
    x, y = _x(item.stated) + 3 * number, _y(item.share)
    colour = COLOURS[number % len(COLOURS)]
    whisker = f'<line x1="{x}" y1="{_y(item.share_low)}" x2="{x}" y2="{_y(item.share_high)}" stroke="{colour}"/>'
    left, below = number % 2 == 0 and item.stated > 0.1, number % 4 > 1
    anchor = "end" if left else "start"
    place = f'x="{x - 9 if left else x + 9}" y="{y + 15 if below else y - 7}" text-anchor="{anchor}"'
    label = f'<text {place} font-size="11" fill="{colour}">n={item.count}</text>'
    return f"{whisker}{_shape(x, y, number)}{label}"


def _shape(x: float, y: float, number: int) -> str:
    colour, shape = COLOURS[number % len(COLOURS)], SHAPES[number % len(SHAPES)]
    if shape == "circle":
        return f'<circle cx="{x}" cy="{y}" r="5.5" fill="{colour}"/>'
    if shape == "square":
        return f'<rect x="{x - 5}" y="{y - 5}" width="10" height="10" fill="#fff" stroke="{colour}" stroke-width="2"/>'
    tips = (
        [(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)]
        if shape == "diamond"
        else [(x, y - 7), (x + 7, y + 6), (x - 7, y + 6)]
    )
    points = " ".join(f"{across:.1f},{down:.1f}" for across, down in tips)
    return f'<polygon points="{points}" fill="{colour}"/>'


def _legend(scores: Scores, number: int) -> list[str]:
    y = TOP_PX + SIDE_PX + BOTTOM_PX + 24 * number
    text = f"{scores.who}: {scores.count} resolved, Brier {scores.brier:.3f}, log score {scores.log_score:.3f}"
    return [_shape(LEFT_PX + 6, y, number), f'<text x="{LEFT_PX + 22}" y="{y + 4}">{escape(text)}</text>']
