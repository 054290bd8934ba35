"""Statements as annotations on their documents (https://www.w3.org/TR/annotation-model/), in JSON-LD.

Each target has a position and a quote with what stands around it. Positions count Unicode code points, as the
standard asks, of the document's clean text; on the page itself the quote finds the place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from firsthand import __version__
from firsthand.exchange.holdings import Holdings
from firsthand.exchange.writing import json_bytes
from firsthand.model import Document, Statement
from firsthand.outgoing import instant, web_address

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Characters of the text given before and after a quote, so that a quote which occurs twice is found."""


def annotation_bytes(held: Holdings) -> bytes:
    return json_bytes(collection(held))


def collection(held: Holdings) -> dict[str, Any]:
    """An AnnotationCollection with one page that holds all statements."""
    items = list(_items(held))
    page = {"type": "AnnotationPage", "id": "urn:firsthand:annotations:1", "startIndex": 0, "items": items}
    return {
        "@context": CONTEXT,
        "id": "urn:firsthand:annotations",
        "type": "AnnotationCollection",
        "label": f"Statements: {held.title}",
        "total": len(items),
        "first": page,
    }


def _items(held: Holdings) -> Iterator[dict[str, Any]]:
    claim_of = {member.statement_id: claim for claim in held.claims for member in claim.members}
    for statement in held.statements.values():
        document = held.documents[statement.document_id]
        claim = claim_of.get(statement.id)
        bodies = [_body("describing", _said(statement))]
        if claim:
            bodies.append({"type": "SpecificResource", "purpose": "linking", "source": f"urn:firsthand:{claim.id}"})
            bodies.append(_body("commenting", f"Claim: {claim.text}"))
        yield {
            "id": f"urn:firsthand:{statement.id}",
            "type": "Annotation",
            "motivation": "describing",
            "created": instant(document.captured),
            "generator": {"id": "urn:firsthand", "type": "Software", "name": f"Firsthand {__version__}"},
            "body": bodies,
            "target": _target(document, held.anchor(statement).start, held.anchor(statement).end),
        }


def _said(statement: Statement) -> str:
    chain = " ◀ ".join(link.name for link in statement.chain) or "speaker lost"
    return f"{chain}; {statement.stance.value}; {statement.basis.value}"


def _body(purpose: str, text: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": text, "format": "text/plain", "language": "en"}


def _target(document: Document, start: int, end: int) -> dict[str, Any]:
    text = document.text
    return {
        "source": web_address(document.url) or f"urn:firsthand:{document.id}",
        "type": "SpecificResource",
        "scope": f"urn:firsthand:{document.id}",
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(start - AROUND, 0) : start],
                "suffix": text[end : end + AROUND],
            },
        ],
    }
