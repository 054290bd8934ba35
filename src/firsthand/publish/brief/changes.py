"""Changes on the ground in sentences, in order of time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.model import Change, ChangeKind
from firsthand.publish import wording
from firsthand.publish.claim_words import lowered
from firsthand.publish.contract import Sentence
from firsthand.publish.dossier import Dossier

Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class ChangeBlock:
    """One change seen in the images."""

    number: int
    """Its number on the plan, from 1 in order of time."""
    change: Change
    part: str
    said: Paragraph

    @property
    def minor(self) -> bool:
        """Of the season, or of no known meaning."""
        return self.change.kind in (ChangeKind.SEASONAL, ChangeKind.OTHER)


_CAUSE = {
    "as before again": "the place looks as it did before",
    "vegetation before and after": "there was vegetation before and after",
}
"""Reasons that the detector gives in its own short words."""


def _cause(reason: str) -> str:
    """The detector's reason as a clause: "too large to be a vehicle" is said of what changed."""
    reason = re.sub(r" and lasting over (\w+) looks?$", r", and \1 looks show it", reason)
    return f"what changed is {reason}" if reason.startswith(("too ", "small ")) else _CAUSE.get(reason, reason)


def change_blocks(dossier: Dossier) -> Iterator[ChangeBlock]:
    """The changes of the site in order of time, in words."""
    parts = {part.id: part.name for part in dossier.site.parts}
    for number, change in enumerate(dossier.changes, 1):
        part = parts.get(change.part_id or "", "")
        yield ChangeBlock(number, change, part, tuple(_change(change, part)))


def _change(change: Change, part: str) -> Iterator[Sentence]:
    what = wording.changed(change.kind, change.area_m2)
    at = "" if change.kind is ChangeKind.OBJECT_LEFT else " at"
    place = f"{at} the {lowered_name(part)}" if part else ""
    dates = wording.between_days(change.before, change.after)
    ids = (change.id, *change.scene_ids)
    yield Sentence(f"{wording.capital(dates)} {what}{place}.", ids)
    # The first clause that is a cause is for people; the measures after it stand in the evidence.
    told = change.kind_reason.removeprefix("one look shows it; ")
    reason = re.sub(r" ?\(about [\d.,]+ (?:m²|hectares?)\)", "", wording.tidied(told.split(";")[0]))
    if reason:
        yield Sentence(f"It is read so because {_cause(lowered(reason))}.", ids)


def lowered_name(name: str) -> str:
    """A part's name inside a sentence: "Engine test stand" becomes "engine test stand", "Hall B2" stays."""
    words = name.split()
    return name[:1].lower() + name[1:] if words and all(word.islower() for word in words[1:]) else name


# ---- readings --------------------------------------------------------------------------------------------------------
