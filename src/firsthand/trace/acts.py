"""Do two statements speak of the same act? Plain checks first, likeness of words last.

A detail that differs (another site, part, number, date, colour, "did not", "will") is never support, however alike the
words are. What is left open by one of the two (no site, no number) is no difference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from firsthand.model import Action, Event, Granularity, Quantity, Stance, Statement, TimeSpan
from firsthand.trace.words import (
    COLOURS,
    COMPASS,
    THINGS,
    VAGUE_OBJECTS,
    concept,
    concepts,
    counted,
    head,
    named_thing,
    overlap,
    words,
)

NEAR_ACTIONS = (
    frozenset({Action.BUILD, Action.OPERATE}),
    frozenset({Action.PRESENT, Action.MOVE}),
    frozenset({Action.BUILD, Action.PRESENT}),
    frozenset({Action.TEST, Action.OPERATE}),
)
"""Acts that reports tell in each other's words ("is making", "work is under way on", "is there")."""


_AHEAD = re.compile(
    r"\b(?:will|would|shall|going to|set to|about to|plans? to|planned to|intends? to|intended to|expected to)\b"
    r"(?! have\b)((?:\s+[\w-]+){1,3})",
    re.IGNORECASE,
)
_TAKES_UP = frozenset(concept(word) for word in ("resume", "begin", "start"))
_NONE_OF_IT = re.compile(r"^\W*(?:no|none|neither|nothing|nobody|not)\b", re.IGNORECASE)
_READING = re.compile(
    r"(?<!there )\b(?:is|was|are|were|as|be|represents?|means?|amounts? to)\s+"
    r"(?:(?:also|merely|only|just|simply|likely|probably|clearly|more|nothing but|little more than)\s+)*"
    r"(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,3}"
    r"(?:step|gesture|sign|signal|measure|ploy|bluff|message|concession|theatre|theater|maintenance|way|trick|symbol)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fit:
    """Two statements can be about one act."""

    score: float
    """How well they fit, 0 and up; only for choosing the best of several."""
    same_site: bool
    """Both name the same site (else at least one names none)."""


def fit(first: Statement, second: Statement, places: frozenset[str] = frozenset()) -> Fit | None:
    """How ``first`` and ``second`` can be about the same act; None when something sets them apart.

    ``places`` are the concepts of site names: to share them is no likeness of what is said.
    """
    one, two = first.event, second.event
    if is_forecast(first) != is_forecast(second) or not _places_agree(one, two):
        return None
    if apart(one.time, two.time) or _marks_differ(text_of(first), text_of(second)):
        return None
    likeness = overlap(concepts(text_of(first)) - places, concepts(text_of(second)) - places)
    same_site = bool(set(one.site_ids) & set(two.site_ids))
    objects = same_thing(first, second)
    least = _least_likeness(one, two, same_site, objects)
    if least is None or likeness < least:
        return None
    score = likeness + (1.0 if same_site else 0.0) + (0.5 if one.action == two.action else 0.0)
    if objects:
        score += 0.5
    if one.part_id and one.part_id == two.part_id:
        score += 0.5
    return Fit(score, same_site)


def _least_likeness(one: Event, two: Event, same_site: bool, objects: bool | None) -> float | None:
    """The likeness of words that is needed to join, given what the events have in common; None forbids."""
    if objects is None and one.part_id and one.part_id == two.part_id:
        objects = True
    if objects is False:
        return None
    if Action.NONE in (one.action, two.action):
        return 0.4 if objects and same_site else 0.6
    if one.action != two.action:
        near = frozenset({one.action, two.action}) in NEAR_ACTIONS
        return (0.3 if same_site else 0.45) if near and objects else None
    if same_site:
        return 0.0 if objects else 0.3
    return 0.2 if objects else 0.55


@lru_cache(maxsize=65_536)
def same_object(first: str, second: str) -> bool | None:
    """True or False where both phrases name a thing; None when one of them leaves it open."""
    if first.strip().casefold() in VAGUE_OBJECTS or second.strip().casefold() in VAGUE_OBJECTS:
        return None
    heads = head(first), head(second)
    if not all(heads):
        return None
    return heads[0] == heads[1]


def thing_of(statement: Statement) -> str:
    """The concept of the thing the statement is about: that of its object, or one that its words name."""
    name = head(statement.event.object)
    if name in THINGS:
        return name
    return named_thing(text_of(statement), str(statement.event.action)) or name


def same_thing(first: Statement, second: Statement) -> bool | None:
    """True or False where both statements name a thing; None when one leaves it open."""
    one, two = thing_of(first), thing_of(second)
    return one == two if one and two else None


def interprets(statement: Statement) -> bool:
    """The statement reads an act ("a symbolic gesture") rather than telling it."""
    return statement.event.action is Action.INTERPRET or bool(_READING.search(text_of(statement)))


def is_forecast(statement: Statement) -> bool:
    """The statement foretells; it is no support for what has happened, nor is a report of it support for a forecast."""
    if statement.stance is Stance.PREDICTS:
        return True
    act = str(statement.event.action)
    # Only where the modal governs the act itself: "will resume testing", not "missiles that will fly far".
    for match in _AHEAD.finditer(text_of(statement)):
        governed = [concept(word.text) for word in words(match.group(1))]
        if act in governed or _TAKES_UP & set(governed):
            return True
    return False


def is_negative(statement: Statement) -> bool:
    """The statement says that it is not so."""
    if statement.stance is Stance.DENIES or statement.event.negated:
        return True
    return bool(_NONE_OF_IT.match(text_of(statement)))


def text_of(statement: Statement) -> str:
    return statement.quote or statement.event.object


def apart(first: TimeSpan | None, second: TimeSpan | None) -> bool:
    """Two times of which each excludes the other; vague words exclude nothing."""
    if first is None or second is None or Granularity.VAGUE in (first.granularity, second.granularity):
        return False
    return _ends_before(first, second) or _ends_before(second, first)


def _ends_before(first: TimeSpan, second: TimeSpan) -> bool:
    return first.end is not None and second.start is not None and first.end <= second.start


def numbers_conflict(first: Statement, second: Statement) -> bool:
    """The two give numbers of the same thing that cannot both hold."""
    one, two = first.event.quantity, second.event.quantity
    if one and two:
        return _same_unit(one, two) and _disjoint(one, two)
    digits, others = counted(text_of(first)), counted(text_of(second))
    return any(not (digits[noun] & others[noun]) for noun in digits.keys() & others.keys())


def _same_unit(one: Quantity, two: Quantity) -> bool:
    return same_object(one.of, two.of) is not False


def _disjoint(one: Quantity, two: Quantity) -> bool:
    return (one.high is not None and two.low is not None and one.high < two.low) or (
        two.high is not None and one.low is not None and two.high < one.low
    )


def inside(inner: Quantity, outer: Quantity) -> bool:
    """``inner`` lies strictly within ``outer``."""
    low, high = float("-inf"), float("inf")
    bounds = (
        low if inner.low is None else inner.low,
        high if inner.high is None else inner.high,
        low if outer.low is None else outer.low,
        high if outer.high is None else outer.high,
    )
    return bounds[0] >= bounds[2] and bounds[1] <= bounds[3] and bounds[:2] != bounds[2:]


def _places_agree(one: Event, two: Event) -> bool:
    if one.site_ids and two.site_ids and not set(one.site_ids) & set(two.site_ids):
        return False
    return not (one.part_id and two.part_id and one.part_id != two.part_id)


def _marks_differ(first: str, second: str) -> bool:
    """Both name a colour, or a side of the compass, and not the same one."""
    one, two = _marks(first), _marks(second)
    return any(a and b and not a & b for a, b in zip(one, two, strict=True))


@lru_cache(maxsize=16_384)
def _marks(text: str) -> tuple[frozenset[str], frozenset[str]]:
    found = [piece for word in words(text) for piece in word.text.split("-")]
    # Sides are told apart only when small: "North" with a capital may be half a country's name.
    small = {piece for word in words(text) if text[word.start].islower() for piece in word.text.split("-")}
    sides = {piece.removesuffix("ern") for piece in small & COMPASS}
    return frozenset(set(found) & COLOURS), frozenset(sides)
