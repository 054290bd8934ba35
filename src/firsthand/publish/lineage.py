"""From an origin to its repetitions: who had it from whom, as a tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.model import Copy, Origin
from firsthand.publish.dossier import ClaimFile, Told


@dataclass(frozen=True, slots=True)
class Node:
    """One report of the tree."""

    told: Told
    how: str
    """How it came from its parent: "the same words", "rewritten", "cites it"; empty for the first."""
    repeats: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Tree:
    """One origin with the reports that go back to it; ``origin`` is ``None`` where the lineage is unknown."""

    origin: Origin | None
    may_equal: tuple[str, ...]
    """Names of the origins that this one may be the same as."""
    reports: tuple[Node, ...]

    @property
    def size(self) -> int:
        """Reports in it."""
        return sum(_size(node) for node in self.reports)


HOW = {"verbatim": "the same words", "rewrite": "rewritten from it", "cites": "cites it"}


def trees(file: ClaimFile, copies: Sequence[Copy]) -> tuple[Tree, ...]:
    """The claim's agreeing reports under their origins, first-hand and then largest first; unknown lineage last."""
    names = {origin.id: origin.name for origin in file.claim.origins}
    found = []
    for origin in file.claim.origins:
        members = [told for told in file.agree if told.member and told.member.origin_id == origin.id]
        others = tuple(names[id] for id in origin.may_equal if id in names)
        found.append(Tree(origin, others, _nest(members, copies)))
    found.sort(key=lambda tree: (not (tree.origin and tree.origin.first_hand), -tree.size))
    unknown = [told for told in file.agree if told.member and told.member.origin_id not in names]
    return (*found, Tree(None, (), _nest(unknown, copies))) if unknown else tuple(found)


def _nest(members: Sequence[Told], copies: Sequence[Copy]) -> tuple[Node, ...]:
    """Each report under the one it has most of its words from; a report without such a one stands at the top."""
    order = {told.document.id: place for place, told in reversed(list(enumerate(members)))}
    source: dict[str, Copy] = {}
    for copy in sorted(copies, key=lambda copy: (copy.containment, copy.id)):
        one, other = order.get(copy.from_document), order.get(copy.to_document)
        if one is not None and other is not None and one < other:
            source[copy.to_document] = copy

    def node(told: Told) -> Node:
        id = told.document.id
        first = members[order[id]] is told  # a document with two such statements has its copies under the first
        below = [item for item in members if first and _from(source, item) == id]
        return Node(told, _how(source.get(id)), tuple(node(item) for item in below))

    return tuple(node(told) for told in members if told.document.id not in source)


def _from(source: dict[str, Copy], told: Told) -> str:
    copy = source.get(told.document.id)
    return copy.from_document if copy else ""


def _how(copy: Copy | None) -> str:
    return HOW.get(copy.kind, copy.kind) if copy else ""


def _size(node: Node) -> int:
    return 1 + sum(_size(below) for below in node.repeats)
