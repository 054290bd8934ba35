"""The chain of attribution: who said it ◀ who reported it ◀ this outlet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.model import Anchor, Link, Outlet, SourceKind
from firsthand.read.attribution import DATELINE, Attribution, Span
from firsthand.read.sources import describe, outlets_in

_TOLD = re.compile(r"(?:\b(?:told|tells|telling|to|with|in|on|for|via|by|website|site|blog|from)\s+(?:the\s+)?)$")
_REACH = 70


def outlet_links(text: str, base: int, found: Attribution, outlets: Sequence[Outlet]) -> list[Link]:
    """Outlets to which the source spoke or in which it wrote, named beside the cue ("told the Post", "on 38 North").

    ``text`` is the paragraph, ``base`` its offset in the document.
    """
    taken = [*found.content, *([found.source] if found.source else [])]
    low, high = found.sentence
    around = [span for span in (found.source, found.cue) if span]
    if around:
        low = max(low, min(span[0] for span in around) - _REACH)
        high = min(high, max(span[1] for span in around) + _REACH)
    links = []
    for start, end, outlet in outlets_in(text[low:high], outlets):
        span = (start + low, end + low)
        if any(span[0] < piece[1] and piece[0] < span[1] for piece in taken):
            continue
        before = text[max(0, span[0] - 20) : span[0]]
        if (found.told and found.told[0] <= span[0] < found.told[1]) or _TOLD.search(before):
            links.append(Link(outlet.name, SourceKind.OUTLET, anchor(text, base, span)))
    return links


def cited_links(text: str, base: int, found: Attribution, outlets: Sequence[Outlet]) -> list[Link]:
    """The sources that the source itself cites: one link, for they speak together."""
    if not found.cited:
        return []
    whole = (found.cited[0][0], found.cited[0][1])
    words = text[whole[0] : whole[1]]
    parts = [describe(part, outlets) for part in re.split(r"\s+and\s+", words) if part.strip()]
    by = re.search(r"\b(?:by|from)\s+(.+)$", parts[0].name if len(parts) == 1 else words.split(" and ")[0])
    if by:
        parts[0] = describe(by.group(1), outlets)
    names = list(dict.fromkeys(part.name for part in parts if part.name))
    kind = parts[0].kind if parts else SourceKind.UNNAMED_OTHER
    if any(part.kind is SourceKind.UNNAMED_OFFICIAL for part in parts):
        kind = SourceKind.UNNAMED_OFFICIAL
    return [Link(" / ".join(names) or words, kind, anchor(text, base, whole))]


def anchor(text: str, base: int, span: Span) -> Anchor:
    """A paragraph's span as an anchor of its document."""
    return Anchor(base + span[0], base + span[1], text[span[0] : span[1]])


def dateline_agency(text: str, base: int, outlets: Sequence[Outlet], publisher: str) -> Link | None:
    """The agency of a dateline ("OSK (Ridge Wire) —") when it is another outlet than the publisher."""
    dateline = DATELINE.match(text)
    named = outlets_in(dateline.group(), outlets) if dateline else []
    for start, end, outlet in named:
        inside = text.rfind("(", 0, start) > text.rfind(")", 0, start)
        if inside and publisher not in (outlet.name, *outlet.aliases):
            return Link(outlet.name, SourceKind.OUTLET, anchor(text, base, (start, end)))
    return None


def with_outlet(links: Sequence[Link], outlet: str, agency: Link | None = None) -> tuple[Link, ...]:
    """The chain closed by the ``agency`` whose text it is, and by the publishing outlet, each unless it is there."""
    if not links:
        return ()
    if agency is not None and agency.name not in {link.name for link in links}:
        links = (*links, agency)
    if not outlet or links[-1].name == outlet:
        return tuple(links)
    return (*links, Link(outlet, SourceKind.OUTLET, None))
