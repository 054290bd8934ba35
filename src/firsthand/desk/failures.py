"""From errors to what a browser is shown: one table of statuses, one friendly page."""

from __future__ import annotations

from firsthand.errors import (
    CaseBusyError,
    CaseError,
    FirsthandError,
    InputError,
    IntegrityError,
    StorageError,
    UnknownIdError,
    UnknownSiteError,
    UnsupportedSentenceError,
    UsageError,
)

STATUS: tuple[tuple[type[FirsthandError], int, str], ...] = (
    (UnknownSiteError, 404, "There is no such site"),
    (UnknownIdError, 404, "There is nothing under this address"),
    (UsageError, 400, "This cannot be done as asked"),
    (UnsupportedSentenceError, 409, "This brief was refused"),
    (CaseBusyError, 503, "The case is busy"),
    (IntegrityError, 500, "Something does not match its record"),
    (InputError, 500, "A file of the case cannot be used"),
    (CaseError, 500, "The case cannot be opened"),
    (StorageError, 500, "The case cannot be read or written"),
)
"""Most particular first."""


def status_of(error: FirsthandError) -> tuple[int, str]:
    """HTTP status and heading for an error."""
    for kind, status, heading in STATUS:
        if isinstance(error, kind):
            return status, heading
    return 500, "Something went wrong"
