"""What keeps a large case quick passes nothing over: each shortcut is held to what looking at everything would find."""

from __future__ import annotations

import random

import pytest
from makers import OFFICIAL, OUTLET, OUTLETS, PERSON, count, days, doc, said

from firsthand.model import Action, Document, Relation, Site, Stance, Statement
from firsthand.trace import origins
from firsthand.trace.acts import fit, told
from firsthand.trace.attach import Groups, _scores
from firsthand.trace.claims import group_statements
from firsthand.trace.groups import Group
from firsthand.trace.memory import digest_of
from firsthand.trace.tracer import TraceContext, trace_statements

SITES = (Site("brack", "Brack", 10.0, 50.0, 500.0), Site("orle", "Orle", 11.0, 50.0, 500.0))
ACTS = {Action.DISMANTLE: "taken down", Action.BUILD: "built", Action.PRESENT: "seen", Action.NONE: "spoken of"}


def statements(seed: int, number: int) -> list[Statement]:
    """Statements about a few things, each with or without a site, a thing and a day."""
    chance, found = random.Random(seed), []
    for at in range(number):
        act, thing = chance.choice(list(ACTS)), chance.choice(("stand", "hall", "crane", ""))
        site = chance.choice(("brack", "orle", ""))
        ahead = "will be" if chance.random() < 0.2 else "were"
        line = f"{chance.choice(('two', 'red', 'tall', 'long'))} {thing or 'shape'}s at {site} {ahead} {ACTS[act]} {at}"
        item = doc(f"d{at}", f"Adam Holt said that {line}.", at)
        day = chance.randint(1, 9)
        time = days(day, day + 2) if chance.random() < 0.5 else None
        sites = (site,) if site else ()
        found.append(said(item, line, ("Adam Holt", PERSON), act=act, thing=thing, sites=sites, time=time))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_a_group_admits_whoever_fits_one_of_its_faces(seed: int) -> None:
    items = statements(seed, 60)
    groups = [Group(item.id, told) for item in items[:12]]
    for at, item in enumerate(items[:48]):
        groups[at % 12].add(item)
    fitting = [
        (group, ready)
        for ready in map(told, items[48:])
        for group in groups
        if any(fit(ready, face, lambda *_: -1.0) is not None for face in group.faces)
    ]
    assert fitting != []
    assert all(group.admits(ready) for group, ready in fitting)
    assert any(not group.admits(told(item)) for group in groups for item in items[48:]), "it spares something"


@pytest.mark.parametrize("seed", range(3))
def test_no_group_of_which_a_decline_speaks_is_passed_over(seed: int) -> None:
    items = statements(seed, 60)
    groups = Groups(group_statements(items, {item.id: digest_of(item.id) for item in items}, sites=SITES).groups)
    spared = 0
    for item in statements(seed + 100, 20):
        scores = _scores(item, groups, range(len(groups.all)))
        near = groups.near(item)
        assert {place for place, score in scores.items() if score > 0} <= near
        spared += len(groups.all) - len(near)
    assert spared > 0


def relays(number: int) -> tuple[list[Document], list[Statement]]:
    """Reports of one act, most of which have it from officials who told another paper."""
    chance, documents, found = random.Random(3), [], []
    for at in range(number):
        paper, line = chance.choice(OUTLETS).name, f"the test stand at Brack was taken down by {at + 2} men"
        relayed = chance.random() < 0.8
        text = f"officials told {paper} that {line}." if relayed else f"{paper} said that {line}."
        item = doc(f"r{at}", text, chance.random() * 90, chance.choice(OUTLETS).name)
        documents.append(item)
        chain = (("officials", OFFICIAL),) if relayed else ()
        found.append(said(item, line, *chain, (paper, OUTLET), number=count(1, 1, "stand")))
    return documents, found


def test_each_report_of_a_much_repeated_claim_is_followed_to_its_root_once(monkeypatch: pytest.MonkeyPatch) -> None:
    documents, told_by = relays(120)
    follow, followed = origins.Lineage._root, []

    def noting(lineage: origins.Lineage, statement: Statement, members: list[Statement], hops: int) -> object:
        followed.append((statement.id, hops))
        return follow(lineage, statement, members, hops)

    monkeypatch.setattr(origins.Lineage, "_root", noting)
    (claim,) = trace_statements(documents, told_by, TraceContext(OUTLETS, SITES)).claims
    assert len(claim.members) == 120
    assert len(followed) == len(set(followed)) > 120
    assert all(member.relation is not Relation.DENIES for member in claim.members)


def test_a_decline_without_site_or_words_speaks_of_no_group() -> None:
    items = statements(1, 20)
    groups = Groups(group_statements(items, {item.id: "" for item in items}, sites=SITES).groups)
    item = doc("late", "A spokesman declined.", 99)
    decline = said(item, "declined", act=Action.NONE, thing="", sites=(), stance=Stance.DECLINES)
    assert groups.near(decline) == set()
