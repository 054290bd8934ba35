"""The brief editor: drafts, each sentence held against the case as it is written."""

from __future__ import annotations

import re

from firsthand.case import Case
from firsthand.desk.frame import Frame
from firsthand.errors import InputError, UnknownIdError
from firsthand.publish.contract import Sentence
from firsthand.publish.drafts.checker import SentenceVerdict, check_text, checker
from firsthand.publish.drafts.shelf import Draft, drafts, load_draft

UNHEARD = "Nobody has said anything of this kind so far."
"""A sentence that no brief holds, so that its meaning is looked at."""
MOST_BEGUN = 40
"""Sentences of the machine's own brief that a new draft begins with."""


class EditorPages:
    """One method per page; each returns HTML."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.shelf = frame.shelf

    def drafts(self) -> str:
        return self.frame.page("drafts.html", here="drafts", drafts=drafts(self.shelf.case()))

    def editor(self, site_id: str, draft_id: str = "") -> str:
        """The editor over a site's draft, which begins with what the machine would say."""
        case = self.shelf.case()
        site = case.site(site_id)
        id = draft_id or slug(f"{site.id}-brief")
        kept = _kept(case, id)
        subject = kept.subject if kept and kept.subject else site.id
        text = kept.text if kept else self._begun(site.id, site.name)
        verdicts = check_text(case, subject, text)
        return self.frame.page(
            "editor.html",
            here=site.id,
            site=site,
            id=id,
            subject=subject,
            text=text,
            kept=kept,
            verdicts=verdicts,
            told=told(verdicts),
            published=(case.root / "briefs" / f"{id}.html").is_file(),
        )

    def warm(self, site_id: str) -> None:
        """Have at hand what the first sentence of a person's own would wait for."""
        case = self.shelf.case()
        check_text(case, case.site(site_id).id, UNHEARD)
        checker(case, site_id).warm()

    def published(self, id: str) -> str:
        """The page of a published draft. Raises UnknownIdError, InputError."""
        case = self.shelf.case()
        draft = load_draft(case, id)
        path = case.root / "briefs" / f"{draft.id}.html"
        try:
            return path.read_text(encoding="utf-8")
        except FileNotFoundError as err:
            raise UnknownIdError("this draft is not published", thing=id, remedy="publish it in the editor") from err
        except UnicodeDecodeError as err:
            raise InputError("this page is not UTF-8", thing=str(path), remedy="publish the draft again") from err

    def _begun(self, site_id: str, name: str) -> str:
        """The key judgements, as the machine puts them."""
        text = self.shelf.digest(site_id).text
        parts = [_line(paragraph) for paragraph in text.key]
        return "\n\n".join([f"# {name}", *(part for part in parts if part)]) + "\n"


def _line(paragraph: tuple[Sentence, ...]) -> str:
    return " ".join(sentence.text for sentence in paragraph[:MOST_BEGUN])


def _kept(case: Case, id: str) -> Draft | None:
    try:
        return load_draft(case, id)
    except UnknownIdError:
        return None


def slug(text: str) -> str:
    """An id of a draft made of ``text``."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:80] or "draft"


def told(verdicts: tuple[SentenceVerdict, ...]) -> list[dict[str, object]]:
    """The verdicts as JSON; offsets count code points."""
    return [
        {
            "start": item.start,
            "end": item.end,
            "holds": item.holds,
            "reason": item.reason,
            "carrier": item.carrier,
        }
        for item in verdicts
    ]
