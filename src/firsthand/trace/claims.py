"""Statements that say the same thing, grouped; and how each member stands to its claim.

Statements that name a site are grouped first, in time order; those that name none then join the group they fit, unless
they fit two places alike. Declines, bare denials ("denied the report") and corrections are attached last, each to the
claim it speaks of. Interpretations, promises and questions are no claims about what happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from firsthand.model import (
    Action,
    Basis,
    Decision,
    Document,
    Relation,
    Relevance,
    Site,
    SourceKind,
    Stance,
    Statement,
)
from firsthand.trace.acts import fit, inside, interprets, is_negative, numbers_conflict, text_of, thing_of
from firsthand.trace.copies import time_key
from firsthand.trace.words import THINGS, concepts, overlap

REPRESENTATIVES = 12
"""Members of a group that a newcomer is compared with: its first, differently worded ones."""
CLEAR_LEAD = 0.25
"""A statement without a site joins a place only when the next best place fits worse by this much."""
SENTENCE_CHARACTERS = 220
_ONLY_REPORT = re.compile(
    r"^(?:it|this|that|(?:(?:the|that|this|those|these|any|such|all)\s+)?(?:[\w’'-]+\s+)?"
    r"(?:reports?|claims?|allegations?|accusations?|accounts?|stor(?:y|ies)|charges?))?\W*$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?:it|this|that)?\W*$", re.IGNORECASE)
DENIAL_REACH = 300
"""Characters over which "denied the report" still points back to what was told."""
_LEFT_OPEN = re.compile(
    r"^\W*(?:whether|if)\b|\b(?:not|cannot|unable|unclear|unknown|ask\w*)\b[^.;]{0,40}\b(?:whether|if)\b", re.IGNORECASE
)
"""Words that tell of a question ("the pictures could not show whether"), not of an act."""
_PROMISED = re.compile(
    r"\b(?:promis\w+|pledg\w+|undert(?:ook|ak\w+)|vow\w*|agreed to|commit(?:ted|ments?))\b", re.IGNORECASE
)
_WEAK = frozenset({Action.NONE, Action.TEST, Action.OPERATE, Action.PRESENT, Action.MOVE})
"""Acts that the words of a promise may merely mention."""
MIN_CONCEPTS = 4
"""Content words without which a statement that tells no act is too thin to make a claim."""
_NO_ACT = frozenset({Action.PROMISE, Action.INTERPRET})
_TELLING = frozenset({Stance.ASSERTS, Stance.DENIES, Stance.PREDICTS})


@dataclass(slots=True)
class Group:
    """A claim in the making."""

    members: list[Statement] = field(default_factory=list)
    attached: list[tuple[Statement, str]] = field(default_factory=list)
    """Declines, bare denials and corrections, each with why it stands here."""

    @property
    def site_ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(site for member in self.members for site in member.event.site_ids))

    def everyone(self) -> list[Statement]:
        return [*self.members, *(statement for statement, _ in self.attached)]


class Order:
    """Where each statement stands in time and text."""

    def __init__(self, documents: Iterable[Document]) -> None:
        documents = list(documents)
        self._texts = {document.id: document.text for document in documents}
        self._rank = {document.id: number for number, document in enumerate(sorted(documents, key=time_key))}

    def __call__(self, statement: Statement) -> tuple[int, int, str]:
        return (self._rank.get(statement.document_id, len(self._rank)), position(statement), statement.id)

    def same_paragraph(self, document_id: str, first: int, second: int) -> bool:
        """Whether two characters of a document lie in one paragraph."""
        return "\n\n" not in self._texts.get(document_id, "")[min(first, second) : max(first, second)]


def position(statement: Statement) -> int:
    """First character of the statement in its document."""
    anchors = [*statement.content, *(anchor for anchor in (statement.source, statement.cue) if anchor)]
    return min((anchor.start for anchor in anchors), default=0)


def group_statements(
    statements: Sequence[Statement], order: Order, decisions: Sequence[Decision] = (), sites: Sequence[Site] = ()
) -> list[Group]:
    """Groups of statements, in the order of their first members."""
    relevant = sorted((item for item in statements if item.relevance is Relevance.ON_TOPIC), key=order)
    telling = [item for item in relevant if tells_an_act(item)]
    groups: list[Group] = []
    placing = _Placing(groups, _kept_apart(decisions), _place_words(sites))
    # What is told plainly comes first, so that what leaves out the act or the site finds its claim there.
    for statement in sorted(telling, key=lambda item: (item.event.action is Action.NONE, not item.event.site_ids)):
        _place(statement, placing)
    _join_decided(groups, decisions)
    for statement in relevant:
        if not tells_an_act(statement):
            _attach(statement, groups, order)
    groups = [group for group in groups if group.members]
    for group in groups:
        group.members.sort(key=order)
    return sorted(groups, key=lambda group: order(group.members[0]))


def tells_an_act(statement: Statement) -> bool:
    """The statement says that something happened, is so, or did not; only such statements make claims."""
    if statement.stance not in _TELLING or statement.corrects or not statement.content:
        return False
    event = statement.event
    if event.action in _NO_ACT or interprets(statement) or _bare(statement):
        return False
    text = text_of(statement)
    if _LEFT_OPEN.search(text) or (event.action in _WEAK and _PROMISED.search(text)):
        return False
    if event.action is Action.NONE:
        # Background that the outlet tells itself, or words without a speaker, need an act to mean anything here.
        return bool(event.site_ids) and statement.source_kind not in (SourceKind.OWN_VOICE, SourceKind.LOST)
    return True


def _founds(statement: Statement) -> bool:
    """The statement may begin a claim: it tells an act on a thing or at a site, or quotes enough words about a site."""
    action = statement.event.action
    if action is Action.NONE:
        return len(concepts(text_of(statement))) >= MIN_CONCEPTS
    return bool(statement.event.site_ids) or action is Action.CONCEAL or thing_of(statement) in THINGS


def _bare(statement: Statement) -> bool:
    """A denial that names only the report it denies."""
    return statement.stance is Stance.DENIES and statement.event.action is Action.NONE


# ---- placing -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Placing:
    """The groups so far, and what placing has to know."""

    groups: list[Group]
    apart: set[frozenset[str]]
    """Pairs of statements that a person judged not the same."""
    places: frozenset[str]
    by_site: dict[str, list[Group]] = field(default_factory=dict)


def _place_words(sites: Sequence[Site]) -> frozenset[str]:
    return frozenset(word for site in sites for name in (site.name, *site.aliases) for word in concepts(name)) - THINGS


def _place(statement: Statement, placing: _Placing) -> None:
    """Add ``statement`` to the group it fits best, or to a new one."""
    fits: list[tuple[float, Group]] = []
    for group in _near(statement, placing.by_site):
        score = _fit_group(statement, group, placing)
        if score is not None:
            home = any(member.document_id == statement.document_id for member in group.members)
            fits.append((score + (CLEAR_LEAD if home else 0.0), group))
    fits.sort(key=lambda item: -item[0])
    if fits and not _undecided(statement, fits):
        chosen = fits[0][1]
    elif not _founds(statement):
        return
    else:
        chosen = Group()
        placing.groups.append(chosen)
    chosen.members.append(statement)
    for key in statement.event.site_ids or ("anywhere",):
        holders = placing.by_site.setdefault(key, [])
        if not any(chosen is holder for holder in holders):
            holders.append(chosen)


def _near(statement: Statement, by_site: Mapping[str, list[Group]]) -> list[Group]:
    """Groups that share a site with the statement, and those that name none; all of them for a siteless one."""
    keys = [*statement.event.site_ids, "anywhere"] if statement.event.site_ids else list(by_site)
    found: list[Group] = []
    for key in keys:
        found.extend(group for group in by_site.get(key, ()) if not any(group is other for other in found))
    return found


def _fit_group(statement: Statement, group: Group, placing: _Placing) -> float | None:
    """Score of the best fit with the group's representatives; None when a person or another place forbids it."""
    if any(frozenset({statement.id, member.id}) in placing.apart for member in group.members):
        return None
    sites = set(group.site_ids)
    if sites and statement.event.site_ids and not sites & set(statement.event.site_ids):
        return None
    parts = {member.event.part_id for member in group.members if member.event.part_id}
    if statement.event.part_id and parts and statement.event.part_id not in parts:
        return None
    fits = [found for member in _representatives(group) if (found := fit(statement, member, placing.places))]
    return max(found.score for found in fits) if fits else None


def _representatives(group: Group) -> list[Statement]:
    seen: dict[frozenset[str], Statement] = {}
    for member in group.members:
        seen.setdefault(concepts(text_of(member)), member)
        if len(seen) == REPRESENTATIVES:
            break
    return list(seen.values())


def _undecided(statement: Statement, fits: list[tuple[float, Group]]) -> bool:
    """A statement without a site that fits groups of different sites about equally well."""
    if statement.event.site_ids or len(fits) < 2:
        return False
    score, best = fits[0]
    rivals = [group for other, group in fits[1:] if score - other < CLEAR_LEAD]
    return any(best.site_ids and group.site_ids and not set(best.site_ids) & set(group.site_ids) for group in rivals)


# ---- people's decisions --------------------------------------------------------------------------------------------


def _kept_apart(decisions: Sequence[Decision]) -> set[frozenset[str]]:
    """Pairs of statements that a person judged not the same."""
    return {
        frozenset({first, second})
        for decision in decisions
        if decision.kind == "not same"
        for first in decision.subjects
        for second in decision.subjects
        if first != second
    }


def _join_decided(groups: list[Group], decisions: Sequence[Decision]) -> None:
    """Merge the groups of statements that a person judged the same, in the order of the judgements."""
    for decision in decisions:
        if decision.kind != "same":
            continue
        wanted = set(decision.subjects)
        hit = [group for group in groups if any(member.id in wanted for member in group.members)]
        for group in hit[1:]:
            hit[0].members.extend(group.members)
            group.members.clear()


# ---- declines, bare denials, corrections ---------------------------------------------------------------------------


def _attach(statement: Statement, groups: list[Group], order: Order) -> None:
    """Add a decline, bare denial or correction to the claim it speaks of, when there is one."""
    refers = statement.stance is Stance.DECLINES or statement.corrects or _bare(statement)
    if not refers or not groups:
        return
    scored = sorted(
        ((_speaks_of(statement, group), number, group) for number, group in enumerate(groups) if group.members),
        key=lambda item: (-item[0], item[1]),
    )
    if scored and scored[0][0] >= 1.0:
        scored[0][2].attached.append((statement, "names the same site or act"))
        return
    if statement.stance is Stance.DENIES and not _names_only_a_report(statement, groups):
        return
    nearest = _nearest(statement, groups, order)
    if nearest is not None:
        nearest.attached.append((statement, "stands next to this claim in its report and names no other"))


def _names_only_a_report(statement: Statement, groups: list[Group]) -> bool:
    """The denied words are "it", "the report" or the thing of a claim in the same document; else nobody knows what."""
    if _ONLY_REPORT.match(text_of(statement).strip()):
        return True
    thing = thing_of(statement)
    here = [member for group in groups for member in group.members if member.document_id == statement.document_id]
    return bool(thing) and any(thing_of(member) == thing for member in here)


def _speaks_of(statement: Statement, group: Group) -> float:
    """How clearly the statement is about the group's act; 1 and more is clear."""
    sites = set(statement.event.site_ids)
    if sites and group.site_ids and not sites & set(group.site_ids):
        return 0.0
    score = 0.6 if sites & set(group.site_ids) else 0.0
    likeness = max(overlap(concepts(text_of(statement)), concepts(text_of(member))) for member in group.members)
    if len(concepts(text_of(statement))) > 1:
        score += likeness
    acts = {member.event.action for member in group.members}
    if statement.event.action in acts - {Action.NONE}:
        score += 0.4
    return score


def _nearest(statement: Statement, groups: list[Group], order: Order) -> Group | None:
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


# ---- relations -----------------------------------------------------------------------------------------------------


def fullness(statement: Statement) -> int:
    """How many details of the event the statement gives."""
    event = statement.event
    details = (event.site_ids, event.object, event.quantity, event.time, event.part_id)
    return sum(bool(detail) for detail in details) + (event.action is not Action.NONE)


def reference(group: Group) -> Statement:
    """The member whose words stand for the claim: positive before negative, the fullest, of those the earliest.

    The first number told is the claim's number: a fuller member that contradicts it does not stand for the claim.
    """
    positive = [member for member in group.members if not is_negative(member)] or group.members
    numbered = next((member for member in positive if member.event.quantity), positive[0])
    agreeing = [member for member in positive if not numbers_conflict(member, numbered)]
    spoken = [member for member in agreeing if member.source_kind is not SourceKind.LOST] or agreeing
    return max(spoken, key=lambda member: (_readable(member), fullness(member), -group.members.index(member)))


def _readable(statement: Statement) -> bool:
    """Words that can stand alone as the claim's sentence: in one piece, not a paragraph, telling an act."""
    whole = len(statement.content) == 1 and len(statement.quote) <= SENTENCE_CHARACTERS
    return whole and statement.event.action is not Action.NONE


def relation(statement: Statement, core: Statement) -> tuple[Relation, str]:
    """How a member stands to the claim that ``core`` stands for, and why."""
    if statement.corrects:
        return Relation.CORRECTS, "corrects or retracts an earlier report"
    if statement.stance is Stance.DECLINES:
        return Relation.DECLINES, "declined to comment, which is neither support nor denial"
    if statement.stance is Stance.DENIES and not is_negative(core):
        return Relation.DENIES, "says that it is not so"
    if is_negative(statement) != is_negative(core):
        return Relation.CONTRADICTS, "says the opposite"
    if numbers_conflict(statement, core):
        return Relation.CONTRADICTS, "gives another number"
    return _agreement(statement, core)


def _agreement(statement: Statement, core: Statement) -> tuple[Relation, str]:
    one, two = statement.event.quantity, core.event.quantity
    told = "the outlet itself rebuts it; " if statement.rebutted else ""
    if statement.source_kind is SourceKind.LOST:
        told += "its speaker is lost; "
    if statement.basis is Basis.ANOTHER_REPORT:
        told += "repeats a report; "
    if one and two and inside(one, two):
        return Relation.NARROWS, told + "gives a narrower number"
    if one and two and inside(two, one):
        return Relation.WIDENS, told + "gives a wider number"
    if core.event.site_ids and not statement.event.site_ids:
        return Relation.AGREES, told + "same act and object, names no site"
    return Relation.AGREES, told + "same act, object and site"
