"""The pages of the case, of a site and of a change, and the search: bounded records in a template."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from firsthand.case import Case
from firsthand.desk import looking
from firsthand.desk.digest import claims_in_brief
from firsthand.desk.frame import Frame, link
from firsthand.desk.home import home
from firsthand.desk.pages.activity import chart
from firsthand.desk.pages.chronicle import CLOCKS, Span, chronicle
from firsthand.desk.visits import Visit
from firsthand.errors import UnknownIdError
from firsthand.model import Change, Commitment, Site
from firsthand.publish import wording
from firsthand.publish.brief import publisher
from firsthand.publish.brief.changes import change_blocks
from firsthand.publish.brief.compose import claim_block
from firsthand.publish.dossier import Dossier, Seen, gather
from firsthand.publish.drawing import plan

SEARCH_LIMIT = 40
MOST_CHANGES, MOST_LOOKS, MOST_UNKNOWN = 12, 24, 12
"""Entries of the lists of a site's page; the brief has no such limits."""


class Pages:
    """One method per page; each returns HTML."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.shelf = frame.shelf
        frame.environment.globals |= {"span_text": span_text, "timedelta": timedelta}

    def case(self, visit: Visit, now: datetime) -> str:
        case = self.shelf.case()
        view = home(case, visit, now, self.shelf.counts())
        return self.frame.page("case.html", here="case", view=view, promise_link=_promise_link(case))

    def site(self, site_id: str, span: Span) -> str:
        case, held = self.shelf.case(), self.shelf.digest(site_id)
        dossier = held.dossier
        return self.frame.page(
            "site.html",
            dossier,
            here=dossier.site.id,
            digest=held,
            dossier=dossier,
            text=held.text,
            claim_dates=case.store.claim_dates(file.claim.id for file in dossier.claims),
            plan=_plan(dossier, dossier.changes),
            pair=looking.two_dates(dossier.seen),
            chronicle=chronicle(case, dossier, span, link),
            clocks=CLOCKS,
            most_changes=MOST_CHANGES,
            most_looks=MOST_LOOKS,
            most_unknown=MOST_UNKNOWN,
        )

    def timeline(self, site_id: str, span: Span) -> str:
        """The part of a site's page that the clocks and the zoom exchange."""
        dossier = self.shelf.digest(site_id).dossier
        held = chronicle(self.shelf.case(), dossier, span, link)
        return self.frame.page("_timeline.html", dossier, here="", chronicle=held, clocks=CLOCKS)

    def compare(self, site_id: str, before: str, after: str) -> str:
        dossier = self.shelf.digest(site_id).dossier
        pair = looking.two_dates(dossier.seen, before, after)
        return self.frame.page("compare.html", here=dossier.site.id, site=dossier.site, pair=pair)

    def activity(self, site_id: str, fragment: bool) -> str:
        site = self.shelf.case().site(site_id)
        series, why_not = self.shelf.activity(site)
        told = [look for look in series if look.low is not None]
        return self.frame.page(
            "activity.html",
            here=site.id,
            site=site,
            fragment=fragment,
            series=series,
            why_not=why_not,
            chart=chart(series),
            told=told,
            unusual=[look for look in told if look.verdict == "unusual"],
        )

    def passes(self, site_id: str, fragment: bool) -> str:
        case = self.shelf.case()
        site = case.site(site_id)
        held = looking.passes_page(case, site)
        return self.frame.page("passes.html", here=site.id, site=site, fragment=fragment, **held)

    def change(self, change_id: str) -> str:
        case = self.shelf.case()
        change = case.store.change(change_id)
        held = self.shelf.digest(change.site_id)
        dossier = held.dossier
        block = next((block for block in change_blocks(dossier) if block.change.id == change_id), None)
        if block is None:
            raise UnknownIdError("no such change at this site", thing=change_id, remedy="run `firsthand watch` again")
        speaking = claims_in_brief(case, case.store.claims_seen_in(change_id))
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
        store = self.shelf.case().store
        hits, many = store.search_newest(words, SEARCH_LIMIT) if words.strip() else ([], False)
        documents = store.documents_called(hit.document_id for hit in hits)
        found = {"hits": hits, "many": many, "documents": documents, "limit": SEARCH_LIMIT}
        return self.frame.page("search.html", None, here="", words=words, **found)

    def brief(self, site_id: str) -> str:
        """The whole record of a site, however large: what may be published is not cut."""
        case = self.shelf.case()
        return publisher.render(case, gather(case, site_id, now=datetime.now(UTC)))


def span_text(start: datetime, end: datetime | None) -> str:
    """ "2031-03-03/2031-03-09": what the scripts narrow lists by."""
    first, last = start.date().isoformat(), (end or start).date().isoformat()
    return first if first == last else f"{first}/{last}"


def _promise_link(case: Case) -> Callable[[Commitment], str]:
    known = {site.id for site in case.sites}

    def where(promise: Commitment) -> str:
        site = next((id for id in promise.site_ids if id in known), "")
        if site:
            return f"{link('site', site)}#{quote(promise.id)}"
        return f"/search?q={quote(wording.quoted(promise.what, 60).strip('“”…'))}"

    return where


def _plan(dossier: Dossier, changes: tuple[Change, ...], first_number: int = 1) -> str:
    under = _backdrop(dossier.site, dossier.backdrop)
    return plan.svg(dossier.site, changes, link, under, first_number=first_number)


def _backdrop(site: Site, seen: Seen | None) -> plan.Backdrop | None:
    """The picture under a plan, fetched by its own address."""
    if seen is None:
        return None
    label = f"{seen.scene.name}, {wording.day(seen.scene.taken)}"
    return plan.Backdrop(f"/scene/{quote(seen.scene.id)}/large", plan.window(site, seen.scene.bounds), label)
