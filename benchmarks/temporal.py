"""Dates against TimeML: ``value_f1``, ``interval_exact``, ``span_relaxed_f1``, ``pages_per_s``, ``pairs_value_right``.

Reads folders of TimeML documents (``*.tml``, also in a ``tml`` subfolder) and of timenorm pairs (``*.tsv``). The
document creation time is given, as in TempEval-3, and not counted among the expressions. Spans are matched relaxed (any
overlap), one to one, in order. ``value_f1``, in percent as in TempEval-3: matches with exactly the gold value.
``interval_exact``: of the gold DATE and TIME expressions whose value denotes a calendar interval, the share for which a
matched expression denotes the same one. A page is 4,000 characters, a second one on the wall.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

from common import data_folder, sets, show

from firsthand.read.dates import Expression, find_expressions
from firsthand.read.dates.calendar import interval

PAGE_CHARACTERS = 4000


@dataclass(frozen=True, slots=True)
class Gold:
    start: int
    end: int
    type: str
    value: str


@dataclass(slots=True)
class Tally:
    """Counts of one set, or of several pooled."""

    gold: int = 0
    found: int = 0
    matched: int = 0
    value_right: int = 0
    intervals: int = 0
    intervals_right: int = 0
    characters: int = 0
    seconds: float = 0.0
    pairs: int = 0
    pairs_right: int = 0

    def add(self, other: Tally) -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    def figures(self) -> dict[str, float | int | str]:
        shown: dict[str, float | int | str] = {}
        if self.gold:
            shown["value_f1"] = 200 * self.value_right / (self.gold + self.found)
            shown["interval_exact"] = self.intervals_right / max(self.intervals, 1)
            shown["span_relaxed_f1"] = 200 * self.matched / (self.gold + self.found)
            shown["expressions"] = self.gold
        if self.pairs:
            shown["pairs_value_right"] = self.pairs_right / self.pairs
            shown["pairs"] = self.pairs
        if self.seconds:
            shown["pages_per_s"] = self.characters / PAGE_CHARACTERS / self.seconds
        return shown


def moment(value: str) -> datetime | None:
    """A creation time as an aware moment; its zone, if any, is dropped."""
    found = re.match(r"(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}))?", value)
    if not found:
        return None
    return datetime(*(int(part or 0) for part in found.groups()), tzinfo=UTC)


def read_timeml(path: Path) -> tuple[str, datetime | None, list[Gold]]:
    """Text of the TEXT element, creation time, and gold expressions with offsets into the text."""
    root = ElementTree.fromstring(path.read_bytes())
    created = next((one for one in root.iter("TIMEX3") if one.get("functionInDocument") == "CREATION_TIME"), None)
    if created is None:
        created = root.find("DCT/TIMEX3")
    body = root.find("TEXT")
    pieces: list[str] = []
    gold: list[Gold] = []
    length = 0

    def walk(element: ElementTree.Element) -> None:
        nonlocal length
        start = length
        for text, child in [(element.text, None), *((child.tail, child) for child in element)]:
            if child is not None:
                walk(child)
            if text:
                pieces.append(text)
                length += len(text)
        if element.tag == "TIMEX3" and element is not created and length > start:
            gold.append(Gold(start, length, element.get("type", ""), element.get("value", "")))

    walk(body if body is not None else root)
    gold.sort(key=lambda one: one.start)
    return "".join(pieces), moment(created.get("value", "")) if created is not None else None, gold


def matches(gold: list[Gold], found: list[Expression]) -> list[tuple[Gold, Expression | None]]:
    """Each gold expression with the first unused one that overlaps it; one with the same value is preferred."""
    free = list(found)
    pairs: list[tuple[Gold, Expression | None]] = []
    for one in gold:
        over = [e for e in free if e.anchor.start < one.end and one.start < e.anchor.end]
        best = next((e for e in over if e.value == one.value), over[0] if over else None)
        if best:
            free.remove(best)
        pairs.append((one, best))
    return pairs


def score_documents(paths: list[Path]) -> Tally:
    tally = Tally()
    for path in paths:
        text, created, gold = read_timeml(path)
        began = time.perf_counter()
        found = find_expressions(text, created)
        tally.seconds += time.perf_counter() - began
        tally.characters += len(text)
        tally.gold += len(gold)
        tally.found += len(found)
        for one, match in matches(gold, found):
            tally.matched += match is not None
            tally.value_right += match is not None and match.value == one.value
            meant = interval(one.value) if one.type in ("DATE", "TIME") else None
            if meant:
                tally.intervals += 1
                tally.intervals_right += match is not None and interval(match.value) == meant
    return tally


def read_pairs(path: Path) -> list[tuple[datetime | None, list[tuple[str, str]]]]:
    """Documents of (creation time, rows of (words, value)); the first row of a document is its creation date."""
    documents: list[tuple[datetime | None, list[tuple[str, str]]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) < 3:
            continue
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}(?:T[\d:]+)?", parts[0]):
            documents.append((moment(parts[2]), []))
        elif documents:
            documents[-1][1].append((parts[0], parts[2]))
    return documents


def score_pairs(paths: list[Path]) -> Tally:
    """The rows of a document are read as its paragraphs, so that "a year earlier" finds its anchor."""
    tally = Tally()
    for path in paths:
        for created, rows in read_pairs(path):
            found = find_expressions("\n\n".join(words for words, _ in rows), created)
            start = 0
            for words, value in rows:
                inside = [e for e in found if start <= e.anchor.start < start + len(words)]
                widest = max(inside, key=lambda e: len(e.anchor.quote), default=None)
                tally.pairs += 1
                tally.pairs_right += widest is not None and widest.value == value
                start += len(words) + 2
    return tally


def documents_of(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.tml")) or sorted((folder / "tml").glob("*.tml"))


def main() -> None:
    folder = data_folder(__doc__ or "", "data/temporal")
    pooled = Tally()
    found = sets(folder, lambda child: bool(documents_of(child) or list(child.glob("*.tsv"))))
    for name, child in found.items():
        tally = score_documents(documents_of(child))
        tally.add(score_pairs(sorted(child.glob("*.tsv"))))
        pooled.add(tally)
        if name:
            show(tally.figures(), name)
    show(pooled.figures())


if __name__ == "__main__":
    main()
