"""Do two statements speak of the same act? Plain checks first, likeness of words last.

A detail that differs (another site, part, number, date, colour, "did not", "will") is never support, however alike the
words are. What is left open by one of the two (no site, no number) is no difference.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from firsthand.model import Action, Event, Granularity, Quantity, Stance, Statement, TimeSpan
from firsthand.trace.names import designations
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
)
from firsthand.wording.words import words

NEAR_ACTIONS = (
    frozenset({Action.BUILD, Action.OPERATE}),
    frozenset({Action.PRESENT, Action.MOVE}),
    frozenset({Action.BUILD, Action.PRESENT}),
    frozenset({Action.TEST, Action.OPERATE}),
)
"""Acts that reports tell in each other's words ("is making", "work is under way on", "is there")."""
ALWAYS = (float("-inf"), float("inf"))
"""The bounds of a time that is not told."""
REWORDED = 0.65
"""Cosine of sentence vectors from which on other words tell the same; sentences on one site often reach .5."""
Likeness = Callable[[str, str], float]
"""Of two texts, in [-1, 1]: a cosine of their vectors."""
_AHEAD = re.compile(
    r"\b(?:will|would|shall|going to|set to|about to|plans? to|planned to|intends? to|intended to|expected to)\b"
    r"(?! have\b)((?:\s+[\w-]+){1,3})",
    re.IGNORECASE,
)
_TAKES_UP = frozenset(concept(word) for word in ("resume", "begin", "start"))
_NONE_OF_IT = re.compile(r"^\W*(?:no|none|neither|nothing|nobody|not)\b", re.IGNORECASE)
_TOLD = (
    r"(?:reports?|claims?|rumou?rs?|stor(?:y|ies)|allegations?|suggestions?|accusations?|accounts?|talk|assertions?"
    r"|ideas?|notions?)"
)
_FALSE = (
    r"(?:false|untrue|wrong|unfounded|baseless|groundless|invented|fabricated|incorrect|mistaken|fictions?|fictitious"
    r"|nonsense|a lie|lies|a myth)"
)
_UNTRUE = re.compile(
    rf"\b(?:not (?:true|correct|the case|so)|{_FALSE}) that\b"
    r"|\b(?:no truth|nothing) (?:in|to) (?:[\w-]+ ){1,3}that\b"
    rf"|(?:^|\bthat )\W*(?:[\w-]+ ){{0,2}}{_TOLD} that\b.*"
    rf"\b(?:is|are|was|were|be|been|as|proved?|turned out(?: to be)?) (?:\w+ly )?{_FALSE}\b"
    # What is false may have been cut off: "reports that ... are false" read as if reports said so.
    r"|\b(?:is|are|was|were|be|been|proved?|turned out(?: to be)?) (?:\w+ly )?"
    r"(?:false|untrue|wrong|unfounded|baseless|groundless|incorrect)\W*$",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"(?:\b(?:not|never|no longer|(?:failed|refused|ha[ds] yet|have yet) to)|n['’]t)\s+"
    r"(?:(?:been|be|being|yet|ever|even|actually|\w+ly)\s+)*(\w+)",
    re.IGNORECASE,
)
_READING = re.compile(
    r"(?<!there )\b(?:is|was|are|were|as|be|represents?|means?|amounts? to)\s+"
    r"(?:(?:also|merely|only|just|simply|likely|probably|clearly|more|nothing but|little more than)\s+)*"
    r"(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,3}"
    r"(?:step|gesture|sign|signal|measure|ploy|bluff|message|concession|theatre|theater|maintenance|way|trick|symbol)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A statement with what comparing needs of it, worked out once."""

    statement: Statement
    event: Event
    sites: frozenset[str]
    bounds: tuple[float, float]
    """First and last moment at which it can have been, in seconds since 1970; :data:`ALWAYS` for vague words."""
    words: frozenset[str]
    """Concepts of its words, without those of site names: to share a place is no likeness of what is said."""
    thing: str
    forecast: bool
    colours: frozenset[str]
    sides: frozenset[str]
    models: frozenset[str]
    """Model designations ("KN-23")."""


def told(statement: Statement, places: frozenset[str] = frozenset()) -> Told:
    """``statement`` ready for comparing; ``places`` are the concepts of site names."""
    text = text_of(statement)
    colours, sides = _marks(text)
    return Told(
        statement,
        statement.event,
        frozenset(statement.event.site_ids),
        _bounds(statement.event.time),
        concepts(text) - places,
        thing_of(statement),
        is_forecast(statement),
        colours,
        sides,
        designations(text),
    )


def _bounds(time: TimeSpan | None) -> tuple[float, float]:
    if time is None or time.granularity is Granularity.VAGUE:
        return ALWAYS
    return (
        time.start.timestamp() if time.start is not None else ALWAYS[0],
        time.end.timestamp() if time.end is not None else ALWAYS[1],
    )


def fit(first: Told, second: Told, likeness: Likeness | None = None) -> float | None:
    """How well the two can be about the same act, 0 and up; None when something sets them apart.

    ``likeness`` stands for the sentence model, which is asked last and only about one site.
    """
    one, two = first.event, second.event
    if first.forecast != second.forecast or not meet(first.bounds, second.bounds):
        return None
    same_site = not first.sites.isdisjoint(second.sites)
    if not same_site and first.sites and second.sites:
        return None
    if one.part_id and two.part_id and one.part_id != two.part_id:
        return None
    objects = first.thing == second.thing if first.thing and second.thing else None
    least = _least_likeness(one, two, same_site, objects)
    if least is None or _marks_differ(first, second):
        return None
    shared = overlap(first.words, second.words)
    if shared < least and not (same_site and reworded(first, second, likeness)):
        return None
    score = shared + (1.0 if same_site else 0.0) + (0.5 if one.action == two.action else 0.0)
    if objects:
        score += 0.5
    if one.part_id and one.part_id == two.part_id:
        score += 0.5
    return score


def meet(first: tuple[float, float], second: tuple[float, float]) -> bool:
    """Neither time excludes the other."""
    return first[1] > second[0] and second[1] > first[0]


def _marks_differ(first: Told, second: Told) -> bool:
    return (
        _differ(first.colours, second.colours)
        or _differ(first.sides, second.sides)
        or _differ(first.models, second.models)
    )


def reworded(first: Told, second: Told, likeness: Likeness | None = None) -> bool:
    """The two mean nearly the same in other words, as a sentence model has it; asked last, and overrules no check."""
    if likeness is None:
        from firsthand.trace.matching import meaning

        likeness = meaning
    return likeness(text_of(first.statement), text_of(second.statement)) >= REWORDED


def _differ(first: frozenset[str], second: frozenset[str]) -> bool:
    return bool(first and second and not first & second)


def actions_near(action: Action) -> frozenset[Action]:
    """Acts as which the same event may be told."""
    if action is Action.NONE:
        return frozenset(Action)
    return frozenset({action, Action.NONE}).union(*(pair for pair in NEAR_ACTIONS if action in pair))


def _least_likeness(one: Event, two: Event, same_site: bool, objects: bool | None) -> float | None:
    """The likeness of words that is needed to join, given what the events have in common; None forbids."""
    if objects is None and one.part_id and one.part_id == two.part_id:
        objects = True
    if objects is False:
        return None
    if Action.NONE in (one.action, two.action):
        return 0.4 if objects and same_site else 0.6
    if one.action != two.action:
        near = objects and frozenset({one.action, two.action}) in NEAR_ACTIONS
        return (0.3 if same_site else 0.45) if near else None
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
    return says_not(text_of(statement), statement.event.action)


def says_not(text: str, action: Action) -> bool:
    """The words say that it is not so, or was not done."""
    return bool(_NONE_OF_IT.match(text) or _UNTRUE.search(text)) or _undone(text, str(action))


def _undone(text: str, act: str) -> bool:
    """ "did not move", "were never tested": the negation stands at the verb of the act itself."""
    return any(concept(match.group(1).casefold()) == act for match in _NOT_DONE.finditer(text))


def text_of(statement: Statement) -> str:
    return statement.quote or statement.event.object


def within(inner: TimeSpan | None, outer: TimeSpan | None) -> bool:
    """``inner`` lies within ``outer`` and is shorter; open ends and vague words tell nothing."""
    if inner is None or outer is None or Granularity.VAGUE in (inner.granularity, outer.granularity):
        return False
    if inner.start is None or inner.end is None or outer.start is None or outer.end is None:
        return False
    inside = outer.start <= inner.start and inner.end <= outer.end
    return inside and inner.end - inner.start < outer.end - outer.start


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


def _marks(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The colours a text names, and the sides of the compass."""
    told = words(text)
    found = {piece for word in told for piece in word.text.split("-")}
    # Sides are told apart only when small: "North" with a capital may be half a country's name.
    small = {piece for word in told if text[word.start].islower() for piece in word.text.split("-")}
    return frozenset(found & COLOURS), frozenset(piece.removesuffix("ern") for piece in small & COMPASS)
