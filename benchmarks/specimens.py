"""The reader against what a careful reader finds in real, garbled reports.

DIR holds ``NAME.txt`` with ``NAME.expected.json``; figures carry the file's stem, ``report-a`` as ``report_a``. The
case watches the sites that the expected file names, and knows the built-in outlets.

``_rows``, ``_recall``: expected statements found, one to one. A row is found when a statement's content overlaps its
pieces (Jaccard of their words at least 0.5, or 0.8 of the row's words are in the statement's, which is then at most
twice as long), the stance is the same, and the source agrees. Sources agree when they share a word that is no function
word; a row without source wants the outlet's own voice or a lost speaker, as its ``voice`` says; a row whose origin is
null wants its very pronoun, left unresolved. An edge row is found when a statement without content has a chain that
shares a content word with each link of the row.

``_invented``: statements with content that overlaps no row (neither holds half of the other's words) and that are not
the outlet's own voice. A sentence given word for word as the outlet's own voice is in the text, and nobody else is made
to say it, so it is not invented. ``_precision``: share of all statements with content that overlap a row; here a
sentence in the outlet's own voice that the careful reader left out counts as wrong.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from common import data_folder, show

from firsthand.model import Document, Reading, Site, SourceKind, Statement
from firsthand.outlets import builtin_outlets
from firsthand.read.reader import ReadContext, read_text

FUNCTION_WORDS = {
    "the", "a", "an", "of", "on", "in", "to", "by", "and", "or", "for", "with", "from", "at", "as", "his", "her", "its",
    "their", "that", "this",
}  # fmt: skip


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def content_words(text: str) -> set[str]:
    return set(words(text)) - FUNCTION_WORDS


def read_specimen(path: Path, expected: dict[str, Any]) -> Reading:
    text = path.read_text(encoding="utf-8")
    published = datetime.fromisoformat(expected["published"]).replace(tzinfo=UTC)
    sites = tuple(Site(name, name, 0.0, 0.0, 1000.0) for name in expected.get("sites_named", []))
    document = Document(path.stem, path.name, text, "", "text/plain", published, published=published)
    return read_text(document, ReadContext(sites, builtin_outlets(), ()))


def overlaps(row: dict[str, Any], statement: Statement, loose: bool = False) -> bool:
    want = set(words(" ".join(row.get("content", []))))
    have = set(words(statement.quote))
    if not want or not have:
        return False
    shared = len(want & have)
    if loose:
        return max(shared / len(want), shared / len(have)) >= 0.5
    inside = shared / len(want) >= 0.8 and len(have) <= max(2 * len(want), len(want) + 6)
    return shared / len(want | have) >= 0.5 or inside


def source_agrees(row: dict[str, Any], statement: Statement) -> bool:
    source = row.get("source")
    if source is None:
        if row.get("voice") == "outlet":
            return statement.source_kind is SourceKind.OWN_VOICE
        return statement.source is None and statement.source_kind is SourceKind.LOST
    if statement.source is None:
        return False
    if "origin" in row and row["origin"] is None:
        return statement.source_kind is SourceKind.LOST and statement.source.quote.lower() == source.lower()
    return bool(content_words(source) & content_words(statement.source.quote))


def found(row: dict[str, Any], statement: Statement) -> bool:
    if row.get("edge_only"):
        chain = [content_words(link.name) | content_words(link.anchor.quote if link.anchor else "")
                 for link in statement.chain]  # fmt: skip
        return not statement.content and all(any(content_words(link) & ours for ours in chain) for link in row["chain"])
    return overlaps(row, statement) and statement.stance.value == row["stance"] and source_agrees(row, statement)


def score(expected: dict[str, Any], reading: Reading) -> tuple[dict[str, float | int], list[str]]:
    """Figures, and lines that name what was missed or should not be there."""
    rows = expected["statements"]
    left = list(reading.statements)
    missed = []
    for row in rows:
        match = next((item for item in left if found(row, item)), None)
        if match is None:
            missed.append("missed: " + (" … ".join(row.get("content", [])) or "edge: " + " < ".join(row["chain"])))
        else:
            left.remove(match)
    said = [item for item in reading.statements if item.content]
    extra = [item for item in said if not any(overlaps(row, item, loose=True) for row in rows)]
    invented = [item for item in extra if item.source_kind is not SourceKind.OWN_VOICE]
    right = len(rows) - len(missed)
    figures: dict[str, float | int] = {
        "rows": right,
        "recall": right / len(rows) if rows else 0.0,
        "precision": (len(said) - len(extra)) / len(said) if said else 0.0,
        "invented": len(invented),
    }
    notes = missed + [f"extra: {item.source_kind}: {item.quote}" for item in extra]
    return figures, notes


def main() -> None:
    folder = data_folder(__doc__ or "", "specimens")
    for path in sorted(folder.glob("*.expected.json")):
        name = path.name.removesuffix(".expected.json")
        expected = json.loads(path.read_text(encoding="utf-8"))
        figures, notes = score(expected, read_specimen(folder / f"{name}.txt", expected))
        for note in notes:
            print(f"# {note}")
        show(figures, name.replace("-", "_"))


if __name__ == "__main__":
    main()
