"""The brief of a site: one self-contained HTML file in which every sentence opens what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from firsthand import __version__
from firsthand.case import Case, storing, write_atomic
from firsthand.errors import UsageError
from firsthand.model import Change
from firsthand.publish import pictures, plan, timeline, wording
from firsthand.publish.compose import BriefText, compose
from firsthand.publish.contract import check
from firsthand.publish.dossier import Dossier, gather
from firsthand.publish.exhibits import exhibits, meter, shown
from firsthand.publish.ledger import ledger
from firsthand.publish.templating import environment, stylesheet

BRIEF_TIMELINE_PX = 720
"""About the width of the brief's column, so that its letters keep their size."""

BACKDROP_PX = 900
"""Longer side of the picture under the plan."""


@dataclass(frozen=True, slots=True)
class BriefOptions:
    """How a brief is written."""

    out: Path | None = None
    """The file to write; by default ``briefs/SITE.html`` in the case."""
    known_at: datetime | None = None
    """Only what was known by then."""
    now: datetime | None = None
    """The date of writing; the clock's by default."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Before and after of one change as ``data:`` URIs, with the dates of the two scenes."""

    before: str = ""
    after: str = ""
    before_taken: datetime | None = None
    after_taken: datetime | None = None
    missing: bool = False
    """There should be pictures, but the files are gone."""


def brief(case: Case, site_id: str, options: BriefOptions = BriefOptions()) -> Path:
    """Write the brief of one site and return its path.

    Raises UnknownSiteError, UnsupportedSentenceError when a sentence lacks evidence (nothing is written then),
    IntegrityError when a picture is not the one that was cut, StorageError.
    """
    dossier = gather(case, site_id, options.known_at, options.now)
    path = options.out or case.root / "briefs" / f"{dossier.site.id}.html"
    page = render(case, dossier)
    _write(path, page)
    return path


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
    template = environment().get_template("index.html")
    css = stylesheet("house.css", "brief.css")
    path = (options.out or case.root / "briefs") / "index.html"
    _write(
        path,
        template.render(title=case.title, fictional=case.fictional, entries=entries, css=css, version=__version__),
    )
    return path


def render(case: Case, dossier: Dossier) -> str:
    """The brief as HTML text, once the sentence contract holds. Raises UnsupportedSentenceError, IntegrityError."""
    text = compose(dossier)
    check(text.sentences(), ledger(dossier), f"brief of {dossier.site.id}")
    held = exhibits(dossier)
    marks = timeline.items(dossier)
    template_environment = environment()
    template_environment.globals |= {
        "compact": False,
        "link": _fragment,
        "cite": lambda told: f"#{told.document.id}",
        "shown": lambda sentence: shown(sentence, held),
        "meter": meter,
    }
    picture, caption = _plan(case, dossier)
    return template_environment.get_template("brief.html").render(
        dossier=dossier,
        text=text,
        key_ids=_key_ids(text),
        plan=picture,
        plan_caption=caption,
        pictures={block.change.id: _picture(case, dossier, block.change) for block in text.changes if not block.minor},
        marks=marks,
        wide=timeline.svg(marks, _fragment, BRIEF_TIMELINE_PX, "wide"),
        narrow=timeline.svg(marks, _fragment, 360, "narrow"),
        css=stylesheet("house.css", "brief.css"),
        version=__version__,
    )


def _fragment(kind: str, id: str) -> str:
    return f"#{id}"


def _key_ids(text: BriefText) -> set[str]:
    return {paragraph[0].evidence[0] for paragraph in text.key if paragraph and paragraph[0].evidence}


def _write(path: Path, page: str) -> None:
    with storing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, page.encode())


def _picture(case: Case, dossier: Dossier, change: Change) -> Picture:
    scenes = {seen.scene.id: seen.scene for seen in dossier.seen}
    found = pictures.pairs(change, scenes)
    if not found:
        return Picture()
    pair = found[0]
    before, after = pictures.chip_bytes(case, pair.before), pictures.chip_bytes(case, pair.after)
    if before is None or after is None:
        return Picture(missing=True)
    uris = [pictures.data_uri(pictures.jpeg_copy(data), "image/jpeg") for data in (before, after)]
    return Picture(uris[0], uris[1], pair.before_taken, pair.after_taken)


def _plan(case: Case, dossier: Dossier) -> tuple[str, str]:
    """The plan and its caption; empty when neither shape nor image is there to be drawn."""
    site = dossier.site
    if not (site.footprint or dossier.changes or dossier.usable):
        return "", ""
    backdrop = None
    caption = "Footprint and parts as the case’s sites file draws them; numbered outlines are changes."
    latest = dossier.backdrop
    bounds = plan.window(site, latest.scene.bounds) if latest else (0.0, 0.0, 0.0, 0.0)
    view = pictures.scene_view(case, latest.scene, bounds, BACKDROP_PX) if latest else None
    if latest and view:
        label = f"{latest.scene.name}, {wording.day(latest.scene.taken)}"
        backdrop = plan.Backdrop(pictures.data_uri(view, "image/jpeg"), bounds, label)
        caption = (
            f"{caption} Under them the image of {wording.day(latest.scene.taken)} "
            f"({latest.scene.sensor}, {wording.metres(latest.scene.gsd_m)} a pixel)."
        )
    return plan.svg(site, dossier.changes, _fragment, backdrop), caption
