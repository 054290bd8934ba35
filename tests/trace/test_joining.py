"""New reports join the claims there are: in whatever order they come, what is found is what all at once would give."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from makers import OFFICIAL, OUTLET, OUTLETS, PERSON, count, days, doc, moment, said

from firsthand.case import Case
from firsthand.model import Action, Decision, Document, Reading, Relation, Site, Stance, Statement
from firsthand.trace import placing
from firsthand.trace.citations import CITES
from firsthand.trace.memory import Memory, noted, recalled
from firsthand.trace.tracer import TraceContext, Traced, trace, trace_statements

SITES = (Site("brack", "Brack", 10.0, 50.0, 500.0), Site("orle", "Orle", 11.0, 50.0, 500.0))
ACTS = {Action.DISMANTLE: "taken down", Action.BUILD: "built", Action.MOVE: "moved away"}
SPEAKERS = (("Adam Holt", PERSON), ("Bea Rook", PERSON), ("officials", OFFICIAL), ("Coastal Wire", OUTLET))
Case_ = list[tuple[Document, list[Statement]]]


def report(chance: random.Random, number: int) -> tuple[Document, list[Statement]]:
    """A report of three sentences; some repeat a sentence of another report word by word."""
    lines = [_line(chance) for _ in range(3)]
    text = "\n\n".join(f"{who} said that {what}." for what, who, *_ in lines)
    outlet = chance.choice(OUTLETS[:4]).name
    item = doc(f"d{number}", text, chance.randint(1, 30), outlet, chance.choice(("", "Bea Rook")))
    told = [_told(item, line) for line in lines]
    return item, list({statement.id: statement for statement in told}.values())


Line = tuple[str, str, Action, str, str, int]


def _line(chance: random.Random) -> Line:
    act, site = chance.choice(list(ACTS)), chance.choice(("Brack", "Orle", ""))
    thing, number = chance.choice(("stand", "hall", "crane")), chance.randint(1, 3)
    when = chance.choice(("", "", "before the spring", "in the night"))
    what = f"{number} {thing}s {f'at {site} ' if site else ''}were {ACTS[act]} {when}".strip()
    draw = chance.random()
    if draw < 0.1:
        what = "the report was false"
    return what, chance.choice(SPEAKERS)[0], act, thing, site.lower(), number


def _told(item: Document, line: Line) -> Statement:
    what, who, act, thing, site, number = line
    kind = dict(SPEAKERS)[who]
    if what.startswith("the report"):
        return said(item, "the report", (who, kind), act=Action.NONE, thing="", sites=(), stance=Stance.DENIES)
    return said(
        item, what, (who, kind), act=act, thing=thing, sites=(site,) if site else (),
        number=count(number, number, thing), time=days(number, number + 9) if "night" in what else None,
    )  # fmt: skip


def known(traced: Traced) -> Memory:
    """The memory as a store gives it back."""
    copies = [copy for copy in traced.copies if copy.kind != CITES]
    return recalled(noted(traced.memory, traced.copies), traced.claims, copies)


def judgement(chance: random.Random, number: int, told: list[Statement]) -> Decision:
    kind = chance.choice(("same", "not same", "unsure", "split"))
    subjects = tuple(statement.id for statement in chance.sample(told, 2))
    return Decision(f"dec-{number}", kind, subjects, kind, "a. reviewer", moment(40 + number))


@pytest.mark.parametrize("seed", range(12))
def test_one_by_one_in_any_order_gives_what_all_at_once_gives(seed: int) -> None:
    chance = random.Random(seed)
    reports = [report(chance, number) for number in range(14)]
    chance.shuffle(reports)
    memory, decisions = None, []
    for number in range(1, len(reports) + 1):
        held = reports[:number]
        documents = [item for item, _ in held]
        told = [statement for _, each in held for statement in each]
        if number > 3 and chance.random() < 0.4:
            decisions.append(judgement(chance, number, told))
        if decisions and chance.random() < 0.2:
            decisions.pop(0)
        context = TraceContext(OUTLETS, SITES, tuple(decisions))
        joined, anew = trace_statements(documents, told, context, memory), trace_statements(documents, told, context)
        assert (joined.claims, joined.copies) == (anew.claims, anew.copies)
        assert joined.memory == anew.memory
        memory = known(joined)
        assert memory == replace(joined.memory, copies=memory.copies)
    assert len(anew.claims) > 4


@pytest.mark.parametrize("seed", range(4))
def test_reports_that_go_change_or_are_revised_leave_nothing_behind(seed: int) -> None:
    chance = random.Random(100 + seed)
    reports = [report(chance, number) for number in range(12)]
    context = TraceContext(OUTLETS, SITES)
    memory = None
    for number in range(16):
        place = chance.randrange(len(reports))
        item, told = reports[place]
        match chance.choice(("go", "move", "cut", "revise")):
            case "go":
                del reports[place]
            case "move":
                reports[place] = (replace(item, published=moment(chance.randint(1, 30))), told)
            case "cut":
                reports[place] = (item, told[:-1])
            case "revise":
                fresh, more = report(chance, 50 + number)
                reports.append((replace(fresh, revises=item.id, captured=moment(60 + number)), more))
        documents = [item for item, _ in reports]
        statements = [statement for _, each in reports for statement in each]
        joined = trace_statements(documents, statements, context, memory)
        anew = trace_statements(documents, statements, context)
        assert (joined.claims, joined.copies) == (anew.claims, anew.copies)
        memory = known(joined)


def test_only_what_a_new_report_could_change_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(5)
    reports = [report(chance, number) for number in range(20)]
    documents, told = [item for item, _ in reports], [statement for _, each in reports for statement in each]
    context = TraceContext(OUTLETS, SITES)
    compared: list[str] = []
    fit = placing.fit

    def noting(first: placing.Told, second: placing.Told, likeness: placing.Likeness | None) -> float | None:
        compared.append(first.statement.document_id)
        return fit(first, second, likeness)

    monkeypatch.setattr(placing, "fit", noting)
    first = trace_statements(documents, told, context)
    everything = len(compared)
    late = doc("late", "Bea Rook said that 2 cranes at Orle were moved away.", 90, "Skywatch")
    new = said(
        late, "2 cranes at Orle were moved away", ("Bea Rook", PERSON), act=Action.MOVE, thing="crane", sites=("orle",)
    )
    compared.clear()
    again = trace_statements([*documents, late], [*told, new], context, first.memory)
    assert 0 < len(compared) < everything / 4
    compared.clear()
    trace_statements([*documents, late], [*told, new], context, again.memory)
    assert compared == [], "nothing is new"


def test_ids_stay_and_a_store_gives_the_same_whatever_the_order(tmp_path: Path) -> None:
    chance = random.Random(8)
    reports = [report(chance, number) for number in range(8)]
    slow, fast = Case.create(tmp_path / "slow"), Case.create(tmp_path / "fast")
    seen: dict[str, set[str]] = {}
    by_time = sorted(reports, key=lambda each: each[0].published or moment(0))
    for item, told in by_time:
        for case in (slow, fast):
            case.store.put_document(item)
            case.store.put_reading(Reading(item.id, tuple(told)))
        trace(slow)
        now = {claim.id: {member.statement_id for member in claim.members} for claim in slow.store.claims()}
        assert seen.keys() <= now.keys(), "a claim keeps its id when later reports come"
        seen = now
    trace(fast)
    assert slow.store.claims() == fast.store.claims() != []
    assert slow.store.copies() == fast.store.copies()
    assert slow.store.trace_notes() == fast.store.trace_notes()
    members = {member.statement_id for claim in slow.store.claims() for member in claim.members}
    assert all(slow.store.claim_of(statement) for statement in members)


def test_a_decline_goes_over_to_the_report_that_came_later_but_speaks_of_the_same() -> None:
    first = doc("a", "Adam Holt said the stand at Brack was dismantled.\n\nA spokesman declined to comment on it.", 3)
    act = said(first, "the stand at Brack was dismantled", ("Adam Holt", PERSON))
    decline = said(
        first,
        "comment on it",
        ("A spokesman", OFFICIAL),
        act=Action.NONE,
        thing="",
        sites=("orle",),
        stance=Stance.DECLINES,
    )
    second = doc("b", "Bea Rook said the hall at Orle was built.", 1)
    hall = said(
        second, "the hall at Orle was built", ("Bea Rook", PERSON), act=Action.BUILD, thing="hall", sites=("orle",)
    )
    context = TraceContext(OUTLETS, SITES)
    before = trace_statements([first], [act, decline], context)
    after = trace_statements([first, second], [act, decline, hall], context, before.memory)
    assert after.claims == trace_statements([first, second], [act, decline, hall], context).claims
    held = {
        member.statement_id
        for claim in after.claims
        for member in claim.members
        if member.relation is Relation.DECLINES
    }
    assert held == {decline.id}
