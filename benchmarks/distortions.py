"""Is a distorted detail ever counted as support, and do honest paraphrases still join?

A seeded generator (:mod:`stories`) tells an invented fact in one report and tells it again in another: honestly, in
other words and with details left out, or with one number, date, place, name or the polarity changed. Both reports are
read and traced. ``--data`` is accepted as by all benchmarks and not used. ``--detail`` lists what went wrong.

``distorted_as_support``: share of distorted tellings that support a claim which the true one supports too.
``paraphrase_joined``: share of honest retellings that do.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from common import show
from stories import (
    DESIGNATIONS,
    DOERS,
    Fact,
    Shown,
    World,
    attributed,
    clause,
    document,
    make_fact,
    make_world,
    statements_of,
)

from firsthand.model import Document, Statement
from firsthand.trace.relations import SUPPORT
from firsthand.trace.tracer import TraceContext, Traced, trace_statements

ROUNDS = 120
"""Facts per kind of change; each also gives one honest paraphrase."""
_FILLERS = (
    "The ministry has published no figures this year.",
    "Access roads in the valley are closed to visitors.",
    "Treaty talks are to go on in the capital.",
    "The area has been watched since the last accord lapsed.",
)


def _number(chance: random.Random, fact: Fact, _: World) -> Fact:
    return replace(fact, number=chance.choice([number for number in range(2, 13) if number != fact.number]))


def _date(chance: random.Random, fact: Fact, _: World) -> Fact:
    return replace(fact, day=fact.day + chance.choice((-1, 1)) * timedelta(days=chance.randint(2, 60)))


def _place(chance: random.Random, fact: Fact, world: World) -> Fact:
    return replace(fact, site=chance.choice([site.name for site in world.sites if site.name != fact.site]))


def _name(chance: random.Random, fact: Fact, _: World) -> Fact:
    if chance.random() < 0.5:
        return replace(fact, designation=chance.choice([name for name in DESIGNATIONS if name != fact.designation]))
    return replace(fact, doer=chance.choice([name for name in DOERS if name != fact.doer]))


def _polarity(chance: random.Random, fact: Fact, _: World) -> Fact:
    return fact


KINDS: dict[str, Callable[[random.Random, Fact, World], Fact]] = {
    "number": _number,
    "date": _date,
    "place": _place,
    "name": _name,
    "polarity": _polarity,
}


def report(chance: random.Random, told: str, fact: Fact, world: World, late: bool) -> tuple[Document, str]:
    """A short report with ``told`` in it, and the sentence that holds it."""
    outlet = world.outlets[chance.randint(3, 5) if late else chance.randint(0, 2)].name
    sentence = attributed(chance, told, outlet)
    sentences = [sentence, chance.choice(_FILLERS)]
    text = " ".join(sentences if chance.random() < 0.7 else reversed(sentences))
    moment = datetime.combine(fact.day + timedelta(days=65 + late), time(8), UTC)
    return document("late" if late else "early", text, outlet, moment), sentence


def supports_same(true: tuple[Document, str], other: tuple[Document, str], world: World) -> bool:
    """Whether the two sentences both support one claim."""
    documents = [true[0], other[0]]
    statements = statements_of(documents, world)
    traced = trace_statements(documents, statements, TraceContext(world.outlets, world.sites))
    return bool(_supported(traced, statements, true) & _supported(traced, statements, other))


def _supported(traced: Traced, statements: Sequence[Statement], told: tuple[Document, str]) -> set[str]:
    """Claims that the sentence of the document supports."""
    start = told[0].text.index(told[1])
    inside = {
        statement.id
        for statement in statements
        if statement.document_id == told[0].id
        and any(start <= piece.start < start + len(told[1]) for piece in statement.content)
    }
    return {
        claim.id
        for claim in traced.claims
        for member in claim.members
        if member.statement_id in inside and member.relation in SUPPORT
    }


def measure(seed: int, detail: bool = False) -> dict[str, float | int]:
    """The figures of one seed."""
    chance = random.Random(seed)
    false, joined, tried = dict.fromkeys(KINDS, 0), 0, 0
    for kind, change in KINDS.items():
        for _ in range(ROUNDS):
            tried += 1
            world = make_world(chance)
            fact = make_fact(chance, world)
            full = Shown(exact_day=True)
            true = report(chance, clause(chance, fact, full), fact, world, late=False)
            wrong = clause(chance, change(chance, fact, world), full, negative=kind == "polarity")
            distorted = report(chance, wrong, fact, world, late=True)
            if supports_same(true, distorted, world):
                false[kind] += 1
                _tell(detail, f"SUPPORT {kind}", true, distorted)
            honest = report(chance, clause(chance, fact, _less(chance)), fact, world, late=True)
            if supports_same(true, honest, world):
                joined += 1
            else:
                _tell(detail, "APART", true, honest)
    figures: dict[str, float | int] = {
        "distorted_as_support": sum(false.values()) / tried,
        "paraphrase_joined": joined / tried,
        "distorted": tried,
        "paraphrases": tried,
    }
    return figures | {f"{kind}_as_support": false[kind] / ROUNDS for kind in KINDS}


def _less(chance: random.Random) -> Shown:
    """An honest retelling may leave details out."""
    return Shown(*(chance.random() < share for share in (0.8, 0.6, 0.6, 0.7, 0.7)))


def _tell(detail: bool, what: str, true: tuple[Document, str], other: tuple[Document, str]) -> None:
    if detail:
        print(f"{what}\n    {true[1]}\n    {other[1]}", file=sys.stderr)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="not used")
    parser.add_argument("--seed", type=int, default=20311, help="other seeds give other texts")
    parser.add_argument("--detail", action="store_true", help="list what went wrong on standard error")
    options = parser.parse_args()
    show(measure(options.seed, options.detail))


if __name__ == "__main__":
    main()
