"""Broken and hostile input to every parser that is ours or that we lean on. Part of ``benchmarks/faults.py``.

Each input is a seed with random damage: flipped, cut, doubled and spliced bytes, and the words that each format trips
over. An input counts as a crash when anything but a FirsthandError comes out, when it takes more than ``LONGEST_S`` of
processor time or ``STUCK_S`` in all, when the process grows by more than ``MOST_MB`` over it, or dies. What crashes is
kept under ``tests/fuzz/finds/PARSER/`` and tried again by the tests for ever.
"""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import random
import resource
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.pool import ThreadPool
from pathlib import Path

from fuzz_kit import Target, held_case
from fuzz_targets import TARGETS

from firsthand.errors import FirsthandError

LONGEST_S = 5
"""Of processor time: on a machine with other work, the clock on the wall says nothing about a parser."""
STUCK_S = 120
"""By the clock: what waits uses no processor."""
MOST_MB = 1024
DEAD_S = 3600
"""After so long a process is killed: code that is not Python's heeds no signal."""
LAST = "last-input"
TOLD_EVERY = 50_000
"""Inputs between two lines of progress."""
FINDS = Path(__file__).resolve().parent.parent / "tests" / "fuzz" / "finds"
_ODD = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"9" * 40,
    b"-1",
    b"1e999",
    b"NaN",
    b"null",
    b"\n" * 50,
    b"]]>",
)


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


def damaged(seed: bytes, words: tuple[bytes, ...], chance: random.Random) -> bytes:
    """``seed`` with one to six random hurts."""
    data = bytearray(seed)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(data) + 1)
        upto = min(len(data), at + chance.choice((1, 2, 8, 64, 512)))
        match chance.randrange(7):
            case 0 if data:
                data[at % len(data)] = chance.randrange(256)
            case 1:
                del data[at:upto]
            case 2:
                data[at:at] = data[at:upto] * chance.choice((1, 2, 30))
            case 3:
                data[at:at] = chance.choice(_ODD)
            case 4:
                data[at:upto] = chance.choice(words) if words else b""
            case 5:
                data[at:at] = (chance.choice(words) if words else b"(") * chance.choice((1, 3, 400))
            case _:
                del data[max(at, len(data) // 2) :]
    return bytes(data[:200_000])


def tried(target: Target, data: bytes, folder: Path) -> str:
    """Why an input crashes its parser; ``""`` when it is read, ``"refused"`` when it is refused in due form."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
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
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return f"grew by {grown_mb:.0f} MB" if grown_mb > MOST_MB else said


def fuzz(target: Target, inputs: int, seed: int = 0, last: Path | None = None) -> Tally:
    """Try ``inputs`` damaged inputs on one parser, in this process; each is written to ``last`` before it is tried."""
    chance = random.Random(f"{target.name} {seed}")
    tally = Tally()
    seeds = target.sound()
    with tempfile.TemporaryDirectory() as folder:
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
                _keep(target, data, said)
    return tally


def _keep(target: Target, data: bytes, said: str) -> None:
    """Write down one input for each way of crashing."""
    where = "\n".join(line for line in said.splitlines() if line.startswith("  File "))
    path = FINDS / target.name / hashlib.sha256((where or said).encode()).hexdigest()[:12]
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"{target.name}/{path.name}: {said}", file=sys.stderr, flush=True)


def shares(inputs: int) -> Iterator[tuple[Target, int]]:
    """How many of all inputs each parser gets: the quick ones more."""
    whole = sum(target.weight for target in TARGETS)
    for target in TARGETS:
        yield target, max(1, round(inputs * target.weight / whole))


@dataclass(frozen=True, slots=True)
class Part:
    """Some inputs for one parser, tried in a process of their own."""

    name: str
    inputs: int
    seed: int


def _parts(inputs: int, seed: int) -> Iterator[Part]:
    for target, count in shares(inputs):
        size = 1000 * target.weight
        for start in range(0, count, size):
            yield Part(target.name, min(size, count - start), seed + start)


def _target(name: str) -> Target:
    return next(target for target in TARGETS if target.name == name)


def _tell(part: Part, folder: Path) -> None:
    """The process: what came of its inputs stands in a file in the end."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    tally = fuzz(_target(part.name), part.inputs, part.seed, folder / LAST)
    (folder / "tally").write_text(f"{tally.inputs} {tally.refused} {tally.crashes}")


def _one(part: Part) -> Tally:
    """Try a part in a process that may die; then the input that killed it is kept, and the rest is left."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        process = multiprocessing.get_context("forkserver").Process(target=_tell, args=(part, folder))
        process.start()
        process.join(DEAD_S)
        process.kill()
        process.join()
        if (folder / "tally").exists():
            return Tally(*map(int, (folder / "tally").read_text().split()))
        if (folder / LAST).exists():
            _keep(_target(part.name), (folder / LAST).read_bytes(), f"the process died ({process.exitcode})")
        return Tally(inputs=1, crashes=1)


def fuzz_all(inputs: int, jobs: int = 2, seed: int = 0) -> Tally:
    """Try ``inputs`` inputs on all parsers, ``jobs`` processes at once. A process that dies is a crash."""
    whole = Tally()
    with held_case(), ThreadPool(jobs) as pool:
        for tally in pool.imap_unordered(_one, _parts(inputs, seed)):
            whole.inputs += tally.inputs
            whole.refused += tally.refused
            whole.crashes += tally.crashes
            if whole.inputs % TOLD_EVERY < tally.inputs:
                print(f"{whole.inputs:,} inputs, {whole.crashes} crashes", file=sys.stderr, flush=True)
    return whole
