"""What stands below a claim's heading: who carries it, from whom, who knows it, what the images say, who answers it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from firsthand.model import Basis, ImageAnswer, Origin, Relation, SourceKind, Stance, Statement
from firsthand.publish import wording
from firsthand.publish.claim_words import (
    ACTS,
    ASKS,
    FINITE,
    NEGATIVE,
    QUOTE_LIMIT,
    is_sentence,
    lowered,
    speaker,
    tells,
)
from firsthand.publish.contract import Sentence
from firsthand.publish.dossier import ClaimFile, Told, outlet_of

IMAGE_OPENINGS = {
    ImageAnswer.AGREES: "The images agree",
    ImageAnswer.CONTRADICTS: "The images speak against it",
    ImageAnswer.TOO_COARSE: "The images are too coarse to tell",
    ImageAnswer.NO_USABLE_LOOK: "No usable image covers it",
}
NAMED_DENIERS = 2
"""With more of them than this, the denials are told in one sentence, in the words of one."""
MOST_NAMED = 4
"""Names in one list; more of them tire a reader and stand in the evidence."""
_COUNT = re.compile(r"\b(?:one|two|three|four|five|six|a dozen)\b", re.IGNORECASE)
_CORRECTION = re.compile(r"\bcorrect(?:s|ed|ion)\b", re.IGNORECASE)
"""Words that tell of a correction instead of being one."""
_UNNAMED = (SourceKind.UNNAMED_OFFICIAL, SourceKind.UNNAMED_OTHER)


def claim_sentences(file: ClaimFile) -> list[Sentence]:
    """All that is said of one claim below its heading, the likelihood apart."""
    told = [carriers(file), knowers(file), unconfirmed(file), amount(file), image_verdict(file)]
    if is_ahead(file):
        told.insert(1, happened(file))
    return [sentence for sentence in told if sentence] + voices(file)


# ---- reports and origins ---------------------------------------------------------------------------------------------


def carriers(file: ClaimFile) -> Sentence:
    """How many reports carry the claim, when they came, and where they have it from."""
    claim = file.claim
    who = wording.opening(claim.reports, "report")
    first, last = _published(file.agree)
    dates = f", published {wording.between_days(first, last)}" if first and last else ""
    ids = (claim.id, *(origin.id for origin in claim.origins))
    if claim.reports == 1:
        return Sentence(f"{who}{f'{dates},' if dates else ''} says so and {roots(file)}.", ids)
    return Sentence(f"{who} say so{dates}; {roots(file)}.", ids)


def _published(told: Sequence[Told]) -> tuple[datetime, datetime] | tuple[None, None]:
    moments = [item.document.published for item in told if item.document.published]
    return (min(moments), max(moments)) if moments else (None, None)


def roots(file: ClaimFile) -> str:
    """Where the reports have it from, as the rest of a sentence."""
    claim = file.claim
    one = claim.reports == 1
    if not claim.origins or claim.origin_high == 0:
        return "does not say from whom it has this" if one else "from whom they have it, they do not say"
    certain = [origin_name(origin) for origin in claim.origins if origin.certain]
    doubtful = [origin_name(origin) for origin in claim.origins if not origin.certain]
    if not certain:
        certain, doubtful = doubtful[:1], doubtful[1:]
    names = wording.listed(certain)
    if doubtful:
        same = "which may be the same again" if len(doubtful) == 1 else "some of which may be the same again"
        names += f"; also {wording.listed(doubtful)}, {same}"
    seen = _all_first_hand(file)
    if one and claim.origin_high == 1:
        return f"goes back to one origin, {names}{', at first hand' if seen else ''}"
    verb = "goes" if one else "together they go"
    return f"{verb} back to {counted_origins(file)}{', at first hand' if seen else ''}: {names}"


def counted_origins(file: ClaimFile) -> str:
    """ "one origin", "two independent origins", "one or two independent origins"."""
    claim = file.claim
    count = wording.interval(max(claim.origin_low, 1), claim.origin_high)
    return f"{count} {'origin' if claim.origin_high == 1 else 'independent origins'}"


def origin_name(origin: Origin) -> str:
    """An origin's name inside a sentence: one unnamed official takes an article."""
    name = origin.name
    head = name.split(" via ", maxsplit=1)[0]
    if name.startswith("unnamed ") and not wording.looks_plural(head.split(" of ", maxsplit=1)[0]):
        return f"an {name}"
    return name


_GROUNDS = {
    Basis.IMAGE: "images",
    Basis.WITNESS: "a witness",
    Basis.OWN_ACT: "the word of those who act",
    Basis.OFFICIAL_INTELLIGENCE: "official intelligence",
    Basis.DOCUMENT: "a document",
}


def knowers(file: ClaimFile) -> Sentence | None:
    """Who knows it at first hand, on what the reports rest it, and to when they put it; of what is to come nobody."""
    if is_ahead(file):
        return None
    claim = file.claim
    ids = {basis: told.statement.id for told in reversed(file.agree) if (basis := told.statement.basis) in _GROUNDS}
    named = [basis for basis in _GROUNDS if basis in ids] if claim.event.action in ACTS else []
    first = [origin for origin in claim.origins if origin.first_hand]
    said = _rests(file, [_GROUNDS[basis] for basis in named])
    if not first:
        said = f"{unseen(file)}{'; ' if said else ''}{said}"
    elif not _all_first_hand(file):
        verb = "knows" if len(first) == 1 else "know"
        names = wording.listed([origin_name(origin) for origin in first])
        said = f"{names} {verb} it at first hand{'; ' if said else ''}{said}"
    evidence = (claim.id, *(origin.id for origin in first), *(ids[basis] for basis in named))
    return Sentence(f"{wording.capital(said)}.", evidence) if said else None


def unseen(file: ClaimFile) -> str:
    """That nobody knows it at first hand; only what is there to be seen can be missed by eyes."""
    event = file.claim.event
    to_be_seen = event.action in ACTS and not event.negated
    return f"no one is on record as {'having seen it' if to_be_seen else 'knowing it at first hand'}"


def _rests(file: ClaimFile, grounds: Sequence[str]) -> str:
    """ "the reports base it on images and put it on 7 July 2031"; empty when they say neither."""
    one = file.claim.reports == 1
    subject = "the report" if one else "the reports"
    said = []
    if grounds:
        said.append(f"{'bases' if one else 'base'} it on {wording.listed(grounds)}")
    elif file.claim.event.action in ACTS:
        said.append(f"{'gives' if one else 'give'} no basis for it")
    if when := _when(file):
        said.append(f"{'puts' if one else 'put'} it {when}")
    both = ", and " if len(grounds) > 1 else " and "
    return f"{subject} {both.join(said)}" if said else ""


def _when(file: ClaimFile) -> str:
    """The time that the words give, to stand after "put it"; empty when they give none."""
    span = file.claim.event.time
    told = wording.when(span) if span else ""
    if not told or told.startswith("at a time"):
        return ""
    return f"no later than {told.removeprefix('by ')}" if told.startswith("by ") else told


def _all_first_hand(file: ClaimFile) -> bool:
    origins = file.claim.origins
    return bool(origins) and all(origin.first_hand and origin.certain for origin in origins) and not is_ahead(file)


def unconfirmed(file: ClaimFile) -> Sentence | None:
    """Why a claim that many repeat is not called confirmed: one or two unnamed origins, and nobody who saw it."""
    claim = file.claim
    unnamed = bool(claim.origins) and all(origin.kind in _UNNAMED for origin in claim.origins)
    if not unnamed or claim.first_hand or claim.origin_high > 2 or claim.reports < 2 or is_ahead(file):
        return None
    origins = (
        "one origin, which is not named" if claim.origin_high == 1 else "at most two origins, neither of them named"
    )
    ids = (claim.id, *(origin.id for origin in claim.origins))
    return Sentence(f"This brief does not call it confirmed: the reports repeat {origins}.", ids)


# ---- number, time, images --------------------------------------------------------------------------------------------


def amount(file: ClaimFile) -> Sentence | None:
    """The pooled quantity, where the reports leave a choice."""
    held = file.claim.event.quantity
    if held is None or (held.low is None and held.high is None) or file.claim.event.action not in ACTS:
        return None
    noun = f" {wording.plural(held.of) if held.high != 1 else held.of}" if held.of else ""
    text = f"The number given is {wording.amount(held)}{noun}"
    if held.surest is not None and held.low != held.high:
        text += f"; the reports are surest of {wording.number(held.surest)}"
    if file.claim.reports == 1:
        text = text.replace("the reports are", "the report is")
    return Sentence(f"{text}.", (file.claim.id,))


def happened(file: ClaimFile) -> Sentence | None:
    """When it is to come, as far as the words say."""
    when = _when(file)
    subject = "The report expects" if file.claim.reports == 1 else "The reports expect"
    return Sentence(f"{subject} it {when}.", (file.claim.id,)) if when else None


def is_ahead(file: ClaimFile) -> bool:
    """Everybody who carries it speaks of what is to come."""
    stances = {told.statement.stance for told in file.agree}
    return bool(stances) and stances <= {Stance.PREDICTS, Stance.PROMISES}


def image_verdict(file: ClaimFile) -> Sentence | None:
    """What the images say of it."""
    held = file.assessment
    if held is None:
        return None
    reason = lowered(wording.tidied(held.image.reason))
    text = IMAGE_OPENINGS[held.image.answer] + (f": {reason}." if reason else ".")
    if reason.startswith("no picture can"):
        text = wording.capital(f"{reason}.")
    elif reason.endswith("; no picture can show it"):
        text = f"No picture can show it: {reason.removesuffix('; no picture can show it')}."
    return Sentence(text, (file.claim.id, *held.image.change_ids, *held.image.scene_ids))


# ---- who answers -----------------------------------------------------------------------------------------------------


def voices(file: ClaimFile) -> list[Sentence]:
    """Denials, contradictions and corrections, each speaker once, and in one sentence who declined."""
    found = _denials(file) + [_voice(group) for group in _by_speaker(file.correct)]
    if file.claim.corrected and not file.correct:
        found.append(Sentence("A later correction stands against it.", (file.claim.id,)))
    if file.decline:
        named_first = sorted(file.decline, key=lambda told: told.lost)
        names = list(dict.fromkeys(speaker(told) for told in named_first))
        who = wording.listed(names if len(names) <= MOST_NAMED else [*names[: MOST_NAMED - 1], "others"])
        ids = tuple(told.statement.id for told in file.decline)
        text = f"{wording.capital(who)} declined to comment, which counts neither for nor against it."
        found.append(Sentence(text, ids))
    return found


def _denials(file: ClaimFile) -> list[Sentence]:
    """Each party that says otherwise; many of them in one sentence, in the words of the fullest."""
    groups = _by_speaker(file.oppose)
    if len(groups) <= NAMED_DENIERS:
        return [_voice(group) for group in groups]
    fullest = max(groups, key=lambda group: max(_denial_worth(told) for told in group))
    best = max(fullest, key=_denial_worth)
    others = list(dict.fromkeys(speaker(_best(group)) for group in groups))
    names = wording.listed(others if len(others) <= MOST_NAMED else [*others[: MOST_NAMED - 1], "others"])
    ids = tuple(told.statement.id for group in (fullest, *groups) for told in group)
    if not tells(best):
        return [Sentence(f"{wording.capital(names)} denied it.", tuple(dict.fromkeys(ids)))]
    quote = wording.quoted(best.statement.quote, QUOTE_LIMIT)
    link = (
        f"{speaker(best)} denied that"
        if _denies_what_it_quotes(best.statement)
        else f"in the words of {speaker(best)}:"
    )
    where = outlet_of(best.document)
    text = f"{wording.capital(names)} denied it; {link} {quote} ({where})"
    return [Sentence(f"{text}.", tuple(dict.fromkeys(ids)))]


def _by_speaker(told: Sequence[Told]) -> list[list[Told]]:
    """The statements of one speaker on one side together, in order of publication."""
    groups: dict[tuple[str, str], list[Told]] = {}
    for item in told:
        side = str(item.member.relation) if item.member else ""
        key = item.statement.id if item.lost else item.speaker.casefold()
        groups.setdefault((key, side), []).append(item)
    return list(groups.values())


def _best(group: Sequence[Told]) -> Told:
    return max(group, key=_worth)


def _denial_worth(told: Told) -> tuple[bool, tuple[bool, bool, bool, int]]:
    """ "No engines are being built" before "denied that engines are being built"."""
    return NEGATIVE.search(told.statement.quote) is not None, _worth(told)


def _worth(told: Told) -> tuple[bool, bool, bool, int]:
    """Words that stand as a sentence before scraps, then those that tell more."""
    quote = told.statement.quote
    return (
        tells(told),
        is_sentence(quote),
        bool(_COUNT.search(quote)),
        min(len(quote), QUOTE_LIMIT),
    )


def _voice(group: Sequence[Told]) -> Sentence:
    told = _best(group)
    ids = (told.statement.id, *(item.statement.id for item in group if item is not told))
    relation = told.member.relation if told.member else Relation.AGREES
    who, where = wording.capital(speaker(told)), outlet_of(told.document)
    source = f" ({where})" if where != told.speaker else ""
    quote = wording.quoted(told.statement.quote, QUOTE_LIMIT)
    if relation is Relation.DENIES and _denies_what_it_quotes(told.statement):
        return Sentence(wording.ended(f"{who} denied that {quote}{source}"), ids)
    verb = {Relation.DENIES: "denied it", Relation.CORRECTS: "corrected it"}.get(relation, "said otherwise")
    if relation is Relation.CORRECTS and _CORRECTION.search(told.statement.quote):
        verb = "reported a correction"
    quote = f": {quote}" if tells(told) else ""
    return Sentence(wording.ended(f"{who} {verb}{quote}{source}"), ids)


def _denies_what_it_quotes(statement: Statement) -> bool:
    """Whether the words are what is denied ("denied that engines are built"), not the denial ("we build none")."""
    cue = statement.cue.quote if statement.cue else ""
    words = statement.quote
    a_clause = FINITE.search(words) and not ASKS.match(words) and not NEGATIVE.search(words)
    told = re.search(r"\b(?:den(?:y|ie[sd]|ying)|reject|disput|dismiss)", cue, re.IGNORECASE)
    return bool(a_clause) and told is not None
