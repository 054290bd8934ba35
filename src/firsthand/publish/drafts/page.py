"""The page of a draft that holds: a person's own sentences, each of which opens what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from firsthand import __version__
from firsthand.case import Case
from firsthand.publish.dossier import ClaimFile, Told
from firsthand.publish.drafts.checker import Checker
from firsthand.publish.exhibits import exhibits, meter, shown
from firsthand.publish.templating import environment, stylesheet

if TYPE_CHECKING:
    from firsthand.publish.drafts.shelf import Block, Draft


def draft_page(case: Case, draft: Draft, blocks: Sequence[Block], checker: Checker) -> str:
    """The draft as one HTML file that opens without a network and without scripts."""
    held = {id: exhibit for dossier in checker.dossiers for id, exhibit in exhibits(dossier).items()}
    documents = {document.id: document for dossier in checker.dossiers for document in dossier.documents}
    cited = {id for block in blocks for sentence in block.sentences for id in sentence.evidence}
    made = environment()
    made.globals |= {
        "compact": False,
        "link": lambda kind, id: f"#{id}",
        "cite": lambda told: f"#{told.document.id}",
        "shown": lambda sentence: shown(sentence, held),
        "meter": meter,
    }
    title = next((block.heading for block in blocks if block.level), draft.id)
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
