"""FollowTheMoney entities, one JSON object a line (https://followthemoney.tech/), for Aleph and its kin.

A place is an ``Address``, a document an ``Article``, a claim and a change an ``Event``, each quote of a claim a
``Note`` that points at its event and its document, an outlet an ``Organization``. Named persons get no entity:
Firsthand watches places, and they occur in quotes only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from firsthand.exchange.holdings import Holdings
from firsthand.exchange.writing import lines_bytes
from firsthand.model import Change, Claim, Document, Site, content_id
from firsthand.outgoing import web_address

Entity = dict[str, Any]


def ftm_bytes(held: Holdings) -> bytes:
    return lines_bytes(list(entities(held)))


def entities(held: Holdings) -> Iterator[Entity]:
    """All entities; each property is a list of texts, as the format wants."""
    yield from (_site(site) for site in held.sites)
    outlets = dict.fromkeys(document.outlet for document in held.documents.values() if document.outlet)
    yield from (_entity(content_id("outlet", name), "Organization", name=[name]) for name in outlets)
    yield from (_document(document) for document in held.documents.values())
    for claim in held.claims:
        yield _claim(held, claim)
        yield from _notes(held, claim)
    yield from (_change(held, change) for change in held.changes)


def _entity(id: str, schema: str, **properties: list[str]) -> Entity:
    filled = {name: list(dict.fromkeys(filter(None, values))) for name, values in properties.items()}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in filled.items() if values}}


def _site(site: Site) -> Entity:
    return _entity(
        f"place-{site.id}",
        "Address",
        name=[site.name],
        alias=list(site.aliases),
        full=[site.name],
        latitude=[f"{site.lat:.6f}"],
        longitude=[f"{site.lon:.6f}"],
        remarks=[f"uncertain by {site.radius_m:g} m", *site.sources],
        notes=[site.note],
    )


def _document(document: Document) -> Entity:
    return _entity(
        document.id,
        "Article",
        fileName=[document.name],
        title=[document.title],
        sourceUrl=[web_address(document.url)],
        publisher=[document.outlet],
        publishedAt=[f"{document.published:%Y-%m-%dT%H:%M:%S}" if document.published else ""],
        retrievedAt=[f"{document.captured:%Y-%m-%dT%H:%M:%S}"],
        mimeType=[document.media_type],
        language=[{"en": "eng"}.get(document.language, "")],
        bodyText=[document.text],
    )


def _claim(held: Holdings, claim: Claim) -> Entity:
    judged = held.assessments.get(claim.id)
    span = claim.event.time
    origins = f"{claim.reports} reports, {claim.origin_low} to {claim.origin_high} independent origins"
    likely = f"{judged.words}, {judged.low:.0%} to {judged.high:.0%}" if judged else ""
    documents = [member.document_id for member in claim.members]
    return _entity(
        claim.id,
        "Event",
        name=[claim.text],
        summary=[origins, likely],
        recordId=[claim.id],
        startDate=[f"{span.start:%Y-%m-%d}" if span and span.start else ""],
        endDate=[f"{span.end:%Y-%m-%d}" if span and span.end else ""],
        addressEntity=_places(held, claim.event.site_ids),
        proof=documents,
    )


def _notes(held: Holdings, claim: Claim) -> Iterator[Entity]:
    for member in claim.members:
        document = held.documents[member.document_id]
        anchor = held.anchor(held.statements[member.statement_id])
        yield _entity(
            member.statement_id,
            "Note",
            name=[f"{document.outlet or document.name} {member.relation.value}"],
            description=[anchor.quote],
            summary=[f"characters {anchor.start} to {anchor.end} of {document.name}"],
            entity=[claim.id],
            proof=[document.id],
            publisher=[document.outlet],
            sourceUrl=[web_address(document.url)],
        )


def _change(held: Holdings, change: Change) -> Entity:
    images = [held.scenes[id] for id in change.scene_ids if id in held.scenes]
    return _entity(
        change.id,
        "Event",
        name=[f"{change.kind.value}, {change.area_m2:.0f} m²"],
        summary=[change.kind_reason, change.limits],
        description=[f"{scene.name}, SHA-256 {scene.sha256}" for scene in images],
        recordId=[change.id],
        startDate=[f"{change.before:%Y-%m-%d}"],
        endDate=[f"{change.after:%Y-%m-%d}"],
        addressEntity=_places(held, (change.site_id,)),
    )


def _places(held: Holdings, ids: tuple[str, ...]) -> list[str]:
    known = {site.id for site in held.sites}
    return [f"place-{id}" for id in ids if id in known]
