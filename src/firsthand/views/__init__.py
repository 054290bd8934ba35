"""The JSON forms: what ``--json`` prints. A documented interface (``docs/formats.md``), tested against its schemas.

Times are ISO 8601 in UTC, intervals ``[start, end)``; ``null`` leaves an end open. ``start`` and ``end`` of texts are
0-based character offsets, half-open, and ``quote`` equals the document's text between them, always.
"""

from __future__ import annotations

from firsthand.views.base import (
    CertaintyView,
    QuantityView,
    QuoteView,
    TimeView,
    View,
    quantity_view,
    quote_view,
    time_view,
)
from firsthand.views.claims import (
    AssessmentView,
    ClaimView,
    CopyView,
    ImageView,
    MemberView,
    OriginView,
    PassageView,
    ReasonView,
    TraceView,
    assessment_view,
    claim_view,
    copy_view,
    member_view,
    resting_on_corrected,
    trace_view,
)
from firsthand.views.places import SiteView, StatedPointView, changes_geojson, site_view
from firsthand.views.reading import (
    MarkView,
    PlaceView,
    ReadView,
    StatementView,
    UnresolvedView,
    hull_quote,
    place_view,
    read_view,
    statement_view,
)
from firsthand.views.stages import HitView, ProblemView, StageView, stage_view, stage_views

__all__ = [
    "AssessmentView",
    "CertaintyView",
    "ClaimView",
    "CopyView",
    "HitView",
    "ImageView",
    "MarkView",
    "MemberView",
    "OriginView",
    "PassageView",
    "PlaceView",
    "ProblemView",
    "QuantityView",
    "QuoteView",
    "ReadView",
    "ReasonView",
    "SiteView",
    "StageView",
    "StatedPointView",
    "StatementView",
    "TimeView",
    "TraceView",
    "UnresolvedView",
    "View",
    "assessment_view",
    "changes_geojson",
    "claim_view",
    "copy_view",
    "hull_quote",
    "member_view",
    "place_view",
    "quantity_view",
    "quote_view",
    "read_view",
    "resting_on_corrected",
    "site_view",
    "stage_view",
    "stage_views",
    "statement_view",
    "time_view",
    "trace_view",
]
