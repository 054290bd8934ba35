"""What one page or PDF gave: its text and what it says of itself. Plain data that passes between processes as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class FoundDate:
    """One date that a page gives of itself."""

    role: str
    """published, updated, or unknown when the page does not say which."""
    moment: datetime
    """With the offset that the page states, UTC where it states none; midnight where only a day is given."""
    origin: str
    """meta, url or text, as in ``Document.published_from``."""
    where: str
    """The very place: "JSON-LD datePublished", "meta article:published_time"."""
    exact: bool = False
    """A time with its zone; else only the day is sure, on the publisher's calendar."""


@dataclass(frozen=True, slots=True)
class Page:
    """What was found in a page."""

    text: str
    """Clean text, paragraphs separated by a blank line."""
    title: str = ""
    byline: str = ""
    """Names, separated by a comma and a space."""
    outlet: str = ""
    """The site's own name for itself."""
    url: str = ""
    """Canonical URL as the page gives it."""
    language: str = ""
    published: FoundDate | None = None
    updated: FoundDate | None = None
    dates: tuple[FoundDate, ...] = ()
    """All candidates, best first, with where each came from."""
    notes: tuple[str, ...] = ()

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=str)

    @classmethod
    def from_json(cls, body: str) -> Page:
        """The page that :meth:`to_json` wrote."""
        values = json.loads(body)
        for key in ("published", "updated"):
            values[key] = _date(values[key]) if values[key] else None
        values["dates"] = tuple(_date(date) for date in values["dates"])
        values["notes"] = tuple(values["notes"])
        return cls(**values)


def _date(values: dict[str, Any]) -> FoundDate:
    return FoundDate(**values | {"moment": datetime.fromisoformat(str(values["moment"]))})
