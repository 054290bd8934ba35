"""The door of this part: the boards of a case, and what people may do to them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from firsthand.case import Case
from firsthand.errors import UnknownIdError, UsageError
from firsthand.model import Assumption, Board, Decision, EvidenceRow, Hypothesis, LinkKind, Rating
from firsthand.weigh.hypotheses.catalogue import BaseRate, base_rate, base_rates, share_of
from firsthand.weigh.hypotheses.edits import Edit, Rated, Verb, board_id, edited, record
from firsthand.weigh.hypotheses.scale import LIKELIHOODS

LONGEST = 500
"""Characters of one hypothesis or piece of evidence."""
STATES = ("open", "holds", "fails")
_NUMBER = re.compile(r"^[HEA]?(\d{1,4})$", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
Item = TypeVar("Item", Hypothesis, EvidenceRow, Assumption)


def boards(case: Case) -> list[Board]:
    """All boards of the case, as edited."""
    return edited(case.store.proposed_boards(), case.store.decisions())


def board(case: Case, wanted: str) -> Board:
    """A board by its id, or that of its claim. Raises UnknownIdError with what to do."""
    found = next((item for item in boards(case) if wanted in (item.id, item.claim_id)), None)
    if found is None:
        remedy = "see `firsthand hypotheses`; `firsthand hypothesis open CLAIM` asks for one"
        raise UnknownIdError("no board of hypotheses has this id", thing=wanted, remedy=remedy)
    return found


def named(items: Sequence[Item], wanted: str, what: str) -> Item:
    """A hypothesis, row or assumption by id or number ("H2", "E3", "A1"). Raises UnknownIdError."""
    number = _NUMBER.match(wanted.strip())
    if number and 0 < int(number.group(1)) <= len(items):
        return items[int(number.group(1)) - 1]
    found = next((item for item in items if item.id == wanted.strip()), None)
    if found is None:
        remedy = "numbers and ids stand in `firsthand hypotheses BOARD` and its --json"
        raise UnknownIdError(f"no {what} of this board", thing=wanted, remedy=remedy)
    return found


def clean(text: str, what: str) -> str:
    """``text`` fit to be kept. Raises UsageError when it is empty, too long or holds control characters."""
    text = text.strip()
    if not text:
        raise UsageError(f"the {what} is empty", remedy="say it in words")
    if len(text) > LONGEST or _CONTROL.search(text):
        raise UsageError(f"the {what} is longer than {LONGEST} characters or holds control characters", thing=text[:40])
    return text


def rating(value: str) -> Rating:
    """A rating by its letters, in any case. Raises UsageError."""
    try:
        return Rating(value.strip().upper().replace("N/A", "NA"))
    except ValueError as error:
        raise UsageError("no such rating", thing=value, remedy=f"one of: {', '.join(Rating)}") from error


def weight(value: float) -> float:
    """A reliability within [0, 1]. Raises UsageError."""
    if not 0 <= value <= 1:
        raise UsageError("a weight lies between 0 (counts for nothing) and 1", thing=f"{value:g}")
    return value


# ---- edits ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signed:
    """Who judges, and why."""

    who: str = ""
    """Default: the user's name."""
    note: str = ""


UNSIGNED = Signed()


def open_board(case: Case, claim_id: str, signed: Signed = UNSIGNED) -> Decision:
    """Ask for a board about a claim, which the next ``weigh`` proposes. Raises UnknownIdError, UsageError."""
    claim = case.store.claim(claim_id)
    if any(item.claim_id == claim.id and item.set_name for item in boards(case)):
        raise UsageError("this claim has a board already", thing=claim_id, remedy=f"`firsthand hypotheses {claim_id}`")
    return record(
        case, Edit(Verb.OPEN, board_id(claim.id), claim.id, claim.text, text=claim.text), signed.note, signed.who
    )


def add_hypothesis(case: Case, wanted: str, text: str, signed: Signed = UNSIGNED) -> Decision:
    """Add a hypothesis. Raises UnknownIdError, UsageError when the board has it already."""
    on = board(case, wanted)
    text = clean(text, "hypothesis")
    same = next((item for item in on.hypotheses if item.text.casefold() == text.casefold()), None)
    if same is not None and not same.dropped_by:
        raise UsageError("the board has this hypothesis already", thing=same.id)
    return done(case, on, signed, Verb.ADD, text=text)


def drop_hypothesis(case: Case, wanted: str, hypothesis: str, signed: Signed = UNSIGNED) -> Decision:
    """Leave a hypothesis out of the judging; it stays visible. Raises UnknownIdError, UsageError."""
    on = board(case, wanted)
    item = named(on.hypotheses, hypothesis, "hypothesis")
    if item.dropped_by:
        raise UsageError("dropped already", thing=item.id, remedy=f"`firsthand undo {item.dropped_by}` brings it back")
    return done(case, on, signed, Verb.DROP, hypothesis_id=item.id, text=item.text)


def rename_hypothesis(case: Case, wanted: str, hypothesis: str, text: str, signed: Signed = UNSIGNED) -> Decision:
    """Put a hypothesis in other words; its id and ratings stay. Raises UnknownIdError, UsageError."""
    on = board(case, wanted)
    item = named(on.hypotheses, hypothesis, "hypothesis")
    return done(case, on, signed, Verb.RENAME, hypothesis_id=item.id, text=clean(text, "hypothesis"))


def relate(
    case: Case, wanted: str, pair: tuple[str, str], kind: str = LinkKind.SUBSUMES, signed: Signed = UNSIGNED
) -> Decision:
    """Say that the first hypothesis subsumes the second, or that they exclude each other.

    Raises UnknownIdError; UsageError on one hypothesis twice, an unknown relation or a circle.
    """
    on = board(case, wanted)
    first, second = (named(on.hypotheses, item, "hypothesis") for item in pair)
    if first.id == second.id:
        raise UsageError("a relation needs two different hypotheses", thing=first.id)
    try:
        link = LinkKind(kind.strip().lower())
    except ValueError as error:
        raise UsageError("no such relation", thing=kind, remedy=f"one of: {', '.join(LinkKind)}") from error
    if link is LinkKind.SUBSUMES and _reaches(on, second.id, first.id):
        raise UsageError("that would make a circle: the second one subsumes the first", thing=second.id)
    text = f"{first.text} / {second.text}"
    return done(case, on, signed, Verb.RELATE, hypothesis_id=first.id, other_id=second.id, link=link, text=text)


def _reaches(on: Board, start: str, goal: str) -> bool:
    """``start`` subsumes ``goal``, however many steps away."""
    seen, left = {start}, [start]
    while left:
        here = left.pop()
        for link in on.links:
            if link.kind is LinkKind.SUBSUMES and link.first == here and link.second not in seen:
                seen.add(link.second)
                left.append(link.second)
    return goal in seen


def rate(case: Case, wanted: str, row: str, ratings: Mapping[str, str], signed: Signed = UNSIGNED) -> Decision:
    """Rate a row for hypotheses (by id or number). Raises UnknownIdError, UsageError."""
    on = board(case, wanted)
    item = named(on.rows, row, "row")
    rated = _ratings(on, ratings)
    return done(case, on, signed, Verb.RATE, row_id=item.id, ratings=rated, text=item.text)


def _ratings(on: Board, ratings: Mapping[str, str]) -> tuple[Rated, ...]:
    if not ratings:
        raise UsageError("nothing is rated", remedy="give ratings such as H1=CC H2=I")
    return tuple(Rated(named(on.hypotheses, id, "hypothesis").id, rating(value)) for id, value in ratings.items())


@dataclass(frozen=True, slots=True)
class Entry:
    """A piece of evidence as a person enters it."""

    text: str = ""
    """Empty for a known base rate, which has its own."""
    ratings: Mapping[str, str] = field(default_factory=dict)
    """By id or number of the hypothesis; those left out stay open."""
    weight: float = 1.0
    source: str = ""
    base_rate: str = ""


def add_evidence(case: Case, wanted: str, entry: Entry, signed: Signed = UNSIGNED) -> Decision:
    """Enter a row. Raises UnknownIdError; UsageError, also for a base rate that does not fit or is there already."""
    on = board(case, wanted)
    if entry.base_rate:
        return done(case, on, signed, Verb.EVIDENCE, **_base_rate(case, on, base_rate(entry.base_rate)))
    text = clean(entry.text, "evidence")
    if not entry.source.strip() and not signed.note:
        raise UsageError("evidence needs its source", thing=text[:40], remedy="give --source or --note")
    return done(
        case,
        on,
        signed,
        Verb.EVIDENCE,
        text=text,
        ratings=_ratings(on, entry.ratings) if entry.ratings else (),
        weight=weight(entry.weight),
        source=entry.source.strip()[:LONGEST],
    )


def offered(case: Case, on: Board) -> tuple[BaseRate, ...]:
    """Known base rates that fit the board and that nobody has entered."""
    texts = {row.text for row in on.rows}
    fitting = [item for item in base_rates() if on.set_name in item.sets and item.known_by(_year(case))]
    return tuple(item for item in fitting if not any(text.startswith(item.question) for text in texts))


def _year(case: Case) -> int:
    """Of the latest report: what became known later is hindsight."""
    latest = case.store.latest_report()
    return latest.year if latest else datetime.now(UTC).year


def _base_rate(case: Case, on: Board, known: BaseRate) -> dict[str, Any]:
    """The fields of the row that a base rate becomes; its numbers are kept as they are today."""
    fitting = offered(case, on)
    if known not in fitting:
        names = ", ".join(item.name for item in fitting) or "none"
        raise UsageError("does not fit this board, or is there already", thing=known.name, remedy=f"fitting: {names}")
    cases = known.known_by(_year(case))
    share, times = share_of(cases), sum(item.yes for item in cases)
    chances = {item.id: share if item.key in known.share_for else 1 - share for item in on.hypotheses}
    return {
        "text": f"{known.question} Yes in {times} of {len(cases)} cases known then.",
        "ratings": tuple(Rated(id, _nearest(chance), round(chance, 4)) for id, chance in chances.items()),
        "weight": 1.0,
        "source": "; ".join(f"{item.what} ({item.source})" for item in cases),
        "base_rate": known.name,
    }


def _nearest(chance: float) -> Rating:
    return min(LIKELIHOODS, key=lambda step: abs(LIKELIHOODS[step] - chance))


def weigh_row(case: Case, wanted: str, row: str, value: float, signed: Signed = UNSIGNED) -> Decision:
    """Set how far a row is trusted, in [0, 1]. Raises UnknownIdError, UsageError."""
    on = board(case, wanted)
    item = named(on.rows, row, "row")
    return done(case, on, signed, Verb.WEIGH, row_id=item.id, weight=weight(value), text=item.text)


def mark(case: Case, wanted: str, row: str, relevant: bool, signed: Signed = UNSIGNED) -> Decision:
    """Leave a row out of the judging, or take it in again; it stays visible. Raises UnknownIdError, UsageError."""
    on = board(case, wanted)
    item = named(on.rows, row, "row")
    if bool(item.irrelevant_by) is not relevant:
        raise UsageError(f"is {'relevant' if relevant else 'marked irrelevant'} already", thing=item.id)
    verb = Verb.RELEVANT if relevant else Verb.IRRELEVANT
    return done(case, on, signed, verb, row_id=item.id, text=item.text)


def assume(case: Case, wanted: str, about: str, state: str = "open", signed: Signed = UNSIGNED) -> Decision:
    """Check an assumption (by id or number): open, holds or fails; or add one in words.

    Raises UnknownIdError, UsageError.
    """
    on = board(case, wanted)
    state = state.strip().lower()
    if state not in STATES:
        raise UsageError("no such state of an assumption", thing=state, remedy=f"one of: {', '.join(STATES)}")
    if _NUMBER.match(about.strip()) or about.strip().startswith("asm-"):
        item = named(on.assumptions, about, "assumption")
        return done(case, on, signed, Verb.ASSUME, state=state, assumption_id=item.id, text=item.text)
    return done(case, on, signed, Verb.ASSUME, state=state, text=clean(about, "assumption"))


def done(case: Case, on: Board, signed: Signed, verb: Verb, **fields: Any) -> Decision:
    """Record one edit of ``on``; ``fields`` are those of :class:`Edit`."""
    return record(case, Edit(verb, on.id, on.claim_id, on.question, **fields), signed.note, signed.who)
