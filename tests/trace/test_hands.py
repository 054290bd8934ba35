"""A trace that is shared finds what one process finds; what is remembered, and what is little, is not handed out."""

from __future__ import annotations

import pickle
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from makers import OUTLETS, PERSON, doc, said

from firsthand.errors import IntegrityError
from firsthand.model import Action, Document, Site, Statement
from firsthand.trace import claims, copies, hands, likeness, matching, records
from firsthand.trace.hands import Hands
from firsthand.trace.memory import noted
from firsthand.trace.tracer import TraceContext, Traced, trace_statements
from firsthand.workers import Lost

SITES = (Site("brack", "Brack", 10.0, 50.0, 500.0), Site("orle", "Orle", 11.0, 50.0, 500.0))
CONTEXT = TraceContext(OUTLETS, SITES)
SEEN = (
    *("guards", "soldiers", "barriers", "lights", "sentries", "dogs", "villagers", "smoke", "steam", "noise", "dust"),
    *("crates", "tarpaulins", "cables", "pumps", "pipes", "gravel", "snow", "trenches", "bushes", "flags", "banners"),
    *("posters", "drums", "bells"),
)


class Elsewhere:
    """Workers to whom everything goes as bytes, and from whom it comes back so."""

    count = 2

    def __init__(self) -> None:
        self.handed: Counter[str] = Counter()

    def map(self, task: Any, items: Iterable[Any]) -> Iterator[Any]:
        name = getattr(task, "__name__", type(task).__name__)
        there = pickle.loads(pickle.dumps(task))
        for item in items:
            self.handed[name] += 1
            yield pickle.loads(pickle.dumps(there(pickle.loads(pickle.dumps(item)))))


@pytest.fixture
def workers(monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    """Workers for whom a few reports are work enough."""
    monkeypatch.setattr(copies, "BATCH", 4)
    monkeypatch.setattr(records, "BATCH_STATEMENTS", 6)
    monkeypatch.setattr(likeness, "BATCH", 8)
    monkeypatch.setattr(claims, "REHEARSED", 8)
    monkeypatch.setattr(hands, "SHARED_FROM", 2)
    return Elsewhere()


def reports(seed: int, count: int) -> tuple[list[Document], list[Statement]]:
    """Reports of what was seen at two sites, in words that seldom meet; every fifth copies the one before."""
    chance, documents, told = random.Random(seed), [], []
    lines: list[str] = []
    for number in range(count):
        if number % 5 or not lines:
            lines = [" ".join(chance.sample(SEEN, 4)) for _ in range(2)]
        text = "\n\n".join(f"Adam Holt said that there were {line} by the old gate at {number}." for line in lines)
        document = doc(f"d{number}", text, chance.randint(1, 30), chance.choice(OUTLETS[:4]).name)
        documents.append(document)
        for at, line in enumerate(lines):
            site = (chance.choice(SITES).id,) if at or chance.random() < 0.8 else ()
            told.append(said(document, line, ("Adam Holt", PERSON), act=Action.PRESENT, thing="", sites=site))
    return documents, told


def outcome(found: Traced) -> tuple[object, ...]:
    return found.claims, found.copies, found.statements, noted(found.memory, found.copies)


@pytest.mark.parametrize("seed", range(3))
def test_shared_work_finds_what_one_finds(seed: int, workers: Elsewhere) -> None:
    documents, told = reports(seed, 20)
    alone = trace_statements(documents, told, CONTEXT)
    shared = trace_statements(documents, told, CONTEXT, hands=Hands(workers))
    assert outcome(shared) == outcome(alone)
    assert len(alone.claims) > 5
    assert alone.copies != ()
    assert all(workers.handed[task] > 1 for task in ("Comparing", "Recording", "vectors")), workers.handed


def test_vectors_made_elsewhere_are_asked_for_and_not_made_again(
    workers: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents, told = reports(4, 12)
    embed, made = matching.embed, Counter[str]()

    def counting(texts: list[str]) -> matching.Floats:
        made.update(texts)
        return embed(texts)

    monkeypatch.setattr(matching, "embed", counting)
    matching._vector.cache_clear()
    trace_statements(documents, told, CONTEXT, hands=Hands(workers))
    assert set(made.values()) == {1}
    assert sum(made.values()) <= len({statement.quote for statement in told})


def test_what_is_remembered_is_not_handed_out(workers: Elsewhere) -> None:
    documents, told = reports(7, 16)
    known = trace_statements(documents, told, CONTEXT)
    again = trace_statements(documents, told, CONTEXT, known.memory, Hands(workers))
    assert outcome(again) == outcome(known)
    assert workers.handed == Counter()


def test_few_batches_are_done_here() -> None:
    workers = Elsewhere()
    documents, told = reports(1, 12)
    trace_statements(documents, told, CONTEXT, hands=Hands(workers))
    assert workers.handed == Counter()


def test_progress_goes_on_in_each_part_of_the_work(workers: Elsewhere) -> None:
    documents, told = reports(2, 20)
    steps: list[tuple[str, int, int]] = []
    trace_statements(documents, told, CONTEXT, hands=Hands(workers, lambda *step: steps.append(step)))
    parts = list(dict.fromkeys(what for what, _, _ in steps))
    assert parts == ["comparing texts", "comparing sentences", "grouping statements", "tracing origins"]
    for part in parts:
        done = [at for what, at, _ in steps if what == part]
        assert done == sorted(done)
        assert done[0] == 0
    assert ("comparing texts", 20, 20) in steps


def test_a_lost_task_leaves_nothing_half_done(workers: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    def losing(_: Elsewhere, task: object, items: Iterable[int]) -> Iterator[Lost[int]]:
        yield Lost(next(iter(items)), IntegrityError("is damaged", thing="sentences.onnx"))

    monkeypatch.setattr(Elsewhere, "map", losing)
    with pytest.raises(IntegrityError, match="is damaged"):
        trace_statements(*reports(3, 12), CONTEXT, hands=Hands(workers))
