"""Independent roots of a claim: every chain of attribution followed to its end, every copy to what it was copied from.

Three outlets that quote one official have one origin. Who hides the source has none: unknown lineage is never counted
as independent. Unnamed officials met through two outlets may be the same persons, so the count is an interval.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from firsthand.model import (
    Action,
    Basis,
    Copy,
    Document,
    Link,
    Outlet,
    Passage,
    SourceKind,
    Stance,
    Statement,
)
from firsthand.trace.acts import is_negative
from firsthand.trace.claims import position
from firsthand.trace.copies import time_key
from firsthand.trace.offices import party_key
from firsthand.trace.parties import Parties
from firsthand.trace.sources import (
    UNNAMED,
    Persons,
    Publishers,
    cited_outlets,
    is_anybody,
    is_bare_report,
    is_unnamed,
    nation,
)
from firsthand.trace.words import concepts, overlap

FIRST_HAND = frozenset({Basis.IMAGE, Basis.WITNESS, Basis.OWN_ACT})
OUTSIDE = frozenset({Action.BUILD, Action.DISMANTLE, Action.MOVE, Action.PRESENT})
"""What a desk that reads pictures tells in its own voice it has seen there, unless it says otherwise."""
MAX_HOPS = 12
TITLE_CHARACTERS = 160
"""A first line longer than this is no headline."""
_OWN_PICTURES = re.compile(
    r"\b(?:we|our|ours)\b[^.!?\n]{0,90}\b(?:pictures?|images?|imagery|photos?|photographs?|scenes?|passes)\b"
    r"|\b(?:pictures?|images?|imagery|photos?|photographs?)\b[^.!?\n]{0,60}\b(?:our|we)\b",
    re.IGNORECASE,
)
_OF_THE_GROUP = re.compile(
    r"^(?:the|its|their)\s+(?:(?:group|organi[sz]ation|institute|monitor|think tank|website|firm|company)['’]s\s+)?"
    r"(?:\w+\s+)?(?:analysts|researchers)\b",
    re.IGNORECASE,
)
_RETELLS = re.compile(r"\b(?:a|the|that|this|earlier|foreign)\s+reports?\s+that\b", re.IGNORECASE)
_DEFINITE = re.compile(r"^(?:the|these|both)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Root:
    """Where a member's knowledge comes from."""

    kind: SourceKind
    name: str
    relay: str = ""
    """The outlet that the unnamed spoke to; empty for the named and when unknown."""
    nation: str = ""
    """Key of the state whose officials they are; empty when unknown."""
    unsourced: bool = False
    """An outlet whose own source nobody names: it may rest on any other origin of the claim."""
    first_hand: bool = False
    why: str = ""

    @property
    def label(self) -> str:
        return f"{self.name} via {self.relay}" if self.relay else self.name


@dataclass(frozen=True, slots=True)
class Cast:
    """Who appears in a case, as all its reports together tell."""

    publishers: Publishers
    persons: Persons
    picture_readers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Part:
    """Some reports of a case: all that claims which they alone make rest on, beside the cast."""

    documents: Sequence[Document]
    statements: Sequence[Statement]
    copies: Sequence[Copy]


class _Claim:
    """The members of the claim that is looked at, by their reports and publishers, and the roots found so far.

    A claim that a thousand reports repeat is gone through once, not once for each of them.
    """

    def __init__(self, members: Sequence[Statement], publisher: Callable[[Statement], str]) -> None:
        self.members = members
        self.told_in: dict[str, list[Statement]] = {}
        self.told_by: dict[str, list[Statement]] = {}
        self.roots: dict[tuple[str, int], Root | None] = {}
        """By statement, and by how many hops were made to it."""
        for member in members:
            self.told_in.setdefault(member.document_id, []).append(member)
            self.told_by.setdefault(publisher(member), []).append(member)


class Lineage:
    """Follows statements to their roots."""

    def __init__(
        self,
        documents: Sequence[Document],
        statements: Sequence[Statement],
        copies: Sequence[Copy],
        outlets: Sequence[Outlet] = (),
        cast: Cast | None = None,
    ) -> None:
        """``cast`` is given with the reports of a :class:`Part`, and else made of the reports and ``outlets``."""
        self.documents = {document.id: document for document in documents}
        self.rank = {document.id: number for number, document in enumerate(sorted(documents, key=time_key))}
        self._cast = cast
        self._claim: _Claim | None = None
        self.publishers = cast.publishers if cast else Publishers(outlets)
        self.persons = cast.persons if cast else Persons(documents, statements, self.publishers)
        self.parties = Parties(self.publishers)
        self.said_in: dict[str, list[Statement]] = {}
        for statement in statements:
            self.said_in.setdefault(statement.document_id, []).append(statement)
        self._negatives: dict[str, bool] = {}
        """Whether a statement says that it is not so, for those asked about."""
        self._copied_into: dict[str, list[Copy]] = {}
        for copy in copies:
            self._copied_into.setdefault(copy.to_document, []).append(copy)

    def copied_into(self, document_id: str) -> Sequence[Copy]:
        """What the document has from others, its fullest source first."""
        return self._copied_into.get(document_id, ())

    @property
    def cast(self) -> Cast:
        return Cast(self.publishers, self.persons, self.picture_readers)

    def part(self, document_ids: Iterable[str]) -> Part:
        """The reports with these ids, what is said in them, and what they have from each other."""
        ids = sorted(set(document_ids), key=self.rank.__getitem__)
        here = set(ids)
        return Part(
            [self.documents[id] for id in ids],
            [statement for id in ids for statement in self.said_in.get(id, ())],
            [copy for id in ids for copy in self.copied_into(id) if copy.from_document in here],
        )

    @cached_property
    def picture_readers(self) -> frozenset[str]:
        """Keys of the publishers that read pictures themselves, as their texts show ("we compared our pictures")."""
        if self._cast:
            return self._cast.picture_readers
        found: set[str] = set()
        for document in self.documents.values():
            key = self.publishers.key(document.outlet)
            if key and key not in found and _OWN_PICTURES.search(document.text):
                found.add(key)
        return frozenset(found)

    def root(self, statement: Statement, members: Sequence[Statement], hops: int = 0) -> Root | None:
        """The root of ``statement`` as a member of the claim that ``members`` make; None for unknown lineage."""
        if hops > MAX_HOPS or statement.source_kind is SourceKind.LOST:
            return None
        known, key = self._of(members).roots, (statement.id, hops)
        if key not in known:
            known[key] = self._root(statement, members, hops)
        return known[key]

    def _of(self, members: Sequence[Statement]) -> _Claim:
        if self._claim is None or self._claim.members is not members:
            self._claim = _Claim(members, lambda member: self.publishers.key(self._outlet(member)))
        return self._claim

    def _root(self, statement: Statement, members: Sequence[Statement], hops: int) -> Root | None:
        link = statement.chain[0] if statement.chain else None
        if statement.source_kind is SourceKind.OWN_VOICE or link is None:
            return self._own_voice(statement, members, hops)
        if _RETELLS.search(statement.quote):
            return self._summarised(statement, members, hops)
        outlet = self._outlet_of(link, statement)
        if outlet and self.publishers.key(outlet) != self.publishers.key(self._outlet(statement)):
            return self._outlet_root(outlet, statement, members, hops)
        if outlet or link.kind is SourceKind.SENSOR:
            return self._own_voice(statement, members, hops)
        if not statement.lineage_named or is_anybody(link) or is_bare_report(link):
            return self._copied(statement, members, hops) or self._state_voice(statement)
        if is_unnamed(link):
            return self._unnamed(link, statement, members, hops)
        return self._named(link, statement)

    def cited(self, statement: Statement) -> set[str]:
        """Outlets other than its own on which the statement says it rests."""
        own = self.publishers.name(self._outlet(statement))
        named = {link.name for link in statement.chain if self.publishers.knows(link.name)}
        reporter = self.publishers.reporter_in(statement.quote, own)
        return {self.publishers.name(name) for name in (*named, reporter) if name} - {own}

    # ---- kinds of links ----------------------------------------------------------------------------------------

    def _outlet(self, statement: Statement) -> str:
        document = self.documents.get(statement.document_id)
        return document.outlet if document else ""

    def _outlet_of(self, link: Link, statement: Statement) -> str:
        """The outlet that the link is; "the paper" is the outlet on which its report most rests. Empty: no outlet."""
        if is_bare_report(link):
            cited = cited_outlets(self.said_in[statement.document_id], self.publishers, self._outlet(statement))
            document = self.documents[statement.document_id]
            return (
                cited[0] if cited else self.publishers.named_before(document.text, len(document.text), document.outlet)
            )
        if link.kind is SourceKind.OUTLET or (
            link.kind in (SourceKind.ORGANISATION, SourceKind.DOCUMENT) and self.publishers.knows(link.name)
        ):
            return self.publishers.name(link.name)
        if link.anchor is None or link.kind not in UNNAMED:
            return ""
        if _OF_THE_GROUP.match(link.anchor.quote):
            document = self.documents[statement.document_id]
            return self.publishers.named_before(document.text, link.anchor.start, document.outlet)
        return self.publishers.affiliation(link.anchor.quote)

    def _named(self, link: Link, statement: Statement) -> Root:
        if link.kind is SourceKind.NAMED_PERSON:
            desk = self.persons.desk(link.name)
            if desk:
                why = f"{link.name} writes for {desk}"
                return Root(SourceKind.OUTLET, desk, first_hand=statement.basis in FIRST_HAND, why=why)
        first_hand, why = statement.basis in FIRST_HAND, f"named, basis: {statement.basis}"
        if link.kind is SourceKind.NAMED_PERSON:
            name = self.persons.full(link.name)
            return Root(link.kind, name, nation=self.persons.state(name), first_hand=first_hand, why=why)
        party = self.parties.body(link.name, self.documents[statement.document_id])
        return Root(link.kind, party.name, nation=party.key, first_hand=first_hand, why=why)

    def _unnamed(self, link: Link, statement: Statement, members: Sequence[Statement], hops: int) -> Root | None:
        """Unnamed persons: who they are is told only by the outlet they spoke to. A speaker is the body spoken for."""
        party = self.parties.spoken_for(link, self.documents[statement.document_id])
        if party is not None:
            why = "its speaker, who speaks for it"
            first_hand = statement.basis in FIRST_HAND
            return Root(SourceKind.ORGANISATION, party.name, nation=party.key, first_hand=first_hand, why=why)
        known = self._meant(link, statement)
        if known is None and self._in_title(statement):
            known = self._summarised(statement, members, hops)
        if known is not None:
            return known
        relay = next((self._outlet_of(item, statement) for item in statement.chain[1:] if item.anchor), "")
        if not relay:
            copied = self._copied(statement, members, hops)
            if copied is not None:
                return copied
            relay = self._retold(statement, link, members) or self._outlet(statement)
        state = self.publishers.state(relay)
        if state and link.kind is SourceKind.UNNAMED_OFFICIAL and nation(link) in ("", party_key(state)[:5]):
            return Root(
                SourceKind.ORGANISATION, state, nation=party_key(state), why=f"spoke to {relay}, its own outlet"
            )
        told = self._told_there(relay, link, statement, members, hops)
        if told is not None:
            return told
        kind = link.kind if link.kind in UNNAMED else SourceKind.UNNAMED_OFFICIAL
        why = "unnamed, so nobody can tell whether others heard the same persons"
        return Root(kind, link.name, self.publishers.name(relay), nation(link), why=why)

    def _told_there(
        self, relay: str, link: Link, statement: Statement, members: Sequence[Statement], hops: int
    ) -> Root | None:
        """ "A driver told the Post": whom the Post's own earlier report names in the same matter."""
        if self.publishers.key(relay) in ("", self.publishers.key(self._outlet(statement))):
            return None
        theirs = [item for item in self._theirs(relay, statement, members) if self._on_one_side(statement, item)]
        roots = [self.root(member, members, hops + 1) for member in theirs]
        found = [root for root in roots if root is not None]
        unnamed = [root for root in found if root.kind in UNNAMED and root.nation in ("", nation(link))]
        if unnamed:
            return unnamed[0]
        return found[0] if found and len({root.name for root in found}) == 1 else None

    def _theirs(self, outlet: str, statement: Statement, members: Sequence[Statement]) -> list[Statement]:
        """Members in the outlet's earlier reports, the most alike first."""
        told_by, rank = self._of(members).told_by, self.rank[statement.document_id]
        key = self.publishers.key(outlet)
        theirs = [member for member in told_by.get(key, ()) if self.rank[member.document_id] < rank]
        return sorted(theirs, key=lambda member: -_likeness(member, statement))

    def _meant(self, link: Link, statement: Statement) -> Root | None:
        """ "The analysts": unnamed here, but the report has named whose pictures it speaks of."""
        words = link.anchor.quote if link.anchor else link.name
        if statement.basis is not Basis.IMAGE or not _DEFINITE.match(words):
            return None
        for other in self.said_in[statement.document_id]:
            first = other.chain[0] if other.chain else None
            if other.basis is not Basis.IMAGE or first is None or first.kind in (*UNNAMED, SourceKind.OWN_VOICE):
                continue
            outlet = self._outlet_of(first, other)
            if outlet and outlet != self.publishers.name(self._outlet(statement)):
                return Root(SourceKind.OUTLET, outlet, first_hand=True, why="the analysts named in the same report")
            if first.kind in (SourceKind.NAMED_PERSON, SourceKind.ORGANISATION):
                return self._named(first, other)
        return None

    def _in_title(self, statement: Statement) -> bool:
        """The statement stands in the headline, which shortens what the text goes on to attribute."""
        document = self.documents[statement.document_id]
        end = document.text.find("\n")
        line = document.text[:end].rstrip()
        return 0 < len(line) < TITLE_CHARACTERS and not line.endswith(tuple('.!?”"')) and position(statement) < end

    def _retold(self, statement: Statement, link: Link, members: Sequence[Statement]) -> str:
        """The other outlet whose unnamed officials the report quotes on this very claim, if any.

        A bare "officials say" beside "officials told the Post" shows no second meeting with officials.
        """
        own = self._outlet(statement)
        here = [
            member
            for member in self._of(members).told_in.get(statement.document_id, ())
            if member.chain
            and is_unnamed(member.chain[0])
            and nation(member.chain[0]) in ("", nation(link) or nation(member.chain[0]))
        ]
        cited = cited_outlets(here, self.publishers, own)
        return cited[0] if cited else ""

    # ---- outlets -----------------------------------------------------------------------------------------------

    def _outlet_root(self, outlet: str, statement: Statement, members: Sequence[Statement], hops: int) -> Root | None:
        """What another outlet's account rests on: its own report in the case, else what is said of its sources."""
        key = self.publishers.key(outlet)
        for member in self._theirs(outlet, statement, members):
            if not self._on_one_side(statement, member):
                continue
            found = self.root(member, members, hops + 1)
            if found is not None:
                return found
        if statement.basis not in FIRST_HAND:
            resting = self._rests_on(key, statement, members)
            if resting is not None:
                return resting
        first_hand = statement.basis in FIRST_HAND and key in self.picture_readers
        why = "reads the pictures itself" if first_hand else "nobody says on whom it relied"
        return Root(SourceKind.OUTLET, outlet, unsourced=not first_hand, first_hand=first_hand, why=why)

    def _rests_on(self, key: str, statement: Statement, members: Sequence[Statement]) -> Root | None:
        """The source named behind the outlet: in this claim first, then anywhere in the same document."""
        here = self.said_in[statement.document_id]
        for pool in (members, [item for item in here if not item.content], here):
            for other in pool:
                names = [self._outlet_of(link, other) for link in other.chain]
                place = next((at for at, name in enumerate(names) if name and self.publishers.key(name) == key), 0)
                # What the outlet itself published is followed above, in time order; here others tell of it.
                own = self.publishers.key(self._outlet(other)) == key
                if place == 0 or own or other.basis in FIRST_HAND or not self._may_bear(statement, other):
                    continue
                inner = other.chain[0]
                if is_unnamed(inner):
                    kind = inner.kind if inner.kind in UNNAMED else SourceKind.UNNAMED_OFFICIAL
                    why = "the source named behind the outlet's account"
                    return Root(kind, inner.name, names[place], nation(inner), why=why)
                if inner.kind in (SourceKind.NAMED_PERSON, SourceKind.ORGANISATION) and pool is members:
                    return self._named(inner, other)
        return None

    def _may_bear(self, statement: Statement, other: Statement) -> bool:
        """Who denies or declines in a report is not the source of what the report tells."""
        return other.stance is not Stance.DECLINES and self._on_one_side(statement, other)

    # ---- the outlet's own voice --------------------------------------------------------------------------------

    def _own_voice(self, statement: Statement, members: Sequence[Statement], hops: int) -> Root | None:
        outlet = self.publishers.name(self._outlet(statement))
        copied = self._copied(statement, members, hops)
        if copied is not None:
            return copied
        reporter = self.publishers.reporter_in(statement.quote, outlet)
        if reporter and self.publishers.key(reporter) != self.publishers.key(outlet):
            return self._outlet_root(reporter, statement, members, hops)
        if outlet and (reporter or statement.basis is Basis.WITNESS):
            return Root(SourceKind.OUTLET, outlet, first_hand=True, why="its own reporter saw it")
        seen = statement.basis is Basis.IMAGE or (
            statement.basis is Basis.UNSTATED and statement.event.action in OUTSIDE
        )
        if outlet and seen and self.publishers.key(outlet) in self.picture_readers:
            return Root(SourceKind.OUTLET, outlet, first_hand=True, why="reads the pictures itself")
        found = self._summarised(statement, members, hops)
        if found is not None:
            return found
        return self._state_voice(statement)

    def _state_voice(self, statement: Statement) -> Root | None:
        """What a state's own outlet says, the state says."""
        outlet = self.publishers.name(self._outlet(statement))
        state = self.publishers.state(outlet)
        why = f"{outlet} is owned by the state"
        return Root(SourceKind.ORGANISATION, state, nation=party_key(state), why=why) if state else None

    def _summarised(self, statement: Statement, members: Sequence[Statement], hops: int) -> Root | None:
        """An outlet's own sentence beside attributed ones of the same claim tells what those sources told it."""
        here = [
            member
            for member in self._of(members).told_in.get(statement.document_id, ())
            if member.source_kind not in (SourceKind.OWN_VOICE, SourceKind.LOST, SourceKind.SENSOR)
            and member.chain
            and member.id != statement.id
            and self._on_one_side(statement, member)
            and not self._in_title(member)
        ]
        for member in sorted(here, key=lambda member: -_likeness(member, statement)):
            found = self.root(member, members, hops + 1)
            if found is not None:
                return found
        cited = cited_outlets(self.said_in[statement.document_id], self.publishers, self._outlet(statement))
        for outlet in cited:
            theirs = self._of(members).told_by.get(self.publishers.key(outlet), ())
            if any(self._on_one_side(statement, member) for member in theirs):
                found = self._outlet_root(outlet, statement, members, hops + 1)
                if found is not None:
                    return found
        return None

    def earlier(self, statement: Statement, members: Sequence[Statement]) -> Root | None:
        """The root of what the same publisher reported before, which a correction of its own puts right."""
        theirs = self._theirs(self._outlet(statement), statement, members) if self._outlet(statement) else []
        roots = (self.root(member, members) for member in theirs if member.id != statement.id)
        return next((root for root in roots if root is not None), None)

    # ---- copies ------------------------------------------------------------------------------------------------

    def _copied(self, statement: Statement, members: Sequence[Statement], hops: int) -> Root | None:
        """The root of the passage that this statement was copied from."""
        for copy in self.copied_into(statement.document_id):
            original = self.original(statement, members, copy)
            if original is not None:
                found = self.root(original, members, hops + 1)
                if found is not None:
                    return found
        return None

    def original(self, statement: Statement, members: Sequence[Statement], copy: Copy) -> Statement | None:
        """The member of the copied document that ``statement`` repeats."""
        theirs = [
            member
            for member in self._of(members).told_in.get(copy.from_document, ())
            if self._on_one_side(statement, member)
        ]
        start, end = _reach(statement)
        for passage in copy.passages:
            shared = min(end, passage.to_end) - max(start, passage.to_start)
            inside = [item for item in theirs if _within_source(item, passage)]
            if inside and shared >= 0.5 * (end - start):
                # A passage may hold several speakers: meant is whose words they are, of like ones the nearest.
                place = passage.from_start + start - passage.to_start
                return max(inside, key=lambda item: (_likeness(item, statement), -abs(position(item) - place)))
        alike = [member for member in theirs if _likeness(member, statement) >= 0.6]
        return max(alike, key=lambda member: _likeness(member, statement)) if alike else None

    def _on_one_side(self, statement: Statement, other: Statement) -> bool:
        """Both say that it is so, or both that it is not: nobody has from a denier what the denier denies.

        A correction may take back what it goes back to.
        """
        return statement.corrects or self._negative(statement) == self._negative(other)

    def _negative(self, statement: Statement) -> bool:
        found = self._negatives.get(statement.id)
        if found is None:
            found = self._negatives[statement.id] = is_negative(statement)
        return found


def _reach(statement: Statement) -> tuple[int, int]:
    """From the first character of its content to the end of the last."""
    return position(statement), max((piece.end for piece in statement.content), default=0)


def _within_source(statement: Statement, passage: Passage) -> bool:
    """The statement reaches into the stretch of the earlier text that was taken over."""
    start, end = _reach(statement)
    return start < passage.from_end and passage.from_start < end


def _likeness(first: Statement, second: Statement) -> float:
    return overlap(concepts(first.quote), concepts(second.quote))
