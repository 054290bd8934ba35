"""What each record of a dossier can carry: the evidence that the sentence contract checks against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from firsthand.model import Change, Commitment, Document, Origin, Quantity, Rivals, Site, TimeSpan
from firsthand.publish import wording
from firsthand.publish.contract import Support
from firsthand.publish.contract.estimates import ICD_TERMS
from firsthand.publish.contract.numbers import Counted, head_of
from firsthand.publish.dossier import ClaimFile, Dossier, Seen, Told, outlet_of, place_id


class Ledger(Mapping[str, Support]):
    """What each id can carry, worked out when it is first asked for: a case may hold far more than a page cites."""

    def __init__(self, makers: Mapping[str, Callable[[], Support]]) -> None:
        self._makers = makers
        self._made: dict[str, Support] = {}

    def __getitem__(self, id: str) -> Support:
        if id not in self._made:
            self._made[id] = self._makers[id]()
        return self._made[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def ledger(dossier: Dossier) -> Ledger:
    """Every id that a sentence of this brief may rest on."""
    makers: dict[str, Callable[[], Support]] = {}
    held = Ledger(makers)
    makers[dossier.site.id] = partial(_site, dossier)
    makers |= {place_id(site): partial(_place, site) for site in (dossier.site, *dossier.places.values())}
    makers |= {id: partial(statement_support, told) for id, told in dossier.statements.items()}
    makers |= {document.id: partial(_document_support, document) for document in dossier.documents}
    makers |= {seen.scene.id: partial(_seen, seen) for seen in dossier.seen}
    parts = {part.id: part.name for part in dossier.site.parts}
    makers |= {change.id: partial(_change, change, parts.get(change.part_id or "", "")) for change in dossier.changes}
    for file in dossier.claims:
        makers[file.claim.id] = partial(claim_support, file)
        makers |= {origin.id: partial(_origin, origin) for origin in file.claim.origins}
    makers |= {promise.id: partial(_commitment, promise, held) for promise in dossier.commitments}
    makers |= {rivals.id: partial(_rivals, rivals, held) for rivals in dossier.rivals}
    return held


def _place(site: Site) -> Support:
    """The place itself; its parts are carried only by what speaks of them."""
    return Support(facts=(site.name, *site.aliases))


def _origin(origin: Origin) -> Support:
    return Support(facts=(origin.name, origin.reason))


def _document_support(document: Document) -> Support:
    return Support(facts=tuple(_document(document)))


def statement_support(told: Told) -> Support:
    """The words of one statement, and what is known of the document around them."""
    statement = told.statement
    anchors = [*statement.content, statement.source, statement.cue, *statement.certainty.words]
    anchors += [link.anchor for link in statement.chain]
    anchors += [gap.anchor for gap in statement.unresolved]
    anchors += [place.anchor for place in statement.places]
    event = statement.event
    anchors += [span.anchor for span in (event.time, event.quantity) if span]
    facts = [statement.source_name, told.speaker, *(link.name for link in statement.chain)]
    facts += [gap.reason for gap in statement.unresolved]
    facts += [*_document(told.document), *_span(event.time), *_quantity(event.quantity)]
    quotes = [anchor.quote for anchor in anchors if anchor]
    return Support(tuple(quotes), tuple(facts), (told,), amounts=_amounts(event.quantity))


def claim_support(file: ClaimFile) -> Support:
    """The words of all members, and the counts that tracing and weighing made of them."""
    claim = file.claim
    members = [statement_support(told) for told in file.told]
    counts = [claim.reports, claim.origin_low, claim.origin_high, claim.first_hand, len(file.told)]
    groups = (file.agree, file.oppose, file.decline, file.correct)
    counts += [len(group) for group in groups]
    counts += [len({told.document.id for told in group}) for group in groups]
    counts += [len({outlet_of(told.document) for told in group}) for group in groups]
    counts.append(sum(not origin.certain for origin in claim.origins))
    counts.append(sum(told.member is not None and told.member.origin_id is None for told in file.agree))
    facts = [str(count) for count in counts]
    facts += [text for origin in claim.origins for text in (origin.name, origin.reason)]
    facts += [told.member.reason for told in file.told if told.member]
    facts += [*_span(claim.event.time), *_quantity(claim.event.quantity)]
    facts += [fact for member in members for fact in member.facts]
    if file.assessment:
        facts += _assessment(file)
    words = file.assessment.words.lower() if file.assessment else ""
    quotes = tuple(quote for member in members for quote in member.quotes)
    terms = frozenset(term for term in ICD_TERMS if term == words)
    counted = {"report": frozenset({claim.reports}), "origin": frozenset({1, claim.origin_low, claim.origin_high})}
    held = frozenset({file.assessment.confidence} if file.assessment else ())
    amounts = (*_amounts(claim.event.quantity), *(amount for member in members for amount in member.amounts))
    return Support(quotes, tuple(facts), file.told, terms, counted, held, amounts)


def _assessment(file: ClaimFile) -> list[str]:
    held = file.assessment
    if held is None:
        return []
    spoken = [held.confidence_reason, held.image.reason, *(reason.text for reason in held.reasons)]
    plain = [wording.spelled(held.confidence_reason), wording.tidied(held.image.reason)]
    return [wording.per_cent(held.low, held.high), str(held.credibility), *spoken, *plain]


def _site(dossier: Dossier) -> Support:
    """The place, and what a search of the case for it counts: an absence rests on the search that found nothing."""
    site, seen, usable = dossier.site, len(dossier.seen), len(dossier.usable)
    counts = [seen, usable, seen - usable, len(dossier.changes), len({seen.scene.sensor for seen in dossier.seen})]
    counts += _told_counts(dossier) if dossier.whole else []
    names = [*_names(site), site.kind, dossier.case_title]
    dates = [seen.scene.taken for seen in dossier.seen]
    dates += [document.published for document in dossier.documents if document.published]
    dates += [moment for moment in (dossier.known_at, dossier.written) if moment]
    resolutions = [wording.metres(seen.scene.gsd_m) for seen in dossier.seen]
    return Support(
        facts=(*names, *(str(count) for count in counts), *_days(dates), *resolutions),
        counts={
            "image": frozenset({seen, usable, seen - usable}),
            "report": frozenset({len(dossier.documents)} if dossier.whole else ()),
        },
    )


def _told_counts(dossier: Dossier) -> list[int]:
    """How much is told: what only somebody who holds all of it can count."""
    gaps = [gap for file in dossier.claims for told in file.told for gap in told.statement.unresolved]
    held = (dossier.claims, dossier.documents, dossier.programme, dossier.commitments, dossier.rivals, gaps)
    return [*map(len, held), sum(told.lost for told in dossier.programme)]


def _names(site: Site) -> list[str]:
    return [site.name, *site.aliases, *(name for part in site.parts for name in (part.name, *part.aliases))]


def _seen(seen: Seen) -> Support:
    scene = seen.scene
    return Support(
        facts=(scene.name, scene.sensor, wording.day(scene.taken), wording.metres(scene.gsd_m), seen.why_not)
    )


def _change(change: Change, part: str) -> Support:
    facts = [*_days([change.before, change.after]), change.kind_reason, change.limits, change.sensor, part]
    facts += [wording.plain_dates(change.limits), wording.tidied(change.kind_reason)]
    facts += [wording.area(change.area_m2), wording.area(change.area_sd_m2), wording.metres(change.gsd_m)]
    return Support(facts=(*facts, wording.CHANGE[change.kind]))


def _commitment(promise: Commitment, held: Mapping[str, Support]) -> Support:
    reason = promise.status_reason
    facts = [promise.who, promise.what, promise.why, reason, wording.plain_dates(reason), *promise.to]
    facts += [*_span(promise.by), *_span(promise.until)]
    facts += [promise.provision.text, promise.provision.article] if promise.provision else []
    facts += _days([promise.judged.when]) if promise.judged else []
    known = _with_statements(tuple(facts), promise.statement_ids, held)
    # The words may be a person's, entered from a text that is not among the reports.
    return replace(known, quotes=(*known.quotes, promise.what))


def _rivals(rivals: Rivals, held: Mapping[str, Support]) -> Support:
    facts = (rivals.about, str(len(rivals.readings)), *(reading.holder for reading in rivals.readings))
    held_by = _with_statements(facts, [id for reading in rivals.readings for id in reading.statement_ids], held)
    return replace(held_by, counts={"reading": frozenset({len(rivals.readings)})})


def _with_statements(facts: tuple[str, ...], ids: Iterable[str], held: Mapping[str, Support]) -> Support:
    members = [held[id] for id in ids if id in held]
    return Support(
        quotes=tuple(quote for member in members for quote in member.quotes),
        facts=(*facts, *(fact for member in members for fact in member.facts)),
        told=tuple(told for member in members for told in member.told),
    )


def _document(document: Document) -> list[str]:
    return [document.outlet, document.name, document.title, *_days([document.published] if document.published else [])]


def _days(moments: Iterable[datetime]) -> list[str]:
    return [wording.day(moment) for moment in moments]


def _span(span: TimeSpan | None) -> list[str]:
    if span is None:
        return []
    ends = [moment for moment in (span.start, wording.last_day(span)) if moment]
    return [wording.when(span), *_days(ends)]


def _amounts(quantity: Quantity | None) -> tuple[Counted, ...]:
    noun = head_of(quantity.of) if quantity else ""
    if quantity is None or not noun:
        return ()
    words = f"{wording.amount(quantity)} {quantity.of}"
    surest = [Counted(quantity.surest, quantity.surest, noun, words)] if quantity.surest is not None else []
    return (Counted(quantity.low, quantity.high, noun, words), *surest)


def _quantity(quantity: Quantity | None) -> list[str]:
    if quantity is None:
        return []
    surest = [] if quantity.surest is None else [wording.number(quantity.surest)]
    return [wording.amount(quantity), quantity.of, *surest]
