"""Who does the work of a stage: this process, several processes, or the machines of a Dask cluster.

A stage splits its work into tasks without side effects and takes their results back in order, so that what it stores is
the same whoever did the work. Only the stage's own process writes to the case.
"""

from firsthand.workers.base import HERE, Lost, Task, Workers, done
from firsthand.workers.hire import hired

__all__ = ["HERE", "Lost", "Task", "Workers", "done", "hired"]
