"""What each page of the desk shows: records gathered by ``publish``, handed to a template."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

from jinja2 import Environment

from firsthand import __version__
from firsthand.corrections import correction_of
from firsthand.desk.shelf import Shelf
from firsthand.errors import UnknownIdError
from firsthand.model import Change, Decision, Site
from firsthand.publish import pictures, plan, publisher, timeline, wording
from firsthand.publish.compose import change_blocks, claim_block, compose
from firsthand.publish.dossier import ClaimFile, Dossier, Seen, Told, claim_file
from firsthand.publish.exhibits import Exhibit, exhibits, meter, shown
from firsthand.publish.marked import is_aside, marked_document
from firsthand.publish.templating import environment
from firsthand.read import UNSURE_BELOW

SEARCH_LIMIT = 60
MOST_LISTED = 60
"""Entries of one list on a site's page; the brief has no such limit."""


class Pages:
    """One method per page; each returns HTML."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.environment: Environment = environment("firsthand.desk")
        # A claim's words have a page of their own, so its evidence here is a way there.
        self.environment.globals |= {
            "compact": True,
            "link": link,
            "cite": cite,
            "meter": meter,
            "path": path,
            "is_aside": is_aside,
            "unsure_below": UNSURE_BELOW,
            "correction_of": correction_of,
        }

    def case(self) -> str:
        return self._page("case.html", here="case", view=self.shelf.overview())

    def site(self, site_id: str) -> str:
        dossier = self.shelf.dossier(site_id)
        marks = timeline.items(dossier)
        return self._page(
            "site.html",
            dossier,
            here=dossier.site.id,
            dossier=dossier,
            most=MOST_LISTED,
            text=compose(dossier),
            plan=self._plan(dossier, dossier.changes),
            marks=marks,
            wide=timeline.svg(marks, partial(link_from, dossier), 1180, "wide"),
            narrow=timeline.svg(marks, partial(link_from, dossier), 360, "narrow"),
        )

    def document(self, document_id: str) -> str:
        case = self.shelf.case()
        return self._page("document.html", here="", view=marked_document(case, document_id))

    def claim(self, claim_id: str) -> str:
        case = self.shelf.case()
        file = claim_file(case, claim_id)
        sites = [site for site in case.sites if site.id in file.claim.event.site_ids]
        dossier = self.shelf.dossier(sites[0].id) if sites else None
        held = dossier or _bare(file)
        return self._page(
            "claim.html",
            held,
            here=sites[0].id if sites else "",
            file=file,
            block=claim_block(file, dossier),
            sites=sites,
            changes=[case.store.change(id) for id in _change_ids(file) if id in _known_changes(dossier)],
            scenes=[seen for seen in dossier.seen if seen.scene.id in _scene_ids(file)] if dossier else [],
            decisions=_decisions(case.store.decisions(standing=False), file),
        )

    def change(self, change_id: str) -> str:
        case = self.shelf.case()
        change = case.store.change(change_id)
        dossier = self.shelf.dossier(change.site_id)
        block = next((block for block in change_blocks(dossier) if block.change.id == change_id), None)
        if block is None:
            raise UnknownIdError("no such change at this site", thing=change_id, remedy="run `firsthand watch` again")
        speaking = [
            file for file in dossier.claims if file.assessment and change_id in file.assessment.image.change_ids
        ]
        return self._page(
            "change.html",
            dossier,
            here=dossier.site.id,
            dossier=dossier,
            block=block,
            scenes=[seen for seen in dossier.seen if seen.scene.id in change.scene_ids],
            claims=[claim_block(file, dossier) for file in speaking],
            plan=self._plan(dossier, (change,), block.number),
        )

    def search(self, words: str) -> str:
        hits = self.shelf.case().store.search(words, SEARCH_LIMIT) if words.strip() else []
        return self._page("search.html", here="", words=words, hits=hits, limit=SEARCH_LIMIT)

    def brief(self, site_id: str) -> str:
        return publisher.render(self.shelf.case(), self.shelf.dossier(site_id))

    def failure(self, heading: str, message: str, remedy: str) -> str:
        """The friendly page of an error; it must work when the case itself does not."""
        template = self.environment.get_template("failure.html")
        return template.render(heading=heading, message=message, remedy=remedy, version=__version__)

    def _page(self, name: str, held: Dossier | dict[str, Exhibit] | None = None, **values: object) -> str:
        case = self.shelf.case()
        known = exhibits(held) if isinstance(held, Dossier) else held or {}
        return self.environment.get_template(name).render(
            case_title=case.title,
            fictional=case.fictional,
            sites_known=case.sites,
            shown=lambda sentence: shown(sentence, known),
            pairs_of=partial(pictures.pairs, scenes=self.shelf.scenes()),
            version=__version__,
            **values,
        )

    def _plan(self, dossier: Dossier, changes: tuple[Change, ...], first_number: int = 1) -> str:
        under = backdrop(dossier.site, dossier.backdrop)
        return plan.svg(dossier.site, changes, link, under, first_number=first_number)


def backdrop(site: Site, seen: Seen | None) -> plan.Backdrop | None:
    """The picture under a plan, fetched by its own address."""
    if seen is None:
        return None
    label = f"{seen.scene.name}, {wording.day(seen.scene.taken)}"
    return plan.Backdrop(f"/scene/{quote(seen.scene.id)}/large", plan.window(site, seen.scene.bounds), label)


def link(kind: str, id: str) -> str:
    """Where the desk shows a record."""
    pages = {"document": "/document/", "claim": "/claim/", "change": "/change/", "site": "/site/"}
    return f"{pages[kind]}{path(id)}" if kind in pages else f"#{path(id)}"


def link_from(dossier: Dossier, kind: str, id: str) -> str:
    return link(kind, id)


def path(id: str) -> str:
    """An id as one piece of an address."""
    return quote(id, safe="")


def cite(told: Told) -> str:
    """Where a statement's very words stand."""
    return f"/document/{path(told.document.id)}#{path(told.statement.id)}"


def _bare(file: ClaimFile) -> dict[str, Exhibit]:
    """The exhibits of a claim that belongs to no site."""
    held = {told.statement.id: Exhibit("statement", told.statement.id, told) for told in file.told}
    held |= {origin.id: Exhibit("origin", origin.id, origin) for origin in file.claim.origins}
    return held | {file.claim.id: Exhibit("claim", file.claim.id, file)}


def _change_ids(file: ClaimFile) -> tuple[str, ...]:
    return file.assessment.image.change_ids if file.assessment else ()


def _scene_ids(file: ClaimFile) -> tuple[str, ...]:
    return file.assessment.image.scene_ids if file.assessment else ()


def _known_changes(dossier: Dossier | None) -> set[str]:
    return {change.id for change in dossier.changes} if dossier else set()


def _decisions(decisions: list[Decision], file: ClaimFile) -> list[Decision]:
    """What people judged about this claim or any of its statements."""
    about = {file.claim.id, *(told.statement.id for told in file.told)}
    return [decision for decision in decisions if about & set(decision.subjects)]
