"""What a brief cannot tell: days without a look, claims of one origin, changes nobody speaks of, open words."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.model import ChangeKind, ImageAnswer
from firsthand.publish import claim_words, wording
from firsthand.publish.brief.changes import change_blocks, lowered_name
from firsthand.publish.claim_words import is_judged, lowered
from firsthand.publish.contract import Sentence
from firsthand.publish.dossier import ClaimFile, Dossier, Told, outlet_of

MOST_CLAIMS = 3
"""Claims named in one sentence."""


def unknown_sentences(dossier: Dossier) -> Iterator[Sentence]:
    """What a reader may not take from the brief, the weightiest first."""
    judged = [file for file in dossier.claims if is_judged(file)]
    for file in judged:
        yield from _unproven(file, dossier)
    yield from _beyond_images(judged, dossier)
    yield from _unseen(dossier)
    yield from _limits(dossier)
    yield from _silent_changes(dossier)
    yield from _lost(dossier)


def _unseen(dossier: Dossier) -> Iterator[Sentence]:
    site, place = dossier.site, wording.the_place(dossier.site.name)
    if not dossier.seen and dossier.claims and dossier.is_of_site:
        yield Sentence(
            f"No image of {place} has been collected, so nothing said of it here could be checked from above.",
            (site.id,),
        )
    unusable = [item for item in dossier.seen if not item.usable]
    if unusable:
        days = wording.days([item.scene.taken for item in unusable])
        when = f"on {days}" if len(unusable) <= 6 else f"on {wording.number(len(unusable))} of the days with an image"
        none = "the image of that day cannot" if len(unusable) == 1 else "no image of those days can"
        ids = tuple(item.scene.id for item in unusable)
        text = f"What stood at {place} {when} is not known: {none} be used."
        yield Sentence(text, (site.id, *ids))


def _beyond_images(judged: list[ClaimFile], dossier: Dossier) -> Iterator[Sentence]:
    """The claims that no image could bear out or rule out, those that most carry by name."""
    coarse = [file for file in judged if _image_answer(file) is ImageAnswer.TOO_COARSE]
    coarse = [file for file in coarse if file.claim.event.action in claim_words.ACTS]
    named = sorted(coarse, key=lambda file: -file.claim.reports)[:MOST_CLAIMS]
    if not named:
        return
    ids = [id for file in coarse for id in claim_words.carried_by(file, dossier.place_of(file))]
    claims = [claim_words.about(file, dossier.place_of(file)) for file in named]
    if len(claims) > 1:
        claims = [
            claims[0].replace("the claim", "the claims", 1),
            *(name.removeprefix("the claim ") for name in claims[1:]),
        ]
    if len(coarse) > len(named):
        claims.append("others told above")
    text = f"No image at hand can bear out or rule out {wording.listed(claims, 'or')}."
    yield Sentence(text, tuple(dict.fromkeys(ids)))


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
    claim, name = file.claim, claim_words.about(file, dossier.place_of(file))
    ids = claim_words.carried_by(file, dossier.place_of(file))
    if claim.origin_high == 1 and claim.reports > 1:
        count = "both" if claim.reports == 2 else f"all {wording.number(claim.reports)}"
        yield Sentence(f"No second origin bears out {name}: {count} reports share one.", ids)
    elif 0 < claim.origin_low < claim.origin_high:
        origins = wording.interval(claim.origin_low, claim.origin_high)
        yield Sentence(f"It is not settled whether {name} has {origins} origins.", ids)
    unknown = [told for told in file.agree if told.member and told.member.origin_id is None]
    if unknown:
        outlets = sorted({outlet_of(told.document) for told in unknown})
        say = "does not say from whom it has" if len(outlets) == 1 else "do not say from whom they have"
        yield Sentence(f"{wording.capital(wording.listed(outlets))} {say} {name}.", ids)
    linchpin = file.origin(file.assessment.linchpin) if file.assessment else None
    if linchpin and claim.origin_high > 1:
        yield Sentence(
            f"The judgement on {name} hangs on one origin, {linchpin.name}: without it the judgement would be another.",
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


_OPEN = {"who": "whom or what", "place": "which place", "time": "which time", "count": "what number"}
_GAP = {
    "nobody introduced before as this": "nobody has been introduced by these words",
    "no antecedent in the text": "nothing stands before it to which it could point",
}


def gap_sentences(dossier: Dossier) -> Iterator[Sentence]:
    """Words that stay open in what is said of this place."""
    open_words: dict[tuple[str, str, str], list[Told]] = {}
    for told in {told.statement.id: told for file in dossier.claims for told in file.told}.values():
        for gap in told.statement.unresolved:
            reason = lowered(gap.reason.strip().rstrip("."))
            open_words.setdefault((gap.kind, gap.anchor.quote, reason), []).append(told)
    for (kind, words, reason), found in open_words.items():
        asked = _OPEN.get(kind, _OPEN["who"])
        outlets = list(dict.fromkeys(outlet_of(told.document) for told in found))
        leave = "leaves it open" if len(outlets) == 1 else "leave it open"
        means = "it means" if len(outlets) == 1 else "they mean"
        text = f"{wording.listed(outlets)} {leave} {asked} {means} by {wording.quoted(words, 80)}"
        text = f"{wording.capital(text)}: {_GAP.get(reason, reason)}."
        yield Sentence(text, tuple(dict.fromkeys(told.statement.id for told in found)))


def _lost(dossier: Dossier) -> Iterator[Sentence]:
    lost = [told for told in dossier.programme if told.lost]
    if lost:
        noun = f"{wording.number(len(lost))} of the statements on the matter"
        lost_ids = tuple(told.statement.id for told in lost)
        text = f"Who made {noun} cannot be told from the text, and no name is guessed."
        yield Sentence(text, (dossier.site.id, *lost_ids))
