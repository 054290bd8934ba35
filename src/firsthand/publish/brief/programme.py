"""What was said of the matter as a whole, not of one place: whole sentences of somebody, each thing once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from firsthand.model import Stance, Statement, Voice
from firsthand.publish import claim_words, wording
from firsthand.publish.claim_words import QUOTE_LIMIT, speaker
from firsthand.publish.contract import Sentence
from firsthand.publish.dossier import Dossier, Told, outlet_of
from firsthand.trace.words import concepts, overlap

LEAST_WORDS = 5
"""Shorter quotations tell a reader nothing of the matter."""
SAME = 0.7
"""Share of shared words from which on one speaker has said the same twice."""
_POINTS = re.compile(
    r"(?:this|that|these|those|such)\s+(?:would|will|was|were|is|are|has|had|can|could|may|might)\b", re.I
)
"""Reported words that only their paragraph explains ("this would be discussed in due course")."""
_UNNAMED = re.compile(r"to (?:be|remain) (?:named|identified|quoted|anonymous)\b", re.IGNORECASE)
"""Why a source stays unnamed is nothing said of the matter."""
_NOBODY = re.compile(
    r"^(?:both|the two|neither|nobody|no one|everyone|readers?|some|others?|many|most|all|none|"
    r"neither side|the (?:sharpest|latest)\b.*|"
    r".*[\u2019']s?)$",
    re.IGNORECASE,
)
"""Speakers whom a sentence cannot be laid at the door of."""


def programme_sentences(dossier: Dossier) -> Iterator[Sentence]:
    """Each thing once however often it was carried, what most carry first; declines last. Scraps stay out."""
    groups: dict[str, list[Told]] = {}
    for told in dossier.programme:
        if told.statement.stance is Stance.DECLINES or _tells(told):
            groups.setdefault(_sameness(told, dossier.claim_of), []).append(told)
    declines = [group for group in groups.values() if group[0].statement.stance is Stance.DECLINES]
    said = [group for group in groups.values() if group[0].statement.stance is not Stance.DECLINES]
    said.sort(key=lambda group: (group[0].lost, -len({told.document.id for told in group})))
    for group in _once(said):
        yield general_sentence(group)
    for group in declines:
        yield _decline_sentence(group)


def _tells(told: Told) -> bool:
    """Whole words of somebody: a sentence, or what a promise or a denial holds; not "two cranes beside it"."""
    quote = told.statement.quote
    if _UNNAMED.match(quote) or (told.statement.voice is not Voice.DIRECT and _POINTS.match(quote)):
        return False
    whole = claim_words.is_clause(quote) or told.statement.stance in (Stance.PROMISES, Stance.DENIES)
    return len(quote.split()) >= LEAST_WORDS and whole and (told.lost or not _NOBODY.match(speaker(told)))


def _once(groups: Sequence[list[Told]]) -> Iterator[list[Told]]:
    """Groups of one speaker that say the same in other words, together."""
    kept: list[list[Told]] = []
    for group in groups:
        same = next((other for other in kept if _says_the_same(group[0], other[0])), None)
        if same is None:
            kept.append(list(group))
        else:
            same += group
    yield from kept


def _says_the_same(one: Told, other: Told) -> bool:
    if one.lost or other.lost or one.speaker.casefold() != other.speaker.casefold():
        return False
    return overlap(concepts(one.statement.quote), concepts(other.statement.quote)) >= SAME


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
    return Sentence(f"{wording.capital(speaker(group[0]))} declined to comment ({_outlets(group)}).", ids)


def general_sentence(group: Sequence[Told]) -> Sentence:
    """One thing said of the matter as a whole, in the words of its fullest teller."""
    told = max(group, key=lambda told: (not told.lost, told.statement.confidence, len(told.statement.quote)))
    statement, goes_on = told.statement, _goes_on(told.statement)
    words = claim_words.inside(statement.quote, [told.document]) if goes_on else statement.quote
    quote = wording.quoted(words, QUOTE_LIMIT)
    ids = (statement.id, *(other.statement.id for other in group if other is not told))
    where = _outlets(group)
    inside = f" ({where})" if where != told.speaker else ""
    if told.lost:
        return Sentence(wording.ended(f"Speaker lost: {quote}{inside}"), ids)
    cue = statement.cue.quote if statement.cue else ""
    # "does not suggest" turns the content round; a plain "said" would print its opposite.
    turned = re.search(r"\b(?:not|never|no longer)\b|n['’]t\b", cue)
    # "called the report a fairy tale": the words finish the verb, so neither "denied" nor a colon may stand between.
    names = re.fullmatch(r"(?:ha[sd] )?(?:called|dubbed|labell?ed|termed|branded)", cue)
    verb = cue if turned or names else wording.STANCE[statement.stance]
    link = "" if names or statement.quote.startswith("to ") else " that" if goes_on else ":"
    rebutted = " The outlet itself goes on to say that it was not so." if statement.rebutted else ""
    return Sentence(wording.ended(f"{wording.capital(speaker(told))} {verb}{link} {quote}{inside}") + rebutted, ids)


def _goes_on(statement: Statement) -> bool:
    """Reported speech that goes on from "that": "said that “the work had never stopped”"."""
    reported = statement.voice in (Voice.INDIRECT, Voice.MIXED) and statement.stance is not Stance.ASKS
    return reported and claim_words.is_clause(statement.quote)
