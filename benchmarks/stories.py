"""Invented places, outlets, persons and facts, and many ways to tell a fact: what the tracing benchmarks are made of.

Nothing here is real. A fact has a number, a thing with a designation, a doer, a site and a day; a telling chooses the
construction, the words of each detail and the attribution independently of each other.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime

from firsthand.model import Document, Outlet, Site, Statement, content_id
from firsthand.read.blocks import ReadContext
from firsthand.read.reader import read_text

SITE_NAMES = (
    "Tarsend", "Kolvrim", "Ubrenna", "Halvik", "Mordane", "Pellor", "Yasgrad", "Quenby Flats", "Dornach Bay", "Iskeld",
    "Novarra", "Semtal", "Brigova", "Lachmoor", "Ostrel", "Vinterhavn", "Karadun", "Zelmara", "Port Ellin", "Drevno",
)  # fmt: skip
OUTLET_NAMES = (
    "Harbour Courier", "Delta Tribune", "Northgate Observer", "Meridian Post", "Castle Wire", "Eastbank Chronicle",
    "Lowland Dispatch", "Summit Herald", "Polder Gazette", "Isthmus Times", "Copper Star", "Lantern Review",
)  # fmt: skip
DOERS = (
    "the Ardan Works", "the Belmor Works", "the Corvid Company", "the Tessel Company", "the Marlow Institute",
    "the Ferrant Institute", "the Ninth Brigade", "the Third Brigade",
)  # fmt: skip
FIRST = ("Ana", "Tomas", "Ilse", "Rurik", "Maren", "Davit", "Oona", "Pavel", "Selma", "Joris", "Edda", "Kamil")
LAST = ("Krol", "Venn", "Haldane", "Ostrow", "Birk", "Salo", "Drexel", "Morav", "Tindall", "Yost", "Lindqvar", "Pesk")
BODIES = ("Open Skies Desk", "Vantage Group", "Treaty Watch Centre", "Borealis Institute", "Lumen Imaging")
DESIGNATIONS = ("Kestrel-2", "Kestrel-4", "Harrow-7", "Harrow-9", "Sable-1", "Sable-3", "Ondra-5", "Ondra-6")
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ROLES = ("an analyst", "a senior researcher", "an imagery specialist", "a former inspector")
YEAR = 2031

TELLINGS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "dismantle": (
        ("launcher", "crane", "radar", "antenna", "tank"),
        (
            "{doer} dismantled {things} at {site} {when}",
            "{things} at {site} were dismantled by {doer} {when}",
            "crews from {doer} took down {things} at {site} {when}",
            "{doer} demolished {things} at {site} {when}",
            "{things} were torn down at {site} by {doer} {when}",
            "{when} {doer} pulled down {things} at {site}",
            "at {site}, {things} were removed by {doer} {when}",
            "{doer} tore down {things} at {site} {when}",
        ),
        (
            "{doer} did not dismantle {things} at {site} {when}",
            "{things} at {site} were not dismantled by {doer} {when}",
            "{doer} has not demolished {things} at {site} {when}",
            "{things} were never torn down at {site} by {doer} {when}",
        ),
    ),
    "build": (
        ("launcher", "missile", "engine", "radar", "silo"),
        (
            "{doer} built {things} at {site} {when}",
            "{things} were built at {site} by {doer} {when}",
            "{doer} completed {things} at {site} {when}",
            "{when} {doer} finished assembling {things} at {site}",
            "{things} at {site} were constructed by {doer} {when}",
            "workers from {doer} assembled {things} at {site} {when}",
            "{doer} produced {things} at {site} {when}",
            "at {site}, {doer} erected {things} {when}",
        ),
        (
            "{doer} did not build {things} at {site} {when}",
            "{things} were not built at {site} by {doer} {when}",
            "{doer} has not completed {things} at {site} {when}",
            "{doer} never assembled {things} at {site} {when}",
        ),
    ),
    "move": (
        ("missile", "engine", "launcher", "container", "transporter"),
        (
            "{doer} moved {things} to {site} {when}",
            "{things} were moved to {site} by {doer} {when}",
            "{doer} delivered {things} to {site} {when}",
            "{things} from {doer} arrived at {site} {when}",
            "{when} {doer} transported {things} to {site}",
            "{doer} shipped {things} to {site} {when}",
            "{things} were brought to {site} by {doer} {when}",
            "trucks of {doer} hauled {things} to {site} {when}",
        ),
        (
            "{doer} did not move {things} to {site} {when}",
            "{things} were not delivered to {site} by {doer} {when}",
            "{doer} has not shipped {things} to {site} {when}",
            "{things} from {doer} never arrived at {site} {when}",
        ),
    ),
    "test": (
        ("missile", "engine", "rocket"),
        (
            "{doer} tested {things} at {site} {when}",
            "{things} were tested at {site} by {doer} {when}",
            "{doer} fired {things} at {site} {when}",
            "{when} {doer} test-fired {things} at {site}",
            "{doer} launched {things} from {site} {when}",
            "{things} were launched from {site} by {doer} {when}",
            "{doer} carried out a test of {things} at {site} {when}",
            "{things} were fired by {doer} at {site} {when}",
        ),
        (
            "{doer} did not test {things} at {site} {when}",
            "{things} were not fired at {site} by {doer} {when}",
            "{doer} has not launched {things} from {site} {when}",
            "{things} were never tested at {site} by {doer} {when}",
        ),
    ),
    "conceal": (
        ("missile", "launcher", "tank", "container"),
        (
            "{doer} hid {things} at {site} {when}",
            "{things} were hidden at {site} by {doer} {when}",
            "{doer} concealed {things} at {site} {when}",
            "{when} {doer} camouflaged {things} at {site}",
            "{things} at {site} were concealed by {doer} {when}",
            "{doer} covered up {things} at {site} {when}",
        ),
        (
            "{doer} did not hide {things} at {site} {when}",
            "{things} were not concealed at {site} by {doer} {when}",
            "{doer} has not hidden {things} at {site} {when}",
        ),
    ),
}
"""Act: its things, constructions that tell it, and constructions that say it is not so."""
UNTRUE = (
    "it is not true that {}",
    "there is no sign that {}",
    "no evidence was found that {}",
    "reports that {} are false",
    "it is false that {}",
    "there was no truth in claims that {}",
    "claims that {} have proved unfounded",
    "the story that {} was invented",
    "it has not been shown that {}",
    "nobody has produced proof that {}",
    "suggestions that {} could not be confirmed",
)
SITE_KINDS = ("missile base", "engine plant", "launch site", "arms depot", "test range")
"""Site kinds, from which a case's topic words come."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened, in a world where that is known."""

    act: str
    number: int
    thing: str
    designation: str
    doer: str
    site: str
    day: date


@dataclass(frozen=True, slots=True)
class Shown:
    """Which details a telling gives; a site and a thing are always told."""

    number: bool = True
    designation: bool = True
    doer: bool = True
    day: bool = True
    exact_day: bool = True


@dataclass(frozen=True, slots=True)
class World:
    """The places, outlets and reading context of one invented case."""

    sites: tuple[Site, ...]
    outlets: tuple[Outlet, ...]

    @property
    def context(self) -> ReadContext:
        return ReadContext(self.sites, self.outlets)


def make_world(chance: random.Random) -> World:
    """Five sites and six outlets."""
    names = chance.sample(SITE_NAMES, 5)
    sites = tuple(
        Site(name.lower().replace(" ", "-"), name, 10.0 + at, 50.0, 1000.0, kind=SITE_KINDS[at])
        for at, name in enumerate(names)
    )
    outlets = tuple(Outlet(name, (), (), f"{name} Holding") for name in chance.sample(OUTLET_NAMES, 6))
    return World(sites, outlets)


def make_fact(chance: random.Random, world: World) -> Fact:
    """A fact about one of the world's sites."""
    act = chance.choice(sorted(TELLINGS))
    return Fact(
        act,
        chance.randint(2, 12),
        chance.choice(TELLINGS[act][0]),
        chance.choice(DESIGNATIONS),
        chance.choice(DOERS),
        chance.choice(world.sites).name,
        date(YEAR, chance.randint(2, 9), chance.randint(1, 28)),
    )


def clause(chance: random.Random, fact: Fact, shown: Shown, negative: bool = False) -> str:
    """One way to tell ``fact``, or that it is not so; without a full stop and beginning small."""
    around = negative and chance.random() < 0.4
    pattern = chance.choice(TELLINGS[fact.act][2 if negative and not around else 1])
    told = pattern.format(
        doer=fact.doer if shown.doer else chance.choice(("the operator", "workers", "the state company")),
        things=_things(chance, fact, shown),
        site=chance.choice((fact.site, f"the {fact.site} site", fact.site)),
        when=_when(chance, fact, shown),
    ).strip()
    told = " ".join(told.split())
    return chance.choice(UNTRUE).format(told) if around else told


def _things(chance: random.Random, fact: Fact, shown: Shown) -> str:
    plural = f"{fact.thing}s"
    if shown.number:
        number = NUMBERS[fact.number] if chance.random() < 0.7 else str(fact.number)
    else:
        # "Several" is honest only for some numbers.
        number = chance.choice(("several", "some", "")) if 3 <= fact.number <= 8 else ""
    if not shown.designation:
        return f"{number} {plural}"
    return chance.choice((f"{number} {fact.designation} {plural}", f"{number} {plural} of the {fact.designation} type"))


def _when(chance: random.Random, fact: Fact, shown: Shown) -> str:
    if not shown.day:
        return ""
    month = f"{fact.day:%B}"
    if not shown.exact_day:
        return f"in {month}"
    return chance.choice((f"on {month} {fact.day.day}", f"on {fact.day.day} {month}"))


def attributed(chance: random.Random, told: str, outlet: str) -> str:
    """A sentence that gives ``told`` in the outlet's own voice or to somebody."""
    person = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    body, role = chance.choice(BODIES), chance.choice(ROLES)
    return chance.choice(
        (
            f"{capital(told)}.",
            f"{person}, {role} at the {body}, said that {told}.",
            f"{person}, {role}, told the {outlet} that {told}.",
            f"According to the {body}, {told}.",
            f"{capital(told)}, officials said.",
            f"Officials said that {told}.",
            f"Satellite images show that {told}.",
            f"{capital(told)}, according to {person} of the {body}.",
            f"“{capital(told)},” {person}, {role}, said.",
            f"The {body} reported that {told}.",
        )
    )


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def document(name: str, text: str, outlet: str, published: datetime) -> Document:
    """A dated document of an outlet."""
    id = content_id("doc", name, text)
    return Document(id, name, text, "0" * 64, "text/plain", published, outlet=outlet, published=published)


def statements_of(documents: list[Document], world: World) -> list[Statement]:
    """All that the reader finds in ``documents``."""
    return [statement for item in documents for statement in read_text(item, world.context).statements]
