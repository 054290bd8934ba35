"""Every regular expression of the package, and strings that make careless ones slow."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

import firsthand

HOME = Path(firsthand.__file__).parent
FUNCTIONS = frozenset({"compile", "search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"})
LENGTH = 400
"""Characters of an attack."""
LIMIT_S = 0.2
"""Of processor time for one attack; a pattern without backtracking over itself needs a thousandth of it."""
UNITS = (
    *" aA0.,-_/\\:;'\"“”’()[]{}<>=&%#*|@\t\n",
    *(
        "aA",
        "a ",
        "A ",
        "Aa ",
        "a. ",
        "A.",
        "1 ",
        "1,",
        "1.",
        "1-",
        "a-",
        "a, ",
        "a' ",
        "\n\n",
        " \n",
        "\t ",
        "é",
        "中",
    ),
    *("a=", "a:", "<a ", "</", "[^", "((", '""', "“a", "’s ", "1 a ", "Aa, ", "Aa Aa, ", "aaaa "),
)
END = "\x00"
"""No pattern of ours takes it, so that what has been taken has to be given up again."""


@dataclass(frozen=True, slots=True)
class Held:
    """One regular expression, and where it stands."""

    where: str
    pattern: re.Pattern[Any]


class SlowError(BaseException):
    """Raised by the timer."""


def held_patterns() -> list[Held]:
    """All that modules hold once they are imported, and all that is written in a call of :mod:`re`."""
    found: dict[tuple[object, int], Held] = {}
    for name in modules():
        module = importlib.import_module(name)
        for attribute, value in vars(module).items():
            for pattern in _inside(value, 4):
                found.setdefault((pattern.pattern, pattern.flags), Held(f"{name}.{attribute}", pattern))
    for path in sorted(HOME.rglob("*.py")):
        for line, pattern in _written(path):
            where = f"{path.relative_to(HOME.parent)}:{line}"
            found.setdefault((pattern.pattern, pattern.flags), Held(where, pattern))
    return list(found.values())


def modules() -> list[str]:
    """Names of all modules of the package but those that run when they are imported."""
    walked = pkgutil.walk_packages([str(HOME)], "firsthand.")
    return sorted(item.name for item in walked if not item.name.endswith("__main__"))


def _inside(value: object, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for item in (*value.keys(), *value.values()):
            yield from _inside(item, depth - 1)
    elif depth and isinstance(value, (tuple, list, set, frozenset)):
        for item in value:
            yield from _inside(item, depth - 1)
    elif depth and isinstance(value, type) and value.__module__.startswith("firsthand"):
        for item in vars(value).values():
            yield from _inside(item, depth - 1)
    elif depth and is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _inside(getattr(value, field.name, None), depth - 1)


def _written(path: Path) -> Iterator[tuple[int, re.Pattern[Any]]]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        called = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in FUNCTIONS
        if called and isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.args:
            written = node.args[0]
            if isinstance(written, ast.Constant):
                yield node.lineno, re.compile(written.value)


def slowest(held: Held, length: int = LENGTH, limit_s: float = LIMIT_S) -> tuple[float, str]:
    """Seconds of processor time for the worst attack, at most the limit, and its beginning."""
    worst = (0.0, "")
    signal.signal(signal.SIGPROF, stop)
    for attack in _attacks(held.pattern, length):
        start = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, limit_s)
        try:
            for _ in held.pattern.finditer(attack):
                pass
        except SlowError:
            return limit_s, repr(attack[:40])
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        worst = max(worst, (time.process_time() - start, repr(attack[:40])))
    return worst


def stop(number: int, frame: object) -> None:
    raise SlowError


def _attacks(pattern: re.Pattern[Any], length: int) -> Iterator[Any]:
    """Strings of one repeated piece: signs, short words, and the pattern's own words; with an end that fits nothing."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    words = list(dict.fromkeys(re.findall(r"[A-Za-z“”\"'(\[,]{1,20}", re.sub(r"\(\?P<\w+>|\\.", " ", source))))[:12]
    heads = ["", *words[:1]]
    for unit in dict.fromkeys((*UNITS, *(f"{word} " for word in words), *words)):
        for head in heads:
            text = f"{head}{' ' if head else ''}{unit * (length // len(unit))}{END}"
            yield text if isinstance(pattern.pattern, str) else text.encode("utf-8")
