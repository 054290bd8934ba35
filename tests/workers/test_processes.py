"""Several processes do the same as one, in the same order, whatever becomes of them."""

from __future__ import annotations

from itertools import count, islice
from pathlib import Path

import pytest
from workers.jobs import Deadly, refuse_odd, square

from firsthand.errors import UsageError
from firsthand.workers import HERE, Lost, hired
from firsthand.workers.processes import Processes


@pytest.fixture(scope="module")
def two() -> Processes:
    return Processes(2)


def test_results_come_in_the_order_of_the_items(two: Processes) -> None:
    assert list(two.map(square, range(40))) == list(HERE.map(square, range(40))) == [n * n for n in range(40)]


def test_what_was_foreseen_costs_its_own_item_only(two: Processes) -> None:
    for workers in (HERE, two):
        results = list(workers.map(refuse_odd, range(6)))
        lost = [result for result in results if isinstance(result, Lost)]
        assert [result for result in results if not isinstance(result, Lost)] == [0, 2, 4]
        assert [(item.item, item.error.message, item.error.remedy) for item in lost] == [
            (odd, "is odd", "add one") for odd in (1, 3, 5)
        ]


def test_a_killed_process_is_replaced_and_its_work_done_again(two: Processes, tmp_path: Path) -> None:
    assert list(two.map(Deadly(3, tmp_path / "died"), range(12))) == [-n for n in range(12)]
    assert (tmp_path / "died").exists()


def test_an_item_that_kills_is_given_up_and_the_others_are_done(two: Processes) -> None:
    results = list(two.map(Deadly(5), range(12)))
    assert [result for result in results if not isinstance(result, Lost)] == [-n for n in range(12) if n != 5]
    [lost] = [result for result in results if isinstance(result, Lost)]
    assert lost.item == 5
    assert "killed twice" in lost.error.message
    assert "--jobs 1" in lost.error.remedy


def test_no_more_is_taken_than_the_processes_are_given_ahead(two: Processes) -> None:
    taken = []

    def endless() -> object:
        for number in count():
            taken.append(number)
            yield number

    results = two.map(square, endless())  # type: ignore[arg-type]
    assert list(islice(results, 3)) == [0, 1, 4]
    results.close()  # type: ignore[attr-defined]
    assert len(taken) < 15


def test_one_asks_for_processes_or_a_cluster() -> None:
    with hired() as workers:
        assert workers is HERE
    with hired(jobs=3) as workers:
        assert workers.count == 3
    with pytest.raises(UsageError, match="not both"), hired(jobs=2, cluster="tcp://127.0.0.1:1"):
        pass
