"""The reader on short invented passages about chains, anonymity, refusals and quotations: ``gold/attribution.toml``.

DIR holds ``attribution.toml`` (default: ``gold/`` beside this script), whose head explains its fields.

``nested_chain_accuracy``: percentage of passages that are right. A passage is right when each expected statement is
found, one to one, and nobody but the outlet is made to say anything else. A statement is found when

- the Jaccard of its content's characters is at least 0.5 (an edge without content wants none);
- its source shares a content word with the expected one, or both are empty;
- its chain has as many links as expected, and each link's name agrees: one name has all content words of the other.

``NAME_right`` is "right of all" for each phenomenon. ``kind_accuracy``, ``stance_accuracy`` and ``basis_accuracy`` are
percentages over the found statements, basis where the gold states one. ``--wrong`` prints what went wrong, too.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from common import show

from firsthand.model import Document, Outlet, SourceKind, Statement
from firsthand.outlets import builtin_outlets
from firsthand.read.blocks import ReadContext
from firsthand.read.reader import read_text

GOLD = Path(__file__).resolve().parent / "gold"
PUBLISHER = "Valley News"
_FUNCTION_WORDS = {
    "the", "a", "an", "of", "at", "in", "on", "for", "to", "by", "who", "which", "its", "his", "her", "their", "our",
    "my", "and", "unnamed", "senior", "unidentified", "some",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expected:
    """What a careful reader finds."""

    content: tuple[tuple[int, int], ...]
    """Character spans of the text."""
    sources: tuple[str, ...]
    """Wordings that are equally right; empty for a lost speaker."""
    kind: str
    chain: tuple[str, ...]
    """Innermost first, the publisher last."""
    stance: str
    basis: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Passage:
    id: str
    about: str
    document: Document
    outlets: tuple[Outlet, ...]
    expected: tuple[Expected, ...]


@dataclass
class Tally:
    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def passages(folder: Path) -> list[Passage]:
    """The passages of ``attribution.toml``. Raises ValueError when expected words do not stand in their text."""
    table = tomllib.loads((folder / "attribution.toml").read_text(encoding="utf-8"))
    outlets = tuple(
        Outlet(item["name"], tuple(item["aliases"]), tuple(item["domains"])) for item in table.get("outlet", ())
    )
    return [_passage(item, outlets + builtin_outlets()) for item in table["passage"]]


def _passage(item: dict[str, Any], outlets: tuple[Outlet, ...]) -> Passage:
    publisher = item.get("outlet", PUBLISHER)
    moment = datetime(2021, 6, 9, tzinfo=UTC)
    document = Document(
        item["id"], item["id"], item["text"], "", "text/plain", moment, outlet=publisher, published=moment
    )
    expected = tuple(_expected(item["text"], row, publisher) for row in item["statement"])
    return Passage(item["id"], item["about"], document, outlets, expected)


def _expected(text: str, row: dict[str, Any], publisher: str) -> Expected:
    sources = row["source"] if isinstance(row["source"], list) else [row["source"]]
    pieces = row["content"] if isinstance(row["content"], list) else [row["content"]]
    for words in [*sources, *pieces]:
        if words not in text:
            raise ValueError(f"{words!r} does not stand in {text!r}")
    chain = [*row["chain"], publisher] if row["chain"] and row["chain"][-1] != publisher else row["chain"]
    return Expected(
        content=_spans(text, [piece for piece in pieces if piece]),
        sources=tuple(source for source in sources if source),
        kind=row["kind"],
        chain=tuple(chain),
        stance=row.get("stance", "asserts"),
        basis=row.get("basis", ""),
        optional=row.get("optional", False),
    )


def _spans(text: str, pieces: list[str]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for piece in pieces:
        match = re.compile(rf"(?<!\w){re.escape(piece)}(?!\w)").search(text, found[-1][1] if found else 0)
        if match is None:
            raise ValueError(f"{piece!r} does not stand in {text!r} as words of their own")
        found.append(match.span())
    return tuple(found)


def overlap(expected: Expected, statement: Statement) -> float:
    """Jaccard of the contents' characters; 1 where both are empty."""
    want = {index for start, end in expected.content for index in range(start, end)}
    have = {index for piece in statement.content for index in range(piece.start, piece.end)}
    return len(want & have) / len(want | have) if want | have else 1.0


def content_words(words: str) -> set[str]:
    return set(re.findall(r"[\w.]*\w", words.lower())) - _FUNCTION_WORDS


def source_agrees(expected: Expected, statement: Statement) -> bool:
    if not expected.sources or statement.source is None:
        return not expected.sources and statement.source is None
    said = content_words(statement.source.quote)
    return any(said & content_words(wording) for wording in expected.sources)


def chain_agrees(expected: Expected, statement: Statement) -> bool:
    if len(expected.chain) != len(statement.chain):
        return False
    pairs = [
        (content_words(want), content_words(link.name))
        for want, link in zip(expected.chain, statement.chain, strict=True)
    ]
    return all(want and have and (want <= have or have <= want) for want, have in pairs)


def agrees(expected: Expected, statement: Statement) -> bool:
    close = overlap(expected, statement) >= 0.5 and bool(expected.content) == bool(statement.content)
    return close and source_agrees(expected, statement) and chain_agrees(expected, statement)


def matched(expected: tuple[Expected, ...], found: list[Statement]) -> list[tuple[Expected, Statement]]:
    """Pairs that agree, one to one, best content overlap first, obligatory ones before optional ones."""
    options = [
        (want.optional, -overlap(want, item), first, second)
        for first, want in enumerate(expected)
        for second, item in enumerate(found)
        if agrees(want, item)
    ]
    pairs: list[tuple[int, int]] = []
    for _, _, first, second in sorted(options):
        if all(first != pair[0] and second != pair[1] for pair in pairs):
            pairs.append((first, second))
    return [(expected[first], found[second]) for first, second in pairs]


def score(tally: Tally, passage: Passage) -> None:
    read = read_text(passage.document, ReadContext((), passage.outlets, ())).statements
    found = [item for item in read if item.source_kind is not SourceKind.OWN_VOICE]
    pairs = matched(passage.expected, found)
    missed = [want for want in passage.expected if not want.optional and want not in [pair[0] for pair in pairs]]
    invented = [item for item in found if item not in [pair[1] for pair in pairs]]
    right = not missed and not invented
    for name in ("passages", passage.about):
        tally.all[name] += 1
        tally.right[name] += right
    for want, item in pairs:
        _tick(tally, "kind", want.kind, item.source_kind.value)
        _tick(tally, "stance", want.stance, item.stance.value)
        if want.basis:
            _tick(tally, "basis", want.basis, item.basis.value)
    marks = [(want.kind != item.source_kind.value, want, item) for want, item in pairs]
    odd = [
        f"   field    {want.kind}, {want.stance}, {want.basis or '-'} but read "
        f"{item.source_kind.value}, {item.stance.value}, {item.basis.value}: {item.quote}"
        for kind, want, item in marks
        if kind or want.stance != item.stance.value or (want.basis and want.basis != item.basis.value)
    ]
    if not right or odd:
        tally.wrong += [f"== {passage.id}", f"   {passage.document.text!r}"]
        tally.wrong += [f"   missed   {_wanted(passage.document.text, want)}" for want in missed]
        tally.wrong += [f"   invented {_told(item)}" for item in invented] + odd


def _tick(tally: Tally, name: str, want: str, have: str) -> None:
    tally.all[name] += 1
    tally.right[name] += want == have


def _wanted(text: str, want: Expected) -> str:
    said = " … ".join(text[start:end] for start, end in want.content)
    return f"{' ◀ '.join(want.chain) or '(lost)'} [{' / '.join(want.sources)}] {said!r}"


def _told(item: Statement) -> str:
    chain = " ◀ ".join(link.name for link in item.chain) or "(lost)"
    return f"{chain} [{item.source.quote if item.source else ''}] {item.quote!r}"


def figures(tally: Tally) -> dict[str, float | int | str]:
    def share(name: str) -> float:
        return round(100 * tally.right[name] / tally.all[name], 1) if tally.all[name] else 0.0

    shown: dict[str, float | int | str] = {
        "nested_chain_accuracy": share("passages"),
        "passages": tally.all["passages"],
    }
    fields = ("kind", "stance", "basis")
    for name in sorted(set(tally.all) - {"passages", *fields}):
        shown[f"{name.replace(' ', '_').replace('-', '_')}_right"] = f"{tally.right[name]} of {tally.all[name]}"
    return shown | {f"{name}_accuracy": share(name) for name in fields}


def run(folder: Path = GOLD) -> Tally:
    """Score all passages of ``folder``."""
    tally = Tally()
    for passage in passages(folder):
        score(tally, passage)
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=GOLD, help="folder with attribution.toml")
    parser.add_argument("--wrong", action="store_true", help="print what went wrong, before the figures")
    given = parser.parse_args()
    if not (given.data / "attribution.toml").is_file():
        sys.exit(f"{given.data}: no attribution.toml here\n  -> give the folder that holds it with --data DIR")
    tally = run(given.data)
    if given.wrong:
        print("\n".join(tally.wrong))
    show(figures(tally))


if __name__ == "__main__":
    main()
