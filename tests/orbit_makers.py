"""Invented element sets in every form; none is of a real satellite, whatever number it bears."""

from __future__ import annotations

from datetime import UTC, datetime

EPOCH = datetime(2031, 3, 1, 6, 0, 0, tzinfo=UTC)


def line_with_checksum(line: str) -> str:
    total = sum(int(sign) if sign.isdigit() else sign == "-" for sign in line)
    return f"{line}{total % 10}"


def two_lines(number: str = "40697", node: float = 20.0, anomaly: float = 10.0, epoch: str = "31060.25000000") -> str:
    """A circular, sun-synchronous orbit 786 km up, as two lines."""
    first = f"1 {number:>5}U 31001A   {epoch:>14} -.00000010  00000+0  12345-4 0  999"
    second = f"2 {number:>5}  98.5700 {node:8.4f} 0001200  85.0000 {anomaly:8.4f} 14.30818000 1234"
    return f"{line_with_checksum(first)}\n{line_with_checksum(second)}\n"


MESSAGE = {
    "OBJECT_NAME": "INVENTED 1",
    "EPOCH": "2031-03-01T06:00:00.000000",
    "MEAN_MOTION": "14.30818",
    "ECCENTRICITY": ".00012",
    "INCLINATION": "98.57",
    "RA_OF_ASC_NODE": "20",
    "ARG_OF_PERICENTER": "85",
    "MEAN_ANOMALY": "10",
    "NORAD_CAT_ID": "40697",
    "BSTAR": ".000012345",
}
"""The same orbit as :func:`two_lines`, as an orbit mean-elements message."""
