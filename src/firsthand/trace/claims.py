"""Statements that say the same thing, grouped.

Statements that name a site are grouped first, in time order; those that name none then join the group they fit, unless
they fit two places alike. Interpretations, promises and questions are no claims about what happened; declines, bare
denials and corrections come later (:mod:`firsthand.trace.attach`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from firsthand.model import (
    Action,
    Decision,
    Document,
    Relevance,
    Site,
    SourceKind,
    Stance,
    Statement,
    content_id,
)
from firsthand.trace.acts import Told, actions_near, fit, interprets, text_of, thing_of, told
from firsthand.trace.copies import time_key
from firsthand.trace.words import THINGS, concepts

MAX_FACES = 12
ANYWHERE = ""
"""Stands for the site of statements that name none."""
CLEAR_LEAD = 0.25
"""A statement without a site joins a place only when the next best place fits worse by this much."""
_LEFT_OPEN = re.compile(
    r"^\W*(?:whether|if)\b|\b(?:not|cannot|unable|unclear|unknown|ask\w*)\b[^.;]{0,40}\b(?:whether|if)\b"
    r"|\b(?:no|not|nobody|without|lack of|lacked|n['’]t)\b[^.;,]{0,30}"
    r"\b(?:evidence|signs?|indications?|proof|confirmation|trace)\b[^.;,]{0,20}\b(?:that|of|whether)\b"
    r"|\b(?:not|cannot|never|n['’]t|unable to)\b[^.;,]{0,20}"
    r"\b(?:shown|proven?|establish(?:ed)?|confirm(?:ed)?|verif(?:y|ied))\b(?:\W|$)(?=that\b|\W*$)",
    re.IGNORECASE,
)
"""Words that tell of a question ("could not show whether", "no sign that"), not of an act."""
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
    faces: list[Told] = field(default_factory=list)
    """Its first, differently worded members, with which a newcomer is compared."""
    sites: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)

    def add(self, told: Told) -> None:
        statement = told.statement
        self.members.append(statement)
        self.sites.update(statement.event.site_ids)
        self.documents.add(statement.document_id)
        if statement.event.part_id:
            self.parts.add(statement.event.part_id)
        if len(self.faces) < MAX_FACES and all(told.words != face.words for face in self.faces):
            self.faces.append(told)

    @property
    def id(self) -> str:
        """The claim's id, which depends on its earliest member only; members must be in order."""
        return content_id("clm", self.members[0].id)

    def absorb(self, other: Group) -> None:
        """Take over all that ``other`` holds."""
        self.members.extend(other.members)
        self.faces.extend(other.faces)
        self.sites |= other.sites
        self.parts |= other.parts
        self.documents |= other.documents
        other.members.clear()

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
    """Groups of the statements that tell acts, in the order of their first members."""
    relevant = sorted((item for item in statements if item.relevance is Relevance.ON_TOPIC), key=order)
    telling = [item for item in relevant if tells_an_act(item)]
    placing = _Placing(_kept_apart(decisions), _place_words(sites))
    # What is told plainly comes first, so that what leaves out the act or the site finds its claim there.
    for statement in sorted(telling, key=lambda item: (item.event.action is Action.NONE, not item.event.site_ids)):
        placing.place(statement)
    for group in placing.groups:
        group.members.sort(key=order)
    _join_decided(placing.groups, decisions)
    groups = [group for group in placing.groups if group.members]
    for group in groups:
        group.members.sort(key=order)
    return sorted(groups, key=lambda group: order(group.members[0]))


def tells_an_act(statement: Statement) -> bool:
    """The statement says that something happened, is so, or did not; only such statements make claims."""
    if statement.stance not in _TELLING or statement.corrects or not statement.content:
        return False
    event = statement.event
    if event.action in _NO_ACT or interprets(statement) or is_bare(statement):
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


def is_bare(statement: Statement) -> bool:
    """A denial that names only the report it denies."""
    return statement.stance is Stance.DENIES and statement.event.action is Action.NONE


# ---- placing -------------------------------------------------------------------------------------------------------


class _Placing:
    """Puts statements one by one into the groups they fit best."""

    def __init__(self, apart: set[frozenset[str]], places: frozenset[str]) -> None:
        """``apart`` are pairs of statements judged not the same; ``places`` the concepts of site names."""
        self.groups: list[Group] = []
        self._apart = apart
        self._places = places
        self._index: dict[tuple[str, Action], list[Group]] = {}

    def place(self, statement: Statement) -> None:
        """Add ``statement`` to the group it fits best, or to a new one."""
        newcomer = told(statement, self._places)
        fits: list[tuple[float, Group]] = []
        for group in self._near(newcomer):
            score = self._fit(newcomer, group)
            if score is not None:
                home = CLEAR_LEAD if statement.document_id in group.documents else 0.0
                fits.append((score + home, group))
        fits.sort(key=lambda item: -item[0])
        if fits and not _undecided(statement, fits):
            chosen = fits[0][1]
        elif not _founds(statement):
            return
        else:
            chosen = Group()
            self.groups.append(chosen)
        chosen.add(newcomer)
        for site in statement.event.site_ids or (ANYWHERE,):
            holders = self._index.setdefault((site, statement.event.action), [])
            if not any(chosen is holder for holder in holders):
                holders.append(chosen)

    def _near(self, newcomer: Told) -> list[Group]:
        """Groups of a like act that share a site with the newcomer or name none; of all sites for a siteless one."""
        actions = actions_near(newcomer.event.action)
        sites = {*newcomer.event.site_ids, ANYWHERE} if newcomer.event.site_ids else None
        found: dict[int, Group] = {}
        for (site, action), groups in self._index.items():
            if action in actions and (sites is None or site in sites):
                found.update((id(group), group) for group in groups)
        return list(found.values())

    def _fit(self, newcomer: Told, group: Group) -> float | None:
        """The best fit with the group's faces; None when a person, another place or another part forbids it."""
        event = newcomer.event
        if group.sites and event.site_ids and not group.sites.intersection(event.site_ids):
            return None
        if event.part_id and group.parts and event.part_id not in group.parts:
            return None
        id = newcomer.statement.id
        if self._apart and any(frozenset({id, member.id}) in self._apart for member in group.members):
            return None
        scores = [score for face in group.faces if (score := fit(newcomer, face)) is not None]
        return max(scores, default=None)


def _place_words(sites: Sequence[Site]) -> frozenset[str]:
    return frozenset(word for site in sites for name in (site.name, *site.aliases) for word in concepts(name)) - THINGS


def _undecided(statement: Statement, fits: list[tuple[float, Group]]) -> bool:
    """A statement without a site that fits groups of different sites about equally well."""
    if statement.event.site_ids or len(fits) < 2:
        return False
    score, best = fits[0]
    rivals = [group for other, group in fits[1:] if score - other < CLEAR_LEAD]
    return any(best.sites and group.sites and not best.sites & group.sites for group in rivals)


# ---- people's decisions --------------------------------------------------------------------------------------------


def _kept_apart(decisions: Sequence[Decision]) -> set[frozenset[str]]:
    """Pairs of statements that a person judged not the same, split from each other, or could not decide about.

    Doubt keeps apart too: what nobody is sure of must not count as support. A split parts the first of its statements
    from all others, which may stay together.
    """
    apart: set[frozenset[str]] = set()
    for decision in decisions:
        if decision.kind == "split":
            apart.update(frozenset({decision.subjects[0], taken}) for taken in decision.subjects[1:])
        elif decision.kind in ("not same", "unsure"):
            apart.update(frozenset(pair) for pair in combinations(set(decision.subjects), 2))
    return apart


def _join_decided(groups: list[Group], decisions: Sequence[Decision]) -> None:
    """Merge the groups that a person judged the same (ids of statements or claims), judgement by judgement."""
    for decision in decisions:
        if decision.kind != "same":
            continue
        wanted = set(decision.subjects)
        hit = [group for group in groups if group.members and wanted & {group.id, *(item.id for item in group.members)}]
        for group in hit[1:]:
            hit[0].absorb(group)
