"""What a statement says happened: act, object, place, number and time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.model import Action, Anchor, Event, Quantity, Stance, TimeSpan
from firsthand.read import lexicon
from firsthand.read.certainty import is_negated
from firsthand.read.lexicon import words
from firsthand.read.places import SiteMention

_ACTS = (
    (Action.DISMANTLE, r"dismantl\w+|disassembl\w+|demolish\w*|raz(?:ed|ing)|"
     r"t(?:ook|ak(?:en|ing|es?)) (?:(?:it|the \w+) )?(?:down|apart)|br(?:ought|ing) down|"
     r"t(?:ear|ore|orn|earing)(?:ing)? (?:it )?down|pull(?:ed|ing) down|decommission\w*|"
     r"remov(?:e|ed|es|ing)|scrapp\w+"),
    (Action.BUILD, r"buil(?:d|ds|t|ding)(?! up\b)(?=\s+(?!at\b|in\b|near\b|s\b))|being built|was built|were built|"
     r"construct(?:s|ed|ing|ion)?|produc(?:e|es|ed|ing|tion)|"
     r"manufactur(?:e|es|ed)|assembl(?:e|es|ed|ing)|erect(?:s|ed|ing)?|expand(?:s|ed|ing)?|work (?:\w+ )?underway|"
     r"developing|built|fabricat\w+|(?:at work|working) on|completed|(?:was|is|were|been) (?:complete|finished)"),
    (Action.TEST, r"test[- ]?fir(?:e|es|ed|ing)|tested|testing|launched|launches|launching(?! station)|fired|"
     r"detonat\w+|(?:conduct|carr)\w+ (?:out )?(?:a |an |the )?(?:\w+ )?tests?"),
    (Action.MOVE, r"mov(?:ed|ing|es)|transport(?:ed|ing|s)|shipp(?:ed|ing)|deliver(?:ed|ing|s)|relocat\w+|"
     r"arriv(?:ed?|ing|es)|departed|driven|towed|left the|drove|carried away|hauled"),
    (Action.CONCEAL, r"conceal\w*|hid(?:e|es|den|ing)?|deceiv\w+|decepti\w+|fool(?:ed|ing)?|camouflag\w+|"
     r"cover(?:ed|ing) up"),
    (Action.OPERATE, r"operat(?:e|es|ed|ing|ion|ional)|restart\w*|running|activity|active|in use|enrich(?:ing|es|ed)|"
     r"continu(?:e|es|ed|ing)(?= (?:activity|operations|work))"),
    (Action.PRESENT, r"(?:was|were|been|is|are) (?:seen|visible|parked|spotted|observed|standing|present)|depicts?|"
     r"(?:image|picture|photo|photograph)s?\b[^.;]{0,60}?\b(?:show|exhibit|portray|display)s?(?= an? )|"
     r"stands? (?:at|in|on|beside)|parked|appeared"),
)  # fmt: skip
_ACT = re.compile("|".join(rf"(?P<{action.name}>\b(?:{verbs})\b)" for action, verbs in _ACTS), re.IGNORECASE)
_READING = re.compile(
    r"\b(?:symbolic|gesture|confidence[- ]building|good[- ]?(?:faith|will)|signal (?:of|that)|sign (?:of|that) "
    r"(?:good|its)|bargaining|represents?\b.{0,30}\b(?:measure|step|concession|shift)|"
    r"amounts? to|(?:is|are|was) (?:merely|just a|only a|a mere|little more than)|cosmetic|a way (?:of )?pressuring|"
    r"means that|"
    r"strategy of|(?:is|are|was|were) (?:intended|meant) to|routine (?:maintenance|work))\b",
    re.IGNORECASE,
)
_READING_LEMMAS = words("see view regard interpret characterize characterise describe call consider")
_SKIP = re.compile(
    r"(?:\s*(?:(?:at|as)\s+(?:least|most|many as)|and|or|possibly|perhaps|maybe|up to|about|around|of|the|an?|its|"
    r"their|his|some|any|new|more|than|one|two|three|four|five|six|seven|eight|nine|ten|several|dozens?|\d[\d,.]*+|,))+\s+",
    re.IGNORECASE,
)
_NOUN_PHRASE = re.compile(r"[^\W\d_][\w-]*(?:\s+[^\W\d_][\w-]*){0,5}")
_PHRASE_ENDS = (
    lexicon.PREPOSITIONS
    | lexicon.SUBORDINATORS
    | lexicon.FINITE
    | words("and or capable used known near underway there weeks days months years up weeks month week to")
)


_PLANNED = re.compile(r"(?:\w+\s+){0,2}(?:plans?|proposals?|drawings?|bids?)\s+(?:for|to)\b", re.IGNORECASE)
"""What is planned is not done ("plans for a new hall")."""
_OF_NOTHING = re.compile(
    r"\s+(?:no|nothing|none|neither)\b(?! (?:later|earlier|fewer|less|more|sooner|longer|doubt|matter))", re.IGNORECASE
)
"""After an act: it was done to nothing ("builds no hall"), so it was not done. "No more than two" are some."""


def event_of(
    text: str,
    content: Sequence[Anchor],
    stance: Stance,
    lemma: str,
    found: tuple[Sequence[SiteMention], Sequence[Quantity], Sequence[TimeSpan]],
) -> Event:
    """The event of one statement. ``found`` holds what lies in its sentence, what lies in its content first."""
    places, quantities, times = found
    words = " ".join(piece.quote for piece in content)
    match = _act(words)
    action = Action(Action[match.lastgroup]) if match and match.lastgroup else Action.NONE
    acted = _object(words, match) if match else ""
    if stance is Stance.PROMISES:
        action = Action.PROMISE
    elif _READING.search(words) and (lemma in _READING_LEMMAS or action is Action.NONE or _read_first(words, match)):
        action = Action.INTERPRET
    elif stance is Stance.DECLINES or _PLANNED.match(words):
        action = Action.NONE
    quantity = next(iter(quantities), None)
    if quantity is not None and quantity.of and (not acted or (match and match.group().lower().startswith("work"))):
        acted = quantity.of
    return Event(
        action=action,
        object=acted,
        site_ids=tuple(dict.fromkeys(place.site_id for place in places)),
        part_id=next((place.part_id for place in places if place.part_id), None),
        quantity=quantity,
        time=next(iter(times), None),
        negated=_negated(text, content, match),
    )


def tells_act(words: str) -> bool:
    """The words tell something done: built, dismantled, moved and so on."""
    return _ACT.search(words) is not None


def _act(words: str) -> re.Match[str] | None:
    """The first act told; mere presence ("were seen dismantling") yields to any other."""
    first = None
    for match in _ACT.finditer(words):
        if match.lastgroup != Action.PRESENT.name:
            return match
        first = first or match
    return first


def _read_first(words: str, act: re.Match[str] | None) -> bool:
    reading = _READING.search(words)
    return reading is not None and act is not None and reading.start() < act.start()


def _negated(text: str, content: Sequence[Anchor], act: re.Match[str] | None) -> bool:
    """Whether the act itself is denied in the words that tell it."""
    if act is None or not content:
        return False
    offset = act.start()
    for piece in content:
        if offset < len(piece.quote):
            start = piece.start + offset
            end = min(piece.end, start + len(act.group()))
            return is_negated(text, start, end) or _OF_NOTHING.match(text, end, piece.end) is not None
        offset -= len(piece.quote) + 1
    return False


def _object(words: str, act: re.Match[str]) -> str:
    """The head noun phrase acted on: after an active verb, before a passive one or "arrive"."""
    passive = re.search(r"\b(?:is|are|was|were|been|being)\s+(?:\w+ly\s+)?$", words[: act.start()]) or re.match(
        r"(?:was|were|been|is|are|being|arriv|depart)", act.group(), re.IGNORECASE
    )
    if (
        passive
        and " on" not in act.group().lower()
        and (act.group().lower().startswith("being") or not act.group().lower().split()[0].endswith("ing"))
    ):
        before = re.split(r"\b(?:has|have|had|is|are|was|were|that|been|being)\b|[,;:]", words[: act.start()])
        phrases = [part.strip() for part in before if part.strip()]
        return _head(phrases[-1]) if phrases else ""
    rest = words[act.end() :]
    skipped = _SKIP.match(rest)
    return _head(rest[skipped.end() :] if skipped else rest.lstrip())


def _head(phrase: str) -> str:
    """Lower-case words of a noun phrase up to its head, without determiners."""
    match = _NOUN_PHRASE.match(phrase)
    if not match:
        return ""
    kept: list[str] = []
    for word in match.group().split():
        low = word.lower()
        if low in _PHRASE_ENDS and kept:
            break
        if low in lexicon.DETERMINERS | lexicon.PRONOUNS | _PHRASE_ENDS or low.endswith("ly"):
            continue
        kept.append(low)
    return " ".join(kept[:4])
