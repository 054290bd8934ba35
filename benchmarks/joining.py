"""What a new report costs in a large case: joining the claims there are, beside tracing the whole case anew.

A generator (:mod:`reporting`) writes a case of ``--statements`` statements (5,000) in reports of five.
``group_all_ms``: time to trace all of it from nothing. ``join_one_ms``: time in which one more report joins what an
earlier run left, the median over reports from all over the case's time. ``join_share``: the second as a share of the
first. ``joined_same``: 1 if claims, ids and flows are those of a trace from nothing each time. ``growth``: how many
times as long twice the statements take. Times are of the processor, on one core, with all records in memory;
``--data`` is accepted as by all benchmarks and not used.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from pathlib import Path

from common import show
from reporting import OUTLETS, SITES, Reports, make_reports

from firsthand.model import Document
from firsthand.trace.memory import Memory
from firsthand.trace.tracer import TraceContext, Traced, trace_statements

CONTEXT = TraceContext(OUTLETS, SITES)
JOINED = 5
"""Reports joined one after the other, each time to all others."""


def traced(case: Reports, without: Document | None = None, memory: Memory | None = None) -> tuple[Traced, float]:
    """What tracing all reports but one finds, and milliseconds of the processor."""
    documents = [document for document in case.documents if document is not without]
    told = [statement for statement in case.statements if without is None or statement.document_id != without.id]
    began = time.process_time()
    found = trace_statements(documents, told, CONTEXT, memory)
    return found, (time.process_time() - began) * 1e3


def measure(seed: int, statements: int) -> dict[str, float | int]:
    """The figures of one seed."""
    chance = random.Random(seed)
    _, half_ms = traced(make_reports(random.Random(seed), statements // 2))
    case = make_reports(random.Random(seed), statements)
    whole, all_ms = traced(case)
    spent, same = [], True
    for late in chance.sample(case.documents, JOINED):
        held, _ = traced(case, without=late)
        joined, one_ms = traced(case, memory=held.memory)
        spent.append(one_ms)
        same &= (joined.claims, joined.copies) == (whole.claims, whole.copies)
    return {
        "group_all_ms": all_ms,
        "join_one_ms": statistics.median(spent),
        "join_share": statistics.median(spent) / all_ms,
        "joined_same": int(same),
        "growth": all_ms / half_ms,
        "statements": len(case.statements),
        "claims": len(whole.claims),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="not used")
    parser.add_argument("--seed", type=int, default=20325, help="other seeds give other cases")
    parser.add_argument("--statements", type=int, default=5_000)
    options = parser.parse_args()
    show(measure(options.seed, options.statements))


if __name__ == "__main__":
    main()
