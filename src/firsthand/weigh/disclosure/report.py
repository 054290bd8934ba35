"""The door of this part: all that is said and seen of disclosure at the sites of a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from firsthand.case import Case
from firsthand.collect.images.elements import FOLDER
from firsthand.errors import UnknownIdError
from firsthand.model import Site
from firsthand.trace.works import Works
from firsthand.watch.visibility import smallest_visible_m
from firsthand.weigh.disclosure.concealment import Concealment, concealments
from firsthand.weigh.disclosure.counts import Comparison, compare, count_rows
from firsthand.weigh.disclosure.quiet import DUE, LEAST_EACH, Quiet, QuietLook, corrected, due_at, quiet, untested

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What is declared against what is seen, what is said to be hidden, and which sites go quiet."""

    comparisons: tuple[Comparison, ...]
    concealments: tuple[Concealment, ...]
    quiet: tuple[Quiet, ...]


def disclosure(case: Case, site: str | None = None, tell: Tell = lambda what: None) -> Disclosure:
    """All of it, of one site (id, name or alias) or of all. Raises UnknownSiteError, StorageError, InputError.

    What names no site at all is shown with every site. Activity is computed from the images, which takes a while;
    ``tell`` hears what is being done.
    """
    sites = [case.site(site)] if site else list(case.sites)
    ids = {item.id for item in sites}
    store = case.store
    works = Works(store.documents())
    documents = {document.id: document for document in works.voices}
    statements = {statement.id: statement for statement in works.told(store.statements())}
    claims = store.claims()
    rows = count_rows(claims, statements, documents, case.outlets)
    hidden = concealments(claims, documents, store.assessments())
    return Disclosure(
        comparisons=tuple(item for item in compare(rows, case.sites) if not item.site_id or item.site_id in ids),
        concealments=tuple(item for item in hidden if not item.site_ids or ids & set(item.site_ids)),
        quiet=corrected([_quiet(case, item, tell) for item in sites]),
    )


def comparison(case: Case, id: str) -> Comparison:
    """One comparison with the rows that made it, for `firsthand why`. Raises UnknownIdError."""
    works = Works(case.store.documents())
    documents = {document.id: document for document in works.voices}
    statements = {statement.id: statement for statement in works.told(case.store.statements())}
    found = compare(count_rows(case.store.claims(), statements, documents, case.outlets), case.sites)
    wanted = next((item for item in found if item.id == id), None)
    if wanted is None:
        raise UnknownIdError("no comparison with this id", thing=id, remedy="list them with `firsthand disclosure`")
    return wanted


def _quiet(case: Case, site: Site, tell: Tell) -> Quiet:
    """The test of one site; images are only read where there can be looks and passes enough."""
    scenes = case.store.scenes(site.id)
    usable = {look.scene_id for look in case.store.looks(site.id) if not look.reason}
    count = sum(scene.id in usable for scene in scenes)
    if count < 2 * LEAST_EACH:
        return untested(site.id, f"it takes {2 * LEAST_EACH} usable looks and more, there are {count}")
    if not (case.root / FOLDER).is_dir():
        return untested(site.id, "the case keeps no element sets, so that nobody can tell when a pass was due")
    return _on_series(case, site, tell)


def _on_series(case: Case, site: Site, tell: Tell) -> Quiet:
    from firsthand.watch.activity import activity_of
    from firsthand.watch.passes.planner import Overflights, choose

    flights = Overflights.of(case)
    if flights is None:
        return untested(site.id, "no element set of this case is sound")
    looks, unknown = [], 0
    for item in activity_of(case, site, tell).looks:
        if item.share is None:
            continue
        window = (item.taken - DUE, item.taken + DUE)
        if not choose(flights.sets, flights.sensors, window)[0]:
            unknown += 1
            continue
        passes = [(flown.name, flown.time) for flown in flights.over(site, *window, smallest_visible_m(item.gsd_m))]
        looks.append(QuietLook(item.scene_id, item.taken, item.sensor, item.share, due_at(item.taken, passes)))
    if unknown and not looks:
        return untested(site.id, "the element sets of the case are too far from the days of its looks")
    return quiet(site.id, looks)
