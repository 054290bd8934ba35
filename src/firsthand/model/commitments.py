"""What was promised, whether anybody could tell that it was kept, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from firsthand.model.common import Anchor, TimeSpan
from firsthand.terms import Action, CommitmentKind, CommitmentStatus, ProposalState


@dataclass(frozen=True, slots=True)
class Provision:
    """The text in which an undertaking stands, as a report names it or a person entered it."""

    text: str
    """ "joint communiqué"; empty when only an article is named."""
    article: str = ""
    """ "Article 4", "third paragraph"; empty when none is named."""
    document_id: str = ""
    """The report that names it; empty when a person entered it."""
    anchors: tuple[Anchor, ...] = ()
    """The words of that report."""


@dataclass(frozen=True, slots=True)
class Measure:
    """The act of an undertaking, and by what means one could tell that it was done."""

    acts: tuple[Action, ...]
    """Acts as which reports would tell it."""
    verb: str
    """The words of the undertaking that name the act ("dismantle")."""
    object: str
    """The thing in the open that it is about, lower case; empty when it names none."""
    site_ids: tuple[str, ...]
    part_id: str | None
    means: tuple[str, ...]
    """images, inspection, statement: the means that could show it, best first."""
    size_m: float | None = None
    """Shorter side in metres of what an image would have to show; ``None`` when no image can."""
    count: float | None = None
    """How many, where the words say so."""

    @property
    def by_images(self) -> bool:
        return "images" in self.means


@dataclass(frozen=True, slots=True)
class PersonalStatus:
    """What a person holds of an undertaking; it stands beside the machine's status and replaces nothing."""

    status: CommitmentStatus
    who: str
    when: datetime
    note: str
    decision_id: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise or obligation."""

    id: str
    who: str
    what: str
    statement_ids: tuple[str, ...]
    site_ids: tuple[str, ...]
    by: TimeSpan | None
    testable: bool
    why: str
    """The reason of ``testable``."""
    status: CommitmentStatus
    """The machine's, from claims and changes."""
    status_reason: str
    evidence: tuple[str, ...] = ()
    """Ids of changes and claims that bear on it, whichever way."""
    kinds: tuple[CommitmentKind, ...] = (CommitmentKind.DO,)
    to: tuple[str, ...] = ()
    """The other parties, to whom it was given."""
    provision: Provision | None = None
    made: TimeSpan | None = None
    """When it was given; only the end is known where no report says more than that it had been given."""
    until: TimeSpan | None = None
    """Its end, for what is undertaken for a time."""
    measure: Measure | None = None
    """What would show it; ``None`` when nothing would."""
    mention_ids: tuple[str, ...] = ()
    """Statements that mention it in passing ("despite its pledge")."""
    evidence_for: tuple[str, ...] = ()
    evidence_against: tuple[str, ...] = ()
    state: ProposalState = ProposalState.PROPOSED
    decision_ids: tuple[str, ...] = ()
    """People's decisions that made this row what it is, by time."""
    judged: PersonalStatus | None = None

    @property
    def refrains(self) -> bool:
        return CommitmentKind.REFRAIN in self.kinds


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """One line of an undertaking's history, written when a run found it changed; never altered."""

    commitment_id: str
    at: datetime
    """When the run found it so."""
    status: CommitmentStatus
    reason: str
    evidence_for: tuple[str, ...]
    evidence_against: tuple[str, ...]
    overdue: bool
    """Its day had passed without evidence."""
    state: ProposalState
    judged: CommitmentStatus | None = None
    """What a person held of it then."""
    judged_by: str = ""
    statement_ids: tuple[str, ...] = ()
