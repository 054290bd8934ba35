"""How news travels, logged: originals, copies, light edits, rewrites, merges, chains and independent eyewitnesses.

Each maker writes one short story of two or three reports about an invented fact (:mod:`stories`) and logs who had it
from whom and how many independent origins there are.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from stories import (
    BODIES,
    FIRST,
    LAST,
    ROLES,
    YEAR,
    Fact,
    Shown,
    World,
    capital,
    clause,
    document,
    make_fact,
    make_world,
)

from firsthand.model import Document

WITNESSES = ("farmer", "driver", "fisherman", "villager", "shepherd", "resident")
_TOWNS = ("Ostburg", "Calden", "Merrow", "Sant Iver", "Glenholt", "Varby")
_BACKGROUND = (
    "{site} lies {km} kilometres {way} of {town}, in a valley that is closed to visitors.",
    "The two governments signed an accord in {year}, which lapsed {some} years later.",
    "Inspectors were last let into the area in {year}, when they stayed for {some} days.",
    "Residents of {town} have complained of night traffic on the road since {year}.",
    "The ministry in {town} has published no figures on the subject since {year}.",
    "Talks on a new treaty are to go on in {town} next month, diplomats expect.",
    "The area {way} of {town} has no other industry, and its railway was shut in {year}.",
    "A spokesman for the ministry in {town} declined to comment on the matter.",
    "Parliament in {town} is to debate the budget of the armed forces in the coming weeks.",
    "Snow and low cloud over {town} have hidden much of the district for {some} weeks.",
    "Foreign companies left {town} after the sanctions of {year} were tightened.",
    "Neighbouring countries have followed events near {town} with concern since {year}.",
)
_SWAPS = {
    "said that": "stated that", "told": "informed", "lies": "is situated", "signed": "concluded", "kilometres": "km",
    "closed to": "off limits to", "complained of": "protested against", "published": "released", "next month": "soon",
    "traffic on the road": "road traffic", "declined to comment": "would not comment", "lapsed": "expired",
    "debate": "discuss", "in the coming weeks": "shortly", "hidden": "covered", "concern": "worry",
    "tightened": "widened",
    "Residents": "Inhabitants", "let into": "admitted to", "no other industry": "little other industry",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Root:
    """Somebody who knows."""

    kind: str
    """person, body, officials, witness, somebody (an unnamed witness) or reporter."""
    name: str
    role: str = ""

    @property
    def named(self) -> bool:
        return self.kind not in ("officials", "somebody")


@dataclass(slots=True)
class Story:
    """Reports of one fact with their logged lineage."""

    kind: str
    world: World
    fact: Fact
    roots: list[Root]
    documents: list[Document] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    """The sentence of each report that tells the fact."""
    flows: list[tuple[int, int]] = field(default_factory=list)
    """Numbers of the reports: the first gave to the second."""

    @property
    def origins(self) -> tuple[int, int]:
        """The fewest and the most origins that a reader of the reports can tell: unnamed persons may be the same."""
        unnamed = sum(not root.named for root in self.roots)
        return len(self.roots) - max(0, unnamed - 1), len(self.roots)

    def outlet(self, number: int) -> str:
        return self.documents[number].outlet


def make_story(chance: random.Random, kind: str) -> Story:
    """A story of one of :data:`KINDS`."""
    world = make_world(chance)
    fact = make_fact(chance, world)
    story = Story(kind, world, fact, [])
    KINDS[kind](chance, story)
    return story


def _root(chance: random.Random, kinds: Sequence[str], taken: Sequence[Root] = ()) -> Root:
    kind = chance.choice(kinds)
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    while any(name.split()[1] == other.name.split()[-1] for other in taken):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    bodies = [body for body in BODIES if all(body not in (other.name, other.role) for other in taken)]
    body = chance.choice(bodies)
    if kind == "person":
        return Root(kind, name, body)
    if kind in ("witness", "somebody"):
        return Root(kind, name, chance.choice(WITNESSES))
    return Root(kind, body if kind == "body" else "")


_ANY = ("person", "person", "body", "officials", "reporter", "witness")


# ---- sentences -----------------------------------------------------------------------------------------------------


def _first_telling(chance: random.Random, root: Root, told: str, outlet: str) -> str:
    """The sentence of the outlet that had it from ``root`` itself."""
    name, role = root.name, root.role
    said = {
        "person": (
            f"{name}, {chance.choice(ROLES)} at the {role}, said that {told}.",
            f"{capital(told)}, {name} of the {role} told the {outlet}.",
            f"“{capital(told)},” {name}, {chance.choice(ROLES)} at the {role}, said in an interview.",
            f"{capital(told)}, according to {name} of the {role}.",
        ),
        "body": (
            f"The {name} said that {told}.",
            f"{capital(told)}, the {name} reported.",
            f"According to the {name}, {told}.",
        ),
        "officials": (
            f"Two officials told the {outlet} that {told}.",
            f"{capital(told)}, officials who asked not to be named told the {outlet}.",
            f"{capital(told)}, officials said.",
        ),
        "reporter": (
            f"A reporter for the {outlet} saw how {told}.",
            f"Our correspondent saw how {told}.",
            f"“We saw with our own eyes that {told},” the correspondent of the {outlet} said.",
        ),
        "witness": (
            f"{name}, a {role} who lives nearby, said that {told}.",
            f"{capital(told)}, said {name}, a {role} from the next village.",
            f"“I saw it from the road: {told},” {name}, a {role}, said.",
            f"{capital(told)}, {role} {name} told the {outlet}.",
        ),
        "somebody": (
            f"A {role} told the {outlet} that {told}.",
            f"{capital(told)}, a {role} who lives nearby told the {outlet}.",
        ),
    }
    return chance.choice(said[root.kind])


def _credited(chance: random.Random, root: Root, told: str, giver: str) -> str:
    """The sentence of an outlet that has it from the outlet ``giver`` and says so."""
    name = root.name
    plain = (f"The {giver} reported that {told}.", f"{capital(told)}, according to the {giver}.")
    cites = {"body": f"the {name}", "officials": "unnamed officials", "somebody": f"a {root.role}"}
    if root.kind == "reporter":
        more: tuple[str, ...] = (
            f"A correspondent of the {giver} saw how {told}.",
            f"{capital(told)}, as a reporter for the {giver} saw.",
        )
    elif root.kind == "body":
        more = (f"The {giver} reported, citing the {name}, that {told}.", f"The {name} told the {giver} that {told}.")
    elif root.kind == "officials":
        more = (
            f"Officials told the {giver} that {told}.",
            f"{capital(told)}, the {giver} reported, citing officials.",
        )
    else:
        who = cites.get(root.kind, name)
        more = (
            f"{capital(who)} told the {giver} that {told}.",
            f"{capital(told)}, the {giver} reported, citing {who}.",
            f"The {giver} quoted {who} as saying that {told}.",
        )
    return chance.choice((*more, *more, *plain))


def _background(chance: random.Random, fact: Fact, count: int) -> list[str]:
    return [
        pattern.format(
            site=fact.site,
            km=chance.randint(12, 90),
            way=chance.choice(("north", "south", "east", "west")),
            town=chance.choice(_TOWNS),
            year=YEAR - chance.randint(2, 12),
            some=chance.choice(("two", "three", "four", "five")),
        )
        for pattern in chance.sample(_BACKGROUND, count)
    ]


def _short(chance: random.Random) -> Shown:
    return Shown(*(chance.random() < share for share in (0.85, 0.6, 0.7, 0.7, 0.8)))


# ---- reports -------------------------------------------------------------------------------------------------------


def _publish(chance: random.Random, story: Story, lead: str, rest: Sequence[str]) -> int:
    """Add a report of the next outlet, some hours after the last; the report's number."""
    number = len(story.documents)
    sentences = [lead, *rest]
    if rest and chance.random() < 0.25:
        sentences[0], sentences[1] = sentences[1], sentences[0]
    cut = chance.randint(1, len(sentences))
    text = "\n\n".join(" ".join(part) for part in (sentences[:cut], sentences[cut:]) if part)
    before = story.documents[-1].published if story.documents else None
    moment = (before or datetime(YEAR, 10, 1, tzinfo=UTC)) + timedelta(hours=chance.choice((1, 2, 5, 11, 26, 50)))
    outlet = story.world.outlets[number].name
    story.documents.append(document(f"{story.kind}-{number}", text, outlet, moment))
    story.leads.append(lead)
    return number


def _original(chance: random.Random, story: Story, root: Root, told: str = "") -> int:
    told = told or clause(chance, story.fact, Shown())
    outlet = story.world.outlets[len(story.documents)].name
    story.roots.append(root)
    lead = _first_telling(chance, root, told, outlet)
    return _publish(chance, story, lead, _background(chance, story.fact, chance.randint(2, 4)))


def _rewrite(chance: random.Random, story: Story, giver: int, root: Root) -> int:
    lead = _credited(chance, root, clause(chance, story.fact, _short(chance)), story.outlet(giver))
    number = _publish(chance, story, lead, _background(chance, story.fact, chance.randint(1, 3)))
    story.flows.append((giver, number))
    return number


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.”])\s+", text)


def _copy(chance: random.Random, story: Story) -> None:
    """An agency's text printed as it is, perhaps cut at the end."""
    giver = _original(chance, story, _root(chance, _ANY))
    _reprint(chance, story, giver, str)


def _light_edit(chance: random.Random, story: Story) -> None:
    """Words exchanged, a sentence dropped or added."""
    giver = _original(chance, story, _root(chance, _ANY))

    _reprint(chance, story, giver, lambda sentence: _edited(chance, sentence))


def _edited(chance: random.Random, sentence: str) -> str:
    for old, new in _SWAPS.items():
        if chance.random() < 0.6:
            sentence = sentence.replace(old, new, 1)
    return sentence


def _reprint(chance: random.Random, story: Story, giver: int, edited: Callable[[str], str]) -> None:
    lead = story.leads[giver]
    others = [one for one in _sentences(story.documents[giver].text) if one not in lead]
    if len(others) > 2 and chance.random() < 0.5:
        others.pop()
    if chance.random() < 0.3:
        others += _background(chance, story.fact, 1)
    story.flows.append((giver, _publish(chance, story, edited(lead), [edited(one) for one in others])))


def _rewritten(chance: random.Random, story: Story) -> None:
    """Told anew, with credit."""
    root = _root(chance, _ANY)
    _rewrite(chance, story, _original(chance, story, root), root)


def _uncredited(chance: random.Random, story: Story) -> None:
    """The lead told anew as if the outlet had spoken to the source itself; some of the rest taken over, edited."""
    root = _root(chance, ("person", "body", "officials", "witness"))
    giver = _original(chance, story, root)
    told = clause(chance, story.fact, _short(chance))
    lead = {
        "person": f"{root.name} of the {root.role} said that {told}.",
        "body": f"{capital(told)}, the {root.name} said.",
        "officials": f"{capital(told)}, officials said.",
        "witness": f"{root.name}, a {root.role}, said that {told}.",
    }[root.kind]
    taken = [one for one in _sentences(story.documents[giver].text) if one not in story.leads[giver]][:2]
    rest = [_edited(chance, one) for one in taken] + _background(chance, story.fact, 1)
    story.flows.append((giver, _publish(chance, story, lead, rest)))


def _merge(chance: random.Random, story: Story) -> None:
    """Two reports with sources of their own, and a third made of both."""
    first = _root(chance, ("person", "body", "witness"))
    second = _root(chance, ("person", "body", "witness", "officials"), (first,))
    givers = [_original(chance, story, first), _original(chance, story, second)]
    leads = [
        _credited(chance, root, clause(chance, story.fact, _short(chance)), story.outlet(giver))
        for root, giver in zip((first, second), givers, strict=True)
    ]
    number = _publish(chance, story, " ".join(leads), _background(chance, story.fact, chance.randint(1, 2)))
    story.flows += [(giver, number) for giver in givers]


def _chain(chance: random.Random, story: Story) -> None:
    """Three outlets, each citing the one before it."""
    root = _root(chance, _ANY)
    first = _original(chance, story, root)
    second = _rewrite(chance, story, first, root)
    told = clause(chance, story.fact, _short(chance))
    giver = story.outlet(second)
    lead = chance.choice(
        (
            f"The {giver} reported that {told}.",
            f"{capital(told)}, according to the {giver}.",
            f"{capital(told)}, the {giver} wrote.",
            f"The {giver} said that {told}, citing the {story.outlet(first)}.",
        )
    )
    third = _publish(chance, story, lead, _background(chance, story.fact, chance.randint(1, 3)))
    story.flows.append((second, third))


def _eyewitnesses(chance: random.Random, story: Story) -> None:
    """Two persons who saw the same and tell it in similar words to two outlets."""
    kinds = ("witness", "witness", "witness", "somebody")
    first = _root(chance, kinds)
    second = _root(chance, kinds, (first,))
    told = clause(chance, story.fact, Shown())
    _original(chance, story, first, told)
    _original(chance, story, second, told if chance.random() < 0.5 else clause(chance, story.fact, _short(chance)))


KINDS: dict[str, Callable[[random.Random, Story], None]] = {
    "copy": _copy,
    "light edit": _light_edit,
    "rewrite": _rewritten,
    "uncredited": _uncredited,
    "merge": _merge,
    "chain": _chain,
    "eyewitnesses": _eyewitnesses,
}
