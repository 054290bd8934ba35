"""What the command line shows to people: tables, trees, progress, problems. JSON goes to standard output untouched."""

from __future__ import annotations

from firsthand.terminal.alerts import print_alerts, print_checked
from firsthand.terminal.base import (
    answer,
    err,
    out,
    print_doors,
    print_json,
    print_new_case,
    print_path,
    print_paths,
    print_problems,
    print_record,
    print_report,
    print_reports,
    progress_bar,
)
from firsthand.terminal.care import print_checks, print_verification
from firsthand.terminal.claims import (
    claim_line,
    origins_words,
    print_check,
    print_claims,
    print_decision,
    print_decisions,
    print_registry,
)
from firsthand.terminal.places import print_activity, print_changes, print_passes, print_sites
from firsthand.terminal.reading import SURE_FROM, distance, print_explained, print_hits, print_statements
from firsthand.terminal.scoring import print_forecast, print_scorecard
from firsthand.terminal.sources import print_explanation, print_source, print_sources
from firsthand.terminal.tracing import print_trace
from firsthand.terminal.why import print_why

__all__ = [
    "SURE_FROM",
    "answer",
    "claim_line",
    "distance",
    "err",
    "origins_words",
    "out",
    "print_activity",
    "print_alerts",
    "print_changes",
    "print_check",
    "print_checked",
    "print_checks",
    "print_claims",
    "print_decision",
    "print_decisions",
    "print_doors",
    "print_explained",
    "print_explanation",
    "print_forecast",
    "print_hits",
    "print_json",
    "print_new_case",
    "print_passes",
    "print_path",
    "print_paths",
    "print_problems",
    "print_record",
    "print_registry",
    "print_report",
    "print_reports",
    "print_scorecard",
    "print_sites",
    "print_source",
    "print_sources",
    "print_statements",
    "print_trace",
    "print_verification",
    "print_why",
    "progress_bar",
]
