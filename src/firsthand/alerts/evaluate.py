"""Hold the watch conditions against what is known now and what was known before: pure, and the same every time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from firsthand.alerts.conditions import OF_CLAIMS, Condition, When
from firsthand.alerts.indicators import reached
from firsthand.alerts.known import Past, Present
from firsthand.model import (
    Alert,
    Assessment,
    Change,
    Claim,
    CommitmentStatus,
    Origin,
    Relation,
    Statement,
    content_id,
)
from firsthand.publish import wording
from firsthand.views.claims import resting_on_corrected

TITLE_CHARS = 110
MOST_QUOTES = 12
"""More than these nobody reads in an alert; the claim shows the rest."""
SILENT = frozenset({str(CommitmentStatus.NOT_TESTABLE), str(CommitmentStatus.NO_EVIDENCE)})
"""A promise that is heard of for the first time with one of these has not moved."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What met a condition: the makings of an alert."""

    key: tuple[str, ...]
    """Tells this cause from every other of the condition."""
    title: str
    text: str
    subjects: tuple[str, ...]
    site_ids: tuple[str, ...] = ()
    statements: Sequence[Statement] = ()
    changes: Sequence[Change] = ()
    scene_ids: tuple[str, ...] = field(default=())


def evaluate(condition: Condition, past: Past, present: Present) -> list[Alert]:
    """The alerts that ``condition`` raises."""
    return [_alert(condition, cause, present) for cause in _CAUSES[condition.when](condition, past, present)]


def claims_meant(condition: Condition, present: Present) -> list[Claim]:
    """The claims that a condition on claims watches."""
    where = condition.where
    if where.claim:
        return [
            claim
            for claim in present.known.claims
            if where.claim == claim.id or any(member.statement_id == where.claim for member in claim.members)
        ]
    found = (claim for claim in present.known.claims if where.site in claim.event.site_ids)
    return [
        claim
        for claim in found
        if (not where.part or where.part == claim.event.part_id)
        and (not where.action or where.action == claim.event.action)
        and (not where.object or where.object in claim.event.object.casefold())
    ]


def watches_nothing(condition: Condition, present: Present) -> bool:
    """It names a claim that the case does not hold."""
    return condition.when in OF_CLAIMS and bool(condition.where.claim) and not claims_meant(condition, present)


def _alert(condition: Condition, cause: Cause, present: Present) -> Alert:
    quotes = present.quotes(list(cause.statements)[:MOST_QUOTES])
    scenes = (*(id for change in cause.changes for id in change.scene_ids), *cause.scene_ids)
    scenes = tuple(dict.fromkeys(scenes))
    return Alert(
        id=content_id("alr", condition.name, condition.when, *cause.key),
        condition=condition.name,
        kind=str(condition.when),
        title=clipped(cause.title),
        text=cause.text,
        raised=present.now,
        known=present.captured(quotes, scenes),
        site_ids=cause.site_ids,
        subjects=cause.subjects,
        quotes=quotes,
        change_ids=tuple(change.id for change in cause.changes),
        scene_ids=scenes,
        chips=tuple(chip.name for change in cause.changes for chip in change.chips),
    )


def clipped(text: str, limit: int = TITLE_CHARS) -> str:
    """``text`` on one line, cut at a word with an ellipsis when it is longer."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[:limit].rsplit(' ', 1)[0]} …"


# ---- claims --------------------------------------------------------------------------------------------------------


def _origins(condition: Condition, past: Past, present: Present) -> Iterator[Cause]:
    for claim in claims_meant(condition, present):
        fresh: list[tuple[Origin, list[Statement]]] = []
        for origin in claim.origins:
            if condition.first_hand and not origin.first_hand:
                continue
            told = present.told(claim, (m.statement_id for m in claim.members if m.origin_id == origin.id))
            if told and all(past.is_news(statement) for statement in told):
                fresh.append((origin, told))
        if not fresh:
            continue
        known = past.claim(claim) is not None
        head = wording.counted(len(fresh), "new origin") if known else "New claim"
        names = wording.listed([_origin_words(origin) for origin, _ in fresh])
        now = wording.digits(claim.origin_low, claim.origin_high)
        yield Cause(
            key=tuple(told[0].id for _, told in fresh),
            title=f"{wording.capital(head)}: {claim.text}",
            text=f"{wording.capital(names)}. Origins now: {now}, first-hand: {claim.first_hand}; "
            f"{wording.counted(claim.reports, 'report')}.",
            subjects=(claim.id, *(origin.id for origin, _ in fresh)),
            site_ids=claim.event.site_ids,
            statements=[told[0] for _, told in fresh],
        )


def _origin_words(origin: Origin) -> str:
    sure = "" if origin.certain else ", perhaps one that is known already"
    return f"{origin.name} ({origin.kind}, {'first-hand' if origin.first_hand else 'second-hand'}{sure})"


def _words(condition: Condition, past: Past, present: Present) -> Iterator[Cause]:
    for claim in claims_meant(condition, present):
        before, held = past.claim(claim), present.assessments.get(claim.id)
        if before is None or held is None or not before.words or before.words == held.words:
            continue
        if condition.to and held.words not in condition.to:
            continue
        fresh = [item for item in present.told(claim, _members(claim)) if past.is_news(item)]
        changes = [present.changes[id] for id in held.image.change_ids if id in present.changes]
        fresh_changes = [change for change in changes if not past.knew(change)]
        yield Cause(
            key=(claim.id, before.words, held.words, str(past.number)),
            title=f"{before.words} → {held.words}: {claim.text}",
            text=_word_text(before.words, held, len(fresh), len(fresh_changes)),
            subjects=(claim.id,),
            site_ids=claim.event.site_ids,
            statements=fresh or _moving(held, claim, present),
            changes=fresh_changes,
        )


def _word_text(before: str, held: Assessment, fresh: int, changes: int) -> str:
    share = "" if held.words == "undetermined" else f" ({wording.per_cent(held.low, held.high)})"
    news = [wording.counted(fresh, "new statement")] if fresh else []
    news += [wording.counted(changes, "new change")] if changes else []
    since = f"Since then: {wording.listed(news)}." if news else "No new report or change; it is weighed anew."
    most = f" What moves it most: {held.reasons[0].text}" if held.reasons else ""
    return f"It was {before} and is {held.words}{share} now. {since}{most}"


def _moving(held: Assessment, claim: Claim, present: Present) -> list[Statement]:
    """Statements of what moves it most, for a word that changed without new ones."""
    evidence = [id for reason in held.reasons for id in reason.evidence]
    return present.told(claim, evidence)[:3]


def _members(claim: Claim) -> Iterator[str]:
    return (member.statement_id for member in claim.members)


def _denials(condition: Condition, past: Past, present: Present) -> Iterator[Cause]:
    for claim in claims_meant(condition, present):
        against = {m.statement_id: m for m in claim.members if m.relation in (Relation.DENIES, Relation.CONTRADICTS)}
        fresh = [item for item in present.told(claim, against) if past.is_news(item)]
        if not fresh:
            continue
        denied = any(against[item.id].relation is Relation.DENIES for item in fresh)
        quotes = present.quotes(fresh)
        parties = dict.fromkeys(f"{quote.speaker}: {against[quote.statement_id].reason}" for quote in quotes)
        yield Cause(
            key=(fresh[0].id,),
            title=f"{'Denied' if denied else 'Contradicted'}: {claim.text}",
            text=f"{'; '.join(parties)}.",
            subjects=(claim.id,),
            site_ids=claim.event.site_ids,
            statements=fresh,
        )


def _corrections(condition: Condition, past: Past, present: Present) -> Iterator[Cause]:
    for claim in claims_meant(condition, present):
        fixing = [member.statement_id for member in claim.members if member.relation is Relation.CORRECTS]
        fresh = [item for item in present.told(claim, fixing) if past.is_news(item)]
        if not fresh:
            continue
        fallen = present.told(claim, resting_on_corrected(claim))
        reports = len({item.document_id for item in fallen})
        rest = f"{wording.counted(reports, 'report')} of it still {'rests' if reports == 1 else 'rest'} on what was "
        none = "No report of it is known to rest on what was "
        yield Cause(
            key=(fresh[0].id,),
            title=f"Corrected upstream: {claim.text}",
            text=f"{(wording.capital(rest) if reports else none)}corrected.",
            subjects=(claim.id,),
            site_ids=claim.event.site_ids,
            statements=[*fresh, *fallen],
        )


# ---- the ground, promises, indicators ------------------------------------------------------------------------------


def _changes(condition: Condition, past: Past, present: Present) -> Iterator[Cause]:
    where = condition.where
    for change in present.known.changes:
        if change.site_id != where.site or (where.part and change.part_id != where.part):
            continue
        if (condition.changes and change.kind not in condition.changes) or change.area_m2 <= condition.over_m2:
            continue
        if past.knew(change):
            continue
        part = present.part_name(change.part_id)
        place = f"{part}, {present.site_name(change.site_id)}" if part else present.site_name(change.site_id)
        size = wording.area(change.area_m2)
        yield Cause(
            key=(change.id,),
            title=f"{wording.capital(str(change.kind))}: {place}, {size}",
            text=f"After {wording.day(change.before)}, by {wording.day(change.after)}; {change.sensor}, "
            f"{wording.metres(change.gsd_m)} a pixel. {change.limits}",
            subjects=(change.id,),
            site_ids=(change.site_id,),
            changes=(change,),
        )


def _commitments(condition: Condition, past: Past, present: Present) -> Iterator[Cause]:
    where = condition.where
    for promise in present.known.commitments:
        if (where.site and where.site not in promise.site_ids) or where.party not in promise.who.casefold():
            continue
        before, status = past.commitment(promise), str(promise.status)
        if (before is None and status in SILENT) or (before is not None and before.status == status):
            continue
        if condition.to and status not in condition.to:
            continue
        changes = [present.changes[id] for id in promise.evidence if id in present.changes]
        told = [present.statements[id] for id in promise.statement_ids if id in present.statements]
        yield Cause(
            # One entered by hand is told by no report.
            key=(
                next(iter(promise.statement_ids), promise.id),
                before.status if before else "",
                status,
                str(past.number),
            ),
            title=f"{before.status if before else 'new'} → {status}: {promise.who}, {promise.what}",
            text=promise.status_reason,
            subjects=(promise.id, *(id for id in promise.evidence if id.startswith("clm-"))),
            site_ids=promise.site_ids,
            statements=_newest_first(told, past),
            changes=changes,
        )


def _newest_first(told: Iterable[Statement], past: Past) -> list[Statement]:
    return sorted(told, key=lambda statement: not past.is_news(statement))


def _indicators(condition: Condition, past: Past, present: Present) -> Iterator[Cause]:
    met = reached(condition, present)
    if len(met) < condition.at_least or past.had_indicators(condition.name, met):
        return
    lines = [
        f"{item.name}: {item.what}, {wording.day(item.day)}" if item.day else f"{item.name}: {item.what}"
        for item in met
    ]
    claims = [item.claim for item in met if item.claim]
    first = [told[0] for claim in claims if (told := present.told(claim, _members(claim)))]
    sites = dict.fromkeys(site for item in met for site in item.site_ids)
    yield Cause(
        key=(*(item.name for item in met), str(past.number)),
        title=f"{len(met)} of {len(condition.indicators)} indicators: {condition.name}",
        text="; ".join(lines) + ".",
        subjects=tuple(dict.fromkeys(item.evidence for item in met)),
        site_ids=tuple(sites),
        statements=first,
        changes=[item.change for item in met if item.change],
        scene_ids=tuple(item.evidence for item in met if item.evidence.startswith("scn-")),
    )


_CAUSES: dict[When, Callable[[Condition, Past, Present], Iterator[Cause]]] = {
    When.ORIGIN: _origins,
    When.WORD: _words,
    When.CHANGE: _changes,
    When.COMMITMENT: _commitments,
    When.DENIAL: _denials,
    When.CORRECTION: _corrections,
    When.INDICATORS: _indicators,
}
