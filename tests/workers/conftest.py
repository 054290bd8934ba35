"""Dask clusters on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest


@pytest.fixture(scope="module")
def start_cluster() -> Iterator[Callable[[int], Any]]:
    """Starts a cluster of so many workers, on ports that are free; it ends with the tests of the module."""
    distributed = pytest.importorskip("distributed", reason="Dask is not installed (the extra `cluster`)")
    with ExitStack() as started:

        def start(count: int) -> Any:
            return started.enter_context(
                distributed.LocalCluster(
                    n_workers=count,
                    threads_per_worker=1,
                    processes=False,
                    host="127.0.0.1",
                    protocol="tcp://",
                    dashboard_address="127.0.0.1:0",  # None would be port 8787, which may be taken
                )
            )

        yield start
