"""Rival hypotheses of one question: the matrix of evidence by hypothesis (analysis of competing hypotheses, ACH)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rating(StrEnum):
    """How well a piece of evidence goes with a hypothesis."""

    CC = "CC"
    """Very consistent: expected if the hypothesis holds."""
    C = "C"
    N = "N"
    """Neither: as likely with it as without it."""
    I = "I"  # noqa: E741  (the letter that the method uses)
    II = "II"
    """Very inconsistent: hardly to be expected if the hypothesis holds."""
    NA = "NA"
    """Not applicable: says nothing of this hypothesis and is never counted."""


class EvidenceKind(StrEnum):
    """What sort of evidence a row is."""

    ORIGIN = "origin"
    DENIAL = "denial"
    IMAGES = "images"
    CHANGE = "change"
    READING = "reading"
    RELATED = "related claim"
    PROMISE = "promise"
    BASE_RATE = "base rate"
    ENTERED = "entered"


class LinkKind(StrEnum):
    """How two hypotheses stand to each other."""

    EXCLUSIVE = "exclusive"
    SUBSUMES = "subsumes"
    """The first is the wider one: whenever the second holds, so does it."""


@dataclass(frozen=True, slots=True)
class Reliability:
    """How much of a row's weight is counted, in [0, 1]: 0 nothing, 1 all of it."""

    low: float
    middle: float
    high: float
    reason: str = ""

    @classmethod
    def exact(cls, value: float, reason: str = "") -> Reliability:
        return cls(value, value, value, reason)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One answer to the question of a board."""

    id: str
    text: str
    key: str = ""
    """Its name in the general set; empty for one that a report or a person put forward."""
    happened: bool = True
    """Whether the act took place if this hypothesis holds."""
    why: str = ""
    """Where it comes from: the general set, or who holds it."""
    statement_ids: tuple[str, ...] = ()
    """Readings that put it forward."""
    added_by: str = ""
    """Id of the decision by which a person added it; empty for proposals. So are the next two."""
    renamed_by: str = ""
    dropped_by: str = ""
    """Dropped hypotheses are shown and not judged."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How one row goes with one hypothesis."""

    hypothesis_id: str
    rating: Rating
    reason: str = ""
    likelihood: float | None = None
    """Chance of the evidence under the hypothesis where it is known as a number (base rates); else by the rating."""
    rated_by: str = ""
    """Id of the decision by which a person rated it."""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One piece of evidence. Whatever goes back to one origin is one piece, however often it is told."""

    id: str
    kind: EvidenceKind
    text: str
    reliability: Reliability
    cells: tuple[Cell, ...] = ()
    """A hypothesis without a cell here is not rated yet, which counts like not applicable."""
    others: Rating | None = None
    """Rating of hypotheses without a cell under which the act took place; None: they are left open."""
    others_reason: str = ""
    evidence: tuple[str, ...] = ()
    """Ids of origins, statements, claims, changes, scenes or commitments."""
    origin: str = ""
    """Name of the one origin that it goes back to; rows of one origin fall together. Empty where there is none."""
    without: tuple[tuple[str, Reliability], ...] = ()
    """What is left of the reliability when one of several origins falls, by the origin's name."""
    source: str = ""
    """Where it was published, for what people enter."""
    added_by: str = ""
    """Id of the decision by which a person did it; empty for proposals. So are the next two."""
    weighed_by: str = ""
    irrelevant_by: str = ""
    """Irrelevant rows are shown and not counted."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """Something that the matrix takes for granted."""

    id: str
    text: str
    check: str
    """How it could be checked."""
    row_ids: tuple[str, ...] = ()
    """Rows that are worth nothing when it fails."""
    state: str = "open"
    """open, holds or fails."""
    judged_by: str = ""
    """Id of the decision by which a person checked it; empty while it is open."""


@dataclass(frozen=True, slots=True)
class HypothesisLink:
    """What a person said of two hypotheses; all others are taken to exclude each other."""

    first: str
    second: str
    kind: LinkKind
    decided_by: str


@dataclass(frozen=True, slots=True)
class Board:
    """One question with its hypotheses, evidence and assumptions; what it comes to is worked out, not stored."""

    id: str
    """Depends on the claim only, so that it stays when a case is weighed again."""
    claim_id: str
    question: str
    site_ids: tuple[str, ...]
    set_name: str
    """The general set that its hypotheses come from."""
    hypotheses: tuple[Hypothesis, ...]
    rows: tuple[EvidenceRow, ...]
    assumptions: tuple[Assumption, ...] = ()
    links: tuple[HypothesisLink, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader of the board has to know, such as decisions whose row is gone."""
