"""The invented passages about chains, anonymity, refusals and quotations, and their scorer on cases made by hand."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
FLOOR = 90.0
"""Per cent of the passages."""

ONE = """
[[outlet]]
name = "Harbour Gazette"
aliases = ["the Gazette"]
domains = []

[[passage]]
id = "one"
about = "second-hand"
text = 'The hall is empty, two guards told the Gazette.'
statement = [{ content = "The hall is empty", source = "two guards", kind = "unnamed other", chain = [CHAIN] }]
"""


@pytest.fixture
def nested(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("nested")


def _write(folder: Path, text: str) -> Path:
    (folder / "attribution.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_reader_gets_most_passages_right(nested: ModuleType) -> None:
    figures = nested.figures(nested.run())
    assert figures["passages"] >= 70
    assert figures["nested_chain_accuracy"] >= FLOOR
    assert min(figures["kind_accuracy"], figures["stance_accuracy"], figures["basis_accuracy"]) >= FLOOR


@pytest.mark.parametrize(
    ("chain", "right"),
    [
        ('"guards", "Harbour Gazette"', 100.0),
        ('"guards"', 0.0),
        ('"Harbour Gazette", "guards"', 0.0),
        ('"soldiers", "Harbour Gazette"', 0.0),
    ],
)
def test_a_chain_is_right_link_by_link(nested: ModuleType, tmp_path: Path, chain: str, right: float) -> None:
    tally = nested.run(_write(tmp_path, ONE.replace("CHAIN", chain)))
    assert nested.figures(tally)["nested_chain_accuracy"] == right


def test_a_statement_that_nobody_expects_makes_a_passage_wrong(nested: ModuleType, tmp_path: Path) -> None:
    text = ONE.partition("statement =")[0] + "statement = []"
    assert nested.figures(nested.run(_write(tmp_path, text)))["nested_chain_accuracy"] == 0.0


def test_gold_words_must_stand_in_their_text(nested: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="does not stand in"):
        nested.run(_write(tmp_path, ONE.replace("CHAIN", '"guards"').replace('"two guards"', '"three guards"')))
