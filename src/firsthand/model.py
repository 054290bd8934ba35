"""Every record of Firsthand, frozen and documented field by field.

This module does no I/O and imports nothing of the package but the terms, which it hands on. Character offsets are
0-based and half-open, in Unicode code points of ``Document.text``. Coordinates are WGS 84 degrees in GeoJSON order
(longitude, latitude). Times are timezone-aware UTC. Ids are content hashes (:func:`content_id`), so the same input
gives the same ids.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from firsthand.terms import (
    Action,
    Basis,
    ChangeKind,
    CommitmentStatus,
    Granularity,
    ImageAnswer,
    Relation,
    Relevance,
    SourceKind,
    Stance,
    Voice,
)

Ring = tuple[tuple[float, float], ...]
"""A closed ring of (longitude, latitude) pairs in degrees; the first point is repeated at the end."""

Polygon = tuple[Ring, ...]
"""Outer ring first, then holes, as in GeoJSON."""


def content_id(prefix: str, *parts: object) -> str:
    """An id that depends on ``parts`` only: ``prefix-`` and 12 hexadecimal digits of their SHA-256."""
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()
    return f"{prefix}-{digest[:12]}"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A piece of a document's text: ``document.text[start:end] == quote``, always."""

    start: int
    """First character, 0-based."""
    end: int
    """One past the last character."""
    quote: str
    """The very words."""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A UTC interval ``[start, end)``; ``None`` leaves that end open ("since April")."""

    start: datetime | None
    end: datetime | None
    granularity: Granularity
    anchor: Anchor | None = None
    """The words it was read from; ``None`` when it comes from metadata."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count or measure as a closed interval; ``None`` leaves that end open ("more than a dozen")."""

    low: float | None
    high: float | None
    of: str
    """What is counted, lower case, singular where plain; empty when the text does not say."""
    surest: float | None = None
    """The value the words are surest of ("at least one, and possibly two": 1)."""
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Certainty:
    """How likely the source's own words make its content, as a probability interval within [0, 1]."""

    low: float
    high: float
    words: tuple[Anchor, ...] = ()
    """The hedges and boosters that carry it ("possibly", "signs that")."""


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
class SitePart:
    """A named part of a site: a stand, a hall, a yard."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: str = ""
    footprint: Polygon | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A place under watch."""

    id: str
    name: str
    lon: float
    lat: float
    radius_m: float
    """Uncertainty of the point in metres."""
    aliases: tuple[str, ...] = ()
    kind: str = ""
    footprint: Polygon | None = None
    parts: tuple[SitePart, ...] = ()
    parent_id: str | None = None
    sources: tuple[str, ...] = ()
    """Where each fact comes from, with dates."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher or news agency, as statements may name it."""

    name: str
    aliases: tuple[str, ...] = ()
    """Other names in running text ("the Post"); matched as whole words."""
    domains: tuple[str, ...] = ()
    owner: str = ""
    """Sister outlets share one owner and are one publisher."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One dated image of a site."""

    id: str
    site_id: str
    name: str
    """File name it was collected under."""
    sha256: str
    taken: datetime
    sensor: str
    gsd_m: float
    """Ground sample distance in metres."""
    crs: str
    bounds: tuple[float, float, float, float]
    """West, south, east, north in degrees."""
    width_px: int
    height_px: int
    bands: tuple[str, ...]
    captured: datetime
    cloud_share: float | None = None
    """Share of the site's pixels not usable, in [0, 1]; ``None`` until watched."""
    sun_elevation_deg: float | None = None
    sun_azimuth_deg: float | None = None
    taken_from: str = ""
    """Where the date comes from: tag, sidecar, given, name."""
    notes: tuple[str, ...] = ()
    view_zenith_deg: float | None = None
    """Angle at the ground between the line of sight and straight up; 0 when the camera looks straight down."""
    view_azimuth_deg: float | None = None
    """From the site towards the camera, clockwise from north."""
    platform: str = ""
    """The one satellite, where it is known ("Sentinel-2B"); ``sensor`` names the family whose images compare."""
    relative_orbit: int | None = None
    """Ground track: scenes of one track see the site from the same place (Sentinel: relative orbit, Landsat: path)."""
    orbit_state: str = ""
    """ascending, descending or empty."""
    radiometry: str = ""
    """What the values mean: reflectance, reflectance (unsure), gamma0; empty: the file's own numbers."""
    scale: float | None = None
    """Value times ``scale`` plus ``offset`` is what ``radiometry`` says, where the file's bands state no scale."""
    offset: float | None = None
    source: str = ""
    """Address it was fetched from, with what was cut from it; empty for files that people gave."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one scene was good for at its site, after alignment and masking."""

    scene_id: str
    site_id: str
    usable_share: float
    """Share of the site window that can be judged, in [0, 1]."""
    shift_px: tuple[float, float]
    """Applied (row, column) shift against the reference scene, in pixels."""
    aligned: bool
    """False when alignment was refused because it would have made things worse."""
    reason: str = ""
    """Why the look is not usable, when it is not."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A small picture cut for people to look at, stored under ``chips/``."""

    name: str
    """File name below ``chips/``."""
    sha256: str
    scene_id: str
    role: str
    """before, after or difference."""
    gsd_m: float
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Change:
    """One difference seen between dated scenes of a site: after the ``before`` look, by the ``after`` look."""

    id: str
    site_id: str
    polygon: Polygon
    before: datetime
    """Last look without it."""
    after: datetime
    """First look with it."""
    kind: ChangeKind
    kind_reason: str
    area_m2: float
    area_sd_m2: float
    """One standard deviation of the area, in square metres."""
    strength: float
    """Robust z-score of the change, in noise standard deviations."""
    p_value: float
    """Chance of such a score without change, corrected for pixels and looks tested; within [0, 1]."""
    sensor: str
    gsd_m: float
    scene_ids: tuple[str, ...]
    """The scene before and the scene after."""
    chips: tuple[Chip, ...] = ()
    part_id: str | None = None
    """The part of the site that the polygon overlaps most."""
    limits: str = ""
    """What this resolution could not have shown."""


@dataclass(frozen=True, slots=True)
class Member:
    """A statement's place in a claim."""

    statement_id: str
    document_id: str
    relation: Relation
    origin_id: str | None
    """The origin it goes back to; ``None`` for declines and unknown lineage."""
    reason: str
    """Why it was placed here, in words."""


@dataclass(frozen=True, slots=True)
class Origin:
    """An independent root of a claim."""

    id: str
    claim_id: str
    name: str
    """"unnamed US officials via Washington Post"."""
    kind: SourceKind
    first_hand: bool
    """The root saw, did or measured it itself, and is named or shows the image."""
    certain: bool
    """False when this may be the same root as another one of the claim."""
    may_equal: tuple[str, ...] = ()
    """Ids of origins of the claim that this one may be the same as."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Two stretches of text that one document has from another."""

    from_start: int
    from_end: int
    to_start: int
    to_end: int


@dataclass(frozen=True, slots=True)
class Copy:
    """Information that flowed from one document to another."""

    id: str
    from_document: str
    to_document: str
    kind: str
    """verbatim, rewrite or cites."""
    containment: float
    """Share of the later text's shingles that stand in the earlier one, in [0, 1]."""
    passages: tuple[Passage, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Statements of all documents that say the same thing."""

    id: str
    text: str
    """The canonical sentence: the words of its earliest fullest member."""
    event: Event
    """Pooled over the members: site, action, object, hull of the quantities, time."""
    members: tuple[Member, ...]
    origins: tuple[Origin, ...]
    origin_low: int
    origin_high: int
    first_hand: int
    """Origins that know it at first hand."""
    reports: int
    """Documents that carry it, copies included."""
    corrected: bool = False
    """A later correction or retraction stands against it."""


@dataclass(frozen=True, slots=True)
class ImageVerdict:
    """What the images say of one claim."""

    claim_id: str
    answer: ImageAnswer
    reason: str
    scene_ids: tuple[str, ...] = ()
    change_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that moved a probability."""

    text: str
    log_odds: float
    """How far it moved the log odds; positive makes the claim likelier."""
    evidence: tuple[str, ...] = ()
    """Ids of origins, statements or changes."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """How likely one claim is, and why."""

    claim_id: str
    low: float
    high: float
    """Probability interval; ICD 203 leaves 0 and 1 out."""
    words: str
    """ICD 203 term, or ``undetermined``."""
    confidence: str
    """low, moderate or high: how good the basis is; never in one sentence with the likelihood."""
    confidence_reason: str
    reasons: tuple[Reason, ...]
    image: ImageVerdict
    credibility: int
    """Admiralty 1-6, on the claim, from independent origins and first-hand evidence; 6 cannot be judged."""
    linchpin: str | None = None
    """Id of the one origin whose fall would change the word."""


@dataclass(frozen=True, slots=True)
class RivalReading:
    """One way in which somebody reads an act."""

    text: str
    statement_ids: tuple[str, ...]
    holder: str


@dataclass(frozen=True, slots=True)
class Rivals:
    """Rival readings of one act: competing hypotheses as found in the reports."""

    id: str
    claim_id: str
    about: str
    readings: tuple[RivalReading, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise or obligation."""

    id: str
    who: str
    what: str
    statement_ids: tuple[str, ...]
    site_ids: tuple[str, ...]
    by: TimeSpan | None
    testable: bool
    why: str
    """The reason of ``testable``."""
    status: CommitmentStatus
    status_reason: str
    evidence: tuple[str, ...] = ()
    """Ids of changes and claims that bear on it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person judged. Never overwritten by a stage; withdrawn, not deleted."""

    id: str
    kind: str
    """same, not same, unsure, grade, correction."""
    subjects: tuple[str, ...]
    value: str
    who: str
    when: datetime
    note: str = ""
    withdrawn: datetime | None = None


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
