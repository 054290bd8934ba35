"""Counts that the text keeps back: "an undisclosed number of launchers"."""

from __future__ import annotations

import re

from firsthand.model import Anchor, Unresolved

_UNKNOWN = re.compile(
    r"\b(?:an? )?(?:un(?:known|specified|disclosed|determined|certain|clear|told)|indeterminate|not yet known)"
    r" (?:number|amount|quantity)s? of [a-z][\w-]*|\ba (?:certain |large |small |growing |good )?number of [a-z][\w-]*"
    r"|\b(?:untold|uncounted|countless) [a-z][\w-]*s\b",
    re.IGNORECASE,
)
_REASON = "the text does not say how many"


def find_unknown_counts(text: str) -> list[Unresolved]:
    """Words that tell of a count and withhold it, by place."""
    return [
        Unresolved(Anchor(match.start(), match.end(), match.group()), _REASON, "count")
        for match in _UNKNOWN.finditer(text)
    ]
