"""The whole record of one site: everything that the case holds on it, nothing composed and nothing left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from firsthand import __version__
from firsthand.case import Case
from firsthand.corrections import KIND as CORRECTION
from firsthand.model import Decision, PlaceMention, Statement
from firsthand.publish import wording
from firsthand.publish.brief.background import background
from firsthand.publish.dossier import Dossier, Told, gather, outlet_of
from firsthand.publish.templating import environment, stylesheet
from firsthand.store.codec import plain


@dataclass(frozen=True, slots=True)
class Record:
    """All that is held on one site."""

    dossier: Dossier
    statements: tuple[Told, ...]
    """Every on-topic statement that names the site or belongs to one of its claims, by publication."""
    decisions: tuple[Decision, ...]
    """What people judged of any of it, withdrawn ones too."""
    letters: dict[str, tuple[str, str]]
    """Admiralty letter and its meaning by outlet."""


def record(case: Case, site: str, known_at: datetime | None = None) -> Record:
    """The record of a site (id, name or alias), as known at a moment or now. Raises UnknownSiteError."""
    dossier = gather(case, case.site(site).id, known_at)
    in_claims = {told.statement.id for file in dossier.claims for told in file.told}
    told = tuple(
        item
        for id, item in dossier.statements.items()
        if id in in_claims or dossier.site.id in item.statement.event.site_ids
    )
    ids = _ids(dossier, told)
    judged = case.store.decisions(standing=False)
    cutoff = known_at or datetime.max.replace(tzinfo=UTC)
    decisions = tuple(item for item in judged if ids & {*item.subjects} and item.when <= cutoff)
    return Record(dossier, told, decisions, background(case, dossier).letters)


def _ids(dossier: Dossier, told: tuple[Told, ...]) -> set[str]:
    found = {item.statement.id for item in told} | {file.claim.id for file in dossier.claims}
    found |= {item.document.id for item in told} | {change.id for change in dossier.changes}
    return found | {promise.id for promise in dossier.commitments} | {dossier.site.id}


def as_json(held: Record) -> dict[str, Any]:
    """The record as JSON: every record whole, as the store keeps it, documents without their texts."""
    dossier = held.dossier
    return {
        "firsthand": __version__,
        "case": dossier.case_title,
        "fictional": dossier.fictional,
        "written": dossier.written.isoformat(),
        "known_at": dossier.known_at.isoformat() if dossier.known_at else None,
        "site": plain(dossier.site),
        "claims": [
            {"claim": plain(file.claim), "assessment": plain(file.assessment) if file.assessment else None}
            for file in dossier.claims
        ],
        "statements": [plain(told.statement) for told in held.statements],
        "scenes": [
            {"scene": plain(seen.scene), "look": plain(seen.look) if seen.look else None} for seen in dossier.seen
        ],
        "changes": [plain(change) for change in dossier.changes],
        "commitments": [plain(promise) for promise in dossier.commitments],
        "rivals": [plain(rivals) for rivals in dossier.rivals],
        "decisions": [plain(decision) for decision in held.decisions],
        "documents": [
            {key: value for key, value in plain(document).items() if key != "text"} for document in dossier.documents
        ],
        "letters": {name: letter for name, (letter, _) in held.letters.items()},
    }


def as_sections(held: Record) -> list[tuple[str, list[str]]]:
    """The record in plain lines under headings; kinds of which there is nothing are left out."""
    dossier = held.dossier
    sections = [
        ("The place", _place(dossier)),
        ("Claims", [line for file in dossier.claims for line in _claim(dossier, file.claim.id)]),
        ("Statements", [_statement(told) for told in held.statements]),
        ("Images", [_image(dossier, place) for place in range(len(dossier.seen))]),
        ("Changes on the ground", [_change(dossier, place) for place in range(len(dossier.changes))]),
        ("Promises", [f"{item.id} {item.who}: “{item.what}”, {item.status}" for item in dossier.commitments]),
        ("What people judged", [_decision(item) for item in held.decisions]),
        ("Sources", [_source(held, place) for place in range(len(dossier.documents))]),
    ]
    return [(heading, lines) for heading, lines in sections if lines]


def as_markdown(held: Record) -> str:
    """The record as Markdown."""
    lines = [f"# {held.dossier.site.name}: the whole record", "", _head(held.dossier), ""]
    for heading, told in as_sections(held):
        lines += [f"## {heading}", "", *(f"- {line}" for line in told), ""]
    return "\n".join(lines).rstrip() + "\n"


def as_html(held: Record) -> str:
    """The record as one HTML file."""
    template = environment().get_template("record.html")
    css = stylesheet("house.css", "brief.css")
    return template.render(dossier=held.dossier, head=_head(held.dossier), sections=as_sections(held), css=css)


# ---- lines -----------------------------------------------------------------------------------------------------------


def _head(dossier: Dossier) -> str:
    known = f", as known on {wording.day(dossier.known_at)}" if dossier.known_at else ""
    return f"{dossier.case_title}, written on {wording.day(dossier.written)}{known}."


def _place(dossier: Dossier) -> list[str]:
    site = dossier.site
    lines = [f"{site.id}: {site.lat:.5f}, {site.lon:.5f}, to {wording.metres(site.radius_m)}"]
    lines += [f"Also called {', '.join(site.aliases)}"] if site.aliases else []
    lines += [f"Part: {part.name}{f' ({part.kind})' if part.kind else ''}" for part in site.parts]
    return lines + [f"From {source}" for source in site.sources] + ([site.note] if site.note else [])


def _claim(dossier: Dossier, id: str) -> list[str]:
    file = next(file for file in dossier.claims if file.claim.id == id)
    claim, held = file.claim, file.assessment
    origins = wording.digits(claim.origin_low, claim.origin_high)
    judged = f"; {held.words} ({round(held.low * 100)}–{round(held.high * 100)} %), {held.confidence}" if held else ""
    images = f"; images: {held.image.answer}" if held else ""
    counts = f"{claim.reports} reports, {origins} origins, {claim.first_hand} first-hand"
    lines = [f"{claim.id} {wording.quoted(claim.text)}: {counts}{judged}{images}"]
    lines += [f"{claim.id} origin {origin.name}: {origin.reason}" for origin in claim.origins]
    return lines + [
        f"{claim.id} moved by {reason.log_odds:+.2f}: {reason.text}" for reason in (held.reasons if held else ())
    ]


def _statement(told: Told) -> str:
    statement = told.statement
    spans = ", ".join(f"{piece.start}–{piece.end}" for piece in statement.content)
    chain = " → ".join(link.name for link in statement.chain) or "speaker lost"
    quote = wording.quoted(statement.quote) if statement.content else "(only names a source)"
    where = f"{outlet_of(told.document)}, characters {spans}" if spans else outlet_of(told.document)
    return f"{statement.id} {quote} ({where}); {chain}; {statement.stance}, basis {statement.basis}{_places(statement)}"


def _places(statement: Statement) -> str:
    named: list[PlaceMention] = [place for place in statement.places if place.site_id is None]
    return f"; also names {', '.join(place.name for place in named)}" if named else ""


def _image(dossier: Dossier, place: int) -> str:
    seen = dossier.seen[place]
    state = "usable" if seen.usable else f"not usable: {seen.why_not}"
    scene = seen.scene
    return f"{scene.id} {wording.day(scene.taken)}, {scene.sensor}, {wording.metres(scene.gsd_m)} a pixel, {state}"


def _change(dossier: Dossier, place: int) -> str:
    change = dossier.changes[place]
    dates = wording.between_days(change.before, change.after)
    size = f"{wording.area(change.area_m2)} (standard deviation {wording.area(change.area_sd_m2)})"
    reason = wording.tidied(change.kind_reason)
    return f"{change.id} {change.kind}, {dates}, {size}, {change.strength:.1f} times the noise; {reason}"


def _decision(item: Decision) -> str:
    gone = f"; withdrawn {wording.day(item.withdrawn)}" if item.withdrawn else ""
    kind = "correction" if item.kind == CORRECTION else item.kind
    note = f": {item.note}" if item.note else ""
    return f"{item.id} {kind} by {item.who}, {wording.day(item.when)}{note}{gone}"


def _source(held: Record, place: int) -> str:
    document = held.dossier.documents[place]
    letter = held.letters.get(outlet_of(document))
    graded = f" [{letter[0]}: {letter[1]}]" if letter else ""
    published = wording.day(document.published) if document.published else "undated"
    title = f" “{document.title}”" if document.title else ""
    where = document.url or document.name
    return f"{document.id} {outlet_of(document)}{graded}, {published}{title}; {where}; SHA-256 {document.sha256}"
