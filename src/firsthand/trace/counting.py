"""From roots to origins: which members of a claim have one root, and how many origins there are at least and at most.

Unnamed officials met through two outlets may be the same persons, so the count is an interval.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from firsthand.model import Basis, Origin, SourceKind, Statement, content_id
from firsthand.trace.origins import Lineage, Root
from firsthand.trace.sources import UNNAMED, body_words


class Kin:
    """Statements that go back to one root, by whatever names."""

    def __init__(self, statement: Statement, root: Root) -> None:
        self.statements = [statement]
        self.roots = {root: None}
        """Each once, in the order in which they were met: a thousand reports name a handful."""
        self.own_act = statement.basis is Basis.OWN_ACT

    @property
    def first(self) -> Root:
        return next(iter(self.roots))

    def join(self, other: Kin) -> None:
        self.statements += other.statements
        self.roots |= other.roots
        self.own_act |= other.own_act


Same = Callable[[tuple[Statement, Root], Kin, Lineage], bool]


@dataclass(frozen=True, slots=True)
class Counted:
    """The origins of a claim, which member goes back to which, and how many there are at least and at most."""

    origins: tuple[Origin, ...]
    of_member: dict[str, str]
    low: int
    high: int


def count_origins(
    claim_id: str, supporters: Sequence[Statement], lineage: Lineage, everyone: Sequence[Statement]
) -> Counted:
    """The independent origins behind ``supporters``; ``everyone`` are all members of the claim."""
    clusters = _gathered(supporters, lineage, everyone, _same_root)
    roots = [group.first for group in clusters]
    ids = [content_id("org", claim_id, *_identity(root, lineage), root.nation) for root in roots]
    of_member = {statement.id: ids[number] for number, group in enumerate(clusters) for statement in group.statements}
    for statement in (item for item in everyone if item.corrects):
        # A correction comes from the origin it corrects, and is no further one.
        for root in (lineage.root(statement, everyone), lineage.earlier(statement, everyone)):
            for number, group in enumerate(clusters):
                if root is not None and _same_root((statement, root), group, lineage):
                    of_member.setdefault(statement.id, ids[number])
    links = {
        (one, two)
        for one in range(len(clusters))
        for two in range(len(clusters))
        if one != two and _may_equal(roots[one], roots[two])
    }
    origins = tuple(
        _origin(claim_id, ids[number], group, tuple(ids[two] for one, two in sorted(links) if one == number))
        for number, group in enumerate(clusters)
    )
    low = _least(len(clusters), links)
    # A report whose lineage is hidden may rest on an origin of its own, but is not counted as one beside others.
    high = len(clusters) or (1 if supporters else 0)
    return Counted(origins, of_member, low, high)


def parties(statements: Sequence[Statement], lineage: Lineage, everyone: Sequence[Statement]) -> list[list[Statement]]:
    """``statements`` by the party they go back to; those of unknown lineage are left out."""
    return [kin.statements for kin in _gathered(statements, lineage, everyone, _same_party)]


def _gathered(
    statements: Sequence[Statement], lineage: Lineage, everyone: Sequence[Statement], same: Same
) -> list[Kin]:
    """``statements`` with their roots, those of one root together."""
    groups: list[Kin] = []
    for statement in statements:
        root = lineage.root(statement, everyone)
        if root is None:
            continue
        homes = [group for group in groups if same((statement, root), group, lineage)]
        if not homes:
            groups.append(Kin(statement, root))
            continue
        homes[0].join(Kin(statement, root))
        for other in homes[1:]:
            # "Varland's ministry" shows that "the ministry" and a minister of Varland, met before, are one party.
            if not any(_unlike(one, two) for one in homes[0].roots for two in other.roots):
                homes[0].join(other)
                groups.remove(other)
    return groups


def _unlike(one: Root, two: Root) -> bool:
    """Surely not one party, or of those whom nobody can tell apart."""
    return one.kind in UNNAMED or two.kind in UNNAMED or bool(one.nation and two.nation and one.nation != two.nation)


def _same_party(member: tuple[Statement, Root], group: Kin, lineage: Lineage) -> bool:
    """The same root, or unnamed persons who may be: what cannot be told apart is not counted twice."""
    return _same_root(member, group, lineage) or _may_equal(member[1], group.first)


def _identity(root: Root, lineage: Lineage) -> tuple[str, ...]:
    if root.kind is SourceKind.OUTLET:
        return ("publisher", lineage.publishers.key(root.name))
    return (str(root.kind), root.name.casefold(), lineage.publishers.key(root.relay))


def _same_root(member: tuple[Statement, Root], group: Kin, lineage: Lineage) -> bool:
    """Surely the same root as the group's."""
    root, other = member[1], group.first
    if root.kind in UNNAMED or other.kind in UNNAMED:
        return (
            root.kind == other.kind
            and lineage.publishers.key(root.relay) == lineage.publishers.key(other.relay)
            and _nations_meet(root, other)
        )
    if group.own_act and member[0].basis is Basis.OWN_ACT:
        # An act has one doer: whoever says "we did it" speaks for the same party.
        return True
    if any(_unlike(root, other) for other in group.roots):
        return False
    return any(_one(root, other, lineage) for other in group.roots)


def _one(root: Root, other: Root, lineage: Lineage) -> bool:
    """Two named roots are one: of one state, a body and who is of it, or the same by name."""
    if root.nation and root.nation == other.nation:
        return True
    if SourceKind.OUTLET not in (root.kind, other.kind):
        one, two = body_words(root.name), body_words(other.name)
        if root.nation in two or other.nation in one:
            return True
        if SourceKind.ORGANISATION in (root.kind, other.kind):
            return bool(one and two) and (one <= two or two <= one)
    return _identity(root, lineage) == _identity(other, lineage)


def _nations_meet(one: Root, two: Root) -> bool:
    return not one.nation or not two.nation or one.nation == two.nation


def _may_equal(one: Root, two: Root) -> bool:
    """Unnamed persons of one sort, met through different outlets, may be the same persons; so may the unsourced."""
    if one.unsourced or two.unsourced:
        return True
    return one.kind in UNNAMED and one.kind == two.kind and _nations_meet(one, two)


def _least(count: int, links: set[tuple[int, int]]) -> int:
    """The fewest roots there can be: those that are pairwise surely different."""
    apart: list[int] = []
    for number in range(count):
        if all((number, other) not in links for other in apart):
            apart.append(number)
    return len(apart)


def _origin(claim_id: str, id: str, group: Kin, may_equal: tuple[str, ...]) -> Origin:
    root = max(group.roots, key=lambda root: root.first_hand)
    named = root.kind not in UNNAMED
    return Origin(
        id=id,
        claim_id=claim_id,
        name=group.first.label,
        kind=root.kind,
        first_hand=root.first_hand and named,
        certain=not may_equal and not root.unsourced,
        may_equal=may_equal,
        reason=root.why,
    )
