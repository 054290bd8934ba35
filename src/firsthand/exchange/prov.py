"""Where everything comes from, as PROV-JSON (https://www.w3.org/submissions/prov-json/).

Captured bytes → document → statement → claim → assessment; images → change; statements and claims → commitment, board
of hypotheses, forecast, alert. Activities are the stages, with the
version that ran; agents are Firsthand, the outlets, and the people who judged.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from firsthand import __version__
from firsthand.exchange.holdings import Holdings
from firsthand.exchange.writing import json_bytes
from firsthand.model import Claim, Document, Statement, content_id
from firsthand.outgoing import instant, web_address

_PREFIX = {"fh": "urn:firsthand:", "dcterms": "http://purl.org/dc/terms/", "prov": "http://www.w3.org/ns/prov#"}
_STAGES = ("collect", "read", "trace", "watch", "weigh", "alerts")
Record = dict[str, Any]


def prov_bytes(held: Holdings) -> bytes:
    return json_bytes(prov(held))


def prov(held: Holdings) -> Record:
    """The document as nested dictionaries in the layout of PROV-JSON."""
    return _Graph(held).document


class _Graph:
    def __init__(self, held: Holdings) -> None:
        self.held = held
        self.document: Record = {"prefix": _PREFIX}
        self._agents()
        for stage in _STAGES:
            self._put("activity", f"fh:{stage}", {"prov:type": stage, "fh:version": __version__})
            self._relate("wasAssociatedWith", activity=f"fh:{stage}", agent="fh:firsthand")
        for document in held.documents.values():
            self._document(document)
        for statement in held.statements.values():
            self._statement(statement)
        for claim in held.claims:
            self._claim(claim)
        self._images()
        for copy in held.copies:
            self._derive(copy.to_document, copy.from_document)
        self._judged()
        self._decisions()

    def _put(self, kind: str, name: str, facts: Record) -> None:
        kept = {key: value for key, value in facts.items() if value not in (None, "")}
        self.document.setdefault(kind, {})[name] = kept

    def _relate(self, kind: str, **ends: str) -> None:
        """A relation; its id follows from its ends, so that it is the same in every export."""
        name = "_:" + content_id("rel", kind, *ends.values())
        self.document.setdefault(kind, {})[name] = {f"prov:{end}": value for end, value in ends.items()}

    def _derive(self, made: str, source: str) -> None:
        self._relate("wasDerivedFrom", generatedEntity=f"fh:{made}", usedEntity=f"fh:{source}")

    def _agents(self) -> None:
        facts = {"prov:type": {"$": "prov:SoftwareAgent", "type": "prov:QUALIFIED_NAME"}, "fh:version": __version__}
        self._put("agent", "fh:firsthand", facts)
        for name in dict.fromkeys(_outlet(document) for document in self.held.documents.values()):
            kind = {"$": "prov:Organization", "type": "prov:QUALIFIED_NAME"}
            self._put("agent", _agent(name), {"prov:type": kind, "prov:label": name})

    def _document(self, document: Document) -> None:
        bytes_name = f"fh:sha256-{document.sha256}"
        self._put("entity", bytes_name, {"prov:type": "captured bytes", "dcterms:format": document.media_type})
        self._relate("wasGeneratedBy", entity=bytes_name, activity="fh:collect", time=instant(document.captured))
        facts = {
            "prov:type": "document",
            "prov:label": document.title or document.name,
            "prov:location": web_address(document.url),
            "dcterms:issued": instant(document.published) if document.published else "",
        }
        self._put("entity", f"fh:{document.id}", facts)
        self._derive(document.id, f"sha256-{document.sha256}")
        self._relate("wasAttributedTo", entity=f"fh:{document.id}", agent=_agent(_outlet(document)))
        if document.revises in self.held.documents:
            self._derive(document.id, document.revises)

    def _statement(self, statement: Statement) -> None:
        anchor = self.held.anchor(statement)
        facts = {"prov:type": "statement", "prov:value": anchor.quote, "fh:start": anchor.start, "fh:end": anchor.end}
        self._put("entity", f"fh:{statement.id}", facts | {"fh:source": statement.source_name})
        self._derive(statement.id, statement.document_id)
        self._relate("wasGeneratedBy", entity=f"fh:{statement.id}", activity="fh:read")
        if statement.corrected_by:
            self._relate("wasInfluencedBy", influencee=f"fh:{statement.id}", influencer=f"fh:{statement.corrected_by}")

    def _claim(self, claim: Claim) -> None:
        judged = self.held.assessments.get(claim.id)
        facts = {"prov:type": "claim", "prov:value": claim.text, "fh:reports": claim.reports}
        facts |= {"fh:originsLow": claim.origin_low, "fh:originsHigh": claim.origin_high}
        self._put("entity", f"fh:{claim.id}", facts)
        self._relate("wasGeneratedBy", entity=f"fh:{claim.id}", activity="fh:trace")
        for member in claim.members:
            self._derive(claim.id, member.statement_id)
        if judged:
            name = f"{claim.id}-assessment"
            bounds = {"fh:low": _double(judged.low), "fh:high": _double(judged.high)}
            self._put("entity", f"fh:{name}", {"prov:type": "assessment", "prov:value": judged.words, **bounds})
            self._relate("wasGeneratedBy", entity=f"fh:{name}", activity="fh:weigh")
            self._derive(name, claim.id)
            for id in judged.image.change_ids:
                self._derive(name, id)

    def _images(self) -> None:
        for scene in self.held.scenes.values():
            facts = {"prov:type": "scene", "prov:label": scene.name, "fh:sensor": scene.sensor}
            self._put("entity", f"fh:{scene.id}", facts | {"fh:sha256": scene.sha256, "fh:taken": instant(scene.taken)})
            self._relate("wasGeneratedBy", entity=f"fh:{scene.id}", activity="fh:collect", time=instant(scene.captured))
        for change in self.held.changes:
            area = {"fh:area_m2": _double(change.area_m2)}
            self._put("entity", f"fh:{change.id}", {"prov:type": "change", "prov:label": change.kind.value, **area})
            self._relate("wasGeneratedBy", entity=f"fh:{change.id}", activity="fh:watch")
            for id in change.scene_ids:
                self._derive(change.id, id)

    def _judged(self) -> None:
        held, judgements = self.held, self.held.judgements
        for promise in held.commitments:
            facts = {"prov:type": "commitment", "prov:value": promise.what, "fh:status": promise.status.value}
            self._resting(promise.id, "weigh", facts, (*promise.statement_ids, *promise.evidence))
        for board in judgements.boards:
            facts = {"prov:type": "board of hypotheses", "prov:value": board.question}
            resting = (board.claim_id, *(id for row in board.rows for id in row.evidence))
            self._resting(board.id, "weigh", facts, resting)
        for alert in judgements.alerts:
            facts = {"prov:type": "alert", "prov:value": alert.title, "prov:generatedAtTime": instant(alert.raised)}
            resting = (*alert.subjects, *alert.change_ids, *(quote.statement_id for quote in alert.quotes))
            self._resting(alert.id, "alerts", facts, resting)
        for forecast in judgements.forecasts:
            facts = {"prov:type": "forecast", "prov:value": forecast.text, "fh:made": instant(forecast.made)}
            self._put("entity", f"fh:{forecast.id}", facts | {"fh:probability": _double(forecast.probability)})
            self._person(forecast.who)
            self._relate("wasAttributedTo", entity=f"fh:{forecast.id}", agent=_agent(forecast.who))
            self._derive_known(forecast.id, (forecast.claim_id,))

    def _resting(self, id: str, stage: str, facts: Record, rests_on: Iterable[str]) -> None:
        """A record of a stage, derived from what the document holds of all it rests on."""
        self._put("entity", f"fh:{id}", facts)
        self._relate("wasGeneratedBy", entity=f"fh:{id}", activity=f"fh:{stage}")
        self._derive_known(id, rests_on)

    def _derive_known(self, id: str, rests_on: Iterable[str]) -> None:
        for source in dict.fromkeys(rests_on):
            if f"fh:{source}" in self.document["entity"]:
                self._derive(id, source)

    def _person(self, name: str) -> None:
        kind = {"$": "prov:Person", "type": "prov:QUALIFIED_NAME"}
        self._put("agent", _agent(name), {"prov:type": kind, "prov:label": name})

    def _decisions(self) -> None:
        """Each judgement is an activity of the person who made it."""
        for decision in self.held.decisions:
            when = instant(decision.when)
            facts = {"prov:startTime": when, "prov:endTime": when, "prov:type": decision.kind, "fh:note": decision.note}
            self._put("activity", f"fh:{decision.id}", facts)
            self._person(decision.who)
            self._relate("wasAssociatedWith", activity=f"fh:{decision.id}", agent=_agent(decision.who))
            known = self.document.get("entity", {})
            for subject in decision.subjects:
                if f"fh:{subject}" in known:
                    self._relate("used", activity=f"fh:{decision.id}", entity=f"fh:{subject}")


def _agent(name: str) -> str:
    return f"fh:{content_id('agent', name)}"


def _outlet(document: Document) -> str:
    return document.outlet or document.name


def _double(value: float) -> Record:
    return {"$": repr(float(value)), "type": "xsd:double"}
