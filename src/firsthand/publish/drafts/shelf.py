"""Drafts on disk: ``CASE/drafts/ID.md``, Markdown that people write, and the page that comes of one that holds.

The first line may be a comment that names the subject, so that a draft opened again is held against the same records.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from firsthand.case import Case, storing, write_atomic
from firsthand.errors import InputError, UnknownIdError, UnsupportedSentenceError, UsageError
from firsthand.publish.drafts.checker import SentenceVerdict, check_text, checker

FOLDER = "drafts"
LONGEST = 400_000
"""Characters of a draft; a longer text is no brief."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
_HEAD = re.compile(r"<!-- firsthand draft: (?P<subject>[^\n]*?) -->\n")


@dataclass(frozen=True, slots=True)
class Draft:
    """One text that a person writes."""

    id: str
    subject: str
    """Site or claim that it is held against; empty for the whole case."""
    text: str
    saved: datetime


def drafts(case: Case) -> list[Draft]:
    """All drafts of a case, the one saved last first."""
    folder = case.root / FOLDER
    found = [load_draft(case, path.stem) for path in folder.glob("*.md")] if folder.is_dir() else []
    return sorted(found, key=lambda draft: draft.saved, reverse=True)


def load_draft(case: Case, id: str) -> Draft:
    """One draft. Raises UsageError for an id that is none, UnknownIdError, InputError when it is not text."""
    path = _path(case, id)
    if not path.is_file():
        known = ", ".join(sorted(item.stem for item in path.parent.glob("*.md"))) or "none yet"
        raise UnknownIdError("there is no such draft", thing=id, remedy=f"drafts are: {known}")
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as err:
        raise InputError("this draft is not UTF-8 text", thing=str(path), remedy="save it as UTF-8") from err
    head = _HEAD.match(text)
    saved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return Draft(id, head["subject"] if head else "", text[head.end() :] if head else text, saved)


def save_draft(case: Case, id: str, text: str, subject: str = "") -> Draft:
    """Keep a draft, whole or not at all. Raises UsageError, UnknownSiteError, UnknownIdError, StorageError."""
    path = _path(case, id)
    if len(text) > LONGEST:
        raise UsageError(
            f"{len(text):,} characters are no brief", thing=id, remedy=f"keep it below {LONGEST:,} characters"
        )
    if subject:
        named = case.store.claim(subject).id if subject.startswith("clm-") else case.site(subject).id
        text = f"<!-- firsthand draft: {named} -->\n{text}"
    with storing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, text.encode())
    return load_draft(case, id)


def delete_draft(case: Case, id: str) -> None:
    """Throw a draft away. Raises UsageError, UnknownIdError, StorageError."""
    load_draft(case, id)
    path = _path(case, id)
    with storing(path):
        path.unlink()


def publish_draft(case: Case, id: str, out: Path | None = None) -> Path:
    """Write the page of a draft, by default ``briefs/ID.html``, and return its path.

    Raises UnsupportedSentenceError when a sentence does not hold (nothing is written then), UsageError for a draft
    without a sentence, and as :func:`load_draft`.
    """
    from firsthand.publish.drafts.page import blocks_of, draft_page

    draft = load_draft(case, id)
    verdicts = check_text(case, draft.subject, draft.text)
    refuse(verdicts, id)
    path = out or case.root / "briefs" / f"{id}.html"
    page = draft_page(case, id, list(blocks_of(draft.text, verdicts)), checker(case, draft.subject))
    with storing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, page.encode())
    return path


def check_file(case: Case, path: Path, subject: str = "") -> tuple[SentenceVerdict, ...]:
    """The sentences of a text on disk held against the case. Raises InputError, and as ``check_text``."""
    try:
        data = path.read_bytes()
    except OSError as err:
        raise InputError(
            f"cannot be read ({err.strerror})", thing=str(path), remedy="name a text or Markdown file"
        ) from err
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as err:
        raise InputError("this is not UTF-8 text", thing=str(path), remedy="save it as UTF-8 text") from err
    head = _HEAD.match(text)
    return check_text(case, subject or (head["subject"] if head else ""), text)


def refuse(verdicts: tuple[SentenceVerdict, ...], thing: str) -> None:
    """Raises UnsupportedSentenceError with the first sentence that does not hold, UsageError when there is none."""
    if not verdicts:
        raise UsageError("there is no sentence in it", thing=thing, remedy="write one, then check it again")
    red = [verdict for verdict in verdicts if not verdict.holds]
    if red:
        others = f"; {len(red) - 1} more do not hold either" if len(red) > 1 else ""
        raise UnsupportedSentenceError(
            f"the sentence “{red[0].text}” cannot be printed: {red[0].reason}{others}",
            thing=thing,
            remedy="mend it, or cite the claim that bears it as [clm-…]",
        )


def _path(case: Case, id: str) -> Path:
    if not _ID.fullmatch(id):
        raise UsageError(
            "a draft is named with lower-case letters, digits and hyphens", thing=id, remedy="such as tarn-valley-june"
        )
    return case.root / FOLDER / f"{id}.md"
