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
    IndicatorState,
    Snapshot,
)
from firsthand.model.claims import Claim, Copy, Member, Origin, Passage
from firsthand.model.commitments import Commitment, Measure, PersonalStatus, Provision, StatusEntry
from firsthand.model.common import Anchor, Certainty, Polygon, Quantity, Ring, TimeSpan, content_id
from firsthand.model.grades import GradeMove, SourceGrade
from firsthand.model.hypotheses import (
    Assumption,
    Board,
    Cell,
    EvidenceKind,
    EvidenceRow,
    Hypothesis,
    HypothesisLink,
    LinkKind,
    Rating,
    Reliability,
)
from firsthand.model.imagery import Change, Chip, Look, Scene
from firsthand.model.judgement import Assessment, Decision, ImageVerdict, Reason, RivalReading, Rivals
from firsthand.model.places import Outlet, Site, SitePart
from firsthand.model.reports import (
    Document,
    Event,
    Link,
    Mark,
    NearCopy,
    PlaceMention,
    Reading,
    Statement,
    Unresolved,
    hull,
)
from firsthand.model.scoring import Forecast, Stated
from firsthand.terms import (
    Action,
    Basis,
    ChangeKind,
    CommitmentKind,
    CommitmentStatus,
    Granularity,
    ImageAnswer,
    ProposalState,
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
    "Assumption",
    "Basis",
    "Board",
    "Cell",
    "Certainty",
    "Change",
    "ChangeKind",
    "ChangeState",
    "Chip",
    "Claim",
    "ClaimState",
    "Commitment",
    "CommitmentKind",
    "CommitmentState",
    "CommitmentStatus",
    "Copy",
    "Decision",
    "Document",
    "Event",
    "EvidenceKind",
    "EvidenceRow",
    "Forecast",
    "GradeMove",
    "Granularity",
    "Hypothesis",
    "HypothesisLink",
    "ImageAnswer",
    "ImageVerdict",
    "IndicatorState",
    "Link",
    "LinkKind",
    "Look",
    "Mark",
    "Measure",
    "Member",
    "NearCopy",
    "Origin",
    "Outlet",
    "Passage",
    "PersonalStatus",
    "PlaceMention",
    "Polygon",
    "ProposalState",
    "Provision",
    "Quantity",
    "Rating",
    "Reading",
    "Reason",
    "Relation",
    "Relevance",
    "Reliability",
    "Ring",
    "RivalReading",
    "Rivals",
    "Scene",
    "Site",
    "SitePart",
    "Snapshot",
    "SourceGrade",
    "SourceKind",
    "Stance",
    "Stated",
    "Statement",
    "StatusEntry",
    "TimeSpan",
    "Unresolved",
    "Voice",
    "content_id",
    "hull",
]
