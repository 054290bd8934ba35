"""Whether the one in whose name a sentence speaks said it, on that side and with that doubt."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from firsthand.model import Action, Basis, Relation, SourceKind, Stance
from firsthand.publish.contract import dates, estimates
from firsthand.publish.contract.names import OPENERS, WORD, NamesHeld, plain, runs
from firsthand.publish.contract.numbers import values
from firsthand.publish.dossier import OPPOSING, Told
from firsthand.publish.drafts.carriers import Carrier
from firsthand.publish.drafts.sides import sides
from firsthand.publish.drafts.sureness import IMAGE_PHRASES, NOBODY_SAW, NONE_NAMED, OPEN, STATUS, TESTABLE
from firsthand.publish.drafts.voices import Manner, Voice
from firsthand.read.quantity import find_quantities
from firsthand.trace.words import concepts, listed

_NEARLY = 0.7
"""Statements that share so much of what the best one shares are as good."""
_UNLIKELY = frozenset({"unlikely", "very unlikely", "almost no chance"})
_CLAUSE = re.compile(r"[;:…]|, (?:and|but|or|which|who|while)\b|\b(?:but|because|although)\b")
_AHEAD = re.compile(r"\b(?:will|shall|(?:is|are) (?:to|going to|about to))\b", re.IGNORECASE)
_RECIPIENT = re.compile(r"^(?P<to>(?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*),? (?:that|on|in)\b")
_TOLD_ON = re.compile(r"(?:on|in) (?P<when>[^,:;“”]{3,30}?),? that\b")
_AFFIRMED = re.compile(r"\b(?:confirm|acknowledg|admi(?:t|ssion)|conced|verif|prov)", re.IGNORECASE)
_PROMISE = re.compile(r"\b(?:promise|pledge|commitment|undertak)", re.IGNORECASE)
_ROLE_STOP = listed(
    """the a an of for from at in on and or its his her their one two three four five six several some all both other
    by unnamed anonymous named who which that not to be because another first second third old new senior spoke speaking
    condition anonymity as"""
)


def speaks_for(who: str, told: Told) -> bool:
    """Whether the words name the one who said it, who passed it on or the outlet that printed it."""
    statement = told.statement
    names = [told.speaker, statement.source_name, told.document.outlet, *(link.name for link in statement.chain)]
    names += [anchor.quote for anchor in (statement.source, *(link.anchor for link in statement.chain)) if anchor]
    held = NamesHeld([name for name in names if name])
    # "Hanne Lys of the Osmerian government": whoever has the name is meant, whatever is added to it.
    head = re.split(r", | of | from | at ", who, maxsplit=1)[0]
    who = head if runs(_inside(head)) else who
    called = runs(_inside(who))
    if not all(held.carries(run) for run in called):
        return False
    lower = [word for word in WORD.findall(_inside(who)) if word[0].islower() and plain(word) not in _ROLE_STOP]
    if not lower:
        return bool(called)
    known = {plain(word) for name in names for word in WORD.findall(name)}
    shared = sum(any(_like(plain(word), other) for other in known) for word in lower)
    # "The defence ministry" is not the foreign one; of a person named, the office may be told in other words.
    person = called and statement.source_kind is SourceKind.NAMED_PERSON
    return bool(person) or shared == len(lower) or (len(lower) > 2 and shared * 3 >= 2 * len(lower))


def _inside(who: str) -> str:
    """The words as they stand inside a sentence, where a capital makes a name."""
    first = who.split(maxsplit=1)[0]
    return f"by {who[:1].lower()}{who[1:]}" if plain(first) in OPENERS else f"by {who}"


def _like(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= 4 and one.rstrip("s") == other.rstrip("s"))


# ---- in a source's name ----------------------------------------------------------------------------------------------


def source_fault(voice: Voice, carrier: Carrier) -> str:
    """What the named source did not say, or not so."""
    theirs = _statements_of(voice.who, carrier)
    if not theirs:
        return f"no statement of its evidence is by “{voice.who}”"
    speaking = [told for told in theirs if told.statement.stance is not Stance.DECLINES]
    if voice.manner is Manner.DECLINED:
        return "" if len(speaking) < len(theirs) else f"“{voice.who}” did not decline to comment"
    if not speaking:
        return f"“{voice.who}” declined to comment"
    if voice.manner is Manner.DENIED and not voice.negated:
        return "" if any(denies(told) for told in speaking) else f"“{voice.who}” did not deny it"
    if voice.manner is Manner.CORRECTED:
        return _manner_fault(voice, speaking)
    if voice.negated and voice.manner is Manner.PROMISED:
        return f"“{voice.who}” promised it" if any(_promises(told) for told in speaking) else ""
    return _manner_fault(voice, speaking) or _so(voice, _closest(voice.content, _then(voice.content, speaking)))


def _then(content: str, speaking: list[Told]) -> list[Told]:
    """Of a source's words those of the day that the sentence names ("reported on 1 July that"), if there are any."""
    when = _TOLD_ON.match(content)
    written = dates.written(when["when"]) if when else []
    told_on = [told for told in speaking if any(_is_of(told, date) for date in written)]
    return told_on or speaking


def _is_of(told: Told, date: dates.Written) -> bool:
    day = told.document.published
    return day is not None and dates.carried(date, [(day, day)])


def _statements_of(who: str, carrier: Carrier) -> list[Told]:
    """Statements by the one named; of several named, by each of them."""
    found = [told for told in carrier.told if speaks_for(who, told)]
    several = [name for name in re.split(r",? and |, ", who) if name.strip()]
    if found or len(several) < 2:
        return found
    each = [[told for told in carrier.told if speaks_for(name, told)] for name in several]
    return [told for group in each for told in group] if all(each) else []


def _manner_fault(voice: Voice, speaking: Sequence[Told]) -> str:
    """A loaded verb ("confirmed", "promised") that what was said does not bear; a wrong recipient."""
    needed: dict[Manner, tuple[Callable[[Told], bool], str]] = {
        Manner.CONFIRMED: (_affirmed, f"{voice.verb} nothing: the evidence says “{_cue(speaking[0])}”"),
        Manner.CORRECTED: (_corrects, "corrected nothing here"),
        Manner.PROMISED: (_promises, "promised nothing here"),
        Manner.SAW: (_saw, "is not on record as having seen it"),
    }
    if voice.manner in needed:
        bears, reason = needed[voice.manner]
        if not any(bears(told) for told in speaking):
            return f"“{voice.who}” {reason}"
    to = _RECIPIENT.match(voice.content) if voice.verb.casefold() in ("told", "tells", "tell") else None
    if to and not any(speaks_for(to["to"], told) for told in speaking):
        return f"“{voice.who}” did not tell {to['to']!r}"
    return ""


def denies(told: Told) -> bool:
    """The statement says that it is not so."""
    statement = told.statement
    against = told.member is not None and told.member.relation in OPPOSING
    return statement.stance is Stance.DENIES or statement.event.negated or against


def _corrects(told: Told) -> bool:
    return told.statement.corrects or (told.member is not None and told.member.relation is Relation.CORRECTS)


def _affirmed(told: Told) -> bool:
    return _AFFIRMED.search(f"{_cue(told)} {told.statement.quote}") is not None


def _promises(told: Told) -> bool:
    return told.statement.stance is Stance.PROMISES or told.statement.event.action is Action.PROMISE


def _saw(told: Told) -> bool:
    return told.statement.basis in (Basis.WITNESS, Basis.IMAGE, Basis.OWN_ACT)


def _cue(told: Told) -> str:
    return told.statement.cue.quote if told.statement.cue else "said"


def _so(voice: Voice, told: Sequence[Told]) -> str:
    opposed = f"“{voice.who}” says the opposite"
    return _borne(voice.content, told, lambda item: _turned(voice.content, item, opposed) or _hedge_fault(voice, item))


def _hedge_fault(voice: Voice, told: Told) -> str:
    """Doubt of the source that the sentence has dropped, or sureness that it has added."""
    statement = told.statement
    quote = f"{_cue(told)} {statement.quote}"
    said = concepts(voice.content)
    doubted = [clause for clause in _CLAUSE.split(_without_counts(statement.quote)) if estimates.hedges(clause)]
    dropped = any(len(concepts(clause) & said) * 2 >= len(said) for clause in doubted)
    if dropped and not estimates.hedges(f"{voice.verb} {voice.content}"):
        return f"the source’s own doubt is dropped: “{statement.quote}”"
    sure = estimates.certain_words(voice.content)
    if sure and sure.casefold()[:6] not in quote.casefold():
        return f"{sure!r} stands in none of the source’s words"
    added = sorted(estimates.terms(voice.content) - estimates.terms(quote))
    return f"“{added[0]}” stands in none of the source’s words" if added else ""


def _without_counts(text: str) -> str:
    """ "Two or possibly three" is a number, and numbers are checked as such."""
    for item in reversed(find_quantities(text)):
        if item.anchor:
            text = text[: item.anchor.start] + "some" + text[item.anchor.end :]
    return text


# ---- in its own name -------------------------------------------------------------------------------------------------


def own_fault(text: str, voice: Voice, carrier: Carrier) -> str:
    """What the sentence says in its own name, or of "reports" and "nobody"."""
    reason = _nameless(text, voice, carrier)
    if reason:
        return reason
    if voice.manner is Manner.DENIED and not voice.negated:
        return _denial_fault(text, carrier)
    if voice.manner is Manner.DECLINED:
        declined = any(told.statement.stance is Stance.DECLINES for told in carrier.told)
        return "" if declined else "nobody declined to comment on it"
    if _is_on_the_record(text, carrier) or not voice.content:
        return ""
    if carrier.change:
        return _crossed(voice.content, carrier.wordings[0], False, "its images show the opposite")
    return _side_fault(text, voice, carrier)


def _denial_fault(text: str, carrier: Carrier) -> str:
    """That somebody denied it, and of how many reports it is said."""
    denying = {told.document.id for told in carrier.told if denies(told)}
    counted = re.match(r"(?:all |the )*([\w-]+) reports?\b", text, re.IGNORECASE)
    said = values(counted[1]) if counted else frozenset()
    if not denying:
        return "nobody denied it"
    return f"the reports that deny it number {len(denying)}" if said and len(denying) not in said else ""


def _nameless(text: str, voice: Voice, carrier: Carrier) -> str:
    """A word of one source, a reading or a promise, told without saying whose it is."""
    if carrier.kind == "statement" and not (voice.pictures and carrier.told[0].statement.basis is Basis.IMAGE):
        return f"only {carrier.told[0].speaker} says so: name the source"
    if carrier.kind == "rivals" and not re.search(r"\breadings?\b", text, re.IGNORECASE):
        return "these are readings of what it means: name who holds them"
    if carrier.kind == "commitment" and not _PROMISE.search(text):
        return "this is a promise: say who promised it"
    return ""


def _is_on_the_record(text: str, carrier: Carrier) -> bool:
    """On what is not known, not seen, or became of a promise: its "not" denies nothing of what is claimed."""
    if carrier.promise and (TESTABLE.search(text) or any(pattern.search(text) for _, pattern in STATUS)):
        return True
    return any(
        pattern.search(text) for pattern in (OPEN, NOBODY_SAW, NONE_NAMED, *(pattern for _, pattern in IMAGE_PHRASES))
    )


def _side_fault(text: str, voice: Voice, carrier: Carrier) -> str:
    pool, held = carrier.agree, carrier.assessment
    against = held is not None and held.words in _UNLIKELY
    if not pool or against or estimates.terms(text) & _UNLIKELY:
        return ""
    foretold = carrier.file is not None and all(_is_forecast(told) for told in pool)
    if foretold and not _AHEAD.search(text) and not voice.manner:
        return "" if estimates.hedges(text) else "it is told as done, and was only foretold"
    nearest = _closest(voice.content, pool)
    return _borne(voice.content, nearest, lambda told: _turned(voice.content, told, _opposite_of(told)))


def _opposite_of(told: Told) -> str:
    return f"its evidence says the opposite: “{told.statement.quote}”"


def _is_forecast(told: Told) -> bool:
    return told.statement.stance in (Stance.PREDICTS, Stance.PROMISES)


# ---- which side ------------------------------------------------------------------------------------------------------


def _closest(content: str, told: Sequence[Told]) -> list[Told]:
    """The statements that share most words with the content, best first."""
    said = _both(content)
    shared = [(len(said & _both(item.statement.quote)), item) for item in told]
    most = max((count for count, _ in shared), default=0)
    return [item for count, item in sorted(shared, key=lambda pair: -pair[0]) if count >= _NEARLY * most]


def _both(text: str) -> frozenset[str]:
    affirmed, denied = sides(text)
    return affirmed | denied


def _borne(content: str, told: Sequence[Told], judged: Callable[[Told], str]) -> str:
    """Empty where one statement bears it, else the first fault; those that speak of other things do not count."""
    speaking = [item for item in told if _touches(content, item.statement.quote)] or told
    faults = [judged(item) for item in speaking]
    return "" if not all(faults) else next(iter(faults), "")


def _touches(content: str, quote: str) -> bool:
    """The quote has, on either side, a word that the content denies, or denies one that the content affirms."""
    yes, no = sides(content)
    their_yes, their_no = sides(quote)
    return bool(no & (their_yes | their_no) or yes & their_no)


def _turned(content: str, told: Told, reason: str) -> str:
    return _crossed(content, told.statement.quote, told.statement.stance is Stance.DENIES, reason)


def _crossed(content: str, quote: str, denied: bool, reason: str) -> str:
    """``reason`` where a word that both share is affirmed by one and denied by the other."""
    yes, no = sides(content)
    their_yes, their_no = sides(quote)
    if denied and not their_no:
        their_yes, their_no = their_no, their_yes
    crossed = (no & their_yes) - their_no or (yes & their_no) - their_yes
    return reason if crossed else ""
