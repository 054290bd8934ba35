"""In whose name a sentence speaks: "officials said", "according to", "denied by", "images show"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Manner(StrEnum):
    """How the sentence says that its source said it."""

    SAID = "said"
    DENIED = "denied"
    DECLINED = "declined"
    PROMISED = "promised"
    PREDICTED = "predicted"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    SAW = "saw"


_VERBS = {
    Manner.DENIED: r"den(?:y|ies|ied)|reject(?:s|ed)?|disput(?:es?|ed)|dismiss(?:es|ed)?|contradict(?:s|ed)?|"
    r"rebut(?:s|ted)?|refut(?:es?|ed)|ruled out|rules out",
    Manner.DECLINED: r"declin(?:es?|ed)(?: to (?:comment|say|answer|discuss|speak))?|refus(?:es?|ed) to "
    r"(?:comment|say|answer|discuss|speak)|would not (?:comment|say|answer|discuss)|did not (?:comment|answer|respond)|"
    r"made no comment|offered no comment",
    Manner.PROMISED: r"(?<!\bthe )(?<!\ba )(?<!\bits )(?<!['’]s )(?<!\btheir )(?<!\bthis )"
    r"promis(?:es?|ed)|pledg(?:es?|ed)|vow(?:s|ed)?|undertook|undertakes|committed (?:itself|himself|"
    r"herself|themselves)",
    Manner.PREDICTED: r"predict(?:s|ed)?|expect(?:s|ed)?|forecasts?|foresaw|foresees?",
    Manner.CONFIRMED: r"confirm(?:s|ed)?|acknowledg(?:es?|ed)|admit(?:s|ted)?|conced(?:es?|ed)|verif(?:y|ies|ied)|"
    r"prov(?:es?|ed|en)",
    Manner.CORRECTED: r"correct(?:s|ed)?|retract(?:s|ed)?|withdrew",
    Manner.SAW: r"saw|sees|seen|watched|watches|counted|counts|photographed|observed|observes",
    Manner.SAID: r"sa(?:y|ys|id)|tells?|told|(?<!the )(?<!its )(?<!a )(?<!s )(?<!their )"
    r"reports?(?= that| on\b|,|:| “)|reported|"
    r"writes?|wrote|stat(?:es?|ed)|announc(?:es?|ed)|"
    r"claim(?:s|ed)?|add(?:s|ed)|argu(?:es?|ed)|not(?:es|ed)|insist(?:s|ed)?|maintain(?:s|ed)?|assert(?:s|ed)?|"
    r"declar(?:es?|ed)|explain(?:s|ed)?|conclud(?:es?|ed)|believ(?:es?|ed)|thinks?|thought|suspect(?:s|ed)?|"
    r"warn(?:s|ed)?|describ(?:es?|ed)|call(?:s|ed)|suggest(?:s|ed)?|alleg(?:es?|ed)|recall(?:s|ed)?|quot(?:es|ed)|regard(?:s|ed)|interpret(?:s|ed)|"
    r"(?:reads?|views?|viewed)(?= [^.;]* as\b)|estimat(?:es?|ed)",
}
_ANY = "|".join(f"(?P<{manner.name}>{verbs})" for manner, verbs in _VERBS.items())
_ADVERB = r"(?:(?:has|have|had|also|later|again|then|since|once|twice|now|\w+ly) )*"
_FRONT = re.compile(
    rf"^(?P<who>[^.;:“”]{{2,120}}?)(?P<gap>,? {_ADVERB})(?P<not>(?:did|does|do|has|have) not |never )?"
    rf"(?:{_ANY})\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_BACK = re.compile(
    rf"^(?P<rest>.+?)[,”] ?(?:(?:{_ANY.replace('(?P<', '(?P<B')}) (?P<who2>[^.,;“”]{{2,100}})"
    rf"|(?P<who>[^.,;:“”]{{2,100}}?) {_ADVERB}(?:{_ANY}))"
    rf"(?: (?:on|in|to|after|when|at) [^.]{{2,60}})?[.”]*$",
    re.IGNORECASE | re.DOTALL,
)
_ACCORDING = re.compile(
    r"\b(?:according to|in the (?:words|view|eyes|opinion|account) of|as told by|citing) (?P<who>[^.,;:“”]{2,100})",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?P<verb>denied|rejected|disputed|dismissed|contradicted|confirmed|acknowledged|verified|reported|announced|"
    r"promised|predicted) by (?P<who>[^.,;:“”]{2,100})",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"^(?:(?:the|these|those|all|both|several|many|most|some|other|any|one|two|three|four|five|six|seven|eight|"
    r"nine|ten|"
    r"eleven|twelve|\d+|independent|separate|different|first-hand|news|press|earlier|later|such|of|a|an|no|our|usable|"
    r"satellite|commercial|claim|claims|that) )*"
    r"(?:reports?|sources?|origins?|newspapers?|papers?|media|outlets?|accounts?|articles?|statements?|claims?|it|they|"
    r"he|she|this|that|which|who|we|people|evidence|analysis|case|brief|documents?|of them|them|others?|"
    r"judgements?|stor(?:y|ies)|words|text|quotes?)$",
    re.IGNORECASE,
)
_PICTURES = re.compile(
    r"^(?:(?:the|these|all|both|several|two|three|four|five|\d+|commercial|satellite|later|usable|our|any|new) )*"
    r"(?:images?|pictures?|imagery|photos?|photographs?|scenes?)(?: (?:of|taken|from|on|between)\b.*)?$",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"\b(?!(?:the|these|those|all|both|several|many|most|some|other|any|no|its|his|her|their|our|this|that|a|an|"
    r"and|of|one|"
    r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|later|also|only)\b)[^\W\d]\w+",
    re.IGNORECASE,
)
"""A word that can name somebody: "the promise" and "eleven reports" have no speaker before what looks like a verb."""
_NO_SPEAKER = re.compile(r"(?:nobody|no one|none|whoever|whether)\b", re.IGNORECASE)
_CLAUSE_VERB = re.compile(
    r"\b(?:is|are|was|were|been|being|will|would|cannot|can|could|did|does|do|that|whether|not|stood|stands|"
    r"remains?|because|although|comes?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Voice:
    """In whose name a sentence speaks."""

    who: str
    """The words that name the source; empty when the sentence speaks for itself or of "reports"."""
    manner: Manner | None
    """``None`` when the sentence speaks for itself."""
    verb: str
    negated: bool
    """"did not deny", "never said"."""
    content: str
    """What is said, without the words that attribute it."""
    pictures: bool = False
    """It speaks for images ("the images show")."""


def voice_of(text: str) -> Voice:
    """The attribution of a sentence."""
    by = _BY.search(text)
    if by:
        manner = _manner_of(by["verb"])
        return _voice(by["who"], manner, by["verb"], False, text[: by.start()] + text[by.end() :])
    according = _ACCORDING.search(text)
    if according:
        return _voice(
            according["who"], Manner.SAID, "according to", False, text[: according.start()] + text[according.end() :]
        )
    for pattern in (_BACK, _FRONT):
        found = pattern.match(text)
        if found is None:
            continue
        groups = {name: value for name, value in found.groupdict().items() if value}
        who = groups.get("who") or groups.get("who2") or ""
        if _CLAUSE_VERB.search(_without_relative(who)) or not _NOUN.search(who) or _NO_SPEAKER.match(who):
            continue
        manner = next((item for item in Manner if item.name in groups or f"B{item.name}" in groups), Manner.SAID)
        verb = groups.get(manner.name) or groups.get(f"B{manner.name}") or ""
        return _voice(who, manner, verb, "not" in groups, found["rest"])
    shown = re.match(
        r"^(?P<who>.{2,60}?) (?:show|shows|showed|bear|bore|agree|depict|reveal)s?\b(?P<rest>.*)$", text, re.S
    )
    if shown and _PICTURES.match(shown["who"].strip()):
        return Voice("", None, "", False, shown["rest"].strip(), True)
    return Voice("", None, "", False, text)


def _without_relative(who: str) -> str:
    """Without ", who is the deputy minister,"."""
    return re.sub(r", (?:who|which|a|an|the|his|her|its)\b[^,]*,?", " ", who)


def _manner_of(verb: str) -> Manner:
    return next(manner for manner, verbs in _VERBS.items() if re.fullmatch(verbs, verb, re.IGNORECASE))


def _voice(who: str, manner: Manner, verb: str, negated: bool, content: str) -> Voice:
    who = re.sub(r", (?:all|both|some|none|each|most)\b.*$", "", who)
    who = re.sub(
        r"^(?:and|but|while|meanwhile,?|however,?|on [^,]*,|in [^,]*,|by [^,]*,) ", "", who.strip(" ,"), flags=re.I
    )
    pictures = _PICTURES.match(who) is not None
    generic = pictures or _GENERIC.match(who) is not None
    return Voice("" if generic else who, manner, verb, negated, content.strip(" ,:"), pictures)
