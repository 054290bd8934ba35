"""Statements that say the same thing, grouped.

Statements that name a site are grouped first, in time order; those that name none then join the group they fit, unless
they fit two places alike. Interpretations, promises and questions are no claims about what happened; declines, bare
denials and corrections come later (:mod:`firsthand.trace.attach`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from firsthand.model import Action, Decision, Document, Relevance, Site, SourceKind, Stance, Statement
from firsthand.trace.acts import Told, interprets, text_of, told
from firsthand.trace.copies import time_key
from firsthand.trace.groups import Group
from firsthand.trace.hands import ALONE, Hands
from firsthand.trace.likeness import Asked, foreknown
from firsthand.trace.memory import Placed, digest_of
from firsthand.trace.placing import Placing
from firsthand.trace.words import THINGS, concepts

_LEFT_OPEN = re.compile(
    r"^\W*(?:whether|if)\b|\b(?:not|cannot|unable|unclear|unknown|ask\w*)\b[^.;]{0,40}\b(?:whether|if)\b"
    r"|\b(?:no|not|nobody|without|lack of|lacked|n['’]t)\b[^.;,]{0,30}"
    r"\b(?:evidence|signs?|indications?|proof|confirmation|trace)\b[^.;,]{0,20}\b(?:that|of|whether)\b"
    r"|\b(?:not|cannot|never|n['’]t|unable to)\b[^.;,]{0,20}"
    r"\b(?:shown|proven?|establish(?:ed)?|confirm(?:ed)?|verif(?:y|ied))\b(?:\W|$)(?=that\b|\W*$)",
    re.IGNORECASE,
)
"""Words that tell of a question ("could not show whether", "no sign that"), not of an act."""
_FREE_RELATIVE = re.compile(r"^\W*(?:whatever|whoever|wherever|whenever|whichever)\b", re.IGNORECASE)
"""What begins so supposes a case and tells none ("whatever is built there is built indoors")."""
_ANYBODY_DOES = re.compile(
    r"^\W*(?:nobody|no[ -]one|everybody|everyone|anybody|anyone|people|you|one)\s+(?:\w+ly\s+)?"
    r"(?:(?:ever|just|does|do|would|could|can|will|should|might|must)(?:\s+not|n['’]t)?\s+)*(?P<verb>\w+)",
    re.IGNORECASE,
)
_MODALS = frozenset({"do", "does", "would", "could", "can", "should", "might", "must"})
_NOT_HABITUAL = frozenset({"was", "is", "has"})
_PROMISED = re.compile(
    r"\b(?:promis\w+|pledg\w+|undert(?:ook|ak\w+)|vow\w*|agreed to|commit(?:ted|ments?))\b", re.IGNORECASE
)
_WEAK = frozenset({Action.NONE, Action.TEST, Action.OPERATE, Action.PRESENT, Action.MOVE})
"""Acts that the words of a promise may merely mention."""
REHEARSED = 256
"""New statements from which on it pays to find out what the sentence model will be asked."""
_NO_ACT = frozenset({Action.PROMISE, Action.INTERPRET})
_TELLING = frozenset({Stance.ASSERTS, Stance.DENIES, Stance.PREDICTS})


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


@dataclass(frozen=True, slots=True)
class Grouped:
    """What :func:`group_statements` found."""

    groups: list[Group]
    """In the order of their first members."""
    placed: dict[str, Placed]
    """How each statement that tells an act was placed, by its id."""


def group_statements(
    statements: Sequence[Statement],
    digests: Mapping[str, str],
    decisions: Sequence[Decision] = (),
    sites: Sequence[Site] = (),
    before: Mapping[str, Placed] | None = None,
    hands: Hands = ALONE,
) -> Grouped:
    """Groups of those ``statements`` that tell acts; they are in the order in which they were told.

    With ``before``, how an earlier run placed them, only what has changed since is compared again; the outcome is the
    same. ``digests`` say of each statement whether it is what it was. ``hands`` share what the sentence model does.
    """
    before = before or {}
    rank = {statement.id: number for number, statement in enumerate(statements)}
    apart = _kept_apart(decisions)
    digests = _with_judged(digests, apart)

    def tells(statement: Statement) -> bool:
        known = before.get(statement.id)
        return (known is not None and known.digest == digests[statement.id]) or tells_an_act(statement)

    telling = [item for item in statements if item.relevance is Relevance.ON_TOPIC and tells(item)]
    # What is told plainly comes first, so that what leaves out the act or the site finds its claim there.
    telling.sort(key=lambda item: (item.event.action is Action.NONE, not item.event.site_ids))
    placing = _placed(telling, digests, Placing(apart, _Ready(_place_words(sites)), before), hands)
    _join_decided(placing.groups, decisions, rank)
    groups = [group for group in placing.groups if group.members]
    for group in groups:
        group.members.sort(key=lambda item: rank[item.id])
    return Grouped(sorted(groups, key=lambda group: rank[group.members[0].id]), placing.placed)


def _placed(statements: Sequence[Statement], digests: Mapping[str, str], placing: Placing, hands: Hands) -> Placing:
    """The ``statements`` in their groups; where many are new and hands many, after a rehearsal of ``placing``."""
    digests = {item.id: digests[item.id] for item in statements}
    if hands.many and placing.count_new(digests) >= REHEARSED:
        asked = Asked()
        rehearsed = placing.anew(asked)
        rehearsed.place_all(statements, digests)
        if not asked.texts:
            return rehearsed
        placing = placing.anew(foreknown(asked, hands))
    placing.place_all(statements, digests, hands.progress)
    return placing


class _Ready:
    """Statements ready for comparing, each worked out once."""

    def __init__(self, places: frozenset[str]) -> None:
        self._places = places
        self._known: dict[str, Told] = {}

    def __call__(self, statement: Statement) -> Told:
        found = self._known.get(statement.id)
        if found is None:
            found = self._known[statement.id] = told(statement, self._places)
        return found


def _place_words(sites: Sequence[Site]) -> frozenset[str]:
    return frozenset(word for site in sites for name in (site.name, *site.aliases) for word in concepts(name)) - THINGS


def tells_an_act(statement: Statement) -> bool:
    """The statement says that something happened, is so, or did not; only such statements make claims."""
    if statement.stance not in _TELLING or statement.corrects or not statement.content:
        return False
    event = statement.event
    if event.action in _NO_ACT or interprets(statement) or is_bare(statement):
        return False
    text = text_of(statement)
    if _FREE_RELATIVE.match(text) or _is_saying(statement):
        return False
    if _LEFT_OPEN.search(text) or (event.action in _WEAK and _PROMISED.search(text)):
        return False
    if event.action is Action.NONE:
        # Background that the outlet tells itself, or words without a speaker, need an act to mean anything here.
        return bool(event.site_ids) and statement.source_kind not in (SourceKind.OWN_VOICE, SourceKind.LOST)
    return True


def _is_saying(statement: Statement) -> bool:
    """What anybody does anywhere at any time ("nobody keeps cows behind two fences"): no event that can be checked."""
    if statement.event.site_ids or statement.event.time is not None:
        return False
    match = _ANYBODY_DOES.match(text_of(statement))
    if match is None:
        return False
    verb = match.group("verb").casefold()
    modal = match.group().casefold().split()[-2] in _MODALS
    return modal or (verb.endswith("s") and verb not in _NOT_HABITUAL)


def is_bare(statement: Statement) -> bool:
    """A denial that names only the report it denies."""
    return statement.stance is Stance.DENIES and statement.event.action is Action.NONE


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


def _with_judged(digests: Mapping[str, str], apart: Iterable[frozenset[str]]) -> Mapping[str, str]:
    """The digest of each statement, with what people keep apart from it."""
    rivals: dict[str, set[str]] = {}
    for pair in apart:
        for id in pair:
            rivals.setdefault(id, set()).update(pair)
    judged = {id: digest_of(digests[id], sorted(others)) for id, others in rivals.items() if id in digests}
    return {**digests, **judged}


def _join_decided(groups: list[Group], decisions: Sequence[Decision], rank: Mapping[str, int]) -> None:
    """Merge the groups that a person judged the same (ids of statements or claims), judgement by judgement."""
    same = [set(decision.subjects) for decision in decisions if decision.kind == "same"]
    for group in groups if same else ():
        group.members.sort(key=lambda item: rank[item.id])
    for wanted in same:
        hit = [group for group in groups if group.members and wanted & {group.id, *(item.id for item in group.members)}]
        for group in hit[1:]:
            hit[0].absorb(group)
