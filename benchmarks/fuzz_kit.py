"""What a target of the fuzzer is, and the case that some of them need."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from firsthand.case import Case
from firsthand.demo.build import HERE as DEMO
from firsthand.demo.build import METADATA, REPORTS
from firsthand.errors import FirsthandError

Parse = Callable[[bytes, Path], Any]
"""Reads ``bytes``; the folder is for parsers that take a file, and lives as long as the process."""
HELD = "FIRSTHAND_FUZZ_CASE"
"""Environment variable: where the case lies that all processes copy from."""
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where inputs are written for parsers that take a file: a disk would take longer than the parser."""
EVERY = 6
"""Of the demonstration's reports one in so many is in that case."""


@dataclass(frozen=True, slots=True)
class Target:
    """One parser."""

    name: str
    parse: Parse
    seeds: tuple[bytes, ...] | Callable[[], tuple[bytes, ...]]
    words: tuple[bytes, ...] = field(default=())
    weight: int = 1
    """Share of the inputs: quick parsers get more."""

    def sound(self) -> tuple[bytes, ...]:
        """The seeds, made now where they take making."""
        return self.seeds() if callable(self.seeds) else self.seeds


def on_file(name: str, parse: Callable[[Path], Any]) -> Parse:
    """A parser of a file's path, given its bytes."""

    def read(data: bytes, folder: Path) -> Any:
        path = folder / name
        path.write_bytes(data)
        return parse(path)

    return read


def keepable(*found: object) -> None:
    """Fail when text in what a parser gave could be neither stored nor shown."""
    for value in found:
        if isinstance(value, str):
            value.encode()
        elif isinstance(value, dict):
            keepable(*value, *value.values())
        elif isinstance(value, (list, tuple)):
            keepable(*value)
        elif is_dataclass(value):
            keepable(*(getattr(value, part.name) for part in fields(value)))


def zipped(**files: bytes) -> bytes:
    """A ZIP archive; double underscores stand for slashes, single ones after a name for its dot."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return held.getvalue()


# ---- a case --------------------------------------------------------------------------------------------------------


@contextmanager
def held_case() -> Iterator[Path]:
    """A case with some reports read, traced and weighed, for this process and those that it starts."""
    if os.environ.get(HELD):
        yield Path(os.environ[HELD])
        return
    with tempfile.TemporaryDirectory(prefix="firsthand-fuzz-", dir=IN_MEMORY) as folder:
        root = Path(folder, "case")
        _build(root)
        os.environ[HELD] = str(root)
        try:
            yield root
        finally:
            del os.environ[HELD]


def _build(root: Path) -> None:
    from firsthand.collect.collector import CollectOptions, collect
    from firsthand.pipeline import run

    Case.create(root, fictional=True).store.close()
    for name in ("sites.geojson", "outlets.csv"):
        shutil.copy(DEMO / name, root / name)
    case = Case(root)
    collect(case, [str(path) for path in sorted(REPORTS.iterdir())[::EVERY]], CollectOptions(metadata=METADATA))
    run(case)
    _open_board(case)
    case.store.close()


def _open_board(case: Case) -> None:
    """A board with two rival readings and one row of evidence, for the tables of hypotheses."""
    from firsthand.weigh.hypotheses.boards import Entry, add_evidence, add_hypothesis, open_board
    from firsthand.weigh.weigher import weigh

    claim = case.store.claims()[0]
    open_board(case, claim.id)
    weigh(case)
    for reading in ("it was a drill", "it was a repair"):
        add_hypothesis(case, claim.id, reading)
    add_evidence(case, claim.id, Entry(text="the road was swept", source="a driver"))


def case_root() -> Path:
    """Where the held case lies. For targets that only read it."""
    return Path(os.environ[HELD])


def held() -> Case:
    """The held case, opened once. For targets that only read it."""
    return opened(case_root())


@lru_cache(maxsize=4)
def opened(root: Path) -> Case:
    return Case(root)


_LEFT: dict[Path, Case] = {}
"""Copies that nothing was written to."""


@contextmanager
def fresh_case(folder: Path) -> Iterator[Case]:
    """A copy of the held case as it was in the beginning, below ``folder``; for targets that write.

    What is refused leaves a case as it was (the program promises it), so that the copy serves the next input too.
    """
    case = _LEFT.pop(folder, None) or _copied(folder / "fresh")
    try:
        yield case
    except FirsthandError:
        _LEFT[folder] = case
        raise
    finally:
        if folder not in _LEFT:
            case.store.close()


def _copied(root: Path) -> Case:
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(case_root(), root, ignore=shutil.ignore_patterns("briefs", "chips"))
    return Case(root)
