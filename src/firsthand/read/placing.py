"""Places of the world in the paragraphs of a document, looked up for many paragraphs together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from firsthand.model import Anchor, Document, PlaceMention, Unresolved
from firsthand.read.blocks import Block, ReadContext
from firsthand.read.places.located import site_place, world_places


def place_blocks(blocks: Sequence[Block], document: Document, context: ReadContext) -> list[Block]:
    """The blocks with all places that they name, and the names that may be several places.

    ``blocks`` are neighbours in the document, and their names settle each other. Without a gazetteer in ``context``
    there are only the sites of the case.
    """
    by_id = {site.id: site for site in context.sites}
    named = {block.number: [site_place(item, by_id[item.site_id]) for item in block.places] for block in blocks}
    gaps: dict[int, list[Unresolved]] = {block.number: [] for block in blocks}
    if blocks and context.gazetteer is not None:
        base = blocks[0].base
        text = document.text[base : blocks[-1].base + len(blocks[-1].text)]
        taken = [(item.anchor.start - base, item.anchor.end - base) for block in blocks for item in block.places]
        found, left_open = world_places(text, taken, context.sites, context.gazetteer, document.title)
        starts = [block.base - base for block in blocks]
        for place in found:
            number = blocks[bisect_right(starts, place.anchor.start) - 1].number
            named[number].append(replace(place, anchor=_moved(place.anchor, base)))
        for gap in left_open:
            number = blocks[bisect_right(starts, gap.anchor.start) - 1].number
            gaps[number].append(replace(gap, anchor=_moved(gap.anchor, base)))
    return [
        replace(block, named=tuple(sorted(named[block.number], key=_start)), open_places=tuple(gaps[block.number]))
        for block in blocks
    ]


def _start(place: PlaceMention) -> int:
    return place.anchor.start


def _moved(words: Anchor, base: int) -> Anchor:
    return Anchor(words.start + base, words.end + base, words.quote)
