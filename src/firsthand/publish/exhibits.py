"""Where an evidence id leads: the record behind it and how a page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from firsthand.model import Assessment, Change, Commitment, Document, Origin, Rivals, Site
from firsthand.publish import wording
from firsthand.publish.contract import Sentence
from firsthand.publish.dossier import ClaimFile, Dossier, Seen, Told, place_id

Record = Told | ClaimFile | Origin | Change | Seen | Commitment | Rivals | Document | Site


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One record that a sentence rests on."""

    kind: str
    """statement, claim, origin, change, scene, commitment, rivals, document, place or site."""
    id: str
    record: Record


def exhibits(dossier: Dossier) -> dict[str, Exhibit]:
    """Every record of the dossier by id."""
    held: list[Exhibit] = [Exhibit("site", dossier.site.id, dossier.site)]
    held += [Exhibit("place", place_id(site), site) for site in (dossier.site, *dossier.places.values())]
    held += [Exhibit("statement", id, told) for id, told in dossier.statements.items()]
    held += [Exhibit("document", document.id, document) for document in dossier.documents]
    held += [Exhibit("scene", seen.scene.id, seen) for seen in dossier.seen]
    held += [Exhibit("change", change.id, change) for change in dossier.changes]
    held += [Exhibit("commitment", promise.id, promise) for promise in dossier.commitments]
    held += [Exhibit("rivals", rivals.id, rivals) for rivals in dossier.rivals]
    for file in dossier.claims:
        held.append(Exhibit("claim", file.claim.id, file))
        held += [Exhibit("origin", origin.id, origin) for origin in file.claim.origins]
    return {exhibit.id: exhibit for exhibit in held}


def shown(sentence: Sentence, held: dict[str, Exhibit]) -> Sequence[Exhibit]:
    """The exhibits of one sentence; origins stay out where their claim, which lists them, is there."""
    found = [held[id] for id in dict.fromkeys(sentence.evidence)]
    claims = [exhibit.record for exhibit in found if isinstance(exhibit.record, ClaimFile)]
    inside = {origin.id for file in claims for origin in file.claim.origins}
    groups = [exhibit.record for exhibit in found if isinstance(exhibit.record, Commitment | Rivals)]
    described = {id for group in groups for id in _statement_ids(group)} - {
        exhibit.id for exhibit in found if exhibit.kind == "statement"
    }
    extra = [held[id] for id in sorted(described) if id in held]
    return [exhibit for exhibit in (*found, *extra) if exhibit.id not in inside]


def _statement_ids(group: Commitment | Rivals) -> list[str]:
    if isinstance(group, Commitment):
        return list(group.statement_ids)
    return [id for reading in group.readings for id in reading.statement_ids]


def meter(held: Assessment | None) -> Markup:
    """The probability interval as a bar over the seven ICD 203 ranges; empty when nothing was judged."""
    if held is None:
        return Markup("")
    label = f"{held.words}, {wording.per_cent(held.low, held.high)}"
    edges = "".join(f'<line x1="{x}" x2="{x}" y1="2" y2="12"/>' for x in (5, 20, 45, 55, 80, 95))
    look = "span vague" if held.words == "undetermined" else "span"
    width = max((held.high - held.low) * 100, 2)
    return Markup(  # noqa: S704 - the label is escaped, the rest are numbers
        f'<svg class="meter" viewBox="0 0 100 14" role="img" aria-label="{escape(label)}" preserveAspectRatio="none">'
        f'<rect class="track" x="0" y="4" width="100" height="6" rx="3"/>{edges}'
        f'<rect class="{look}" x="{held.low * 100:.1f}" y="2" width="{width:.1f}" height="10" rx="2"/></svg>'
    )
