"""Whether one record bears a sentence: first the contract, then how surely it speaks, in whose name, in what words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from firsthand.model import Action
from firsthand.publish.contract import estimates
from firsthand.publish.contract.check import count_fault, mention_fault, quote_fault
from firsthand.publish.contract.names import WORD, NamesHeld, runs
from firsthand.publish.contract.numbers import values
from firsthand.publish.contract.support import without_dates
from firsthand.publish.dossier import Told
from firsthand.publish.drafts.carriers import Carrier
from firsthand.publish.drafts.kinds import kind_fault
from firsthand.publish.drafts.sides import HOUSE, acts, foreign_act, foreign_thing, opposite, plain_contractions
from firsthand.publish.drafts.speakers import own_fault, source_fault, speaks_for
from firsthand.publish.drafts.sureness import (
    BACK_TO,
    NONE_NAMED,
    OPEN,
    likelihood_fault,
    promise_fault,
    sight_fault,
    time_fault,
)
from firsthand.publish.drafts.voices import Manner, Voice, voice_of
from firsthand.trace.matching import meaning
from firsthand.trace.words import concepts

_QUOTED = re.compile(r"[“\"]([^”\"]*)[”\"]")
_AT = re.compile(r"\b(?:in|at|near|outside|inside|around|from|to) (?:the )?([A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*)")
_PREDICATE = re.compile(r"\b(?:was|were|is|are|been|being)\s+(?:\w+ly\s+)?(\w+(?:ed|id|en|wn|ht|lt|de|ne))\b")
"""What a sentence in the passive says was done."""
_MAIN_ACTS = {Action.BUILD: "built", Action.DISMANTLE: "taken down"}
LEAST_WORDS = 3
"""Fewer words of content are nobody's in particular."""
_LEAST_OWN = 0.34
"""Share of the words said that one of the source's own quotes must hold."""
_OWN_WORDS = ((0.75, 0.6), (0.55, 0.45), (-1.0, 0.25))
"""Likeness in meaning, in [-1, 1], from which on such a share of a sentence's words may be the writer's own."""


def fault(text: str, carrier: Carrier, common: Collection[str] = ()) -> str:
    """Why the record does not bear the sentence; empty when it does. ``common``: lower-case words that are no names."""
    text = plain_contractions(text)
    bare = _QUOTED.sub(" ", text)
    evidence = carrier.evidence
    curled = re.sub(r'"([^"]*)"', r"“\1”", text)
    loose = quote_fault(curled, evidence.quotes) or mention_fault(bare, evidence, common) or count_fault(bare, evidence)
    if loose:
        return loose
    voice = voice_of(text)
    return (
        time_fault(bare, carrier)
        or kind_fault(bare, carrier)
        or likelihood_fault(bare, voice, carrier)
        or sight_fault(bare, carrier)
        or promise_fault(bare, carrier)
        or (source_fault(voice, carrier) if voice.who else own_fault(text, voice, carrier))
        or _act_fault(text, voice.content or text, carrier)
        or _place_fault(text, voice, carrier)
        or _words_fault(text, voice, carrier, common)
        or _theft(voice, carrier)
    )


def _act_fault(text: str, content: str, carrier: Carrier) -> str:
    """An act that the evidence does not tell; "built" of a claim that something was taken down."""
    foreign = foreign_act(content, carrier.evidence.texts)
    own = _MAIN_ACTS.get(carrier.file.claim.event.action, "") if carrier.file else ""
    told = acts(content)
    if not estimates.terms(text):
        # What is likely of one act is not so of another, though reports tell the two in each other's words.
        told &= frozenset(_MAIN_ACTS.values())
    other = min(told) if own and told and own not in told else ""
    return f"its evidence does not say that anything was {foreign or other}" if foreign or other else ""


# ---- places ----------------------------------------------------------------------------------------------------------


def _place_fault(text: str, voice: Voice, carrier: Carrier) -> str:
    """A place, or a part of a site, at which nobody says that it happened."""
    quotes = [told.statement.quote for told in carrier.told]
    held = NamesHeld([*quotes, *carrier.places])
    for found in _AT.finditer(BACK_TO.sub(" ", _QUOTED.sub(" ", voice.content))):
        for run in runs(f"at {found[1]}")[:1]:
            if quotes and not held.carries(run):
                return f"nobody says that it was at {' '.join(run)!r}"
    part = _foreign_part(text, carrier)
    return f"its evidence does not name the {part}" if part else ""


def _foreign_part(text: str, carrier: Carrier) -> str:
    """A part of a site that the sentence names and its evidence does not; empty when there is none."""
    said, held = text.casefold(), " | ".join(carrier.evidence.texts).casefold()
    for id, *names in carrier.parts:
        named = next((name for name in names if _stands(name, said)), "")
        if named and id != carrier.home and (carrier.home or not any(_stands(name, held) for name in names)):
            return named
    return ""


def _stands(name: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", text) is not None


# ---- words -----------------------------------------------------------------------------------------------------------


def _words_fault(text: str, voice: Voice, carrier: Carrier, common: Collection[str]) -> str:
    """Opposites and things that the evidence does not have; too many words that stand nowhere in it."""
    for pattern in (OPEN, NONE_NAMED):
        text = pattern.sub(" ", text)
    turned = opposite(text, carrier.wordings if carrier.change else carrier.evidence.texts)
    if turned:
        return f"{turned!r} stands in none of its evidence, which has other words in its place"
    said, known = spoken(text, common), vocabulary(carrier)
    thing = foreign_thing(said, known)
    if thing:
        return f"its evidence names no {thing}"
    missing = said - known
    done = _PREDICATE.search(text)
    if done and concepts(done[1]) & missing and not acts(text) and likeness(text, carrier) < _OWN_WORDS[0][0]:
        return f"its evidence does not say that anything was {done[1]}"
    if len(missing) > _allowed(voice.content or text, carrier, len(said)):
        return f"these words stand in none of its evidence: {', '.join(_as_written(missing, text)[:4])}"
    return ""


def spoken(text: str, common: Collection[str] = ()) -> frozenset[str]:
    """The concepts of a sentence that must come from its evidence."""
    names = {word.casefold() for run in runs(text, common) for word in run}
    lower = " ".join(
        word for word in WORD.findall(without_dates(text)) if word.casefold() not in names and not values(word)
    )
    return concepts(lower) - HOUSE


def vocabulary(carrier: Carrier) -> frozenset[str]:
    """The concepts of its evidence; a place's name lends none of its words ("Engine Test Site")."""
    return frozenset().union(*(concepts(text) for text in carrier.words))


def likeness(text: str, carrier: Carrier) -> float:
    """The nearest of its wordings in meaning, in [-1, 1]."""
    return max((meaning(text, wording) for wording in carrier.wordings), default=0.0)


def _allowed(content: str, carrier: Carrier, said: int) -> int:
    """How many words of a sentence may be the writer's own: more where it means nearly the same."""
    if carrier.change:
        return said // 3
    near = likeness(content, carrier)
    share = next(share for least, share in _OWN_WORDS if near >= least)
    return max(int(said > 2), int(said * share))


def _as_written(roots: Iterable[str], text: str) -> list[str]:
    """The words of the text whose concepts these are."""
    wanted = set(roots)
    found = [word for word in WORD.findall(text) if concepts(word) & wanted]
    return list(dict.fromkeys(found)) or sorted(wanted)


def _theft(voice: Voice, carrier: Carrier) -> str:
    """Words put into the mouth of one source that are another's."""
    said = concepts(voice.content)
    if not voice.who or voice.manner in (Manner.DENIED, Manner.DECLINED) or len(said) < LEAST_WORDS:
        return ""
    own = [told for told in carrier.told if speaks_for(voice.who, told)]
    others = [told for told in carrier.told if not speaks_for(voice.who, told)]
    theirs = _most(said, own)
    other = max(others, key=lambda told: _most(said, [told]), default=None)
    if other and own and theirs < _LEAST_OWN * len(said) and _most(said, [other]) >= 2 * max(theirs, 1):
        return f"these are the words of {other.speaker}, not of “{voice.who}”"
    return ""


def _most(said: frozenset[str], told: Sequence[Told]) -> int:
    return max((len(said & concepts(item.statement.quote)) for item in told), default=0)
