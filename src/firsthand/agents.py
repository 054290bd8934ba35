"""What an agent may ask of a case and propose to its people. Reading only, but for proposals.

Every answer carries anchors: the words with document, characters and the hash of the captured bytes, or the images.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from firsthand import proposals
from firsthand.case import Case
from firsthand.decisions import Wanted
from firsthand.errors import UnknownIdError, UsageError
from firsthand.exchange.holdings import Holdings, holdings
from firsthand.model import Change, Claim, Commitment, Decision, Member, Site, Statement, TimeSpan
from firsthand.outgoing import web_address
from firsthand.store.search import Hit
from firsthand.views import agents as forms

MOST_CHARACTERS = 200_000
"""Of a draft."""
MOST_HITS = 50


# ---- asking ----------------------------------------------------------------------------------------------------------


def places(case: Case) -> forms.PlacesAnswer:
    """The places under watch."""
    return forms.PlacesAnswer(sites=[_place(site) for site in case.sites])


def search(case: Case, words: str, limit: int = 10, known_at: datetime | None = None) -> forms.SearchAnswer:
    """Documents, statements and claims that hold all words, best first; only what had been captured by ``known_at``."""
    held = holdings(case, known_at=known_at)
    hits = case.store.search(words, min(max(limit, 1), MOST_HITS))
    return forms.SearchAnswer(known_at=known_at, hits=[line for hit in hits if (line := _hit(held, hit))])


def claim(case: Case, id: str, known_at: datetime | None = None) -> forms.ClaimAnswer:
    """One claim with every report of it. Raises UnknownIdError."""
    held = holdings(case, known_at=known_at)
    found = _claim(held, id)
    judged = held.assessments.get(found.id)
    seen = set(judged.image.change_ids) if judged else set()
    return forms.ClaimAnswer(
        known_at=known_at,
        claim=_line(held, found),
        confidence=judged.confidence if judged else None,
        credibility=judged.credibility if judged else None,
        image=judged.image.answer.value if judged else None,
        changes=[_pixels(held, change) for change in held.changes if change.id in seen],
        anchors=[_member(held, member) for member in found.members],
    )


def origins(case: Case, id: str, known_at: datetime | None = None) -> forms.OriginsAnswer:
    """Where a claim comes from, and which of its reports copy which. Raises UnknownIdError."""
    held = holdings(case, known_at=known_at)
    found = _claim(held, id)
    carriers = {member.document_id for member in found.members}
    return forms.OriginsAnswer(
        known_at=known_at,
        claim=_line(held, found),
        origins=[
            forms.OriginLine(
                id=origin.id,
                name=forms.Quoted(quote=origin.name),
                kind=origin.kind.value,
                first_hand=origin.first_hand,
                certain=origin.certain,
                may_equal=list(origin.may_equal),
                why=forms.Quoted(quote=origin.reason),
                statements=[member.statement_id for member in found.members if member.origin_id == origin.id],
            )
            for origin in found.origins
        ],
        copies=[
            forms.PassageLine(
                from_document=copy.from_document,
                to_document=copy.to_document,
                kind=copy.kind,
                containment=copy.containment,
                quote=" … ".join(
                    held.documents[copy.to_document].text[passage.to_start : passage.to_end]
                    for passage in copy.passages
                ),
            )
            for copy in held.copies
            if {copy.from_document, copy.to_document} <= carriers
        ],
        anchors=[_member(held, member) for member in found.members],
    )


def dossier(
    case: Case, site: str, known_at: datetime | None = None, event_at: datetime | None = None
) -> forms.DossierAnswer:
    """What is known of a site; with ``event_at`` only what is said or seen to have happened then.

    Raises UnknownSiteError.
    """
    held = holdings(case, site, known_at)
    claims = [item for item in held.claims if event_at is None or _covers(item.event.time, event_at)]
    changes = [item for item in held.changes if event_at is None or item.before <= event_at <= item.after]
    return forms.DossierAnswer(
        known_at=known_at,
        event_at=event_at,
        site=_place(held.sites[0]),
        claims=[_line(held, item) for item in claims],
        anchors=[_member(held, member) for item in claims for member in item.members],
        changes=[_pixels(held, change) for change in changes],
        looks=len(held.scenes),
        usable_looks=sum(not look.reason for look in held.looks.values()),
        commitments=[_commitment(held, item) for item in held.commitments],
    )


def check_draft(case: Case, text: str, subject: str = "") -> forms.DraftAnswer:
    """Each sentence of a draft against the case; ``subject`` is a site, a claim, or empty for all.

    Raises UsageError when the text is too long, UnknownSiteError, UnknownIdError.
    """
    from firsthand.publish.drafts.checker import check_text

    if len(text) > MOST_CHARACTERS:
        raise UsageError(f"longer than {MOST_CHARACTERS} characters", thing="draft", remedy="check it in parts")
    verdicts = check_text(case, subject, text)
    held = holdings(case)
    members = {item.id: [member.statement_id for member in item.members] for item in held.claims}
    named = (id for verdict in verdicts for id in verdict.evidence)
    wanted = dict.fromkeys(statement for id in named for statement in members.get(id, [id]))
    return forms.DraftAnswer(
        holds=all(verdict.holds for verdict in verdicts),
        sentences=[
            forms.SentenceLine(
                start=verdict.start,
                end=verdict.end,
                holds=verdict.holds,
                reason=forms.Quoted(quote=verdict.reason) if verdict.reason else None,
                record=verdict.carrier,
                evidence=list(verdict.evidence),
            )
            for verdict in verdicts
        ],
        anchors=[_anchor(held, held.statements[id]) for id in wanted if id in held.statements],
    )


# ---- proposing -------------------------------------------------------------------------------------------------------


def waiting(case: Case) -> forms.ProposalsAnswer:
    """The proposals that nobody has accepted or refused yet."""
    return forms.ProposalsAnswer(proposals=[_proposal(item) for item in case.store.proposals()])


def propose_judgement(case: Case, kind: str, subjects: Sequence[str], note: str, who: str) -> forms.ProposalsAnswer:
    """Propose that claims or statements say the same thing, or do not. Raises UsageError, UnknownIdError."""
    return forms.ProposalsAnswer(proposals=[_proposal(proposals.propose(case, kind, subjects, note, _agent(who)))])


def propose_correction(case: Case, subject: str, wanted: Wanted, note: str, who: str) -> forms.ProposalsAnswer:
    """Propose how a statement should have been read. Raises UsageError, UnknownIdError."""
    made = proposals.propose_correction(case, subject, wanted, note, _agent(who))
    return forms.ProposalsAnswer(proposals=[_proposal(made)])


def _agent(who: str) -> str:
    """Signed so that no person is taken for the author."""
    return f"agent: {' '.join(who.split())[:80] or 'unnamed'}"


def _proposal(decision: Decision) -> forms.ProposalLine:
    return forms.ProposalLine(
        id=decision.id,
        kind=proposals.proposed(decision).kind,
        subjects=list(decision.subjects),
        who=decision.who,
        when=decision.when,
        accept_with=f"firsthand decide accept {decision.id}",
    )


# ---- forms -----------------------------------------------------------------------------------------------------------


def _claim(held: Holdings, id: str) -> Claim:
    found = next((item for item in held.claims if item.id == id), None)
    if found is None:
        remedy = "search for its words; with known_at only what was known by then is there"
        raise UnknownIdError("no claim has this id", thing=id, remedy=remedy)
    return found


def _place(site: Site) -> forms.PlaceLine:
    return forms.PlaceLine(
        id=site.id,
        name=forms.Quoted(quote=site.name),
        kind=forms.Quoted(quote=site.kind) if site.kind else None,
        lon=site.lon,
        lat=site.lat,
        radius_m=site.radius_m,
        parts=[part.id for part in site.parts],
    )


def _line(held: Holdings, claim: Claim) -> forms.ClaimLine:
    judged = held.assessments.get(claim.id)
    return forms.ClaimLine(
        id=claim.id,
        claim=forms.Quoted(quote=claim.text),
        sites=list(claim.event.site_ids),
        reports=claim.reports,
        origins=(claim.origin_low, claim.origin_high),
        first_hand=claim.first_hand,
        corrected=claim.corrected,
        probability=(judged.low, judged.high) if judged else None,
        words=judged.words if judged else None,
    )


def _member(held: Holdings, member: Member) -> forms.AnchorView:
    return _anchor(held, held.statements[member.statement_id], member)


def _anchor(held: Holdings, statement: Statement, member: Member | None = None) -> forms.AnchorView:
    document, words = held.documents[statement.document_id], held.anchor(statement)
    return forms.AnchorView(
        statement=statement.id,
        document=document.id,
        start=words.start,
        end=words.end,
        quote=words.quote,
        sha256=document.sha256,
        url=_address(document.url),
        outlet=forms.Quoted(quote=document.outlet or document.name),
        source=forms.Quoted(quote=statement.source.quote) if statement.source else None,
        stance=statement.stance.value,
        basis=statement.basis.value,
        published=document.published,
        captured=document.captured,
        relation=member.relation.value if member else None,
        origin=member.origin_id if member else None,
    )


def _address(url: str) -> str | None:
    """Addresses with white space could hold sentences; none that is real has any."""
    return web_address(url) if not any(char.isspace() for char in url) and web_address(url) else None


def _pixels(held: Holdings, change: Change) -> forms.PixelView:
    return forms.PixelView(
        change=change.id,
        site=change.site_id,
        kind=change.kind.value,
        before=change.before,
        after=change.after,
        area_m2=change.area_m2,
        area_sd_m2=change.area_sd_m2,
        p_value=change.p_value,
        limits=change.limits,
        scenes=list(change.scene_ids),
        sha256=[held.scenes[id].sha256 for id in change.scene_ids if id in held.scenes],
    )


def _commitment(held: Holdings, promise: Commitment) -> forms.CommitmentLine:
    return forms.CommitmentLine(
        id=promise.id,
        status=promise.status.value,
        testable=promise.testable,
        promise=forms.Quoted(quote=f"{promise.who}: {promise.what}"),
        anchors=[_anchor(held, held.statements[id]) for id in promise.statement_ids if id in held.statements],
    )


def _covers(span: TimeSpan | None, moment: datetime) -> bool:
    """Whether the span may hold the moment; what has no time may have been at any."""
    if span is None:
        return True
    return (span.start is None or span.start <= moment) and (span.end is None or moment < span.end)


def _hit(held: Holdings, hit: Hit) -> forms.HitLine | None:
    """None for what was not known yet, or stands no more."""
    words = hit.snippet.replace("\x02", "").replace("\x03", "")
    statement, document = held.statements.get(hit.ref), held.documents.get(hit.document_id)
    claims: Iterable[Claim] = (item for item in held.claims if item.id == hit.ref)
    found = next(iter(claims), None)
    if statement is None and found is None and (hit.kind != "document" or document is None):
        return None
    return forms.HitLine(
        kind=hit.kind,
        id=hit.ref,
        quote=words,
        anchor=_anchor(held, statement) if statement else None,
        claim=_line(held, found) if found else None,
        document=document.id if document else None,
        sha256=document.sha256 if document else None,
    )
