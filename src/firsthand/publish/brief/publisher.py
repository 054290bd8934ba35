"""Briefs written to files: of a place, a claim or a question; as HTML, PDF or Markdown; long or on one page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from firsthand import __version__
from firsthand.case import Case, storing, write_atomic
from firsthand.errors import UsageError
from firsthand.publish.brief.page import checked, figures, render
from firsthand.publish.dossier import Dossier, gather
from firsthand.publish.subjects import dossier_of
from firsthand.publish.templating import environment, stylesheet

__all__ = ["FORMS", "BriefOptions", "brief", "briefs", "index", "render"]

FORMS = ("html", "pdf", "md")


@dataclass(frozen=True, slots=True)
class BriefOptions:
    """How a brief is written."""

    out: Path | None = None
    """The file to write; by default ``briefs/SUBJECT.html`` in the case."""
    known_at: datetime | None = None
    """Only what was known by then."""
    now: datetime | None = None
    """The date of writing; the clock's by default."""
    form: str = ""
    """One of :data:`FORMS`; by default what ``out`` ends in, else html."""
    short: bool = False
    """On one page: key judgements, one picture, what is not known."""
    since: datetime | None = None
    """Only what was learned from then on."""


def brief(case: Case, subject: str, options: BriefOptions = BriefOptions()) -> Path:
    """Write the brief of a site, a claim, a board or a question, and return its path.

    Raises UnknownSiteError, UnknownIdError, UsageError when nothing answers, UnsupportedSentenceError when a sentence
    lacks evidence (nothing is written then), IntegrityError when a picture is not the one that was cut, StorageError.
    """
    form = _form(options)
    dossier = dossier_of(case, subject, options.known_at, options.now)
    if options.since:
        from firsthand.publish.brief.since import narrowed

        dossier = narrowed(dossier, options.since)
    path = options.out or case.root / "briefs" / f"{_name(dossier)}{'-short' if options.short else ''}.{form}"
    _write(path, _bytes(case, dossier, form, options.short))
    return path


def _form(options: BriefOptions) -> str:
    named = options.out.suffix.lower().lstrip(".") if options.out else ""
    form = options.form or {"htm": "html", "markdown": "md"}.get(named, named if named in FORMS else "html")
    if form not in FORMS:
        raise UsageError(f"a brief cannot be written as {form!r}", thing="--format", remedy=f"give {', '.join(FORMS)}")
    return form


def _bytes(case: Case, dossier: Dossier, form: str, short: bool) -> bytes:
    if form == "html":
        return render(case, dossier, short).encode()
    from firsthand.publish.brief.background import background
    from firsthand.publish.brief.paper import paper

    text = checked(dossier)
    plain = paper(dossier, text, short, background(case, dossier))
    if form == "md":
        from firsthand.publish.brief.markdown import markdown

        return markdown(plain, dossier).encode()
    from firsthand.publish.brief.printed import page, pdf

    return pdf(page(plain, dossier, figures(case, dossier, text), short))


def _name(dossier: Dossier) -> str:
    """What the file is called: the site's id, the claim's id, or the words of the question."""
    if dossier.is_of_site:
        return dossier.site.id
    if len(dossier.claims) == 1:
        return dossier.claims[0].claim.id
    return re.sub(r"[^a-z0-9]+", "-", dossier.title.lower()).strip("-")[:60] or "question"


def briefs(case: Case, options: BriefOptions = BriefOptions()) -> list[Path]:
    """Write the briefs of all sites and an index of them, which comes last. Raises as :func:`brief`.

    ``options.out`` names the folder to write into.
    """
    folder = options.out or case.root / "briefs"
    if folder.is_file():
        raise UsageError("this is a file, not a folder", thing=str(folder), remedy="name a folder for all the briefs")
    paths = [brief(case, site.id, replace(options, out=folder / f"{site.id}.html")) for site in case.sites]
    return [*paths, index(case, options)]


def index(case: Case, options: BriefOptions = BriefOptions()) -> Path:
    """Write the page that lists the briefs of all sites, beside them, and return its path. Raises StorageError."""
    entries = [gather(case, site.id, options.known_at, options.now) for site in case.sites]
    css = stylesheet("house.css", "brief.css")
    path = (options.out or case.root / "briefs") / "index.html"
    page = environment().get_template("index.html")
    words = page.render(title=case.title, fictional=case.fictional, entries=entries, css=css, version=__version__)
    _write(path, words.encode())
    return path


def _write(path: Path, page: bytes) -> None:
    with storing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, page)
