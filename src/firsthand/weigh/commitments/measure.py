"""Whether an undertaking could be tested at all, and by what means: the act, the thing, its size, the date.

An undertaking can be tested when its words name an act that somebody could see done or not done. A date alone is no
test: when it has come, nobody can say whether what was promised is there. Degrees ("wind down", "work toward") without
a number name no act.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.model import Action, ChangeKind, Measure, Site, SitePart, TimeSpan
from firsthand.read.dates.words import number
from firsthand.trace.settle import part_heads
from firsthand.trace.words import THINGS, concept, head, listed
from firsthand.weigh.images import SHOWN_BY
from firsthand.weigh.sizes import SIZES_M, size_of_m
from firsthand.wording.words import words

IMAGES, INSPECTION, STATEMENT = "images", "inspection", "statement"
MOVABLE = frozenset(
    map(concept, listed("vehicle lorry container launcher railcar wagon tank aircraft boat vessel crane"))
)
_SEEN = frozenset({ChangeKind.OBJECT_APPEARED, ChangeKind.OBJECT_LEFT})


@dataclass(frozen=True, slots=True)
class Act:
    """One sort of act that an undertaking can name."""

    name: str
    pattern: re.Pattern[str]
    acts: tuple[Action, ...]
    """Acts as which reports tell it."""
    shown: frozenset[ChangeKind]
    """Changes that show it done."""
    undone: frozenset[ChangeKind]
    """Changes that show it reversed."""
    means: tuple[str, ...]
    """Without images."""
    needs: re.Pattern[str] | None = None
    """Words that must stand beside the verb for it to name this act."""


_NO_PLACE = r"(?!(?:ing)?\s+(?:stand|site|station|facilit|bed|range|ground|pad|area|centre|center|vehicle|tower))"
"""A test stand is no test."""


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\w*", re.IGNORECASE)


ACTS = (
    Act(
        "admit inspectors",
        _words(r"allow|admit|invit|let\b|open|grant|permit|receiv|accept|giv|welcom"),
        (),
        frozenset(),
        frozenset(),
        (INSPECTION, STATEMENT),
        _words(r"inspect|observer|monitor|visit|verif"),
    ),
    Act(
        "hand over a list",
        _words(r"hand(?:ing)? over|submit|provid|declar|report|publish|disclos|giv|notif"),
        (),
        frozenset(),
        frozenset(),
        (STATEMENT,),
        _words(r"lists?\b|inventor|declaration|stock|data\b|figure|number|record"),
    ),
    Act(
        "dismantle",
        _words(r"dismantl|destroy|demolish|demolition|tear(?:ing)? down|remov|tak(?:e|ing) down|raz(?:e|ing)\b|scrap"),
        (Action.DISMANTLE,),
        SHOWN_BY[Action.DISMANTLE],
        frozenset({ChangeKind.BUILT}),
        (INSPECTION, STATEMENT),
    ),
    Act(
        "withdraw",
        _words(r"withdraw|pull(?:ing)? (?:back|out)|relocat|transfer|ship(?:ping)? (?:out|away)|evacuat"),
        (Action.MOVE, Action.DISMANTLE),
        frozenset({ChangeKind.OBJECT_LEFT}),
        frozenset({ChangeKind.OBJECT_APPEARED}),
        (INSPECTION, STATEMENT),
    ),
    Act(
        "deploy",
        _words(r"deploy|station(?:ing|ed)?\b|mov(?:e|ing)\b"),
        (Action.MOVE, Action.PRESENT),
        _SEEN,
        frozenset(),
        (INSPECTION, STATEMENT),
    ),
    Act(
        "build",
        _words(r"(?<!the )(?<!an )(?<!a )(?<!its )build|construct|erect|rebuild|expand|enlarg|pav(?:e|ing)\b"),
        (Action.BUILD,),
        SHOWN_BY[Action.BUILD],
        SHOWN_BY[Action.DISMANTLE],
        (INSPECTION, STATEMENT),
    ),
    Act(
        "test",
        _words(rf"test(?:s|ing|ed)?\b{_NO_PLACE}|launch(?!er){_NO_PLACE}|fir(?:e|ing)\b|detonat|explod|shoot"),
        (Action.TEST,),
        frozenset(),
        frozenset(),
        (STATEMENT,),
    ),
    Act(
        "operate",
        _words(r"operat|run(?:ning)?\b|produc|enrich|reprocess|manufactur|assembl|mak(?:e|ing)\b"),
        (Action.OPERATE, Action.BUILD),
        frozenset(),
        frozenset(),
        (INSPECTION, STATEMENT),
    ),
    Act(
        "shut down",
        _words(r"shut(?:ting)? down|clos(?:e|ing)\b|switch(?:ing)? off|seal"),
        (),
        frozenset(),
        frozenset(),
        (INSPECTION, STATEMENT),
    ),
)
"""Narrower ones first: at one place in the words the first that fits is meant."""
SCALE = re.compile(
    r"\b(?:w[io]nd(?:ing)? down|scal(?:e|ing) (?:back|down)|cut(?:ting)? (?:back|down)|reduc\w+|curb\w*|limit\w*"
    r"|restrain\w*|work(?:ing)? (?:toward|for|on)s?|mov(?:e|ing) toward\w*|striv\w+|aim\w*|seek\w*"
    r"|consider\w*|explor\w+|discuss\w*|improv\w+|ease|easing|phas(?:e|ing) out|step(?:ping)? back)\b",
    re.IGNORECASE,
)
"""Degrees and intentions: they name a direction and no act."""
_BREAK = re.compile(r"[,;:]|\b(?:and|or|but|to)\b")
_COUNT = re.compile(r"\b(\d[\d,]*|[a-z]+(?:-[a-z]+)?)\s+(?:[a-z-]+\s+){0,2}?([a-z-]+)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """An act named in the words of an undertaking."""

    act: Act
    start: int


def first_act(text: str) -> Found | None:
    """The first act that ``text`` names outright: not one that it would only wind down or work toward."""
    return min(_acts_in(text), key=lambda found: found.start, default=None)


def last_act(text: str, action: Action) -> Found | None:
    """The last act in ``text`` that a report would tell as ``action``."""
    fitting = [found for found in _acts_in(text) if action in found.act.acts]
    return max(fitting, key=lambda found: found.start, default=None)


def _acts_in(text: str) -> list[Found]:
    """The acts that ``text`` names outright, narrower ones before others at the same place."""
    vague = [match.end() for match in SCALE.finditer(text)]
    found = []
    for act in ACTS:
        if act.needs and not act.needs.search(text):
            continue
        for match in act.pattern.finditer(text):
            governed = any(end <= match.start() and not _BREAK.search(text[end : match.start()]) for end in vague)
            if not governed or _number_in(text):
                found.append(Found(act, match.start()))
    return found


def act_of(measure: Measure) -> Act:
    """The sort of act that a measure was made from."""
    return next(act for act in ACTS if act.name == measure.verb)


def measure_of(
    wordings: Sequence[str], things: Sequence[str], site_ids: Sequence[str], part: SitePart | None
) -> Measure | None:
    """What would show that the undertaking was done; ``None`` when its words name no act on anything.

    ``wordings`` are its words as told, ``things`` the objects that the reader found in them.
    """
    for text in wordings:
        found = first_act(text)
        if found is None:
            continue
        thing = _thing(text[found.start :], things)
        if part and (not thing or concept(thing) in part_heads(part)):
            thing = part.name.lower()
        if not (thing or part or site_ids or found.act.needs):
            continue
        size = size_of_m(thing, part) if found.act.shown else None
        means = (IMAGES, *found.act.means) if size is not None else found.act.means
        return Measure(
            found.act.acts,
            found.act.name,
            thing,
            tuple(site_ids),
            part.id if part else None,
            means,
            size,
            _number_in(text),
        )
    return None


def shown_by(measure: Measure) -> frozenset[ChangeKind]:
    """Changes that show the act. What can be driven away leaves; it is not taken down."""
    act = act_of(measure)
    return act.shown | {ChangeKind.OBJECT_LEFT} if _drives(measure) and Action.DISMANTLE in act.acts else act.shown


def undone_by(measure: Measure) -> frozenset[ChangeKind]:
    act = act_of(measure)
    return (
        act.undone | {ChangeKind.OBJECT_APPEARED} if _drives(measure) and Action.DISMANTLE in act.acts else act.undone
    )


def _drives(measure: Measure) -> bool:
    return head(measure.object) in MOVABLE


def part_in(text: str, sites: Sequence[Site]) -> SitePart | None:
    """The one part whose name stands in ``text``; ``None`` when several or none do."""
    low = f" {' '.join(word.text for word in words(text))} "
    named = [
        part
        for site in sites
        for part in site.parts
        if any(f" {' '.join(word.text for word in words(name))} " in low for name in (part.name, *part.aliases))
    ]
    if not named:
        heads = [part for site in sites for part in site.parts if part_heads(part) & {_thing(text, ())}]
        named = heads if len(heads) == 1 else []
    return named[0] if len({part.id for part in named}) == 1 else None


def testable(
    measure: Measure | None, by: TimeSpan | None, wordings: Sequence[str], refrains: bool = False
) -> tuple[bool, str]:
    """Whether anybody could tell that it was kept, and why or why not, in a sentence."""
    if measure is not None:
        act = f"{'not ' if refrains else ''}to {_shown(measure)}"
        if by:
            return True, f"It names a date and a measure: {act}."
        if refrains:
            return True, f"It names a measure: {act}."
        return True, f"It names a measure, {act}; it names no date, so that it can never fall due."
    vague = next((match.group().lower() for text in wordings if (match := SCALE.search(text))), "")
    named = f"“{vague}” is a direction, and names no act" if vague else "its words name no act"
    what = f"{named} that anybody could see done or not done"
    return False, f"A date, but no measure: {what}." if by else f"No date, no measure: {what}."


def _shown(measure: Measure) -> str:
    means = {IMAGES: "images", INSPECTION: "inspection", STATEMENT: "statements"}
    said = [means[name] for name in measure.means]
    able = f"{', '.join(said[:-1])} or {said[-1]}" if len(said) > 1 else said[0]
    many = f"{measure.count:g} {measure.object.removesuffix('s')}s" if measure.count else ""
    thing = f" {many or f'the {measure.object}'}" if measure.object else ""
    return f"{measure.verb}{thing}, which {able} can show"


def thing_in(text: str) -> str:
    """The thing that the words' act is done on, by the family of its name; empty when they name none."""
    act = first_act(text)
    return concept(_thing(text[act.start :] if act else text, ()))


def _thing(text: str, things: Sequence[str]) -> str:
    """The thing that the act is done on: what the reader found when it is one, else the first that the words name."""
    for phrase in things:
        if head(phrase) in SIZES_M or head(phrase) in THINGS:
            return phrase.lower()
    row: list[str] = []
    for word in words(text):
        if concept(word.text) in SIZES_M or concept(word.text) in THINGS:
            row.append(word.text)
        elif row and concept(word.text) != "test":
            break
    return row[-1] if row else ""


def _number_in(text: str) -> float | None:
    """The count of things that the words give ("twelve launchers"); articles count nothing."""
    for match in _COUNT.finditer(text):
        if match.group(1).lower() in {"a", "an", "one", "the"} or concept(
            match.group(2).lower()
        ) not in SIZES_M | dict.fromkeys(THINGS):
            continue
        value = number(match.group(1))
        if value and value > 1:
            return value
    return None
