"""Groups into claims: members with their relations and origins, and the event as all tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from firsthand.model import (
    Action,
    Claim,
    Event,
    Granularity,
    Member,
    Quantity,
    Relation,
    SourceKind,
    Statement,
    content_id,
    hull,
)
from firsthand.trace.acts import is_negative, thing_of
from firsthand.trace.citations import citations
from firsthand.trace.counting import count_origins
from firsthand.trace.fallen import fallen
from firsthand.trace.groups import Group
from firsthand.trace.memory import Settled, digest_of
from firsthand.trace.origins import Lineage
from firsthand.trace.places import Places
from firsthand.trace.relations import SUPPORT, reference, relation
from firsthand.trace.words import head


class Recorder:
    """Makes claims of groups; those whose grounds are as an earlier run found them are taken over."""

    def __init__(
        self,
        lineage: Lineage,
        places: Places,
        first_told: Mapping[str, str],
        digests: Mapping[str, str],
        before: Mapping[str, Settled],
    ) -> None:
        """``digests`` are those of all statements and documents, by id."""
        self._lineage = lineage
        self._places = places
        self._first_told = first_told
        self._digests = digests
        self._before = before
        self._grounds: dict[str, str] = {}

    def record(self, group: Group) -> Settled:
        """The id depends on the earliest member only, and on that as its first revision had it: later ones keep it."""
        earliest = group.members[0].id
        id = content_id("clm", self._first_told.get(earliest, earliest))
        digest = self._digest(group)
        known = self._before.get(id)
        if known is not None and known.digest == digest:
            return known
        return Settled(digest, self._claim(id, group), citations(group, self._lineage))

    def _claim(self, id: str, group: Group) -> Claim:
        core = reference(group)
        related = [(statement, *relation(statement, core)) for statement in group.members]
        related += [(statement, relation(statement, core)[0], why) for statement, why in group.attached]
        supporters = [statement for statement, kind, _ in related if kind in SUPPORT]
        fixes = [statement for statement, kind, _ in related if kind is Relation.CORRECTS]
        counted = count_origins(id, supporters, self._lineage, [*group.members, *fixes])
        below = fallen(group, supporters, counted.of_member, self._lineage) if fixes else frozenset()
        members = tuple(
            Member(
                statement.id,
                statement.document_id,
                kind,
                counted.of_member.get(statement.id),
                why,
                statement.id in below,
            )
            for statement, kind, why in related
        )
        event = _pooled(core, [*supporters, *(fix for fix in fixes if not is_negative(fix))])
        if not event.site_ids:
            named = self._places.only_one(statement.document_id for statement in supporters)
            event = replace(event, site_ids=named)
        return Claim(
            id=id,
            text=core.quote,
            event=event,
            members=members,
            origins=counted.origins,
            origin_low=counted.low,
            origin_high=counted.high,
            first_hand=sum(origin.first_hand for origin in counted.origins),
            reports=len({statement.document_id for statement in supporters}),
            corrected=bool(fixes),
        )

    # ---- grounds -----------------------------------------------------------------------------------------------

    def _digest(self, group: Group) -> str:
        """Of all that members, relations, origins and citations of the claim rest on."""
        lineage = self._lineage
        documents = {statement.document_id for statement in group.everyone()}
        ordered = sorted(documents, key=lambda id: lineage.rank[id])
        flows = [
            (copy.from_document, copy.to_document, copy.passages)
            for id in ordered
            for copy in lineage.copied_into(id)
            if copy.from_document in documents
        ]
        return digest_of(
            [statement.id for statement in group.members],
            [(statement.id, why) for statement, why in group.attached],
            [self._ground(id) for id in ordered],
            flows,
            self._pictured,
        )

    @cached_property
    def _pictured(self) -> list[str]:
        return sorted(self._lineage.picture_readers)

    def _ground(self, document_id: str) -> str:
        """Digest of a report: its words, its statements, and who the case knows its persons to be."""
        found = self._grounds.get(document_id)
        if found is None:
            document = self._lineage.documents[document_id]
            told = self._lineage.said_in.get(document_id, ())
            names = dict.fromkeys(
                link.name for statement in told for link in statement.chain if link.kind is SourceKind.NAMED_PERSON
            )
            found = self._grounds[document_id] = digest_of(
                (document.id, self._digests[document.id], document.outlet, document.title),
                [self._digests[statement.id] for statement in told],
                [self._lineage.persons.known(name) for name in names],
            )
        return found


# ---- the event -----------------------------------------------------------------------------------------------------


def _pooled(core: Statement, supporters: Sequence[Statement]) -> Event:
    """The event as all supporters tell it."""
    events = [statement.event for statement in supporters]
    spans = [event.time for event in events if event.time]
    exact = [span for span in spans if span.granularity is not Granularity.VAGUE]
    acts = [core.event.action, *(event.action for event in events)]
    return Event(
        action=next((act for act in acts if act is not Action.NONE), Action.NONE),
        object=_object(core, events),
        site_ids=tuple(dict.fromkeys(site for event in (core.event, *events) for site in event.site_ids)),
        part_id=core.event.part_id or next((event.part_id for event in events if event.part_id), None),
        quantity=_pooled_quantity([event.quantity for event in events if event.quantity], thing_of(core)),
        time=hull(exact or spans),
        negated=is_negative(core),
    )


def _object(core: Statement, events: Sequence[Event]) -> str:
    """The object in the words of the first member that names the claim's thing by it."""
    thing = thing_of(core)
    named = [event.object for event in (core.event, *events) if event.object and head(event.object) == thing]
    return named[0] if named else core.event.object


def _pooled_quantity(told: Sequence[Quantity], thing: str) -> Quantity | None:
    """The smallest interval that holds all numbers told; an end that one leaves open is closed by one that does not.

    Only numbers of the claim's own ``thing`` count, not metres or years that stand beside it.
    """
    quantities = [quantity for quantity in told if not quantity.of or head(quantity.of) == thing]
    if not quantities:
        return None
    lows = [quantity.low for quantity in quantities if quantity.low is not None]
    highs = [quantity.high for quantity in quantities if quantity.high is not None]
    surest = [quantity.surest for quantity in quantities if quantity.surest is not None]
    return Quantity(
        low=min(lows) if lows else None,
        high=max([*highs, *lows]) if highs else None,
        of=next((quantity.of for quantity in quantities if quantity.of), ""),
        surest=surest[0] if surest else None,
    )
