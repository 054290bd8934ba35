"""Article body and metadata of a decoded page."""

from __future__ import annotations

from datetime import UTC, datetime

from firsthand.collect.page import FoundDate, Page


def extract(markup: str, url: str = "") -> Page:
    """The article of ``markup``; its text is empty when none was found."""
    from trafilatura import bare_extraction

    found = bare_extraction(markup, url=url or None, favor_precision=True, include_comments=False, with_metadata=True)
    if found is None:
        return Page("")
    values = found if isinstance(found, dict) else found.as_dict()
    moment = datetime.fromisoformat(values["date"]).replace(tzinfo=UTC) if values.get("date") else None
    published = FoundDate("published", moment, "meta", "htmldate") if moment else None
    text = values.get("text") or ""
    title = values.get("title") or ""
    return Page(
        text=text.removeprefix(title).strip().replace("\n", "\n\n"),
        title=title,
        byline=(values.get("author") or "").replace("; ", ", "),
        outlet=values.get("sitename") or "",
        url=values.get("url") or "",
        language=values.get("language") or "",
        published=published,
        dates=(published,) if published else (),
    )
