"""Broken and hostile input to every parser that is ours or that we lean on. Part of ``benchmarks/faults.py``.

Each input is a seed with random damage: flipped, cut, doubled and spliced bytes, and the words that each format trips
over. An input counts as a crash when anything but a FirsthandError comes out, when it takes longer than ``LONGEST_S``,
or when the process grows by more than ``MOST_MB`` over it. What crashes is kept under ``tests/fuzz/finds/PARSER/`` and
tried again by the tests for ever.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import random
import resource
import signal
import sys
import tempfile
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fuzz_targets import TARGETS, Target

from firsthand.errors import FirsthandError

LONGEST_S = 5
MOST_MB = 1024
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
    signal.setitimer(signal.ITIMER_REAL, LONGEST_S)
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
        signal.setitimer(signal.ITIMER_REAL, 0)
    grown_mb = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return f"grew by {grown_mb:.0f} MB" if grown_mb > MOST_MB else said


def fuzz(target: Target, inputs: int, seed: int = 0) -> Tally:
    """Try ``inputs`` damaged inputs on one parser, in this process."""
    signal.signal(signal.SIGALRM, _alarm)
    chance = random.Random(f"{target.name} {seed}")
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(inputs):
            data = damaged(chance.choice(target.seeds), target.words, chance)
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


def _one(work: tuple[str, int, int]) -> Tally:
    name, inputs, seed = work
    [target] = [target for target in TARGETS if target.name == name]
    return fuzz(target, inputs, seed)


def fuzz_all(inputs: int, jobs: int = 2, seed: int = 0) -> Tally:
    """Try ``inputs`` inputs on all parsers. A process that dies is a crash of its parser."""
    whole = Tally()
    parts = [
        (target.name, min(1000 * target.weight, left), seed + start)
        for target, count in shares(inputs)
        for start in range(0, count, 1000 * target.weight)
        for left in (count - start,)
    ]
    with multiprocessing.get_context("forkserver").Pool(jobs, maxtasksperchild=20) as pool:
        for tally in pool.imap_unordered(_one, parts):
            whole.inputs += tally.inputs
            whole.refused += tally.refused
            whole.crashes += tally.crashes
    return whole
