"""Where the ``[[alert]]`` tables of a ``case.toml`` stand, so that an error can name the line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_ALERT = re.compile(r"\s*\[\[\s*alert\s*\]\]")
_INDICATOR = re.compile(r"\s*\[\[\s*alert\s*\.\s*indicator\s*\]\]")
_HEADER = re.compile(r"""\s*\[{1,2}[\w."' -]+\]{1,2}\s*(?:#.*)?$""")
_KEY = re.compile(r"""\s*["']?([\w-]+)["']?\s*=""")


@dataclass
class Block:
    """One table: the line of its head, those of its keys, and the tables within it. Lines count from 1; 0: unknown."""

    line: int = 0
    keys: dict[str, int] = field(default_factory=dict)
    inner: list[Block] = field(default_factory=list)

    def of(self, key: str) -> int:
        """The line of ``key``, or of the head when it has none."""
        return self.keys.get(key, self.line)

    def indicator(self, number: int) -> Block:
        """The table of the indicator with this 0-based number."""
        return self.inner[number] if number < len(self.inner) else Block(self.line)


def alert_blocks(text: str, count: int) -> list[Block]:
    """``count`` blocks, one for each alert in order; of unknown place where the alerts are not written as tables."""
    found: list[Block] = []
    here: Block | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if _ALERT.match(line):
            here = Block(number)
            found.append(here)
        elif _INDICATOR.match(line) and found:
            here = Block(number)
            found[-1].inner.append(here)
        elif _HEADER.match(line):
            here = None
        elif here is not None and (key := _KEY.match(line)):
            here.keys.setdefault(key[1], number)
    return found if len(found) == count else [Block() for _ in range(count)]
