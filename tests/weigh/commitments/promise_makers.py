"""One-line makers of promises and ledgers; all names and texts are invented."""

from __future__ import annotations

from typing import Any

from makers import ORGANISATION, OUTLETS, doc, said
from weigh_makers import SITE, claims_of

from firsthand.model import Action, Assessment, Claim, Commitment, Decision, Document, Stance, Statement
from firsthand.weigh.commitments.ledger import find_commitments
from firsthand.weigh.evidence import Evidence
from firsthand.weigh.images import ImageRecord

Pair = tuple[Document, Statement]


def promise(quote: str, name: str = "Varland", day: float = 0, before: str = "", after: str = "", **more: Any) -> Pair:
    """A report of ``day`` in which ``name`` promised ``quote``; ``before`` and ``after`` stand around the sentence."""
    text = f"{before}{name} promised {quote}.{after}"
    document = doc(f"{text} {day}", text, day, "Coastal Wire")
    fields = {"act": Action.PROMISE, "thing": "", "sites": ("brack",), "stance": Stance.PROMISES}
    return document, said(document, quote, (name, ORGANISATION), **(fields | more))


def evidence_of(
    *pairs: Pair, on: ImageRecord | None = None, claims: tuple[Claim, ...] = (), decisions: tuple[Decision, ...] = ()
) -> Evidence:
    documents = list(dict.fromkeys(document for document, _ in pairs))
    statements = [statement for _, statement in pairs]
    return Evidence.of(claims, statements, documents, on or ImageRecord((SITE,)), OUTLETS, decisions)


def ledger(
    *pairs: Pair,
    on: ImageRecord | None = None,
    also: tuple[Pair, ...] = (),
    decisions: tuple[Decision, ...] = (),
    judged: tuple[Assessment, ...] = (),
) -> tuple[Commitment, ...]:
    """The ledger of these promises; ``also`` are other statements, of which claims are made."""
    claims = claims_of(*also) if also else ()
    return find_commitments(evidence_of(*pairs, *also, on=on, claims=claims, decisions=decisions), judged)
