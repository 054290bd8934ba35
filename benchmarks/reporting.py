"""A large invented case: reports that tell facts of :mod:`stories` in many wordings, their statements made directly.

Reading some thousands of texts would take minutes; what the tracer is given here is what the reader gives, without what
it misses. Of ten statements about one tells no site, some name a person, a body, officials or another outlet, and a few
decline, deny or correct.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from stories import (
    BODIES,
    DESIGNATIONS,
    DOERS,
    FIRST,
    LAST,
    OUTLET_NAMES,
    SITE_NAMES,
    TELLINGS,
    YEAR,
    Fact,
    Shown,
    capital,
    clause,
    document,
)

from firsthand.model import (
    Action,
    Anchor,
    Basis,
    Certainty,
    Document,
    Event,
    Granularity,
    Link,
    Outlet,
    Quantity,
    Site,
    SourceKind,
    Stance,
    Statement,
    TimeSpan,
    Voice,
    content_id,
)

PER_REPORT = 5
"""Statements in one report."""
PER_FACT = 6
"""Statements that tell one fact, in the mean."""
OUTLETS = tuple(Outlet(name, (), (), f"{name} Holding") for name in OUTLET_NAMES)
SITES = tuple(Site(name.lower().replace(" ", "-"), name, 10.0 + at, 50.0, 1000.0) for at, name in enumerate(SITE_NAMES))
_FILLERS = (
    "Snow lay over the {a} valley for {n} days.",
    "The road from {a} to {b} was closed for {n} weeks.",
    "Parliament in {a} is to debate the budget of {b} province.",
    "Diplomats in {b} expect talks to go on for {n} days.",
)


@dataclass(frozen=True, slots=True)
class Reports:
    """A case in memory, reports by time."""

    documents: list[Document]
    statements: list[Statement]


def make_reports(chance: random.Random, statements: int, days: int = 900) -> Reports:
    """Reports with about ``statements`` statements on as many facts as fit, over ``days`` days."""
    facts = [_fact(chance, days) for _ in range(max(statements // PER_FACT, 1))]
    made = Reports([], [])
    for number in range(max(statements // PER_REPORT, 1)):
        # A report tells of what has lately happened.
        near = sorted(chance.sample(facts, min(40, len(facts))), key=lambda fact: fact.day)
        moment = datetime.combine(near[-1].day, datetime.min.time(), UTC) + timedelta(hours=number % 24, days=1)
        _report(chance, number, near[-PER_REPORT:], moment, made)
    return made


def _fact(chance: random.Random, days: int) -> Fact:
    act = chance.choice(sorted(TELLINGS))
    day = date(YEAR, 1, 1) + timedelta(days=chance.randint(0, days))
    things = TELLINGS[act][0]
    site = chance.choice(SITE_NAMES)
    return Fact(
        act, chance.randint(2, 12), chance.choice(things), chance.choice(DESIGNATIONS), chance.choice(DOERS), site, day
    )


def _report(chance: random.Random, number: int, facts: list[Fact], moment: datetime, made: Reports) -> None:
    outlet = chance.choice(OUTLETS).name
    told = [_sentence(chance, fact, outlet) for fact in facts]
    sentences = [f"{sentence} {_filler(chance)}" for sentence, *_ in told]
    item = document(f"report-{number}", "\n\n".join(sentences), outlet, moment)
    made.documents.append(item)
    place = 0
    for (sentence, quote, link, stance), fact, line in zip(told, facts, sentences, strict=True):
        start = place + sentence.index(quote)
        made.statements.append(_statement(chance, item, fact, Anchor(start, start + len(quote), quote), link, stance))
        place += len(line) + 2


def _filler(chance: random.Random) -> str:
    a, b = chance.sample(LAST, 2)
    return chance.choice(_FILLERS).format(a=a, b=b, n=chance.randint(2, 40))


def _sentence(chance: random.Random, fact: Fact, outlet: str) -> tuple[str, str, Link | None, Stance]:
    """A sentence, what it says, who says so and how."""
    shown = Shown(*(chance.random() < share for share in (0.8, 0.6, 0.7, 0.8, 0.8)))
    told = clause(chance, fact, shown, negative=chance.random() < 0.05)
    person = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    draw = chance.random()
    if draw < 0.03:
        quote = f"a spokesman declined to comment on {fact.site}"
        return f"{capital(quote)}.", capital(quote), Link("spokesman", SourceKind.UNNAMED_OFFICIAL), Stance.DECLINES
    if draw < 0.06:
        return f"{person} denied the report.", "the report", Link(person, SourceKind.NAMED_PERSON), Stance.DENIES
    name, kind = chance.choice(
        (
            (person, SourceKind.NAMED_PERSON),
            (chance.choice(BODIES), SourceKind.ORGANISATION),
            ("officials", SourceKind.UNNAMED_OFFICIAL),
            (chance.choice(OUTLET_NAMES), SourceKind.OUTLET),
            (outlet, SourceKind.OWN_VOICE),
        )
    )
    if kind is SourceKind.OWN_VOICE:
        return f"{capital(told)}.", capital(told), None, Stance.ASSERTS
    return f"{name} said that {told}.", told, Link(name, kind), Stance.ASSERTS


def _statement(
    chance: random.Random, item: Document, fact: Fact, content: Anchor, link: Link | None, stance: Stance
) -> Statement:
    own = Link(item.outlet, SourceKind.OUTLET)
    plain = stance is Stance.ASSERTS
    sites = (fact.site.lower().replace(" ", "-"),) if fact.site in content.quote and chance.random() < 0.9 else ()
    start = datetime.combine(fact.day, datetime.min.time(), UTC)
    dated = str(fact.day.day) in content.quote.split() and plain
    event = Event(
        action=Action(fact.act) if plain else Action.NONE,
        object=f"{fact.thing}s" if plain else "",
        site_ids=sites,
        quantity=Quantity(fact.number, fact.number, f"{fact.thing}s") if plain and chance.random() < 0.5 else None,
        time=TimeSpan(start, start + timedelta(days=1), Granularity.DAY) if dated else None,
        negated=plain and " not " in content.quote,
    )
    return Statement(
        id=content_id("stm", item.id, str(content.start)),
        document_id=item.id,
        content=(content,),
        source=None,
        cue=None,
        source_kind=link.kind if link else SourceKind.OWN_VOICE,
        source_name=link.name if link else item.outlet,
        chain=(link, own) if link else (own,),
        voice=Voice.INDIRECT if link else Voice.OUTLET,
        stance=stance,
        basis=chance.choice((Basis.UNSTATED, Basis.UNSTATED, Basis.IMAGE)),
        certainty=Certainty(0.9, 0.99),
        event=event,
    )
