"""Every record of Firsthand, frozen and documented field by field.

This module does no I/O and imports nothing of the package but the terms, which it hands on. Character offsets are
0-based and half-open, in Unicode code points of ``Document.text``. Coordinates are WGS 84 degrees in GeoJSON order
(longitude, latitude). Times are timezone-aware UTC. Ids are content hashes (:func:`content_id`), so the same input
gives the same ids.
"""

from __future__ import annotations

from firsthand.model.alerts import (
    Alert,
    AlertMark,
    AlertQuote,
    ChangeState,
    ClaimState,
    CommitmentState,
    Snapshot,
)
from firsthand.model.claims import Claim, Copy, Member, Origin, Passage
from firsthand.model.common import Anchor, Certainty, Polygon, Quantity, Ring, TimeSpan, content_id
from firsthand.model.imagery import Change, Chip, Look, Scene
from firsthand.model.judgement import Assessment, Commitment, Decision, ImageVerdict, Reason, RivalReading, Rivals
from firsthand.model.places import Outlet, Site, SitePart
from firsthand.model.reports import Document, Event, Link, Mark, PlaceMention, Reading, Statement, Unresolved, hull
from firsthand.model.scoring import Forecast, Stated
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

__all__ = [
    "Action",
    "Alert",
    "AlertMark",
    "AlertQuote",
    "Anchor",
    "Assessment",
    "Basis",
    "Certainty",
    "Change",
    "ChangeKind",
    "ChangeState",
    "Chip",
    "Claim",
    "ClaimState",
    "Commitment",
    "CommitmentState",
    "CommitmentStatus",
    "Copy",
    "Decision",
    "Document",
    "Event",
    "Forecast",
    "Granularity",
    "ImageAnswer",
    "ImageVerdict",
    "Link",
    "Look",
    "Mark",
    "Member",
    "Origin",
    "Outlet",
    "Passage",
    "PlaceMention",
    "Polygon",
    "Quantity",
    "Reading",
    "Reason",
    "Relation",
    "Relevance",
    "Ring",
    "RivalReading",
    "Rivals",
    "Scene",
    "Site",
    "SitePart",
    "Snapshot",
    "SourceKind",
    "Stance",
    "Stated",
    "Statement",
    "TimeSpan",
    "Unresolved",
    "Voice",
    "content_id",
    "hull",
]
