"""Does the source assert, deny, decline, promise, predict or ask?"""

from __future__ import annotations

import re

from firsthand.model import Stance
from firsthand.read.lexicon import words

_DECLINES = re.compile(
    r"\b(?:declin\w+|refus\w+ to (?:comment|answer|say|discuss|confirm)|"
    r"(?:did|does|do|has|have|had|would|could)(?:\s+not|n['’]t)\s+(?:\w+ly\s+)?(?:respond|comment|reply|return|answer|"
    r"(?:confirm n?or deny))|no comment)\b",
    re.IGNORECASE,
)
_SPEAKS = words("comment respond reply decline refuse")
_TELLING = words("say tell confirm disclose comment reveal explain announce respond")
"""Verbs that, negated, mean silence ("would not say") rather than the opposite ("does not suggest")."""
_DENYING = words("deny reject dispute refute rebut dismiss")
_PROMISING = words("promise pledge vow agree offer commit undertake guarantee consent")
_ASKING = words("ask question urge demand")
_PREDICTING = words("predict forecast expect foresee")
_OWN_FUTURE = re.compile(
    r"^[\"“'‘]?(?:that\s+)?(?:he|she|it|they|we|i)(?:\s+(?:will|would|shall)|['’](?:ll|d))\s+(?:\w+ly\s+)?"
    r"[\"“'‘]?(?!be\b|have\b|like\b|not know\b|love\b|need\b)\w+",
    re.IGNORECASE,
)
_UNTRUE = re.compile(
    r"^[\"“'‘]?(?:(?:that|this|it|these|those|all of (?:this|that|it)|the (?:report|claim|story|allegation)s?)"
    r"(?:\s+(?:is|are|was|were)|['’]s)\s+)?(?:\w+ly\s+|just\s+|all\s+)?(?:not (?:true|so|the case)|untrue|false|wrong|"
    r"nonsense|a lie|lies|baseless|a fabrication|fabricated|an invention|fiction)\b\W*$",
    re.IGNORECASE,
)
"""All that is said is that it is not so."""
_NOT = re.compile(r"\b(?:not|never)\b|n['’]t\b", re.IGNORECASE)
_FUTURE = re.compile(r"\b(?:will|is going to|are going to|is set to|are set to|won['’]t)\b", re.IGNORECASE)


def stance_of(lemma: str, family: str, cue: str, content: str) -> Stance:
    """The stance of one attribution from its cue and its words."""
    if family == "decline" or (lemma in _SPEAKS and _DECLINES.search(f"{cue} {content[:40]}")):
        return Stance.DECLINES
    if lemma in _DENYING or (family == "say" and _UNTRUE.match(content)):
        return Stance.DENIES
    if _NOT.search(cue) and family in {"say", "think", "show"}:
        return Stance.DECLINES if lemma in _TELLING else Stance.DENIES
    infinitive = re.match(r"[\"“']?(?:in \w+ |on \w+ |\w+ly )?(?:to|not to)\b", content, re.IGNORECASE) is not None
    if lemma in _PROMISING and (infinitive or lemma not in {"agree", "offer", "consent"}):
        return Stance.PROMISES
    if (lemma in _ASKING and not infinitive) or content.rstrip("\"”’' ").endswith("?"):
        return Stance.ASKS
    if family == "say" and _OWN_FUTURE.match(content):
        return Stance.PROMISES
    if lemma in _PREDICTING or (family in {"say", "think"} and _FUTURE.search(content[:160])):
        return Stance.PREDICTS
    return Stance.ASSERTS
