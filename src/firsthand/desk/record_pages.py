"""The pages of one document and of one claim."""

from __future__ import annotations

from dataclasses import replace

from firsthand.corrections import correction_of
from firsthand.desk.digest import claim_alone
from firsthand.desk.frame import Frame
from firsthand.publish.compose import claim_block
from firsthand.publish.dossier import ClaimFile, Dossier
from firsthand.publish.exhibits import Exhibit
from firsthand.publish.marked import is_aside, marked_document
from firsthand.read import UNSURE_BELOW


class RecordPages:
    """One method per page; each returns HTML."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.shelf = frame.shelf

    def document(self, document_id: str) -> str:
        view = marked_document(self.shelf.case(), document_id)
        return self.frame.page(
            "document.html",
            here="",
            view=view,
            is_aside=is_aside,
            unsure_below=UNSURE_BELOW,
        )

    def claim(self, claim_id: str) -> str:
        case = self.shelf.case()
        file = claim_alone(case, claim_id)
        sites = [site for site in case.sites if site.id in file.claim.event.site_ids]
        dossier = self.shelf.digest(sites[0].id).dossier if sites else None
        if dossier:
            ids = {told.document.id for told in file.told}
            dossier = replace(
                dossier, statements={told.statement.id: told for told in file.told}, claims=(file,),
                copies=tuple(case.store.copies_among(ids)),
            )  # fmt: skip
        held = dossier or _bare(file)
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
            correction_of=correction_of,
        )


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
