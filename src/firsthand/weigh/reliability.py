"""How reliable sources have proved: from resolved claims to Admiralty letters with their history.

A source is an outlet, a named organisation, or a person who speaks in office. Unnamed persons are tested as their
outlet's, for it alone knows who they are. No record is kept of private persons; a letter that somebody gives them for
what they say in the reports is kept as that somebody's decision.

A source is tested once by each resolved claim of which it is an origin or which it denies, however often that is told;
who only repeats is not tested. A test weighs what the words stake: nothing at an even chance, forecasts never.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import chain

from firsthand.decisions import GRADE
from firsthand.model import Claim, Decision, GradeMove, Origin, SourceGrade, SourceKind, Statement, content_id
from firsthand.trace.acts import is_forecast
from firsthand.trace.origins import Lineage
from firsthand.trace.sources import UNNAMED
from firsthand.weigh.evidence import Evidence
from firsthand.weigh.grading.dependence import dependent
from firsthand.weigh.grading.letters import NOT_JUDGED, counts, letter_of, share_interval
from firsthand.weigh.grading.outcomes import Outcome, outcomes
from firsthand.weigh.grading.trust import Trust
from firsthand.weigh.scoring.resolutions import RESOLVE

LEAST_STAKE = 0.05
"""Words that stake less than this test nobody."""
SHOWN = 90
"""Characters of a claim that a history quotes."""
GRADED = frozenset({SourceKind.OUTLET, SourceKind.ORGANISATION, SourceKind.NAMED_PERSON})
CONFIRMED, REFUTED, GIVEN, WITHDRAWN = "confirmed", "refuted", "given", "withdrawn"
"""What a move of a letter is."""
_VIA = " via "
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody whose letter a desk may ask for."""

    name: str
    kind: SourceKind
    learns: bool
    """False for private persons, of whom no record is kept."""

    @property
    def key(self) -> str:
        return key_of(self.name)


def key_of(name: str) -> str:
    """What tells sources apart, whatever the spelling of capitals."""
    return " ".join(name.casefold().split())


@dataclass(frozen=True, slots=True)
class _Said:
    """What one source makes of one claim, in its earliest words."""

    source: Source
    id: str
    """The origin's; of a denial that of its first statement."""
    claim: Claim
    so: bool
    """It says that it is so; a denial says that it is not."""
    first: Statement

    @property
    def stake(self) -> float:
        """How far its words commit it, from 0 at an even chance to 1; negative when they make it unlikely."""
        middle = (self.first.certainty.low + self.first.certainty.high) / 2
        return max(-1.0, min(1.0, (middle - 0.5) / 0.45))

    @property
    def value(self) -> str:
        """What it comes to where sources differ: that it is not so, its number, or plainly that it is so."""
        quantity = self.first.event.quantity
        if not self.so:
            return "not so"
        return f"{quantity.low} to {quantity.high}" if quantity else "so"


def learn(evidence: Evidence) -> Trust:
    """The letters of all sources of a case, learned from its resolved claims and given by its people."""
    said = [item for claim in evidence.claims for item in _sayings(claim, evidence)]
    settled = outcomes(evidence.claims, evidence.verdicts, evidence.record, evidence.decided(RESOLVE))
    known = [item for item in said if item.source.learns]
    right = {
        (item.source.key, item.claim.id): item.so == settled[item.claim.id].so
        for item in known
        if item.claim.id in settled
    }
    alike = dependent(((item.source.key, item.claim.id, item.value) for item in known), right)
    sources = {item.source.key: item.source for item in said}
    tests = _tests(said, settled, alike, evidence)
    given = defaultdict(list)
    for decision in chain(evidence.decided(GRADE), (item for item in evidence.withdrawn if item.kind == GRADE)):
        given[key_of(decision.subjects[0])].append(decision)
    for key, decisions in given.items():
        unheard = source_of(SourceKind.ORGANISATION, decisions[0].subjects[0], evidence.lineage)
        if unheard:
            sources.setdefault(key, unheard)
    grades = {
        key: _grade(source, tests.get(key, ()), given.get(key, ()))
        for key, source in sorted(sources.items())
        if source.learns or key in given
    }
    return Trust(
        grades, {item.id: item.source.key for item in said}, alike, {id: outcome.so for id, outcome in settled.items()}
    )


def letter_at(grade: SourceGrade, moment: datetime) -> str:
    """The letter that held at ``moment``, by the history."""
    held = [move.letter for move in grade.moves if move.at <= moment]
    return held[-1] if held else NOT_JUDGED


def source_of(kind: SourceKind, name: str, lineage: Lineage) -> Source | None:
    """The source that a root of this kind and name is; None where there is nobody to grade."""
    if kind in UNNAMED:
        kind, name = SourceKind.OUTLET, name.rpartition(_VIA)[2] if _VIA in name else ""
    if lineage.publishers.knows(name):
        kind, name = SourceKind.OUTLET, lineage.publishers.name(name)
    if kind not in GRADED or not name:
        return None
    return Source(name, kind, kind is not SourceKind.NAMED_PERSON or bool(lineage.persons.state(name)))


# ---- what sources say ------------------------------------------------------------------------------------------------


def _sayings(claim: Claim, evidence: Evidence) -> Iterator[_Said]:
    """One for each source that asserts the claim as an origin of it, or denies it."""
    for origin in claim.origins:
        source = source_of(origin.kind, origin.name, evidence.lineage)
        told = _told_by(origin, claim, evidence.by_id)
        if source and told:
            yield _Said(source, origin.id, claim, True, told[0])
    everyone = [evidence.by_id[m.statement_id] for m in claim.members if m.statement_id in evidence.by_id]
    for party in evidence.denials[claim.id]:
        root = evidence.lineage.root(party[0], everyone)
        source = source_of(root.kind, root.label, evidence.lineage) if root else None
        if source:
            yield _Said(source, party[0].id, claim, False, party[0])


def _told_by(origin: Origin, claim: Claim, statements: Mapping[str, Statement]) -> list[Statement]:
    """The statements of an origin that stand, earliest first; none where the outlet itself rebuts them all."""
    members = [member for member in claim.members if member.origin_id == origin.id]
    told = [statements[member.statement_id] for member in members if member.statement_id in statements]
    return told if any(not statement.rebutted for statement in told) else []


# ---- tests -----------------------------------------------------------------------------------------------------------


def _tests(
    said: Sequence[_Said], settled: Mapping[str, Outcome], alike: frozenset[frozenset[str]], evidence: Evidence
) -> dict[str, list[tuple[datetime, _Said, Outcome]]]:
    """By source the resolved claims that test it, by the time at which the case knew; of one test the first only."""
    captured = {document.id: document.captured for document in evidence.documents}
    rank = {statement.id: number for number, statement in enumerate(evidence.statements)}
    by_claim: dict[str, list[_Said]] = defaultdict(list)
    for item in said:
        if item.claim.id in settled and abs(item.stake) >= LEAST_STAKE and not is_forecast(item.first):
            by_claim[item.claim.id].append(item)
    found = defaultdict(list)
    for id, items in by_claim.items():
        for item in _once(sorted(items, key=lambda item: (-abs(item.stake), rank[item.first.id])), alike, rank):
            if item.source.learns:
                at = max(settled[id].at, captured.get(item.first.document_id, _EARLIEST))
                found[item.source.key].append((at, item, settled[id]))
    return {
        key: list(_apart(sorted(tests, key=lambda test: (test[0], test[1].claim.id)))) for key, tests in found.items()
    }


def _once(items: Sequence[_Said], alike: frozenset[frozenset[str]], rank: Mapping[str, int]) -> Iterator[_Said]:
    """Of each source the saying that stakes most; none of a source that may have it from an earlier one."""
    seen = set()
    for item in items:
        earlier = (other for other in items if rank[other.first.id] < rank[item.first.id])
        copied = any(frozenset((item.source.key, other.source.key)) in alike for other in earlier)
        if item.source.key not in seen and not copied:
            yield item
        seen.add(item.source.key)


def _apart(
    tests: Iterable[tuple[datetime, _Said, Outcome]],
) -> Iterator[tuple[datetime, _Said, Outcome]]:
    """Those that do not rest on what settled an earlier one: one picture of one yard is one test."""
    seen: set[str] = set()
    for test in tests:
        grounds = test[2].rests_on
        if seen.isdisjoint(grounds):
            yield test
        seen.update(grounds)


# ---- the letter and its history --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Record:
    """A letter on its way through time."""

    right: float = 0.0
    wrong: float = 0.0
    given: tuple[Decision, ...] = ()

    @property
    def letter(self) -> str:
        return self.given[-1].value if self.given else letter_of(self.right, self.wrong)

    def tested(self, at: datetime, said: _Said, outcome: Outcome) -> GradeMove:
        so = said.so == (said.stake > 0)
        mean = (1 + self.right) / (2 + self.right + self.wrong)
        stake, rates = round(abs(said.stake), 3), outcome.rates_of(so)
        right, wrong = (round(count, 3) for count in counts(stake, rates, mean))
        self.right, self.wrong = self.right + right, self.wrong + wrong
        verb = "said" if said.so else "denied"
        confirmed = so == outcome.so
        result = "was right" if confirmed else "was wrong"
        return GradeMove(
            at=at,
            what=CONFIRMED if confirmed else REFUTED,
            reason=f"It {verb} “{_short(said.claim.text)}” and {result} ({outcome.words})",
            letter=self.letter,
            right=right,
            wrong=wrong,
            stake=stake,
            rates=rates,
            claim_id=said.claim.id,
            origin_id=said.id if said.so else "",
            decision_id=outcome.decision_id,
            evidence=(said.first.id, *outcome.evidence),
            rests_on=outcome.rests_on,
        )

    def decided(self, decision: Decision, back: bool) -> GradeMove:
        """``decision`` is given at its time, and taken ``back`` at its withdrawal."""
        at = decision.withdrawn if back and decision.withdrawn else decision.when
        self.given = (
            tuple(other for other in self.given if other.id != decision.id) if back else (*self.given, decision)
        )
        note = f": {decision.note}" if decision.note and not back else ""
        did = f"took {decision.value} back" if back else f"gave {decision.value}"
        reason = f"{decision.who} {did}{note}"
        return GradeMove(at, WITHDRAWN if back else GIVEN, reason, self.letter, decision_id=decision.id)


def _grade(
    source: Source, tests: Sequence[tuple[datetime, _Said, Outcome]], decisions: Sequence[Decision]
) -> SourceGrade:
    record = _Record()
    events = [(at, -1, said.claim.id, partial(record.tested, at, said, outcome)) for at, said, outcome in tests]
    # Never before a decision that was recorded earlier, whatever the clock said then: the last one given counts.
    latest = _EARLIEST
    for turn, decision in enumerate(decisions):
        latest = max(latest, decision.when)
        events.append((latest, turn, decision.id, partial(record.decided, decision, False)))
        if decision.withdrawn:
            back = max(latest, decision.withdrawn)
            events.append((back, turn, decision.id, partial(record.decided, decision, True)))
    moves = [make() for *_, make in sorted(events, key=lambda event: event[:3])]
    low, high = share_interval(record.right, record.wrong) if tests else (0.0, 1.0)
    return SourceGrade(
        id=content_id("src", source.key),
        name=source.name,
        kind=source.kind,
        letter=record.letter,
        learned=letter_of(record.right, record.wrong),
        right=round(record.right, 3),
        wrong=round(record.wrong, 3),
        low=round(low, 3),
        high=round(high, 3),
        tests=len(tests),
        moves=tuple(moves),
        given_by=record.given[-1].id if record.given else "",
    )


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1].rstrip()}…"
