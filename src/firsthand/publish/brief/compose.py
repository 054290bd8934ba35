"""A site's brief as sentences, section by section, each with what it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from firsthand.model import (
    Commitment,
    ImageAnswer,
    Rivals,
)
from firsthand.publish import claim_story, claim_words, wording
from firsthand.publish.brief.changes import ChangeBlock, Paragraph, change_blocks
from firsthand.publish.brief.programme import programme_sentences
from firsthand.publish.brief.promises import promise_sentences, why
from firsthand.publish.brief.unknown import gap_sentences, unknown_sentences
from firsthand.publish.claim_words import QUOTE_LIMIT, confidence, is_judged, lowered, speaker
from firsthand.publish.contract import Sentence
from firsthand.publish.dossier import ClaimFile, Dossier, Seen, outlet_of
from firsthand.publish.lineage import Tree, trees

KEY_JUDGEMENTS = 4
"""At most so many claims open the brief; a reader holds no more."""


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
    key = tuple(_key(dossier))
    opening = {sentence.text for paragraph in key for sentence in paragraph}
    claims = tuple(_once(claim_block(file, dossier), opening) for file in _claims_told(dossier))
    return BriefText(
        key=key,
        claims=claims,
        looks=tuple(_looks(dossier)),
        changes=tuple(change_blocks(dossier)),
        promises=tuple(
            PromiseBlock(promise, tuple(promise_sentences(promise, dossier))) for promise in dossier.commitments
        ),
        rivals=tuple(RivalsBlock(rivals, tuple(_rival(rivals, dossier))) for rivals in dossier.rivals),
        programme=tuple(programme_sentences(dossier)),
        unknown=tuple(unknown_sentences(dossier)),
        gaps=tuple(gap_sentences(dossier)),
    )


def _once(block: ClaimBlock, opening: Set[str]) -> ClaimBlock:
    """The block without what the key judgements say in the same words."""
    return replace(block, said=tuple(sentence for sentence in block.said if sentence.text not in opening))


def claim_block(file: ClaimFile, dossier: Dossier | None = None) -> ClaimBlock:
    """One claim in words, with its trees."""
    judgement: list[Sentence] = []
    if is_judged(file):
        site = dossier.place_of(file) if dossier else None
        held = (claim_words.judgement(file, site, headed=True), confidence(file))
        judgement = [sentence for sentence in held if sentence]
    return ClaimBlock(
        file=file,
        heading=claim_words.headline(file),
        short=claim_words.in_short(file),
        judgement=tuple(judgement),
        said=tuple(claim_story.claim_sentences(file)),
        trees=trees(file, dossier.copies if dossier else ()),
    )


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
    # What could be judged opens the brief; what many repeat and nobody could judge follows at once.
    opening = sorted(strong or judged[:1], key=lambda file: -_weight(file))[:KEY_JUDGEMENTS]
    for file in sorted(opening, key=lambda file: not is_weighed(file)):
        held = (
            claim_words.judgement(file, dossier.place_of(file)),
            confidence(file),
            _basis(file),
            _contest(file),
            claim_story.unconfirmed(file),
        )
        yield tuple(sentence for sentence in held if sentence)
    untestable = [promise for promise in dossier.commitments if not promise.testable]
    if untestable:
        promise = untestable[0]
        what = wording.quoted(promise.what, QUOTE_LIMIT)
        yield (Sentence(f"The promise {what} cannot be tested: {why(promise)}.", (promise.id, *promise.statement_ids)),)
    if not dossier.claims and not dossier.changes and dossier.is_of_site:
        name = wording.the_place(dossier.site.name)
        yield (Sentence(f"Nothing has been reported or seen of {name} in what was collected.", (dossier.site.id,)),)


def _stands_out(file: ClaimFile) -> bool:
    """More than one outlet's word: repeated, known at first hand, or borne out or contradicted by images."""
    images = file.assessment.image.answer if file.assessment else None
    seen = images in (ImageAnswer.AGREES, ImageAnswer.CONTRADICTS)
    return file.claim.reports > 1 or file.claim.first_hand > 0 or seen


def _basis(file: ClaimFile) -> Sentence:
    """Who says it; where nothing was judged, also what that rests on."""
    claim = file.claim
    one = claim.reports == 1
    who, say = wording.opening(claim.reports, "report"), "says so" if one else "say so"
    ids = (claim.id, *(origin.id for origin in claim.origins))
    if claim.origin_low == 0 and claim.origin_high == 0:
        text = f"{who} {say}; from whom {'it has it' if one else 'they have it'} is not known."
        return Sentence(text, ids)
    seen = "" if claim.first_hand or claim_story.is_ahead(file) else f", and {claim_story.unseen(file)}"
    if is_weighed(file):
        first = min((told.document.published for told in file.agree if told.document.published), default=None)
        dated = f", of {wording.day(first)}," if one and first else ""
        since = f", the first on {wording.day(first)}" if first and not one else ""
        return Sentence(f"{who}{dated} {say}{since}{seen}.", ids)
    goes = "goes back" if one else "go back"
    link = ", but" if claim.reports > claim.origin_high else " and"  # one report of one origin is no surprise
    return Sentence(f"{who} {say}{link} {goes} to {claim_story.counted_origins(file)}{seen}.", ids)


def is_weighed(file: ClaimFile) -> bool:
    """A likelihood was judged, and a confidence with it."""
    held = file.assessment
    return held is not None and held.words != "undetermined" and held.confidence != ""


def _contest(file: ClaimFile) -> Sentence | None:
    """That a claim is denied or corrected, in half a line."""
    said = []
    if file.oppose:
        said.append("it has been denied")
    if file.correct or file.claim.corrected:
        said.append("a correction stands against it")
    if not said:
        return None
    ids = (file.claim.id, *(told.statement.id for told in (*file.oppose, *file.correct)))
    return Sentence(f"{wording.capital(', and '.join(said))}.", ids)


# ---- images ----------------------------------------------------------------------------------------------------------


def _looks(dossier: Dossier) -> Iterator[Sentence]:
    seen, site, place = dossier.seen, dossier.site, wording.the_place(dossier.site.name)
    if not dossier.is_of_site:
        return
    if not seen:
        yield Sentence(f"No image of {place} has been collected.", (site.id,))
        return
    ids = tuple(item.scene.id for item in seen)
    looks = wording.opening(len(seen), "image")
    dates = wording.between_days(seen[0].scene.taken, seen[-1].scene.taken)
    verb = "was" if len(seen) == 1 else "were"
    yield Sentence(f"{looks} of {place} {verb} taken {dates}.", (site.id, *ids))
    unusable = [item for item in seen if not item.usable]
    if unusable:
        some = (
            "None of them can be used"
            if len(unusable) == len(seen)
            else f"{wording.opening_number(len(unusable))} of them cannot be used"
        )
        yield Sentence(f"{some}: {_reasons(unusable)}.", (site.id, *(item.scene.id for item in unusable)))
    if not dossier.changes and len(dossier.usable) > 1:
        them = "those that can be used" if unusable else "them"
        yield Sentence(f"Between {them} no change stands out from the noise.", (site.id, *ids))


def _reasons(unusable: Sequence[Seen]) -> str:
    """The reasons of unusable looks, the most common first."""
    counts = Counter(lowered(item.why_not.strip().rstrip(".")) for item in unusable)
    reasons = [reason for reason, _ in counts.most_common(3)]
    return ", or ".join(f"they lie {reason}" if reason.startswith("under ") else reason for reason in reasons)


def _rival(rivals: Rivals, dossier: Dossier) -> Iterator[Sentence]:
    file = next((file for file in dossier.claims if file.claim.id == rivals.claim_id), None)
    count = wording.counted(len(rivals.readings), "reading")
    if file and any(rivals.about in told.statement.quote for told in file.told):
        meant, ids = (
            f"what it means that {claim_words.clause(file, dossier.place_of(file))}",
            [rivals.id, *claim_words.carried_by(file, dossier.place_of(file))],
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
