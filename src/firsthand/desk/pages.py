"""The pages of the case, of a site and of a change, and the search: records gathered by ``publish``, in a template."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

from firsthand.desk.frame import Frame, link
from firsthand.errors import UnknownIdError
from firsthand.model import Change, Site
from firsthand.publish import plan, publisher, timeline, wording
from firsthand.publish.compose import change_blocks, claim_block, compose
from firsthand.publish.dossier import Dossier, Seen

SEARCH_LIMIT = 60
MOST_LISTED = 60
"""Entries of one list on a site's page; the brief has no such limit."""


class Pages:
    """One method per page; each returns HTML."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.shelf = frame.shelf

    def case(self) -> str:
        return self.frame.page("case.html", here="case", view=self.shelf.overview())

    def site(self, site_id: str) -> str:
        dossier = self.shelf.dossier(site_id)
        marks = timeline.items(dossier)
        return self.frame.page(
            "site.html",
            dossier,
            here=dossier.site.id,
            dossier=dossier,
            most=MOST_LISTED,
            text=compose(dossier),
            plan=_plan(dossier, dossier.changes),
            marks=marks,
            wide=timeline.svg(marks, partial(_link_from, dossier), 1180, "wide"),
            narrow=timeline.svg(marks, partial(_link_from, dossier), 360, "narrow"),
        )

    def change(self, change_id: str) -> str:
        change = self.shelf.case().store.change(change_id)
        dossier = self.shelf.dossier(change.site_id)
        block = next((block for block in change_blocks(dossier) if block.change.id == change_id), None)
        if block is None:
            raise UnknownIdError("no such change at this site", thing=change_id, remedy="run `firsthand watch` again")
        speaking = [
            file for file in dossier.claims if file.assessment and change_id in file.assessment.image.change_ids
        ]
        return self.frame.page(
            "change.html",
            dossier,
            here=dossier.site.id,
            dossier=dossier,
            block=block,
            scenes=[seen for seen in dossier.seen if seen.scene.id in change.scene_ids],
            claims=[claim_block(file, dossier) for file in speaking],
            plan=_plan(dossier, (change,), block.number),
        )

    def search(self, words: str) -> str:
        hits = self.shelf.case().store.search(words, SEARCH_LIMIT) if words.strip() else []
        return self.frame.page("search.html", here="", words=words, hits=hits, limit=SEARCH_LIMIT)

    def brief(self, site_id: str) -> str:
        return publisher.render(self.shelf.case(), self.shelf.dossier(site_id))


def _plan(dossier: Dossier, changes: tuple[Change, ...], first_number: int = 1) -> str:
    under = _backdrop(dossier.site, dossier.backdrop)
    return plan.svg(dossier.site, changes, link, under, first_number=first_number)


def _backdrop(site: Site, seen: Seen | None) -> plan.Backdrop | None:
    """The picture under a plan, fetched by its own address."""
    if seen is None:
        return None
    label = f"{seen.scene.name}, {wording.day(seen.scene.taken)}"
    return plan.Backdrop(f"/scene/{quote(seen.scene.id)}/large", plan.window(site, seen.scene.bounds), label)


def _link_from(dossier: Dossier, kind: str, id: str) -> str:
    return link(kind, id)
