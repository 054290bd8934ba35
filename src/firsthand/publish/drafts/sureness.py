"""How surely a sentence speaks, when, and of what was seen: held against the judgement and the clocks of its record."""

from __future__ import annotations

import re

from firsthand.model import Action, Basis, CommitmentStatus, ImageAnswer
from firsthand.publish.contract import dates, estimates
from firsthand.publish.contract.names import NamesHeld, runs
from firsthand.publish.drafts.carriers import Carrier
from firsthand.publish.drafts.voices import Voice
from firsthand.trace.sources import UNNAMED

SURE_TERMS = frozenset({"almost certain", "very likely"})
"""Judgements that may be told as a fact."""
NO_TERM = frozenset({"undetermined", "not judged"})

_PICTURES = r"\b(?:images?|pictures?|imagery)\b"
_PICTURES_SAY = (
    (ImageAnswer.NO_USABLE_LOOK, r"\bno (?:usable |single )*(?:image|picture|look|scene)s?\b(?! can)"),
    (ImageAnswer.TOO_COARSE, rf"{_PICTURES}[^.;]{{0,40}}\b(?:too coarse|cannot (?:show|tell)|could not show)\b"),
    (ImageAnswer.TOO_COARSE, r"\bno (?:image|picture)s? (?:can|could)\b"),
    (ImageAnswer.CONTRADICTS, rf"{_PICTURES}[^.;]{{0,30}}\b(?:speak against|contradict|refute|disprove|rule out)"),
    (
        ImageAnswer.AGREES,
        rf"{_PICTURES}[^.;]{{0,30}}\b(?:agree|bear (?:it|this|that|them)? ?out|confirm|support|corroborate|"
        r"show (?:it|this|that))|\bborne out by (?:the )?(?:images?|pictures?|imagery)",
    ),
)
IMAGE_PHRASES = tuple((answer, re.compile(words, re.IGNORECASE)) for answer, words in _PICTURES_SAY)
"""What a sentence says that the images say."""
_VAGUE_ANSWERS = frozenset({ImageAnswer.TOO_COARSE, ImageAnswer.NO_USABLE_LOOK})

OPEN = re.compile(
    r"\b(?:no ?(?:one|body) knows|(?:has|have) not (?:yet )?been (?:settled|established|shown|judged)|"
    r"cannot be (?:judged|told|said|settled|determined)|is not (?:known|settled|clear)|"
    r"remains? (?:open|unclear|unknown|undetermined|unsettled|to be (?:seen|settled|shown))|"
    r"is (?:open|unclear|unknown|undetermined)|not possible to (?:judge|tell|say))\b",
    re.IGNORECASE,
)
NOBODY_SAW = re.compile(
    r"\b(?:no ?(?:one|body)|none)\b[^.;]{0,40}\b(?:seen|saw|witnessed|first[- ]hand|sight)\b|"
    r"\b(?:nothing|not|no) first-hand\b",
    re.IGNORECASE,
)
NONE_NAMED = re.compile(
    r"\b(?:none of (?:them|which|whom)|neither of (?:them|which|whom)) (?:is |are )?named\b", re.IGNORECASE
)
_SEEN = re.compile(
    r"\b(?:first[- ]hand|eye ?witness(?:es)?|saw it|seen it themselves|with (?:his|her|"
    r"their) own eyes)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|no|nor|neither|never|none|nobody|nothing)\b", re.IGNORECASE)
_OF_REPORTS = re.compile(r"\b(?:publish|report|image|picture|captur|taken (?!down|apart)|word)", re.IGNORECASE)
_ABOUT_REPORTS = re.compile(
    r"\b(?:reports?|origins?|sources?|images?|pictures?|confidence|judgement|claim|readings?|corrections?|evidence|"
    r"unclear|unknown|uncertain|on record|number given|words|worded|linchpin|likelihood)\b",
    re.IGNORECASE,
)
BACK_TO = re.compile(
    r"\b(?:go(?:es)? back to|stems? from|originates? (?:with|from)|hangs? on|traced? (?:back )?to)\b(.*)", re.IGNORECASE
)
TESTABLE = re.compile(r"\b(?P<no>cannot be|not|un)? ?-?test(?:able|ed)\b", re.IGNORECASE)
STATUS = (
    (CommitmentStatus.KEPT, re.compile(r"\b(?:has been |was |is )?(?:kept|honoured|fulfilled|met)\b", re.IGNORECASE)),
    (CommitmentStatus.BREACHED, re.compile(r"\b(?:broken|breached|violated|not kept)\b", re.IGNORECASE)),
    (CommitmentStatus.REVERSED, re.compile(r"\b(?:reversed|undone)\b", re.IGNORECASE)),
)
"""What a sentence says became of a promise."""


# ---- time ------------------------------------------------------------------------------------------------------------


def time_fault(bare: str, carrier: Carrier) -> str:
    """A day that means nothing to a later reader, a weekday, "before" or "between" that the evidence does not bear."""
    loose = dates.relative(bare)
    if loose:
        return f"“{loose[0]}” means another day to each reader: give the date"
    texts = " | ".join(carrier.evidence.texts).casefold()
    held = {span[0].strftime("%A") for span in carrier.evidence.days if (span[1] - span[0]).days == 1}
    for day in dates.weekdays(bare):
        if day not in held and day.casefold() not in texts:
            return f"{day} stands in none of its evidence"
    reason = dates.turned(bare, carrier.happened or carrier.evidence.days)
    if reason or not (carrier.change or carrier.seen) or _OF_REPORTS.search(bare):
        return reason
    return dates.too_narrow(bare, carrier.happened)


# ---- likelihood and confidence ---------------------------------------------------------------------------------------


def likelihood_fault(bare: str, voice: Voice, carrier: Carrier) -> str:
    """A likelihood or confidence that is not the one judged."""
    held = carrier.assessment
    terms = estimates.terms(bare)
    if terms and estimates.CONFIDENCE.search(bare):
        return "likelihood and confidence stand in one sentence: keep them apart (ICD 203)"
    levels = estimates.levels(bare)
    if levels and (held is None or levels - {held.confidence}):
        return f"the confidence held is {held.confidence}" if held else "no confidence was stated for this"
    if voice.who:
        return ""
    if carrier.kind != "claim":
        word = next(iter(sorted(terms)), "") or estimates.certain_words(bare) or estimates.confirming_words(bare)
        return f"nothing was judged “{word}” here" if word and not _NOT.search(bare) else ""
    return _term_fault(bare, terms, carrier) or _sureness_fault(bare, voice, carrier)


def _term_fault(bare: str, terms: frozenset[str], carrier: Carrier) -> str:
    words = _judged(carrier)
    if OPEN.search(bare) and re.search(r"\bwhether\b", bare, re.IGNORECASE) and words not in NO_TERM:
        return f"this was judged: {words}"
    other = sorted(terms - {words})
    return f"the judgement is “{words}”, not “{other[0]}”" if other else ""


def _judged(carrier: Carrier) -> str:
    return carrier.assessment.words if carrier.assessment else "not judged"


def _sureness_fault(bare: str, voice: Voice, carrier: Carrier) -> str:
    """A fact where only a likelihood was judged; "confirmed" where nothing confirms."""
    words = _judged(carrier)
    denied = _NOT.search(bare) is not None
    sure, confirmed = estimates.certain_words(bare), estimates.confirming_words(bare)
    if sure and not denied and words != "almost certain":
        return f"{sure!r} says more than the judgement, which is “{words}”"
    if confirmed and not denied and not is_confirmed(carrier):
        return f"{confirmed!r} says more than the evidence: {_why_unconfirmed(carrier)}"
    loose = voice.manner is not None or voice.pictures or estimates.hedges(bare) or _ABOUT_REPORTS.search(bare)
    if not loose and words not in SURE_TERMS and _is_of_fact(carrier):
        way = "say that it cannot be judged" if words in NO_TERM else f"write “{words}”"
        return f"it is told as a fact, and the judgement is “{words}”: name who says it, or {way}"
    return ""


def _is_of_fact(carrier: Carrier) -> bool:
    return carrier.file is not None and carrier.file.claim.event.action not in (Action.INTERPRET, Action.PROMISE)


def is_confirmed(carrier: Carrier) -> bool:
    """Known at first hand, and by another origin or an image besides; nothing speaks against it."""
    if carrier.file is None or carrier.assessment is None:
        return False
    claim, held = carrier.file.claim, carrier.assessment
    second = claim.origin_low >= 2 or held.image.answer is ImageAnswer.AGREES
    return claim.first_hand > 0 and second and held.words == "almost certain" and not claim.corrected


def _why_unconfirmed(carrier: Carrier) -> str:
    if carrier.file is None or carrier.assessment is None:
        return "nobody else bears it out"
    claim = carrier.file.claim
    if claim.first_hand == 0:
        return "nobody on record knows it at first hand"
    if claim.corrected:
        return "a correction stands against it"
    return f"the judgement is “{carrier.assessment.words}”, from {claim.origin_low} certain origins"


# ---- sight, images, promises -----------------------------------------------------------------------------------------


def sight_fault(bare: str, carrier: Carrier) -> str:
    """Who saw it, where reports have it from and what the images say, told otherwise than the record has it."""
    if carrier.file is None:
        of_sight = NOBODY_SAW.search(bare) or _SEEN.search(bare)
        return "nothing here says who knows it at first hand" if of_sight and not carrier.told else ""
    claim = carrier.file.claim
    back = BACK_TO.search(bare)
    origins = NamesHeld([origin.name for origin in claim.origins])
    foreign = next((run for run in (runs(back[1]) if back else ()) if not origins.carries(run)), None)
    if foreign:
        return f"{' '.join(foreign)!r} is no origin of it"
    if NONE_NAMED.search(bare) and any(origin.kind not in UNNAMED for origin in claim.origins):
        return "an origin of it is named"
    if NOBODY_SAW.search(bare):
        return "somebody is on record as knowing it at first hand" if claim.first_hand else ""
    witnessed = claim.first_hand or any(told.statement.basis is Basis.WITNESS for told in carrier.told)
    if _SEEN.search(bare) and not witnessed:
        return "nobody on record knows it at first hand"
    held = carrier.assessment.image.answer if carrier.assessment else None
    said = next((answer for answer, pattern in IMAGE_PHRASES if pattern.search(bare)), None)
    right = held is None or said in (None, held) or {said, held} <= _VAGUE_ANSWERS
    return "" if right else f"what the images say of it is: {held}"


def promise_fault(bare: str, carrier: Carrier) -> str:
    """What became of a promise, told otherwise than the ledger has it."""
    promise = carrier.promise
    tested = TESTABLE.search(bare)
    if promise is None:
        of_promise = tested and re.search(r"\b(?:promise|pledge|commitment)\b", bare, re.IGNORECASE)
        return "nothing here says whether a promise can be tested" if of_promise else ""
    if tested and promise.testable == bool(tested["no"]):
        return "the promise can be tested" if promise.testable else "the promise cannot be tested"
    for status, pattern in STATUS:
        found = pattern.search(bare)
        if found and status is not promise.status and not re.search(r"\b(?:whether|or)\b", bare):
            return f"{found.group()!r} is not what became of the promise, which is: {promise.status}"
    return ""
