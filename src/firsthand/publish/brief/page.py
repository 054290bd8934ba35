"""The brief as one HTML page in which each sentence opens what it rests on, and its pictures for the other forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from firsthand import __version__
from firsthand.case import Case
from firsthand.model import Change
from firsthand.publish import wording
from firsthand.publish.brief.background import background
from firsthand.publish.brief.claim_review import claim_reviews
from firsthand.publish.brief.compose import BriefText, compose
from firsthand.publish.brief.method import METHOD
from firsthand.publish.brief.paper import SHORT_CLAIMS, SHORT_UNKNOWN
from firsthand.publish.contract import check
from firsthand.publish.dossier import Dossier
from firsthand.publish.drawing import pictures, plan, timeline
from firsthand.publish.exhibits import exhibits, meter, shown
from firsthand.publish.ledger import ledger
from firsthand.publish.templating import environment, stylesheet

BRIEF_TIMELINE_PX = 720
"""About the width of the brief's column, so that its letters keep their size."""

BACKDROP_PX = 900
"""Longer side of the picture under the plan."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Before and after of one change as ``data:`` URIs, with the dates of the two scenes."""

    before: str = ""
    after: str = ""
    before_taken: datetime | None = None
    after_taken: datetime | None = None
    missing: bool = False
    """There should be pictures, but the files are gone."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure for print."""

    markup: Markup
    caption: str


def checked(dossier: Dossier) -> BriefText:
    """The brief's sentences, once the sentence contract holds. Raises UnsupportedSentenceError."""
    text = compose(dossier)
    check(text.sentences(), ledger(dossier), f"brief of {dossier.title or dossier.site.id}")
    return text


def render(case: Case, dossier: Dossier, short: bool = False) -> str:
    """The brief as HTML text. Raises UnsupportedSentenceError, IntegrityError."""
    text = checked(dossier)
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
    pictured = [block for block in text.changes if not block.minor]
    return template_environment.get_template("brief.html").render(
        dossier=dossier,
        text=text,
        short=short,
        keys=text.key[: SHORT_CLAIMS + 1] if short else text.key,
        unknown=text.unknown[:SHORT_UNKNOWN] if short else text.unknown,
        key_ids=_key_ids(text),
        background=background(case, dossier),
        reviews=claim_reviews(dossier, text),
        method=METHOD,
        plan=picture,
        plan_caption=caption,
        pictured=pictured[:1] if short else pictured,
        pictures={block.change.id: _picture(case, dossier, block.change) for block in pictured},
        marks=marks,
        wide=timeline.svg(marks, _fragment, BRIEF_TIMELINE_PX, "wide"),
        narrow=timeline.svg(marks, _fragment, 360, "narrow"),
        css=stylesheet("house.css", "brief.css"),
        version=__version__,
    )


def figures(case: Case, dossier: Dossier, text: BriefText) -> dict[str, Drawn]:
    """The pictures of each change for print, by its id; the plan under an empty id. Raises IntegrityError."""
    drawn = {}
    for block in text.changes:
        found = _picture(case, dossier, block.change)
        if found.before and found.before_taken and found.after_taken:
            before, after = wording.day(found.before_taken), wording.day(found.after_taken)
            pair = "".join(
                f'<div><img src="{uri}" alt="{escape(when)}"><span>{escape(when)}</span></div>'
                for uri, when in ((found.before, before), (found.after, after))
            )
            markup = Markup(f'<div class="both">{pair}</div>')  # noqa: S704 - our own pictures and dates
            drawn[block.change.id] = Drawn(markup, "")
    picture, caption = _plan(case, dossier)
    if picture:
        ink = "" if dossier.backdrop else " .plan text, .plan .scale { fill: #222 } .part, .footprint { stroke: #444 }"
        styled = str(picture).replace(">", f"><style>{stylesheet('plan-print.css')}{ink}</style>", 1)
        drawn[""] = Drawn(Markup(styled), caption)  # noqa: S704 - drawn and escaped by plan
    return drawn


def _fragment(kind: str, id: str) -> str:
    return f"#{id}"


def _key_ids(text: BriefText) -> set[str]:
    return {paragraph[0].evidence[0] for paragraph in text.key if paragraph and paragraph[0].evidence}


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
    if site.lon == site.lat == site.radius_m == 0 or not (site.footprint or dossier.changes or dossier.usable):
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
            f"({latest.scene.sensor}, {wording.metres(latest.scene.gsd_m)} per pixel)."
        )
        caption = wording.one_bracket(caption)
    return plan.svg(site, dossier.changes, _fragment, backdrop), caption
