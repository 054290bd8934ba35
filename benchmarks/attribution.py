"""Attribution on news in PolNeAR's layout: ``text/DOC.txt`` and ``attributions/DOC_ANNOTATOR.ann`` (brat standoff).

``source_exact_f1``, ``cue_exact_f1``, ``content_exact_f1``: spans with exactly the same characters after trimming
spaces, each piece of a broken span by itself, each role by itself. A quotation is given with its marks, as the corpus
has it. ``statement_f1``, ``statement_precision``, ``statement_recall``: source and content linked; a statement is right
when the Jaccard of its content's characters is at least 0.5 and the sources share a word or are both empty, one to
one, best overlap first. Edges without content and the outlet's own voice are no attributions there and are left out.
Figures are percentages, as in the papers. DIR is one part's folder, or a corpus with a ``dev`` part.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from common import data_folder, show

from firsthand.model import Document, SourceKind, Statement
from firsthand.outlets import builtin_outlets
from firsthand.read.reader import ReadContext, read_text

Span = tuple[int, int]
ROLES = ("source", "cue", "content")


@dataclass
class Marked:
    """One attribution as spans of its text."""

    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)


@dataclass
class Tally:
    """Counts over all articles."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    expected: Counter[str] = field(default_factory=Counter)

    def f1(self, name: str) -> float:
        total = self.found[name] + self.expected[name]
        return 200 * self.right[name] / total if total else 0.0


def gold(path: Path, text: str) -> list[Marked]:
    """The attributions of one annotation file; lines that do not parse are skipped, as the corpus' README advises."""
    spans: dict[str, list[Span]] = {}
    marked = []
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if len(parts) > 1 and parts[0].startswith("T"):
            found = re.findall(r"(\d+) (\d+)", parts[1])
            spans[parts[0]] = [trimmed(text, (int(start), int(end))) for start, end in found]
        elif len(parts) > 1 and parts[0].startswith("E"):
            item = Marked()
            for role, key in re.findall(r"(?<![\w-])([A-Za-z-]+)\d*:(T\d+)", parts[1]):
                if role.lower() in ROLES:
                    getattr(item, role.lower()).extend(spans.get(key, []))
            marked.append(item)
    return marked


def trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def with_marks(text: str, span: Span) -> Span:
    """The span with the quotation marks that stand around it, and the comma before the closing one."""
    start, end = span
    opening, closing = "\"“'‘", "\"”'’"
    if start and text[start - 1] in opening:
        after = end + 1 if text[end : end + 1] in {",", ".", "?", "!"} else end
        if text[after : after + 1] in closing and text[after : after + 1]:
            return start - 1, after + 1
    return start, end


def found_in(text: str) -> list[Marked]:
    now = datetime(2016, 12, 1, tzinfo=UTC)
    document = Document("doc", "doc", text, "", "text/plain", now)
    statements = read_text(document, ReadContext((), builtin_outlets(), ())).statements
    return [marked(text, item) for item in statements if item.content and item.source_kind is not SourceKind.OWN_VOICE]


def marked(text: str, item: Statement) -> Marked:
    return Marked(
        source=[(item.source.start, item.source.end)] if item.source else [],
        cue=[(item.cue.start, item.cue.end)] if item.cue else [],
        content=[with_marks(text, (piece.start, piece.end)) for piece in item.content],
    )


def characters(spans: list[Span]) -> set[int]:
    return {index for start, end in spans for index in range(start, end)}


def words(text: str, spans: list[Span]) -> set[str]:
    return {word.lower() for start, end in spans for word in re.findall(r"\w+", text[start:end])}


def sources_agree(text: str, first: Marked, second: Marked) -> bool:
    if not first.source or not second.source:
        return not first.source and not second.source
    return bool(words(text, first.source) & words(text, second.source))


def link(text: str, expected: list[Marked], found: list[Marked]) -> list[tuple[int, int]]:
    """Pairs (expected, found) that agree, one to one, best content overlap first."""
    left = [characters(item.content) for item in expected]
    right = [characters(item.content) for item in found]
    pairs = []
    for first, gold_chars in enumerate(left):
        for second, our_chars in enumerate(right):
            overlap = len(gold_chars & our_chars) / max(1, len(gold_chars | our_chars))
            if overlap >= 0.5 and sources_agree(text, expected[first], found[second]):
                pairs.append((overlap, first, second))
    taken: list[tuple[int, int]] = []
    for _, first, second in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if all(first != pair[0] and second != pair[1] for pair in taken):
            taken.append((first, second))
    return taken


def score(tally: Tally, text: str, expected: list[Marked], found: list[Marked]) -> None:
    expected = [item for item in expected if item.content]
    for role in ROLES:
        want = {span for item in expected for span in getattr(item, role)}
        have = {span for item in found for span in getattr(item, role)}
        tally.right[role] += len(want & have)
        tally.found[role] += len(have)
        tally.expected[role] += len(want)
    tally.right["statement"] += len(link(text, expected, found))
    tally.found["statement"] += len(found)
    tally.expected["statement"] += len(expected)


def main() -> None:
    folder = data_folder(__doc__ or "", "data/attribution/polnear")
    part = folder if (folder / "text").is_dir() else folder / "dev"
    if not (part / "attributions").is_dir():
        sys.exit(f"{part}: no text/ and attributions/ here\n  -> give a folder in PolNeAR's layout with --data DIR")
    tally = Tally()
    for path in sorted((part / "attributions").glob("*.ann")):
        article = part / "text" / f"{path.stem.rsplit('_', 1)[0]}.txt"
        with article.open(encoding="utf-8", newline="") as file:
            text = file.read()
        score(tally, text, gold(path, text), found_in(text))
    figures = {f"{role}_exact_f1": round(tally.f1(role), 1) for role in ROLES}
    right, found, expected = (counts["statement"] for counts in (tally.right, tally.found, tally.expected))
    figures["statement_f1"] = round(tally.f1("statement"), 1)
    figures["statement_precision"] = round(100 * right / found, 1) if found else 0.0
    figures["statement_recall"] = round(100 * right / expected, 1) if expected else 0.0
    show(figures)


if __name__ == "__main__":
    main()
