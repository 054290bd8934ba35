"""The fixed terms of the records: kinds of source, stances, bases, kinds of change. Defined in ``docs/reading.md``.

``firsthand.model`` hands them on, so that a caller needs one import.
"""

from __future__ import annotations

from enum import StrEnum


class Granularity(StrEnum):
    """How fine a time expression is; ``VAGUE`` for "in recent weeks"."""

    INSTANT = "instant"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    VAGUE = "vague"


class SourceKind(StrEnum):
    """What sort of source stands behind a statement or a link of its chain."""

    NAMED_PERSON = "named person"
    UNNAMED_OFFICIAL = "unnamed official"
    UNNAMED_OTHER = "unnamed other"
    ORGANISATION = "organisation"
    OUTLET = "outlet"
    DOCUMENT = "document"
    SENSOR = "image or sensor"
    OWN_VOICE = "own voice"
    """The outlet that published the document, speaking for itself."""
    LOST = "lost"
    """The text had a speaker and lost it: an orphan quotation, a pronoun without antecedent. Never guessed."""


class Voice(StrEnum):
    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    OUTLET = "outlet"


class Stance(StrEnum):
    ASSERTS = "asserts"
    DENIES = "denies"
    DECLINES = "declines"
    """Declined to comment: neither support nor denial."""
    PROMISES = "promises"
    PREDICTS = "predicts"
    ASKS = "asks"


class Basis(StrEnum):
    """How the source knows. First-hand are ``IMAGE`` (the source read it itself), ``WITNESS`` and ``OWN_ACT``."""

    IMAGE = "image"
    WITNESS = "witness"
    OWN_ACT = "own statement"
    OFFICIAL_INTELLIGENCE = "official intelligence"
    DOCUMENT = "document"
    ANOTHER_REPORT = "another report"
    UNSTATED = "unstated"


class Action(StrEnum):
    """What the event of a statement does to its object; ``NONE`` where a statement tells no act."""

    BUILD = "build"
    DISMANTLE = "dismantle"
    OPERATE = "operate"
    TEST = "test"
    MOVE = "move"
    PRESENT = "present"
    """Something stands or is seen at the place."""
    CONCEAL = "conceal"
    PROMISE = "promise"
    INTERPRET = "interpret"
    """A reading of what an act means ("a symbolic gesture")."""
    NONE = "none"


class Relevance(StrEnum):
    ON_TOPIC = "on-topic"
    OFF_TOPIC = "off-topic"
    BOILERPLATE = "boilerplate"


class Relation(StrEnum):
    """How a member stands to its claim."""

    AGREES = "agrees"
    NARROWS = "narrows"
    WIDENS = "widens"
    CONTRADICTS = "contradicts"
    DENIES = "denies"
    DECLINES = "declines"
    CORRECTS = "corrects"


class ChangeKind(StrEnum):
    BUILT = "built"
    TAKEN_DOWN = "taken down"
    CLEARED = "cleared"
    OBJECT_APPEARED = "object appeared"
    OBJECT_LEFT = "object left"
    SEASONAL = "seasonal"
    OTHER = "other"


class ImageAnswer(StrEnum):
    """What the images say of one claim. The last two move no probability."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    TOO_COARSE = "too coarse"
    NO_USABLE_LOOK = "no usable look"


class CommitmentStatus(StrEnum):
    KEPT = "kept"
    PARTLY = "partly"
    REVERSED = "reversed"
    BREACHED = "breached"
    NO_EVIDENCE = "no evidence"
    NOT_TESTABLE = "not testable"
    DISPUTED = "disputed"


class CommitmentKind(StrEnum):
    """What an undertaking asks for. The first two exclude each other; the others may stand beside either."""

    DO = "do"
    REFRAIN = "refrain"
    BY_DATE = "by date"
    UNTIL = "until"
    """It ends by itself on a day."""
    REVERSIBLE = "reversible"
    """Its words leave the way back open ("suspend", "freeze", "as long as")."""


class ProposalState(StrEnum):
    """Who stands behind a row that the machine may have proposed."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    ADDED = "added"
    """Entered by a person, from a text that need not be among the reports."""
