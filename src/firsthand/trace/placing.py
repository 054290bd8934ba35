"""Puts statements one by one into the groups they fit best.

With what an earlier run remembers, only new statements and those that could see a change are compared again, and only
with what has changed. A group counts as changed from the moment on at which it may differ from what it was then; what
came before that moment, and what never looks at it, was decided on the same grounds and is decided alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from firsthand.model import Action, Statement
from firsthand.stage import Progress, no_progress
from firsthand.trace.acts import Likeness, Told, actions_near, fit, text_of, thing_of
from firsthand.trace.groups import Group
from firsthand.trace.memory import Placed
from firsthand.trace.words import THINGS, concepts

ANYWHERE = ""
"""Stands for the site of statements that name none."""
CLEAR_LEAD = 0.25
"""A statement without a site joins a place only when the next best place fits worse by this much."""
TELL_EVERY = 64
"""Statements after which progress is told."""
MIN_CONCEPTS = 4
"""Content words without which a statement that tells no act is too thin to make a claim."""

Fits = list[tuple[float, Group]]
Key = tuple[str, Action]
"""Site and act, under which groups are found."""


class Placing:
    """Groups in the order of their founders."""

    def __init__(
        self,
        apart: set[frozenset[str]],
        ready: Callable[[Statement], Told],
        before: Mapping[str, Placed],
        likeness: Likeness | None = None,
    ) -> None:
        """``apart`` are pairs of statements judged not the same; ``before`` is what an earlier run remembers.

        ``likeness`` stands for the sentence model.
        """
        self.groups: list[Group] = []
        self.placed: dict[str, Placed] = {}
        self._apart = apart
        self._rivals: dict[str, set[str]] = {}
        """For each statement those that people keep apart from it."""
        for pair in apart:
            for id in pair:
                self._rivals.setdefault(id, set()).update(pair)
        self._ready = ready
        self._likeness = likeness
        self._before = before
        self._number: dict[str, int] = {}
        """Place in ``groups`` of the group that a statement began."""
        self._index: dict[Key, dict[int, Group]] = {}
        self._moved: set[str] = set()
        """Founders of groups that have changed or are no more."""
        self._touched: set[Key] = set()
        """Where changed groups are found."""

    def anew(self, likeness: Likeness) -> Placing:
        """One like this in which nothing has been placed yet, and ``likeness`` is asked."""
        return Placing(self._apart, self._ready, self._before, likeness)

    def count_new(self, digests: Mapping[str, str]) -> int:
        """How many of these statements no earlier run has placed as they are now."""
        before = self._before
        return sum(id not in before or before[id].digest != digest for id, digest in digests.items())

    def place_all(
        self, statements: Sequence[Statement], digests: Mapping[str, str], progress: Progress = no_progress
    ) -> None:
        """Place ``statements`` in this order; ``digests`` say what each rests on."""
        for id, placed in self._before.items():
            if digests.get(id) != placed.digest:
                self._mark(placed.founder)
        for number, statement in enumerate(statements):
            if number % TELL_EVERY == 0:
                progress("grouping statements", number, len(statements))
            old = self._before.get(statement.id)
            known = old if old is not None and old.digest == digests[statement.id] else None
            if known is not None and self._as_before(statement, known):
                self.placed[statement.id] = known
                self._join(statement, known.founder)
                continue
            fits = sorted(self._fits(statement, known), key=self._best_first)
            founder = _chosen(statement, fits)
            told = tuple((group.founder, score) for score, group in fits)
            self.placed[statement.id] = Placed(digests[statement.id], founder, told)
            if known is None or known.founder != founder:
                self._mark(founder)
                self._mark(known.founder if known else "")
            self._join(statement, founder)

    def _mark(self, founder: str) -> None:
        """From now on the group that the statement ``founder`` began is not what it was."""
        if not founder or founder in self._moved:
            return
        self._moved.add(founder)
        if founder in self._number:
            group = self.groups[self._number[founder]]
            group.changed = True
            self._touched.update(key for member in group.members for key in _keys(member))

    def _as_before(self, statement: Statement, known: Placed) -> bool:
        """Nothing that the statement looks at has changed."""
        if known.founder in self._moved or any(founder in self._moved for founder, _ in known.fits):
            return False
        return self._touched.isdisjoint(self._near_keys(statement, self._touched))

    def _join(self, statement: Statement, founder: str) -> None:
        if not founder:
            return
        number = self._number.get(founder)
        if number is None:
            number = self._number[founder] = len(self.groups)
            self.groups.append(Group(founder, self._ready, changed=founder in self._moved))
        group = self.groups[number]
        group.add(statement)
        for key in _keys(statement):
            self._index.setdefault(key, {})[number] = group
            if group.changed:
                self._touched.add(key)

    def _near_keys(self, statement: Statement, held: Iterable[Key]) -> list[Key]:
        """Where groups of a like act are: at the statement's sites and at none; for a siteless one, all of ``held``."""
        actions = actions_near(statement.event.action)
        if not statement.event.site_ids:
            return [key for key in held if key[1] in actions]
        return [(site, action) for site in (*statement.event.site_ids, ANYWHERE) for action in actions]

    def _near(self, statement: Statement) -> list[Group]:
        found: dict[int, Group] = {}
        for key in self._near_keys(statement, self._index):
            found.update(self._index.get(key, {}))
        return list(found.values())

    def _fits(self, statement: Statement, known: Placed | None) -> Fits:
        """The groups that the statement fits and how well; what is known of unchanged ones is not worked out again."""
        kept: Fits = []
        near = self._near(statement)
        if known is not None:
            near = [group for group in near if group.changed]
            kept = [
                (score, self.groups[self._number[founder]])
                for founder, score in known.fits
                if founder not in self._moved
            ]
        if not near:
            return kept
        newcomer = self._ready(statement)
        for group in near:
            score = self._fit(newcomer, group)
            if score is not None:
                home = CLEAR_LEAD if statement.document_id in group.documents else 0.0
                kept.append((score + home, group))
        return kept

    def _fit(self, newcomer: Told, group: Group) -> float | None:
        """The best fit with the group's faces; None when a person, another place or another part forbids it."""
        event = newcomer.event
        if group.sites and event.site_ids and not group.sites.intersection(event.site_ids):
            return None
        if event.part_id and group.parts and event.part_id not in group.parts:
            return None
        if not group.admits(newcomer):
            return None
        rivals = self._rivals.get(newcomer.statement.id, ())
        if rivals and any(member.id in rivals for member in group.members):
            return None
        scores = [score for face in group.faces if (score := fit(newcomer, face, self._likeness)) is not None]
        return max(scores, default=None)

    def _best_first(self, fitting: tuple[float, Group]) -> tuple[float, int]:
        return (-fitting[0], self._number[fitting[1].founder])


def _keys(statement: Statement) -> list[Key]:
    """Under which a group is found for the sake of this member."""
    return [(site, statement.event.action) for site in statement.event.site_ids or (ANYWHERE,)]


def _chosen(statement: Statement, fits: Fits) -> str:
    """The founder of the group to which the statement goes: itself for a new one, empty when it is left out."""
    if fits and not _undecided(statement, fits):
        return fits[0][1].founder
    return statement.id if _founds(statement) else ""


def _founds(statement: Statement) -> bool:
    """The statement may begin a claim: it tells an act on a thing or at a site, or quotes enough words about a site."""
    action = statement.event.action
    if action is Action.NONE:
        return len(concepts(text_of(statement))) >= MIN_CONCEPTS
    return bool(statement.event.site_ids) or action is Action.CONCEAL or thing_of(statement) in THINGS


def _undecided(statement: Statement, fits: Fits) -> bool:
    """A statement without a site that fits groups of different sites about equally well; the best stands first."""
    if statement.event.site_ids or len(fits) < 2:
        return False
    score, best = fits[0]
    rivals = [group for other, group in fits[1:] if score - other < CLEAR_LEAD]
    return any(best.sites and group.sites and not best.sites & group.sites for group in rivals)
