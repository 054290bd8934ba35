"""What once crashed a parser, again; and a little fresh damage for each of them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from fuzz import FINDS, fuzz, tried  # noqa: E402
from fuzz_kit import Target, held_case  # noqa: E402
from fuzz_targets import TARGETS  # noqa: E402


@pytest.fixture(scope="module", autouse=True)
def _held() -> Iterator[None]:
    with held_case():
        yield


FOUND = sorted(path for path in FINDS.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_crashed_is_read_or_refused(path: Path, tmp_path: Path) -> None:
    [target] = [target for target in TARGETS if target.name == path.parent.name]
    assert tried(target, path.read_bytes(), tmp_path) in ("", "refused")


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_damage_is_read_or_refused(target: Target, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("fuzz.FINDS", tmp_path)
    inputs = 10 * target.weight
    tally = fuzz(target, inputs, seed=1)
    assert (tally.inputs, tally.crashes) == (inputs, 0), [path.name for path in tmp_path.rglob("*")]


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_seeds_are_sound(target: Target, tmp_path: Path) -> None:
    seeds = target.sound()
    assert seeds
    assert [tried(target, seed, tmp_path) for seed in seeds] == [""] * len(seeds)
