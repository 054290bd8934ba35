"""The sentences of a brief, each opened to the claims, quotes and images that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from firsthand.errors import UnknownSiteError
from firsthand.model import content_id
from firsthand.publish.brief.compose import compose
from firsthand.publish.contract import Sentence, Support
from firsthand.publish.dossier import gather
from firsthand.publish.ledger import ledger
from firsthand.why.rows import Number, Opened, Row, Shelf, clipped


def sentence_id(site_id: str, sentence: Sentence) -> str:
    """The id of one sentence of a site's brief: it stays while its words and evidence do."""
    return content_id("sen", site_id, sentence.text, *sentence.evidence)


def sentence(shelf: Shelf, id: str) -> Opened | None:
    """One sentence of any brief of the case; ``None`` when none has this id."""
    for site in shelf.case.sites:
        for found, held in _composed(shelf, site.id):
            if sentence_id(site.id, found) == id:
                return Opened(id, "sentence", found.text, (_number(shelf, found, held, f"brief of {site.id}"),))
    return None


def brief(shelf: Shelf, name: str) -> Opened | None:
    """All sentences of a site's brief with their ids; ``None`` when no site has this id, name or alias."""
    try:
        site = shelf.case.site(name)
    except UnknownSiteError:
        return None
    rows = [
        Row(found.text, None, (sentence_id(site.id, found), *found.evidence)) for found, _ in _composed(shelf, site.id)
    ]
    note = "The first id of each is the sentence's own; `firsthand why` opens it, and each of the others."
    return Opened(site.id, "brief", site.name, (Number("sentences", str(len(rows)), tuple(rows), "", None, note),))


def _composed(shelf: Shelf, site_id: str) -> Iterator[tuple[Sentence, Mapping[str, Support]]]:
    dossier = gather(shelf.case, site_id)
    held = ledger(dossier)
    for found in compose(dossier).sentences():
        yield found, held


def _number(shelf: Shelf, found: Sentence, held: Mapping[str, Support], where: str) -> Number:
    rows = []
    for id in found.evidence:
        support = held.get(id)
        quote = shelf.quote([id]) or (clipped(support.quotes[0]) if support and support.quotes else "")
        rows.append(Row(_what(shelf, id), None, (id,), quote))
    return Number("rests on", f"{len(rows)} records", tuple(rows), "", None, where)


def _what(shelf: Shelf, id: str) -> str:
    if id in shelf.claims:
        return f"claim: {clipped(shelf.claims[id].text)}"
    if id in shelf.changes:
        change = shelf.changes[id]
        return f"change: {change.kind}, {change.area_m2:,.0f} m², by {change.after:%Y-%m-%d}"
    if id in shelf.scenes:
        return f"look of {shelf.scenes[id].taken:%Y-%m-%d}"
    names = {"stm": "statement", "org": "origin", "com": "commitment", "riv": "rival readings", "doc": "document"}
    return names.get(id.split("-", 1)[0], "what a search of the case for this place counts")
