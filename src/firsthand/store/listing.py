"""What pages list: one narrow row for each claim, report, promise and open word, kept beside the whole records.

A page asks for the weightiest claims of one site, or how many reports came each day; answered from whole records that
would mean reading all of them. The rows are written in the transaction that writes the record, and can be made anew
from the records at any time (:func:`rebuild`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    Table,
    Text,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from firsthand.model import (
    Action,
    Assessment,
    Claim,
    Commitment,
    Document,
    ImageAnswer,
    Relation,
    Relevance,
    SourceKind,
    Statement,
)
from firsthand.store import schema
from firsthand.store.codec import decode, encode, utc_text
from firsthand.store.dialects.sql import PlainText, json_value

NOWHERE = ""
"""Stands for the site of what names no site."""
AGAINST = (Relation.DENIES, Relation.CONTRADICTS)
AGREEING = (Relation.AGREES, Relation.NARROWS, Relation.WIDENS, Relation.DECLINES)
ACTS = (Action.BUILD, Action.DISMANTLE, Action.OPERATE, Action.TEST, Action.MOVE, Action.PRESENT)
"""Acts that one can see; they weigh more, here as in a brief."""
OPINIONS = (Action.INTERPRET, Action.PROMISE)
"""Of these no likelihood is printed."""
HEAD_MEMBERS = 8
SEEN_WEIGHT = 3
"""Of a claim that the images speak of."""
SPEAKING = (ImageAnswer.AGREES, ImageAnswer.CONTRADICTS)

claim_line = Table(
    "claim_line",
    schema.metadata,
    Column("claim_id", PlainText, primary_key=True),
    Column("site_id", PlainText, primary_key=True),
    Column("leading", Integer, nullable=False),
    Column("weight", Integer, nullable=False),
    Column("opinion", Integer, nullable=False),
    Column("against", Integer, nullable=False),
    Column("contested", Integer, nullable=False),
    Column("first", PlainText),
    Column("last", PlainText),
    Column("learned", PlainText),
    Column("judged", Integer, nullable=False, server_default="0"),
    Column("seen", Integer, nullable=False, server_default="0"),
)
"""A claim at a site: how much is behind it, whether it is an opinion, how many speak against it, when it was first and
last published and first learned, whether it was judged and whether the images speak of it. One row of each leads."""
leads, disputed = claim_line.c.leading == 1, claim_line.c.contested == 1
Index("claim_line_site", claim_line.c.site_id, claim_line.c.judged.desc(), claim_line.c.weight.desc())
Index("claim_line_counts", claim_line.c.site_id, claim_line.c.contested, claim_line.c.last)
Index("claim_line_leading", claim_line.c.judged.desc(), claim_line.c.weight.desc(), sqlite_where=leads)
Index("claim_line_learned", claim_line.c.learned)
Index("claim_line_contested", claim_line.c.leading, claim_line.c.last, sqlite_where=disputed)

claim_head = Table(
    "claim_head",
    schema.metadata,
    Column("claim_id", PlainText, primary_key=True),
    Column("body", Text, nullable=False),
)
"""A claim of very many members with a few of them, which is all that a list shows."""

site_report = Table(
    "site_report",
    schema.metadata,
    Column("site_id", PlainText, primary_key=True),
    Column("document_id", PlainText, primary_key=True),
    Column("published", PlainText),
    Column("captured", PlainText, nullable=False),
    Column("look", PlainText, nullable=False),
    Column("named", Integer, nullable=False),
)
"""A report that speaks of a site: because a statement names the site (``named``), or because a claim of the site holds
a statement of it. ``look`` is against, declines or report."""
Index("site_report_published", site_report.c.site_id, site_report.c.published, site_report.c.look)
Index("site_report_captured", site_report.c.site_id, site_report.c.captured, site_report.c.look)
Index("site_report_document", site_report.c.document_id)

promise_line = Table(
    "promise_line",
    schema.metadata,
    Column("commitment_id", PlainText, primary_key=True),
    Column("site_id", PlainText, primary_key=True),
    Column("due", PlainText),
    Column("status", PlainText, nullable=False),
)
Index("promise_line_site", promise_line.c.site_id)
Index("promise_line_due", promise_line.c.due)

open_line = Table(
    "open_line",
    schema.metadata,
    Column("statement_id", PlainText, primary_key=True),
    Column("document_id", PlainText, nullable=False),
    Column("published", PlainText),
    Column("lost", Integer, nullable=False),
    Column("gaps", Integer, nullable=False),
)
"""An on-topic statement whose speaker is lost, or with words whose meaning its document does not settle."""
Index("open_line_published", open_line.c.published)
Index("open_line_document", open_line.c.document_id)

REVISES = json_value(schema.document.c.body, "revises")
"""The earlier revision that a document replaces."""
TABLES = (claim_line, claim_head, site_report, promise_line, open_line)
EXTRA_INDEXES = (
    Index("document_captured", schema.document.c.captured),
    Index("document_published", schema.document.c.published),
    Index("text_copy_to", schema.text_copy.c.to_document),
    Index("rivals_claim", schema.rivals.c.claim_id),
    Index("document_revises", REVISES, sqlite_where=REVISES.is_not(None), postgresql_where=REVISES.is_not(None)),
)


def learn_reading(connection: Connection, document: Document, statements: Iterable[Statement]) -> None:
    """List what a reading says of sites, and what it leaves open."""
    topical = [item for item in statements if item.relevance is Relevance.ON_TOPIC]
    sites = sorted({site for item in topical for site in item.event.site_ids})
    published, captured = utc_text(document.published), utc_text(document.captured)
    here = {"document_id": document.id, "published": published}
    _insert(
        connection,
        site_report,
        [{**here, "site_id": site, "captured": captured, "look": "report", "named": 1} for site in sites],
    )
    opened = [(item, item.source_kind is SourceKind.LOST, len(item.unresolved)) for item in topical]
    left = [held for held in opened if held[1] or held[2]]
    _insert(
        connection,
        open_line,
        [
            {**here, "statement_id": item.id, "lost": int(lost), "gaps": gaps}
            for item, lost, gaps in left
            if lost or gaps
        ],
    )


def forget_reading(connection: Connection, document_id: str) -> None:
    for table in (site_report, open_line):
        connection.execute(delete(table).where(table.c.document_id == document_id))


def date_document(connection: Connection, document: Document) -> None:
    """A document was collected again, perhaps with another date."""
    published = utc_text(document.published)
    for table in (site_report, open_line):
        connection.execute(update(table).where(table.c.document_id == document.id).values(published=published))


def learn_claims(connection: Connection, claims: Sequence[Claim]) -> None:
    """List all claims anew, and the reports that carry them."""
    connection.execute(delete(claim_line))
    connection.execute(delete(claim_head))
    connection.execute(delete(site_report).where(site_report.c.named == 0))
    connection.execute(update(site_report).values(look="report"))
    table = schema.document
    rows = connection.execute(select(table.c.id, table.c.published, table.c.captured))
    dates = {row.id: (row.published, row.captured) for row in rows}
    _insert(connection, claim_line, [line for claim in claims for line in _claim_lines(claim, dates)])
    long = [claim for claim in claims if len(claim.members) > HEAD_MEMBERS]
    _insert(connection, claim_head, [{"claim_id": claim.id, "body": encode(_head(claim))} for claim in long])
    looks = _looks(claims)
    known = {
        (row.site_id, row.document_id)
        for row in connection.execute(select(site_report.c.site_id, site_report.c.document_id))
    }
    fresh = [
        {"site_id": site, "document_id": document, "published": dates[document][0], "captured": dates[document][1],
         "look": look, "named": 0}
        for (site, document), look in looks.items()
        if (site, document) not in known and document in dates
    ]  # fmt: skip
    _insert(connection, site_report, fresh)
    for (site, document), look in looks.items():
        if look != "report" and (site, document) in known:
            here = (site_report.c.site_id == site) & (site_report.c.document_id == document)
            connection.execute(update(site_report).where(here).values(look=look))


def mark_judged(connection: Connection) -> None:
    """Mark the claims that have an assessment already."""
    answer = json_value(schema.assessment.c.body, "image.answer")
    judged = select(schema.assessment.c.claim_id)
    seen = judged.where(answer.in_([item.value for item in SPEAKING]))
    line = claim_line.c
    connection.execute(update(claim_line).where(line.claim_id.in_(judged)).values(judged=1 - line.opinion))
    raised = {"seen": 1, "weight": line.weight + SEEN_WEIGHT * (1 - line.seen)}
    connection.execute(update(claim_line).where(line.claim_id.in_(seen)).values(raised))


def _claim_lines(claim: Claim, dates: dict[str, tuple[str | None, str]]) -> Iterable[dict[str, object]]:
    documents = [dates[member.document_id] for member in claim.members if member.document_id in dates]
    published = sorted(moment for moment, _ in documents if moment)
    against = sum(member.relation in AGAINST for member in claim.members)
    corrected = claim.corrected or any(member.relation is Relation.CORRECTS for member in claim.members)
    acts = 2 if claim.event.action in ACTS else 0
    line = {
        "claim_id": claim.id,
        "weight": claim.reports + 2 * claim.first_hand + 2 * against + acts,
        "opinion": int(claim.event.action in OPINIONS),
        "against": against,
        "contested": int(corrected or against > 0),
        "first": published[0] if published else None,
        "last": published[-1] if published else None,
        "learned": min((captured for _, captured in documents), default=None),
    }
    sites = claim.event.site_ids or (NOWHERE,)
    return [{**line, "site_id": site, "leading": int(site == sites[0])} for site in sites]


def _head(claim: Claim) -> Claim:
    """A claim with some of its members: those against it first."""
    against = [member for member in claim.members if member.relation not in AGREEING][: HEAD_MEMBERS // 2]
    others = [member for member in claim.members if member.relation in AGREEING]
    return replace(claim, members=(*against, *others[: HEAD_MEMBERS - len(against)]))


def _looks(claims: Iterable[Claim]) -> dict[tuple[str, str], str]:
    """How a report stands to a site's claims, by site and document: against, declines or report."""
    relations: dict[tuple[str, str], set[Relation]] = {}
    for claim in claims:
        for site in claim.event.site_ids:
            for member in claim.members:
                relations.setdefault((site, member.document_id), set()).add(member.relation)
    return {key: _look(found) for key, found in relations.items()}


def _look(relations: set[Relation]) -> str:
    if relations & {*AGAINST, Relation.CORRECTS}:
        return "against"
    return "declines" if relations == {Relation.DECLINES} else "report"


def learn_weighing(
    connection: Connection, assessments: Iterable[Assessment], commitments: Iterable[Commitment]
) -> None:
    """Mark the claims that were judged, and list the promises anew."""
    line = claim_line.c
    connection.execute(update(claim_line).values(weight=line.weight - SEEN_WEIGHT * line.seen, judged=0, seen=0))
    rows = [{"id": item.claim_id, "speak": int(item.image.answer in SPEAKING)} for item in assessments]
    if rows:
        speak = bindparam("speak", type_=Integer)
        found = {"judged": 1 - line.opinion, "seen": speak, "weight": line.weight + SEEN_WEIGHT * speak}
        connection.execute(update(claim_line).where(line.claim_id == bindparam("id")).values(found), rows)
    connection.execute(delete(promise_line))
    _insert(
        connection,
        promise_line,
        [
            {"commitment_id": item.id, "site_id": site, "status": item.status.value,
             "due": utc_text(item.by.end) if item.by else None}
            for item in commitments
            for site in item.site_ids or (NOWHERE,)
        ],
    )  # fmt: skip


def rebuild(connection: Connection) -> None:
    """The tables and all their rows anew, from the records."""
    schema.metadata.drop_all(connection, TABLES)
    schema.metadata.create_all(connection, TABLES)
    by_document: dict[str, list[Statement]] = {}
    for body in connection.execute(select(schema.statement.c.body)).scalars():
        statement = decode(Statement, body)
        by_document.setdefault(statement.document_id, []).append(statement)
    for id, statements in by_document.items():
        body = connection.execute(select(schema.document.c.body).where(schema.document.c.id == id)).scalar_one()
        learn_reading(connection, decode(Document, body), statements)
    learn_claims(connection, [decode(Claim, body) for body in _bodies(connection, schema.claim)])
    learn_weighing(
        connection,
        [decode(Assessment, body) for body in _bodies(connection, schema.assessment)],
        [decode(Commitment, body) for body in _bodies(connection, schema.commitment)],
    )


def _bodies(connection: Connection, table: Table) -> list[str]:
    return list(connection.execute(select(table.c.body)).scalars())


def _insert(connection: Connection, table: Table, rows: list[dict[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
