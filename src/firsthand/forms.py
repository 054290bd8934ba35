"""The record of a site and the news of a case as text in the form that was asked for."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from firsthand.case import Case, storing, write_atomic
from firsthand.errors import UsageError

FORMS = ("md", "html", "json")


def record_text(case: Case, site: str, form: str, to: Path | None, known_at: datetime | None = None) -> str:
    """The whole record of a site. Raises UnknownSiteError, UsageError for a form that is none."""
    from firsthand.publish.record import as_html, as_json, as_markdown, record

    wanted = form_of(form, to)
    held = record(case, site, known_at)
    if wanted == "json":
        return _json(as_json(held))
    return as_html(held) if wanted == "html" else as_markdown(held)


def diff_text(case: Case, days: tuple[datetime, datetime | None], site: str, form: str, to: Path | None) -> str:
    """What changed between two days, the second one now when it is ``None``. Raises as ``publish.diff.news``."""
    from firsthand.publish.diff import news
    from firsthand.publish.diff_text import markdown, page
    from firsthand.views.diff import news_view

    wanted = form_of(form, to)
    found = news(case, days[0], site, days[1])
    if wanted == "json":
        return _json(news_view(found).model_dump(mode="json"))
    return page(found) if wanted == "html" else markdown(found)


def form_of(form: str, to: Path | None) -> str:
    """What was asked for, else what the file's name ends in, else Markdown. Raises UsageError."""
    named = (
        {"htm": "html", "markdown": "md"}.get(to.suffix.lower().lstrip("."), to.suffix.lower().lstrip("."))
        if to
        else ""
    )
    wanted = form or (named if named in FORMS else "md")
    if wanted not in FORMS:
        raise UsageError(f"this cannot be written as {wanted!r}", thing="--format", remedy=f"give {', '.join(FORMS)}")
    return wanted


def put(text: str, to: Path | None, said: Callable[[Path], object]) -> None:
    """Write ``text`` to the file, which ``said`` hears of, or to standard output. Raises StorageError."""
    if to is None:
        sys.stdout.write(text)
        return
    with storing(to):
        to.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(to, text.encode())
    said(to)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
