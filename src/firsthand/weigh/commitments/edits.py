"""What a person decided of an undertaking, as the value of a decision of kind ``commitment``.

The first subject of such a decision is the undertaking's id, the others are the statements that told it; its value
keeps the words as they stood. So it holds when the reports are read again and the statements' ids are others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from firsthand.model import CommitmentKind, CommitmentStatus, Decision, Provision, TimeSpan

KIND = "commitment"
CONFIRM, REJECT, EDIT, MERGE, ADD, JUDGE = "confirm", "reject", "edit", "merge", "add", "judge"


@dataclass(frozen=True, slots=True)
class Edit:
    """One decision on an undertaking; fields that it leaves alone are ``None``."""

    verb: str
    """confirm, reject, edit, merge, add or judge."""
    about: str = ""
    """The words as they stood when it was decided."""
    party: str = ""
    """Whose undertaking it was then."""
    who: str | None = None
    what: str | None = None
    to: tuple[str, ...] | None = None
    by: TimeSpan | None = None
    until: TimeSpan | None = None
    made: TimeSpan | None = None
    kinds: tuple[CommitmentKind, ...] | None = None
    site_ids: tuple[str, ...] | None = None
    provision: Provision | None = None
    status: CommitmentStatus | None = None
    """What the person holds of it, for ``judge``."""

    @property
    def told(self) -> str:
        """For people: "edit: by 2031-06-01, kinds do, by date"."""
        if self.verb == JUDGE and self.status:
            return f"judge: {self.status}"
        parts = [f"{name} {value}" for name, value in self._changed() if value]
        return f"{self.verb}: {', '.join(parts)}" if parts else self.verb

    def _changed(self) -> Iterable[tuple[str, str]]:
        yield "who", self.who or ""
        yield "what", f"“{self.what}”" if self.what else ""
        yield "to", ", ".join(self.to or ())
        for name, span in (("by", self.by), ("until", self.until), ("made", self.made)):
            yield name, f"{span.end - timedelta(seconds=1):%Y-%m-%d}" if span and span.end else ""
        yield "kinds", ", ".join(self.kinds or ())
        yield "sites", ", ".join(self.site_ids or ())
        if self.provision:
            yield "text", " ".join(part for part in (self.provision.article, self.provision.text) if part)


def value_of(edit: Edit) -> str:
    """The edit as the value of its decision."""
    from firsthand.store.codec import encode

    return encode(edit)


def edit_of(decision: Decision) -> Edit:
    """The edit that a decision of this kind holds."""
    from firsthand.store.codec import decode

    return decode(Edit, decision.value)
