"""A Dask cluster on loopback, started and stopped here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from workers.jobs import refuse_odd, square

from firsthand.errors import InputError
from firsthand.workers import Lost, hired
from firsthand.workers.cluster import Cluster


def test_results_come_in_order_and_failures_alone(start_cluster: Callable[[int], Any]) -> None:
    with hired(cluster=start_cluster(2).scheduler_address) as workers:
        assert workers.count == 2
        assert list(workers.map(square, range(30))) == [n * n for n in range(30)]
        results = list(workers.map(refuse_odd, range(4)))
    assert [result.item if isinstance(result, Lost) else result for result in results] == [0, 1, 2, 3]
    assert [result.error.message for result in results if isinstance(result, Lost)] == ["is odd", "is odd"]


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firsthand.workers.cluster.CONNECT_S", 0.5)
    with pytest.raises(InputError, match="no Dask scheduler answers") as raised:
        Cluster("tcp://127.0.0.1:9")
    assert "dask scheduler" in raised.value.remedy


def test_a_scheduler_that_goes_away_in_the_middle_is_said_so(start_cluster: Callable[[int], Any]) -> None:
    cluster = start_cluster(1)
    with hired(cluster=cluster.scheduler_address) as workers:
        results = workers.map(square, iter(range(1000)))
        assert next(results) == 0
        cluster.close()
        with pytest.raises(InputError, match="scheduler is gone"):
            list(results)
