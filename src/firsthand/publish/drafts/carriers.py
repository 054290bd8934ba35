"""What of a case may carry a sentence that a person wrote: claims, single statements, changes, looks, promises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property

from firsthand.model import Assessment, Change, Commitment, ImageAnswer, Site
from firsthand.publish import wording
from firsthand.publish.contract.dates import Days
from firsthand.publish.contract.support import Evidence, Support
from firsthand.publish.dossier import ClaimFile, Dossier, Told, place_id
from firsthand.publish.ledger import ledger

_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
MOST_WORDINGS = 4
"""Quotes of one claim that a sentence is compared with in meaning; of repetitions a few are enough."""


@dataclass(frozen=True)
class Carrier:
    """One record, with all that a sentence that rests on it may say."""

    kind: str
    """claim, statement, change, site, commitment or rivals."""
    id: str
    ids: tuple[str, ...]
    """Its evidence: itself first, then places, changes and scenes that belong to it."""
    wordings: tuple[str, ...]
    """What it says, in words that a sentence is compared with."""
    told: tuple[Told, ...]
    ledger: Mapping[str, Support]
    file: ClaimFile | None = None
    parts: tuple[tuple[str, ...], ...] = ()
    """Id and names of each part of every site, the names in lower case."""
    promise: Commitment | None = None
    change: Change | None = None
    changes: Mapping[str, Change] = field(default_factory=dict)
    """All changes of its site, by id."""

    @cached_property
    def evidence(self) -> Evidence:
        return Evidence([self.ledger[id] for id in self.ids if id in self.ledger])

    @property
    def assessment(self) -> Assessment | None:
        return self.file.assessment if self.file else None

    @cached_property
    def places(self) -> tuple[str, ...]:
        """Names of its places."""
        return tuple(text for id in self.ids if id.startswith("place-") for text in self.ledger[id].texts)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The texts of its evidence without names of places."""
        return tuple(text for text in self.evidence.texts if text not in self.places)

    @property
    def home(self) -> str:
        """The part of the site where it happened, when its words or images tell; else empty."""
        if self.change:
            return self.change.part_id or ""
        return (self.file.claim.event.part_id or "") if self.file else ""

    @property
    def happened(self) -> tuple[Days, ...]:
        """When it happened, as the images have it where they agree, else as the words have it."""
        if self.change:
            return ((self.change.before, self.change.after),)
        if self.file is None:
            return ()
        changes = [self.changes[id] for id in self.seen if id in self.changes]
        spans = [told.statement.event.time for told in self.file.agree]
        times = [(span.start or _EARLIEST, span.end or _LATEST) for span in spans if span]
        return tuple((change.before, change.after) for change in changes) or tuple(times)

    @property
    def seen(self) -> tuple[str, ...]:
        """Changes that bear it out."""
        image = self.assessment.image if self.assessment else None
        return image.change_ids if image and image.answer is ImageAnswer.AGREES else ()

    @property
    def agree(self) -> tuple[Told, ...]:
        """The statements that say it."""
        return self.file.agree if self.file else self.told


def carriers(dossiers: Sequence[Dossier]) -> list[Carrier]:
    """Everything that the dossiers hold, each record once."""
    found: dict[str, Carrier] = {}
    claimed = {told.statement.id for dossier in dossiers for file in dossier.claims for told in file.told}
    parts = tuple(part for dossier in dossiers for part in _parts(dossier.site))
    for dossier in dossiers:
        for carrier in _of(dossier, claimed):
            found.setdefault(
                carrier.id,
                replace(carrier, parts=parts, changes={item.id: item for item in dossier.changes}),
            )
    return list(found.values())


def _parts(site: Site) -> tuple[tuple[str, ...], ...]:
    return tuple((part.id, *(name.casefold() for name in (part.name, *part.aliases))) for part in site.parts)


def _of(dossier: Dossier, claimed: Set[str]) -> Iterator[Carrier]:
    held = ledger(dossier)
    place = place_id(dossier.site)
    for file in dossier.claims:
        yield _claim(file, place, held)
    for change in dossier.changes:
        what = f"{wording.CHANGE[change.kind]} {wording.between_days(change.before, change.after)}"
        part = next((part.name for part in dossier.site.parts if part.id == change.part_id), "")
        ids = (change.id, *change.scene_ids, place)
        yield Carrier("change", change.id, ids, (f"{dossier.site.name} {part}: {what}",), (), held, change=change)
    for promise in dossier.commitments:
        told = tuple(dossier.statements[id] for id in promise.statement_ids if id in dossier.statements)
        ids = (promise.id, *(item.statement.id for item in told), place)
        words = (f"{promise.who} promised {promise.what}", *_quotes(told))
        yield Carrier("commitment", promise.id, ids, words, told, held, promise=promise)
    for rivals in dossier.rivals:
        told = tuple(
            dossier.statements[id]
            for reading in rivals.readings
            for id in reading.statement_ids
            if id in dossier.statements
        )
        ids = (rivals.id, *(item.statement.id for item in told), place)
        yield Carrier("rivals", rivals.id, ids, (rivals.about, *_quotes(told)), told, held)
    for id, item in dossier.statements.items():
        if id not in claimed and item.statement.content:
            ids = (id, place) if dossier.site.id in item.statement.event.site_ids else (id,)
            yield Carrier("statement", id, ids, (item.statement.quote,), (item,), held)
    scenes = tuple(seen.scene.id for seen in dossier.seen)
    words = (f"images of {dossier.site.name} were taken", f"no usable image of {dossier.site.name}: under cloud")
    yield Carrier("site", dossier.site.id, (dossier.site.id, *scenes, place), words, (), held)


def _claim(file: ClaimFile, place: str, held: Mapping[str, Support]) -> Carrier:
    image = file.assessment.image if file.assessment else None
    seen = (*image.change_ids, *image.scene_ids) if image else ()
    words = (file.claim.text, *_quotes((*file.agree, *file.oppose, *file.correct)))
    return Carrier(
        "claim",
        file.claim.id,
        (file.claim.id, place, *seen),
        tuple(dict.fromkeys(words))[:MOST_WORDINGS],
        file.told,
        held,
        file=file,
    )


def _quotes(told: Iterable[Told]) -> list[str]:
    """Different wordings, the longest first."""
    return sorted(
        {item.statement.quote for item in told if item.statement.quote}, key=lambda quote: (-len(quote), quote)
    )
