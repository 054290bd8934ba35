"""robots.txt by RFC 9309: the longest matching rule decides, ``*`` and ``$`` are understood, allow wins a tie."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

MAX_ROBOTS_BYTES = 500 * 1024
"""What RFC 9309 asks readers to parse at least; the rest is not looked at."""

MAX_WILDCARDS = 8
"""Rules with more are read up to there: each star multiplies the work of matching."""


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules that hold for us at one host."""

    rules: tuple[tuple[str, bool], ...] = ()
    """(path pattern, allowed), as they stand in the file."""
    refused: bool = False
    """Everything is refused, because the rules could not be had."""

    def allows(self, url: str) -> bool:
        """Whether the page may be fetched."""
        if self.refused:
            return False
        parts = urlsplit(url)
        path = _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
        hits = [(len(pattern), allowed) for pattern, allowed in self.rules if _matches(pattern, path)]
        return max(hits)[1] if hits else True


@dataclass(slots=True)
class _Group:
    agents: list[str] = field(default_factory=list)
    rules: list[tuple[str, bool]] = field(default_factory=list)


def parse_robots(text: str, agent: str) -> Robots:
    """The rules for ``agent`` (a product name such as "firsthand"), or those for everyone."""
    groups: list[_Group] = []
    for line in text[:MAX_ROBOTS_BYTES].splitlines():
        key, colon, value = line.split("#", 1)[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            if not groups or groups[-1].rules:
                groups.append(_Group())
            groups[-1].agents.append(value.lower())
        elif key in {"allow", "disallow"} and groups:
            # An empty rule says nothing, but it ends the list of agents.
            groups[-1].rules.append((_normal(value), key == "allow"))
    for wanted in (agent.lower(), "*"):
        mine = [group for group in groups if wanted in group.agents]
        if mine:
            return Robots(tuple(rule for group in mine for rule in group.rules if rule[0]))
    return Robots()


def _normal(path: str) -> str:
    """Percent-encoding made one: what may stand plain stands plain."""
    return quote(unquote(path), safe="/*$?&=:@!,;~+'()")


def _matches(pattern: str, path: str) -> bool:
    anchored = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")[: MAX_WILDCARDS + 1]
    expression = ".*?".join(re.escape(piece) for piece in pieces) + ("$" if anchored else "")
    return re.match(expression, path) is not None
