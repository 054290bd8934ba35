"""One-line makers of boards, and an invented story with rival readings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from makers import OFFICIAL, OUTLETS, PERSON, doc, said
from weigh_makers import SITE, record

from firsthand.case import Case
from firsthand.model import (
    Action,
    Board,
    Cell,
    Document,
    EvidenceKind,
    EvidenceRow,
    Hypothesis,
    Rating,
    Reading,
    Reliability,
    Statement,
)
from firsthand.trace.tracer import TraceContext, trace_statements
from firsthand.weigh.images import ImageRecord
from firsthand.weigh.weigher import Weighed, weigh_claims

TEXT = (
    "The test stand at Brack was dismantled, officials told Coastal Wire, and the beams went off by rail that night."
    "\n\nIt is a serious step to build confidence, said Ida Brun. It is a symbolic gesture, said Adam Holt. It is done"
    " to please a cousin, said Udo Falk."
)
Told = tuple[Document, Statement]


def story(name: str = "wire", day: float = 0, outlet: str = "Coastal Wire") -> list[Told]:
    """One report: unnamed officials tell the act, three persons read it."""
    document = doc(name, TEXT, day, outlet)
    told = said(document, "The test stand at Brack was dismantled", ("officials", OFFICIAL))
    quotes = (
        ("a serious step to build confidence", "Ida Brun"),
        ("a symbolic gesture", "Adam Holt"),
        ("done to please a cousin", "Udo Falk"),
    )
    read = [said(document, quote, (who, PERSON), act=Action.INTERPRET, thing="") for quote, who in quotes]
    return [(document, told), *((document, statement) for statement in read)]


def weighed(told: Sequence[Told], on: ImageRecord | None = None) -> Weighed:
    """Traced and weighed."""
    documents = list(dict.fromkeys(document for document, _ in told))
    statements = [statement for _, statement in told]
    claims = trace_statements(documents, statements, TraceContext(OUTLETS, (SITE,))).claims
    return weigh_claims(claims, statements, documents, on or record(), OUTLETS)


def stored(root: Path, told: Sequence[Told]) -> Case:
    """A case that holds the reports as read; trace and weigh have not run."""
    case = Case.create(root)
    feature = {"id": SITE.id, "name": SITE.name, "radius_m": 100}
    point = {"type": "Point", "coordinates": [0.0, 0.0]}
    places = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": feature, "geometry": point}]}
    (case.root / "sites.geojson").write_text(json.dumps(places), encoding="utf-8")
    for document in dict.fromkeys(document for document, _ in told):
        case.store.put_document(document)
        read = tuple(statement for other, statement in told if other.id == document.id)
        case.store.put_reading(Reading(document.id, read))
    return case


# ---- boards by hand ------------------------------------------------------------------------------------------------

A, B, C = (Hypothesis(f"hyp-00000000000{letter}", f"Hypothesis {letter.upper()}", added_by="dec-1") for letter in "abc")


def row(name: str, trust: float, *ratings: str, origin: str = "", person: bool = True) -> EvidenceRow:
    """A row rated for A, B and C; an empty rating leaves the cell out."""
    by = "dec-1" if person else ""
    cells = tuple(
        Cell(hypothesis.id, Rating(rating), "by hand", rated_by=by)
        for hypothesis, rating in zip((A, B, C), ratings, strict=True)
        if rating
    )
    reliability = Reliability.exact(trust)
    return EvidenceRow(name, EvidenceKind.ENTERED, f"evidence {name}", reliability, cells, origin=origin, added_by=by)


def by_hand(*rows: EvidenceRow, hypotheses: Sequence[Hypothesis] = (A, B, C)) -> Board:
    return Board("brd-1", "clm-1", "What is behind it?", (), "", tuple(hypotheses), rows)


def not_so(hypothesis: Hypothesis) -> Hypothesis:
    return replace(hypothesis, happened=False)
