"""A site's brief as sentences, section by section, each with what it rests on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from firsthand.model import (
    Action,
    Change,
    ChangeKind,
    Commitment,
    ImageAnswer,
    Rivals,
    Stance,
)
from firsthand.publish import claim_words, wording
from firsthand.publish.claim_words import QUOTE_LIMIT, lowered, speaker
from firsthand.publish.contract import Sentence
from firsthand.publish.dossier import ClaimFile, Dossier, Seen, Told, outlet_of
from firsthand.publish.lineage import Tree, trees
from firsthand.publish.promises import promise_sentences, why

KEY_JUDGEMENTS = 4
"""At most so many claims open the brief; a reader holds no more."""

Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class ClaimBlock:
    """One claim as the brief and the desk show it."""

    file: ClaimFile
    heading: str
    short: str
    judgement: Paragraph
    """Likelihood, and in a sentence of its own the confidence; empty for readings and promises."""
    said: Paragraph
    trees: tuple[Tree, ...]

    @property
    def minor(self) -> bool:
        """One report's word that nobody bears out, denies or corrects, on no act one could see."""
        file = self.file
        contested = file.oppose or file.correct or file.claim.corrected
        return not (_stands_out(file) or contested or file.claim.event.action in claim_words.ACTS)


@dataclass(frozen=True, slots=True)
class ChangeBlock:
    """One change seen in the images."""

    number: int
    """Its number on the plan, from 1 in order of time."""
    change: Change
    part: str
    said: Paragraph

    @property
    def minor(self) -> bool:
        """Of the season, or of no known meaning."""
        return self.change.kind in (ChangeKind.SEASONAL, ChangeKind.OTHER)


@dataclass(frozen=True, slots=True)
class PromiseBlock:
    promise: Commitment
    said: Paragraph


@dataclass(frozen=True, slots=True)
class RivalsBlock:
    rivals: Rivals
    said: Paragraph


@dataclass(frozen=True, slots=True)
class BriefText:
    """The whole brief in words."""

    key: tuple[Paragraph, ...]
    claims: tuple[ClaimBlock, ...]
    looks: Paragraph
    changes: tuple[ChangeBlock, ...]
    promises: tuple[PromiseBlock, ...]
    rivals: tuple[RivalsBlock, ...]
    programme: Paragraph
    unknown: Paragraph
    gaps: Paragraph
    """Words that the reports leave open."""

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, in order."""
        for paragraph in self.key:
            yield from paragraph
        for block in self.claims:
            yield from (*block.judgement, *block.said)
        yield from self.looks
        paragraphs = [block.said for block in self.changes]
        paragraphs += [block.said for block in self.promises]
        paragraphs += [block.said for block in self.rivals]
        for paragraph in paragraphs:
            yield from paragraph
        yield from (*self.programme, *self.unknown, *self.gaps)


def compose(dossier: Dossier) -> BriefText:
    """All sections of one site's brief."""
    claims = tuple(claim_block(file, dossier) for file in _claims_told(dossier))
    return BriefText(
        key=tuple(_key(dossier)),
        claims=claims,
        looks=tuple(_looks(dossier)),
        changes=tuple(change_blocks(dossier)),
        promises=tuple(
            PromiseBlock(promise, tuple(promise_sentences(promise, dossier))) for promise in dossier.commitments
        ),
        rivals=tuple(RivalsBlock(rivals, tuple(_rival(rivals, dossier))) for rivals in dossier.rivals),
        programme=tuple(_programme(dossier)),
        unknown=tuple(_unknown(dossier)),
        gaps=tuple(_gaps(dossier)),
    )


def claim_block(file: ClaimFile, dossier: Dossier | None = None) -> ClaimBlock:
    """One claim in words, with its trees."""
    judgement: list[Sentence] = []
    if is_judged(file):
        site = dossier.site if dossier else None
        held = (claim_words.judgement(file, site, headed=True), claim_words.confidence(file))
        judgement = [sentence for sentence in held if sentence]
    return ClaimBlock(
        file=file,
        heading=claim_words.headline(file),
        short=claim_words.in_short(file),
        judgement=tuple(judgement),
        said=tuple(claim_words.claim_sentences(file)),
        trees=trees(file, dossier.copies if dossier else ()),
    )


def is_judged(file: ClaimFile) -> bool:
    """Readings and promises are no matters of fact: no likelihood is printed for them."""
    return file.assessment is not None and file.claim.event.action not in (Action.INTERPRET, Action.PROMISE)


def _claims_told(dossier: Dossier) -> list[ClaimFile]:
    """Claims of fact first; what stands under promises or rival readings already is not told twice."""
    elsewhere = {id for promise in dossier.commitments for id in promise.statement_ids if id not in promise.mention_ids}
    elsewhere |= {id for held in dossier.rivals for reading in held.readings for id in reading.statement_ids}
    told = [file for file in dossier.claims if not {item.statement.id for item in file.told} <= elsewhere]
    return sorted(told, key=lambda file: (not is_judged(file), -_weight(file)))


def _weight(file: ClaimFile) -> float:
    claim = file.claim
    images = file.assessment.image.answer if file.assessment else None
    seen = 3 if images in (ImageAnswer.AGREES, ImageAnswer.CONTRADICTS) else 0
    acts = 2 if claim.event.action in claim_words.ACTS else 0
    return claim.reports + 2 * claim.first_hand + 2 * len(file.oppose) + seen + acts


# ---- key judgements --------------------------------------------------------------------------------------------------


def _key(dossier: Dossier) -> Iterator[Paragraph]:
    judged = [file for file in dossier.claims if is_judged(file)]
    strong = [file for file in judged if file.claim.event.action in claim_words.ACTS and _stands_out(file)]
    for file in sorted(strong or judged[:1], key=lambda file: -_weight(file))[:KEY_JUDGEMENTS]:
        held = (claim_words.judgement(file, dossier.site), claim_words.confidence(file), _basis(file))
        yield tuple(sentence for sentence in held if sentence)
    untestable = [promise for promise in dossier.commitments if not promise.testable]
    if untestable:
        promise = untestable[0]
        what = wording.quoted(promise.what, QUOTE_LIMIT)
        yield (Sentence(f"The promise {what} cannot be tested: {why(promise)}.", (promise.id, *promise.statement_ids)),)
    if not dossier.claims and not dossier.changes:
        name = dossier.site.name
        yield (Sentence(f"Nothing has been reported or seen of {name} in what was collected.", (dossier.site.id,)),)


def _stands_out(file: ClaimFile) -> bool:
    """More than one outlet's word: repeated, known at first hand, or borne out or contradicted by images."""
    seen = _image_answer(file) in (ImageAnswer.AGREES, ImageAnswer.CONTRADICTS)
    return file.claim.reports > 1 or file.claim.first_hand > 0 or seen


def _basis(file: ClaimFile) -> Sentence:
    """What a key judgement rests on, in one breath."""
    claim = file.claim
    reports = wording.capital(wording.counted(claim.reports, "report"))
    carry = "carries" if claim.reports == 1 else "carry"
    origins = wording.interval(claim.origin_low, claim.origin_high)
    noun = "origin" if claim.origin_high == 1 else "independent origins"
    first = f"{wording.number(claim.first_hand)} know{'s' if claim.first_hand == 1 else ''} it at first hand"
    if claim.first_hand == 0:
        text = f"{reports} {carry} it, from {origins} {noun}; no one is on record as having seen it."
    elif claim.first_hand >= claim.origin_high:
        text = f"{reports} {carry} it, from {origins} {noun}, and at first hand."
    else:
        text = f"{reports} {carry} it, from {origins} {noun}, of which {first}."
    if claim.origin_low == 0:
        they = "it has" if claim.reports == 1 else "they have"
        text = f"{reports} {carry} it; from whom {they} it is not known."
    if file.assessment and file.assessment.image.answer in (ImageAnswer.AGREES, ImageAnswer.CONTRADICTS):
        side = "agree" if file.assessment.image.answer is ImageAnswer.AGREES else "speak against it"
        text = text.removesuffix(".") + f". The images {side}."
    return Sentence(text, (claim.id,))


# ---- images ----------------------------------------------------------------------------------------------------------


def _looks(dossier: Dossier) -> Iterator[Sentence]:
    seen, site = dossier.seen, dossier.site
    if not seen:
        yield Sentence(f"No image of {site.name} has been collected.", (site.id,))
        return
    ids = tuple(item.scene.id for item in seen)
    looks = wording.capital(wording.counted(len(seen), "image"))
    dates = wording.between_days(seen[0].scene.taken, seen[-1].scene.taken)
    verb = "was" if len(seen) == 1 else "were"
    yield Sentence(f"{looks} of {site.name} {verb} taken {dates}.", (site.id, *ids))
    unusable = [item for item in seen if not item.usable]
    if unusable:
        some = (
            "None of them can be used"
            if len(unusable) == len(seen)
            else (f"{wording.capital(wording.number(len(unusable)))} of them cannot be used")
        )
        yield Sentence(f"{some}: {_reasons(unusable)}.", (site.id, *(item.scene.id for item in unusable)))
    if not dossier.changes and len(dossier.usable) > 1:
        yield Sentence("Between the usable ones no change stands out from the noise.", (site.id, *ids))


def _reasons(unusable: Sequence[Seen]) -> str:
    """The reasons of unusable looks, the most common first."""
    counts = Counter(lowered(item.why_not.strip().rstrip(".")) for item in unusable)
    return "; ".join(reason for reason, _ in counts.most_common(3))


def change_blocks(dossier: Dossier) -> Iterator[ChangeBlock]:
    """The changes of the site in order of time, in words."""
    parts = {part.id: part.name for part in dossier.site.parts}
    for number, change in enumerate(dossier.changes, 1):
        part = parts.get(change.part_id or "", "")
        yield ChangeBlock(number, change, part, tuple(_change(change, part)))


def _change(change: Change, part: str) -> Iterator[Sentence]:
    what = wording.CHANGE[change.kind]
    place = f" at the {lowered_name(part)}" if part else ""
    dates = wording.between_days(change.before, change.after)
    size = wording.area(change.area_m2)
    ids = (change.id, *change.scene_ids)
    yield Sentence(f"{wording.capital(dates)} {what}{place}: {size}.", ids)
    # The first clause is for people; the measures after it stand in the evidence.
    reason = wording.tidied(change.kind_reason.split(";")[0])
    if reason:
        yield Sentence(f"It is read so for this reason: {lowered(reason)}.", ids)


def lowered_name(name: str) -> str:
    """A part's name inside a sentence: "Engine test stand" becomes "engine test stand", "Hall B2" stays."""
    words = name.split()
    return name[:1].lower() + name[1:] if words and all(word.islower() for word in words[1:]) else name


# ---- readings --------------------------------------------------------------------------------------------------------


def _rival(rivals: Rivals, dossier: Dossier) -> Iterator[Sentence]:
    file = next((file for file in dossier.claims if file.claim.id == rivals.claim_id), None)
    count = wording.counted(len(rivals.readings), "reading")
    if file and any(rivals.about in told.statement.quote for told in file.told):
        meant, ids = (
            f"what it means that {claim_words.clause(file, dossier.site)}",
            [rivals.id, *claim_words.carried_by(file, dossier.site)],
        )
    else:
        meant, ids = lowered(rivals.about.strip().rstrip(".")), [rivals.id]
    yield Sentence(f"There are {count} of {meant}.", tuple(ids))
    for reading in rivals.readings:
        told = [dossier.statements[id] for id in reading.statement_ids if id in dossier.statements]
        holder = reading.holder or (speaker(told[0]) if told else "someone")
        quote = wording.quoted(told[0].statement.quote if told else reading.text, QUOTE_LIMIT)
        where = f" in {outlet_of(told[0].document)}" if told and outlet_of(told[0].document) != holder else ""
        yield Sentence(wording.ended(f"{wording.capital(holder)}{where}: {quote}"), (rivals.id, *reading.statement_ids))


# ---- the programme, and what is not known ----------------------------------------------------------------------------


def _programme(dossier: Dossier) -> Iterator[Sentence]:
    """What was said of the matter as a whole, each thing once however often it was carried; declines last."""
    groups: dict[str, list[Told]] = {}
    for told in dossier.programme:
        if told.statement.stance is Stance.DECLINES or claim_words.tells(told):
            groups.setdefault(_sameness(told, dossier.claim_of), []).append(told)
    declines = [group for group in groups.values() if group[0].statement.stance is Stance.DECLINES]
    said = [group for group in groups.values() if group[0].statement.stance is not Stance.DECLINES]
    said.sort(key=lambda group: -len({told.document.id for told in group}))
    for group in said:
        yield general_sentence(group)
    for group in declines:
        yield _decline_sentence(group)


def _sameness(told: Told, claim_of: dict[str, str]) -> str:
    """What makes two statements one: the same claim, the same words, or the same speaker declining."""
    if told.statement.stance is Stance.DECLINES:
        return f"declines {told.speaker.casefold() if not told.lost else told.statement.id}"
    claim = claim_of.get(told.statement.id)
    return claim or re.sub(r"\W+", " ", told.statement.quote.casefold()).strip()


def _outlets(group: Sequence[Told]) -> str:
    """The outlets of a group: all of them up to three."""
    names = list(dict.fromkeys(outlet_of(told.document) for told in group))
    return wording.listed(names if len(names) <= 3 else [*names[:2], "others"])


def _decline_sentence(group: Sequence[Told]) -> Sentence:
    ids = tuple(told.statement.id for told in group)
    return Sentence(f"{wording.capital(speaker(group[0]))} declined to comment, in {_outlets(group)}.", ids)


def general_sentence(group: Sequence[Told]) -> Sentence:
    """One thing said of the matter as a whole, in the words of its fullest teller."""
    told = max(group, key=lambda told: (not told.lost, told.statement.confidence, len(told.statement.quote)))
    statement, quote = told.statement, wording.quoted(told.statement.quote, QUOTE_LIMIT)
    ids = (statement.id, *(other.statement.id for other in group if other is not told))
    if told.lost:
        return Sentence(wording.ended(f"Speaker lost, in {_outlets(group)}: {quote}"), ids)
    where = _outlets(group)
    inside = f", in {where}" if where != told.speaker else ""
    cue = statement.cue.quote if statement.cue else ""
    # "does not suggest" turns the content round; a plain "said" would print its opposite.
    turned = re.search(r"\b(?:not|never|no longer)\b|n['’]t\b", cue)
    verb = cue if turned else wording.STANCE[statement.stance]
    # "called the report a fairy tale": the words finish the verb, so neither "denied" nor a colon may stand between.
    names = re.fullmatch(r"(?:ha[sd] )?(?:called|dubbed|labell?ed|termed|branded)", cue)
    told_as = f"{cue}{inside}{',' if inside else ''}" if names else f"{verb}{inside}:"
    rebutted = " The outlet itself goes on to say that it was not so." if statement.rebutted else ""
    return Sentence(wording.ended(f"{wording.capital(speaker(told))} {told_as} {quote}") + rebutted, ids)


def _unknown(dossier: Dossier) -> Iterator[Sentence]:
    yield from _unseen(dossier)
    for file in dossier.claims:
        if is_judged(file):
            yield from _unproven(file, dossier)
    yield from _silent_changes(dossier)
    yield from _lost(dossier)


def _unseen(dossier: Dossier) -> Iterator[Sentence]:
    site = dossier.site
    if not dossier.seen and dossier.claims:
        yield Sentence(
            f"No image of {site.name} has been collected, so nothing said of it here could be checked from above.",
            (site.id,),
        )
    unusable = [item for item in dossier.seen if not item.usable]
    if unusable:
        days = list(dict.fromkeys(wording.day(item.scene.taken) for item in unusable))
        when = f"on {wording.listed(days)}" if len(days) <= 6 else f"in {wording.number(len(unusable))} of its images"
        ids = tuple(item.scene.id for item in unusable)
        yield Sentence(f"What stood at {site.name} {when} is not known: no usable look.", (site.id, *ids))
    yield from _limits(dossier)
    coarse = [file for file in dossier.claims if _image_answer(file) is ImageAnswer.TOO_COARSE]
    for file in coarse:
        if file.claim.event.action in claim_words.ACTS:
            name = claim_words.about(file, dossier.site)
            ids = claim_words.carried_by(file, site)
            yield Sentence(f"Our images are too coarse to bear out or to rule out {name}.", ids)


def _limits(dossier: Dossier) -> Iterator[Sentence]:
    """What each resolution could not have shown, once."""
    told: dict[str, list[str]] = {}
    for change in dossier.changes:
        first = wording.plain_dates(change.limits.strip()).split(". ")[0]
        if first:
            told.setdefault(wording.ended(wording.capital(first)), []).append(change.id)
    for text, ids in told.items():
        yield Sentence(text, tuple(ids))


def _image_answer(file: ClaimFile) -> ImageAnswer | None:
    return file.assessment.image.answer if file.assessment else None


def _unproven(file: ClaimFile, dossier: Dossier) -> Iterator[Sentence]:
    claim, name = file.claim, claim_words.about(file, dossier.site)
    ids = claim_words.carried_by(file, dossier.site)
    if claim.origin_high == 1 and claim.reports > 1:
        count = "both" if claim.reports == 2 else f"all {wording.number(claim.reports)}"
        yield Sentence(f"No second origin bears out {name}: {count} reports share one.", ids)
    elif 0 < claim.origin_low < claim.origin_high:
        origins = wording.interval(claim.origin_low, claim.origin_high)
        yield Sentence(f"Whether {name} has {origins} origins is not settled.", ids)
    unknown = [told for told in file.agree if told.member and told.member.origin_id is None]
    if unknown:
        outlets = sorted({outlet_of(told.document) for told in unknown})
        have = "has" if len(outlets) == 1 else "have"
        yield Sentence(f"From whom {wording.listed(outlets)} {have} {name} is not known.", ids)
    linchpin = file.origin(file.assessment.linchpin) if file.assessment else None
    if linchpin and claim.origin_high > 1:
        yield Sentence(
            f"The judgement on {name} hangs on one origin, {linchpin.name}: were it to fall, the word would change.",
            (*ids, linchpin.id),
        )


def _silent_changes(dossier: Dossier) -> Iterator[Sentence]:
    """Changes that no claim speaks of; seasonal ones need no witness."""
    spoken = {id for file in dossier.claims if file.assessment for id in file.assessment.image.change_ids}
    for block in change_blocks(dossier):
        if block.change.id not in spoken and block.change.kind is not ChangeKind.SEASONAL and dossier.claims:
            dates = wording.between_days(block.change.before, block.change.after)
            place = f" at the {lowered_name(block.part)}" if block.part else ""
            yield Sentence(f"No report speaks of what the images show{place} {dates}.", (block.change.id,))


_OPEN = {"who": "Whom or what", "place": "Which place", "time": "Which time", "count": "What number"}


def _gaps(dossier: Dossier) -> Iterator[Sentence]:
    """Words that stay open in what is said of this place."""
    open_words: dict[tuple[str, str, str, str], list[str]] = {}
    for told in {told.statement.id: told for file in dossier.claims for told in file.told}.values():
        for gap in told.statement.unresolved:
            reason = lowered(gap.reason.strip().rstrip("."))
            key = (gap.kind, gap.anchor.quote, outlet_of(told.document), reason)
            open_words.setdefault(key, []).append(told.statement.id)
    for (kind, words, where, reason), ids in open_words.items():
        asked = _OPEN.get(kind, _OPEN["who"])
        text = f"{asked} {wording.quoted(words, 80)} means in {where} is open: {reason}."
        yield Sentence(text, tuple(dict.fromkeys(ids)))


def _lost(dossier: Dossier) -> Iterator[Sentence]:
    lost = [told for told in dossier.programme if told.lost]
    if lost:
        noun = wording.counted(len(lost), "statement")
        verb = "has" if len(lost) == 1 else "have"
        lost_ids = tuple(told.statement.id for told in lost)
        text = f"{wording.capital(noun)} on the matter {verb} lost the speaker, and none is guessed."
        yield Sentence(text, (dossier.site.id, *lost_ids))
