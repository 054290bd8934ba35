"""Admiralty letters of sources, with every move that made them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from firsthand.terms import SourceKind


@dataclass(frozen=True, slots=True)
class GradeMove:
    """One thing that moved a letter, or tested the source and did not."""

    at: datetime
    """When the case knew it: the resolution, the image or the report, whichever came last."""
    what: str
    """confirmed, refuted, given (a person gives a letter) or withdrawn (a person takes it back)."""
    reason: str
    """What the source said, and what it met with, in words."""
    letter: str
    """The letter from here on."""
    right: float = 0.0
    """How far it counts as having been right, in [0, 1]; less than one where the words hedge or only images speak."""
    wrong: float = 0.0
    """How far it counts as having been wrong, in [0, 1]."""
    stake: float = 0.0
    """How far its words commit it: 0 at an even chance, 1 where they are sure; 0 for what a person gives."""
    rates: tuple[float, float] = (0.0, 0.0)
    """How often such an outcome comes where the source is right, and where it is wrong; (1, 0) when a person confirms
    it, since people are taken at their word, but images err."""
    claim_id: str = ""
    origin_id: str = ""
    """The source's origin in that claim; empty for a denial."""
    decision_id: str = ""
    """The person's decision that resolved the claim, or gave or withdrew the letter."""
    evidence: tuple[str, ...] = ()
    """Ids of statements, changes and scenes."""
    rests_on: tuple[str, ...] = ()
    """What the outcome rests on: outcomes that share any of it are one test of the source."""


@dataclass(frozen=True, slots=True)
class SourceGrade:
    """How reliable one source has proved, as an Admiralty letter A to F."""

    id: str
    name: str
    kind: SourceKind
    """outlet, organisation or named person; persons are graded only where they speak in office, or by a person."""
    letter: str
    """The letter that holds: a person's, else the learned one."""
    learned: str
    """The letter that the record gives; F when there is too little of it."""
    right: float
    """Sum of the tests that it passed."""
    wrong: float
    """Sum of the tests that it failed."""
    low: float
    """Low end of the share of tests that it would pass, in [0, 1]; with ``high`` the middle 80 per cent."""
    high: float
    tests: int
    """Claims of its own that were resolved; each counts once, however often it was told."""
    moves: tuple[GradeMove, ...] = ()
    """By time."""
    given_by: str = ""
    """The standing decision that gave the letter; empty for a learned one."""
