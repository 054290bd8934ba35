"""Several processes do the same as one, in the same order, whatever becomes of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import count, islice
from pathlib import Path
from pickle import PicklingError

import pytest
from workers.jobs import Deadly, Endless, Together, Traced, fail, fail_strangely, read_text, refuse_odd, square, until

from firsthand.errors import UsageError
from firsthand.workers import HERE, Lost, hired
from firsthand.workers.processes import Processes


@pytest.fixture(scope="module")
def two() -> Iterator[Processes]:
    with closing(Processes(2)) as processes:
        yield processes


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


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Where the processes of two maps leave their numbers."""
    made = tmp_path / "first", tmp_path / "second"
    for folder in made:
        folder.mkdir()
    return made


def alive(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False


def test_two_maps_share_their_processes(folders: tuple[Path, Path]) -> None:
    first, second = folders
    with hired(jobs=2) as workers:
        began = set(workers.map(Together(first), range(4)))
        assert len(began) == 2
        assert set(workers.map(Together(second), range(4))) == began


def test_a_death_in_the_second_map_costs_one_process_only(folders: tuple[Path, Path], tmp_path: Path) -> None:
    first, second = folders
    with hired(jobs=2) as workers:
        began = set(workers.map(Together(first), range(4)))
        assert list(workers.map(Deadly(3, tmp_path / "died"), range(12))) == [-n for n in range(12)]
        assert len(set(workers.map(Together(second), range(4))) & began) == 1


def test_a_task_travels_once_and_is_forgotten_after_its_map(two: Processes, tmp_path: Path) -> None:
    def left(what: str) -> list[str]:
        path = tmp_path / what
        return sorted(line for line in path.read_text().split() if line != str(os.getpid())) if path.exists() else []

    used = set(two.map(Traced(tmp_path), range(40)))
    assert left("came") == sorted(map(str, used))
    until(lambda: left("went") == left("came"))


def test_maps_may_take_turns(two: Processes) -> None:
    turns = zip(two.map(square, range(20)), two.map(Deadly(-1), range(20)), strict=True)
    assert list(turns) == [(n * n, -n) for n in range(20)]


def test_what_nobody_foresaw_is_raised_with_the_place_where_it_happened(two: Processes) -> None:
    with pytest.raises(ZeroDivisionError, match="7") as caught:
        list(two.map(fail, [7]))
    assert "in fail" in "".join(caught.value.__notes__)
    with pytest.raises(RuntimeError, match="StrangeError: over 8"):
        list(two.map(fail_strangely, [8]))
    with pytest.raises(FileNotFoundError, match="nowhere"):
        list(two.map(read_text, [Path("nowhere")]))
    with pytest.raises((AttributeError, PicklingError)):
        list(two.map(square, [lambda: 1]))  # type: ignore[list-item]
    assert list(two.map(square, [3])) == [9]


def test_nothing_is_left_behind(folders: tuple[Path, Path]) -> None:
    """Neither of processes that wait for work, nor of those in the middle of an item."""
    idle, busy = folders
    with hired(jobs=2) as workers:
        began = set(workers.map(Together(idle), range(4)))
    with hired(jobs=2) as workers:
        results = workers.map(Endless(busy), range(9))
        assert next(results) is None
        until(lambda: len(list(busy.iterdir())) == 2)
    processes = [int(path.name) for folder in folders for path in folder.iterdir()]
    assert len(processes) == len(began) + 2 == 4
    assert not any(map(alive, processes))


def test_one_asks_for_processes_or_a_cluster() -> None:
    with hired() as workers:
        assert workers is HERE
    with hired(jobs=3) as workers:
        assert workers.count == 3
    with pytest.raises(UsageError, match="not both"), hired(jobs=2, cluster="tcp://127.0.0.1:1"):
        pass
