"""Words from outside, made safe for a terminal."""

from __future__ import annotations


def printable(text: str) -> str:
    """``text`` without characters that would steer the terminal; of the same length."""
    return "".join(char if char.isprintable() or char == "\n" else " " if char.isspace() else "�" for char in text)
