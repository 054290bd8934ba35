"""Quotations over several paragraphs: each opens with a mark, and only the last one closes.

What the text writes so has one speaker, named in the first paragraph or in the last. A lone quotation whose closing
mark was lost is no such run: the next paragraph must open with a mark, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from firsthand.model import SourceKind, Statement
from firsthand.read.blocks import Block

_OPENING = ('"', "“", "«", "„")
_SLACK = 2
"""Characters that the marks and the stop around a piece of content may take."""


def mark_runs(blocks: Sequence[Block]) -> list[Block]:
    """``blocks`` with those marked whose quotation runs over into the next paragraph or goes on from the last."""
    marked = list(blocks)
    for index in range(len(blocks) - 1):
        if _stays_open(blocks[index]) and blocks[index + 1].text.startswith(_OPENING):
            marked[index] = replace(marked[index], runs_on=True)
            marked[index + 1] = replace(marked[index + 1], goes_on=True)
    return marked


def _stays_open(block: Block) -> bool:
    last = block.quotations[-1] if block.quotations else None
    return last is not None and not last.closed and last.end >= len(block.text.rstrip())


def join_runs(
    statements: Sequence[Statement], blocks: Sequence[Block], adopt: Callable[[Statement, Statement], Statement]
) -> list[Statement]:
    """Give each piece of a run that has no speaker that of the piece before it, else that of the piece after it.

    ``adopt`` makes the statement that says the words of the first one with the speaker of the second.
    """
    joined = list(statements)
    runs = [block for block in blocks if block.goes_on]
    for block in runs:  # downwards: the speaker stood before
        _join(joined, _ending(joined, block, blocks), _opening(joined, block), adopt)
    for block in reversed(runs):  # upwards: the speaker comes with the last piece
        _join(joined, _opening(joined, block), _ending(joined, block, blocks), adopt)
    return joined


def _join(
    joined: list[Statement], giver: int | None, taker: int | None, adopt: Callable[[Statement, Statement], Statement]
) -> None:
    if giver is None or taker is None or joined[giver].source is None:
        return
    if _speechless(joined[taker]):
        joined[taker] = adopt(joined[taker], joined[giver])


def _speechless(statement: Statement) -> bool:
    return statement.source is None and statement.source_kind is SourceKind.LOST


def _opening(statements: Sequence[Statement], block: Block) -> int | None:
    """The statement that opens a paragraph with a quotation."""
    for index, item in enumerate(statements):
        if item.content and block.base <= item.content[0].start <= block.base + _SLACK:
            return index
    return None


def _ending(statements: Sequence[Statement], block: Block, blocks: Sequence[Block]) -> int | None:
    """The statement whose quotation the paragraph before ``block`` leaves open."""
    before = next(item for item in blocks if item.number == block.number - 1)
    for index, item in enumerate(statements):
        if item.content and before.paragraph.end - _SLACK <= item.content[-1].end <= before.paragraph.end:
            return index
    return None
