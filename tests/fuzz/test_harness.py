"""The fuzzer itself: it notices what it is there for, and a campaign goes on where it stopped."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))

import fuzz
from fuzz import Shard, Tally, fuzz_all, shards, tried
from fuzz_damage import damaged
from fuzz_kit import Target

from firsthand.errors import InputError


def _refuses(data: bytes, folder: Path) -> None:
    raise InputError("no")


def _breaks(data: bytes, folder: Path) -> None:
    raise KeyError("x")


def _works_on(data: bytes, folder: Path) -> None:
    while True:
        pass


def _waits(data: bytes, folder: Path) -> None:
    time.sleep(60)


@pytest.mark.parametrize(
    ("parse", "said"),
    [
        (lambda data, folder: None, ""),
        (_refuses, "refused"),
        (_breaks, "KeyError"),
        (_works_on, "longer than"),
        (_waits, "longer than"),
    ],
)
def test_what_is_looked_for_is_noticed(
    parse: Callable[[bytes, Path], None], said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fuzz, "LONGEST_S", 0.2)
    monkeypatch.setattr(fuzz, "STUCK_S", 0.5)
    found = tried(Target("x", parse, (b"",)), b"", tmp_path)
    assert said in found if said else not found


@pytest.mark.parametrize(("peaks", "said"), [((300, 1400), "grew by 1200 MB"), ((1400, 1400), ""), ((300, 900), "")])
def test_memory_is_noticed(
    peaks: tuple[float, float], said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Only what an input itself adds to the most that the process ever held, over what it holds before."""
    told = iter((peaks[0], peaks[1], peaks[1]))
    monkeypatch.setattr(fuzz, "_held_mb", lambda: 200.0)
    monkeypatch.setattr(fuzz, "_peak_mb", lambda: next(told))
    assert tried(Target("x", lambda data, folder: None, (b"",)), b"", tmp_path) == said


def test_damage_is_done_by_chance_and_the_same_each_time() -> None:
    seed = b'{"a": 1.5, "b": ["x", "y"], "c": null}'
    made = [damaged(seed, (b"word",), random.Random(number)) for number in range(200)]
    assert made == [damaged(seed, (b"word",), random.Random(number)) for number in range(200)]
    assert len(set(made)) > 150
    assert sum(item == seed for item in made) < 20


def test_shards_are_all_inputs() -> None:
    found = shards(1_000_000, 3)
    assert abs(sum(shard.inputs for shard in found) - 1_000_000) < 100
    assert len({(shard.name, shard.first) for shard in found}) == len(found)


def test_a_campaign_goes_on_with_what_is_missing_or_crashed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    one, two, three = (Shard(name, 10, 0, 0) for name in ("one", "two", "three"))
    asked: list[Shard] = []

    def answer(shard: Shard) -> tuple[Shard, Tally]:
        asked.append(shard)
        return shard, Tally(10, 4, int(shard is two and asked.count(two) == 1))

    @contextmanager
    def no_case() -> Iterator[None]:
        yield

    monkeypatch.setattr(fuzz, "held_case", no_case)
    monkeypatch.setattr(fuzz, "_one", answer)
    monkeypatch.setattr(fuzz, "shards", lambda inputs, seed: [one, two])
    ledger = tmp_path / "ledger"
    assert fuzz_all(20, 1, 0, ledger) == Tally(20, 8, 1)
    monkeypatch.setattr(fuzz, "shards", lambda inputs, seed: [one, two, three])
    assert fuzz_all(30, 1, 0, ledger) == Tally(30, 12, 0)
    assert asked == [one, two, two, three]
