"""The page of a draft that holds: a person's own sentences, each of which opens what it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from firsthand import __version__
from firsthand.case import Case
from firsthand.publish.contract import Sentence
from firsthand.publish.dossier import ClaimFile, Told
from firsthand.publish.drafts.checker import Checker, SentenceVerdict
from firsthand.publish.exhibits import exhibits, meter, shown
from firsthand.publish.templating import environment, stylesheet


@dataclass(frozen=True, slots=True)
class Block:
    """A heading or a paragraph of a draft, for printing."""

    level: int
    """1 to 6 for a heading, 0 for a paragraph, 7 for an item of a list."""
    heading: str
    sentences: tuple[Sentence, ...]


def blocks_of(text: str, verdicts: tuple[SentenceVerdict, ...]) -> Iterator[Block]:
    """The headings and paragraphs of a draft, with the evidence of each sentence."""
    rest = list(verdicts)
    for found in re.finditer(r"(?P<marks>#{1,6}) (?P<words>[^\n]*)|[^\n]+(?:\n(?![#\n]| *[-*+•] )[^\n]+)*", text):
        if found["marks"]:
            yield Block(len(found["marks"]), found["words"].strip(), ())
            continue
        inside = [verdict for verdict in rest if found.start() <= verdict.start < found.end()]
        if inside:
            item = re.match(r" *(?:[-*+•]|\d{1,3}[.)]) ", found.group()) is not None
            sentences = tuple(Sentence(verdict.text, verdict.evidence) for verdict in inside)
            yield Block(7 if item else 0, "", sentences)


def draft_page(case: Case, id: str, blocks: Sequence[Block], checker: Checker) -> str:
    """The draft with this id as one HTML file that opens without a network and without scripts."""
    cited = {id for block in blocks for sentence in block.sentences for id in sentence.evidence}
    dossiers = checker.resting(sorted(cited))
    held = {id: exhibit for dossier in dossiers for id, exhibit in exhibits(dossier).items()}
    documents = {document.id: document for dossier in dossiers for document in dossier.documents}
    made = environment()
    made.globals |= {
        "compact": False,
        "link": lambda kind, id: f"#{id}",
        "cite": lambda told: f"#{told.document.id}",
        "shown": lambda sentence: shown(sentence, held),
        "meter": meter,
    }
    title = next((block.heading for block in blocks if block.level), id)
    records = [held[id].record for id in sorted(cited) if id in held]
    used = {record.document.id for record in records if isinstance(record, Told)}
    used |= {told.document.id for record in records if isinstance(record, ClaimFile) for told in record.told}
    return made.get_template("draft.html").render(
        case_title=case.title,
        fictional=case.fictional,
        title=title,
        blocks=[block for block in blocks if block.heading != title or block.level == 0],
        documents=[document for id, document in documents.items() if id in used],
        written=datetime.now(UTC),
        css=stylesheet("house.css", "brief.css"),
        version=__version__,
    )
