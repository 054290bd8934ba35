"""Makers of claims that one named source tells each, and of what people decide about them; all invented."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from makers import OUTLET, OUTLETS, doc, moment, said
from weigh_makers import record

from firsthand.model import (
    Certainty,
    Claim,
    Decision,
    Document,
    Member,
    Origin,
    Relation,
    SourceGrade,
    SourceKind,
    Statement,
)
from firsthand.weigh.images import ImageRecord
from firsthand.weigh.weigher import Weighed, weigh_claims

QUOTE = "the test stand at Brack was dismantled"
NO_IMAGES = record()


@dataclass(frozen=True, slots=True)
class Told:
    """One claim as somebody tells it."""

    claim: Claim
    statements: tuple[Statement, ...]
    documents: tuple[Document, ...]


def told(number: int, *sources: str, kind: SourceKind = OUTLET, denier: str = "", **more: Any) -> Told:
    """Claim ``number``: each of ``sources`` an origin of it, a report each by "Paper N", on day ``number``."""
    day = more.pop("day", float(number))
    more.setdefault("certainty", Certainty(0.95, 0.99))
    documents, statements, members, origins = [], [], [], []
    for place, name in enumerate((*sources, *([denier] if denier else []))):
        denies = place == len(sources)
        text = f"{name}: {QUOTE}." if kind is not SourceKind.UNNAMED_OFFICIAL else f"officials told {name}: {QUOTE}."
        report = doc(f"r{number}-{place}", text, day + place / 10, f"Paper {number}-{place}")
        words = said(report, QUOTE, (name.rpartition(" via ")[2], kind), **more)
        statement = replace(words, id=f"stm-{number}-{place}")
        origin = Origin(f"org-{number}-{place}", f"clm-{number:03}", name, kind, more.get("first_hand", False), True)
        documents.append(report)
        statements.append(statement)
        relation = Relation.DENIES if denies else Relation.AGREES
        members.append(Member(statement.id, report.id, relation, None if denies else origin.id, ""))
        origins += [] if denies else [origin]
    event = statements[0].event
    claim = Claim(f"clm-{number:03}", QUOTE, event, tuple(members), tuple(origins), 1, len(origins), 0, len(documents))
    return Told(claim, tuple(statements), tuple(documents))


def decided(kind: str, subject: str, value: str, day: float = 100, back: datetime | None = None) -> Decision:
    id = f"dec-{kind}-{subject}-{value}-{day}"
    return Decision(id, kind, (subject,), value, "Vera", moment(day), "looked it up", back)


def resolved(number: int, so: bool = True, day: float = 100) -> Decision:
    return decided("resolve", f"clm-{number:03}", "true" if so else "false", day)


def weighed(stories: Sequence[Told], decisions: Iterable[Decision] = (), on: ImageRecord = NO_IMAGES) -> Weighed:
    claims = [story.claim for story in stories]
    statements = [item for story in stories for item in story.statements]
    documents = [item for story in stories for item in story.documents]
    return weigh_claims(claims, statements, documents, on, OUTLETS, list(decisions))


def grade(found: Weighed, name: str) -> SourceGrade:
    (only,) = [item for item in found.grades if item.name == name]
    return only
