"""Choosing the workers that a user asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from firsthand.errors import UsageError
from firsthand.workers.base import HERE, Workers


@contextmanager
def hired(jobs: int = 1, cluster: str = "") -> Iterator[Workers]:
    """Workers for one command: ``jobs`` processes, or a Dask cluster by the address of its scheduler.

    Raises UsageError when both are asked for, InputError when no scheduler answers.
    """
    if cluster and jobs > 1:
        raise UsageError("processes here or a cluster, not both", thing=cluster, remedy="leave out --jobs")
    if cluster:
        from firsthand.workers.cluster import Cluster

        with closing(Cluster(cluster)) as found:
            yield found
    elif jobs > 1:
        from firsthand.workers.processes import Processes

        with closing(Processes(jobs)) as begun:
            yield begun
    else:
        yield HERE
