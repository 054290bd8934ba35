"""What stands near a statement: its places, numbers and times, and the site that "the depot" means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from firsthand.model import Anchor, Document, PlaceMention, Quantity, Site, TimeSpan, Unresolved
from firsthand.read.attribution.spans import Span
from firsthand.read.blocks import Block
from firsthand.read.dates import read_times
from firsthand.read.places import SiteMention, find_sites
from firsthand.read.quantity import find_quantities, find_unknown_counts

Near = tuple[list[SiteMention], list[Quantity], list[TimeSpan]]


@dataclass(frozen=True, slots=True)
class Values:
    """Values read in one paragraph, anchored in the document."""

    times: tuple[TimeSpan, ...]
    quantities: tuple[Quantity, ...]
    unresolved: tuple[Unresolved, ...] = ()
    """Dates and counts that the words leave open."""


def values_of(block: Block, document: Document) -> Values:
    if not block.attributions and not block.places and len(block.sentences) == 0:
        return Values((), ())
    times, open_times = read_times(block.text, document.published)
    gaps = [*open_times, *find_unknown_counts(block.text)]
    return Values(
        tuple(_moved_time(item, block.base) for item in times),
        tuple(_moved_quantity(item, block.base) for item in find_quantities(block.text)),
        tuple(replace(gap, anchor=_moved(gap.anchor, block.base)) for gap in gaps),
    )


def open_near(block: Block, values: Values, content: Sequence[Anchor], sentence: Span) -> list[Unresolved]:
    """What the content leaves open; dates also of its sentence, where nothing near it is dated."""
    gaps = [gap for gap in (*values.unresolved, *block.open_places) if _within(gap.anchor, content)]
    whole = [_whole(block, sentence)]
    if any(gap.kind == "time" for gap in gaps) or any(_within(item.anchor, whole) for item in values.times):
        return gaps
    return gaps + [gap for gap in values.unresolved if gap.kind == "time" and _within(gap.anchor, whole)]


def places_near(
    block: Block, sites: Sequence[PlaceMention], content: Sequence[Anchor], sentence: Span
) -> tuple[PlaceMention, ...]:
    """``sites`` of the case with the other places of the content, else of its sentence; in the order of the text."""
    world = [item for item in block.named if item.site_id is None and _within(item.anchor, content)]
    whole = [_whole(block, sentence)]
    world = world or [item for item in block.named if item.site_id is None and _within(item.anchor, whole)]
    return tuple(sorted([*sites, *world], key=lambda place: place.anchor.start))


def _whole(block: Block, sentence: Span) -> Anchor:
    return Anchor(block.base + sentence[0], block.base + sentence[1], "")


def near(block: Block, values: Values, content: Sequence[Anchor], sentence: Span) -> Near:
    """Places and times of the content, else of its sentence; quantities of the content only."""
    whole = [_whole(block, sentence)]
    places = [item for item in block.places if _within(item.anchor, content)]
    places = places or [_shared(block, item) for item in block.places if _within(item.anchor, whole)]
    times = [item for item in values.times if _within(item.anchor, content)]
    times = times or [item for item in values.times if _within(item.anchor, whole)]
    return places, [item for item in values.quantities if _within(item.anchor, content)], times


def _shared(block: Block, place: SiteMention) -> SiteMention:
    """A place of the sentence for what names none; a part that another statement names is only that one's."""
    start = place.anchor.start - block.base
    taken = any(low <= start < high for found in block.attributions for low, high in found.content)
    return replace(place, part_id=None) if taken else place


def _within(words: Anchor | None, pieces: Sequence[Anchor]) -> bool:
    return words is not None and any(piece.start <= words.start and words.end <= piece.end for piece in pieces)


def _moved(words: Anchor, base: int) -> Anchor:
    return Anchor(words.start + base, words.end + base, words.quote)


def _moved_time(span: TimeSpan, base: int) -> TimeSpan:
    return replace(span, anchor=_moved(span.anchor, base)) if span.anchor else span


def _moved_quantity(quantity: Quantity, base: int) -> Quantity:
    return replace(quantity, anchor=_moved(quantity.anchor, base)) if quantity.anchor else quantity


# ---- "the depot" ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OnlySite:
    """The one site that a document names, and the nouns that then mean it or a part of it."""

    site_id: str
    first: int
    """Where the document names it first; before that "the depot" may be any."""
    nouns: re.Pattern[str]
    parts: dict[str, str | None]
    """Noun, lower case, to the part that it means; None is the whole site."""

    def mentions(self, content: Sequence[Anchor]) -> list[SiteMention]:
        """The site wherever ``content`` speaks of "the depot": no other word before the noun, no other place after."""
        found = []
        for piece in content:
            for match in self.nouns.finditer(piece.quote):
                start = piece.start + match.start(1)
                if start > self.first:
                    words = Anchor(start, start + len(match.group(1)), match.group(1))
                    found.append(SiteMention(self.site_id, self.parts[match.group(1).lower()], words))
        return found


def only_site(text: str, sites: Sequence[Site]) -> OnlySite | None:
    """The one site of the case that ``text`` names; None when it names none or several, or the site has no noun."""
    named = find_sites(text, sites)
    ids = {item.site_id for item in named}
    site = next((site for site in sites if ids == {site.id}), None)
    if site is None:
        return None
    parts = dict(_nouns(site))
    if not parts:
        return None
    nouns = "|".join(re.escape(noun) for noun in sorted(parts, key=len, reverse=True))
    # "the depot at Osk" is another one.
    pattern = re.compile(rf"\b(?:[Tt]he|[Tt]his|[Tt]hat)\s+({nouns})\b(?!\s+(?:at|in|of|near|outside)\s+[A-Z])")
    return OnlySite(site.id, named[0].anchor.start, pattern, parts)


def _nouns(site: Site) -> Iterator[tuple[str, str | None]]:
    """Plain nouns for the parts of a site, then for the site itself, which win where both have one."""
    for part in site.parts:
        for name in (part.kind, *part.aliases, part.name):
            if name:
                yield name.split()[-1].lower(), part.id
    for name in (site.kind, site.name, *(alias for alias in site.aliases if " " in alias)):
        if name:
            yield name.split()[-1].lower(), None
