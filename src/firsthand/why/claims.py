"""The numbers of claims, origins, statements and documents."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.model import Assessment, Claim, Member, Origin
from firsthand.trace.relations import SUPPORT
from firsthand.watch.visibility import could_show, smallest_visible_m
from firsthand.weigh.explanation import Explanation, explanation
from firsthand.weigh.scales import CREDIBILITY
from firsthand.weigh.scoring.recalibration import recalibrated, standing_curve
from firsthand.weigh.sizes import expected_size_m, find_part
from firsthand.why.rows import Number, Opened, Row, Shelf, clipped, share

SAID_BY_WORDS = "How likely the source's own words make it; at an even chance nothing of the source's weight is left."


def claim(shelf: Shelf, id: str) -> Opened:
    """All numbers of a claim. Raises UnknownIdError."""
    found = shelf.store.claim(id)
    held = shelf.store.assessments_called([id]).get(id)
    shelf.expect_statements(member.statement_id for member in found.members)
    shelf.expect_documents(member.document_id for member in found.members)
    numbers = [*_counts(shelf, found)]
    if held:
        numbers = [*_likelihood(shelf, held), *numbers, *_standing(shelf, found, held)]
    return Opened(id, "claim", found.text, (*numbers, *_stated(shelf, id)))


# ---- likelihood ----------------------------------------------------------------------------------------------------


def _likelihood(shelf: Shelf, held: Assessment) -> Iterator[Number]:
    """The moves of the log odds, which add up to the middle; then the two ends of the interval."""
    made = explanation(held)
    rows = [shelf.row(reason.text, reason.log_odds, reason.evidence) for reason in made.rows]
    middle, half = made.everything
    note = (
        f"Log odds of {middle:+.3f} are a probability of {share(made.even)}. Each move is an interval; half-widths "
        f"add up as the root of the sum of their squares, {half:.3f}."
    )
    yield Number("probability", interval(held), tuple(rows), "log odds", middle, note)
    yield from _ends(shelf, made, held)
    standing = standing_curve(shelf.store.decisions())
    if standing:
        curve, decision = standing
        new = recalibrated(curve, held.low, held.high)
        said = f"{decision.who} applied it on {decision.when:%Y-%m-%d}; fitted to {curve.count} resolved judgements"
        rows = [Row(f"{share(held.low)} came to mean", new.low, (decision.id,))]
        rows += [Row(f"{share(held.high)} came to mean", new.high, (decision.id,))]
        value = f"{share(new.low)} to {share(new.high)}, {new.words}"
        yield Number("recalibrated", value, tuple(rows), "probability", None, f"{said}. What was stated stays.")


def interval(held: Assessment) -> str:
    """ "55 % to 80 %, likely"."""
    return f"{share(held.low)} to {share(held.high)}, {held.words}"


def _ends(shelf: Shelf, made: Explanation, held: Assessment) -> Iterator[Number]:
    if not any(row.log_odds or row.give_or_take for row in held.reasons):
        note = "Nothing moves it, so that the whole scale is left."
        yield Number("interval", interval(held), (), "", None, note)
        return
    left_out = [row for row in made.rows if not row.at_low]
    low, high = made.surely, max(made.surely, made.everything, key=sum)
    rows = [Row("the start and all moves", made.everything[0])]
    rows += [shelf.row(f"may be one with another: {row.text}", -row.log_odds, row.evidence) for row in left_out]
    rows += [Row("half-width", -low[1])]
    yield _end("low end", rows, low[0] - low[1], held.low)
    which = "all moves" if high == made.everything else "the moves that surely count"
    rows = [Row(f"the start and {which}", high[0]), Row("half-width", high[1])]
    yield _end("high end", rows, sum(high), held.high)


def _end(title: str, rows: list[Row], log_odds: float, stated: float) -> Number:
    note = "As a probability, rounded to a whole per cent within 1 to 99; an interval is one per cent wide at least."
    return Number(title, share(stated), tuple(rows), "log odds", round(log_odds, 3), note)


def _stated(shelf: Shelf, id: str) -> Iterator[Number]:
    kept = shelf.store.stated(id)
    if kept:
        rows = tuple(
            Row(f"{item.at:%Y-%m-%d %H:%M}: {item.words}, {share(item.low)} to {share(item.high)}") for item in kept
        )
        yield Number("stated so far", f"{len(kept)} times" if len(kept) > 1 else "once", rows)


# ---- counts --------------------------------------------------------------------------------------------------------


def _counts(shelf: Shelf, found: Claim) -> Iterator[Number]:
    carrying: dict[str, list[Member]] = {}
    for member in found.members:
        if member.relation in SUPPORT:
            carrying.setdefault(member.document_id, []).append(member)
    rows = [_report(shelf, id, members) for id, members in carrying.items()]
    note = "Documents that carry it, copies included; who denies, declines or corrects does not carry it."
    yield Number("reports", str(found.reports), tuple(rows), "reports", float(found.reports), note)
    yield from _origins(shelf, found)
    rows = [_origin_row(shelf, found, origin) for origin in found.origins if origin.first_hand]
    note = "Origins that saw, did or measured it themselves, and are named or show the image."
    yield Number("first-hand", str(found.first_hand), tuple(rows), "origins", float(found.first_hand), note)
    others = [member for member in found.members if member.relation not in SUPPORT]
    if others:
        rows = [shelf.row(f"{item.relation}: {item.reason}", None, (item.statement_id,)) for item in others]
        yield Number("against it, or silent", str(len(others)), tuple(rows), "statements")


def _report(shelf: Shelf, id: str, members: list[Member]) -> Row:
    document = shelf.document(id)
    where = f"{document.outlet or document.name}, {document.name}" if document else id
    reasons = "; ".join(dict.fromkeys(member.reason for member in members))
    return shelf.row(f"{where}: {reasons}", 1.0, (id, *(member.statement_id for member in members)))


def _origins(shelf: Shelf, found: Claim) -> Iterator[Number]:
    rows = [_origin_row(shelf, found, origin) for origin in found.origins]
    if not rows and found.origin_high:
        hidden = [member.statement_id for member in found.members if member.relation in SUPPORT]
        rows = [shelf.row("whoever the reports have it from, which none of them says", 1.0, hidden[:3])]
    note = "Each independent root counts once, however many reports repeat it."
    yield Number("origins at most", str(found.origin_high), tuple(rows), "origins", float(found.origin_high), note)
    less = found.origin_high - found.origin_low
    unsure = [origin for origin in found.origins if origin.may_equal]
    rows = [Row("origins at most", float(found.origin_high))]
    if less:
        said = "may be the same as others: " + ", ".join(origin.name for origin in unsure)
        said = said if unsure else "a lineage that is hidden may be none of its own"
        rows.append(Row(said, -float(less), tuple(origin.id for origin in unsure)))
    yield Number("origins at least", str(found.origin_low), tuple(rows), "origins", float(found.origin_low))


def _origin_row(shelf: Shelf, found: Claim, origin: Origin) -> Row:
    members = [member.statement_id for member in found.members if member.origin_id == origin.id]
    return shelf.row(f"{origin.name} ({origin.kind}): {origin.reason}", 1.0, (origin.id, *members))


# ---- images, grade, confidence -------------------------------------------------------------------------------------


def _standing(shelf: Shelf, found: Claim, held: Assessment) -> Iterator[Number]:
    yield Number(
        "images", str(held.image.answer), tuple(_looks(shelf, found, held)), "m per pixel", None, held.image.reason
    )
    grade = f"{held.credibility}, {CREDIBILITY[held.credibility]}"
    rows = (
        Row("independent origins, at least", float(found.origin_low), tuple(origin.id for origin in found.origins)),
        Row("of them first-hand", float(found.first_hand)),
        Row(f"images: {held.image.answer}", None, held.image.change_ids or held.image.scene_ids),
        Row("corrected later" if found.corrected else "no correction stands against it"),
    )
    note = (
        "1 asks for two independent origins, one of them first-hand, and nobody who denies; 6 says nothing to judge by."
    )
    yield Number("credibility (Admiralty 1-6)", grade, rows, "", None, note)
    facts = tuple(Row(part.strip().rstrip(".")) for part in held.confidence_reason.split(";"))
    yield Number(
        "confidence", held.confidence, facts, "", None, "How good the basis is; it says nothing of how likely."
    )
    if held.linchpin:
        origin = next((item for item in found.origins if item.id == held.linchpin), None)
        row = _origin_row(shelf, found, origin) if origin else Row(held.linchpin, None, (held.linchpin,))
        note = "The one origin whose fall would change the word; of several the one that moves most."
        yield Number("linchpin", origin.name if origin else held.linchpin, (row,), "", None, note)


def _looks(shelf: Shelf, found: Claim, held: Assessment) -> Iterator[Row]:
    site = next((site for site in shelf.case.sites if site.id in found.event.site_ids), None)
    part = find_part(found, site) if site else None
    size_m = expected_size_m(found, part) if site else None
    if size_m is not None:
        where = f", from the outline of {part.name}" if part and part.footprint else ""
        yield Row(f"what is looked for is about {size_m:.0f} m across{where}")
    for id in held.image.change_ids:
        change = shelf.changes.get(id)
        if change:
            dates = f"after {change.before:%Y-%m-%d}, by {change.after:%Y-%m-%d}"
            yield Row(f"{change.kind}, {change.area_m2:,.0f} m², {dates}", change.gsd_m, (id, *change.scene_ids))
    for id in held.image.scene_ids:
        scene, look = shelf.scenes.get(id), shelf.looks.get(id)
        if scene is None:
            continue
        shows = f"shows things of {smallest_visible_m(scene.gsd_m):g} m and more"
        fine = "" if size_m is None or could_show(size_m, scene.gsd_m) else ", too coarse for this"
        usable = look.reason or f"{look.usable_share:.0%} usable" if look else "not watched yet"
        yield Row(f"look of {scene.taken:%Y-%m-%d}: {shows}{fine}; {usable}", scene.gsd_m, (id,))


# ---- origins, statements, documents --------------------------------------------------------------------------------


def origin(shelf: Shelf, id: str) -> Opened | None:
    """Why an origin is one, which members form it, and what it moves; ``None`` when the case has none of this id."""
    found = shelf.claim_of_origin(id)
    if found is None:
        return None
    made = next(item for item in found.origins if item.id == id)
    members = [member for member in found.members if member.origin_id == id]
    rows = [
        shelf.row(f"{item.relation}: {item.reason}", 1.0, (item.statement_id, item.document_id)) for item in members
    ]
    note = f"{'First-hand' if made.first_hand else 'Second-hand'}: {made.reason}."
    numbers = [Number("members", str(len(members)), tuple(rows), "statements", float(len(members)), note)]
    if made.may_equal:
        names = {item.id: item.name for item in found.origins}
        rows = [Row(names.get(other, other), None, (other,)) for other in made.may_equal]
        numbers.append(Number("may be the same as", str(len(rows)), tuple(rows), "origins"))
    held = shelf.store.assessments_called([found.id]).get(found.id)
    moves = [reason for reason in held.reasons if id in reason.evidence] if held else []
    for reason in moves:
        row = shelf.row(reason.text, reason.log_odds, reason.evidence)
        value = f"{reason.log_odds:+.3f} ± {reason.give_or_take:.3f}"
        numbers.append(Number("what it moves", value, (row,), "log odds", reason.log_odds, f"Of {found.id}."))
    return Opened(id, "origin", f"{made.name}, of: {found.text}", tuple(numbers))


def statement(shelf: Shelf, id: str) -> Opened:
    """How sure its words are, how sure the reader is, and where it went. Raises UnknownIdError."""
    found = shelf.store.statement(id)
    hedges = tuple(Row(f"“{anchor.quote}”", None, (found.document_id,)) for anchor in found.certainty.words)
    value = f"{share(found.certainty.low)} to {share(found.certainty.high)}"
    numbers = [Number("certainty of its words", value, hedges, "", None, SAID_BY_WORDS)]
    gaps = tuple(Row(f"open ({gap.kind}): {gap.reason}", None, (), gap.anchor.quote) for gap in found.unresolved)
    numbers.append(Number("the reader's confidence", share(found.confidence), gaps))
    home = shelf.store.claim_of(id)
    if home:
        member = next(item for item in home.members if item.statement_id == id)
        evidence = tuple(filter(None, (home.id, member.origin_id)))
        row = Row(f"{member.relation}: {member.reason}", None, evidence, clipped(home.text))
        numbers.append(Number("claim", home.id, (row,)))
    return Opened(id, "statement", clipped(found.quote or "an edge without content"), tuple(numbers))


def document(shelf: Shelf, id: str) -> Opened:
    """What was read in it, and what it has from others. Raises UnknownIdError."""
    found = shelf.store.document_called(id)
    told = shelf.store.statements(found.id)
    rows = [Row(clipped(item.quote or "an edge"), 1.0, (item.id,)) for item in told]
    numbers = [Number("statements", str(len(told)), tuple(rows), "statements", float(len(told)))]
    for copy in shelf.store.copies_of(found.id):
        other = copy.from_document if copy.to_document == found.id else copy.to_document
        way = "has it from" if copy.to_document == found.id else "gave it to"
        near = shelf.document(other)
        row = Row(f"{way} {near.name if near else other}: {copy.reason}", copy.containment, (other,))
        note = "Share of the later text's five-word runs that stand in the earlier one."
        numbers.append(Number(f"copy ({copy.kind})", share(copy.containment), (row,), "share", None, note))
    return Opened(found.id, "document", found.title or found.name, tuple(numbers))
