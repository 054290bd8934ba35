"""Firsthand: what is known first-hand about places under watch, and what is only repeated."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from firsthand.notebook.book import CaseBook

__version__ = "0.1.0"


def open(case: Path | str, known_at: datetime | str | None = None) -> CaseBook:
    """Open the case in a folder for a notebook or script; with ``known_at`` (ISO date) as it was known then.

    Raises CaseMissingError, CaseTooNewError, StorageError, UsageError when ``known_at`` is no date.
    """
    from importlib import import_module

    # By name: every module below asks this one for the version, so it can lean on none of them.
    return cast("CaseBook", import_module("firsthand.notebook.book").open_book(case, known_at))
