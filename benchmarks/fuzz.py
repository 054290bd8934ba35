"""Broken and hostile input to every parser that is ours or that we lean on. Part of ``benchmarks/faults.py``.

Each input is a sound one with random damage (``fuzz_damage.py``). It counts as a crash when anything but a
FirsthandError comes out, when it takes more than ``LONGEST_S`` of processor time or ``STUCK_S`` in all, when the
process grows by more than ``MOST_MB`` over it, or dies. What crashes is kept under ``tests/fuzz/finds/PARSER/`` and
tried again by the tests for ever.

``python benchmarks/fuzz.py --inputs 1000000 --seed 1 --ledger FILE`` is a long campaign in shards, a process each. What
came of a shard is a line of the ledger; started again with the same numbers, only shards that are missing or that
crashed are tried, so that a parser is mended and the campaign goes on. It prints the sum of the ledger.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import multiprocessing
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from dataclasses import astuple, dataclass
from multiprocessing.pool import ThreadPool
from pathlib import Path

from common import show
from fuzz_damage import damaged
from fuzz_kit import IN_MEMORY, Target, held_case
from fuzz_targets import TARGETS

from firsthand.errors import FirsthandError

LONGEST_S = 5
"""Of processor time: on a machine with other work, the clock on the wall says nothing about a parser."""
STUCK_S = 120
"""By the clock: what waits uses no processor."""
MOST_MB = 1024
STILL_S = 600
"""After so long without a new input a process is killed: code that is not Python's heeds no signal."""
LAST, TALLY = "last-input", "tally"
SHARD = 500
"""Inputs of one shard for a parser of weight 1."""
TOLD_EVERY = 50_000
"""Inputs between two lines of progress."""
FINDS = Path(__file__).resolve().parent.parent / "tests" / "fuzz" / "finds"


@dataclass(slots=True)
class Tally:
    """What came of the inputs."""

    inputs: int = 0
    refused: int = 0
    crashes: int = 0


class TooLongError(BaseException):
    """Raised by the alarm; no parser catches it by chance."""


def _alarm(number: int, frame: object) -> None:
    raise TooLongError


def tried(target: Target, data: bytes, folder: Path) -> str:
    """Why an input crashes its parser; ``""`` when it is read, ``"refused"`` when it is refused in due form."""
    peak_mb, held_mb = _peak_mb(), _held_mb()
    for number in (signal.SIGALRM, signal.SIGPROF):
        signal.signal(number, _alarm)
    signal.setitimer(signal.ITIMER_PROF, LONGEST_S)
    signal.setitimer(signal.ITIMER_REAL, STUCK_S)
    try:
        target.parse(data, folder)
        said = ""
    except FirsthandError:
        said = "refused"
    except TooLongError:
        return f"longer than {LONGEST_S} s"
    except RecursionError as error:
        return f"{type(error).__name__}"
    except Exception:  # noqa: BLE001  (the very thing that is looked for)
        return traceback.format_exc(limit=-3)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
    grown_mb = _peak_mb() - held_mb
    return f"grew by {grown_mb:.0f} MB" if _peak_mb() > peak_mb and grown_mb > MOST_MB else said


def _peak_mb() -> float:
    """Most memory that this process held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _held_mb() -> float:
    """Memory that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def fuzz(target: Target, inputs: int, seed: object = 0, last: Path | None = None) -> Tally:
    """Try ``inputs`` damaged inputs on one parser, in this process; each is written to ``last`` before it is tried."""
    chance = random.Random(f"{target.name} {seed}")
    tally = Tally()
    seeds = target.sound()
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        for _ in range(inputs):
            data = damaged(chance.choice(seeds), target.words, chance)
            if last is not None:
                last.write_bytes(data)
            said = tried(target, data, Path(folder))
            tally.inputs += 1
            if said == "refused":
                tally.refused += 1
            elif said:
                tally.crashes += 1
                keep(target, data, said)
    return tally


def keep(target: Target, data: bytes, said: str) -> None:
    """Write down one input for each way of crashing."""
    where = "\n".join(line for line in said.splitlines() if line.startswith("  File "))
    path = FINDS / target.name / hashlib.sha256((where or said).encode()).hexdigest()[:12]
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"{target.name}/{path.name}: {said}", file=sys.stderr, flush=True)


# ---- shards --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shard:
    """Some inputs for one parser, tried in a process of their own."""

    name: str
    inputs: int
    seed: int
    first: int
    """How many of the parser's inputs are tried before it."""


def shards(inputs: int, seed: int) -> list[Shard]:
    """All inputs, the parsers in turn; the quick ones get more."""
    whole = sum(target.weight for target in TARGETS)
    found = []
    for target in TARGETS:
        count, size = max(1, round(inputs * target.weight / whole)), SHARD * target.weight
        found += [Shard(target.name, min(size, count - first), seed, first) for first in range(0, count, size)]
    return sorted(found, key=lambda shard: shard.first / shard.inputs)


def _target(name: str) -> Target:
    return next(target for target in TARGETS if target.name == name)


def _tell(shard: Shard, folder: Path) -> None:
    """The process: what came of its inputs stands in a file in the end."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    tally = fuzz(_target(shard.name), shard.inputs, f"{shard.seed} {shard.first}", folder / LAST)
    (folder / TALLY).write_text(f"{tally.inputs} {tally.refused} {tally.crashes}")


def _one(shard: Shard) -> tuple[Shard, Tally]:
    """Try a shard in a process that may die; then the input that killed it is kept, and the rest is left."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as name:
        folder = Path(name)
        process = multiprocessing.get_context("forkserver").Process(target=_tell, args=(shard, folder))
        process.start()
        while process.is_alive() and not _still(folder):
            process.join(1)
        process.kill()
        process.join()
        if (folder / TALLY).exists():
            return shard, Tally(*map(int, (folder / TALLY).read_text().split()))
        if (folder / LAST).exists():
            keep(_target(shard.name), (folder / LAST).read_bytes(), f"the process died ({process.exitcode})")
        return shard, Tally(inputs=1, crashes=1)


def _still(folder: Path) -> bool:
    """Whether no new input was tried for long."""
    last = folder / LAST
    return last.exists() and time.time() - last.stat().st_mtime > STILL_S


def _read(ledger: Path | None) -> dict[Shard, Tally]:
    """What came of the shards so far; of one that was tried again, what came of it last."""
    held: dict[Shard, Tally] = {}
    for line in ledger.read_text().splitlines() if ledger and ledger.exists() else []:
        name, *numbers = line.split()
        inputs, seed, first, *told = map(int, numbers)
        held[Shard(name, inputs, seed, first)] = Tally(*told)
    return held


def fuzz_all(inputs: int, jobs: int = 2, seed: int = 0, ledger: Path | None = None) -> Tally:
    """Try ``inputs`` inputs on all parsers, ``jobs`` processes at once. A process that dies is a crash."""
    held, wanted = _read(ledger), shards(inputs, seed)
    left = [shard for shard in wanted if shard not in held or held[shard].crashes]
    come = {shard: held[shard] for shard in wanted if shard not in left}
    told = 0
    with held_case(), ThreadPool(jobs) as pool:
        for shard, tally in pool.imap_unordered(_one, left):
            come[shard] = tally
            if ledger:
                with ledger.open("a") as file:
                    print(*astuple(shard), *astuple(tally), file=file)
            whole = _sum(come)
            if whole.inputs // TOLD_EVERY > told:
                told = whole.inputs // TOLD_EVERY
                print(f"{whole.inputs:,} inputs, {whole.crashes} crashes", file=sys.stderr, flush=True)
    return _sum(come)


def _sum(come: dict[Shard, Tally]) -> Tally:
    return Tally(*(sum(numbers) for numbers in zip(*map(astuple, come.values()), strict=True)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=20_000, help="to try on all parsers together")
    parser.add_argument("--seed", type=int, default=0, help="of all chance")
    parser.add_argument("--jobs", type=int, default=1, help="processes at once")
    parser.add_argument("--ledger", type=Path, help="file that keeps what came of each shard")
    given = parser.parse_args()
    tally = fuzz_all(given.inputs, given.jobs, given.seed, given.ledger)
    show({"fuzzed_inputs": tally.inputs, "refused": tally.refused, "crashes": tally.crashes})


if __name__ == "__main__":
    main()
