"""Declines, bare denials and corrections: each goes to the claim it speaks of, and counts for nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from firsthand.model import Action, Relevance, Stance, Statement
from firsthand.trace.acts import text_of, thing_of
from firsthand.trace.claims import Order, is_bare, position
from firsthand.trace.groups import Group
from firsthand.trace.memory import Referred
from firsthand.trace.words import concepts, overlap

_ONLY_REPORT = re.compile(
    r"^(?:it|this|that|(?:(?:the|that|this|those|these|any|such|all)\s+)?(?:[\w’'-]+\s+)?"
    r"(?:reports?|claims?|allegations?|accusations?|accounts?|stor(?:y|ies)|charges?))?\W*$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?:it|this|that)?\W*$", re.IGNORECASE)
DENIAL_REACH = 300
"""Characters over which "denied the report" still points back to what was told."""


CLEAR = 1.0
"""From this score on a statement plainly speaks of a group's act."""


class Groups:
    """The groups of a case, by their founders, by the reports that hold them, and by what they tell of."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.all = groups
        self.places = {group.founder: place for place, group in enumerate(groups)}
        self.held_by: dict[str, list[Group]] = {}
        self.changed = [place for place, group in enumerate(groups) if group.changed]
        """Places of those that are not what an earlier run had."""
        self._at: dict[str, list[int]] = {}
        """Places by site; those without a site are under the empty one."""
        for place, group in enumerate(groups):
            for document in group.documents:
                self.held_by.setdefault(document, []).append(group)
            for site in group.sites or {""}:
                self._at.setdefault(site, []).append(place)

    def near(self, statement: Statement) -> set[int]:
        """Places of all groups of which the statement can speak at all."""
        sites, named = statement.event.site_ids, concepts(text_of(statement))
        if sites:
            return {place for site in (*sites, "") for place in self._at.get(site, ())}
        found: set[int] = set()
        if len(named) > 1:
            found.update(place for word in named for place in self._wordings.get(word, ()))
        if statement.event.action is not Action.NONE:
            found.update(self._acts.get(statement.event.action, ()))
        return found

    @cached_property
    def _wordings(self) -> dict[str, set[int]]:
        """Places by the words of their faces."""
        found: dict[str, set[int]] = {}
        for place, group in enumerate(self.all):
            for word in frozenset().union(*(face.words for face in group.faces)):
                found.setdefault(word, set()).add(place)
        return found

    @cached_property
    def _acts(self) -> dict[Action, set[int]]:
        """Places by the acts of their faces."""
        found: dict[Action, set[int]] = {}
        for place, group in enumerate(self.all):
            for face in group.faces:
                found.setdefault(face.event.action, set()).add(place)
        return found


def attach(
    statements: Sequence[Statement],
    groups: Sequence[Group],
    order: Order,
    digests: Mapping[str, str],
    before: Mapping[str, Referred] | None = None,
) -> dict[str, Referred]:
    """Add the declines, bare denials and corrections among ``statements`` to the groups they speak of, if any.

    ``statements`` are in the order in which they were told; ``digests`` say on what each attachment rests. Returns what
    a next run may be given as ``before``, to look again only at groups that have changed.
    """
    known, found = Groups(groups), {}
    for statement in statements:
        refers = statement.stance is Stance.DECLINES or statement.corrects or is_bare(statement)
        if refers and groups and statement.relevance is Relevance.ON_TOPIC:
            digest = digests[statement.id]
            place, score = _clearest(statement, digest, known, (before or {}).get(statement.id))
            found[statement.id] = Referred(digest, groups[place].founder, score)
            _attach(statement, groups[place] if score >= CLEAR else None, known, order)
    return found


def _clearest(statement: Statement, digest: str, groups: Groups, old: Referred | None) -> tuple[int, float]:
    """The place of the group of which the statement speaks most clearly, the first of several, and how clearly."""
    if old is not None and old.digest == digest and old.founder in groups.places:
        place = groups.places[old.founder]
        if not groups.all[place].changed:
            scores = {place: old.score} | _scores(statement, groups, groups.changed)
            return _best(scores)
    # The first group stands for all of which the statement does not speak.
    return _best({0: 0.0} | _scores(statement, groups, groups.near(statement)))


def _scores(statement: Statement, groups: Groups, places: Iterable[int]) -> dict[int, float]:
    named = concepts(text_of(statement))
    return {place: _speaks_of(statement, named, groups.all[place]) for place in places}


def _best(scores: Mapping[int, float]) -> tuple[int, float]:
    best = max(scores, key=lambda place: (scores[place], -place))
    return best, scores[best]


def _attach(statement: Statement, clear: Group | None, groups: Groups, order: Order) -> None:
    if clear is not None:
        clear.attached.append((statement, "names the same site or act"))
        return
    here = groups.held_by.get(statement.document_id, ())
    if statement.stance is Stance.DENIES and not _names_only_a_report(statement, here):
        return
    nearest = _nearest(statement, here, order)
    if nearest is not None:
        nearest.attached.append((statement, "stands next to this claim in its report and names no other"))


def _names_only_a_report(statement: Statement, groups: Sequence[Group]) -> bool:
    """The denied words are "it", "the report" or the thing of a claim in the same document; else nobody knows what."""
    if _ONLY_REPORT.match(text_of(statement).strip()):
        return True
    thing = thing_of(statement)
    here = [member for group in groups for member in group.members if member.document_id == statement.document_id]
    return bool(thing) and any(thing_of(member) == thing for member in here)


def _speaks_of(statement: Statement, named: frozenset[str], group: Group) -> float:
    """How clearly the statement, whose words are ``named``, is about the group's act; 1 and more is clear."""
    event = statement.event
    meet = not group.sites.isdisjoint(event.site_ids)
    if event.site_ids and group.sites and not meet:
        return 0.0
    score = 0.6 if meet else 0.0
    if len(named) > 1:
        score += max(overlap(named, face.words) for face in group.faces)
    if event.action is not Action.NONE and any(face.event.action == event.action for face in group.faces):
        score += 0.4
    return score


def _nearest(statement: Statement, groups: Sequence[Group], order: Order) -> Group | None:
    """The group with the member that stands nearest before the statement in its document; failing that, after it.

    A denial points back only to what ends close before it, and "denies it" only within its paragraph.
    """
    here = position(statement)
    denial = statement.stance is Stance.DENIES
    close = denial and _PRONOUN.match(text_of(statement).strip())
    best: tuple[bool, int, Group] | None = None
    for group in groups:
        for member in group.members:
            if member.document_id != statement.document_id:
                continue
            end = max((piece.end for piece in member.content), default=here)
            gap = here - end
            if denial and not -1 <= gap <= DENIAL_REACH:
                continue
            if close and not order.same_paragraph(statement.document_id, end, here):
                continue
            rank = (gap < 0, abs(gap), group)
            if best is None or rank[:2] < best[:2]:
                best = rank
    return best[2] if best else None
