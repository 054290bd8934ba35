"""The pages of one document and of one claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from firsthand.case import Case
from firsthand.collect.documents import HTML
from firsthand.collect.revisions import diff, is_revision
from firsthand.corrections import correction_of
from firsthand.desk.digest import claim_alone
from firsthand.desk.frame import Frame
from firsthand.errors import UnknownIdError
from firsthand.model import Claim, Decision, Document, Stance, Statement
from firsthand.publish.brief.compose import claim_block
from firsthand.publish.dossier import ClaimFile, Dossier
from firsthand.publish.exhibits import Exhibit
from firsthand.publish.marked import is_aside, marked_document
from firsthand.read import UNSURE_BELOW
from firsthand.weigh.scoring.resolutions import VALUES, resolved

MOST_OTHERS = 60
"""Claims of the same places that a claim can be merged with from its page; any other by its id."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a text that changed, or not."""

    text: str
    kind: str
    """same, del or ins."""


class RecordPages:
    """One method per page; each returns HTML."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.shelf = frame.shelf

    def document(self, document_id: str, correcting: str = "") -> str:
        """``correcting`` opens the form for a statement by its id, or for a missing one by "new"."""
        case = self.shelf.case()
        view = marked_document(case, document_id)
        return self.frame.page(
            "document.html",
            here="",
            view=view,
            is_aside=is_aside,
            unsure_below=UNSURE_BELOW,
            correction_of=correction_of,
            dropped=[held for held in view.corrections.values() if _drops(held, document_id)],
            correcting=correcting,
            correct=_corrected(case, correcting, document_id),
            stances=[stance.value for stance in Stance],
            revisions=_revisions(case, view.document),
            is_page=view.document.media_type == HTML,
        )

    def correction_form(self, statement_id: str) -> str:
        """The form alone, to stand beside the text."""
        statement = self.shelf.case().store.statement(statement_id)
        return self.frame.page(
            "correct.html",
            here="",
            statement=statement,
            document_id=statement.document_id,
            stances=[stance.value for stance in Stance],
        )

    def revision(self, document_id: str, other_id: str) -> str:
        """What changed from one document to another of the same work."""
        case = self.shelf.case()
        later, earlier = case.store.document(document_id), case.store.document(other_id)
        if not is_revision(earlier, later) and later.revises != earlier.id:
            raise UnknownIdError("these are not two states of one report", thing=other_id, remedy="see its revisions")
        return self.frame.page(
            "revision.html", here="", earlier=earlier, later=later, stretches=list(_stretches(earlier, later))
        )

    def original(self, document_id: str) -> str:
        document = self.shelf.case().store.document(document_id)
        if document.media_type != HTML:
            raise UnknownIdError("this was not captured as a page", thing=document.name, remedy="read its text")
        return self.frame.page("original.html", here="", document=document)

    def captured(self, document_id: str) -> bytes:
        """The bytes of a page as they were captured. Raises UnknownIdError."""
        case = self.shelf.case()
        document = case.store.document(document_id)
        path = case.file_path(document.sha256)
        if document.media_type != HTML or not path.is_file():
            raise UnknownIdError("no captured page", thing=document.name, remedy="read its text")
        return path.read_bytes()

    def claim(self, claim_id: str) -> str:
        case = self.shelf.case()
        file = claim_alone(case, claim_id)
        sites = [site for site in case.sites if site.id in file.claim.event.site_ids]
        whole = self.shelf.digest(sites[0].id).dossier if sites else None
        dossier = whole
        if dossier:
            ids = {told.document.id for told in file.told}
            dossier = replace(
                dossier, statements={told.statement.id: told for told in file.told}, claims=(file,),
                copies=tuple(case.store.copies_among(ids)),
            )  # fmt: skip
        held = dossier or _bare(file)
        standing = resolved(case.store.decisions())
        return self.frame.page(
            "claim.html",
            held,
            here=sites[0].id if sites else "",
            file=file,
            block=claim_block(file, dossier),
            sites=sites,
            changes=[case.store.change(id) for id in _change_ids(file) if id in _known_changes(dossier)],
            scenes=[seen for seen in dossier.seen if seen.scene.id in _scene_ids(file)] if dossier else [],
            decisions=case.store.decisions_about([file.claim.id, *(told.statement.id for told in file.told)]),
            others=_others(file.claim, whole),
            forecasts=[item for item in case.store.forecasts() if _of(item.claim_id, item.statement_id, file.claim)],
            outcome=standing.get(file.claim.id) or standing.get(file.claim.members[0].statement_id),
            outcomes=VALUES,
            has_board=any(board.claim_id == file.claim.id for board in case.store.proposed_boards()),
        )


def _drops(decision: Decision, document_id: str) -> bool:
    correction = correction_of(decision)
    return correction.drop and correction.document_id == document_id


def _corrected(case: Case, wanted: str, document_id: str) -> Statement | None:
    """The statement whose form is open; ``None`` when it is not one of this document."""
    if not wanted.startswith("stm-"):
        return None
    found = case.store.statements_called([wanted]).get(wanted)
    return found if found and found.document_id == document_id else None


def _revisions(case: Case, document: Document) -> list[tuple[Document, bool]]:
    """The other states of the same work, the earliest first; True for those before this one."""
    before: list[Document] = []
    at = document
    while at.revises and at.revises not in {item.id for item in before}:
        at = case.store.document(at.revises)
        before.append(at)
    known = {document.id, *(item.id for item in before)}
    after: list[Document] = []
    latest = {document.id}
    while latest:
        found = [item for item in case.store.revisions_of(latest) if item.id not in known]
        after += sorted(found, key=lambda item: (item.captured, item.id))
        latest = {item.id for item in found}
        known |= latest
    return [*((item, True) for item in reversed(before)), *((item, False) for item in after)]


def _stretches(earlier: Document, later: Document) -> Iterator[Stretch]:
    """The later text, with what went and what came marked."""
    at = 0
    for _, start, end, to_start, to_end in diff(earlier.text, later.text):
        yield Stretch(later.text[at:to_start], "same")
        yield Stretch(earlier.text[start:end], "del")
        yield Stretch(later.text[to_start:to_end], "ins")
        at = to_end
    yield Stretch(later.text[at:], "same")


def _others(claim: Claim, dossier: Dossier | None) -> list[Claim]:
    """Claims that this one may be the same as: those of its first place, of the same act first."""
    found = [file.claim for file in dossier.claims if file.claim.id != claim.id] if dossier else []
    return sorted(found, key=lambda item: (item.event.action != claim.event.action, item.text))[:MOST_OTHERS]


def _of(claim_id: str, statement_id: str, claim: Claim) -> bool:
    return bool(claim_id) and (claim_id == claim.id or statement_id == claim.members[0].statement_id)


def _bare(file: ClaimFile) -> dict[str, Exhibit]:
    """The exhibits of a claim that belongs to no site."""
    held = {told.statement.id: Exhibit("statement", told.statement.id, told) for told in file.told}
    held |= {origin.id: Exhibit("origin", origin.id, origin) for origin in file.claim.origins}
    return held | {file.claim.id: Exhibit("claim", file.claim.id, file)}


def _change_ids(file: ClaimFile) -> tuple[str, ...]:
    return file.assessment.image.change_ids if file.assessment else ()


def _scene_ids(file: ClaimFile) -> tuple[str, ...]:
    return file.assessment.image.scene_ids if file.assessment else ()


def _known_changes(dossier: Dossier | None) -> set[str]:
    return {change.id for change in dossier.changes} if dossier else set()
