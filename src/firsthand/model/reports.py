"""What was published, and what was read in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from firsthand.model.common import Anchor, Certainty, Quantity, TimeSpan
from firsthand.terms import Action, Basis, Granularity, Relevance, SourceKind, Stance, Voice


@dataclass(frozen=True, slots=True)
class Link:
    """One link of an attribution chain."""

    name: str
    """Normalised name ("Washington Post"), or the words themselves where no name is known."""
    kind: SourceKind
    anchor: Anchor | None = None
    """The words in this document; ``None`` for the publishing outlet itself."""


@dataclass(frozen=True, slots=True)
class Event:
    """What a statement says happened."""

    action: Action
    object: str = ""
    """What is acted on, lower case head noun phrase ("engine test stand"); empty when unknown."""
    site_ids: tuple[str, ...] = ()
    """Sites of the case that it is about, surest first."""
    part_id: str | None = None
    """The part of the site it is about, when the words name one."""
    quantity: Quantity | None = None
    time: TimeSpan | None = None
    """When it happened, as far as the words say."""
    negated: bool = False
    """The content itself says it is not so ("has not been taken down")."""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Words whose meaning the document does not settle, kept as a gap."""

    anchor: Anchor
    reason: str
    kind: str = "who"
    """What is open: who, place, time or count."""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place that the text names: a site of the case, or a town, province, country or sea of the gazetteer."""

    name: str
    """The site's or the gazetteer's name for it."""
    lon: float
    lat: float
    radius_m: float
    """How far the place reaches from its point, or how uncertain the point is, in metres."""
    kind: str
    """site, town, county, region (a first-order division), country, continent, area or sea."""
    anchor: Anchor
    how: str
    """What the choice rests on, in words."""
    odds: float = 1.0
    """Share of the odds that fall to this place among all of its name, in [0, 1]; 1 for sites."""
    country: str = ""
    """ISO 3166-1 alpha-2 code; empty for sites, seas, areas and continents."""
    extent: tuple[float, float, float, float] | None = None
    """West, south, east, north in degrees, for a country; west is greater than east across the 180th meridian."""
    site_id: str | None = None
    part_id: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One attributed utterance in one document."""

    id: str
    document_id: str
    content: tuple[Anchor, ...]
    """What was said; several pieces when the text interrupts it; empty for an edge ("the report cited officials")."""
    source: Anchor | None
    """Who said it, in the document's words; ``None`` for the outlet's own voice and lost speakers."""
    cue: Anchor | None
    """The words that attribute ("said", "according to")."""
    source_kind: SourceKind
    source_name: str
    """Normalised root of the chain ("Joseph Bermudez"); the outlet for its own voice; empty when lost."""
    chain: tuple[Link, ...]
    """Innermost (who said it) first, outermost (this outlet) last. Empty when the speaker is lost."""
    voice: Voice
    stance: Stance
    basis: Basis
    certainty: Certainty
    event: Event
    relevance: Relevance = Relevance.ON_TOPIC
    unresolved: tuple[Unresolved, ...] = ()
    confidence: float = 1.0
    """How sure the reader is of this extraction, in [0, 1]."""
    rebutted: bool = False
    """The outlet itself goes on to say that it was not so."""
    lineage_named: bool = True
    """False when the chain ends in someone whose own source the text hides ("they concluded")."""
    corrects: bool = False
    """The statement corrects or retracts an earlier report."""
    corrected_by: str = ""
    """Id of the decision by which a person corrected it or added it; empty for what the reader found itself."""
    places: tuple[PlaceMention, ...] = ()
    """Places of its content, else of its sentence; those of the gazetteer beside the sites of the case."""

    @property
    def quote(self) -> str:
        """The content as one string, gaps shown as an ellipsis."""
        return " … ".join(piece.quote for piece in self.content)


@dataclass(frozen=True, slots=True)
class Mark:
    """A quality mark: ``off-topic``, ``boilerplate``, ``byline``, ``garbled``, ``foreign`` or ``heading``."""

    start: int
    end: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one document."""

    document_id: str
    statements: tuple[Statement, ...]
    marks: tuple[Mark, ...] = ()
    language: str = "en"
    places: tuple[PlaceMention, ...] = ()
    """Every place that the document names, in order."""


@dataclass(frozen=True, slots=True)
class Document:
    """One published text, as captured."""

    id: str
    name: str
    """File name or URL it was collected under; how people refer to it."""
    text: str
    """Clean text; paragraphs are separated by a blank line. Every anchor points into it."""
    sha256: str
    """Of the captured bytes, archived under ``files/``."""
    media_type: str
    captured: datetime
    """When we learned it (the third clock)."""
    url: str = ""
    outlet: str = ""
    title: str = ""
    byline: str = ""
    language: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    published_from: str = ""
    """Where ``published`` comes from: given, sidecar, meta, feed, url, name, text or empty."""
    revises: str | None = None
    """Id of the earlier revision of the same work (see ``firsthand.collect.revisions``)."""
    notes: tuple[str, ...] = ()
    """What collection had to do or could not ("decoded as windows-1252", "no publication date")."""


@dataclass(frozen=True, slots=True)
class NearCopy:
    """A text that was not taken in because a document repeats it; it counts as a repetition, and was not read."""

    id: str
    """The id that it would have as a document."""
    document_id: str
    """The document that it repeats."""
    share: float
    """Of its runs of five words, those that stand in that document, in [0, 1]."""
    name: str
    """File name or URL."""
    sha256: str
    """Of its bytes, which are not archived."""
    captured: datetime
    url: str = ""
    outlet: str = ""
    published: datetime | None = None


def hull(spans: Iterable[TimeSpan]) -> TimeSpan | None:
    """The smallest interval that holds all of ``spans``; ``None`` when there are none."""
    spans = list(spans)
    if not spans:
        return None
    starts = [span.start for span in spans]
    ends = [span.end for span in spans]
    return TimeSpan(
        start=None if None in starts else min(start for start in starts if start),
        end=None if None in ends else max(end for end in ends if end),
        granularity=spans[0].granularity if len(spans) == 1 else Granularity.VAGUE,
        anchor=spans[0].anchor if len(spans) == 1 else None,
    )
