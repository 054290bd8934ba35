"""The tables. Each holds the columns that are asked for and the whole record as JSON in ``body``.

Machine results (statement … commitment) and people's decisions (decision) are separate tables: running a stage again
replaces the first and never touches the second.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text

from firsthand.store.dialects.sql import PlainText

metadata = MetaData()

migration = Table(
    "migration", metadata, Column("name", PlainText, primary_key=True), Column("applied", PlainText, nullable=False)
)

document = Table(
    "document",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("name", PlainText, nullable=False),
    Column("url", PlainText, nullable=False),
    Column("outlet", PlainText, nullable=False),
    Column("published", PlainText),
    Column("captured", PlainText, nullable=False),
    Column("sha256", PlainText, nullable=False),
    Column("body", Text, nullable=False),
)
Index("document_url", document.c.url)
Index("document_name", document.c.name)

near_copy = Table(
    "near_copy",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("document_id", PlainText, ForeignKey("document.id"), nullable=False),
    Column("body", Text, nullable=False),
)
"""Texts that were not taken in because a document repeats them."""
Index("near_copy_document", near_copy.c.document_id)

reading = Table(
    "reading",
    metadata,
    Column("document_id", PlainText, ForeignKey("document.id"), primary_key=True),
    Column("language", PlainText, nullable=False),
    Column("marks", Text, nullable=False),
    Column("places", Text, nullable=False, server_default="[]"),
)

statement = Table(
    "statement",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("document_id", PlainText, ForeignKey("document.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("body", Text, nullable=False),
)
Index("statement_document", statement.c.document_id)

scene = Table(
    "scene",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("site_id", PlainText, nullable=False),
    Column("taken", PlainText, nullable=False),
    Column("body", Text, nullable=False),
)
Index("scene_site", scene.c.site_id, scene.c.taken)

look = Table(
    "look",
    metadata,
    Column("scene_id", PlainText, ForeignKey("scene.id"), primary_key=True),
    Column("site_id", PlainText, nullable=False),
    Column("body", Text, nullable=False),
)
Index("look_site", look.c.site_id)

change = Table(
    "change",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("site_id", PlainText, nullable=False),
    Column("after", PlainText, nullable=False),
    Column("body", Text, nullable=False),
)
Index("change_site", change.c.site_id, change.c.after)

claim = Table(
    "claim",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("reports", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

claim_site = Table(
    "claim_site",
    metadata,
    Column("claim_id", PlainText, ForeignKey("claim.id"), primary_key=True),
    Column("site_id", PlainText, primary_key=True),
)
Index("claim_site_site", claim_site.c.site_id)

claim_member = Table(
    "claim_member",
    metadata,
    Column("claim_id", PlainText, ForeignKey("claim.id"), primary_key=True),
    Column("statement_id", PlainText, ForeignKey("statement.id"), primary_key=True),
)
Index("claim_member_statement", claim_member.c.statement_id)

text_copy = Table(
    "text_copy",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("from_document", PlainText, ForeignKey("document.id"), nullable=False),
    Column("to_document", PlainText, ForeignKey("document.id"), nullable=False),
    Column("body", Text, nullable=False),
)

trace_note = Table(
    "trace_note",
    metadata,
    Column("kind", PlainText, primary_key=True),
    Column("key", PlainText, primary_key=True),
    Column("body", Text, nullable=False),
)
"""What tracing keeps so that new reports join without the rest being worked through again."""

assessment = Table(
    "assessment",
    metadata,
    Column("claim_id", PlainText, ForeignKey("claim.id"), primary_key=True),
    Column("low", Float, nullable=False),
    Column("high", Float, nullable=False),
    Column("body", Text, nullable=False),
)

rivals = Table(
    "rivals",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("claim_id", PlainText, nullable=False),
    Column("body", Text, nullable=False),
)

board = Table(
    "board",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("claim_id", PlainText, nullable=False),
    Column("body", Text, nullable=False),
)
"""Boards of rival hypotheses as the machine proposes them; what people edit are decisions."""

source_grade = Table(
    "source_grade",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("name", PlainText, nullable=False),
    Column("letter", PlainText, nullable=False),
    Column("body", Text, nullable=False),
)

commitment = Table(
    "commitment",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("body", Text, nullable=False),
)

commitment_history = Table(
    "commitment_history",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("commitment_id", PlainText, nullable=False),
    Column("at", PlainText, nullable=False),
    Column("body", Text, nullable=False),
)
"""What became of each commitment, run by run: rows are only ever added."""
Index("commitment_history_commitment", commitment_history.c.commitment_id, commitment_history.c.seq)

decision = Table(
    "decision",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("kind", PlainText, nullable=False),
    Column("made", PlainText, nullable=False),
    Column("withdrawn", PlainText),
    Column("body", Text, nullable=False),
    Column("seq", Integer, nullable=False, server_default="0"),
)
"""``seq`` counts decisions as they are recorded: the order in which they hold, which no clock set back upsets."""
decision_order = Index("decision_seq", decision.c.seq)

alert = Table(
    "alert",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", PlainText, nullable=False, unique=True),
    Column("raised", PlainText, nullable=False),
    Column("body", Text, nullable=False),
)

alert_mark = Table(
    "alert_mark",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("alert_id", PlainText, ForeignKey("alert.id"), nullable=False),
    Column("body", Text, nullable=False),
)

alert_state = Table(
    "alert_state", metadata, Column("key", PlainText, primary_key=True), Column("body", Text, nullable=False)
)
"""What the last evaluation of the watch conditions knew, and the feed's id."""

stated = Table(
    "stated",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("claim_id", PlainText, nullable=False),
    Column("at", PlainText, nullable=False),
    Column("body", Text, nullable=False),
)
Index("stated_claim", stated.c.claim_id)

forecast = Table(
    "forecast",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", PlainText, nullable=False, unique=True),
    Column("made", PlainText, nullable=False),
    Column("body", Text, nullable=False),
)

event = Table(
    "event",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", PlainText, nullable=False),
    Column("what", PlainText, nullable=False),
    Column("detail", Text, nullable=False),
    Column("who", PlainText, nullable=False, server_default=""),
    Column("content", PlainText, nullable=False, server_default=""),
    Column("link", PlainText, nullable=False, server_default=""),
)
"""The log. ``who`` came (an account), ``content`` names a record with its hash, ``link`` chains the row to the one
before it; empty in rows from before there was a chain."""

stage = Table(
    "stage",
    metadata,
    Column("stage", PlainText, primary_key=True),
    Column("key", PlainText, primary_key=True),
    Column("fingerprint", PlainText, nullable=False),
    Column("finished", PlainText, nullable=False),
)

area = Table(
    "area",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("kind", PlainText, nullable=False),
    Column("ref", PlainText, nullable=False),
)
"""What a row of the R*Tree ``area_box`` stands for: a scene or a change."""
Index("area_ref", area.c.kind, area.c.ref, unique=True)

person = Table(
    "person",
    metadata,
    Column("name", PlainText, primary_key=True),
    Column("role", PlainText, nullable=False),
    Column("added", PlainText, nullable=False),
    Column("added_by", PlainText, nullable=False),
)
"""Who may do what. Without rows everybody who reaches the case may do everything."""

notice = Table(
    "notice", metadata, Column("key", PlainText, primary_key=True), Column("value", PlainText, nullable=False)
)
"""What a store says of itself to those who have it open: ``moved``, where its records are now."""
