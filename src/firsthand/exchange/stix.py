"""A STIX 2.1 bundle (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html).

A document is a ``report``, a claim a ``note`` with its quotes, a place a ``location``, an outlet an ``identity``; each
member of a claim is its outlet's ``opinion`` on it, with the very words; a board of rival hypotheses is a ``note`` on
its claim, a forecast an ``opinion`` with its author. ``confidence`` is by the standard's definition
about one's own data, so it stands on our own opinions alone, never on what others say. Named persons get no object:
they occur in quotes only. ``observed-data`` is for cyber observables and not used.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from firsthand.exchange.holdings import Holdings
from firsthand.exchange.writing import json_bytes
from firsthand.model import Assessment, Change, Claim, Document, Member, Relation, Site
from firsthand.outgoing import instant, web_address
from firsthand.weigh.hypotheses.judge import Standing
from firsthand.weigh.hypotheses.judge import judged as judged_board

_SINCE = datetime(2025, 1, 1, tzinfo=UTC)
"""Creation of objects that no capture dates: ourselves, outlets, places."""
_SPACE = uuid5(NAMESPACE_URL, "https://firsthand.example/stix")
_OPINIONS = {
    Relation.AGREES: "agree",
    Relation.NARROWS: "agree",
    Relation.WIDENS: "agree",
    Relation.CONTRADICTS: "disagree",
    Relation.DENIES: "disagree",
    Relation.CORRECTS: "disagree",
    Relation.DECLINES: "neutral",
}
_CONFIDENCE = {"low": 15, "moderate": 50, "medium": 50, "high": 85}
"""Appendix A of the standard, scale None / Low / Med / High."""
_SCALE = ((0.2, "strongly-disagree"), (0.45, "disagree"), (0.55, "neutral"), (0.8, "agree"), (1.01, "strongly-agree"))
"""ICD 203's ranges, from the middle of our interval."""

Thing = dict[str, Any]


def stix_bytes(held: Holdings) -> bytes:
    return json_bytes(bundle(held))


def bundle(held: Holdings) -> Thing:
    """The bundle; ids are UUIDs (version 5) of our ids, so the same record is the same object in every export."""
    writer = _Writer(held)
    objects = list({thing["id"]: thing for thing in writer.objects()}.values())
    return {"type": "bundle", "id": _id("bundle", held.title, instant(held.moment)), "objects": objects}


def _id(kind: str, *parts: str) -> str:
    return f"{kind}--{uuid5(_SPACE, chr(31).join((kind, *parts)))}"


class _Writer:
    """Makes the objects of one bundle; all carry the time at which the newest record came in."""

    def __init__(self, held: Holdings) -> None:
        self.held = held
        self.own = _id("identity", "firsthand")
        self.extension = _id("extension-definition", "firsthand")

    def objects(self) -> Iterator[Thing]:
        yield self._identity(self.own, "Firsthand", "system")
        yield self._definition()
        yield from (self._location(site) for site in self.held.sites)
        yield from (self._outlet(name) for name in dict.fromkeys(map(_outlet, self.held.documents.values())))
        for claim in self.held.claims:
            yield from self._claim(claim)
        yield from self._boards()
        yield from self._forecasts()
        yield from (self._change(change) for change in self.held.changes)
        yield from self._documents()
        yield from self._copies()

    def _thing(self, kind: str, id: str, since: datetime = _SINCE, **fields: Any) -> Thing:
        """``since``: when the object came to be, which must not change from one export to the next."""
        author = {} if kind == "identity" else {"created_by_ref": self.own}
        times = {"created": instant(since), "modified": instant(max(self.held.moment, since))}
        kept = {key: value for key, value in fields.items() if value not in (None, "", [], {})}
        return {"type": kind, "spec_version": "2.1", "id": id, **times, **author, **kept}

    def _extended(self, **facts: Any) -> Thing:
        """Our own properties, in the way of the standard (section 7.3)."""
        return {self.extension: {"extension_type": "property-extension", **facts}}

    def _definition(self) -> Thing:
        return self._thing(
            "extension-definition",
            self.extension,
            name="Firsthand evidence",
            description="Ids, anchors, origins and likelihood of a claim or change, as docs/exchange.md tells.",
            schema="See docs/exchange.md of Firsthand",
            version="1.0.0",
            extension_types=["property-extension"],
        )

    def _identity(self, id: str, name: str, kind: str) -> Thing:
        return self._thing("identity", id, name=name, identity_class=kind)

    def _outlet(self, name: str) -> Thing:
        return self._identity(_id("identity", name), name, "organization")

    def _location(self, site: Site) -> Thing:
        return self._thing(
            "location",
            _id("location", site.id),
            name=site.name,
            description=site.note,
            latitude=site.lat,
            longitude=site.lon,
            precision=site.radius_m,
            external_references=[{"source_name": "firsthand", "external_id": site.id}],
        )

    def _places(self, claim: Claim) -> list[str]:
        known = {site.id for site in self.held.sites}
        return [_id("location", id) for id in claim.event.site_ids if id in known]

    def _claim(self, claim: Claim) -> Iterator[Thing]:
        note = _id("note", claim.id)
        judged = self.held.assessments.get(claim.id)
        reports = [_id("report", id) for id in dict.fromkeys(member.document_id for member in claim.members)]
        facts = {
            "claim_id": claim.id,
            "origins": [claim.origin_low, claim.origin_high],
            "origin_names": [origin.name for origin in claim.origins],
            "first_hand_origins": claim.first_hand,
            "reports": claim.reports,
        }
        yield self._thing(
            "note",
            note,
            self._first_captured(claim),
            abstract=claim.text,
            content="\n".join(self._line(member) for member in claim.members),
            object_refs=[*self._places(claim), *reports],
            extensions=self._extended(**facts),
        )
        yield from (self._opinion(claim, member, note) for member in claim.members)
        if judged:
            yield self._judgement(judged, note)

    def _line(self, member: Member) -> str:
        document = self.held.documents[member.document_id]
        quote = self.held.anchor(self.held.statements[member.statement_id]).quote
        return f"{_outlet(document)} ({member.relation.value}): “{quote}” [{member.statement_id}]"

    def _opinion(self, claim: Claim, member: Member, note: str) -> Thing:
        document = self.held.documents[member.document_id]
        anchor = self.held.anchor(self.held.statements[member.statement_id])
        thing = self._thing(
            "opinion",
            _id("opinion", claim.id, member.statement_id),
            document.captured,
            opinion=_OPINIONS[member.relation],
            explanation=anchor.quote,
            object_refs=[note],
            external_references=[_reference(document)],
            extensions=self._extended(
                statement_id=member.statement_id,
                document_id=document.id,
                start=anchor.start,
                end=anchor.end,
                relation=member.relation.value,
                origin_id=member.origin_id or "",
            ),
        )
        return thing | {"created_by_ref": _id("identity", _outlet(document))}

    def _boards(self) -> Iterator[Thing]:
        claims = {claim.id: claim for claim in self.held.claims}
        for outcome in map(judged_board, self.held.judgements.boards):
            claim = claims.get(outcome.board.claim_id)
            if claim is None or not outcome.standings:
                continue
            yield self._thing(
                "note",
                _id("note", outcome.board.id),
                self._first_captured(claim),
                abstract=outcome.board.question,
                content="\n".join(_standing(item) for item in outcome.standings),
                object_refs=[_id("note", claim.id)],
                extensions=self._extended(
                    board_id=outcome.board.id,
                    claim_id=claim.id,
                    hypotheses=[item.hypothesis.text for item in outcome.standings],
                    probabilities=[[item.low, item.high] for item in outcome.standings],
                ),
            )

    def _forecasts(self) -> Iterator[Thing]:
        """Forecasts of claims; the standard has no opinion on words of one's own."""
        claims = {claim.id for claim in self.held.claims}
        for item in self.held.judgements.forecasts:
            if item.claim_id not in claims:
                continue
            due = f", known by {item.by:%Y-%m-%d}" if item.by else ""
            yield self._thing(
                "opinion",
                _id("opinion", item.id),
                item.made,
                opinion=_opinion_word(item.probability),
                explanation=f"forecast: {item.probability:.0%}{due}{'; ' if item.note else ''}{item.note}",
                authors=[item.who],
                object_refs=[_id("note", item.claim_id)],
                extensions=self._extended(forecast_id=item.id, probability=[item.probability, item.probability]),
            )

    def _first_captured(self, claim: Claim) -> datetime:
        return min(self.held.documents[member.document_id].captured for member in claim.members)

    def _judgement(self, judged: Assessment, note: str) -> Thing:
        return self._thing(
            "opinion",
            _id("opinion", judged.claim_id, "firsthand"),
            opinion=_opinion_word((judged.low + judged.high) / 2),
            explanation=f"{judged.words}, {judged.low:.0%} to {judged.high:.0%}; {judged.confidence_reason}",
            confidence=_CONFIDENCE.get(judged.confidence.lower()),
            object_refs=[note],
            extensions=self._extended(probability=[judged.low, judged.high], credibility=judged.credibility),
        )

    def _change(self, change: Change) -> Thing:
        scenes = [self.held.scenes[id] for id in change.scene_ids if id in self.held.scenes]
        span = f"between {change.before:%Y-%m-%d} and {change.after:%Y-%m-%d}"
        return self._thing(
            "note",
            _id("note", change.id),
            max((scene.captured for scene in scenes), default=change.after),
            abstract=f"{change.kind.value} {span}",
            content=f"{change.area_m2:.0f} m² (±{change.area_sd_m2:.0f}); {change.kind_reason}; {change.limits}",
            object_refs=[_id("location", change.site_id)],
            external_references=[
                {"source_name": scene.sensor, "external_id": scene.id, "hashes": {"SHA-256": scene.sha256}}
                for scene in scenes
            ],
            extensions=self._extended(change_id=change.id, strength=change.strength, p_value=change.p_value),
        )

    def _documents(self) -> Iterator[Thing]:
        notes: dict[str, list[str]] = {}
        for claim in self.held.claims:
            for member in claim.members:
                notes.setdefault(member.document_id, []).append(_id("note", claim.id))
        for document in self.held.documents.values():
            # A report has to point at something; one that carries no claim points at who published it.
            refers = list(dict.fromkeys(notes.get(document.id, []))) or [_id("identity", _outlet(document))]
            yield self._thing(
                "report",
                _id("report", document.id),
                document.captured,
                name=document.title or document.name,
                published=instant(document.published or document.captured),
                object_refs=refers,
                external_references=[_reference(document)],
            )

    def _copies(self) -> Iterator[Thing]:
        for copy in self.held.copies:
            yield self._thing(
                "relationship",
                _id("relationship", copy.id),
                self.held.documents[copy.to_document].captured,
                relationship_type="derived-from",
                description=f"{copy.kind}: {copy.reason}",
                source_ref=_id("report", copy.to_document),
                target_ref=_id("report", copy.from_document),
            )


def _opinion_word(probability: float) -> str:
    return next(word for end, word in _SCALE if probability < end)


def _standing(item: Standing) -> str:
    return f"{item.hypothesis.text}: {item.posterior:.0%} ({item.low:.0%} to {item.high:.0%}, {item.words})"


def _outlet(document: Document) -> str:
    return document.outlet or document.name


def _reference(document: Document) -> Thing:
    reference: Thing = {
        "source_name": _outlet(document),
        "external_id": document.id,
        "hashes": {"SHA-256": document.sha256},
    }
    return reference | ({"url": web_address(document.url)} if web_address(document.url) else {})
